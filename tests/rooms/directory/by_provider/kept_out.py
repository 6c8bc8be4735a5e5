"""Signing in through a provider: who is not let in, and learns nothing."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from renkei.directory.models import Membership, Person, Unit
from tests.cast import Cast
from tests.rooms.directory.by_provider.steps import ADDRESS, invited, sign_in, tied, without_nonces
from tests.rooms.directory.fake_provider import FakeProvider
from tests.rooms.directory.people import is_signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "-"},
        {"email_verified": "true"},
        {"email": "officer@prefecture.example"},
        {"email": "officer@city.example@elsewhere.example"},
        {"email": "officer@sub.city.example"},
        {"email": "nobody@city.example"},
        {"email": ""},
    ],
    ids=str,
)
def test_who_is_not_proved_to_be_invited_is_refused_in_one_way(
    client: Client, city: FakeProvider, officer: Person, claims: dict[str, Any]
) -> None:
    invited_elsewhere = Unit.objects.get(name_ja="prefecture section")
    invited(invited_elsewhere, "nobody@city.example")
    invited(invited_elsewhere, "officer@prefecture.example")
    city.claims |= claims
    city.told_beside = {"sub": "1234"}
    n_people = Person.objects.count()

    response = sign_in(client, city)

    assert response.status_code == 403
    assert "この方法ではログインできません" in response.content.decode()
    assert not is_signed_in(client)
    assert (tied(), Person.objects.count()) == ([], n_people)


def test_refusals_tell_nobody_apart(city: FakeProvider, officer: Person) -> None:
    pages = set()
    for email in (officer.email, "nobody@city.example", "nobody@elsewhere.example"):
        city.claims["email"] = email
        pages.add(without_nonces(sign_in(Client(), city)))

    assert len(pages) == 1


def test_account_that_somebody_made_herself_is_not_taken_over(
    client: Client, city: FakeProvider, cast: Cast
) -> None:
    EmailAddress.objects.create(user=cast.outsider, email=ADDRESS, verified=False, primary=True)
    invited(cast.units["city_section"], ADDRESS)

    response = sign_in(client, city)

    assert (response.status_code, tied()) == (403, [])


def test_person_whose_seat_is_over_is_not_tied(
    client: Client, city: FakeProvider, officer: Person
) -> None:
    Membership.objects.filter(person=officer).update(
        valid_to=timezone.localdate() - timedelta(days=1)
    )

    response = sign_in(client, city)

    assert (response.status_code, tied()) == (403, [])


def test_address_that_passed_to_somebody_else_opens_nothing(
    client: Client, city: FakeProvider, officer: Person
) -> None:
    sign_in(Client(), city)
    city.claims["sub"] = "the-next-holder"

    response = sign_in(client, city)

    assert response.status_code == 403
    assert SocialAccount.objects.count() == 1


def test_same_subject_of_another_provider_is_somebody_else(
    client: Client, city: FakeProvider, officer: Person
) -> None:
    sign_in(Client(), city)
    city.other.claims["email"] = ADDRESS

    response = sign_in(client, city.other, "prefecture")

    assert response.status_code == 403
    assert not is_signed_in(client)
