"""The life of a posting."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from renkei.charter.text import Text
from renkei.journal.kinds import Event, kind
from renkei.opportunities.events.markets import industry_called, market_called
from renkei.opportunities.states import CloseReason


@dataclass(frozen=True, slots=True, kw_only=True)
class OfAPosting(Event):
    market: Annotated[str, Text("市場", "market"), market_called]


@kind("posting.entered", Text("募集の受付", "Posting entered"))
@dataclass(frozen=True, slots=True, kw_only=True)
class PostingEntered(OfAPosting):
    """As a draft; nothing is published yet."""


@kind("posting.changed", Text("募集の内容の変更", "Posting changed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class PostingChanged(OfAPosting):
    revision: Annotated[int, Text("版", "revision")]


@kind("posting.checked", Text("募集の確認", "Posting checked"))
@dataclass(frozen=True, slots=True, kw_only=True)
class PostingChecked(OfAPosting):
    """By a desk; what it says is right, and may be published."""


@kind("posting.returned", Text("募集の差し戻し", "Posting returned"))
@dataclass(frozen=True, slots=True, kw_only=True)
class PostingReturned(OfAPosting):
    reason: Annotated[str, Text("理由", "reason")]


@kind("posting.opened", Text("募集の公開", "Posting published"))
@dataclass(frozen=True, slots=True, kw_only=True)
class PostingOpened(OfAPosting):
    """The quantity is the number of places; the organisation whose posting it is stands beside."""

    industry: Annotated[str, Text("産業", "industry"), industry_called]
    revision: Annotated[int, Text("版", "revision")]
    places: Annotated[int, Text("定員", "places")]
    valid_until: Annotated[date, Text("掲載の最後の日", "last day of publication")]
    is_shared: Annotated[bool, Text("ほかの取組にも紹介する", "shared with another initiative")]
    is_renewed: Annotated[bool, Text("更新", "renewed")] = False


@kind("posting.closed", Text("募集の終了", "Posting closed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class PostingClosed(OfAPosting):
    reason: Annotated[CloseReason, Text("理由", "reason")]


@kind("posting.removed", Text("募集の下書きの取消", "Draft of a posting taken away"))
@dataclass(frozen=True, slots=True, kw_only=True)
class PostingRemoved(OfAPosting):
    """Before a desk had checked it: the list with which it came was taken back."""

    title: Annotated[str, Text("題名", "title")]
    reason: Annotated[str, Text("理由", "reason")]


@kind("posting.filled", Text("募集が満員になった", "Posting filled"))
@dataclass(frozen=True, slots=True, kw_only=True)
class PostingFilled(OfAPosting):
    """Every place is taken; it stays published without taking anybody."""


@kind("posting.freed", Text("募集にまた空きができた", "Posting has a place again"))
@dataclass(frozen=True, slots=True, kw_only=True)
class PostingFreed(OfAPosting):
    """Somebody who had a place gave it up."""


@kind("posting.adopted", Text("提案の採用", "Proposal adopted"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalAdopted(OfAPosting):
    """What came of the work was taken up by whoever asked for it."""

    what: Annotated[str, Text("採用した内容", "what was adopted")]
