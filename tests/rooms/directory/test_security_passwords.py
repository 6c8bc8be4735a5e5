"""Which passwords are taken, how they are kept, and what an account needs to be open."""

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from renkei.directory.models import Person
from renkei.directory.passwords import LongEnough
from tests.cast import Cast, person, standing_cast
from tests.rooms.directory.people import (
    is_signed_in,
    link_in,
    sign_in,
    with_password,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


@pytest.mark.parametrize(
    "password",
    [
        "fourteen chars",  # too short alone
        "passwordpassword",  # known to everybody
        "hokkaido-sapporo-2026",  # our own words
        "連携連携連携連携連携連携連携連携",
        "some.name@example.org",  # her own address
        "abababababababababab",
        "x" * 129,
    ],
)
def test_poor_password_is_refused(client: Client, password: str) -> None:
    answer = client.post(
        reverse("account_signup"),
        {"name": "Some Name", "email": "some.name@example.org", "password1": password},
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors["password1"]


@pytest.mark.parametrize(
    "password",
    ["seven quiet rivers flow", "朝の市場で青いりんごを三つ買った", "kpqz wjvt mbxr lnds"],
)
def test_long_password_needs_no_kinds_of_characters(client: Client, password: str) -> None:
    answer = client.post(
        reverse("account_signup"),
        {"name": "Some Name", "email": "some.name@example.org", "password1": password},
    )

    assert answer.status_code == 302


def test_password_is_the_same_however_its_letters_are_written() -> None:
    known = with_password(person("known"), "ｓｅｖｅｎ quiet rivers ｶﾞ")

    assert known.check_password("seven quiet rivers ガ")


def test_twelve_characters_are_enough_beside_a_second_factor(cast: Cast) -> None:
    rule = LongEnough()

    rule.validate("twelve chars", cast.city_officer)
    with pytest.raises(ValidationError):
        rule.validate("eleven char", cast.city_officer)


def test_passwords_are_kept_with_argon2() -> None:
    known = with_password(person("known"))

    assert known.password.startswith("argon2$")


def test_sign_up_waits_for_the_proof_of_the_address(client: Client) -> None:
    client.post(
        reverse("account_signup"),
        {"name": "Some Name", "email": "new@example.org", "password1": "seven quiet rivers flow"},
    )
    new = get_user_model().objects.get(email="new@example.org")
    before = is_signed_in(client)
    client.post(link_in(mail.outbox[-1]))

    sign_in(client, new, "seven quiet rivers flow")

    assert (before, is_signed_in(client)) == (False, True)
    assert (new.name, new.language) == ("Some Name", "ja")


def test_closed_account_does_not_sign_in(client: Client) -> None:
    known = with_password(person("known"))
    Person.objects.update(is_active=False)

    sign_in(client, known)

    assert not is_signed_in(client)
