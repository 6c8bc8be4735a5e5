"""Records of reviews and their decisions for the proofs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import count

from django.db.models import Model
from django.utils import timezone

from renkei.charter.reader import programme
from renkei.core.sides import Side
from renkei.programme.models import Decision, Review
from tests.rights.where import Where

AGREED = date(2019, 4, 1)
numbers = count(1)
REVIEWED = [one.reference for one in programme().initiatives]


def a_review(where: Where) -> Model:
    """Another initiative or another year each time: one is reviewed once a year."""
    n = next(numbers)
    return Review.objects.create(
        initiative=REVIEWED[n % len(REVIEWED)],
        fiscal_year=2030 + n // len(REVIEWED),  # the demonstration has reviewed earlier ones
        side=where.side or Side.CITY,
        state="decided" if where.is_public else "found",
        is_public=where.is_public,
        finding_ja=f"{where.mark} {where.inside}",
        finding_en=f"{where.mark} {where.inside}",
        known_at=timezone.now(),
        made_by="p",
    )


def a_review_decision(where: Where) -> Model:
    at = timezone.now()
    signed = {"prefecture_by": "p", "prefecture_at": at, "city_by": "c", "city_at": at}
    out = {"state": "in_force", "is_public": True, "decided_on": AGREED, **signed}
    return Decision.objects.create(
        review=a_review(replace(where, mark="所見")),
        side=where.side or Side.CITY,
        outcome="continue",
        reason_ja=f"{where.mark} {where.inside}",
        reason_en=f"{where.mark} {where.inside}",
        effective_on=AGREED,
        proposed_by="p",
        proposed_at=at,
        **(out if where.is_public else {}),
    )


MAKERS: dict[str, Callable[[Where], Model]] = {
    "review": a_review,
    "review_decision": a_review_decision,
}
