"""The life of a round: opened, decided on, proposed, told, over."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from renkei.charter.text import Text
from renkei.journal.kinds import Event, kind
from renkei.opportunities.events.markets import market_called
from renkei.opportunities.states import Ruled


@dataclass(frozen=True, slots=True, kw_only=True)
class OfARound(Event):
    market: Annotated[str, Text("市場", "market"), market_called]


@kind("round.opened", Text("一斉の割り当ての受付", "Round opened"))
@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOpened(OfARound):
    """With the lottery, so that nobody can choose it once wishes are known."""

    closes_on: Annotated[date, Text("希望の締切", "wishes close on")]
    lottery: Annotated[str, Text("抽選の文字列", "text of the lottery")]


@kind("round.changed", Text("一斉の割り当ての変更", "Round changed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class RoundChanged(OfARound):
    revision: Annotated[int, Text("版", "revision")]


@kind("round.ruled", Text("窓口による組の決定", "Pair decided by the desk"))
@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRuled(OfARound):
    """The person is a pseudonym; the posting stands beside."""

    ruled: Annotated[Ruled, Text("決めたこと", "what was decided")]
    posting: Annotated[str, Text("募集", "posting")]
    reason: Annotated[str, Text("理由", "reason")]
    is_taken_back: Annotated[bool, Text("取り消し", "taken back")] = False


@kind("round.run", Text("割り当ての案の作成", "Proposal made"))
@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRun(OfARound):
    """The digest covers all that the run read and gave: the same run has the same."""

    wave: Annotated[int, Text("回", "time")]
    placed: Annotated[int, Text("決まる人", "people with something")]
    unplaced: Annotated[int, Text("決まらない人", "people with nothing")]
    digest: Annotated[str, Text("要約値", "digest")]


@kind("round.published", Text("割り当ての発表", "Proposal told"))
@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPublished(OfARound):
    wave: Annotated[int, Text("回", "time")]
    placed: Annotated[int, Text("決まった人", "people with something")]
    answer_by: Annotated[date, Text("返事の期限", "to be answered by")]


@kind("round.closed", Text("一斉の割り当ての終わり", "Round over"))
@dataclass(frozen=True, slots=True, kw_only=True)
class RoundClosed(OfARound):
    accepted: Annotated[int, Text("受けた人", "people who took it")]


@kind("round.cancelled", Text("一斉の割り当ての取りやめ", "Round called off"))
@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCancelled(OfARound):
    reason: Annotated[str, Text("理由", "reason")]
