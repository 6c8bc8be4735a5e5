"""Bytes of a CSV or Excel file as a grid of cells, counted as a spreadsheet counts them."""

import csv
import re
from dataclasses import dataclass
from io import BytesIO, StringIO
from zipfile import ZipFile

from django.utils.translation import gettext as _

from renkei.core.tables.guards import (
    Limits,
    NotATable,
    refuse_dangerous,
    refuse_long,
    refuse_too_large,
)

GENEROUS = Limits()
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF8_MARK, UTF16_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
ERROR_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]* t="e"')


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str  # empty for CSV
    encoding: str  # empty for Excel
    rows: list[list[object]]


def read_sheet(content: bytes, limits: Limits = GENEROUS) -> Sheet:
    """The first sheet of an Excel file, or a CSV file in UTF-8 or CP932.

    Errors  NotATable
    """
    refuse_too_large(len(content), limits)
    if content.startswith(ZIP):
        refuse_dangerous(content, limits)
    if content.startswith((ZIP, OLE)):
        sheet = _excel(content, limits)
        _refuse_error_values(content)
    else:
        sheet = _csv(content)
    refuse_long(len(sheet.rows), max(map(len, sheet.rows), default=0), limits)
    return sheet


def _excel(content: bytes, limits: Limits) -> Sheet:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        refuse_long(sheet.total_height, sheet.total_width, limits)
        rows = sheet.to_python(skip_empty_area=False)
    except CalamineError as error:
        raise NotATable(
            _("Excelファイルとして開けません。Excelで開いて保存し直してください。")
        ) from error
    return Sheet(sheet.name, "", [list(row) for row in rows])


def _refuse_error_values(content: bytes) -> None:
    """The reader of Excel files turns #N/A and its like into a blank, which would mean unknown."""
    if not content.startswith(ZIP):
        return
    with ZipFile(BytesIO(content)) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        cells = [cell.decode() for name in sheets for cell in ERROR_CELL.findall(book.read(name))]
    if cells:
        text = _("エラー値(#N/Aなど)のセルがあります: %(cells)s。値に直すか、空欄にしてください。")
        raise NotATable(text % {"cells": ", ".join(cells[:20])})


def _csv(content: bytes) -> Sheet:
    encoding, text = _decoded(content)
    if "\0" in text:
        raise NotATable(_("CSVでもExcelでもないファイルです。CSVかExcelの形式で保存してください。"))
    try:
        rows: list[list[object]] = [list(row) for row in csv.reader(StringIO(text, newline=""))]
    except csv.Error as error:
        raise NotATable(_("CSVとして読めません: %(error)s") % {"error": error}) from error
    return Sheet("", encoding, rows)


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith(UTF16_MARKS):
        raise NotATable(_("文字コードがUTF-16です。「CSV UTF-8」の形式で保存してください。"))
    if content.startswith(UTF8_MARK):
        candidates = [("UTF-8 (BOM)", "utf-8-sig")]
    else:
        candidates = [("UTF-8", "utf-8"), ("CP932", "cp932")]
    for name, codec in candidates:
        try:
            return name, content.decode(codec)
        except UnicodeDecodeError:
            continue
    raise NotATable(
        _("文字コードがUTF-8でもCP932でもありません。「CSV UTF-8」の形式で保存してください。")
    )
