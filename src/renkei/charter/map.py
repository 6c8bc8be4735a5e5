"""The map of the initiatives: ``python -m renkei.charter.map > docs/map.md``."""

import sys
from collections.abc import Iterator

from renkei.charter.reader import programme
from renkei.charter.terms import Initiative, Programme, Theme

HEAD = """\
# The map of the initiatives

Generated from the charter by `python -m renkei.charter.map > docs/map.md`; change the charter, not
this page. One reference leads everywhere: from the agreement to the file that writes it down, to
the rooms in `src/renkei/` that do the work, to the public page, to the story that proves it.
"""
COLUMNS = ("Reference", "取組", "Initiative", "Charter file", "Rooms", "Address", "Story test")


def map_of(agreed: Programme) -> str:
    """The map of `agreed` in Markdown: a table for each theme."""
    return "\n".join([HEAD, *(line for theme in agreed.themes for line in _section(agreed, theme))])


def address(initiative: Initiative) -> str:
    return f"/programme/{initiative.reference}/"


def story_test(theme: Theme, initiative: Initiative) -> str:
    name = f"test_{theme.number}_{initiative.number}_{initiative.slug}.py"
    return f"tests/stories/{name}"


def _section(agreed: Programme, theme: Theme) -> Iterator[str]:
    yield f"## {theme.reference}. {theme.title.en}"
    yield f"\n{theme.title.ja}\n"
    yield _row(COLUMNS)
    yield _row(["---"] * len(COLUMNS))
    for initiative in theme.initiatives:
        yield _row(_cells(agreed, theme, initiative))
    yield ""


def _cells(agreed: Programme, theme: Theme, initiative: Initiative) -> list[str]:
    folder, _, file = initiative.file.rpartition("/")
    link = f"../src/renkei/charter/{agreed.key}/{folder}/{file}"
    return [
        initiative.reference,
        initiative.title.ja,
        initiative.title.en,
        f"[{file}]({link})",
        ", ".join(initiative.rooms),
        f"`{address(initiative)}`",
        f"`{story_test(theme, initiative)}`",
    ]


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    # As bytes, because a redirected standard output is not UTF-8 everywhere.
    sys.stdout.buffer.write(map_of(programme()).encode())
