"""How the figures stand: the kept value of each indicator, its course, and both governments' word.

Values are those that were kept, so that a page of all indicators costs two queries.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from renkei.charter.terms import Indicator
from renkei.core import writing
from renkei.core.charts import sparkline
from renkei.core.choices import labels
from renkei.core.rights import Asker
from renkei.programme import wording
from renkei.programme.figures import waits_for
from renkei.programme.models import Approval, Measurement
from renkei.programme.periods import Period, quarters_of
from renkei.programme.states import ApprovalState

YEARS = 3  # of quarters that a course shows
MOST_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest value of an indicator that the reader may read, and how it came there."""

    value: str
    sides: str  # both governments, where they are told apart
    when: str
    change: str
    since: str
    course: SafeString | str
    states: Mapping[str, str]  # of both governments, for their staff
    is_locked: bool
    is_manual: bool
    address: str  # why this number


@dataclass(frozen=True, slots=True)
class Row:
    indicator: Indicator
    kept: Kept | None
    target: str
    note: str  # why there is no value


def periods_until(period: Period) -> list[Period]:
    """The quarters of the last years until this one, the earliest first."""
    years = range(period.fiscal_year - YEARS + 1, period.fiscal_year + 1)
    every = [quarter for year in years for quarter in quarters_of(year)]
    return [one for one in every if one.first <= period.first]


def standing(
    indicators: Sequence[Indicator], asker: Asker, until: Period, *, only: bool = False
) -> dict[str, Row]:
    """By indicator; `only` looks at the last period alone, else at the newest that is kept."""
    periods = periods_until(until)
    found = _measured(asker, [one.id for one in indicators], periods)
    rows = {}
    for one in indicators:
        known = found.get(one.id, {})
        last = until.key if only else max(known, default="", key=_order(periods))
        kept = _kept(one, known, last, periods, asker) if last in known else None
        rows[one.id] = Row(one, kept, target_of(one), "" if kept else why_nothing(one))
    return rows


def _measured(
    asker: Asker, keys: list[str], periods: Sequence[Period]
) -> dict[str, dict[str, Measurement]]:
    """The newest revision of each period."""
    found = Measurement.objects.visible_to(asker).filter(
        indicator__in=keys, period__in=[one.key for one in periods]
    )
    rows = found.order_by("revision")
    if asker.is_staff:
        rows = rows.prefetch_related(Prefetch("approvals", Approval.objects.all()))
    by_indicator: dict[str, dict[str, Measurement]] = {}
    for one in rows:
        by_indicator.setdefault(one.indicator, {})[one.period] = one
    return by_indicator


def _order(periods: Sequence[Period]):  # type: ignore[no-untyped-def]
    place = {one.key: n for n, one in enumerate(periods)}
    return lambda key: place.get(key, -1)


def _kept(
    indicator: Indicator,
    known: Mapping[str, Measurement],
    last: str,
    periods: Sequence[Period],
    asker: Asker,
) -> Kept:
    newest = known[last]
    values = [_value(known.get(one.key)) for one in periods if one.key <= last]
    earlier = [one for one in periods if one.key < last and _value(known.get(one.key)) is not None]
    now, before = newest.value("total"), earlier[-1] if earlier else None
    change = None
    if before is not None and now is not None:
        change = now - (known[before.key].value("total") or Decimal(0))
    return Kept(
        value=written(now),
        sides=_sides(newest),
        when=newest.of.label,
        change="" if change is None else written(change, signed=True),
        since=before.label if before else "",
        course=_course(indicator, values) if len(values) > 1 and earlier else "",
        states=_states(newest) if asker.is_staff else {},
        is_locked=newest.is_locked,
        is_manual="sources" in newest.values,
        address=newest.get_absolute_url(),
    )


def _value(measurement: Measurement | None) -> float | None:
    value = measurement.value("total") if measurement else None
    return None if value is None else float(value)


def _course(indicator: Indicator, values: Iterable[float | None]) -> SafeString:
    title = _("%(name)s、四半期ごと") % {"name": writing.localized(indicator.name)}
    return sparkline(title, list(values))


def _sides(measurement: Measurement) -> str:
    told = {name: measurement.value(name) for name in ("prefecture", "city", "joint")}
    if told["prefecture"] is None or told["city"] is None:
        return ""
    text = _("道%(prefecture)s、市%(city)s、うち共同%(joint)s")
    return text % {name: written(value) for name, value in told.items()}


def _states(measurement: Measurement) -> dict[str, str]:
    names = labels(ApprovalState)
    return {one.side: names[one.state] for one in measurement.approvals.all()}


def written(value: Decimal | None, *, signed: bool = False) -> str:
    """With as many decimals as it has, three at most."""
    if value is None:
        return writing.UNKNOWN
    value = round(value, MOST_DECIMALS).normalize()
    decimals = max(0, -int(value.as_tuple().exponent))
    return writing.number(float(value), decimals, signed=signed)


def target_of(indicator: Indicator) -> str:
    if indicator.target is None:
        return ""
    return f"{wording.value(indicator.target)} {wording.when(indicator.target)}"


def why_nothing(indicator: Indicator) -> str:
    """In the reader's words; asks nothing of the database."""
    if indicator.source == "statistics":
        return _("集計なし")
    if indicator.source in ("manual", "survey"):
        return _("まだ報告がありません")
    if waits_for(indicator):
        return _("この仕事の記録が始まると数えます")
    return _("未承認") if indicator.count else _("数え方が決まっていません")


def quarters_offered(first_year: int, until: Period) -> list[Period]:
    """For a choice, the latest first."""
    years = range(until.fiscal_year, first_year - 1, -1)
    every = [quarter for year in years for quarter in reversed(quarters_of(year))]
    return [one for one in every if one.first <= until.first]
