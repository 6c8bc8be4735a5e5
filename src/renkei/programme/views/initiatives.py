"""The page of an initiative: what was agreed, what was done, what comes next."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.terms import Initiative
from renkei.core.charts import Bars, Caption, Part, Tone, bar_chart
from renkei.core.figures import Chart
from renkei.core.rights import Asker, asker_of
from renkei.core.sides import OTHER
from renkei.core.writing import fiscal_year, localized, long_date, number
from renkei.directory.queries.charges import in_charge_of
from renkei.programme.charters import changes_of, charter_on, versions
from renkei.programme.models import Review
from renkei.programme.queries.activities import activities_of
from renkei.programme.queries.changes import change_rows
from renkei.programme.queries.councils import DecisionRow, decisions_about
from renkei.programme.queries.money import YearOfMoney, money_of
from renkei.programme.queries.overview import lately, sides
from renkei.programme.queries.progress import Done, years_of
from renkei.programme.queries.reports import reports_about
from renkei.programme.queries.reviews import decision_of, fate_told, fates, reviews_about
from renkei.programme.queries.spread import YearReached, reach_by_year, years_so_far
from renkei.programme.rules.activities import units_to_record
from renkei.programme.rules.officials import is_official
from renkei.programme.views.activities import rows_of
from renkei.programme.views.watching import watched

LATELY = 5


def initiative(request: HttpRequest, reference: str) -> HttpResponse:
    today = timezone.localdate()
    agreed = charter_on(today)
    try:
        found = agreed.initiative(reference)
    except KeyError:
        raise Http404(f"no initiative {reference}") from None
    asker = asker_of(request)
    years = years_so_far(today)
    context = {
        "initiative": found,
        "theme": agreed.theme_of(found),
        "sides": list(sides(found, in_charge_of(reference, today, asker=asker))),
        "is_staff": asker.is_staff,
        "entries": lately(found, asker),
        **watched(found.indicators, asker),
        **_work(found, years, asker),
        **_spread(reach_by_year(years, initiative=reference)),
        **_money(money_of(reference, years)),
        **_next(decisions_about(reference, asker)),
        **_reviewed(found, reviews_about(reference, asker)),
        **_ended(reference, today),
        "today": long_date(today),
        "may_record": bool(units_to_record(asker)),
        "reports": reports_about(reference, asker),
        "before": agreed.before(found),
        "after": agreed.after(found),
    }
    return render(request, "programme/initiative.html", context)


# --- what was done --------------------------------------------------------------------------------


def _work(found: Initiative, years: list[int], asker: Asker) -> dict[str, Any]:
    done = years_of(found.reference, years)
    this = done[max(done)]
    sees_all = is_official(asker)
    latest = activities_of(found.reference, asker, limit=LATELY)
    return {
        "year": fiscal_year(max(done)),
        "done": this,
        "done_before": sum(one.total for one in done.values()) - this.total,
        "done_years": [
            (fiscal_year(year), *(number(n) for n in _counts(one)))
            for year, one in reversed(done.items())
        ],
        "done_chart": _chart(found, done) if any(one.total for one in done.values()) else None,
        "activities": rows_of(latest, is_official=sees_all),
    }


def _counts(one: Done) -> tuple[int, ...]:
    return one.prefecture, one.city, one.joint, one.total


def _chart(found: Initiative, done: dict[int, Done]) -> Chart:
    layers = (
        ("prefecture", _("道だけ"), Tone.PREFECTURE),
        ("joint", _("道市共同"), Tone.JOINT),
        ("city", _("市だけ"), Tone.CITY),
    )
    caption = Caption(
        "done",
        _("%(reference)sの活動の数、年度ごと") % {"reference": found.reference},
        _("道だけ、市だけ、両者で行った活動を積み重ねた棒"),
    )
    parts = [
        Part(name, [one.by[side] for one in done.values()], tone) for side, name, tone in layers
    ]
    return bar_chart(Bars(caption, list(done), parts, unit=_("件")))


# --- where, with how much money -------------------------------------------------------------------


def _spread(years: list[YearReached]) -> dict[str, Any]:
    """From the first year in which anything is known to have happened anywhere."""
    since = next((place for place, one in enumerate(years) if one.n_towns), len(years))
    return {
        "reached": years[-1].n_towns,
        "reached_share": _percent(years[-1].share_beyond),
        "reached_years": [
            (fiscal_year(one.fiscal_year), number(one.n_towns), _percent(one.share_beyond))
            for one in reversed(years[since:])
        ],
    }


def _percent(share: float | None) -> str:
    return number(None) if share is None else _("%(n)s％") % {"n": number(100 * share)}


def _money(years: list[YearOfMoney]) -> dict[str, Any]:
    known = [one for one in reversed(years) if any(one.of(side).is_known for side in OTHER)]
    return {
        "money_years": [
            (fiscal_year(one.fiscal_year), *(number(amount) for amount in _amounts(one)))
            for one in known
        ]
    }


def _amounts(one: YearOfMoney) -> Iterator[int | None]:
    for side in OTHER:
        yield from (one.of(side).planned, one.of(side).spent)
    yield from (one.planned, one.spent)


# --- what was reviewed, and what that changed -----------------------------------------------------


def _reviewed(found: Initiative, reviews: list[Review]) -> dict[str, Any]:
    """The versions are asked for only where a review made one."""
    decided = [(one, decision_of(one)) for one in reviews]
    numbers = {made.version for _one, made in decided if made and made.version}
    known = [one for one in versions() if one.number in numbers] if numbers else []
    latest = known[-1] if known else None
    changes = changes_of(latest) if latest else []
    return {
        "reviews": [
            (
                one.get_absolute_url(),
                fiscal_year(one.fiscal_year),
                one.get_state_display(),
                made.get_outcome_display() if made else "",
            )
            for one, made in decided
        ],
        "changed_on": long_date(latest.effective_on) if latest else "",
        "changed_why": localized(latest.reason) if latest and latest.reason else "",
        "changes": change_rows(one for one in changes if one.initiative == found.reference),
    }


def _ended(reference: str, today: date) -> dict[str, Any]:
    fate = fates(today).get(reference)
    return {"fate": fate, "ended": fate_told(fate) if fate else ""}


# --- what comes next ------------------------------------------------------------------------------


def _next(decisions: list[DecisionRow]) -> dict[str, Any]:
    """What councils decided and is not done yet stands first."""
    return {
        "decisions": decisions,
        "to_follow": [one for one in decisions if one.follow_ups.n_open],
    }
