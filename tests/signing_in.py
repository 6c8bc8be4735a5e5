"""Somebody signed in, for Django's client and for a browser.

signed_in(client, cast.city_officer).get("/…/")
context.add_cookies([cookie_of(client, house)])
"""

import time

from django.conf import settings
from django.test import Client

from renkei.directory.models import Person


def signed_in(client: Client, person: Person, *, has_shown_factor: bool = True) -> Client:
    """The client with a session of the person, by default one that showed a second factor."""
    client.force_login(person)
    session = client.session
    shown = [{"method": "password"}, *([{"method": "mfa", "type": "totp"}] * has_shown_factor)]
    session["account_authentication_methods"] = [
        {**one, "at": time.time(), "reauthenticated": True} for one in shown
    ]
    session["account_authentication_methods_user"] = person.pk
    session.save()
    return client


def cookie_of(client: Client, address: str) -> dict[str, str]:
    """The same session for playwright, which wants to know where it counts."""
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": cookie.key, "value": cookie.value, "url": address}
