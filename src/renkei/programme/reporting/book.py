"""A report as an Excel file: a cover, a sheet for each theme in officials' form, then the data.

Each sheet of data has one row of names and no merged cells, so that a program reads it as it is.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.tables import Cell, Table
from renkei.core.writing import language, localized
from renkei.programme.models import Report
from renkei.programme.queries.reports import told_by
from renkei.programme.reporting.officials import officials_table
from renkei.programme.reporting.paper import Paper, Told, breadth, word
from renkei.programme.reporting.tables import filled

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

WIDEST, NARROWEST = 60, 8
LONGEST_NAME = 31  # of a sheet in Excel


def book_of(report: Report, paper: Paper) -> bytes:
    import xlsxwriter  # rooms that only name a report start without it

    told = told_by(report)
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        _cover(book, paper)
        for name, table in _sheets(told):
            _write(book, name, table)
    return out.getvalue()


def _sheets(told: Told) -> Iterator[tuple[str, Table]]:
    for theme in told["themes"]:
        table = officials_table(told, theme["reference"])
        if table.rows:
            yield f"{theme['reference']} {word(theme['title'])}", table
    of_all = officials_table(told, "")
    if of_all.rows:
        yield _("プログラム全体の指標"), of_all
    for one, table in filled(told):
        yield localized(one.title), table


def _cover(book: "Workbook", paper: Paper) -> None:
    sheet = book.add_worksheet(_("表紙"))
    bold = book.add_format({"bold": True, "font_size": 14})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, paper.title, bold)
    lines = [("", paper.lead), ("", paper.warning), *paper.facts]
    for y, (name, said) in enumerate((line for line in lines if line[1]), start=2):
        sheet.write_string(y, 0, name, wrapped)
        sheet.write_string(y, 1, said, wrapped)
    sheet.set_portrait()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _write(book: "Workbook", name: str, table: Table) -> None:
    sheet = book.add_worksheet(_sheet_name(book, name))
    names = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    amount = book.add_format({"valign": "top", "num_format": "#,##0.######"})
    for x, header in enumerate(table.headers(language())):
        sheet.write_string(0, x, header, names)
        sheet.set_column(x, x, _width(header, [row[x] for row in table.rows]))
    for y, row in enumerate(table.rows, start=1):
        for x, cell in enumerate(row):
            _write_cell(sheet, y, x, cell, wrapped, amount)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_cell(
    sheet: "Worksheet", y: int, x: int, cell: Cell, wrapped: "Format", amount: "Format"
) -> None:
    """Text stays text: no formula, no link, no code turned into a number."""
    value = localized(cell) if isinstance(cell, Text) else cell
    if isinstance(value, (int, float)):
        sheet.write_number(y, x, value, amount)
    elif value is not None and str(value):
        sheet.write_string(y, x, " ".join(str(value).split()), wrapped)


def _sheet_name(book: "Workbook", name: str) -> str:
    """As Excel allows it, and no name twice."""
    plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in name)[:LONGEST_NAME].strip()
    taken = {sheet.get_name() for sheet in book.worksheets()}
    return plain if plain not in taken else f"{plain[: LONGEST_NAME - 4]} ({len(taken)})"


def _width(header: str, cells: Sequence[Cell]) -> float:
    texts = [header, *(localized(one) if isinstance(one, Text) else str(one) for one in cells)]
    longest = max(breadth(text) for text in texts)
    return float(min(WIDEST, max(NARROWEST, longest + 2)))
