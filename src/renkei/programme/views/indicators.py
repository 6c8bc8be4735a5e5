"""One indicator: its newest figure, its course, parts, revisions and definition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renkei.charter.reader import programme
from renkei.charter.terms import Indicator
from renkei.core.calendar import fiscal_year_of
from renkei.core.charts import Caption, Lines, Series, Span, Target, Tone, line_chart
from renkei.core.choices import labels
from renkei.core.figures import Chart
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.writing import UNKNOWN, localized, long_date
from renkei.programme import wording
from renkei.programme.actions.manual_values import BY_HAND
from renkei.programme.charters import charter_on, shocks_of, targets_of
from renkei.programme.figures import Cell, in_words, offered
from renkei.programme.models import ManualValue, Measurement
from renkei.programme.periods import Period, quarters_of
from renkei.programme.queries.breakdowns_shown import breakdown_named, note_of, parts_of_figure
from renkei.programme.queries.figures_shown import Sided, sided, unit_of
from renkei.programme.queries.measurements import (
    Stored,
    course,
    indicator_called,
    revisions,
)
from renkei.programme.queries.standing import target_of, why_nothing, written
from renkei.programme.rules.officials import is_official
from renkei.programme.states import ApprovalState, ManualState
from renkei.programme.views.figures import as_float, period_asked, periods_offered

BACK = 4  # fiscal years that a course goes back


@dataclass(frozen=True, slots=True)
class Point:
    period: Period
    value: Sided | None
    state: str
    is_locked: bool
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    label: str
    value: str
    kind: str


@require_safe
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    asker, found, period = asker_of(request), known(indicator), period_asked(request)
    points, sees_all = _points(asker, found), is_official(asker)
    by = request.GET.get("by", "")
    parts = parts_of_figure(found, period, by, asker, is_official=sees_all)
    context = {
        "indicator": found,
        "initiative": _initiative(found),
        "arrow": wording.DIRECTIONS[found.direction],
        "level": wording.LEVELS[found.level],
        "source": wording.SOURCES[found.source],
        "confidence": wording.CONFIDENCES[found.confidence],
        "target": target_of(found),
        "earlier_targets": _earlier_targets(found),
        "period": period,
        "points": points,
        "chart": _chart(found, points),
        "answer": _answer(found, points),
        "words": [localized(one) for one in in_words(found)],
        "twin": _twin(found, asker, period),
        "unit": unit_of(found, period),
        "offered": [(one, localized(breakdown_named(found, one))) for one in offered(found)],
        "by": by,
        "parts": [_part(one) for one in parts.cells],
        "revisions": [_revision(one) for one in revisions(asker, found.id, period)],
        "why": f"{reverse('programme:why', args=[found.id])}?period={period.key}",
        "periods": [(one.key, one.label) for one in periods_offered()],
        "may_enter": found.source in BY_HAND and may_enter(asker),
        "entered": _entered(asker, found, period),
        "is_official": sees_all,
    }
    return render(request, "programme/indicator.html", context)


def known(key: str) -> Indicator:
    """As it is agreed today."""
    try:
        return charter_on(timezone.localdate()).indicator(key)
    except KeyError:
        raise Http404(f"no indicator {key}") from None


def _earlier_targets(found: Indicator) -> list[str]:
    """What it was meant to be before the plan was changed, the latest first."""
    _now, *earlier = targets_of(found.id, on=timezone.localdate())
    return [
        f"{wording.value(one.value)} {wording.when(one.value)}" if one.value else _("定めなし")
        for one in earlier
    ]


def _initiative(found: Indicator) -> Any:
    return programme().initiative(found.reference) if found.reference else None


def _points(asker: Asker, found: Indicator) -> list[Point]:
    """The last quarters and years of which anything may be read."""
    year = fiscal_year_of(timezone.localdate())
    asked = [one for n in range(year - BACK, year + 1) for one in quarters_of(n)]
    kept = course(asker, found.id, asked)
    return [_point(found, kept[one.key]) for one in asked if one.key in kept]


def _point(found: Indicator, kept: Measurement) -> Point:
    return Point(
        period=kept.of,
        value=sided(kept.values),
        state=_("確定") if kept.is_locked else _("承認前"),
        is_locked=kept.is_locked,
        why=f"{reverse('programme:why', args=[found.id])}?period={kept.period}",
    )


def _answer(found: Indicator, points: Sequence[Point]) -> str:
    """The newest figure in a sentence."""
    told = [one for one in points if one.value and one.value.total != UNKNOWN]
    if not told:
        return why_nothing(found)
    last = told[-1]
    said = {
        "period": last.period.label,
        "name": localized(found.name),
        "total": last.value.total if last.value else "",
        "unit": unit_of(found, last.period),
        "prefecture": last.value.prefecture if last.value else "",
        "city": last.value.city if last.value else "",
        "joint": last.value.joint if last.value else "",
    }
    if last.value and last.value.is_told_apart:
        return (
            _(
                "%(name)sは、%(period)sに%(total)s（単位：%(unit)s）。道%(prefecture)s、市%(city)s、うち共同%(joint)s。"
            )
            % said
        )
    return _("%(name)sは、%(period)sに%(total)s（単位：%(unit)s）。") % said


def _chart(found: Indicator, points: Sequence[Point]) -> Chart | None:
    """None for a single point: a line needs two."""
    if len(points) < 2:
        return None
    spots = list(enumerate(points))
    drawn = [
        (_("合計"), Tone.TOTAL, "total"),
        (_("道"), Tone.PREFECTURE, "prefecture"),
        (_("市"), Tone.CITY, "city"),
    ]
    series = [
        Series(name, [(n, _number(one, part)) for n, one in spots], tone)
        for name, tone, part in drawn
        if any(_number(one, part) is not None for one in points)
    ]
    ticks = [(n, one.period.key) for n, one in spots if one.period.key.endswith("Q1") or not n]
    unit = unit_of(found, points[-1].period)
    caption = Caption("course", localized(found.name), unit)
    target = None
    if found.target and found.basis == "level":
        target = Target(len(points) - 1, float(found.target.value), target_of(found))
    spans = list(_shocks(found, [one.period for one in points]))
    return line_chart(Lines(caption, series, unit, x_ticks=ticks, target=target, spans=spans))


def _number(point: Point, part: str) -> float | None:
    return as_float(point.value.numbers.get(part)) if point.value else None


def _shocks(found: Indicator, periods: Sequence[Period]) -> Iterator[Span]:
    """What broke the course from outside, over the periods that it touches."""
    for shock in shocks_of(found, periods[0].first, periods[-1].last):
        last = shock.last or f"{periods[-1].last:%Y-%m}"
        touched = [
            n
            for n, one in enumerate(periods)
            if shock.first <= f"{one.last:%Y-%m}" and f"{one.first:%Y-%m}" <= last
        ]
        if touched:
            yield Span(touched[0], touched[-1], localized(shock.name))


def _part(cell: Cell) -> Part:
    return Part(localized(cell.label), note_of(cell) or _written(cell.value), cell.kind)


def _written(value: Decimal | None) -> str:
    return UNKNOWN if value is None else written(value)


def _twin(found: Indicator, asker: Asker, period: Period) -> dict[str, Any] | None:
    """The other definition of the same thing, side by side."""
    other = indicator_called(found.same_thing_as) if found.same_thing_as else None
    if other is None:
        return None
    kept = course(asker, other.id, [period]).get(period.key)
    return {
        "indicator": other,
        "value": sided(kept.values) if kept else None,
        "words": [localized(one) for one in in_words(other)],
    }


def _revision(one: Stored) -> dict[str, Any]:
    kept, states = one.measurement, labels(ApprovalState)
    return {
        "n": kept.revision,
        "value": sided(kept.values),
        "reason": kept.reason,
        "locked": long_date(timezone.localdate(kept.locked_at)) if kept.locked_at else "",
        "prefecture": states[one.state("prefecture")],
        "city": states[one.state("city")],
        "known": kept.known_at.isoformat(),
    }


def _entered(asker: Asker, found: Indicator, period: Period) -> list[dict[str, Any]]:
    values = ManualValue.objects.visible_to(asker).filter(indicator=found.id, period=period.key)
    return [
        {
            "one": value,
            "value": _written(value.value()),
            "side": value.get_side_display(),
            "state": value.get_state_display(),
            "may_confirm": value.state == ManualState.ENTERED
            and value.entered_by != asker.person
            and may(asker, Verb.DECIDE, value),
            "may_withdraw": value.state != ManualState.WITHDRAWN and may(asker, Verb.WRITE, value),
        }
        for value in values
    ]


def may_enter(asker: Asker) -> bool:
    return any(
        may(asker, Verb.WRITE, ManualValue(unit=seat.unit, unit_side=seat.side))
        for seat in asker.seats
    )
