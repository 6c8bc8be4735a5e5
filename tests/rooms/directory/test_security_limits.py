"""Limits: how often a password, a code or a sign-up may be tried. One test, one attack."""

from threading import Thread

import pytest
from allauth.core.internal.ratelimit import get_cache_key, parse_rate
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.cast import person
from tests.rooms.directory.people import (
    code_of,
    is_signed_in,
    sign_in,
    with_application,
    with_password,
)

pytestmark = pytest.mark.django_db
MANY = 5  # wrong passwords for one address in five minutes


def test_password_is_refused_after_many_wrong_ones(client: Client) -> None:
    known = with_password(person("known"))
    for _ in range(MANY):
        sign_in(client, known, "a wrong password, once more")

    sign_in(client, known)

    assert not is_signed_in(client)


@pytest.mark.django_db(transaction=True)
def test_limit_holds_in_another_worker() -> None:
    known = with_password(person("known"))

    def one_worker() -> None:
        sign_in(Client(), known, "a wrong password, once more")
        connection.close()

    for _ in range(MANY):  # each thread has its own connection to the cache and nothing in memory
        worker = Thread(target=one_worker)
        worker.start()
        worker.join()
    client = Client()
    sign_in(client, known)

    assert not is_signed_in(client)


def test_limit_does_not_begin_anew_under_another_host(client: Client) -> None:
    known = with_password(person("known"))
    for host in ("localhost", "127.0.0.1", "localhost", "127.0.0.1", "localhost"):
        client.post(
            reverse("account_login"),
            {"login": known.email, "password": "wrong, once more"},
            headers={"host": host},
        )

    sign_in(client, known)

    assert not is_signed_in(client)


def test_limit_of_one_address_lets_others_in(client: Client) -> None:
    known, other = with_password(person("known")), with_password(person("other"))
    for _ in range(MANY):
        sign_in(client, known, "a wrong password, once more")

    sign_in(client, other)

    assert is_signed_in(client)


def test_sign_ups_from_one_place_are_limited(client: Client) -> None:
    codes = [client.post(reverse("account_signup"), {}).status_code for _ in range(21)]

    assert (codes[:20], codes[20]) == ([200] * 20, 429)


def test_address_of_client_is_what_connects_where_there_is_no_proxy() -> None:
    request = RequestFactory().get(
        "/", REMOTE_ADDR="192.0.2.1", headers={"x-forwarded-for": "198.51.100.7"}
    )

    key = get_cache_key(request, app="a", action="b", rate=parse_rate("1/m/ip"))

    assert key.endswith(":192.0.2.1")


def test_address_of_client_is_what_our_proxy_says_behind_one(settings: object) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": "203.0.113.66, 198.51.100.7"}
    )

    key = get_cache_key(request, app="a", action="b", rate=parse_rate("1/m/ip"))

    # The first was sent by the client itself, who may claim anything.
    assert key.endswith(":198.51.100.7")


def test_codes_are_limited_as_passwords_are(client: Client) -> None:
    known = with_password(person("known"))
    secret = with_application(known)
    sign_in(client, known)
    for _ in range(MANY):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert not is_signed_in(client)
