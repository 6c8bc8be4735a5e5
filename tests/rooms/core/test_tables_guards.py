"""Files that are small to send and huge to open are refused before they are opened."""

import zipfile
import zlib
from io import BytesIO

import pytest

from renkei.core.tables.guards import Limits, NotATable, refuse_too_large
from renkei.core.tables.sheets import read_sheet
from tests.rooms.core.importing import csv_of, xlsx_of

SMALL = Limits(megabytes=1, megabytes_unpacked=2, rows=100, columns=10)


def changed(content: bytes, **parts: bytes) -> bytes:
    """A workbook with some of its parts replaced: `sheet1`, `sharedStrings`, or another name."""
    names = {"sheet1": "xl/worksheets/sheet1.xml", "sharedStrings": "xl/sharedStrings.xml"}
    wanted = {names.get(name, name): data for name, data in parts.items()}
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in dict.fromkeys([*old.namelist(), *wanted]):
            new.writestr(name, wanted.get(name) or old.read(name))
    return out.getvalue()


BOOK = xlsx_of([["甲", "011002", "一条"]])


def sheet(cells: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'
    return rows.encode()


def test_ordinary_workbook_is_read():
    assert read_sheet(BOOK, SMALL).rows[1] == ["甲", "011002", "一条"]


def test_bomb_is_refused():
    bomb = changed(BOOK, **{"xl/media/image1.png": b"\0" * 50_000_000})
    assert len(bomb) < 100_000

    with pytest.raises(NotATable, match="大きくなりすぎる"):
        read_sheet(bomb, SMALL)


def test_bomb_that_lies_about_its_size_is_refused():
    """The directory of the archive says ten bytes; the stream holds fifty million."""
    big = b"<" + b" " * 50_000_000
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    stream = packed.compress(big) + packed.flush()
    bomb = changed(BOOK, **{"xl/worksheets/sheet9.xml": big})
    lying = bomb.replace(len(big).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != bomb
    assert len(stream) < len(bomb) < 200_000

    with pytest.raises(NotATable, match="大きくなりすぎる"):
        read_sheet(lying, SMALL)


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1'><c r='A1'><v>1</v></c><c r='XFD1'><v>1</v></c></row>",
        '<row r="1048576"><c><v>1</v></c></row>',
    ],
)
def test_cells_far_apart_are_refused(cells):
    with pytest.raises(NotATable, match=r"行|列"):
        read_sheet(changed(BOOK, sheet1=sheet(cells)), SMALL)


def test_one_long_text_in_many_cells_is_refused():
    text = f"<sst><si><t>{'あ' * 400_000}</t></si></sst>".encode()
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 99)) * 5

    with pytest.raises(NotATable, match="長い文章"):
        read_sheet(changed(BOOK, sheet1=sheet(cells), sharedStrings=text), SMALL)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (csv_of(*[f"甲{n},," for n in range(101)]), "表が長すぎます"),
        (xlsx_of([[f"甲{n}"] for n in range(101)]), "表が長すぎます"),
        (xlsx_of([["甲"] * 11]), "列が多すぎます"),
        (("列," * 11 + "\r\n甲").encode(), "列が多すぎます"),
        (b"a" * 1_000_001, "ファイルが大きすぎます"),
        (b"PK\x03\x04" + b"\0" * 100, "Excelファイルとして開けません"),
        (b"\x89PNG\r\n\x1a\n\0\0", "CSVでもExcelでもない|文字コード"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "Excelファイルとして開けません"),
    ],
)
def test_what_is_too_much_or_no_table_is_refused(content, told):
    with pytest.raises(NotATable, match=told):
        read_sheet(content, SMALL)


def test_other_archives_are_refused():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", "<office/>")

    with pytest.raises(NotATable, match="xlsx"):
        read_sheet(out.getvalue(), SMALL)


def test_file_is_refused_by_its_size_alone():
    refuse_too_large(1_000_000, SMALL)

    with pytest.raises(NotATable, match="1MBまで"):
        refuse_too_large(1_000_001, SMALL)
