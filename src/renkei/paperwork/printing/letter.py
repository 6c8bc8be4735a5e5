"""The parts of a letter in the order of an official document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import override

from renkei.core.calendar import era_date
from renkei.core.writing import long_date
from renkei.paperwork.models import Document
from renkei.paperwork.states import DocumentState


class Place(StrEnum):
    TEXT = "text"
    CENTRE = "centre"
    END = "end"


@dataclass(frozen=True, slots=True)
class Block:
    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    language: str
    number: str
    date: str
    addressee: str
    sender: str
    title: str
    blocks: tuple[Block, ...]
    warning: str  # what must not be overlooked: a draft, a cancelled letter


# Lines that stand alone in a letter, and where. Source: the usual form of official documents.
ALONE = {"記": Place.CENTRE, "以上": Place.END}


def letter_of(document: Document) -> Letter:
    with override(document.language):
        day = document.issued_on
        return Letter(
            language=document.language,
            number=document.number_written or _("(文書番号は発出のときに付きます)"),
            date=(era_date(day) if document.language == "ja" else long_date(day)) if day else "",
            addressee=document.addressee,
            sender=document.sender or _sender_to_be(document),
            title=document.title,
            blocks=tuple(blocks(document.body)),
            warning=_warning(document),
        )


def blocks(body: str) -> Iterator[Block]:
    """Paragraphs, and what stands in the middle or at the end of its line."""
    for text in re.split(r"\n\s*\n", body.strip()):
        written = text.strip()
        if written:
            yield Block(ALONE.get(written, Place.TEXT), written)


def _sender_to_be(document: Document) -> str:
    series = document.series
    return (document.language == "en" and series.sender_en) or series.sender_ja


def _warning(document: Document) -> str:
    if document.state == DocumentState.CANCELLED:
        number = document.cancelled_by.number_written
        return _("この文書は%(number)sにより取り消されました。") % {"number": number}
    if document.state != DocumentState.ISSUED:
        return _("案:まだ発出されていません。")
    return ""
