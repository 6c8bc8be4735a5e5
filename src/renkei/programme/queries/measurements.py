"""Figures as they are kept: the newest, those of a moment, and what has changed since."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet

from renkei.charter.reader import programme
from renkei.charter.terms import Indicator
from renkei.core.prepared import Prepared, filled_up
from renkei.core.rights import Asker, RuledQuerySet, Verb, Visible
from renkei.journal.facts import plain
from renkei.journal.queries import Entries
from renkei.programme.figures import Figure, Sided, entries_behind, figures
from renkei.programme.models import Approval, ManualValue, Measurement
from renkei.programme.models.measurements import decimal_of
from renkei.programme.periods import Period
from renkei.programme.states import ManualState

SIDES = ("prefecture", "city")
PARTS = ("total", *SIDES, "joint", "no_side")


@dataclass(frozen=True, slots=True)
class Stored:
    """A kept figure with what each government says of it."""

    measurement: Measurement
    approvals: Mapping[str, Approval]

    def state(self, side: str) -> str:
        return str(self.approvals[side].state)


@dataclass(frozen=True, slots=True)
class Late:
    """What became known after a figure was kept: entries that came in and that were taken back."""

    stored: Measurement
    now: Figure
    n_added: int
    n_reversed: int

    @property
    def difference(self) -> Decimal | None:
        before, now = self.stored.value("total"), self.now.total
        return None if before is None or now is None else now - before

    @property
    def is_defined_anew(self) -> bool:
        return self.stored.definition != definition_of(self.now.indicator)


def indicators() -> list[Indicator]:
    """Those of the programme and of all initiatives, in the order of the agreement."""
    agreed = programme()
    return [*agreed.indicators, *(i for one in agreed.initiatives for i in one.indicators)]


def indicator_called(key: str) -> Indicator | None:
    return next((one for one in indicators() if one.id == key), None)


def in_order(kept: Mapping[str, Stored]) -> list[tuple[str, Stored]]:
    """As the agreement has the indicators: I-2.10 comes after I-2.9."""
    order = {one.id: n for n, one in enumerate(indicators())}
    return sorted(kept.items(), key=lambda item: order.get(item[0], len(order)))


def newest(
    asker: Asker,
    period: Period,
    keys: Iterable[str] | None = None,
    *,
    published_by: datetime | None = None,
) -> dict[str, Stored]:
    """Of each indicator the newest revision that the person may read; two queries.

    With `published_by` the revision that both governments had approved by then.
    """
    wanted = None if keys is None else filled_up(keys)
    rows = _OF_PERIOD.to(asker, period=period.key, keys=wanted, published_by=published_by)
    return {one.indicator: stored(one) for one in rows}


def _of_period(
    seen: QuerySet[Measurement],
    period: str,
    keys: list[str] | None,
    published_by: datetime | None,
) -> QuerySet[Measurement]:
    found = seen.filter(period=period)
    if keys is not None:
        found = found.filter(indicator__in=keys)
    if published_by is not None:
        found = found.filter(locked_at__lte=published_by)
    approvals = Prefetch("approvals", Approval.objects.all())
    return found.order_by("indicator", "revision").prefetch_related(approvals)


_OF_PERIOD = Visible(Measurement, _of_period)


def stored(measurement: Measurement) -> Stored:
    return Stored(measurement, {one.side: one for one in measurement.approvals.all()})


def revisions(asker: Asker, indicator: str, period: Period) -> list[Stored]:
    found = Measurement.objects.visible_to(asker).filter(indicator=indicator, period=period.key)
    return [stored(one) for one in found.prefetch_related("approvals").order_by("-revision")]


def course(asker: Asker, indicator: str, periods: Iterable[Period]) -> dict[str, Measurement]:
    """The newest readable figure of each period, by the period's key; one query."""
    keys = [one.key for one in periods]
    found = Measurement.objects.visible_to(asker).filter(indicator=indicator, period__in=keys)
    return {one.period: one for one in found.order_by("revision")}


def approvals_of(
    asker: Asker, verb: Verb, period: Period, *, side: str, keys: Iterable[str] | None = None
) -> RuledQuerySet[Approval]:
    """A government's open part of a period, as far as the person may do this with it."""
    found = Approval.objects.visible_to(asker, verb).filter(
        measurement__period=period.key, measurement__locked_at=None, side=side
    )
    if keys is not None:
        found = found.filter(measurement__indicator__in=list(keys))
    return found.select_related("measurement").order_by("measurement__indicator")


def measured_periods() -> list[Period]:
    """The periods of which anything is kept, the latest first."""
    return sorted((Period.called(key) for (key,) in _MEASURED.rows()), reverse=True)


_MEASURED = Prepared(lambda: Measurement.objects.order_by().values_list("period").distinct())


# --- what a figure is kept as ------------------------------------------------------------------


def values_of(figure: Figure) -> dict[str, Any]:
    """Decimals as texts; of a rate also what is divided."""
    told: dict[str, Any] = {name: _text(getattr(figure, name)) for name in PARTS}
    told["n_entries"] = figure.n_entries
    if figure.per is not None and figure.counted is not None:
        told |= {"counted": _sided(figure.counted), "per": _sided(figure.per)}
    return told


def values_entered(rows: Iterable[ManualValue], indicator: Indicator) -> dict[str, Any]:
    """Of values from reports: what both entered together, else the sum where sums mean anything."""
    by_side = {one.side: one for one in rows}
    told: dict[str, Any] = dict.fromkeys(PARTS)
    for side in SIDES:
        if side in by_side:
            told[side] = by_side[side].values.get("total")
    if "joint" in by_side:
        told["total"] = by_side["joint"].values.get("total")
    elif indicator.basis == "cumulative" and None not in (told["prefecture"], told["city"]):
        total = sum(Decimal(told[side]) for side in SIDES)
        told |= {"total": _text(Decimal(total)), "joint": "0"}
    return told | {"n_entries": 0, "sources": sorted({one.source for one in by_side.values()})}


def is_another(values: Mapping[str, Any], kept: Mapping[str, Any]) -> bool:
    """Whether the figure differs; of as many initiatives more records may tell."""
    if values.get("total") != kept.get("total"):
        return True  # most do, and a break-down has many cells to compare
    return {**values, "n_entries": 0} != {**kept, "n_entries": 0}


def own_part(values: Mapping[str, Any], side: str) -> tuple[Any, ...]:
    """What a government answers for: its own value and what both share."""
    parts = [values, values.get("counted") or {}, values.get("per") or {}]
    return tuple((part.get(side), part.get("joint")) for part in parts)


def definition_of(indicator: Indicator) -> str:
    """A digest of how it is counted: another one means that two figures cannot be compared."""
    told = asdict(indicator.count) if indicator.count else {"source": indicator.source}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def confirmed_values(period: Period) -> dict[str, list[ManualValue]]:
    found: dict[str, list[ManualValue]] = {}
    rows = ManualValue.objects.filter(period=period.key, state=ManualState.CONFIRMED)
    for one in rows:
        found.setdefault(one.indicator, []).append(one)
    return found


# --- what has changed since --------------------------------------------------------------------


def late(among: Iterable[Measurement], period: Period) -> dict[str, Late]:
    """Kept figures that would be another number today, with how many entries make the difference.

    Figures are computed for all at once; entries are looked at only where the number differs.
    """
    kept = {one.indicator: one for one in among}
    known = {key: one for key in kept if (one := indicator_called(key)) and one.count}
    today = figures(known.values(), period)
    found = {}
    for key, now in today.items():
        if now.state == "computed" and is_another(values_of(now), kept[key].values):
            added, taken_back = since(kept[key], known[key], period)
            found[key] = Late(kept[key], now, added.count(), taken_back.count())
    return found


def since(
    measurement: Measurement, indicator: Indicator, period: Period, *, of_denominator: bool = False
) -> tuple[Entries, Entries]:
    """The entries that count now and did not then, and those that counted then and do not now."""
    known_at = measurement.known_at
    then = entries_behind(indicator, period, known_at=known_at, of_denominator=of_denominator)
    now = entries_behind(indicator, period, of_denominator=of_denominator)
    ids_then, ids_now = then.order_by().values("pk"), now.order_by().values("pk")
    return now.exclude(pk__in=ids_then), then.exclude(pk__in=ids_now)


def _sided(sided: Sided) -> dict[str, Any]:
    return {name: _text(getattr(sided, name)) for name in PARTS}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def value_in(values: Mapping[str, Any], name: str) -> Decimal | None:
    return decimal_of(values.get(name))
