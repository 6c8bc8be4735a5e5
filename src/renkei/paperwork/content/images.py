"""The size of a picture from its header, without unpacking it."""

import struct
from typing import BinaryIO

from django.utils.translation import gettext as _

from renkei.core.writing import number
from renkei.paperwork.content.unwelcome import Unwelcome

# A small file may say that it unfolds into gigabytes of pixels in the browser of whoever opens it.
MOST_PIXELS = 60_000_000
# Segments of a JPEG that say nothing about its size, and those that do.
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset(range(0xD0, 0xD8)) | {0x01}


def check_picture(file: BinaryIO, kind: str) -> None:
    """Errors  Unwelcome when the picture has no readable size, or too many pixels"""
    file.seek(0)
    try:
        width, height = _READERS[kind](file)
    except (struct.error, IndexError, ValueError) as error:
        raise Unwelcome(
            _(
                "画像が壊れています(大きさを読み取れません)。画像として開けることを確かめ、保存し直したものを選んでください。"
            )
        ) from error
    if width < 1 or height < 1 or width * height > MOST_PIXELS:
        raise Unwelcome(
            _(
                "画像が大きすぎます(横%(width)s×縦%(height)s画素)。合わせて%(most)s画素以下に縮小してください。"
            )
            % {"width": number(width), "height": number(height), "most": number(MOST_PIXELS)}
        )


def _png(file: BinaryIO) -> tuple[int, int]:
    head = file.read(24)
    if head[12:16] != b"IHDR":
        raise ValueError("no IHDR")
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def _gif(file: BinaryIO) -> tuple[int, int]:
    width, height = struct.unpack("<HH", file.read(10)[6:10])
    return width, height


def _jpeg(file: BinaryIO) -> tuple[int, int]:
    file.read(2)
    while True:
        if file.read(1) != b"\xff":
            raise ValueError("no marker")
        marker = file.read(1)[0]
        while marker == 0xFF:
            marker = file.read(1)[0]
        if marker in _ALONE:
            continue
        (length,) = struct.unpack(">H", file.read(2))
        if marker in _SIZES:
            height, width = struct.unpack(">xHH", file.read(5))
            return width, height
        if length < 2 or marker in (0xD9, 0xDA):
            raise ValueError("pixels before their size")
        file.seek(length - 2, 1)


def _webp(file: BinaryIO) -> tuple[int, int]:
    head = file.read(30)
    chunk = head[12:16]
    if chunk == b"VP8X":
        wide, high = head[24:27], head[27:30]
        if len(high) < 3:
            raise ValueError("cut off")
        return int.from_bytes(wide, "little") + 1, int.from_bytes(high, "little") + 1
    if chunk == b"VP8L":
        (bits,) = struct.unpack("<I", head[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError("no size")


_READERS = {"png": _png, "gif": _gif, "jpeg": _jpeg, "webp": _webp}
