"""Second factors that a provider has seen."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from renkei.core.rights import Role
from renkei.directory.models import Person
from tests.cast import Cast, seat
from tests.rooms.directory.by_provider.steps import ADDRESS, sign_in
from tests.rooms.directory.fake_provider import FakeProvider
from tests.rooms.directory.people import code_of, is_signed_in, with_application

pytestmark = pytest.mark.django_db


def opens_work(client: Client) -> bool:
    return client.get(reverse("paperwork:retention")).status_code == 200


@pytest.mark.parametrize(
    ("claims", "counts"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "urn:city:two"}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": "mfa"}, False),
        ({"acr": "urn:city:one"}, False),
        ({}, False),
    ],
    ids=str,
)
def test_factor_of_the_provider_counts_where_the_token_says_so(
    client: Client, city: FakeProvider, officer: Person, claims: dict[str, Any], counts: bool
) -> None:
    city.claims |= claims

    response = sign_in(client, city)

    assert opens_work(client) == counts
    assert response.headers["Location"] == reverse("start" if counts else "directory:factor")


def test_factor_told_beside_the_token_does_not_count(
    client: Client, city: FakeProvider, officer: Person
) -> None:
    city.claims["email"] = "-"
    city.told_beside = {
        "sub": "1234",
        "email": ADDRESS,
        "email_verified": True,
        "amr": ["mfa"],
    }

    sign_in(client, city)

    assert is_signed_in(client)
    assert not opens_work(client)


def test_own_factor_is_asked_where_the_provider_saw_none(
    client: Client, city: FakeProvider, officer: Person
) -> None:
    secret = with_application(officer)

    response = sign_in(client, city)

    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert opens_work(client)


def test_own_factor_is_not_asked_again_where_the_provider_saw_one(
    client: Client, city: FakeProvider, officer: Person
) -> None:
    with_application(officer)
    city.claims["amr"] = ["mfa"]

    sign_in(client, city)

    assert opens_work(client)


def test_provider_does_not_answer_for_a_seat_elsewhere(
    client: Client, city: FakeProvider, officer: Person, cast: Cast
) -> None:
    seat(officer, cast.units["prefecture_section"], Role.OFFICER)
    city.claims["amr"] = ["mfa"]

    sign_in(client, city)

    assert is_signed_in(client)
    assert not opens_work(client)
