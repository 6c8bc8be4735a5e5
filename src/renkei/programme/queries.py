"""What the programme's pages show, read from the charter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from renkei.charter.terms import Indicator, Initiative, Partner, Value
from renkei.programme import wording

# The two governments stand side by side; everyone else shares the third column.
COLUMNS = (
    ("prefecture", gettext_lazy("道が担うこと"), ("prefecture",)),
    ("city", gettext_lazy("市が担うこと"), ("city",)),
    ("others", gettext_lazy("ともに担うところ"), ("joint", "national", "area", "other")),
)


@dataclass(frozen=True, slots=True)
class Side:
    key: str
    title: Promise
    partners: tuple[Partner, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """A published figure as it is read: the number and the time it belongs to."""

    value: str
    when: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    indicator: Indicator
    level: Promise
    arrow: str
    direction: Promise
    source: Promise
    confidence: Promise
    baseline: Stated | None
    target: Stated | None


def sides(initiative: Initiative) -> Iterator[Side]:
    """Who does what: the prefecture, the city, and the others where there are any."""
    for key, title, members in COLUMNS:
        partners = tuple(p for side in members for p in initiative.partners if p.side == side)
        if partners:
            yield Side(key, title, partners)


def indicator_rows(indicators: Iterable[Indicator]) -> list[IndicatorRow]:
    return [_row(indicator) for indicator in indicators]


def _row(indicator: Indicator) -> IndicatorRow:
    arrow, direction = wording.DIRECTIONS[indicator.direction]
    return IndicatorRow(
        indicator=indicator,
        level=wording.LEVELS[indicator.level],
        arrow=arrow,
        direction=direction,
        source=wording.SOURCES[indicator.source],
        confidence=wording.CONFIDENCES[indicator.confidence],
        baseline=_stated(indicator.baseline),
        target=_stated(indicator.target),
    )


def _stated(figure: Value | None) -> Stated | None:
    return Stated(wording.value(figure), wording.when(figure)) if figure else None
