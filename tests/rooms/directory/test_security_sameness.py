"""Nobody learns from an answer, or from its time, whether there is an account."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.cast import person
from tests.rooms.directory.people import (
    with_password,
)

pytestmark = pytest.mark.django_db


def without_tokens(client: Client, answer: object) -> str:
    """A page as it reads: without the token and the nonce, which are new each time."""
    content = answer.content.decode()  # type: ignore[attr-defined]
    parts = content.split('name="csrfmiddlewaretoken" value="')
    return parts[0].split("nonce=")[0] + "".join(part.partition('"')[2] for part in parts[1:])


class Hashing:
    """Counts hashed passwords: they are what takes the time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from django.contrib.auth.hashers import Argon2PasswordHasher

        self.n = 0
        encode, verify = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify

        def counted(original: object) -> object:
            def method(*args: object, **options: object) -> object:
                self.n += 1
                return original(*args, **options)  # type: ignore[operator]

            return method

        monkeypatch.setattr(Argon2PasswordHasher, "encode", counted(encode))
        monkeypatch.setattr(Argon2PasswordHasher, "verify", counted(verify))


def test_sign_in_answers_the_same_for_known_and_unknown(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_password(person("known"))
    hashing, seen = Hashing(monkeypatch), []

    for email in ("known@example.org", "nobody@example.org"):
        hashing.n = 0
        answer = client.post(
            reverse("account_login"), {"login": email, "password": "wrong, and long enough"}
        )
        seen.append(
            (answer.status_code, without_tokens(client, answer).replace(email, ""), hashing.n)
        )

    assert seen[0] == seen[1]
    assert seen[0][2] == 1


def test_sign_up_answers_the_same_for_known_and_unknown(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_password(person("known"))
    hashing, seen = Hashing(monkeypatch), []

    for email in ("known@example.org", "nobody@example.org"):
        hashing.n = 0
        answer = Client().post(
            reverse("account_signup"),
            {"name": "some name", "email": email, "password1": "seven quiet rivers flow"},
        )
        seen.append((answer.status_code, answer["Location"], hashing.n, len(mail.outbox)))

    assert seen[0][:3] == seen[1][:3]
    assert [n for *_rest, n in seen] == [1, 2]  # a letter in either case


def test_reset_answers_the_same_for_known_and_unknown(client: Client) -> None:
    with_password(person("known"))
    seen = []

    for email in ("known@example.org", "nobody@example.org"):
        answer = Client().post(reverse("account_reset_password"), {"email": email})
        seen.append((answer.status_code, answer["Location"]))

    assert seen[0] == seen[1]
    assert [letter.to for letter in mail.outbox] == [["known@example.org"], ["nobody@example.org"]]
