"""Who somebody is at her organisation's identity provider, tied to her account here."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db import transaction

from renkei.core.errors import Refused
from renkei.core.moves import locked
from renkei.directory.actions.invitations import accept_as_new
from renkei.directory.models import Person
from renkei.directory.providers import IdentityProvider
from renkei.directory.queries.identities import invited_person, open_invitation

LONGEST_NAME = 80


@transaction.atomic
def first_sign_in(
    provider: IdentityProvider, identity: str, claims: dict[str, Any], *, on: date
) -> Person | None:
    """The person to whom the identity belongs from now on; None, whatever the reason, if nobody.

    She was invited by the organisation for which the provider speaks, at an address in its domain
    that it has verified. Another identity may not take the place of the one that she has: an
    address can pass to somebody else.
    """
    email = str(claims.get("email") or "").strip().lower()
    if claims.get("email_verified") is not True or not provider.may_vouch_for(email):
        return None
    person = invited_person(provider, email) or _welcomed(provider, email, claims, on=on)
    if person is None:
        return None
    return person if _tied(locked(person), provider, identity) else None


def _welcomed(
    provider: IdentityProvider, email: str, claims: dict[str, Any], *, on: date
) -> Person | None:
    """Take the seat that was offered to an address without an account.

    An account that is there already has to open the letter: who made it is not known.
    """
    from allauth.account.models import EmailAddress

    invitation = open_invitation(provider, email)
    is_used = EmailAddress.objects.filter(email__iexact=email).exists()
    if invitation is None or is_used:
        return None
    name = (invitation.name or str(claims.get("name") or ""))[:LONGEST_NAME]
    try:
        return accept_as_new(invitation, name=name, password=None, on=on)
    except Refused:
        return None


def _tied(person: Person, provider: IdentityProvider, identity: str) -> bool:
    from allauth.socialaccount.models import SocialAccount

    held = SocialAccount.objects.filter(user=person, provider=provider.key).first()
    if held is not None:
        return bool(held.uid == identity)
    SocialAccount.objects.create(user=person, provider=provider.key, uid=identity)
    return True


def forget_identities(person: Person) -> None:
    if apps.is_installed("allauth.socialaccount"):
        from allauth.socialaccount.models import SocialAccount

        SocialAccount.objects.filter(user=person).delete()


def untie(person: Any, key: str) -> bool:
    """Take one of the person's own identities away; whether there was one."""
    from allauth.socialaccount.models import SocialAccount

    if not key.isdecimal():
        return False
    n, _ = SocialAccount.objects.filter(user=person.pk, pk=key).delete()
    return bool(n)
