"""A report in the language of its reader: parts made of a few sorts of block.

The page and the PDF draw the same blocks, so that neither says more than the other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from unicodedata import east_asian_width

from django.utils.translation import gettext as _

from renkei.core import writing
from renkei.programme.models import Report
from renkei.programme.queries.reports import told_by
from renkei.programme.states import OUT, ReportState

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    name: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` says which of the fields are drawn: heading, text, note, facts or grid."""

    kind: str
    text: str = ""  # of a heading, a text or a note; the caption of a grid
    pairs: tuple[tuple[str, str], ...] = ()
    head: tuple[Head, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def cells(self) -> Iterator[list[tuple[Head, str]]]:
        """Each row with its heads, for a page that repeats them on a phone."""
        return (list(zip(self.head, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    language: str
    title: str
    lead: str
    warning: str  # what must not be overlooked: a draft, a replaced report
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]


def heading(text: str) -> Block:
    return Block("heading", text)


def prose(text: str) -> Block:
    return Block("text", text)


def note(text: str) -> Block:
    return Block("note", text)


def facts(*pairs: tuple[str, str]) -> Block:
    return Block("facts", pairs=pairs)


def grid(caption: str, head: Sequence[Head], rows: Iterable[Sequence[str]]) -> Block:
    return Block("grid", caption, head=tuple(head), rows=tuple(tuple(row) for row in rows))


Teller = Callable[[Told], Iterator[Block]]


def paper_of(report: Report, parts: Sequence[tuple[str, str, Teller]], lead: str) -> Paper:
    """Parts that have nothing to say are left out."""
    told = told_by(report)
    made = (Part(key, title, tuple(tell(told))) for key, title, tell in parts)
    return Paper(
        language="en" if writing.is_english() else "ja",
        title=report.title,
        lead=lead,
        warning=_warning(report),
        facts=tuple(_facts(report, told)),
        parts=tuple(part for part in made if part.blocks),
    )


def word(said: Mapping[str, str] | None) -> str:
    """A text of the payload as this reader reads it."""
    if not said:
        return writing.UNKNOWN
    return said["en"] if writing.is_english() else said["ja"]


def breadth(text: str) -> int:
    """A sign of Japanese is as broad as two of others."""
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)


def _facts(report: Report, told: Told) -> Iterator[tuple[str, str]]:
    first, last = (date.fromisoformat(told[name]) for name in ("first_day", "last_day"))
    yield _("年度"), writing.fiscal_year(report.fiscal_year)
    yield (
        _("期間"),
        _("%(first)sから%(last)sまで")
        % {"first": writing.long_date(first), "last": writing.long_date(last)},
    )
    yield _("いつまでに知られていたことか"), writing.moment(known_at(told))
    yield _("もとになる計画"), word(told["charter"]["title"])
    yield _("計画の版"), _("第%(n)s版") % {"n": told["charter"]["version"]}
    yield _("版の番号"), _revision(report)
    if report.reason:
        yield _("改めた理由"), report.reason
    if report.published_at:
        yield _("公表"), writing.moment(report.published_at)
    yield _("内容の要約値（SHA-256）"), report.digest


def known_at(told: Told) -> datetime:
    return datetime.fromisoformat(told["known_at"])


def _revision(report: Report) -> str:
    return _("第%(n)s版") % {"n": report.revision}


def _warning(report: Report) -> str:
    if report.state == ReportState.SUPERSEDED:
        return _("この報告書は、新しい版に差し替えられました。")
    if report.state == ReportState.WITHDRAWN:
        return _("この報告書は取り下げられました。")
    if report.state not in OUT:
        return _("案：道と市の両方が確認するまで、公表されません。")
    return ""
