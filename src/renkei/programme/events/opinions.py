"""What happens to calls for opinions: counts, never an opinion."""

from dataclasses import dataclass
from typing import Annotated

from renkei.charter.text import Text
from renkei.journal.kinds import Event, kind
from renkei.programme.states import Fate

N_OPINIONS = Text("意見の数", "opinions")


@kind("opinions.drafted", Text("意見募集の準備", "Call for opinions drafted"))
@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionsDrafted(Event):
    """Written, or written anew."""


@kind("opinions.called", Text("意見募集の開始", "Opinions called for"))
@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionsCalled(Event):
    """From now on everybody may read what is asked."""


@kind("opinions.asked", Text("意見の照会", "Organisations asked for an opinion"))
@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionsAsked(Event):
    asked: Annotated[int, Text("照会先の数", "organisations asked")]


@kind("opinions.closed", Text("意見募集の締切り", "Call for opinions closed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionsClosed(Event):
    opinions: Annotated[int, N_OPINIONS]


@kind("opinion.answered", Text("意見への回答", "Opinion answered"))
@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionAnswered(Event):
    fate: Annotated[Fate, Text("対応", "what became of it")]
    opinions: Annotated[int, N_OPINIONS]


@kind(
    "opinions.published", Text("意見募集の結果の公表", "Results of a call for opinions published")
)
@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionsPublished(Event):
    opinions: Annotated[int, N_OPINIONS]
