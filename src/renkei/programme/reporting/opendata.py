"""The data of a report as a ZIP: a CSV for each table, and what every column means as CSV-W."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from renkei.charter.text import Text
from renkei.core.tables import Column, Table, as_csv
from renkei.core.writing import language, localized
from renkei.programme.models import Report
from renkei.programme.queries.reports import told_by
from renkei.programme.reporting.tables import DataTable, filled

# Of every file in the ZIP: the same report gives the same bytes.
NO_TIME = (1980, 1, 1, 0, 0, 0)
BLANK = Text(
    "空欄は不明または非公表です。0ではありません。", "A blank is unknown or withheld, never 0."
)
CREATORS = [{"ja": "北海道", "en": "Hokkaido"}, {"ja": "札幌市", "en": "City of Sapporo"}]
CONTEXT = "http://www.w3.org/ns/csvw"
COLUMNS = (
    Column("file", Text("ファイル", "File")),
    Column("name", Text("列の名前", "Column")),
    Column("about", Text("意味", "Meaning")),
    Column("datatype", Text("型", "Type")),
    Column("unit", Text("単位", "Unit")),
)


def zip_of(report: Report) -> bytes:
    tables = list(filled(told_by(report)))
    out = BytesIO()
    with ZipFile(out, "w") as folder:
        for one, table in tables:
            _write(folder, f"{one.key}.csv", as_csv(table, is_free_text=True))
        _write(folder, "columns.csv", as_csv(_columns(tables)))
        _write(folder, "metadata.json", _metadata(report, tables))
    return out.getvalue()


def _write(folder: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name, NO_TIME)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    folder.writestr(entry, content)


def _columns(tables: list[tuple[DataTable, Table]]) -> Table:
    rows = [
        (
            f"{table.key}.csv",
            one.column.header(language()),
            one.about,
            one.datatype,
            one.column.unit,
        )
        for table, _made in tables
        for one in table.columns
    ]
    return Table(Text("列の定義", "Definition of the columns"), COLUMNS, rows)


def _metadata(report: Report, tables: list[tuple[DataTable, Table]]) -> bytes:
    told = told_by(report)
    said = {
        "@context": [CONTEXT, {"@language": language()[:2]}],
        "dc:title": report.title,
        "dc:creator": CREATORS,
        "dc:temporal": f"{told['first_day']}/{told['last_day']}",
        "renkei:known_at": told["known_at"],
        "renkei:revision": report.revision,
        "renkei:digest": report.digest,
        "renkei:charter": report.charter_version,
        "rdfs:comment": localized(BLANK),
        "tables": list(_described(tables)),
    }
    return json.dumps(said, ensure_ascii=False, indent=2).encode()


def _described(tables: list[tuple[DataTable, Table]]) -> Iterator[dict[str, Any]]:
    for one, table in tables:
        yield {
            "url": f"{one.key}.csv",
            "dc:title": localized(one.title),
            "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
            "renkei:rows": len(table.rows),
            "tableSchema": {
                "columns": [
                    {
                        "name": meant.column.key,
                        "titles": {code: meant.column.header(code) for code in ("ja", "en")},
                        "datatype": meant.datatype,
                        "dc:description": {"ja": meant.about.ja, "en": meant.about.en},
                        **_unit(meant.column),
                    }
                    for meant in one.columns
                ]
            },
        }


def _unit(column: Column) -> dict[str, Any]:
    return {"renkei:unit": {"ja": column.unit.ja, "en": column.unit.en}} if column.unit else {}
