"""Second factors: who must have one, and whether one was shown in this session."""

from dataclasses import dataclass
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest
from django.utils import timezone

from renkei.core.periods import not_over
from renkei.core.rights import STAFF
from renkei.core.writing import long_date
from renkei.directory.models import Membership


def has_shown_factor(request: HttpRequest) -> bool:
    """A code, a key, or a passkey that checked its holder and so counts as both factors."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def note_factor(request: HttpRequest, person: Any, *, by: str) -> None:
    """Note in this session that the person showed a second factor, and by what."""
    from allauth.account.internal.flows.login import record_authentication

    record_authentication(request, person, method="mfa", type=by)


def must_show_factor(person: Any) -> bool:
    """Whether the person sits today where a password alone opens nothing."""
    today = timezone.localdate()
    return (
        Membership.objects.filter(person=person.pk, role__in=STAFF, valid_from__lte=today)
        .filter(not_over(today))
        .exists()
    )


def has_factor(person: Any) -> bool:
    """Whether the person has set up an application for codes, or a passkey."""
    from allauth.mfa.models import Authenticator

    return (
        Authenticator.objects.filter(user=person.pk)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .exists()
    )


@dataclass(frozen=True, slots=True)
class Passkey:
    key: int
    name: str
    since: str
    used: str


@dataclass(frozen=True, slots=True)
class FactorsOf:
    """What a person has set up, as the page of factors shows it."""

    application_since: str
    passkeys: tuple[Passkey, ...]
    has_codes: bool

    @property
    def is_any(self) -> bool:
        return bool(self.application_since or self.passkeys)


def factors_of(person: Any) -> FactorsOf:
    from allauth.mfa.models import Authenticator

    kind = Authenticator.Type
    found = list(Authenticator.objects.filter(user=person.pk).order_by("created_at"))
    of_kind = {one: [factor for factor in found if factor.type == one] for one in kind}
    return FactorsOf(
        application_since="".join(_day(factor.created_at) for factor in of_kind[kind.TOTP]),
        passkeys=tuple(
            Passkey(
                key=factor.pk,
                name=factor.data["name"],
                since=_day(factor.created_at),
                used=_day(factor.last_used_at) if factor.last_used_at else "",
            )
            for factor in of_kind[kind.WEBAUTHN]
        ),
        has_codes=bool(of_kind[kind.RECOVERY_CODES]),
    )


def _day(at: Any) -> str:
    return long_date(timezone.localdate(at))
