"""How the table under a figure is written on a page."""

from collections.abc import Sequence
from datetime import date
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core import formulas, writing
from renkei.core.figures import Source
from renkei.core.tables import Cell, Column, Table

MOST_DECIMALS = 3

register = template.Library()


@register.simple_tag
def table_rows(table: Table) -> SafeString:
    """The rows of a table as HTML.

    Put together here and not by template tags: a page has thousands of cells, and a loop in a
    template costs more than everything else on it.
    """
    opening = ['<td class="num">' if is_number(column) else "<td>" for column in table.columns]
    rows = (
        "".join(f"{td}{escape(text)}</td>" for td, text in zip(opening, row, strict=True))
        for row in written_rows(table)
    )
    return SafeString("".join(f"<tr>{row}</tr>\n" for row in rows))


def written_rows(table: Table) -> list[tuple[str, ...]]:
    """The rows as a person reads them: one number of decimals in a column, a dash for unknown."""
    columns = [
        _written(column, [row[n] for row in table.rows]) for n, column in enumerate(table.columns)
    ]
    return list(zip(*columns, strict=True))


@register.filter
def institutions(sources: Sequence[Source]) -> str:
    """Who published what a figure rests on, each once."""
    # Not by commas, which English names of ministries hold.
    return _("；").join(dict.fromkeys(writing.localized(s.institution) for s in sources))


@register.filter
def formula(notation: str) -> SafeString:
    """A line of plain notation as MathML."""
    return formulas.formula(notation)


@register.filter
def is_number(column: Column) -> bool:
    """Whether the column holds quantities: they have a unit; years, codes and names have none."""
    return column.unit is not None


def _written(column: Column, cells: list[Cell]) -> list[str]:
    decimals = max((_decimals(cell) for cell in cells), default=0)
    return [_text(column, cell, decimals) for cell in cells]


def _text(column: Column, cell: Cell, decimals: int) -> str:
    if isinstance(cell, Text):
        return writing.localized(cell)
    if cell is None:
        return writing.UNKNOWN
    if isinstance(cell, str | date) or not is_number(column):
        return str(cell)
    return writing.number(cell, decimals)


def _decimals(cell: Cell) -> int:
    if not isinstance(cell, float) or writing.is_unknown(cell):
        return 0
    return len(f"{cell:.{MOST_DECIMALS}f}".rstrip("0").partition(".")[2])
