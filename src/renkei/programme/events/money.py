"""Money planned and spent for an initiative, by one of the two governments, in a fiscal year."""

from dataclasses import dataclass
from typing import Annotated

from renkei.charter.text import Text
from renkei.journal.kinds import Event, kind


def _year(value: int) -> Text:
    return Text(f"{value}年度", f"fiscal {value}")


FiscalYear = Annotated[int, Text("年度", "fiscal year"), _year]


@kind("money.planned", Text("予算額の登録", "Budget entered"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyPlanned(Event):
    """The quantity is the whole amount in yen; a corrected one takes the place of the earlier."""

    fiscal_year: FiscalYear


@kind("money.spent", Text("決算額の登録", "Money spent entered"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MoneySpent(Event):
    fiscal_year: FiscalYear
