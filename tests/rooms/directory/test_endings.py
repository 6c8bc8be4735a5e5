"""Seats that are about to end: told in time, to whom it concerns, and each time once."""

from datetime import date, timedelta

import pytest
import time_machine

from renkei.core.rights import Role
from renkei.directory.actions.endings import tell_of_ending_seats
from renkei.directory.models import Membership
from renkei.paperwork.models import Notice
from tests.cast import THIS_YEAR_TO, Cast, seat, standing_cast

pytestmark = pytest.mark.django_db
EARLY, LATE = THIS_YEAR_TO - timedelta(days=60), THIS_YEAR_TO - timedelta(days=14)


@pytest.fixture
def cast() -> Cast:
    """Seats were given long before their end; the counsellor's is the one that ends."""
    with time_machine.travel(date(2026, 4, 2)):
        return standing_cast()


def told(template: str) -> list[str]:
    return sorted(Notice.objects.filter(template=template).values_list("person", flat=True))


def nights(first: date, last: date) -> list[int]:
    days = (last - first).days + 1
    return [tell_of_ending_seats(first + timedelta(days=n)) for n in range(days)]


def test_person_and_administrator_are_told_twice_in_time(cast: Cast) -> None:
    done = nights(EARLY - timedelta(days=1), THIS_YEAR_TO)

    assert [n for n, count in enumerate(done) if count] == [1, 47]
    assert told("directory.seat_ends") == [cast.counsellor.key] * 2
    assert told("directory.seats_end") == [cast.city_administrator.key] * 2


def test_notice_says_where_and_when_in_the_readers_language(cast: Cast) -> None:
    cast.counsellor.language = "en"
    cast.counsellor.save()

    tell_of_ending_seats(EARLY)

    notice = Notice.objects.get(template="directory.seat_ends")
    assert notice.subject == "Your seat at city desk ends on 31 March 2027 (Wed)"
    assert "(counsellor)" in notice.body
    assert notice.about_kind == "membership"


def test_administrators_learn_how_many_and_no_names(cast: Cast) -> None:
    tell_of_ending_seats(EARLY)

    notice = Notice.objects.get(template="directory.seats_end")
    assert "1件" in notice.subject
    assert "counsellor" not in notice.subject + notice.body


def test_night_that_was_left_out_is_made_up_for(cast: Cast) -> None:
    assert tell_of_ending_seats(EARLY + timedelta(days=5)) == 1
    assert tell_of_ending_seats(EARLY + timedelta(days=6)) == 0


def test_seat_that_goes_on_is_not_spoken_of(cast: Cast) -> None:
    seat(
        cast.counsellor,
        cast.units["city_desk"],
        Role.COUNSELLOR,
        valid_from=THIS_YEAR_TO + timedelta(days=1),
        valid_to=THIS_YEAR_TO + timedelta(days=365),
    )

    assert tell_of_ending_seats(EARLY) == 0


def test_seat_that_was_given_a_moment_ago_is_not_spoken_of(cast: Cast) -> None:
    with time_machine.travel(LATE):
        seat(
            cast.outsider,
            cast.units["company"],
            Role.REPRESENTATIVE,
            valid_from=LATE,
            valid_to=LATE + timedelta(days=5),
        )

    tell_of_ending_seats(LATE)

    assert told("directory.seat_ends") == [cast.counsellor.key]


def test_extended_seat_is_spoken_of_again_before_its_new_end(cast: Cast) -> None:
    tell_of_ending_seats(LATE)
    later = THIS_YEAR_TO + timedelta(days=200)
    Membership.objects.filter(person=cast.counsellor).update(term=None, valid_to=later)

    assert tell_of_ending_seats(LATE + timedelta(days=1)) == 0
    assert tell_of_ending_seats(later - timedelta(days=60)) == 1


def test_closed_account_is_not_told(cast: Cast) -> None:
    cast.counsellor.is_active = False
    cast.counsellor.save()

    assert tell_of_ending_seats(EARLY) == 0


def test_programme_office_is_told_where_nobody_administers(cast: Cast) -> None:
    Membership.objects.filter(role=Role.ADMINISTRATOR).delete()

    tell_of_ending_seats(EARLY)

    assert told("directory.seats_end") == [cast.city_office.key]
