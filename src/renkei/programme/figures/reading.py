"""Figures of indicators: one, or many at once."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from renkei.charter.reader import programme
from renkei.charter.terms import Indicator
from renkei.core.rights import Asker
from renkei.journal import tallies
from renkei.journal.queries import Entries, SeenEntries, seen_entries
from renkei.programme.figures.counting import Part, count
from renkei.programme.figures.entries import PLACES, Scope, behind, undeclared
from renkei.programme.figures.results import Figure, Sided
from renkei.programme.figures.statistics import statistics
from renkei.programme.periods import Period

DECIMALS = Decimal("0.000001")  # of a ratio


def figure(
    indicator: Indicator,
    period: Period,
    *,
    known_at: datetime | None = None,
    place: str | None = None,
) -> Figure:
    """What the indicator says of a period; `place` is an area code or the key of a set of areas."""
    return figures([indicator], period, known_at=known_at, place=place)[indicator.id]


def figures(
    indicators: Iterable[Indicator],
    period: Period,
    *,
    known_at: datetime | None = None,
    place: str | None = None,
) -> dict[str, Figure]:
    """The same for many indicators, by id, with few queries."""
    asked = list(indicators)
    counted = [one for one in asked if one.count and not waits_for(one)]
    found = _computed(counted, Scope(period, known_at, place))
    found |= statistics((one for one in asked if one.source == "statistics"), period)
    for one in asked:
        if one.id not in found:
            found[one.id] = Figure(
                indicator=one,
                period=period,
                state="waits" if one.count else "no_definition",
                waits_for=waits_for(one),
            )
    return {one.id: found[one.id] for one in asked}


def waits_for(indicator: Indicator) -> tuple[str, ...]:
    """The kinds of entry that no room declares yet."""
    parts = indicator.count.parts if indicator.count else ()
    return tuple(dict.fromkeys(kind for part in parts for kind in undeclared(part)))


def rooms_of_kinds() -> Mapping[str, str]:
    """By kind of entry the room that declares it, or will: the one whose work it tells of."""
    counts = [one.count for one in programme().every_indicator if one.count]
    divided_by = {kind: one.room for one in counts if one.per for kind in one.per.every_kind}
    # A denominator may be of another room than what is counted.
    return divided_by | {kind: one.room for one in counts for kind in one.every_kind}


def entries_behind(
    indicator: Indicator,
    period: Period,
    *,
    known_at: datetime | None = None,
    side: str | None = None,
    place: str | None = None,
    of_denominator: bool = False,
) -> Entries:
    """The entries that a figure is counted from; of a rate those of its numerator.

    `side` "prefecture" and "city" hold what both did together; "joint" is that alone, and "" what
    tells no side.

    Errors  ValueError for an indicator that is not counted from the journal, or has no denominator
    """
    parts = indicator.count.parts if indicator.count else ()
    if not parts or (of_denominator and len(parts) == 1):
        raise ValueError(f"{indicator.id} is not counted from the journal that way")
    counted = parts[-1] if of_denominator else parts[0]
    found = behind(counted, indicator.reference, Scope(period, known_at, place))
    return found if side is None else tallies.of_side(found, side)


def entries_seen_behind(
    indicator: Indicator, period: Period, asker: Asker, *, known_at: datetime | None = None
) -> SeenEntries:
    """Those of them that the person may read, with what took them back."""
    counted = indicator.count.parts[0] if indicator.count else None
    asked: dict[str, Any] = {"indicator": indicator, "period": period, "known_at": known_at}
    # Where areas lie is read from tables that change; else the definition alone says what counts.
    stays = counted and not any(one.fact in PLACES for one in counted.where)
    return (_BEHIND if stays else seen_entries(among=_with_reversals)).to(asker, **asked)


def _with_reversals(indicator: Indicator, period: Period, known_at: datetime | None) -> Entries:
    return entries_behind(indicator, period, known_at=known_at).select_related("reversal")


_BEHIND = seen_entries(among=_with_reversals)


def parts_of(indicator: Indicator) -> list[Part]:
    parts = indicator.count.parts if indicator.count else ()
    return [Part(counted, indicator.reference) for counted in parts]


def ratio(counted: Decimal | None, per: Decimal | None, times: int) -> Decimal | None:
    """None of nothing: there is no share of no people."""
    if counted is None or not per:
        return None
    return (counted / per * times).quantize(DECIMALS).normalize()


def _computed(indicators: list[Indicator], scope: Scope) -> dict[str, Figure]:
    if not indicators:
        return {}
    known_at, watermark = scope.known_at or timezone.now(), tallies.watermark(scope.known_at)
    parts = [part for one in indicators for part in parts_of(one)]
    counts = iter(count(parts, scope))
    found = {}
    for one in indicators:
        assert one.count is not None
        counted = next(counts)
        per = next(counts) if one.count.per else None
        value = counted if per is None else _ratios(counted, per, one.count.times)
        found[one.id] = Figure(
            indicator=one,
            period=scope.period,
            state="computed",
            total=value.total,
            prefecture=value.prefecture,
            city=value.city,
            joint=value.joint,
            no_side=value.no_side,
            counted=counted,
            per=per,
            known_at=known_at,
            watermark=watermark,
        )
    return found


def _ratios(counted: Sided, per: Sided, times: int) -> Sided:
    return Sided(
        total=ratio(counted.total, per.total, times),
        prefecture=ratio(counted.prefecture, per.prefecture, times),
        city=ratio(counted.city, per.city, times),
        joint=ratio(counted.joint, per.joint, times),
        no_side=ratio(counted.no_side, per.no_side, times),
    )
