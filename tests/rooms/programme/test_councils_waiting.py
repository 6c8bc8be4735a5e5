"""What waits of councils and of calls for opinions, and for whom."""

from datetime import date, timedelta

import pytest
import time_machine

from renkei.programme.actions.council_decisions import ToDo, finish_follow_up, set_follow_up
from renkei.programme.actions.meetings import answer_invitation
from renkei.programme.actions.minutes import check_minutes, return_minutes, write_minutes
from renkei.programme.models import FollowUp, OpinionCall
from renkei.programme.queries.waiting import waiting_for
from tests.rooms.programme.councils import (
    BEFORE,
    TODAY,
    Council,
    asked_for,
    called,
    council,
    given,
    held,
)
from tests.rooms.programme.test_council_decisions_actions import decided

pytestmark = pytest.mark.django_db


def steps(of: Council, who: str, on: date = TODAY) -> list[tuple[str, bool]]:
    """Each step, and whether it lies elsewhere."""
    with time_machine.travel(BEFORE, tick=False):
        return sorted((one.step, one.is_elsewhere) for one in waiting_for(of.asker(who, on)))


def test_invitation_waits_for_whoever_was_asked_until_it_is_answered() -> None:
    of = council()
    meeting = called(of)
    before = {who: steps(of, who) for who in ("outsider", "municipality_officer", "city_office")}

    mine = meeting.attendances.get(member=of.expert)
    answer_invitation(mine, "attends", by=of.asker("outsider"), on=TODAY)

    assert before == {
        "outsider": [("出欠を答える", False)],
        "municipality_officer": [("出欠を答える", False)],
        "city_office": [],
    }
    assert steps(of, "outsider") == []


def test_paper_waits_for_its_unit_until_it_is_given() -> None:
    of = council()
    meeting = called(of)
    asked_for(of, meeting, due_on=date(2026, 7, 10))
    given(of, meeting)

    assert steps(of, "city_officer") == [("会議資料を出す", False)]
    assert steps(of, "prefecture_officer") == []


def test_minutes_wait_for_their_writer_and_then_for_another() -> None:
    of = council()
    meeting = held(of)
    unwritten = steps(of, "city_office")
    minutes = write_minutes(meeting, ("開会した。", ""), by=of.office, on=TODAY)
    written = steps(of, "city_office"), steps(of, "prefecture_office")
    return_minutes(minutes, reason="直す", by=of.asker("prefecture_office"), on=TODAY)

    assert unwritten == [("議事録を書く", False)]
    assert written == ([], [("議事録を確かめる", False)])
    assert steps(of, "city_office") == [("議事録を書く", False)]
    again = write_minutes(meeting, ("開会した。", ""), version=1, by=of.office, on=TODAY)
    check_minutes(again, by=of.asker("prefecture_office"), on=TODAY)
    assert steps(of, "prefecture_office") == []


def followed(of: Council) -> FollowUp:
    to_do = ToDo(text_ja="会場を決める", due_on=date(2026, 9, 30))
    unit = of.cast.units["prefecture_section"]
    return set_follow_up(decided(of), unit, to_do, by=of.office, on=TODAY)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 8, 1), {"prefecture_officer": [], "city_office": []}),
        (
            date(2026, 9, 1),
            {"prefecture_officer": [("対応して報告する", False)], "city_office": []},
        ),
        (
            date(2026, 10, 1),
            {
                "prefecture_officer": [("対応して報告する", False)],
                "city_office": [("対応して報告する", True)],
            },
        ),
    ],
    ids=["far", "near", "late"],
)
def test_follow_up_waits_for_its_unit_and_when_late_for_the_secretaries(
    on: date, expected: dict[str, object]
) -> None:
    of = council()
    follow_up = followed(of)
    write_minutes(follow_up.decision.meeting, ("開会した。", ""), by=of.office, on=TODAY)

    assert {who: steps(of, who, on) for who in expected} == expected


def test_follow_up_that_is_done_waits_no_more() -> None:
    of = council()
    follow_up = followed(of)
    officer = of.asker("prefecture_officer")
    finish_follow_up(follow_up, result="予約した", by=officer, on=TODAY)

    assert steps(of, "prefecture_officer", date(2026, 10, 1)) == []


def test_call_waits_to_be_closed_and_answered() -> None:
    of = council()
    call = OpinionCall.objects.create(
        unit=of.cast.units["city_section"],
        side="city",
        state="open",
        title_ja="意見",
        text_ja="どうですか",
        voices=" citizen ",
        first_day=TODAY,
        last_day=TODAY,
        is_public=True,
    )
    tomorrow = TODAY + timedelta(days=1)

    assert steps(of, "city_officer") == []
    assert steps(of, "city_officer", tomorrow) == [("締め切る", False)]
    OpinionCall.objects.filter(pk=call.pk).update(state="closed")
    assert steps(of, "city_officer", tomorrow) == [("意見に答えて公表する", False)]
    assert steps(of, "prefecture_officer", tomorrow) == []
