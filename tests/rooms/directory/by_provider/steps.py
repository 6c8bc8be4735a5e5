"""Steps of somebody who signs in through a provider."""

import re
from datetime import timedelta

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from renkei.core.rights import Role
from renkei.directory.models import Invitation, Person, Unit
from renkei.directory.states import InvitationState
from tests.cast import person, seat
from tests.rooms.directory.fake_provider import FakeProvider

ADDRESS = "officer@city.example"


def invited(unit: Unit, email: str, *, by: Person | None = None) -> Invitation:
    return Invitation.objects.create(
        email=email,
        name="新しい職員",
        unit=unit,
        role=Role.OFFICER,
        valid_from=timezone.localdate(),
        digest=f"{unit.key}{email}"[:64],
        invited_by=_inviter(unit).pk,
        expires_at=timezone.now() + timedelta(days=1),
        state=InvitationState.ACCEPTED if by else InvitationState.SENT,
        accepted_by=by,
    )


def _inviter(unit: Unit) -> Person:
    """Whoever looks after the people of the unit."""
    inviter = person(f"inviter {Person.objects.count()}")
    seat(inviter, unit, Role.ADMINISTRATOR)
    return inviter


def gone_to(client: Client, key: str = "city", **more: str) -> str:
    """The address at the provider to which the page of ours leads."""
    page = client.post(reverse("openid_connect_login", args=[key]), more)
    return page.headers["Refresh"].removeprefix("0;url=")


def come_back(client: Client, answer: dict[str, str], key: str = "city") -> HttpResponse:
    return client.get(reverse("openid_connect_callback", args=[key]), answer)


def sign_in(client: Client, provider: FakeProvider, key: str = "city") -> HttpResponse:
    return come_back(client, provider.authorise(gone_to(client, key)), key)


def tied() -> list[tuple[str, str]]:
    # A process that knows no providers also reads this file.
    from allauth.socialaccount.models import SocialAccount

    return list(SocialAccount.objects.values_list("user_id", "provider"))


def without_nonces(response: HttpResponse) -> str:
    """The page without what is new in every answer."""
    lines = response.content.decode().splitlines()
    return "\n".join(line for line in lines if not re.search("nonce|csrf|state=", line))
