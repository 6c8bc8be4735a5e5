"""Reviews that there are, what became of initiatives by them, and which ones a year still lacks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from renkei.charter.terms import Initiative, Programme
from renkei.core.rights import Asker, Role, RuledQuerySet, Verb, may
from renkei.core.sides import OTHER
from renkei.core.writing import long_date
from renkei.programme.models import Decision, Review
from renkei.programme.states import ENDING, DecisionState, Outcome, ReviewState


@dataclass(frozen=True, slots=True)
class Fate:
    """What a decision in force made of an initiative that goes on no longer."""

    outcome: str
    into: str
    since: date
    review: str
    decision: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """An initiative in a year; None where it was not reviewed, or the reader may not see it."""

    initiative: Initiative
    review: Review | None
    decision: Decision | None


def reviews_for(
    asker: Asker, *, fiscal_year: int | None = None, state: str = "", initiative: str = ""
) -> RuledQuerySet[Review]:
    found = Review.objects.visible_to(asker).prefetch_related(_standing())
    if fiscal_year:
        found = found.filter(fiscal_year=fiscal_year)
    if state:
        found = found.filter(state=state)
    return found.filter(initiative=initiative) if initiative else found


def years_of_reviews(asker: Asker) -> list[int]:
    """Of which years there are any, the newest first; one query."""
    found = Review.objects.visible_to(asker).order_by("-fiscal_year")
    return list(found.values_list("fiscal_year", flat=True).distinct())


def review_year(agreed: Programme, fiscal_year: int, asker: Asker) -> list[YearRow]:
    """All initiatives in their order; two queries."""
    standing = reviews_for(asker, fiscal_year=fiscal_year).exclude(state=ReviewState.WITHDRAWN)
    found = {one.initiative: one for one in standing}
    return [_year_row(one, found.get(one.reference)) for one in agreed.initiatives]


def _year_row(initiative: Initiative, review: Review | None) -> YearRow:
    return YearRow(initiative, review, decision_of(review) if review else None)


def decision_of(review: Review) -> Decision | None:
    """The one that is proposed or in force, of those that were prefetched."""
    return next((one for one in review.decisions.all() if one.state != "withdrawn"), None)


def with_decision(review: Review) -> Review:
    return Review.objects.prefetch_related(_standing()).get(pk=review.pk)


def reviews_about(initiative: str, asker: Asker) -> list[Review]:
    """The newest of an initiative that the reader may see, with what was decided; two queries."""
    found = reviews_for(asker, initiative=initiative).exclude(state=ReviewState.WITHDRAWN)
    return list(found[:5])


def fates(on: date) -> Mapping[str, Fate]:
    """Which initiatives go on no longer on a day, and why; one query."""
    found = Decision.objects.filter(
        state=DecisionState.IN_FORCE, outcome__in=ENDING, effective_on__lte=on
    ).select_related("review")
    return {
        one.review.initiative: Fate(one.outcome, one.into, one.effective_on, one.review_id, one.key)
        for one in found.order_by("effective_on")
    }


def fate_told(fate: Fate) -> str:
    said = {"since": long_date(fate.since), "into": fate.into}
    if fate.into:
        return _("%(since)sに%(into)sへ統合") % said
    return _("%(since)sに終了") % said


def decisions_in_force(on: date) -> list[Decision]:
    """In the order in which they take effect; one query."""
    found = Decision.objects.filter(state=DecisionState.IN_FORCE, effective_on__lte=on)
    return list(found.select_related("review").order_by("effective_on", "decided_on", "key"))


def sides_to_sign(decision: Decision, asker: Asker) -> list[str]:
    """For which governments the person can sign now."""
    if decision.state not in (DecisionState.PROPOSED, DecisionState.SIGNED):
        return []
    if not may(asker, Verb.DECIDE, decision):
        return []
    return [
        side
        for side in OTHER
        if speaks_for(asker, side)
        and not decision.is_signed_by(side)
        and getattr(decision, f"{OTHER[side]}_by") != asker.person
    ]


def speaks_for(asker: Asker, side: str) -> bool:
    """Whether the person is of the programme office of that government."""
    return side in OTHER and any(
        seat.side == side and seat.role == Role.PROGRAMME_OFFICE for seat in asker.seats
    )


def sides_waited_for(decision: Decision) -> Iterator[str]:
    if decision.state in (DecisionState.PROPOSED, DecisionState.SIGNED):
        yield from (side for side in OTHER if not decision.is_signed_by(side))


def ends(outcome: str) -> bool:
    return Outcome(outcome) in ENDING


def _standing() -> Prefetch[Any, Any, Any]:
    """With the review, which its rule asks for."""
    return Prefetch("decisions", Decision.objects.select_related("review"))
