"""Reviews: the work list, a year with all initiatives, one review, and signing."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from renkei.charter.differences import differences
from renkei.charter.errors import CharterError
from renkei.charter.terms import Initiative
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.sides import OTHER, Side
from renkei.core.writing import fiscal_year, listed, localized, long_date, moment, number
from renkei.programme.actions.decisions import sign_decision
from renkei.programme.charters import changes_of, charter_on, charter_with, versions
from renkei.programme.models import Decision, Review
from renkei.programme.queries.changes import ChangeRow, change_rows
from renkei.programme.queries.reviews import (
    decision_of,
    review_year,
    reviews_for,
    sides_to_sign,
    sides_waited_for,
    with_decision,
    years_of_reviews,
)
from renkei.programme.states import DecisionState, ReviewState
from renkei.programme.views.frozen import figure_rows


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    asker, asked = asker_of(request), request.GET
    year, state = asked.get("year", ""), asked.get("state", "")[:12]
    initiative = asked.get("initiative", "")[:8]
    wanted = int(year) if year.isdecimal() and len(year) == 4 else None
    found = reviews_for(asker, fiscal_year=wanted, state=state, initiative=initiative)
    page = page_of(found, request)
    agreed = charter_on(timezone.localdate())
    titles = {one: localized(title) for one, title in agreed.titles.items()}
    years = years_of_reviews(asker)
    context = {
        "page": page.with_rows([_row(one, titles) for one in page.rows]),
        "years": [(str(one), fiscal_year(one)) for one in years],
        "newest": years[0] if years else None,
        "states": ReviewState.choices,
        "initiatives": [(one, f"{one} {title}") for one, title in titles.items()],
        "asked": {"year": year, "state": state, "initiative": initiative},
        "is_filtered": bool(year or state or initiative),
        "may_write": may(asker, Verb.WRITE, Review()),
    }
    return render(request, "programme/reviews.html", context)


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    initiative: str
    title: str
    year: str
    outcome: str
    step: str
    is_open: bool


def _row(one: Review, titles: dict[str, str]) -> Row:
    decision = decision_of(one)
    return Row(
        key=one.key,
        initiative=one.initiative,
        title=titles.get(one.initiative, ""),
        year=fiscal_year(one.fiscal_year),
        outcome=str(decision.get_outcome_display()) if decision else "",
        step=step_of(one, decision),
        is_open=one.is_open,
    )


def step_of(review: Review, decision: Decision | None) -> str:
    """What the review waits for, or how it ended."""
    if review.state == ReviewState.WITHDRAWN:
        return _("取り下げられました")
    if decision is None:
        return _("結論の提案を待っています")
    if decision.state == DecisionState.RETURNED:
        return _("提案の書き直しを待っています")
    waited = [str(Side(side).label) for side in sides_waited_for(decision)]
    if waited:
        return _("%(sides)sの署名を待っています") % {"sides": listed(waited)}
    told = {"day": long_date(decision.effective_on)}
    return _("発効しました（%(day)sから適用）") % told


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    asker, agreed = asker_of(request), charter_on(timezone.localdate())
    if not 2000 <= year <= 2100:
        raise Http404(f"no fiscal year {year}")
    rows = review_year(agreed, year, asker)
    decided = sum(1 for one in rows if one.review and not one.review.is_open)
    begun = sum(1 for one in rows if one.review and one.review.is_open)
    context = {
        "year": fiscal_year(year),
        "number": year,
        "rows": [
            (
                one.initiative,
                one.review,
                one.decision.get_outcome_display() if one.decision else "",
                step_of(one.review, one.decision) if one.review else "",
            )
            for one in rows
        ],
        "decided": decided,
        "begun": begun,
        "waiting": len(rows) - decided - begun,
        "n": len(rows),
        "years": [(one, fiscal_year(one)) for one in years_of_reviews(asker)],
        "may_write": may(asker, Verb.WRITE, Review()),
    }
    return render(request, "programme/review_year.html", context)


@require_safe
def review(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    one = with_decision(Review.objects.seen_by(asker, key=key))
    decision = decision_of(one)
    context = {
        **_head(one, decision),
        "figures": figure_rows(one, is_official=asker.is_staff and not one.is_public),
        **(_decision(decision, asker) if decision else {}),
        "may_correct": one.is_open and not decision and may(asker, Verb.WRITE, one),
        "may_propose": one.is_open
        and not decision
        and may(asker, Verb.WRITE, Decision(review=one)),
    }
    return render(request, "programme/review.html", context)


def _head(one: Review, decision: Decision | None) -> dict[str, Any]:
    found = _initiative(one)
    return {
        "review": one,
        "decision": decision,
        "initiative": found,
        "title": _("%(initiative)sの見直し %(year)s")
        % {"initiative": one.initiative, "year": fiscal_year(one.fiscal_year)},
        "year": fiscal_year(one.fiscal_year),
        "state": one.get_state_display(),
        "step": step_of(one, decision),
        "since": _since(one, decision),
        "known_at": moment(one.known_at),
        "version": one.charter_version,
    }


def _initiative(one: Review) -> Initiative | None:
    """None where the charter knows no such initiative any more."""
    try:
        return charter_on(timezone.localdate()).initiative(one.initiative)
    except KeyError:
        return None


def _since(one: Review, decision: Decision | None) -> str:
    """For how many days the next step is waited for."""
    if not one.is_open:
        return ""
    moments = [one.made_at]
    if decision:
        signed = [at for at in (decision.prefecture_at, decision.city_at) if at]
        moments = [*signed, decision.proposed_at]
    days = (timezone.localdate() - timezone.localdate(max(moments))).days
    return _("%(n)s日前から") % {"n": number(days)} if days else _("きょうから")


def _decision(decision: Decision, asker: Asker) -> dict[str, Any]:
    is_office = may(asker, Verb.WRITE, decision)
    to_sign = sides_to_sign(decision, asker)
    return {
        "outcome": decision.get_outcome_display(),
        "into": decision.into,
        "reason": decision.reason,
        "effective": long_date(decision.effective_on),
        "decided": long_date(decision.decided_on) if decision.decided_on else "",
        "signatures": [(Side(side).label, _signed(decision, side)) for side in OTHER],
        "to_sign": [(side, Side(side).label) for side in to_sign],
        "may_change": decision.is_open and is_office,
        "changes": changes_in(decision),
        "has_lapsed": decision.is_open and decision.effective_on < timezone.localdate(),
    }


def _signed(decision: Decision, side: str) -> str:
    at = getattr(decision, f"{side}_at")
    return moment(at) if at else ""


def changes_in(decision: Decision) -> list[ChangeRow] | None:
    """Word for word; None where the charter was changed so that the proposal fits no longer."""
    changes = [one.change for one in decision.amendments.all()]
    if not changes:
        return []
    try:
        if decision.version is not None:
            return _of_version(decision)
        after = charter_with(decision.effective_on, changes)
    except CharterError:
        return None
    return change_rows(differences(charter_on(decision.effective_on), after))


def _of_version(decision: Decision) -> list[ChangeRow]:
    version = next(one for one in versions() if one.number == decision.version)
    return change_rows(changes_of(version))


@require_POST
def sign(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    one = Review.objects.seen_by(asker, Verb.DECIDE, key=key)
    decision = decision_of(with_decision(one))
    revision = request.POST.get("revision", "")
    if decision is None or not revision.isdecimal():
        raise Http404("nothing to sign")
    signed = sign_decision(
        decision,
        side=request.POST.get("side", "")[:10],
        revision=int(revision[:5]),
        by=asker,
        on=timezone.localdate(),
    )
    if signed.state == DecisionState.IN_FORCE:
        messages.success(request, _("道と市の両方が署名したので、発効しました。"))
    else:
        messages.success(request, _("署名しました。もう一方の側が署名すると発効します。"))
    return redirect("programme:review", key)
