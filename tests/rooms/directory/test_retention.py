"""People whose time is over are forgotten; their key stays, and so does what was counted."""

from datetime import UTC, date, datetime, timedelta

import pytest

from renkei.directory.models import Membership, Person
from renkei.directory.retention import people_due
from renkei.journal.queries import counted_by, entries
from renkei.paperwork.actions.retention import apply_retention, place_hold
from renkei.paperwork.models import DisposedRecord
from tests.cast import Cast, standing_cast
from tests.rooms.journal.happenings import held

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = standing_cast()
    # The contractor's counsellor of last year signed in last in the spring of 2021.
    Person.objects.filter(pk=cast.last_counsellor.pk).update(
        last_login=datetime(2021, 3, 1, tzinfo=UTC)
    )
    Membership.objects.filter(person=cast.last_counsellor).update(
        valid_from=date(2020, 4, 1), valid_to=date(2021, 3, 31), term=None
    )
    return cast


def apply(today: date) -> int:
    return apply_retention(lambda _kind, _n: None, today=today, only="person")["person"]


def test_time_starts_when_the_last_seat_ends(cast: Cast) -> None:
    before = date(2021, 4, 1)

    assert list(people_due(before)) == [cast.last_counsellor]
    assert list(people_due(before - timedelta(days=1))) == []


def test_person_is_forgotten_with_a_proof_and_stays_counted(cast: Cast) -> None:
    held(person=cast.last_counsellor.key)
    before = counted_by(entries(), "person")

    done = apply(date(2026, 11, 26))

    person = Person.objects.get(pk=cast.last_counsellor.pk)
    assert (done, person.email, person.name) == (1, None, "")
    assert DisposedRecord.objects.get().record_key == person.key
    of_the_house = counted_by(entries().exclude(kind="retention.applied"), "person")
    assert of_the_house == before
    assert apply(date(2026, 11, 26)) == 0


def test_held_person_is_not_forgotten(cast: Cast) -> None:
    place_hold(
        "person",
        cast.last_counsellor.key,
        reason="審査が続いている",
        unit=cast.units["city_bureau"].key,
        by=cast.asker("city_office"),
    )

    assert apply(date(2026, 11, 26)) == 0
