"""The log of security: who came in, who tried to, who was refused; and no secret in it."""

import logging
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Cast, standing_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = standing_cast()
    cast.citizen.set_password(PASSWORD)
    cast.citizen.save()
    return cast


def sign_in(client: Client, email: str, password: str) -> None:
    client.post(reverse("account_login"), {"login": email, "password": password})


def noted(caplog: pytest.LogCaptureFixture) -> list[tuple[str, dict[str, Any]]]:
    lines = [record for record in caplog.records if record.name == "renkei.security"]
    return [(record.getMessage(), record.__dict__["facts"]) for record in lines]


def test_signing_in_is_noted_by_the_key_of_the_person(
    client: Client, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="renkei.security"):
        client.force_login(cast.citizen)
        client.post(reverse("account_logout"))

    assert [(event, facts["person"]) for event, facts in noted(caplog)] == [
        ("signed_in", cast.citizen.key),
        ("signed_out", cast.citizen.key),
    ]


def test_failed_attempt_is_noted_without_address_or_password(
    client: Client, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="renkei.security"):
        sign_in(client, cast.citizen.email, "a wrong password of somebody")
        sign_in(client, cast.citizen.email.upper(), "another wrong password")

    (event, first), (_, second) = noted(caplog)
    assert (event, first["client"]) == ("sign_in_failed", "127.0.0.1")
    assert first["tried"] == second["tried"]
    assert cast.citizen.email not in str(first)
    assert "wrong" not in str(first)


def test_refused_page_is_noted_with_who_and_where(
    client: Client, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(cast.citizen)
    address = reverse("directory:draft_agreement")

    with caplog.at_level(logging.INFO, logger="renkei.security"):
        response = client.get(address)

    assert response.status_code == 403
    assert noted(caplog)[-1] == (
        "refused",
        {
            "client": "127.0.0.1",
            "path": address,
            "person": cast.citizen.key,
            "method": "GET",
        },
    )
