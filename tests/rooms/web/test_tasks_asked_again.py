"""My tasks are asked with the statement of before, and say what is true now."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from renkei.core.kept import Kept
from renkei.core.prepared import Statement, statement_of
from renkei.core.rights import Asker
from renkei.core.rights.circles import circles_of
from renkei.core.waiting import Waiting, _kept, told
from renkei.directory.actions.access import open_record
from renkei.directory.models import Agreement, Membership
from renkei.paperwork.models import Reminder
from renkei.programme.queries.council_waiting import COUNCILS
from renkei.web.tasks import ROOMS, all_waiting
from tests.cast import Cast, standing_cast
from tests.rights.example import file_of
from tests.rooms.programme.councils import BEFORE, TODAY, called, council

pytestmark = pytest.mark.django_db
TITLE = "様式の確認"


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def reminder(cast: Cast, unit: str) -> Reminder:
    made: Reminder = Reminder.objects.create(
        unit=cast.units[unit].key, text=TITLE, due_on=timezone.localdate()
    )
    return made


def titles(asker: Asker) -> list[str]:
    return [one.title for one in all_waiting(asker)]


def test_sorts_are_named_without_asking_the_database(cast: Cast) -> None:
    askers = [cast.asker(who) for who in cast.people]
    for asker in askers:  # what rules ask of a person is known
        asker.handed.everything()
        circles_of(asker)

    with CaptureQueriesContext(connection) as queries:
        named = [sort for asker in askers for room in ROOMS for sort in room.sorts(asker)]

    assert len(named) > 10 * len(askers)
    assert len(queries) == 0


def test_statement_is_made_once_for_whoever_stands_the_same(cast: Cast) -> None:
    _kept.cache_clear()

    for _ in range(3):
        all_waiting(cast.asker("city_officer"))

    assert (_kept.cache_info().misses, _kept.cache_info().hits) == (1, 2)


def test_statement_is_made_anew_once_somebody_stands_elsewhere(cast: Cast) -> None:
    made: list[str] = []

    def build(asker: Asker) -> Statement:
        made.append(asker.person)
        return statement_of(Agreement.objects.visible_to(asker).values_list("key"))

    kept, reader = Kept(build), "prefecture_officer"
    file = file_of(cast)
    before = [kept.of(cast.asker(reader)).rows() for _ in range(2)]
    open_record(file, by=cast.asker(reader), reason="相手側の担当から照会があったため", hours=2)
    after = [kept.of(cast.asker(reader)).rows() for _ in range(2)]

    assert before == [[], []]
    assert after == [[(file.key,)], [(file.key,)]]
    assert len(made) == 2


def test_what_came_and_went_in_between_is_seen(cast: Cast) -> None:
    before = titles(cast.asker("city_officer"))
    one = reminder(cast, "city_section")
    while_there = titles(cast.asker("city_officer"))
    one.delete()

    assert before.count(TITLE) == 0
    assert while_there.count(TITLE) == 1
    assert titles(cast.asker("city_officer")) == before


def test_who_loses_a_seat_is_told_no_more_of_it(cast: Cast) -> None:
    reminder(cast, "city_section")
    assert TITLE in titles(cast.asker("city_officer"))

    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(person=cast.city_officer).update(valid_to=yesterday)

    assert TITLE not in titles(cast.asker("city_officer"))


def test_two_at_the_same_unit_are_told_by_their_own_standing(cast: Cast) -> None:
    reminder(cast, "city_section")

    assert [
        TITLE in titles(cast.asker(who))
        for who in ("city_officer", "prefecture_officer", "counsellor", "outsider")
    ] == [True, False, False, False]


def test_the_reader_changes_the_language_and_is_told_in_it(cast: Cast) -> None:
    reminder(cast, "city_section")

    steps = []
    for language in ("ja", "en", "ja"):
        with override(language):
            [one] = [one for one in all_waiting(cast.asker("city_officer")) if one.title == TITLE]
            steps.append((one.step, one.address.startswith("/en/")))

    assert steps == [("確かめる", False), ("Look at it", True), ("確かめる", False)]


def test_invitation_waits_until_the_meeting_begins() -> None:
    of = council()
    meeting = called(of)

    def waits_at(moment: object) -> list[Waiting]:
        with time_machine.travel(moment, tick=False):
            return told(of.asker("outsider", TODAY), COUNCILS)

    early = waits_at(meeting.starts_at - timedelta(minutes=1))
    late = waits_at(meeting.starts_at + timedelta(minutes=1))

    assert [one.step for one in early] == ["出欠を答える"]
    assert late == []


def test_of_each_day_the_day_is_asked(cast: Cast) -> None:
    today = date(2026, 11, 25)
    with time_machine.travel(BEFORE, tick=False):
        Reminder.objects.create(
            unit=cast.units["city_section"].key, text=TITLE, due_on=today + timedelta(days=1)
        )

    found = [
        titles(cast.asker("city_officer", on=today + timedelta(days=n))).count(TITLE)
        for n in (0, 1)
    ]

    assert found == [0, 1]
