"""How much was done: of every initiative in a period, and of one from year to year.

Counted from the journal, so that everybody counts the same, whoever may read which record. What
both governments did together counts on both sides and once in the total.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max

from renkei.core.calendar import fiscal_year_of
from renkei.core.sides import OTHER, Side
from renkei.journal.queries import Entries, of_initiative, of_period, standing_entries
from renkei.programme.periods import Period

ACTIVITY = "activity.held"


@dataclass(slots=True)
class Done:
    """Activities by who held them, and the day of the last one."""

    by: Counter[str] = field(default_factory=Counter)  # prefecture or city alone, joint
    last_on: date | None = None

    def add(self, side: str, n: int, last_on: date) -> None:
        self.by[side] += n
        self.last_on = max(self.last_on or last_on, last_on)

    @property
    def joint(self) -> int:
        return self.by[Side.JOINT]

    @property
    def prefecture(self) -> int:
        return self.by[Side.PREFECTURE] + self.joint

    @property
    def city(self) -> int:
        return self.by[Side.CITY] + self.joint

    @property
    def total(self) -> int:
        return sum(self.by.values())


@dataclass(frozen=True, slots=True)
class Progress:
    whole: Done
    by_initiative: Mapping[str, Done]

    def of(self, reference: str) -> Done:
        return self.by_initiative.get(reference, NOTHING)


NOTHING = Done()


def progress(period: Period, references: Iterable[str] = ()) -> Progress:
    """All activities of a period, or those that serve any of some initiatives; one query."""
    wanted = frozenset(references)
    rows = _counted(of_period(_held(), period.first, period.last), "initiatives")
    whole, by_initiative = Done(), dict[str, Done]()
    for text, *counted in rows:
        served = text.split()
        if wanted and not wanted & set(served):
            continue
        whole.add(*counted)
        for reference in served:
            by_initiative.setdefault(reference, Done()).add(*counted)
    return Progress(whole, by_initiative)


def years_of(reference: str, years: Iterable[int]) -> dict[int, Done]:
    """The activities of an initiative by fiscal year, also where there are none; one query."""
    found = {year: Done() for year in sorted(set(years))}
    first, last = Period.year(min(found)).first, Period.year(max(found)).last
    among = of_period(of_initiative(_held(), reference), first, last)
    for year, month, *counted in _counted(among, "on__year", "on__month"):
        found[fiscal_year_of(date(year, month, 1))].add(*counted)
    return found


def _counted(among: Entries, *by: str) -> Iterable[tuple[Any, ...]]:
    """For each combination: side, how many, and the day of the last."""
    found = among.order_by().values(*by, "side").annotate(n=Count("pk"), last_on=Max("on"))
    return found.values_list(*by, "side", "n", "last_on")


def _held() -> Entries:
    found: Entries = standing_entries().filter(kind=ACTIVITY, side__in=[*OTHER, Side.JOINT])
    return found
