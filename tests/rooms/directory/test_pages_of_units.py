"""The people of a unit, as administrators, colleagues and outsiders meet them."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from renkei.core.rights import Role
from renkei.directory.actions.invitations import invite
from renkei.directory.actions.seats import Offer
from renkei.directory.middleware import without_seats
from renkei.directory.models import Invitation, Membership, Term
from renkei.directory.queries.people import waiting_for
from renkei.directory.states import InvitationState
from tests.cast import Cast, person, seat, standing_cast, unit
from tests.rooms.directory.people import TODAY, with_application, with_password
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def page_of(cast: Cast, name: str) -> str:
    return reverse("directory:unit_people", args=[cast.units[name].key])


def n_queries(client: Client, address: str) -> int:
    client.get(address)  # what is asked once for a process is asked here
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# --- who sits here -------------------------------------------------------------------------------


def test_administrator_reads_who_sits_until_when(client: Client, cast: Cast) -> None:
    with time_machine.travel("2027-02-10T09:00:00+09:00", tick=False):
        signed_in(client, cast.city_administrator)

        page = client.get(page_of(cast, "city_desk")).content.decode()

    assert "counsellor" in page
    assert "2027年3月31日" in page
    assert "あと50日" in page
    assert "next_contractor of the tests" in page
    assert "last_counsellor" not in page


def test_seats_that_are_over_stand_on_their_own(client: Client, cast: Cast) -> None:
    with time_machine.travel("2026-11-25T09:00:00+09:00", tick=False):
        signed_in(client, cast.city_administrator)

        page = client.get(page_of(cast, "city_desk") + "?over=1").content.decode()

    assert "last_counsellor" in page


def test_missing_factor_is_shown(client: Client, cast: Cast) -> None:
    signed_in(client, cast.city_administrator)
    before = client.get(page_of(cast, "city_section")).content.decode()
    with_application(cast.city_officer)

    after = client.get(page_of(cast, "city_section")).content.decode()

    assert ("二段階認証がまだ" in before, "二段階認証がまだ" in after) == (True, False)


def test_colleague_reads_and_does_not_act(client: Client, cast: Cast) -> None:
    signed_in(client, cast.representative)

    page = client.get(page_of(cast, "company")).content.decode()

    assert "company_administrator" in page
    assert "人を招待する" not in page


@pytest.mark.parametrize("who", ["other_representative", "citizen", "prefecture_officer"])
def test_unit_is_not_shown_to_others(client: Client, cast: Cast, who: str) -> None:
    signed_in(client, cast.people[who])

    answer = client.get(page_of(cast, "company"))

    assert answer.status_code == 404
    assert "company_administrator" not in answer.content.decode()


def test_units_are_those_whose_people_may_be_seen(client: Client, cast: Cast) -> None:
    signed_in(client, cast.city_administrator)

    page = client.get(reverse("directory:people"))

    names = {"city bureau", "city section", "city desk"}
    assert {unit.name for unit in page.context["page"].rows} == names


def test_units_are_for_whoever_sits_somewhere(client: Client, cast: Cast) -> None:
    signed_in(client, cast.citizen)

    assert client.get(reverse("directory:people")).status_code == 404


def test_list_of_people_asks_as_often_for_one_as_for_three(client: Client, cast: Cast) -> None:
    signed_in(client, cast.city_administrator)
    address = page_of(cast, "city_section")
    one = n_queries(client, address)
    for name in ("second", "third"):
        seat(person(name), cast.units["city_section"], Role.OFFICER)
        _invitation(cast, f"{name}@elsewhere.example")

    three = n_queries(client, address)

    assert one == three


def _invitation(cast: Cast, email: str) -> Invitation:
    offer = Offer(unit=cast.units["city_section"], role=Role.OFFICER, valid_from=TODAY)
    return invite(email, offer, by=cast.asker("city_administrator", on=TODAY), on=TODAY)


def test_list_of_units_asks_as_often_for_one_as_for_three(client: Client, cast: Cast) -> None:
    signed_in(client, cast.company_administrator)
    one = n_queries(client, reverse("directory:people"))
    for name in ("second", "third"):
        unit(cast.organisations["company"], name, parent=cast.units["company"])

    three = n_queries(client, reverse("directory:people"))

    assert one == three


def test_list_of_terms_asks_as_often_for_one_as_for_two(client: Client, cast: Cast) -> None:
    signed_in(client, cast.city_administrator)
    address = reverse("directory:terms", args=[cast.units["city_desk"].key])
    two = n_queries(client, address)
    Membership.objects.filter(term=cast.terms["last_year"]).delete()
    Term.objects.filter(pk=cast.terms["last_year"].pk).delete()

    one = n_queries(client, address)

    assert one == two


# --- acting --------------------------------------------------------------------------------------


def test_invite_page_offers_what_may_be_given(client: Client, cast: Cast) -> None:
    signed_in(client, cast.company_administrator)

    page = client.get(reverse("directory:invite", args=[cast.units["company"].key]))

    assert {value for value, _label in page.context["form"].fields["role"].choices} == {
        Role.REPRESENTATIVE,
        Role.ADMINISTRATOR,
    }


@pytest.mark.parametrize("who", ["representative", "other_representative", "citizen"])
def test_invite_page_is_not_there_for_others(client: Client, cast: Cast, who: str) -> None:
    signed_in(client, cast.people[who])

    answer = client.get(reverse("directory:invite", args=[cast.units["company"].key]))

    assert answer.status_code == 404


def test_role_beyond_the_list_is_not_taken(client: Client, cast: Cast) -> None:
    signed_in(client, cast.company_administrator)

    answer = client.post(
        reverse("directory:invite", args=[cast.units["company"].key]),
        {"email": "x@example.org", "role": Role.OFFICER, "valid_from": "2026-11-25"},
    )

    assert answer.status_code == 200
    assert not Invitation.objects.exists()


def test_contractors_person_is_invited_for_the_term(client: Client, cast: Cast) -> None:
    with time_machine.travel("2026-11-25T09:00:00+09:00", tick=False):
        signed_in(client, cast.city_administrator)

        client.post(
            reverse("directory:invite", args=[cast.units["city_desk"].key]),
            {
                "email": "x@example.org",
                "role": Role.COUNSELLOR,
                "valid_from": "2026-11-25",
                "term": cast.terms["this_year"].key,
            },
        )

    offered = Invitation.objects.get()
    assert (offered.term, offered.valid_to) == (
        cast.terms["this_year"],
        cast.terms["this_year"].valid_to,
    )


def test_invitation_is_withdrawn_by_its_button(client: Client, cast: Cast) -> None:
    invitation = _invitation(cast, "x@example.org")
    signed_in(client, cast.city_administrator)

    client.post(reverse("directory:withdraw_invitation", args=[invitation.key]))

    invitation.refresh_from_db()
    assert invitation.state == InvitationState.WITHDRAWN


def test_seat_is_ended_by_its_page(client: Client, cast: Cast) -> None:
    held = cast.representative.memberships.get()
    signed_in(client, cast.company_administrator)

    answer = client.post(
        reverse("directory:end_seat", args=[held.key]), {"when": "now", "reason": "left"}
    )

    assert answer["Location"] == page_of(cast, "company")
    assert cast.asker("representative").seats == ()


def test_refusal_stands_in_the_form(client: Client, cast: Cast) -> None:
    held = cast.representative.memberships.get()
    signed_in(client, cast.company_administrator)

    answer = client.post(
        reverse("directory:end_seat", args=[held.key]),
        {"when": "day", "last_day": "2020-01-01", "reason": "left"},
    )

    assert "さかのぼれません" in answer.content.decode()


@pytest.mark.parametrize("name", ["seat_period", "end_seat"])
def test_pages_of_a_seat_are_not_there_for_colleagues(
    client: Client, cast: Cast, name: str
) -> None:
    held = cast.company_administrator.memberships.get()
    signed_in(client, cast.representative)

    assert client.get(reverse(f"directory:{name}", args=[held.key])).status_code == 404


def test_term_is_started_by_its_page(client: Client, cast: Cast) -> None:
    signed_in(client, cast.city_administrator)

    answer = client.post(
        reverse("directory:start_term", args=[cast.units["city_desk"].key]),
        {
            "contractor": "contractor of the tests",
            "valid_from": "2030-04-01",
            "valid_to": "2031-03-31",
        },
    )

    assert answer.status_code == 302
    assert cast.units["city_desk"].terms.count() == 3


def test_contractor_that_is_not_one_is_asked_for_again(client: Client, cast: Cast) -> None:
    signed_in(client, cast.city_administrator)
    address = reverse("directory:start_term", args=[cast.units["city_desk"].key])
    days = {"valid_from": "2030-04-01", "valid_to": "2031-03-31"}

    many = client.post(address, days | {"contractor": "of the tests"}).content.decode()
    none = client.post(address, days | {"contractor": "nobody at all"}).content.decode()

    assert ("いくつか見つかりました" in many, "名簿に見つかりません" in none) == (True, True)


@pytest.mark.parametrize("name", ["renew_term", "shorten_term"])
def test_pages_of_a_term_are_not_there_for_its_people(
    client: Client, cast: Cast, name: str
) -> None:
    signed_in(client, cast.counsellor)

    answer = client.get(reverse(f"directory:{name}", args=[cast.terms["this_year"].key]))

    assert answer.status_code == 404


# --- what waits ----------------------------------------------------------------------------------


def test_ending_seats_and_open_invitations_wait_for_the_administrator(cast: Cast) -> None:
    _invitation(cast, "x@example.org")
    with time_machine.travel("2027-02-10T09:00:00+09:00", tick=False):
        waiting = waiting_for(cast.asker("city_administrator"))

    assert {(one.title, one.is_elsewhere) for one in waiting if one.due} == {
        ("counsellorさんの席（相談員）", False),
        ("x@example.orgさんへの招待", False),
    }


def test_missing_factor_waits_for_the_person(cast: Cast) -> None:
    signed_in_with_a_password = without_seats(cast.asker("city_officer"))
    before = waiting_for(signed_in_with_a_password)
    with_application(cast.city_officer)

    after = waiting_for(signed_in_with_a_password)

    assert [(one.title, one.person) for one in before] == [("二段階認証", cast.city_officer.key)]
    assert after == []


def test_nothing_of_others_waits_for_an_outsider(cast: Cast) -> None:
    _invitation(cast, "x@example.org")

    assert waiting_for(cast.asker("other_representative")) == []


def test_name_and_language_are_changed(client: Client) -> None:
    known = with_password(person("known"))
    signed_in(client, known)

    client.post(reverse("directory:me"), {"name": "New Name", "name_kana": "", "language": "en"})

    known.refresh_from_db()
    assert (known.name, known.language) == ("New Name", "en")
