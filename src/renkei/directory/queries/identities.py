"""Which organisations' providers stand for whom."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from renkei.core.periods import not_over
from renkei.core.rights import STAFF
from renkei.core.writing import is_english, long_date
from renkei.directory.models import Invitation, Membership, Person
from renkei.directory.providers import IdentityProvider
from renkei.directory.states import InvitationState


def units_of(provider: IdentityProvider) -> Q:
    """Rows whose unit lies in an organisation for which the provider speaks."""
    keys = provider.speaks_for
    return Q(unit__organisation__in=keys) | Q(unit__organisation__side__in=keys)


def _sits(person: Any) -> Q:
    today = timezone.localdate()
    return Q(person=person.pk) & not_over(today)


def invited_person(provider: IdentityProvider, email: str) -> Person | None:
    """Who accepted an invitation to this address there, and still has a seat there."""
    accepted = Invitation.objects.filter(
        units_of(provider), email=email, state=InvitationState.ACCEPTED
    ).select_related("accepted_by")
    people = {one.accepted_by for one in accepted if one.accepted_by}
    seated = [
        person
        for person in people
        if person.is_active
        and Membership.objects.filter(units_of(provider) & _sits(person)).exists()
    ]
    return seated[0] if len(seated) == 1 else None


def open_invitation(provider: IdentityProvider, email: str) -> Invitation | None:
    """The oldest invitation to this address that waits there for somebody without an account."""
    return (
        Invitation.objects.filter(
            units_of(provider),
            email=email,
            state=InvitationState.SENT,
            expires_at__gt=timezone.now(),
        )
        .order_by("invited_at", "key")
        .first()
    )


def may_count_factor(provider: IdentityProvider, person: Any) -> bool:
    """A provider answers for seats of its own organisation, and for no other's."""
    staff = Membership.objects.filter(_sits(person), role__in=STAFF)
    return not staff.exclude(units_of(provider)).exists()


@dataclass(frozen=True, slots=True)
class Way:
    """A provider by which somebody can sign in, or has done so."""

    key: str
    name: str
    since: str = ""


def ways_in() -> list[Way]:
    return [Way(key=one.key, name=_name(one)) for one in settings.IDENTITY_PROVIDERS]


def identities_of(person: Any) -> list[Way]:
    from allauth.socialaccount.models import SocialAccount

    names = {one.key: _name(one) for one in settings.IDENTITY_PROVIDERS}
    return [
        Way(
            key=str(row.pk),
            name=names.get(row.provider, row.provider),
            since=long_date(timezone.localdate(row.date_joined)),
        )
        for row in SocialAccount.objects.filter(user=person.pk).order_by("date_joined", "pk")
    ]


def _name(provider: IdentityProvider) -> str:
    return provider.name_en if is_english() else provider.name_ja
