"""What is refused before it is read: files that are small to send and huge to open.

An Excel file is a ZIP archive. Its own words on how large its parts are may be false, and two cells
far apart make a reader lay out everything between them.
"""

import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from renkei.core.writing import number

MB = 1_000_000


class NotATable(ValueError):
    """The file cannot be read as a table; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Generous ones: for files that an administrator gives to a command."""

    megabytes: int = 100
    megabytes_unpacked: int = 1000
    rows: int = 1_000_000
    columns: int = 500


# For files that arrive through a page.
UPLOADS = Limits(megabytes=10, megabytes_unpacked=150, rows=20_000, columns=100)

CELL = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["']([0-9]{1,7})["']""")
TEXT_END = re.compile(rb"</(?:\w+:)?si>")
A_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
LOCAL_HEADER = 30  # bytes, before a name and an extra field of given lengths
MOST_TEXT_MB = 500  # of all cells together, if each held the longest text


def refuse_too_large(n_bytes: int, limits: Limits) -> None:
    """Errors  NotATable, also told before a file is taken into memory"""
    if n_bytes > limits.megabytes * MB:
        text = _("ファイルが大きすぎます(%(n)sMB)。%(most)sMBまでに分けてください。")
        raise NotATable(text % {"n": number(n_bytes / MB), "most": number(limits.megabytes)})


def refuse_dangerous(content: bytes, limits: Limits) -> None:
    """Errors  NotATable when the archive is no Excel file, or opens into too much"""
    try:
        with ZipFile(BytesIO(content)) as book:
            names = set(book.namelist())
            if "xl/workbook.xml" not in names:
                raise NotATable(
                    _("Excelのブック(xlsx)ではありません。Excelで開いて保存し直してください。")
                )
            parts = _unpacked(content, book.infolist(), limits.megabytes_unpacked * MB)
    except (BadZipFile, zlib.error, IndexError) as error:
        raise NotATable(
            _("Excelファイルとして開けません。Excelで開いて保存し直してください。")
        ) from error
    sheets = [part for name, part in parts.items() if name.startswith("xl/worksheets/")]
    for sheet in sheets:
        _refuse_wide(sheet, limits)
    longest = max(map(len, TEXT_END.split(parts.get("xl/sharedStrings.xml", b""))), default=0)
    if longest * sum(len(A_CELL.findall(sheet)) for sheet in sheets) > MOST_TEXT_MB * MB:
        raise NotATable(
            _(
                "長い文章の入ったセルがある大きな表は読めません。文章を短くするか、表を分けてください。"
            )
        )


def refuse_long(n_rows: int, n_columns: int, limits: Limits) -> None:
    """Errors  NotATable"""
    if n_rows > limits.rows + 1:
        text = _("表が長すぎます(%(n)s行)。%(most)s行までに分けてください。")
        raise NotATable(text % {"n": number(n_rows), "most": number(limits.rows)})
    if n_columns > limits.columns:
        text = _("表の列が多すぎます(%(n)s列)。%(most)s列までにしてください。")
        raise NotATable(text % {"n": number(n_columns), "most": number(limits.columns)})


def _refuse_wide(sheet: bytes, limits: Limits) -> None:
    cells = CELL.findall(sheet)
    columns = max((len(letters), letters.upper()) for letters, _n in cells)[1] if cells else b"A"
    rows = [int(n) for _letters, n in cells] + [int(n) for n in ROW.findall(sheet)]
    width = 0
    for letter in columns:
        width = width * 26 + letter - ord("A") + 1
    refuse_long(max(rows, default=0), width, limits)


def _unpacked(content: bytes, parts: list[ZipInfo], most: int) -> dict[str, bytes]:
    """The tables and texts of the book, opened by ourselves and never further than allowed."""
    kept, total = {}, 0
    for part in parts:
        data = _opened(content, part, most - total)
        total += len(data)
        if part.filename.startswith(("xl/worksheets/", "xl/sharedStrings")):
            kept[part.filename] = data
    return kept


def _opened(content: bytes, part: ZipInfo, most: int) -> bytes:
    header = part.header_offset
    lengths = content[header + 26 : header + 28], content[header + 28 : header + 30]
    start = header + LOCAL_HEADER + sum(int.from_bytes(one, "little") for one in lengths)
    packed = content[start : start + part.compress_size]
    if part.flag_bits & 1:
        raise NotATable(_("パスワードの付いたファイルは読めません。パスワードを外してください。"))
    if part.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise BadZipFile
    if part.compress_type == ZIP_STORED:
        data = packed[: most + 1]
    else:
        data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, max(1, most + 1))
    if len(data) > most:
        raise NotATable(
            _("開くと大きくなりすぎるファイルです。必要な行だけを新しいブックに写してください。")
        )
    return data
