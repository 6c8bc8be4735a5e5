"""A PDF may run programs on the machine of whoever opens it; such a one is not taken in."""

import re
import zlib
from typing import BinaryIO

from django.utils.translation import gettext as _

from renkei.paperwork.content.unwelcome import Unwelcome

MOST_UNPACKED = 64 * 1024 * 1024  # of the objects that a PDF keeps compressed
_STREAM = re.compile(rb"stream\r?\n")


def _name(name: str) -> str:
    """A name as PDF may write it: every character also as # and its number."""
    return "".join(
        f"(?:{re.escape(c)}|#{ord(c):02x}|#{ord(c):02X})" if c.isalnum() else re.escape(c)
        for c in name
    )


def _names(*names: str) -> re.Pattern[bytes]:
    return re.compile(("/(" + "|".join(map(_name, names)) + ")").encode())


_ACTS = _names("JavaScript", "Launch", "Rendition", "RichMedia", "SubmitForm", "ImportData")
_CARRIES = _names("EmbeddedFile", "XFA")
_LOCKED = re.compile(rb"/" + _name("Encrypt").encode() + rb"[\s/<0-9\[]")
_PACKED = _names("ObjStm")


def check_pdf(file: BinaryIO) -> None:
    """Errors  Unwelcome when the PDF acts by itself, carries other files, or is locked"""
    file.seek(0)
    content = file.read()
    if _LOCKED.search(content):
        raise Unwelcome(
            _(
                "PDFにパスワードや制限がかかっていて、中を確かめられません。制限を外して保存し直したPDFを選んでください。"
            )
        )
    for part in (content, *_packed_objects(content)):
        _check_objects(part)


def _check_objects(content: bytes) -> None:
    if _ACTS.search(content):
        raise Unwelcome(
            _(
                "PDFの中に、開いた人の端末で動くプログラム(JavaScriptや外部への動作)があります。「PDFとして印刷」で保存し直したPDFを選んでください。"
            )
        )
    if _CARRIES.search(content):
        raise Unwelcome(
            _(
                "PDFの中に、ほかのファイルまたは動的なフォームが埋め込まれています。それを除くか、「PDFとして印刷」で保存し直し、中のファイルは別に添付してください。"
            )
        )


def _packed_objects(content: bytes) -> list[bytes]:
    found, left = [], MOST_UNPACKED
    for packed in _PACKED.finditer(content):
        start = _STREAM.search(content, packed.end())
        if start is None:
            continue
        unpacked = _unpacked(content[start.end() :], left)
        left -= len(unpacked)
        found.append(unpacked)
    return found


def _unpacked(content: bytes, most: int) -> bytes:
    try:
        unpacking = zlib.decompressobj()
        unpacked = unpacking.decompress(content, most)
    except zlib.error as error:
        raise Unwelcome(
            _(
                "PDFの一部が読み取れず、中を確かめられません。「PDFとして印刷」で保存し直したPDFを選んでください。"
            )
        ) from error
    if unpacking.unconsumed_tail:
        raise Unwelcome(
            _(
                "PDFの中身が、広げると大きすぎます。ページを分けるか、「PDFとして印刷」で保存し直してください。"
            )
        )
    return unpacked
