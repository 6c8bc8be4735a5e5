"""Plain text and CSV: characters throughout, in UTF-8 or as Excel writes Japanese (CP932)."""

import codecs
import re
from typing import BinaryIO

from django.utils.translation import gettext as _

from renkei.paperwork.content.unwelcome import Unwelcome

PIECE = 64 * 1024
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe]")
# What a browser would read as a page if it were ever persuaded to.
_MARKUP = re.compile(r"<\s*(?:!doctype|html|svg|script|\?xml|head|body|iframe|math)", re.IGNORECASE)


def check_text(file: BinaryIO) -> None:
    """Errors  Unwelcome when it is no text, or a page written as one"""
    encoding = next((one for one in ("utf-8-sig", "cp932") if _is_written_in(file, one)), None)
    if encoding is None:
        raise Unwelcome(
            _(
                "文字として読めない部分があります。文字コードをUTF-8またはShift_JISにして保存し直してください。"
            )
        )
    file.seek(0)
    if _MARKUP.search(file.read(4096).decode(encoding, "ignore")):
        raise Unwelcome(
            _("中身がWebページ(HTML・SVG・XML)です。PDFか画像に保存し直したものを選んでください。")
        )


def _is_written_in(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := file.read(PIECE):
            if _CONTROLS.search(decoder.decode(piece)):
                return False
        return not decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
