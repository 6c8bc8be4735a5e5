"""Accounts: their making, the loss of a second factor, sessions."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renkei.core.errors import Refused
from renkei.core.moves import locked
from renkei.core.periods import not_over
from renkei.core.rights import STAFF, Asker, Verb, may, must
from renkei.directory.events import people as events
from renkei.directory.models import Membership, Person
from renkei.directory.notices import send_factor_reset
from renkei.journal.actions import record


def new_person(email: str, *, name: str, password: str | None) -> Person:
    """An account whose address has been proved by a link.

    Errors  Refused when there is one already
    """
    from allauth.account.models import EmailAddress

    if Person.objects.filter(email__iexact=email).exists():
        raise Refused(
            _("このアドレスにはアカウントがあります。ログインしてから招待を開いてください。")
        )
    person = Person(email=email, name=name.strip(), language=get_language() or "ja")
    if password:
        person.set_password(password)
    else:
        person.set_unusable_password()
    person.save()
    # Somebody may have typed the address at sign-up without ever proving it.
    EmailAddress.objects.filter(email=email, verified=False).delete()
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def prove_address(person: Person, email: str) -> bool:
    """Note that the person reads this address; whether it is hers at all."""
    from allauth.account.models import EmailAddress

    address = EmailAddress.objects.filter(user=person, email__iexact=email).first()
    if address is None and (person.email or "").lower() == email.lower():
        address = EmailAddress(user=person, email=email.lower(), primary=True)
    if address is None:
        return False
    if not address.verified:
        address.verified = True
        address.save()
    return True


@transaction.atomic
def reset_factor(membership: Membership, *, reason: str, by: Asker, on: date) -> None:
    """Take away a lost second factor, so that the person sets up a new one at the next sign-in.

    All sessions of the person end, and a letter says who did it and why.

    Errors  NotPermitted when `by` does not manage the seat;
            Refused when it is her own, without a reason, when the seat is not held today, or when
            the person also sits where `by` manages nothing: there another has to do it
    """
    from allauth.mfa.models import Authenticator

    membership = locked(membership)
    must(by, Verb.MANAGE, membership)
    person = locked(membership.person)
    if person.key == by.person:
        raise Refused(_("自分の二段階認証はここでは消せません。ほかの管理者に頼んでください。"))
    if not reason.strip():
        raise Refused(_("リセットする理由を書いてください。"))
    held = seats_held(person, on=on)
    if membership not in held:
        raise Refused(_("この席はいま使われていません。"))
    if not all(may(by, Verb.MANAGE, seat) for seat in held.filter(role__in=STAFF)):
        raise Refused(
            _("この人はほかの部署の席も持っています。すべての席を管理する人に頼んでください。")
        )
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    event = events.FactorReset(
        subject_kind="membership",
        subject_key=membership.key,
        person=person.key,
        organisation=membership.unit_id,
        reason=reason.strip(),
    )
    record(event, by=by, on=on)
    send_factor_reset(person, reason=reason.strip(), by=by, about=("membership", membership.key))


def seats_held(person: Person, *, on: date) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(person=person, valid_from__lte=on)
        .filter(not_over(on))
        .select_related("unit__organisation")
    )


def end_sessions(person: Person) -> None:
    """End every session of the person, wherever it was begun."""
    end_other_sessions(person, but="")


def end_other_sessions(person: Person, *, but: str) -> None:
    """End every session of the person but the one with this key."""
    from allauth.usersessions.models import UserSession

    for session in UserSession.objects.filter(user=person).exclude(session_key=but):
        session.end()


def end_one_session(person: Person, key: str, *, but: str) -> None:
    """End one of the person's other sessions; somebody else's is not found."""
    from allauth.usersessions.models import UserSession

    if key.isdecimal():
        for session in UserSession.objects.filter(user=person, pk=key).exclude(session_key=but):
            session.end()


def update_person(person: Person, *, name: str, name_kana: str, language: str, by: Asker) -> Person:
    """Errors  NotPermitted when `by` is not the person."""
    must(by, Verb.WRITE, person)
    person.name, person.name_kana, person.language = name.strip(), name_kana.strip(), language
    person.save(update_fields=["name", "name_kana", "language"])
    return person
