"""The programme and its themes: how it stands, in a sentence and initiative by initiative."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.terms import Initiative
from renkei.core.calendar import fiscal_year_of
from renkei.core.rights import Asker, asker_of
from renkei.core.writing import fiscal_year, long_date, number
from renkei.programme import wording
from renkei.programme.charters import charter_on
from renkei.programme.periods import Period, quarter_of
from renkei.programme.queries.activities import ActivitiesAsked, activities_seen
from renkei.programme.queries.measurements import measured_periods
from renkei.programme.queries.progress import Done, Progress, progress
from renkei.programme.queries.reviews import Fate, fate_told, fates
from renkei.programme.queries.standing import quarters_offered, standing
from renkei.programme.queries.waiting import waiting_for
from renkei.programme.rules.officials import is_official
from renkei.programme.states import ActivityState
from renkei.programme.views.activities import rows_of
from renkei.programme.views.watching import watched

LATELY = 5
RECORDED = ActivitiesAsked(state=ActivityState.RECORDED)


def home(request: HttpRequest) -> HttpResponse:
    agreed, asker = charter_on(timezone.localdate()), asker_of(request)
    period = Period.year(fiscal_year_of(timezone.localdate()))
    done = progress(period)
    latest = activities_seen(asker, RECORDED)[:LATELY]
    sees_all, ended = is_official(asker), fates(timezone.localdate())
    context = {
        "programme": agreed,
        "finding": finding(done, agreed.initiatives, period),
        "themes": [(theme, rows(theme.initiatives, done, ended)) for theme in agreed.themes],
        "activities": rows_of(latest, is_official=sees_all),
        "period": wording.period(agreed.period),
        "predecessor": agreed.predecessor and wording.period(agreed.predecessor),
        "successor": agreed.successor and wording.period(agreed.successor),
        **watched(agreed.indicators, asker),
        **(_for_staff(request, asker) if sees_all else {}),
    }
    return render(request, "programme/home.html", context)


def _for_staff(request: HttpRequest, asker: Asker) -> dict[str, object]:
    """What waits, and every indicator of a quarter with both governments' word on it."""
    agreed, now = charter_on(timezone.localdate()), quarter_of(timezone.localdate())
    offered = quarters_offered(agreed.period.first, now)
    asked = request.GET.get("quarter", "")
    wanted = {one.key: one for one in offered}
    kept = next((one for one in measured_periods() if one.key in wanted), now)
    quarter = wanted.get(asked, kept)
    rows = standing(agreed.every_indicator, asker, quarter, only=True)
    return {
        "waiting": [one for one in waiting_for(asker) if not one.is_elsewhere][:LATELY],
        "quarter": quarter.key,
        "quarter_told": quarter.label,
        "quarters": [(one.key, one.label) for one in offered],
        "standing": [
            ("", agreed.title, [rows[one.id] for one in agreed.indicators]),
            *(
                (one.reference, one.title, [rows[i.id] for i in one.indicators])
                for one in agreed.initiatives
            ),
        ],
        "n_kept": sum(1 for row in rows.values() if row.kept),
        "n_locked": sum(1 for row in rows.values() if row.kept and row.kept.is_locked),
        "n_indicators": len(rows),
    }


def theme(request: HttpRequest, reference: str) -> HttpResponse:
    agreed = charter_on(timezone.localdate())
    try:
        found = agreed.theme(reference)
    except KeyError:
        raise Http404(f"no theme {reference}") from None
    period = Period.year(fiscal_year_of(timezone.localdate()))
    done = progress(period, [one.reference for one in found.initiatives])
    context = {
        "programme": agreed,
        "theme": found,
        "finding": finding(done, found.initiatives, period),
        "initiatives": rows(found.initiatives, done, fates(timezone.localdate())),
    }
    return render(request, "programme/theme.html", context)


@dataclass(frozen=True, slots=True)
class InitiativeRow:
    """An initiative with what was done for it this year."""

    initiative: Initiative
    done: str
    ended: str  # where a review ended or merged it


def rows(
    initiatives: Iterable[Initiative], done: Progress, ended: Mapping[str, Fate]
) -> list[InitiativeRow]:
    return [
        InitiativeRow(
            one,
            _told(done.of(one.reference)),
            fate_told(ended[one.reference]) if one.reference in ended else "",
        )
        for one in initiatives
    ]


def _told(done: Done) -> str:
    if not done.total or done.last_on is None:
        return _("今年度の活動はまだ記録されていません")
    said = {"n": number(done.total), "day": long_date(done.last_on)}
    return _("今年度%(n)s件、最後は%(day)s") % said


def finding(done: Progress, initiatives: Sequence[Initiative], period: Period) -> str:
    """The year so far in a sentence, from today's figures; empty where nothing is recorded."""
    if not done.whole.total:
        return ""
    busy = sum(1 for one in initiatives if done.of(one.reference).total)
    return _(
        "%(year)sは、きょうまでに%(initiatives)sの取組のうち%(busy)sの取組で、%(total)s件の活動が"
        "行われました（道%(prefecture)s件、市%(city)s件、うち共同%(joint)s件）。"
    ) % {
        "year": fiscal_year(period.fiscal_year),
        "initiatives": len(initiatives),
        "busy": busy,
        "total": number(done.whole.total),
        "prefecture": number(done.whole.prefecture),
        "city": number(done.whole.city),
        "joint": number(done.whole.joint),
    }
