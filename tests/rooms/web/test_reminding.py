"""The letter of the morning: one for each person with something to do, and no other."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from renkei.directory.models import Person
from renkei.directory.queries.seats import asker_for
from renkei.paperwork.actions.notices import prefer
from renkei.paperwork.actions.reminders import For, remind
from renkei.paperwork.models import Notice, Reminder
from renkei.paperwork.states import NoticeGroup, NoticeState, NoticeWay
from renkei.web.reminding import remind_everybody
from tests.cast import standing_cast

pytestmark = pytest.mark.django_db
FIXED = 2  # who was told today, and who there is


@pytest.fixture
def citizen() -> Person:
    """Alone: whoever else is there has closed the account."""
    citizen = standing_cast().citizen
    Person.objects.exclude(pk=citizen.pk).update(is_active=False)
    return citizen


def reminded(person: Person, text: str, *, days: int = 0) -> None:
    today = timezone.localdate()
    remind(For(person=person.key), text, by=asker_for(person), due_on=today)
    # Only time makes a reminder late.
    Reminder.objects.filter(text=text).update(due_on=today + timedelta(days=days))


def test_person_is_told_how_much_waits_and_nobody_else_is(citizen: Person) -> None:
    reminded(citizen, "first", days=-2)
    reminded(citizen, "second")

    n = remind_everybody(timezone.localdate())

    notice = Notice.objects.get(template="web.waits_today")
    assert (n, notice.person) == (1, citizen.key)
    assert notice.subject == "今日の仕事：2件（期限を過ぎたもの1件）"
    assert "今日が期限のものは1件" in notice.body
    assert "確かめる：2件" in notice.body


def test_letter_says_nothing_of_the_records(citizen: Person) -> None:
    reminded(citizen, "somebody's name")

    remind_everybody(timezone.localdate())

    notice = Notice.objects.get(template="web.waits_today")
    assert "somebody" not in notice.subject + notice.body


def test_nobody_is_told_twice_on_a_day_and_again_on_the_next(citizen: Person) -> None:
    today = timezone.localdate()
    reminded(citizen, "x")
    remind_everybody(today)

    assert remind_everybody(today) == 0
    assert remind_everybody(today + timedelta(days=1)) == 1


def test_letter_is_in_the_reader_s_language(citizen: Person) -> None:
    Person.objects.filter(pk=citizen.pk).update(language="en")
    reminded(citizen, "x")

    remind_everybody(timezone.localdate())

    notice = Notice.objects.get(template="web.waits_today")
    assert notice.subject == "Your work today: 1 waiting, 0 overdue"
    assert "Look at it: 1" in notice.body


def test_whoever_wants_no_e_mail_finds_it_in_the_inbox(citizen: Person) -> None:
    prefer(citizen.key, {NoticeGroup.TASKS: NoticeWay.INBOX})
    reminded(citizen, "x")

    remind_everybody(timezone.localdate())

    assert Notice.objects.get(template="web.waits_today").state == NoticeState.NO_EMAIL


def test_closed_account_is_not_told(citizen: Person) -> None:
    reminded(citizen, "x")
    Person.objects.filter(pk=citizen.pk).update(is_active=False)

    assert remind_everybody(timezone.localdate()) == 0


def test_each_person_costs_the_same(citizen: Person) -> None:
    costs = []
    for others in ((), ("a", "b")):
        people = [Person.objects.create(name=one, email=f"{one}@x.org") for one in others]
        Notice.objects.all().delete()
        for one in (citizen, *people):
            reminded(one, f"{others} {one.key}")
        with CaptureQueriesContext(connection) as queries:
            assert remind_everybody(timezone.localdate()) == 1 + len(others)
        costs.append(len(queries) - FIXED)

    assert costs[1] == 3 * costs[0]


def test_command_says_how_many_were_told(citizen: Person) -> None:
    reminded(citizen, "x")
    said = StringIO()

    call_command("send_reminders", stdout=said)

    assert said.getvalue() == "1 people reminded\n"
