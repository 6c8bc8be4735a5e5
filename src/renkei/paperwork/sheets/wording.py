"""Texts of a sheet on a page: in the reader's language, or in easy Japanese with its readings."""

import re
from html import escape

from django.utils.safestring import SafeString, mark_safe

from renkei.charter.sheets import Wording
from renkei.charter.text import Text
from renkei.core.writing import localized

READING = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")


def as_html(text: Text | None, *, easy: bool = False) -> SafeString:
    """{札幌|さっぽろ} becomes 札幌 with its reading above; everything else is escaped."""
    if text is None:
        return SafeString()
    said = text.easy if easy and isinstance(text, Wording) and text.easy else localized(text)
    with_readings = READING.sub(r"<ruby>\1<rp>(</rp><rt>\2</rt><rp>)</rp></ruby>", escape(said))
    return mark_safe(with_readings)  # noqa: S308 - escaped a line above


def as_text(text: Text | None, *, easy: bool = False) -> str:
    """The same where no markup can stand: a title, an option of a list."""
    if text is None:
        return ""
    said = text.easy if easy and isinstance(text, Wording) and text.easy else localized(text)
    return READING.sub(r"\1", said)
