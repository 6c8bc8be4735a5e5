"""Kept figures held against the journal: what each would be today, and which entries explain it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from renkei.journal.queries import Entries
from renkei.programme.figures import figure
from renkei.programme.models import Measurement
from renkei.programme.periods import Period
from renkei.programme.queries.measurements import (
    definition_of,
    indicator_called,
    since,
    values_of,
)

Cause = Literal["late", "defined_anew", "unexplained"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A kept figure that would be another number today.

    late          entries came in, or were taken back, after it was computed
    defined_anew  it is counted in another way than then
    unexplained   counted as then, from what was known then, it is not what was kept
    """

    kept: Measurement
    cause: Cause
    now: str | None  # the total
    added: tuple[int, ...] = ()  # numbers of journal entries
    taken_back: tuple[int, ...] = ()


def reconciled(period: Period) -> Iterator[Difference]:
    """Every difference between what is kept of a period and the journal."""
    for kept in Measurement.objects.filter(period=period.key).order_by("indicator", "revision"):
        indicator = indicator_called(kept.indicator)
        if indicator is None or indicator.count is None:
            continue
        now = figure(indicator, period)
        if now.state != "computed":
            continue
        then = figure(indicator, period, known_at=kept.known_at)
        total = values_of(now)["total"]
        if kept.definition != definition_of(indicator):
            yield Difference(kept, "defined_anew", total)
        elif values_of(then) != kept.values:
            yield Difference(kept, "unexplained", total)
        elif values_of(now) != kept.values:
            added, taken_back = since(kept, indicator, period)
            yield Difference(kept, "late", total, _numbers(added), _numbers(taken_back))


def _numbers(entries: Entries) -> tuple[int, ...]:
    return tuple(sorted(entries.order_by().values_list("pk", flat=True)))
