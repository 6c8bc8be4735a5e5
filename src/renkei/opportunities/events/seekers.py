"""Who looks for something, from when to when. The person is a pseudonym; of age, sex and home no
more is told than what is needed to count."""

from dataclasses import dataclass
from typing import Annotated

from renkei.charter.text import Text
from renkei.journal.kinds import Event, kind
from renkei.opportunities.events.markets import industry_called, market_called


@dataclass(frozen=True, slots=True, kw_only=True)
class OfASeeker(Event):
    market: Annotated[str, Text("市場", "market"), market_called]


@kind("seeker.joined", Text("登録", "Registered"))
@dataclass(frozen=True, slots=True, kw_only=True)
class SeekerJoined(OfASeeker):
    """The credit for a company goes to the unit that found it."""

    industry: Annotated[str, Text("産業", "industry"), industry_called]


@kind("seeker.changed", Text("登録内容の変更", "Registration changed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class SeekerChanged(OfASeeker):
    revision: Annotated[int, Text("版", "revision")]


@kind("seeker.left", Text("登録の終了", "Registration ended"))
@dataclass(frozen=True, slots=True, kw_only=True)
class SeekerLeft(OfASeeker):
    """Of her own will, or because the desk no longer hears from her."""


@kind("seeker.anonymised", Text("登録の匿名化", "Registration made anonymous"))
@dataclass(frozen=True, slots=True, kw_only=True)
class SeekerAnonymised(OfASeeker):
    """What was counted stays counted."""
