"""A report as PDF/UA. Each sign is looked at: what cannot be written is named with its place."""

import unicodedata
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from renkei.core.errors import Refused
from renkei.paperwork.printing.pdf import MissingSign, compiled
from renkei.programme.reporting.paper import Block, Paper, breadth

TEMPLATE = Path(__file__).with_name("report.typ")
# Private use (外字), unassigned and control characters: some font may hold a picture under the
# number, but nobody knows which sign it means.
UNKNOWN_SIGNS = {"Cc", "Cn", "Co", "Cs"}
NARROWEST, BROADEST = 13, 48  # of a column, in letters


def pdf_of(paper: Paper) -> bytes:
    """Errors  Refused when Typst or a Japanese font is missing, or a sign cannot be written: says
    which one and where it stands
    """
    for where, text in texts_of(paper):
        for sign in text:
            if unicodedata.category(sign) in UNKNOWN_SIGNS and sign != "\n":
                raise _cannot_write(sign, where)
    try:
        return compiled(TEMPLATE, report=_laid_out(paper))
    except MissingSign as missing:
        places = (where for where, text in texts_of(paper) if missing.sign in text)
        raise _cannot_write(missing.sign, next(places, paper.title)) from missing


def texts_of(paper: Paper) -> Iterator[tuple[str, str]]:
    """Every text of the paper with where it stands, in the order of reading."""
    top = _("表紙")
    yield from ((top, text) for text in (paper.title, paper.lead, paper.warning))
    yield from ((top, text) for pair in paper.facts for text in pair)
    for part in paper.parts:
        yield part.title, part.title
        for block in part.blocks:
            yield from _texts_of_block(part.title, block)


def _texts_of_block(part: str, block: Block) -> Iterator[tuple[str, str]]:
    yield part, block.text
    yield from ((part, text) for pair in block.pairs for text in pair)
    yield from ((part, head.name) for head in block.head)
    for n, row in enumerate(block.rows, start=1):
        for head, cell in zip(block.head, row, strict=True):
            where = _("%(part)s、「%(table)s」の%(row)s行目、「%(column)s」の列")
            told = {"part": part, "table": block.text, "row": n, "column": head.name}
            yield where % told, cell


def _cannot_write(sign: str, where: str) -> Refused:
    number = f"U+{ord(sign[0]):04X}"
    told = {"sign": sign if sign.isprintable() else number, "number": number, "where": where}
    return Refused(
        _("PDFに書けない文字があります：「%(sign)s」（%(number)s）。場所：%(where)s。") % told
    )


def _laid_out(paper: Paper) -> dict[str, Any]:
    told = asdict(paper)
    for part in told["parts"]:
        for block in part["blocks"]:
            block["widths"] = _widths(block)
    author = _("北海道・札幌市")
    return {**told, "author": author, "foot": paper.title}


def _widths(block: dict[str, Any]) -> list[int]:
    """Of the columns, by what stands in them: no narrower than a word, no broader than some lines
    of text need."""
    columns = zip(*block["rows"], strict=True) if block["rows"] else [()] * len(block["head"])
    return [
        min(BROADEST, max(NARROWEST, *map(breadth, cells), *map(breadth, head["name"].split())))
        for head, cells in zip(block["head"], columns, strict=True)
    ]
