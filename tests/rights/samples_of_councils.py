"""Records of councils and calls for opinions for the proofs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Model
from django.utils import timezone

from renkei.core.sides import Side
from renkei.programme.models import (
    Attendance,
    CouncilDecision,
    CouncilMember,
    FollowUp,
    Meeting,
    Minutes,
    OpinionCall,
    Paper,
)
from tests.rights.where import Where

LONG_AGO, LONG_AGO_TO = date(2019, 4, 1), date(2020, 3, 31)
BODIES = {"joint": "council", "city": "city_panel", "prefecture": "prefecture_council"}


def of_a_body(where: Where) -> dict[str, str]:
    side = where.side or "city"
    return {"body": BODIES[side], "side": side}


def a_council_member(where: Where) -> CouncilMember:
    """Of long ago, so that it gives nobody anything."""
    return CouncilMember.objects.create(
        **of_a_body(where),
        post_ja=where.mark,
        name=where.inside,
        person=where.person_key,
        is_public=where.is_public,
        valid_from=LONG_AGO,
        valid_to=LONG_AGO_TO,
    )


def a_meeting(where: Where) -> Meeting:
    now = timezone.now()
    return Meeting.objects.create(
        **of_a_body(where),
        state="called",
        title_ja=where.mark,
        place_ja=where.inside,
        starts_at=now + timedelta(days=20),
        ends_at=now + timedelta(days=20, hours=2),
        is_public=where.is_public,
        shown_from=now + timedelta(days=9 if where.is_later else -9),
    )


def _its_meeting(where: Where) -> Meeting:
    return a_meeting(replace(where, mark="会議", is_later=False))


def a_paper(where: Where) -> Model:
    meeting, now = _its_meeting(where), timezone.now()
    return Paper.objects.create(
        meeting=meeting,
        unit=where.unit,
        state="given",
        title_ja=where.mark,
        audience="public" if where.is_public else "members",
        side=meeting.side,
        circle=meeting.body,
        is_public=where.is_public,
        given_at=now,
        shown_from=now + timedelta(days=9 if where.is_later else -9),
    )


def an_attendance(where: Where) -> Model:
    """Of the person, else of the unit where that is a government's, else of its organisation."""
    member = a_council_member(where)
    if where.person is None and where.unit.side:
        member.unit = where.unit
    elif where.person is None:
        member.organisation = where.unit.organisation_id
    member.save()
    return Attendance.objects.create(meeting=_its_meeting(where), member=member)


def some_minutes(where: Where) -> Model:
    now = timezone.now()
    checked = {} if where.is_later else {"shown_from": now, "checked_by": "somebody"}
    is_out = where.is_public and not where.is_later
    return Minutes.objects.create(
        meeting=_its_meeting(where),
        state="published" if is_out else "checked" if checked else "draft",
        text_ja=where.inside,
        drafted_by="somebody",
        published_at=now if is_out else None,
        is_public=is_out,
        **checked,
    )


def a_decision(where: Where) -> CouncilDecision:
    meeting = _its_meeting(where)
    return CouncilDecision.objects.create(
        meeting=meeting,
        number=1,
        side=meeting.side,
        kind="agreed",
        text_ja=where.mark,
        carried_by="joint",
        initiatives=" II-3 ",
        decided_on=LONG_AGO,
        is_public=where.is_public,
    )


def a_follow_up(where: Where) -> Model:
    decision = a_decision(replace(where, mark="決定"))
    return FollowUp.objects.create(
        decision=decision,
        side=decision.side,
        unit=where.unit,
        text_ja=where.mark,
        due_on=date(2030, 1, 1),
    )


def an_opinion_call(where: Where) -> Model:
    return OpinionCall.objects.create(
        unit=where.unit,
        side=where.side or Side.JOINT,
        state="open" if where.is_public else "draft",
        title_ja=where.mark,
        text_ja=where.inside,
        voices=" citizen ",
        first_day=LONG_AGO,
        last_day=date(2099, 3, 31),
        is_public=where.is_public,
    )


MAKERS: dict[str, Callable[[Where], Model]] = {
    "council_member": a_council_member,
    "meeting": a_meeting,
    "paper": a_paper,
    "attendance": an_attendance,
    "minutes": some_minutes,
    "council_decision": a_decision,
    "follow_up": a_follow_up,
    "opinion_call": an_opinion_call,
}
