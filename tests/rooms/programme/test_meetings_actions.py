"""The life of a meeting, and who comes."""

from datetime import date, timedelta

import pytest
import time_machine

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.rights import NOBODY, Verb, may
from renkei.journal.models import Entry
from renkei.paperwork.models import Notice
from renkei.programme.actions.council_members import Named, name_member
from renkei.programme.actions.meetings import (
    Item,
    answer_invitation,
    ask_members_named_since,
    call_meeting,
    cancel_meeting,
    change_meeting,
    hold_meeting,
    plan_meeting,
    write_agenda,
)
from renkei.programme.models import Attendance, Meeting
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.programme.councils import (
    BEFORE,
    BODY,
    STARTS,
    TODAY,
    Council,
    called,
    council,
    held,
    plan,
    planned,
)

pytestmark = pytest.mark.django_db


def of_expert(meeting: Meeting, of: Council) -> Attendance:
    return meeting.attendances.get(member=of.expert)


def test_planned_meeting_is_known_to_its_secretaries_alone() -> None:
    of = council()
    meeting = planned(of)

    readers = {
        who: may(of.asker(who), Verb.READ, meeting)
        for who in ("city_office", "prefecture_office", "city_officer", "outsider")
    }

    assert readers == {
        "city_office": True,
        "prefecture_office": True,
        "city_officer": False,
        "outsider": False,
    }


def test_call_shows_the_meeting_and_asks_everybody() -> None:
    of = council()

    meeting = called(of)

    assert may(NOBODY, Verb.READ, meeting)
    assert meeting.attendances.count() == 2
    entry = Entry.objects.get(kind="meeting.called")
    assert (entry.initiatives, entry.facts) == (
        " II-3 II-4 ",
        '{"body":"council","invited":2,"is_online":false}',
    )
    told = Notice.objects.filter(template="programme.meeting_called").values_list(
        "person", flat=True
    )
    assert set(told) == {of.cast.outsider.key, of.cast.municipality_officer.key}


def test_meeting_without_an_agenda_is_not_called() -> None:
    of = council()
    meeting = plan_meeting(BODY, plan(), by=of.office, on=TODAY)

    with pytest.raises(Refused, match="議題"):
        call_meeting(meeting, by=of.office, on=TODAY)


def test_past_meeting_is_not_called() -> None:
    of = council()
    meeting = planned(of)

    with pytest.raises(Refused, match="過ぎて"):
        call_meeting(meeting, by=of.office, on=date(2026, 7, 21))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title_ja": ""}, "名前"),
        ({"ends_at": STARTS}, "終わり"),
        ({"place_ja": ""}, "オンライン"),
    ],
)
def test_faulty_plan_is_refused(wrong: dict[str, object], words: str) -> None:
    of = council()

    with pytest.raises(Refused, match=words):
        plan_meeting(BODY, plan(**wrong), by=of.office, on=TODAY)


def test_agenda_keeps_items_by_their_keys() -> None:
    of = council()
    meeting = planned(of)
    first, second = meeting.items.all()
    again = [
        Item(key=second.key, title_ja="その他", initiatives=("I-1",)),
        Item(title_ja="新しい議題"),
    ]

    write_agenda(meeting, again, by=of.office, on=TODAY)

    told = [(one.number, one.title_ja, one.references) for one in meeting.items.all()]
    assert told == [(1, "その他", ("I-1",)), (2, "新しい議題", ())]
    assert meeting.items.first() == second
    assert first not in meeting.items.all()


def test_agenda_is_written_by_secretaries_before_the_meeting() -> None:
    of = council()
    meeting = held(of)

    with pytest.raises(WrongState):
        write_agenda(meeting, [Item(title_ja="議題")], by=of.office, on=TODAY)
    with pytest.raises(NotPermitted):
        write_agenda(meeting, [Item(title_ja="議題")], by=of.asker("city_officer"), on=TODAY)
    with pytest.raises(Refused, match="議題"):
        write_agenda(planned(of), [Item(title_ja=" ")], by=of.office, on=TODAY)


def test_whoever_was_asked_hears_of_another_day() -> None:
    of = council()
    meeting = called(of)

    later = plan(starts_at=STARTS + timedelta(days=1), ends_at=STARTS + timedelta(days=1, hours=2))
    change_meeting(meeting, later, by=of.office, on=TODAY)
    change_meeting(meeting, later, by=of.office, on=TODAY)

    assert Notice.objects.filter(template="programme.meeting_changed").count() == 2


def test_answer_is_given_by_whoever_was_asked() -> None:
    of = council()
    mine = of_expert(called(of), of)

    answer_invitation(mine, "attends", by=of.asker("outsider"), on=TODAY)
    changed = answer_invitation(mine, "deputy", deputy="副会長", by=of.asker("outsider"), on=TODAY)

    assert (changed.reply, changed.deputy) == ("deputy", "副会長")
    with pytest.raises(NotPermitted):
        answer_invitation(mine, "absent", by=of.asker("municipality_officer"), on=TODAY)
    with pytest.raises(Refused, match="代理"):
        answer_invitation(mine, "deputy", by=of.asker("outsider"), on=TODAY)


def test_answer_of_a_town_is_given_by_its_officers() -> None:
    of = council()
    of_town = called(of).attendances.get(member=of.town)

    answered = answer_invitation(of_town, "absent", by=of.asker("municipality_officer"), on=TODAY)

    assert answered.reply == "absent"


def test_answer_comes_too_late_after_the_meeting() -> None:
    of = council()
    meeting = held(of)

    with pytest.raises(WrongState):
        answer_invitation(of_expert(meeting, of), "attends", by=of.asker("outsider"), on=TODAY)


def test_whose_term_was_cut_short_is_not_asked_any_more() -> None:
    of = council()
    meeting = called(of)
    type(of.expert).objects.filter(pk=of.expert.pk).update(valid_to=date(2026, 7, 10))

    with pytest.raises(WrongState, match="任期"):
        answer_invitation(of_expert(meeting, of), "attends", by=of.asker("outsider"), on=TODAY)


def test_new_members_are_asked_once() -> None:
    of = council()
    meeting = called(of)
    new = Named(role="observer", post_ja="国の機関", valid_from=TODAY)
    name_member(BODY, new, by=of.office, on=TODAY)

    asked = [ask_members_named_since(meeting, by=of.office, on=TODAY) for _ in range(2)]

    assert asked == [1, 0]
    assert meeting.attendances.count() == 3


def test_holding_says_who_was_there() -> None:
    of = council()
    meeting = called(of)

    hold_meeting(meeting, [of_expert(meeting, of).key], by=of.office, on=STARTS.date())

    assert list(meeting.attendances.values_list("has_attended", flat=True)) == [True, False]
    entry = Entry.objects.get(kind="meeting.held")
    assert entry.on == STARTS.date()
    assert '"invited":2' in entry.facts
    assert '"present":1' in entry.facts


def test_meeting_is_not_held_before_it_begins() -> None:
    of = council()

    with pytest.raises(Refused, match="始まって"):
        hold_meeting(called(of), [], by=of.office, on=TODAY)
    with pytest.raises(WrongState):
        hold_meeting(planned(of), [], by=of.office, on=STARTS.date())


def test_cancelling_needs_a_reason_and_is_told() -> None:
    of = council()
    meeting = called(of)

    with pytest.raises(Refused):
        cancel_meeting(meeting, reason=" ", by=of.office, on=TODAY)
    cancel_meeting(meeting, reason="大雪のため", by=of.office, on=TODAY)

    assert Notice.objects.filter(template="programme.meeting_cancelled").count() == 2
    assert Meeting.objects.get(pk=meeting.pk).note == "大雪のため"
    with pytest.raises(WrongState):
        cancel_meeting(held(of), reason="もう終わった", by=of.office, on=TODAY)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_call_a_meeting_the_second_is_told() -> None:
    with shared_database():
        of = council()
        office, meeting = of.office, planned(of)

        with time_machine.travel(BEFORE, tick=False):
            outcomes = at_once(
                lambda: call_meeting(meeting, by=office, on=TODAY),
                lambda: call_meeting(meeting, by=office, on=TODAY),
            )

        assert refusals(outcomes) == 1
        assert meeting.attendances.count() == 2
