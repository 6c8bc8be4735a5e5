"""What the tests of councils share: a joint council with members, and a meeting of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from renkei.core.rights import Asker
from renkei.paperwork.actions.attachments import attach
from renkei.programme.actions.council_members import Named, name_member
from renkei.programme.actions.meetings import (
    Item,
    Plan,
    call_meeting,
    hold_meeting,
    plan_meeting,
    write_agenda,
)
from renkei.programme.actions.papers import Wanted, ask_for_paper, give_paper
from renkei.programme.models import CouncilMember, Meeting, Paper
from tests.cast import Cast, standing_cast

BODY = "council"  # the joint one of the charter
TODAY = date(2026, 7, 1)
STARTS = datetime(2026, 7, 20, 5, 0, tzinfo=timezone.get_fixed_timezone(0))
BEFORE = datetime(2026, 7, 1, 1, 0, tzinfo=timezone.get_fixed_timezone(0))
A_TERM = date(2026, 4, 1)


@dataclass
class Council:
    """The programme office of the city keeps it; `outsider` is an expert without a seat."""

    cast: Cast
    expert: CouncilMember
    town: CouncilMember

    def asker(self, name: str, on: date = TODAY) -> Asker:
        return self.cast.asker(name, on=on)

    @property
    def office(self) -> Asker:
        return self.asker("city_office")


def council() -> Council:
    cast = standing_cast()
    office = cast.asker("city_office", on=TODAY)
    expert = Named(role="chair", post_ja="有識者", person=cast.outsider.key, valid_from=A_TERM)
    town = Named(
        role="member",
        post_ja="町",
        organisation=cast.organisations["municipality"].key,
        valid_from=A_TERM,
        valid_to=date(2027, 3, 31),
    )
    return Council(
        cast,
        name_member(BODY, expert, by=office, on=TODAY),
        name_member(BODY, town, by=office, on=TODAY),
    )


def plan(**more: object) -> Plan:
    values: dict[str, object] = {
        "title_ja": "第1回協議会",
        "title_en": "First meeting",
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(hours=2),
        "place_ja": "道庁別館",
        "is_public": True,
    }
    return Plan(**{**values, **more})  # type: ignore[arg-type]


def planned(of: Council, **more: object) -> Meeting:
    meeting = plan_meeting(BODY, plan(**more), by=of.office, on=TODAY)
    items = [
        Item(
            title_ja="若者の地元定着", title_en="Staying in the area", initiatives=("II-3", "II-4")
        ),
        Item(title_ja="その他"),
    ]
    return write_agenda(meeting, items, by=of.office, on=TODAY)


def called(of: Council, **more: object) -> Meeting:
    with time_machine.travel(BEFORE, tick=False):
        return call_meeting(planned(of, **more), by=of.office, on=TODAY)


def held(of: Council, **more: object) -> Meeting:
    meeting = called(of, **more)
    return hold_meeting(meeting, [], by=of.office, on=STARTS.date())


def asked_for(of: Council, meeting: Meeting, audience: str = "members", **more: object) -> Paper:
    wanted = Wanted(**{"title_ja": "資料1", "audience": audience, **more})  # type: ignore[arg-type]
    unit = of.cast.units["city_section"]
    return ask_for_paper(meeting, unit, wanted, by=of.office, on=TODAY)


def given(of: Council, meeting: Meeting, audience: str = "members", **more: object) -> Paper:
    paper = asked_for(of, meeting, audience, **more)
    officer = of.asker("city_officer")
    attach(paper, a_file(paper.key), by=officer)
    return give_paper(paper, by=officer, on=TODAY)


def a_file(words: str = "words") -> SimpleUploadedFile:
    return SimpleUploadedFile("paper.txt", words.encode(), "text/plain")
