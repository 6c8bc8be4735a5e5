"""What happens in the review of an initiative, and to the charter by it."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from renkei.charter.text import Text
from renkei.journal.kinds import Event, kind
from renkei.programme.states import Outcome

Year = Annotated[int, Text("年度", "fiscal year")]
Reason = Annotated[str, Text("理由", "reason")]
Revision = Annotated[int, Text("提案の回", "proposal")]
OutcomeOf = Annotated[Outcome, Text("結論", "outcome")]
Day = Annotated[date, Text("適用日", "in effect from")]


@kind("review.found", Text("見直しの所見", "Finding written"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFound(Event):
    fiscal_year: Year


@kind("review.withdrawn", Text("見直しの取下げ", "Review withdrawn"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewWithdrawn(Event):
    fiscal_year: Year
    reason: Reason


@kind("review.proposed", Text("結論の提案", "Decision proposed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionProposed(Event):
    """Also when a proposal is changed: then the signatures fall away."""

    outcome: OutcomeOf
    revision: Revision


@kind("review.signed", Text("結論への署名", "Decision signed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSigned(Event):
    """By the side of the entry."""

    outcome: OutcomeOf
    revision: Revision


@kind("review.returned", Text("結論の差戻し", "Decision returned"))
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionReturned(Event):
    revision: Revision
    reason: Reason


@kind("review.decided", Text("見直しの決定", "Review decided"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDecided(Event):
    fiscal_year: Year
    outcome: OutcomeOf
    effective_on: Day


@kind("charter.amended", Text("プログラムの改定", "Charter amended"))
@dataclass(frozen=True, slots=True, kw_only=True)
class CharterAmended(Event):
    version: Annotated[int, Text("版", "version")]
    changes: Annotated[int, Text("変わる箇所", "changes")]
    effective_on: Day
