"""Reminders and what waits: for whom, from which day, and gone when the work is done."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.rights import NOBODY
from renkei.paperwork.actions.deciding import accept_answers, return_answers
from renkei.paperwork.actions.documents import send_back_document
from renkei.paperwork.actions.reminders import (
    For,
    finish_reminder,
    postpone_reminder,
    remind,
)
from renkei.paperwork.models import Reminder
from renkei.paperwork.queries.waiting import waiting_for
from renkei.paperwork.states import ReminderState
from tests.cast import Cast, standing_cast
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.paperwork.filling import TODAY as ANSWERED_ON
from tests.rooms.paperwork.filling import filled, submitted
from tests.rooms.paperwork.letters_drafted import approved, drafted, series
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def today():
    return timezone.localdate()


def for_me(cast: Cast, who: str = "counsellor") -> Reminder:
    return remind(
        For(person=cast.people[who].key), "大学に電話", by=cast.asker(who), due_on=today()
    )


def for_the_desk(cast: Cast) -> Reminder:
    desk = For(unit=cast.units["city_desk"].key)
    return remind(desk, "名簿を送る", by=cast.asker("counsellor"), due_on=today())


def steps(cast: Cast, who: str) -> list[tuple[str, str]]:
    return [(one.step, one.title) for one in waiting_for(cast.asker(who))]


def test_reminder_waits_for_its_person_from_its_day(cast):
    later = remind(
        For(person=cast.counsellor.key),
        "来週",
        by=cast.asker("counsellor"),
        due_on=today() + timedelta(days=1),
    )
    mine = for_me(cast)

    (waiting,) = waiting_for(cast.asker("counsellor"))

    assert (waiting.title, waiting.due, waiting.person) == (
        "大学に電話",
        mine.due_on,
        cast.counsellor.key,
    )
    assert steps(cast, "desk_manager") == []
    assert later.state == ReminderState.OPEN


def test_reminder_of_a_unit_waits_for_everybody_there_until_one_is_done(cast):
    reminder = for_the_desk(cast)
    before = steps(cast, "desk_manager")

    finish_reminder(reminder, by=cast.asker("desk_manager"))

    assert before == [("確かめる", "名簿を送る")]
    assert steps(cast, "counsellor") == []
    with pytest.raises(WrongState):
        finish_reminder(reminder, by=cast.asker("counsellor"))


def test_nobody_sets_a_reminder_for_others(cast):
    by = cast.asker("counsellor")
    for whom in (For(person=cast.desk_manager.key), For(unit=cast.units["city_section"].key)):
        with pytest.raises(NotPermitted):
            remind(whom, "して", by=by, due_on=today())

    assert not Reminder.objects.exists()


@pytest.mark.parametrize(("text", "days"), [(" ", 0), ("電話", -1)])
def test_reminder_needs_a_text_and_a_day_to_come(cast, text, days):
    with pytest.raises(Refused):
        remind(
            For(person=cast.counsellor.key),
            text,
            by=cast.asker("counsellor"),
            due_on=today() + timedelta(days=days),
        )


def test_postponed_reminder_waits_no_more(cast):
    reminder = postpone_reminder(
        for_me(cast), by=cast.asker("counsellor"), to=today() + timedelta(days=3)
    )

    assert steps(cast, "counsellor") == []
    with pytest.raises(NotPermitted):
        postpone_reminder(reminder, by=cast.asker("desk_manager"), to=today())


@pytest.mark.django_db(transaction=True)
def test_of_two_who_are_done_at_once_the_second_is_told(cast):
    reminder = for_the_desk(cast)

    with shared_database():
        outcomes = at_once(
            lambda: finish_reminder(reminder, by=cast.asker("desk_manager")),
            lambda: finish_reminder(reminder, by=cast.asker("counsellor")),
        )

    assert refusals(outcomes) == 1


# --- what waits -------------------------------------------------------------------------------


def test_draft_waits_for_whoever_saved_it_and_submitted_answers_for_the_desk(cast):
    filled(cast)
    mine, hers = steps(cast, "counsellor"), steps(cast, "desk_manager")
    submitted(cast)

    assert [step for step, _title in mine] == ["続きを書いて提出する"]
    assert hers == []
    assert [step for step, _title in steps(cast, "desk_manager")] == ["読んで受理する"]
    assert steps(cast, "city_officer") == []


def test_accepted_answers_wait_no_more_and_returned_ones_for_whoever_can_mend_them(cast):
    university = cast.organisations["university"].key
    answers = submitted(cast, organisation=university)
    accept_answers(answers, by=cast.asker("desk_manager"), on=ANSWERED_ON)
    accepted = steps(cast, "desk_manager")

    return_answers(answers, by=cast.asker("desk_manager"), on=ANSWERED_ON, reason="人数")

    assert accepted == []
    for who in ("desk_manager", "university_representative"):
        assert [step for step, _title in steps(cast, who)] == ["直して出し直す"]


def test_letter_waits_for_another_then_for_its_writer(cast):
    of = series(cast)
    document = drafted(cast, of)
    before = steps(cast, "city_office"), steps(cast, "city_officer")
    send_back_document(document, by=cast.asker("city_office"), on=today(), reason="宛先")
    approved(cast, of)

    after = steps(cast, "city_office"), steps(cast, "city_officer")

    title = document.title
    assert before == ([("決裁する", title)], [])
    assert after == ([], [("書き直す", title), ("発出する", title)])


def test_nobody_has_anything_to_do(cast):
    submitted(cast)

    assert waiting_for(NOBODY) == []


def test_what_waits_costs_the_same_queries_with_one_and_with_three(cast):
    asker = cast.asker("counsellor")
    for_me(cast)
    submitted(cast)
    waiting_for(asker)
    with CaptureQueriesContext(connection) as with_one:
        waiting_for(asker)
    for _ in range(2):
        for_me(cast)
        submitted(cast)

    with CaptureQueriesContext(connection) as with_three:
        found = waiting_for(asker)

    assert (len(found), len(with_three), len(with_three) <= 8) == (6, len(with_one), True)


# --- pages ------------------------------------------------------------------------------------


def at(name: str, *args: str) -> str:
    return reverse(f"paperwork:{name}", args=args)


def test_reminder_is_set_from_the_page_of_a_record(client, cast):
    answers = submitted(cast)
    desk = signed_in(client, cast.counsellor)
    address = at("remind") + f"?kind=answers&key={answers.key}"

    link = desk.get(at("answers", answers.key)).content.decode()
    response = desk.post(
        address, {"text": "返事を確かめる", "due_on": today().isoformat(), "whom": "me"}
    )

    made = Reminder.objects.get()
    assert f"?kind=answers&amp;key={answers.key}" in link
    assert (response.url, made.about_key) == (at("answers", answers.key), answers.key)
    assert "受付票" in desk.get(at("reminder", made.key)).content.decode()


def test_reminder_about_a_record_that_one_may_not_find_is_not_set(client, cast):
    answers = submitted(cast)

    response = signed_in(client, cast.outsider).post(
        at("remind") + f"?kind=answers&key={answers.key}",
        {"text": "見たい", "due_on": today().isoformat(), "whom": "me"},
    )

    assert response.status_code == 404
    assert not Reminder.objects.exists()


def test_reminders_of_others_are_neither_listed_nor_shown_nor_changed(client, cast):
    reminder = for_me(cast)
    other = signed_in(client, cast.outsider)

    listed = other.get(at("reminders")).content.decode()

    assert "大学に電話" not in listed
    assert other.get(at("reminder", reminder.key)).status_code == 404
    assert other.post(at("change_reminder", reminder.key), {"choice": "done"}).status_code == 404


def test_reminder_is_postponed_and_done_from_its_page(client, cast):
    reminder = for_me(cast)
    desk = signed_in(client, cast.counsellor)
    to = today() + timedelta(days=7)

    desk.post(at("change_reminder", reminder.key), {"choice": "postpone", "to": to.isoformat()})
    reminder.refresh_from_db()
    postponed = reminder.due_on
    desk.post(at("change_reminder", reminder.key), {"choice": "done"})

    reminder.refresh_from_db()
    assert (postponed, reminder.state) == (to, ReminderState.DONE)


def test_whoever_is_not_signed_in_is_asked_to(cast):
    response = Client().get(at("reminders"))

    assert response.status_code == 302


def test_list_of_reminders_needs_the_same_queries_with_one_row_and_with_three(client, cast):
    desk = signed_in(client, cast.counsellor)
    for_the_desk(cast)
    desk.get(at("reminders"))
    with CaptureQueriesContext(connection) as with_one:
        desk.get(at("reminders"))
    for_the_desk(cast)
    for_me(cast)

    with CaptureQueriesContext(connection) as with_three:
        page = desk.get(at("reminders")).content.decode()

    assert (page.count("済みにする"), len(with_three)) == (3, len(with_one))
