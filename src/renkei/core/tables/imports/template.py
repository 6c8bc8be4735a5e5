"""A workbook with the right header, empty or filled, and what each column means."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from renkei.core.tables.cells import Value, Wanted
from renkei.core.tables.imports.importers import Importer
from renkei.core.tables.intake import letter
from renkei.core.tables.out import XLSX_TYPE
from renkei.core.writing import language, localized

if TYPE_CHECKING:
    from xlsxwriter import Workbook

ROWS_WITH_CHOICES = 2000  # of the first sheet; whoever fills more of them types


def empty_workbook(importer: Importer) -> bytes:
    return filled_workbook(importer, ())


def filled_workbook(importer: Importer, rows: Sequence[Sequence[Value]]) -> bytes:
    """The first sheet is filled in; the others are only read. `rows` are in the order of the
    columns, as the importer would read them again."""
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        data = book.add_worksheet(_("データ"))
        _describe(book, importer.columns)
        as_text = book.add_format({"num_format": "@"})
        for n, one in enumerate(importer.columns):
            # Codes and dates are text, or Excel would eat a leading zero.
            data.set_column(n, n, 18, as_text if one.type == "text" else None)
            data.write_string(0, n, one.column.header(language()))
        for y, row in enumerate(rows, start=1):
            for x, value in enumerate(row):
                _write(data, (y, x), value)
        _offer_choices(book, data, importer.columns)
        data.freeze_panes(1, 0)
    return out.getvalue()


def as_attachment(content: bytes, filename: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    return HttpResponse(
        content,
        content_type=XLSX_TYPE,
        headers={"Content-Disposition": disposition or "", "X-Content-Type-Options": "nosniff"},
    )


def _describe(book: "Workbook", columns: Sequence[Wanted]) -> None:
    types = {"text": _("文字列"), "integer": _("整数"), "number": _("数")}
    about = book.add_worksheet(_("説明"))
    about.set_column(0, 3, 28)
    about.set_column(4, 4, 80)
    heads = (_("列"), _("列の名前（どちらでもよい）"), _("型"), _("記入"), _("書き方"))
    for x, head in enumerate(heads):
        about.write_string(0, x, head)
    for y, one in enumerate(columns, start=1):
        needed = _("空欄にできません") if one.is_key else _("なければ空欄")
        name = one.column.header(language())
        told = (name, one.column.key, types[one.type], needed, _how(one))
        for x, text in enumerate(told):
            about.write_string(y, x, text)


def _how(one: Wanted) -> str:
    parts = [localized(one.note)] if one.note else []
    if one.choices:
        head = (
            _("次から、いくつでも（「、」か「;」で区切る）：")
            if one.takes_several
            else _("次から1つ：")
        )
        parts.append(head + " / ".join(localized(choice) for choice in one.choices))
    return " ".join(parts)


def _offer_choices(book: "Workbook", data: Any, columns: Sequence[Wanted]) -> None:
    """Cells with one choice are chosen in; a list of several would keep people from writing two."""
    chosen = [(n, one) for n, one in enumerate(columns) if one.choices and not one.takes_several]
    if not chosen:
        return
    offered = book.add_worksheet(_("選択肢"))
    for x, (n, one) in enumerate(chosen):
        offered.set_column(x, x, 28)
        offered.write_string(0, x, one.column.header(language()))
        for y, choice in enumerate(one.choices, start=1):
            offered.write_string(y, x, localized(choice))
        at = f"${letter(x)}$2:${letter(x)}${len(one.choices) + 1}"
        source = f"='{offered.get_name()}'!{at}"
        # A warning is enough: codes and the other language are read as well.
        rule = {"validate": "list", "source": source, "error_type": "warning"}
        data.data_validation(1, n, ROWS_WITH_CHOICES, n, rule)


def _write(sheet: Any, at: tuple[int, int], value: Value) -> None:
    """Text as text: no formula, no link, no code that becomes a number."""
    if isinstance(value, str) and value:
        sheet.write_string(*at, value)
    elif isinstance(value, int | float):
        sheet.write_number(*at, value)
