"""Tables as files that a program can read: CSV and XLSX.

The rules are those for tabular data of public bodies: the header in row 1, unique names, one value
in a cell, the unit in the header, codes as text, western years, blank for unknown and never 0, and
nothing said by formatting. The language of names is that of the page.
"""

import csv
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO, StringIO
from numbers import Integral
from typing import TYPE_CHECKING, Protocol

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.tables.table import Cell, Table
from renkei.core.writing import language, localized

if TYPE_CHECKING:
    import xlsxwriter

# Full-width ones, too: spreadsheets in Japan read them alike. Tabs and line breaks at the beginning
# of a text are gone before.
FORMULA_BEGINS = tuple("=+-@＝＋－＠−\t\r")
CSV_TYPE = "text/csv; charset=utf-8; header=present"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}


class Source(Protocol):
    """What a file says about where its figures come from (`core.figures.Source` is one)."""

    @property
    def institution(self) -> Text: ...
    @property
    def table(self) -> Text: ...
    @property
    def as_of(self) -> Text: ...
    @property
    def read_on(self) -> str: ...
    @property
    def credit(self) -> Text | None: ...


def as_csv(table: Table, *, is_free_text: bool = False) -> bytes:
    """UTF-8 with a byte order mark: without it Excel in Japan reads the file as CP932.

    Text from code lists and official tables is written as it is, also where it begins with a sign:
    an apostrophe would change the data for every program that reads it. `is_free_text` says that
    people wrote it: then a text that a spreadsheet would take for a formula stands behind an
    apostrophe. XLSX, where cells have types, is safe for any text.
    """
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.headers(language()))
    written = _harmless if is_free_text else _written
    writer.writerows([written(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table, sources: Sequence[Source], definition: str = "") -> bytes:
    """The data on the first sheet, what it means and where it comes from on the second."""
    import xlsxwriter  # rooms that only name a table start without it

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        data = book.add_worksheet(_("データ"))
        # write_string leaves text as text: no formula, no link, no code turned into a number.
        for x, name in enumerate(table.headers(language())):
            data.write_string(0, x, name)
        for y, row in enumerate(table.rows, start=1):
            for x, cell in enumerate(row):
                _write_cell(data, y, x, _plain(cell))
        data.freeze_panes(1, 0)
        about = book.add_worksheet(_("説明"))
        about.set_column(0, 0, 24)
        about.set_column(1, 1, 80)
        for y, (item, content) in enumerate(_about(table, sources, definition)):
            about.write_string(y, 0, item)
            about.write_string(y, 1, content)
    return out.getvalue()


def download(
    table: Table,
    sources: Sequence[Source],
    filename: str,
    kind: str,
    definition: str = "",
    *,
    is_free_text: bool = False,
) -> HttpResponse:
    """The table as an attachment `filename`.`kind`; Http404 for a kind that is not offered."""
    makers: dict[str, Callable[[], bytes]] = {
        "csv": lambda: as_csv(table, is_free_text=is_free_text),
        "xlsx": lambda: as_xlsx(table, sources, definition),
    }
    return attachment(makers, filename, kind)


def attachment(makers: Mapping[str, Callable[[], bytes]], filename: str, kind: str) -> HttpResponse:
    """Errors  Http404 for a kind that is not offered"""
    if kind not in makers:
        raise Http404(f"no download of the kind {kind!r}")
    disposition = content_disposition_header(as_attachment=True, filename=f"{filename}.{kind}")
    return HttpResponse(
        makers[kind](),
        content_type=TYPES[kind],
        headers={"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"},
    )


def _plain(cell: Cell) -> str | int | float | None:
    """The cell as text or number; None where it is unknown."""
    if isinstance(cell, Text):
        cell = localized(cell)
    if cell is None or isinstance(cell, str):
        # A line break inside a cell is two values in one, or layout; neither is data.
        return " ".join(cell.split()) if cell else None
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Integral):
        return int(cell)
    return float(cell) if math.isfinite(cell) else None


def _written(cell: Cell) -> str:
    value = _plain(cell)
    if isinstance(value, float):
        # No exponent (1e-05 is text to many programs) and no digits that binary fractions add.
        text = f"{value:.10f}".rstrip("0").rstrip(".")
        return "0" if text == "-0" else text
    return "" if value is None else str(value)


def _harmless(cell: Cell) -> str:
    """A number is a number whatever its sign; a text is never a formula."""
    written = _written(cell)
    is_text = isinstance(_plain(cell), str) and not isinstance(cell, date)
    return "'" + written if is_text and written.startswith(FORMULA_BEGINS) else written


def _write_cell(
    sheet: "xlsxwriter.worksheet.Worksheet", y: int, x: int, value: str | int | float | None
) -> None:
    if isinstance(value, str):
        sheet.write_string(y, x, value)
    elif value is not None:
        sheet.write_number(y, x, value)


def _about(table: Table, sources: Sequence[Source], definition: str) -> list[tuple[str, str]]:
    lines = [(_("項目"), _("内容")), (_("表題"), localized(table.title))]
    lines += [
        (
            _("単位:%(column)s") % {"column": localized(column.label)},
            localized(column.unit),
        )
        for column in table.columns
        if column.unit
    ]
    if definition:
        lines.append((_("定義"), definition))
    for source in sources:
        lines += [
            (_("出典"), localized(source.institution)),
            (_("統計表"), localized(source.table)),
            (_("時点"), localized(source.as_of)),
        ]
        if source.read_on:
            lines.append((_("取得日"), source.read_on))
        if source.credit:
            lines.append((_("出典の表示"), localized(source.credit)))
    lines.append((_("空欄の意味"), _("不明または非公表（0ではありません）")))
    return lines
