"""An empty workbook with the right header, what each column means, and the codes to use."""

from datetime import date
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from renkei.core.tables.cells import Wanted
from renkei.core.writing import language, localized
from renkei.observatory.readers.checks import expected_areas
from renkei.observatory.readers.layouts import Layout
from renkei.places import queries

Lines = list[list[str]]


def template(layout: Layout, *, on: date) -> bytes:
    """The first sheet is filled in; the others are only read."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        as_text = book.add_format({"num_format": "@"})
        data = book.add_worksheet(_("データ"))
        for x, one in enumerate(layout.wanted()):
            # Cells that hold codes and dates are text, or Excel would eat a leading zero.
            data.set_column(x, x, 16, as_text if one.type == "text" else None)
            data.write_string(0, x, one.column.header(language()))
        data.freeze_panes(1, 0)
        _write(book, _("説明"), _explanation(layout))
        _write(book, _("団体コード"), _codes(layout, on))
    return out.getvalue()


def _write(book: xlsxwriter.Workbook, name: str, lines: Lines) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 3, 32)
    for y, line in enumerate(lines):
        for x, text in enumerate(line):
            sheet.write_string(y, x, text)


def _explanation(layout: Layout) -> Lines:
    kinds = {"text": _("文字列"), "integer": _("整数"), "number": _("数")}
    lines = [[_("列"), _("列の名前（どちらでもよい）"), _("型"), _("記入できる値")]]
    for one in layout.wanted():
        header = one.column.header(language())
        lines.append([header, one.column.key, kinds[one.type], _values(one, layout)])
    definition = localized(layout.entry.definition)
    return [*lines, [_("定義"), definition, "", ""]]


def _values(wanted: Wanted, layout: Layout) -> str:
    key = wanted.column.key
    if key == "area":
        return _("シート「団体コード」の6桁のコード")
    if key.endswith("_date"):
        return _("2026-01-01の形の日付")
    if wanted.type == "text":
        return ", ".join(layout.words(key))
    return _("空欄にできません") if wanted.is_key else _("不明なら空欄（0とは区別されます）")


def _codes(layout: Layout, on: date) -> Lines:
    names = {area.code: area.full_name for area in queries.areas(on=on)}
    codes = expected_areas(layout, on=on)
    return [[_("団体コード"), _("地域")], *([code, names[code]] for code in codes)]
