"""Files as people send them, good and bad, each as small as it can be."""

import io
import struct
import zipfile
import zlib

OFFICE_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def pdf(*objects: str) -> bytes:
    body = "\n".join(objects or ("1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj",))
    return f"%PDF-1.7\n{body}\ntrailer << /Root 1 0 R >>\n%%EOF\n".encode()


def pdf_with_packed(text: str, *, kind: str = "/ObjStm") -> bytes:
    packed = zlib.compress(text.encode())
    head = f"%PDF-1.7\n5 0 obj << /Type {kind} /Filter /FlateDecode /N 1 >>\nstream\n".encode()
    return head + packed + b"\nendstream endobj\n%%EOF\n"


def png(width: int = 4, height: int = 3) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    rows = b"".join(b"\x00" + b"\x40\x80\xc0" * width for _ in range(height)) if width < 99 else b""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def jpeg(width: int = 4, height: int = 3) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 9
        + b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"
    )  # fmt: skip


def gif(width: int = 4, height: int = 3) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\x00\x00\x00;"


def webp(width: int = 4, height: int = 3) -> bytes:
    body = b"VP8X" + struct.pack("<I", 10) + bytes(4)
    body += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def zipped(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return out.getvalue()


def xlsx(**more: str | bytes) -> bytes:
    """More members by their names, written with two underscores for a slash and one for a dot."""
    extra = {name.replace("__", "/").replace("_", "."): value for name, value in more.items()}
    return zipped({"[Content_Types].xml": OFFICE_TYPES, "xl/workbook.xml": "<workbook/>"} | extra)


def docx() -> bytes:
    return zipped({"[Content_Types].xml": OFFICE_TYPES, "word/document.xml": "<document/>"})


def pptx() -> bytes:
    return zipped({"[Content_Types].xml": OFFICE_TYPES, "ppt/presentation.xml": "<p/>"})


def ods() -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": "<office/>"})
