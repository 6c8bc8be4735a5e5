"""What the programme's pages show, read from the charter."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renkei.charter.terms import Indicator, Initiative, Partner, Value
from renkei.core import writing
from renkei.core.charts import sparkline
from renkei.core.rights import Asker
from renkei.core.sides import OTHER
from renkei.directory.queries.charges import InCharge
from renkei.journal.queries import timeline_of_initiative
from renkei.observatory.arrays import Subject
from renkei.observatory.queries import present_value, subject
from renkei.places import queries as places
from renkei.places.queries import UnknownPlace
from renkei.programme import wording
from renkei.programme.periods import Period
from renkei.programme.queries.standing import Kept, Row, standing, why_nothing

# How far back a trend looks where the baseline's year is not among the observatory's years.
TREND_YEARS = 5
LATELY = 5  # entries of the journal

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
    in_charge: tuple[InCharge, ...] = ()
    is_government: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """A published figure as it is read: the number and the time it belongs to."""

    value: str
    when: str


@dataclass(frozen=True, slots=True)
class Current:
    """The newest value that the observatory computes, and the way to it."""

    value: str
    when: str
    change: str
    since: str
    course: SafeString


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
    current: Current | None
    kept: Kept | None
    note: str  # why there is no value


def sides(initiative: Initiative, in_charge: Sequence[InCharge] = ()) -> Iterator[Side]:
    """Who does what: the prefecture, the city, and the others where there are any.

    Each government stands there with its unit in charge, also where it acts with others only.
    """
    for key, title, members in COLUMNS:
        partners = tuple(p for side in members for p in initiative.partners if p.side == side)
        is_government = key in OTHER
        if partners or is_government:
            own = tuple(one for one in in_charge if one.side == key)
            yield Side(key, title, partners, own, is_government)


def lately(initiative: Initiative, asker: Asker) -> list[Any]:
    """The latest of what the journal tells of the initiative, as far as it tells this reader."""
    if not asker.is_staff:
        return []
    return list(timeline_of_initiative(initiative.reference).visible_to(asker)[:LATELY])


def indicator_rows(
    indicators: Sequence[Indicator], asker: Asker, until: Period
) -> list[IndicatorRow]:
    """With the newest value: of official statistics, else what was kept."""
    subjects = _subjects({i.area for i in indicators if i.measure and i.area})
    kept = standing([one for one in indicators if one.source != "statistics"], asker, until)
    return [_row(indicator, subjects, kept.get(indicator.id)) for indicator in indicators]


def _subjects(codes: Iterable[str]) -> dict[str, Subject]:
    """Empty before the places are loaded: the agreement can be read without figures."""
    try:
        return {code: subject(places.area(code)) for code in codes}
    except UnknownPlace:
        return {}


def _row(indicator: Indicator, subjects: Mapping[str, Subject], stands: Row | None) -> IndicatorRow:
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
        current=_current(indicator, subjects),
        kept=stands.kept if stands else None,
        note=stands.note if stands else why_nothing(indicator),
    )


def _stated(figure: Value | None) -> Stated | None:
    return Stated(wording.value(figure), wording.when(figure)) if figure else None


def _current(indicator: Indicator, subjects: Mapping[str, Subject]) -> Current | None:
    of = subjects.get(indicator.area or "")
    present = present_value(indicator.measure, of) if indicator.measure and of else None
    if present is None:
        return None
    values = {year: indicator.sign * value for year, value in present.values.items()}
    decimals, newest = present.measure.decimals, present.year
    since = _since(indicator, values, newest)
    return Current(
        value=writing.number(values[newest], decimals),
        when=writing.year(newest),
        change=writing.number(values[newest] - values[since], decimals, signed=True),
        since=writing.year(since),
        course=_course(indicator, values),
    )


def _since(indicator: Indicator, values: dict[int, float], newest: int) -> int:
    """The year with which the newest value is compared: the baseline's where it is known."""
    baseline = indicator.baseline
    if baseline and not baseline.fiscal and baseline.year in values and baseline.year < newest:
        return baseline.year
    earlier = [year for year in values if year <= newest - TREND_YEARS]
    return max(earlier, default=min(values))


def _course(indicator: Indicator, values: dict[int, float]) -> SafeString:
    years = range(min(values), max(values) + 1)
    title = _("%(name)s、%(first)s年から%(last)s年") % {
        "name": writing.localized(indicator.name),
        "first": years[0],
        "last": years[-1],
    }
    return sparkline(title, [values.get(year) for year in years])
