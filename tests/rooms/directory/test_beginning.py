"""The first seat of an installation."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from renkei.core.rights import Role
from renkei.directory.models import Membership, Organisation
from renkei.journal.models import Entry
from tests.rooms.directory.people import has_factor
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
FIRST = ("prefecture", "架空県", "総合企画部", "first@example.org")


def invited(*arguments: str) -> str:
    out = StringIO()
    call_command("invite_first_officer", *arguments, stdout=out)
    return "/account/" + out.getvalue().strip().partition("/account/")[2]


def accept(link: str) -> Client:
    client = Client()
    client.get(link)
    client.post(
        reverse("directory:invited"),
        {"name": "First Officer", "password": "seven quiet rivers flow", "way": "password"},
    )
    return client


def test_first_officer_accepts_and_looks_after_the_side() -> None:
    accept(invited(*FIRST))

    seat = Membership.objects.get()
    assert (seat.role, seat.unit.name_ja, seat.unit.side) == (
        Role.PROGRAMME_OFFICE,
        "総合企画部",
        "prefecture",
    )
    client = signed_in(Client(), seat.person)
    page = client.get(reverse("directory:invite", args=[seat.unit_id]))
    assert Role.ADMINISTRATOR in dict(page.context["form"].fields["role"].choices)
    assert Entry.objects.filter(kind="invitation.sent").count() == 1


def test_first_officer_shows_a_second_factor_as_everybody_of_staff() -> None:
    client = accept(invited(*FIRST))

    answer = client.get(reverse("directory:people"))

    assert answer["Location"] == reverse("directory:factor")
    assert not has_factor(Membership.objects.get().person)


def test_side_with_an_officer_gets_no_second_first() -> None:
    accept(invited(*FIRST))

    with pytest.raises(CommandError, match="総括担当がいます"):
        invited(*FIRST)


def test_inviting_again_closes_the_first_link() -> None:
    old = invited(*FIRST)

    new = invited(*FIRST)

    assert (Client().get(old).status_code, Client().get(new).status_code) == (410, 302)
    assert Organisation.objects.count() == 1
