"""Steps that tests of people and accounts share."""

import re
import time
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth import SESSION_KEY
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from renkei.directory.models import Person
from renkei.journal import facts
from renkei.journal.kinds import kind_called
from renkei.journal.models import Entry
from tests.cast import PASSWORD

TODAY = date(2026, 11, 25)


def with_password(person: Person, password: str = PASSWORD) -> Person:
    """The person as somebody who has signed up: a password, and an address that was proved."""
    person.set_password(password)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def with_application(person: Person) -> str:
    """The secret of an application for codes that the person has set up."""
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(person, secret)
    return secret


def code_of(secret: str) -> str:
    """What the application shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client: Client, person: Person, password: str = PASSWORD, **more: str) -> HttpResponse:
    """What a browser does with the form; returns the answer to it."""
    return client.post(
        reverse("account_login"), {"login": person.email, "password": password, **more}
    )


def is_signed_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def link_in(letter: EmailMessage) -> str:
    """The path of the first address in a letter that leads on."""
    found = re.search(r"https?://[^/\s]+(/\S+)", str(letter.body))
    assert found
    return found[1]


def has_factor(person: Person) -> bool:
    return Authenticator.objects.filter(user=person).exists()


def fact(entry: Entry, name: str) -> Any:
    return facts.read(kind_called(entry.kind), entry.facts)[name]
