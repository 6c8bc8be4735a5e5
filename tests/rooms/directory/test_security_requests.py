"""What another site, another host or a crafted link could try. One test, one attack."""

from contextlib import suppress

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from tests.cast import person, standing_cast
from tests.rooms.directory.people import sign_in, with_password
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


# A mail program ends letters by itself (RFC 8058): the address holds a signature instead.
SIGNED = {"/notices/stop/x1/", "/opportunities/searches/end/x1/"}


def addresses() -> list[str]:
    """Every address of the house, with something in the place of each key."""
    found: list[str] = []

    def walk(patterns: list[URLPattern | URLResolver], space: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{pattern.namespace}:" if pattern.namespace else ""
                walk(pattern.url_patterns, space + inner)
            else:
                found.append(_filled(f"{space}{pattern.name}", pattern))

    walk(get_resolver().url_patterns, "")
    return sorted(set(found))


# Parameters that have a form of their own.
OF_THEIR_OWN = {"indicator": "I-3.1", "period": "2026Q2"}


def _filled(name: str, pattern: URLPattern) -> str:
    converters = pattern.pattern.converters
    regex = getattr(pattern.pattern, "regex", None)
    names = {*converters, *(regex.groupindex if regex is not None else ())}
    for value in ("x1", "I-2", "II", "011002", "csv"):
        plain = {
            name: 1 if isinstance(converters.get(name), IntConverter) else value for name in names
        }
        values = {name: OF_THEIR_OWN.get(name, told) for name, told in plain.items()}
        with suppress(NoReverseMatch):
            return reverse(name, kwargs=values)
    raise AssertionError(f"no value known for {name}")


def test_every_post_needs_its_token() -> None:
    """CSRF: of all addresses of the house none takes a form without its token."""
    cast = standing_cast()
    client = signed_in(Client(enforce_csrf_checks=True), cast.city_office)

    answers = {address: client.post(address).status_code for address in addresses()}

    assert {address for address, code in answers.items() if code != 403} == SIGNED
    assert len(answers) > 60


ELSEWHERE = [
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "///evil.example/",
    "https://evil.example/",
    "http:evil.example/",
    "javascript:alert(1)",
    "/\t/evil.example/",
    "https://testserver@evil.example/",
    "http://testserver/en/",  # even our own host: a path says all that is needed
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_sign_in_leads_to_no_other_site(client: Client, target: str) -> None:
    answer = sign_in(client, with_password(person("known")), next=target)

    assert answer.status_code == 302
    assert answer["Location"] == reverse(settings.LOGIN_REDIRECT_URL)


def test_sign_in_leads_on_within_the_house(client: Client) -> None:
    answer = sign_in(client, with_password(person("known")), next="/en/programme/")

    assert answer["Location"] == "/en/programme/"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_sign_out_leads_to_no_other_site(client: Client, target: str) -> None:
    signed_in(client, person("known"))

    answer = client.post(reverse("account_logout"), {"next": target})

    assert answer["Location"] == "/"


def test_letters_name_the_configured_host_only(client: Client, settings: object) -> None:
    """Host header: a link to a new password must not lead to whom the request claims to reach."""
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    settings.ADDRESS = "https://renkei.example.jp"  # type: ignore[attr-defined]
    with_password(person("known"))

    for name, form in (
        ("account_reset_password", {"email": "known@example.org"}),
        ("account_reset_password", {"email": "nobody@example.org"}),
        (
            "account_signup",
            {"name": "x", "email": "known@example.org", "password1": "seven quiet rivers flow"},
        ),
        (
            "account_signup",
            {"name": "x", "email": "new@example.org", "password1": "seven quiet rivers flow"},
        ),
    ):
        Client().post(reverse(name), form, headers={"host": "evil.example"})

    assert len(mail.outbox) == 4
    assert all("https://renkei.example.jp/account/" in str(letter.body) for letter in mail.outbox)
    assert not any("evil.example" in letter.message().as_string() for letter in mail.outbox)


def test_unknown_host_is_refused(client: Client) -> None:
    answer = client.get(reverse("account_login"), headers={"host": "evil.example"})

    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["account_login", "account_signup", "directory:me"])
def test_page_is_not_shown_inside_another(client: Client, name: str) -> None:
    signed_in(client, person("known")) if ":" in name else None

    answer = client.get(reverse(name))

    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["directory:me", "home", "observatory:sources"])
def test_page_of_somebody_is_kept_by_nobody(client: Client, name: str) -> None:
    signed_in(client, person("known"))

    answer = client.get(reverse(name))

    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


@pytest.mark.parametrize(
    "name", ["account_login", "account_reset_password", "account_signup", "mfa_index"]
)
def test_page_of_secrets_is_kept_by_nobody(client: Client, name: str) -> None:
    answer = client.get(reverse(name))

    assert "no-store" in answer["Cache-Control"]


def test_password_stands_in_no_answer(client: Client) -> None:
    answer = client.post(
        reverse("account_signup"),
        {"name": "", "email": "new@example.org", "password1": "seven quiet rivers flow"},
    )

    assert answer.status_code == 200
    assert "seven quiet rivers" not in answer.content.decode()
