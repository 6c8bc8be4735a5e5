"""Two administrators in the same moment, on a database with many writers."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from renkei.core.errors import Refused
from renkei.core.rights import Role
from renkei.directory.actions.accounts import new_person
from renkei.directory.actions.invitations import accept, invite
from renkei.directory.actions.seats import Offer, give_seat
from renkei.directory.actions.terms import start_term
from renkei.directory.models import Invitation, Membership, Term
from tests.cast import Cast, standing_cast
from tests.rooms.directory.people import TODAY

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TIMES = 4


def at_once(work: Callable[[], object]) -> list[str]:
    """The same work in several threads, each with its own connection; who was told what."""
    barrier, told = Barrier(TIMES), [""] * TIMES

    def run(number: int) -> None:
        try:
            barrier.wait(timeout=20)
            work()
        except Refused as refused:
            told[number] = type(refused).__name__
        finally:
            connection.close()

    threads = [Thread(target=run, args=[number]) for number in range(TIMES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(told)


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def offer(cast: Cast) -> Offer:
    return Offer(unit=cast.units["company"], role=Role.REPRESENTATIVE, valid_from=TODAY)


def test_one_seat_is_given(cast: Cast) -> None:
    by = cast.asker("company_administrator", on=TODAY)

    told = at_once(lambda: give_seat(cast.outsider, offer(cast), by=by, on=TODAY))

    assert told == ["", "Refused", "Refused", "Refused"]
    assert Membership.objects.filter(person=cast.outsider).count() == 1


def test_one_term_is_started(cast: Cast) -> None:
    by = cast.asker("city_administrator", on=TODAY)

    told = at_once(
        lambda: start_term(
            cast.units["city_desk"],
            cast.organisations["contractor"],
            valid_from=date(2027, 4, 1),
            valid_to=date(2028, 3, 31),
            by=by,
            on=TODAY,
        )
    )

    assert told == ["", "Refused", "Refused", "Refused"]
    assert Term.objects.count() == 3


def test_one_invitation_is_sent(cast: Cast) -> None:
    by = cast.asker("company_administrator", on=TODAY)

    told = at_once(lambda: invite("x@example.org", offer(cast), by=by, on=TODAY))

    assert told == ["", "Refused", "Refused", "Refused"]
    assert Invitation.objects.count() == 1


def test_one_link_gives_one_seat(cast: Cast) -> None:
    by = cast.asker("company_administrator", on=TODAY)
    invitation = invite("x@example.org", offer(cast), by=by, on=TODAY)
    invited = new_person("x@example.org", name="x", password=None)

    told = at_once(lambda: accept(invitation, invited, by=by, on=TODAY))

    assert (told[0], len([one for one in told if one])) == ("", TIMES - 1)
    assert invited.memberships.count() == 1
