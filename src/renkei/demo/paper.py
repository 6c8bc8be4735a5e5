"""Files as somebody would attach them, drawn here: a page as PDF, a small picture as PNG."""

import struct
import zlib
from collections.abc import Sequence

SIZE = 96  # pixels
PAPER, INK = b"\xf4\xf1\xe8", b"\x1f\x4e\x79"


def pdf(lines: Sequence[str]) -> bytes:
    """An A4 page with these lines; in a font that readers of PDF bring with them."""
    written = " T* ".join(f"<{line.encode('utf-16-be').hex()}> Tj" for line in lines)
    text = f"BT /F 14 Tf 24 TL 72 760 Td {written} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiKakuGo-W5"
        b" /Encoding /UniJIS-UTF16-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiKakuGo-W5 /FontDescriptor 7 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>",
        b"<< /Type /FontDescriptor /FontName /HeiseiKakuGo-W5 /Flags 4 /ItalicAngle 0 /StemV 80"
        b" /FontBBox [-92 -250 1010 922] /Ascent 752 /Descent -221 /CapHeight 737 >>",
    ]
    return _with_table(objects)


def _with_table(objects: Sequence[bytes]) -> bytes:
    """The objects, and at the end where each of them begins."""
    file, begins = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        begins.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    n = len(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % begin for begin in begins)
    return file + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (n, table, n, len(file))
    )


def png(lines: Sequence[str]) -> bytes:
    """A sheet of paper with as many strokes as there are lines."""
    rows = [_row(y, len(lines)) for y in range(SIZE)]
    head = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in parts
    )


def _row(y: int, n_strokes: int) -> bytes:
    stroke, within = divmod(y - 16, 12)
    is_inked = 0 <= stroke < n_strokes and 0 <= within < 4
    margin = PAPER * 16
    return b"\0" + margin + (INK if is_inked else PAPER) * (SIZE - 32) + margin
