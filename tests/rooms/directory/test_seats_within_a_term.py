"""A contractor looks after the counsellors of its own desk, for as long as its term lasts."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from renkei.core.errors import NotPermitted, Refused
from renkei.core.rights import Asker, Role
from renkei.directory.actions.invitations import invite
from renkei.directory.actions.seats import Offer
from renkei.directory.models import Invitation, Term
from renkei.directory.rules.people import roles_to_give
from tests.cast import THIS_YEAR_FROM, THIS_YEAR_TO, Cast, person, seat, standing_cast
from tests.rooms.directory.people import TODAY
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The desk's manager of the standing cast works for the city; this one for the contractor."""
    cast = standing_cast()
    cast.people["contractors_manager"] = person("contractors manager")
    seat(
        cast.people["contractors_manager"],
        cast.units["city_desk"],
        Role.DESK_MANAGER,
        valid_from=THIS_YEAR_FROM,
        valid_to=THIS_YEAR_TO,
        term=cast.terms["this_year"],
    )
    return cast


def manager(cast: Cast, on: date = TODAY) -> Asker:
    return cast.asker("contractors_manager", on=on)


def offer(cast: Cast, **more: object) -> Offer:
    return Offer(
        **{
            "unit": cast.units["city_desk"],
            "role": Role.COUNSELLOR,
            "valid_from": TODAY,
            "valid_to": THIS_YEAR_TO,
            "term": cast.terms["this_year"],
            **more,
        }
    )


def test_contractors_manager_invites_a_counsellor_for_her_term(cast: Cast) -> None:
    sent = invite("new@example.org", offer(cast), by=manager(cast), on=TODAY)

    assert (sent.role, sent.term, sent.valid_to) == (
        Role.COUNSELLOR,
        cast.terms["this_year"],
        THIS_YEAR_TO,
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"role": Role.DESK_MANAGER},
        {"role": Role.OFFICER},
        {"term": None, "valid_to": None},
        {"term": None},
    ],
)
def test_anything_else_at_the_desk_is_not_hers_to_give(
    cast: Cast, changed: dict[str, object]
) -> None:
    with pytest.raises(NotPermitted):
        invite("new@example.org", offer(cast, **changed), by=manager(cast), on=TODAY)

    assert not Invitation.objects.exists()


def test_seat_of_another_contractors_term_is_not_hers_to_give(cast: Cast) -> None:
    first = THIS_YEAR_TO + timedelta(days=1)
    following = Term.objects.create(
        unit=cast.units["city_desk"],
        contractor=cast.organisations["contractor"],
        valid_from=first,
        valid_to=first + timedelta(days=364),
    )

    with pytest.raises(NotPermitted):
        invite(
            "new@example.org",
            offer(cast, term=following, valid_from=first, valid_to=following.valid_to),
            by=manager(cast),
            on=TODAY,
        )


def test_seat_that_outlasts_the_term_is_refused(cast: Cast) -> None:
    late = offer(cast, valid_to=THIS_YEAR_TO + timedelta(days=1))

    with pytest.raises(Refused, match="受託期間"):
        invite("new@example.org", late, by=manager(cast), on=TODAY)


def test_right_ends_with_the_term(cast: Cast) -> None:
    desk = cast.units["city_desk"]

    assert roles_to_give(manager(cast, THIS_YEAR_TO), desk) == {Role.COUNSELLOR}
    assert roles_to_give(manager(cast, THIS_YEAR_TO + timedelta(days=1)), desk) == set()


def test_manager_of_the_governments_own_staff_gives_no_seat(cast: Cast) -> None:
    assert roles_to_give(cast.asker("desk_manager", on=TODAY), cast.units["city_desk"]) == set()


def test_another_desk_is_not_hers(cast: Cast) -> None:
    assert roles_to_give(manager(cast), cast.units["prefecture_desk"]) == set()


def test_page_offers_her_term_alone_and_shows_her_invitations(
    client: Client, cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    desk, term = cast.units["city_desk"], cast.terms["this_year"]
    signed_in(client, cast.people["contractors_manager"])
    address = reverse("directory:invite", args=[desk.key])

    page = client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(
            address,
            {
                "email": "new@example.org",
                "name": "新しい相談員",
                "role": "counsellor",
                "term": term.key,
                "valid_from": TODAY.isoformat(),
            },
        )
    people = client.get(reverse("directory:unit_people", args=[desk.key])).content.decode()

    assert 'value="own"' not in page
    assert f'value="{term.key}"' in page
    assert [letter.to for letter in mail.outbox] == [["new@example.org"]]
    assert Invitation.objects.get().valid_to == THIS_YEAR_TO
    assert "新しい相談員" in people
