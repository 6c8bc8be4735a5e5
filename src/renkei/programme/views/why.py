"""Why this number: what is counted, the sum worked out again, and the records behind it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renkei.charter.terms import Indicator
from renkei.core.addresses import address_of_record
from renkei.core.paging import page_of
from renkei.core.rights import Asker, asker_of
from renkei.core.writing import localized, long_date, moment
from renkei.journal import telling
from renkei.programme.figures import Figure, entries_seen_behind, figure, in_words
from renkei.programme.queries.figures_shown import Sided, sided, unit_of
from renkei.programme.queries.measurements import newest, values_of
from renkei.programme.queries.standing import why_nothing
from renkei.programme.rules.officials import is_official
from renkei.programme.views.figures import end_asked, period_asked, periods_offered
from renkei.programme.views.indicators import known


@dataclass(frozen=True, slots=True)
class Behind:
    """How many entries a figure is counted from, and how many of them the reader may read."""

    n_all: int
    n_visible: int

    @property
    def n_hidden(self) -> int:
        return self.n_all - self.n_visible


@require_safe
def why(request: HttpRequest, indicator: str) -> HttpResponse:
    asker, found, period = asker_of(request), known(indicator), period_asked(request)
    asked = end_asked(request, "known")
    kept = newest(asker, period, [found.id]).get(found.id)
    # What came in after the lock is nobody else's before both governments have approved it.
    as_kept = kept.measurement.known_at if kept and not is_official(asker) else None
    at = asked or as_kept
    now = figure(found, period, known_at=at)
    context = {
        "indicator": found,
        "period": period,
        "unit": unit_of(found, period),
        "periods": [(one.key, one.label) for one in periods_offered()],
        "words": [localized(one) for one in in_words(found)],
        "known": request.GET.get("known", "") if asked else "",
        "known_told": long_date(timezone.localdate(asked)) if asked else "",
        "kept": kept,
        "kept_value": sided(kept.measurement.values) if kept else None,
        "kept_known": moment(kept.measurement.known_at) if kept else "",
        "provenance": localized(found.provenance),
        "back": f"{reverse('programme:indicator', args=[found.id])}?period={period.key}",
        "why_nothing": why_nothing(found),
        **_worked_out(request, now, kept is not None and asked is None, asker, at),
    }
    return render(request, "programme/why.html", context)


def _worked_out(
    request: HttpRequest, now: Figure, is_published: bool, asker: Asker, at: datetime | None
) -> dict[str, Any]:
    """Nobody else sees a figure before it is approved, nor one of a few people."""
    if now.state != "computed" or now.reference is not None:
        return {"official": _official(now)}
    may_see = is_official(asker) or is_published
    if not may_see or (now.is_small and not is_official(asker)):
        return {"is_withheld": may_see}
    visible = entries_seen_behind(now.indicator, now.period, asker, known_at=at)
    page = page_of(visible, request)
    return {
        "value": sided(values_of(now)),
        "sum": _sum(values_of(now), now.indicator),
        # The figure and the page have counted them already, unless there are too many for the page.
        "behind": Behind(
            now.n_entries,
            visible.n_at_most(now.n_entries) if page.is_more else page.n_found,
        ),
        "page": page.with_rows(_lines(page.rows)),
        "n_unknown": now.n_unknown,
        "no_side": now.no_side or None,
    }


def _official(now: Figure) -> dict[str, Any] | None:
    if now.reference is None or now.total is None:
        return None
    return {
        "value": sided(values_of(now)),
        "year": now.reference.year,
        "source": localized(now.reference.source),
    }


def _sum(values: dict[str, Any], indicator: Indicator) -> str:
    """27 + 35 − 20 = 42: both sides, what both have taken off once."""
    told: Sided = sided(values)
    if not told.is_told_apart or not told.joint or told.of:
        return ""
    if indicator.count and indicator.count.measure == "median":
        return ""
    return _("道 %(prefecture)s ＋ 市 %(city)s − 共同 %(joint)s ＝ %(total)s") % {
        "prefecture": told.prefecture,
        "city": told.city,
        "joint": told.joint,
        "total": told.total,
    }


def _lines(rows: Any) -> list[telling.Line]:
    return telling.lines(
        rows,
        reversals={row.pk: row.reversal for row in rows if hasattr(row, "reversal")},
        addresses={row.pk: address_of_record("journal:entry", row.pk) for row in rows},
    )
