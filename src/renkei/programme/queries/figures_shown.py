"""Figures as pages show them: a value with both sides, its state, and the way to its reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.terms import Indicator
from renkei.charter.text import Text
from renkei.core import writing
from renkei.core.choices import labels
from renkei.core.rights import Asker
from renkei.core.writing import localized
from renkei.programme.charters import charter_on
from renkei.programme.figures import Figure, figures
from renkei.programme.periods import Period
from renkei.programme.queries.measurements import PARTS, Stored, newest, value_in
from renkei.programme.queries.standing import target_of, why_nothing, written
from renkei.programme.states import ApprovalState


@dataclass(frozen=True, slots=True)
class Sided:
    """The total and what stands behind it, as text; empty where unknown."""

    total: str
    prefecture: str = ""
    city: str = ""
    joint: str = ""
    of: str = ""  # numerator and denominator of a rate
    numbers: Mapping[str, Decimal | None] = field(default_factory=dict)  # the parts, unrounded

    @property
    def is_told_apart(self) -> bool:
        return bool(self.prefecture and self.city)


@dataclass(frozen=True, slots=True)
class Shown:
    """An indicator in a table of figures."""

    indicator: Indicator
    unit: Text
    value: Sided | None
    note: str  # why there is no value, or of when it is
    target: str
    prefecture: str = ""  # what each government says of it
    city: str = ""
    state: str = ""  # locked, or what is the case on both sides
    is_locked: bool = False
    revision: int = 0
    is_manual: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Indicators of one initiative, or of the programme as a whole."""

    reference: str
    title: str
    rows: tuple[Shown, ...]

    @property
    def told(self) -> list[Shown]:
        return [row for row in self.rows if row.value]

    @property
    def untold(self) -> list[Shown]:
        return [row for row in self.rows if not row.value]


def groups(asker: Asker, period: Period, *, published_by: datetime | None = None) -> list[Group]:
    """All indicators in the order of the agreement, with the newest value that may be read.

    With `published_by` only what both governments had approved by then; of official statistics
    nobody knows here since when they say what they say.
    """
    agreed = charter_on(timezone.localdate())
    kept = newest(asker, period, published_by=published_by)
    official = _official(agreed.indicators, period) if published_by is None else {}
    whole = Group("", localized(agreed.title), _rows(agreed.indicators, kept, official))
    return [
        whole,
        *(
            Group(one.reference, localized(one.title), _rows(one.indicators, kept, official))
            for one in agreed.initiatives
        ),
    ]


def _official(indicators: Iterable[Indicator], period: Period) -> dict[str, Figure]:
    return figures([one for one in indicators if one.source == "statistics"], period)


def _rows(
    indicators: Iterable[Indicator], kept: Mapping[str, Stored], official: Mapping[str, Figure]
) -> tuple[Shown, ...]:
    states = labels(ApprovalState)
    return tuple(
        _kept(one, kept[one.id], states) if one.id in kept else _not_kept(one, official.get(one.id))
        for one in indicators
    )


def _kept(indicator: Indicator, stored: Stored, states: Mapping[str, str]) -> Shown:
    kept = stored.measurement
    told = {side: states[stored.state(side)] for side in ("prefecture", "city")}
    return Shown(
        indicator=indicator,
        unit=unit_in(indicator, kept.of),
        value=sided(kept.values),
        note="",
        target=target_of(indicator),
        state=_("確定") if kept.is_locked else "",
        is_locked=kept.is_locked,
        revision=kept.revision,
        is_manual="sources" in kept.values,
        **told,
    )


def _not_kept(indicator: Indicator, official: Figure | None) -> Shown:
    if official is not None and official.total is not None and official.reference is not None:
        value = Sided(written(official.total), numbers={"total": official.total})
        note = _("公的統計、%(year)s") % {"year": writing.year(official.reference.year)}
        return Shown(indicator, indicator.unit, value, note, target_of(indicator))
    note = why_nothing(indicator)
    return Shown(indicator, indicator.unit, None, note, target_of(indicator))


def unit_of(indicator: Indicator, period: Period) -> str:
    return localized(unit_in(indicator, period))


def unit_in(indicator: Indicator, period: Period) -> Text:
    """Of a quarter or a month it is no figure “per fiscal year”."""
    unit = indicator.unit
    if period.is_year:
        return unit
    english = unit.en.removesuffix(" per fiscal year").removesuffix(" per FY")
    return Text(unit.ja.removesuffix("／年度"), english)


def sided(values: Mapping[str, Any]) -> Sided:
    numbers = {name: value_in(values, name) for name in PARTS}
    told = {name: _text(values, name) for name in ("prefecture", "city", "joint")}
    counted, per = values.get("counted"), values.get("per")
    of = f"{_text(counted, 'total')} / {_text(per, 'total')}" if counted and per else ""
    total = _text(values, "total") or writing.UNKNOWN
    return Sided(total, of=of, numbers=numbers, **told)


def _text(values: Mapping[str, Any], name: str) -> str:
    value = value_in(values, name)
    return "" if value is None else written(value)
