"""The page of the shipped tables of official figures, written from their catalogue entries."""

from collections.abc import Iterator

from renkei.observatory.catalogue import Column, Entry, entries

HEAD = """# Official figures

The tables that come with renkei: what each counts, where it comes from, under which terms. This
page is written from the catalogue entries beside the tables
(`src/renkei/observatory/reference/*.toml`); change those and run `python3 dev.py docs`.
`python manage.py verify_reference` checks files and accounting identities. What to beware of when
tables are compared stands in [Traps in the figures](../explanation/traps-in-the-figures.md).
"""


def page() -> str:
    tables = list(entries().values())
    contents = [f"| [{one.key}](#{one.key}) | {one.title.en} | {one.period.en} |" for one in tables]
    lines = [HEAD, "| table | holds | period |", "|---|---|---|", *contents, ""]
    for entry in tables:
        lines += _section(entry)
    return "\n".join(lines)


def _section(entry: Entry) -> Iterator[str]:
    yield f"## {entry.key}\n"
    yield f"**{entry.title.en}** ({entry.title.ja}). {entry.definition.en}\n"
    yield f"- Institution: {entry.institution.en} ({entry.institution.ja})"
    yield f"- Table: {entry.source_table.en} ({entry.source_table.ja})"
    yield f"- Period: {entry.period.en}. Read on {entry.read_on}. {entry.rows:,} rows."
    yield f"- Terms: {entry.licence.en}."
    yield f"- Credit: {entry.credit.ja}"
    if entry.caveats:
        yield "\nBeware:\n"
        yield from (f"- {caveat.en}" for caveat in entry.caveats)
    yield "\n| column | type | meaning | unit |\n|---|---|---|---|"
    yield from (_row(column) for column in entry.columns)
    yield ""


def _row(column: Column) -> str:
    unit = column.unit.en if column.unit else ""
    return f"| `{column.name}` | {column.type} | {column.meaning.en} | {unit} |"
