"""The figures of the year as they were known on a moment, on both sides and once in the total.

A report is read by everybody, so counts of few people are withheld in it from the beginning.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from renkei.charter.terms import Indicator, Value
from renkei.core.suppression import suppress
from renkei.journal.facts import plain
from renkei.programme.figures import Figure, Sided, figures, in_words
from renkei.programme.models import ManualValue
from renkei.programme.queries.measurements import values_entered
from renkei.programme.reporting.asked import Asked, words
from renkei.programme.states import ManualState

SIDES = ("prefecture", "city", "joint", "total")
SUMS = (
    ("prefecture", ("own_prefecture", "joint")),
    ("city", ("own_city", "joint")),
    ("total", ("own_prefecture", "own_city", "joint")),
)


def figures_told(asked: Asked) -> list[dict[str, Any]]:
    """Of a municipality only what is counted there."""
    place = asked.subject.place
    indicators = [one for one in asked.subject.indicators if not place or one.count]
    found = figures(indicators, asked.period, known_at=asked.known_at, place=place or None)
    entered = {} if place else _entered(asked)
    return [_told(one, found[one.id], entered.get(one.id)) for one in indicators]


def _entered(asked: Asked) -> dict[str, list[ManualValue]]:
    """Values of reports that a second person had confirmed by the moment."""
    rows = ManualValue.objects.filter(
        period=asked.period.key, state=ManualState.CONFIRMED, confirmed_at__lte=asked.known_at
    )
    found: dict[str, list[ManualValue]] = {}
    for one in rows:
        found.setdefault(one.indicator, []).append(one)
    return found


def _told(
    indicator: Indicator, figure: Figure, entered: list[ManualValue] | None
) -> dict[str, Any]:
    return {
        "id": indicator.id,
        "initiative": indicator.reference,
        "name": words(indicator.name),
        "unit": words(indicator.unit),
        "level": indicator.level,
        "direction": indicator.direction,
        "basis": indicator.basis,
        "source": indicator.source,
        "confidence": indicator.confidence,
        "provenance": words(indicator.provenance),
        "definition": _definition(indicator),
        "initial": _value(indicator.baseline),
        "target": _value(indicator.target),
        "present": _manual(indicator, entered, figure) if entered else present(figure),
    }


def _definition(indicator: Indicator) -> dict[str, str] | None:
    said = in_words(indicator)
    if not said:
        return None
    return {"ja": "".join(one.ja for one in said), "en": " ".join(one.en for one in said)}


def _value(value: Value | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return {
        "value": value.value,
        "year": value.year,
        "fiscal": value.fiscal,
        "approximate": value.approximate,
    }


def present(figure: Figure) -> dict[str, Any]:
    """Decimals as texts: no program reads another number from them than we wrote."""
    is_withheld = figure.is_small
    values = dict.fromkeys(SIDES) if is_withheld else sided(figure)
    told: dict[str, Any] = {name: _plain(value) for name, value in values.items()}
    rate = {"numerator": figure.numerator, "denominator": figure.denominator}
    told |= {name: None if is_withheld else _plain(value) for name, value in rate.items()}
    return told | {
        "state": "withheld" if is_withheld else _state(figure),
        "n_entries": figure.n_entries,
        "waits_for": list(figure.waits_for),
        "year": figure.reference.year if figure.reference else None,
        "from": words(figure.reference.source) if figure.reference else None,
    }


def _manual(indicator: Indicator, entered: list[ManualValue], figure: Figure) -> dict[str, Any]:
    """As both governments keep it; marked as entered by hand, with where it was taken from."""
    values = values_entered(entered, indicator)
    sources = "；".join(values["sources"])
    return present(figure) | {
        **{name: values[name] for name in SIDES},
        "state": "manual",
        "from": {"ja": sources, "en": sources},
    }


def _state(figure: Figure) -> str:
    return str(figure.state) if figure.total is not None or figure.waits_for else "none"


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def sided(figure: Figure) -> Mapping[str, Decimal | None]:
    """Of both sides; few people on one are withheld with whatever would give them back."""
    values = {name: getattr(figure, name) for name in SIDES}
    count, counted = figure.indicator.count, figure.counted
    if count is None or counted is None or not count.is_about_people:
        return values
    if figure.per or count.measure == "median":
        parts = [part for part in (counted, figure.per) if part]
        is_told = count.measure != "median" and all(_is_shown(part) for part in parts)
        return values if is_told else {**dict.fromkeys(SIDES), "total": figure.total}
    shown = _shown(counted)
    return {name: None if shown[name] is None else value for name, value in values.items()}


def _is_shown(counted: Sided) -> bool:
    return None not in _shown(counted).values()


def _shown(counted: Sided) -> dict[str, int | None]:
    whole = {name: int(getattr(counted, name) or 0) for name in SIDES}
    own = {f"own_{name}": whole[name] - whole["joint"] for name in ("prefecture", "city")}
    return suppress({**whole, **own}, SUMS)
