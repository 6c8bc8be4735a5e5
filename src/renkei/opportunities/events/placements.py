"""The steps of a placement: one entry for each, with place and origin, and where somebody began
something also with age and sex, which the population effect needs."""

from dataclasses import dataclass
from typing import Annotated

from renkei.charter.text import Text
from renkei.journal.kinds import Event, kind
from renkei.opportunities.events.markets import industry_called, market_called
from renkei.opportunities.states import EndReason, Step, Whose


@dataclass(frozen=True, slots=True, kw_only=True)
class OfAPlacement(Event):
    """`is_elsewhere`: outside Sapporo."""

    market: Annotated[str, Text("市場", "market"), market_called]
    is_elsewhere: Annotated[bool, Text("札幌市の外", "outside Sapporo")]


@kind("placement.introduced", Text("紹介", "Introduced"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Introduced(OfAPlacement):
    """Assigned, where a market assigns."""


@kind("placement.applied", Text("応募", "Applied"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Applied(OfAPlacement):
    """Of the seeker's own will, or after an introduction."""


@kind("placement.met", Text("面接・話合い", "Met"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Met(OfAPlacement):
    """Interview, talks, first meeting."""


@kind("placement.offered", Text("内定", "Offered"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Offered(OfAPlacement):
    """By whoever has the posting."""


@kind("placement.confirmed", Text("割り当てへの返事", "Place confirmed by a side"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(OfAPlacement):
    """Of a place given in a round one side said yes; a no ends the placement."""

    whose: Annotated[Whose, Text("返事をした側", "who said yes")]


@kind("placement.accepted", Text("承諾・合意", "Accepted"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted(OfAPlacement):
    """From now on a place is taken."""

    days: Annotated[int, Text("紹介からの日数", "days since the introduction")]


@kind("placement.started", Text("就職・参加の開始", "Started"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Started(OfAPlacement):
    """With age and sex, as far as they are known."""

    is_repeat: Annotated[bool, Text("同じ地域で2回目以降", "not for the first time in the place")]


@kind("placement.completed", Text("修了", "Completed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Completed(OfAPlacement):
    """The quantity is the number of days, where something has days."""

    industry: Annotated[str, Text("産業", "industry"), industry_called]
    days: Annotated[int, Text("参加した日数", "days taken part")]
    people: Annotated[int, Text("参加した人数", "people who took part")]
    is_repeat: Annotated[bool, Text("同じ地域で2回目以降", "not for the first time in the place")]


@kind("placement.checked", Text("その後の確認", "Asked how it goes"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Checked(OfAPlacement):
    months: Annotated[int, Text("開始からの月数", "months since the start")]
    is_employed: Annotated[bool, Text("続いている", "still there")]


@kind("placement.ended", Text("紹介・参加の終わり", "Ended"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(OfAPlacement):
    reason: Annotated[EndReason, Text("理由", "reason")]
    after: Annotated[Step, Text("どこまで進んだか", "how far it was")]


BY_STEP: dict[str, type[OfAPlacement]] = {
    Step.INTRODUCED: Introduced,
    Step.APPLIED: Applied,
    Step.MET: Met,
    Step.OFFERED: Offered,
}
