"""Signing in through a provider: answers that prove nothing."""

import logging
import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from renkei.directory.models import Person
from tests.rooms.directory.by_provider.steps import (
    ADDRESS,
    come_back,
    gone_to,
    sign_in,
    tied,
)
from tests.rooms.directory.fake_provider import PREFECTURE, FakeProvider, new_key
from tests.rooms.directory.people import is_signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "somebody-else"},
        {"aud": ["renkei-city", "somebody-else"]},
        {"azp": "somebody-else"},
        {"iss": PREFECTURE},
        {"nonce": "of-another-question"},
        {"nonce": "-"},
        {"exp": int(time.time()) - 120},
        {"exp": "-"},
        {"iat": int(time.time()) + 3600},
        {"sub": "-"},
        {"sub": ""},
    ],
    ids=str,
)
def test_token_that_does_not_answer_us_is_refused(
    client: Client, city: FakeProvider, officer: Person, claims: dict[str, Any]
) -> None:
    city.claims |= claims

    response = sign_in(client, city)

    assert response.status_code == 401
    assert "組織のアカウントで確かめられませんでした" in response.content.decode()
    assert (is_signed_in(client), tied()) == (False, [])


def test_signature_of_somebody_else_is_refused(
    client: Client, city: FakeProvider, officer: Person
) -> None:
    city.signs_with = new_key("RS256")

    response = sign_in(client, city)

    assert (response.status_code, tied()) == (401, [])


@pytest.mark.parametrize(("algorithm", "key"), [("none", None), ("HS256", "of-the-city" * 3)])
def test_token_without_a_signature_is_refused(
    client: Client, city: FakeProvider, officer: Person, algorithm: str, key: str | None
) -> None:
    answer = city.authorise(gone_to(client))
    keys = city._keys(None)
    city._keys = lambda _request: keys
    city.algorithm, city.signs_with = algorithm, key

    response = come_back(client, answer)

    assert (response.status_code, tied()) == (401, [])


def test_what_is_told_of_somebody_else_is_refused(
    client: Client, city: FakeProvider, officer: Person
) -> None:
    city.claims["email"] = "-"
    city.told_beside = {"sub": "another", "email": ADDRESS, "email_verified": True}

    response = sign_in(client, city)

    assert (response.status_code, tied()) == (401, [])


def test_answer_in_another_browser_is_refused(
    client: Client, city: FakeProvider, officer: Person
) -> None:
    answer = city.authorise(gone_to(client))

    response = come_back(Client(), answer)

    assert (response.status_code, tied()) == (401, [])


def test_answer_counts_once(client: Client, city: FakeProvider, officer: Person) -> None:
    answer = city.authorise(gone_to(client))
    come_back(client, answer)
    client.post(reverse("account_logout"))

    response = come_back(client, answer)

    assert (response.status_code, is_signed_in(client)) == (401, False)


def test_answer_of_one_provider_does_not_count_at_another(
    client: Client, city: FakeProvider, officer: Person
) -> None:
    answer = city.authorise(gone_to(client, "city"))

    response = come_back(client, answer, "prefecture")

    assert (response.status_code, tied()) == (401, [])


def test_answer_in_the_name_of_another_issuer_is_refused(
    client: Client, city: FakeProvider, officer: Person
) -> None:
    answer = city.authorise(gone_to(client)) | {"iss": PREFECTURE}

    response = come_back(client, answer)

    assert (response.status_code, tied()) == (401, [])


@pytest.mark.parametrize(
    "configuration",
    [{"issuer": PREFECTURE}, {"token_endpoint": "http://login.city.example/token"}],
    ids=str,
)
def test_provider_that_says_it_is_another_is_not_asked(
    client: Client, city: FakeProvider, configuration: dict[str, str]
) -> None:
    city.configuration = configuration

    response = client.post(reverse("openid_connect_login", args=["city"]))

    assert response.status_code == 401


def test_provider_that_is_away_is_told_in_words(
    client: Client, city: FakeProvider, officer: Person
) -> None:
    answer = city.authorise(gone_to(client))
    city.is_away = True

    began = client.post(reverse("openid_connect_login", args=["city"]))
    returned = come_back(client, answer)

    assert (began.status_code, returned.status_code) == (401, 401)


def test_whoever_changes_her_mind_there_is_led_back(client: Client, city: FakeProvider) -> None:
    answer = city.authorise(gone_to(client))

    response = come_back(client, {"state": answer["state"], "error": "access_denied"})

    assert "ログインを取りやめました" in response.content.decode()


def test_failure_is_noted_without_the_token(
    client: Client, city: FakeProvider, officer: Person, caplog: pytest.LogCaptureFixture
) -> None:
    city.claims["nonce"] = "of-another-question"

    with caplog.at_level(logging.INFO, logger="renkei.security"):
        sign_in(client, city)

    notes = [one for one in caplog.records if one.getMessage() == "provider_sign_in_failed"]
    assert [one.__dict__["facts"]["why"] for one in notes] == ["the token is not theirs: nonce"]
