"""One's own ties to providers, and their end."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from renkei.directory.actions.anonymising import forget_person
from renkei.directory.models import Membership, Person
from tests.cast import Cast
from tests.rooms.directory.by_provider.steps import sign_in, tied
from tests.rooms.directory.fake_provider import FakeProvider

pytestmark = pytest.mark.django_db


def test_person_sees_and_cuts_her_tie(client: Client, city: FakeProvider, officer: Person) -> None:
    sign_in(client, city)
    address = reverse("socialaccount_connections")

    page = client.get(address).content.decode()
    client.post(address, {"identity": SocialAccount.objects.get().pk})

    assert "市の職員アカウント" in page
    assert tied() == []


def test_tie_of_somebody_else_is_not_cut(
    client: Client, city: FakeProvider, officer: Person, cast: Cast
) -> None:
    sign_in(Client(), city)
    client.force_login(cast.citizen)

    page = client.get(reverse("socialaccount_connections"))
    client.post(reverse("socialaccount_connections"), {"identity": SocialAccount.objects.get().pk})

    assert "市の職員アカウント" not in page.content.decode()
    assert tied() == [(officer.key, "city")]


def test_stranger_sees_no_ties(client: Client) -> None:
    response = client.get(reverse("socialaccount_connections"))

    assert response.headers["Location"].startswith(reverse("account_login"))


def test_forgetting_a_person_forgets_her_ties(
    client: Client, city: FakeProvider, officer: Person
) -> None:
    sign_in(client, city)
    Membership.objects.filter(person=officer).delete()

    forget_person(officer, on=timezone.localdate())

    assert tied() == []


def test_pages_speak_english(client: Client, city: FakeProvider) -> None:
    page = client.get("/en/account/login/").content.decode()
    refused = client.get("/en/account/organisation/city/return/").content.decode()

    assert "City account" in page
    assert "Your organisation could not confirm who you are" in refused
