"""Records of the markets for the proofs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Model
from django.utils import timezone

from renkei.core.sides import Side
from renkei.opportunities.models import Placement, Posting, Round, Seeker
from tests.rights.where import Where

VERSION = "2026-04"
JOB = {
    "occupation": "engineer",
    "employment": "regular",
    "remote": "none",
    "salary_from": 250_000,
    "housing": False,
}
BEGAN = date(2026, 4, 1)


def a_posting(where: Where) -> Model:
    state = "open" if where.is_public else "checked" if where.side else "draft"
    return Posting.objects.create(
        market="jobs",
        version=VERSION,
        state=state,
        unit=where.unit,
        side=where.side or Side.CITY,
        shown_to="" if state == "draft" else where.side or Side.CITY,
        organisation=where.organisation,
        initiatives=" II-1 ",
        title_ja=where.mark,
        title_en=where.mark,
        place="012076",
        region="016306",
        answers={**JOB, "duties": f"{where.mark} {where.inside}"},
        valid_until=timezone.localdate() + timedelta(days=60),
        is_public=where.is_public,
        entered_by="p",
    )


def a_seeker(where: Where) -> Model:
    """Whoever looks already in this market has left it before."""
    looks = Seeker.objects.filter(market="jobs", person=where.person_key).exclude(person="")
    return Seeker.objects.create(
        market="jobs",
        version=VERSION,
        state="left" if looks.exists() else "active",
        unit=where.unit,
        side=where.side or Side.CITY,
        organisation=where.organisation,
        person=where.person_key,
        name=where.mark,
        answers={"occupations": ["engineer"], "details": f"{where.mark} {where.inside}"},
        entered_by="p",
    )


def a_placement(where: Where) -> Model:
    """The posting is a draft, which nobody else reads either."""
    draft = a_posting(replace(where, side="", is_public=False))
    seeker = a_seeker(replace(where, mark="登録", person=None, organisation=where.applicant))
    return Placement.objects.create(
        market="jobs",
        version=VERSION,
        seeker=seeker,
        posting=draft,
        unit=where.unit,
        side=where.side or Side.CITY,
        organisation=where.organisation,
        person=where.person_key,
        reasons=[{"ja": where.inside, "en": where.inside}],
        introduced_on=BEGAN,
    )


def a_round(where: Where) -> Model:
    """One that runs at the desk already is joined by those that are over."""
    running = Round.objects.filter(market="jobs", unit=where.unit, state="open")
    return Round.objects.create(
        market="jobs",
        version=VERSION,
        state="closed" if running.exists() else "open",
        unit=where.unit,
        side=where.side or Side.CITY,
        title_ja=where.mark,
        title_en=where.mark,
        closes_on=BEGAN,
        answer_by=BEGAN + timedelta(days=14),
        lottery="2026",
        entered_by="p",
    )


MAKERS: dict[str, Callable[[Where], Model]] = {
    "posting": a_posting,
    "seeker": a_seeker,
    "placement": a_placement,
    "round": a_round,
}
