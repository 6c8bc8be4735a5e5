"""Invitations: a seat offered to an address, by a link that opens once."""

import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, must
from renkei.directory.actions.accounts import new_person, prove_address
from renkei.directory.actions.seats import Offer, check_days, check_offer, seat
from renkei.directory.events import people as events
from renkei.directory.models import Invitation, Membership, Person
from renkei.directory.notices import send_invitation
from renkei.directory.queries.seats import asker_with_key
from renkei.directory.rules.people import may_seat
from renkei.directory.states import InvitationState
from renkei.journal.actions import record

VALID_FOR = timedelta(days=14)


def digest_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


@transaction.atomic
def invite(email: str, offer: Offer, *, name: str = "", by: Asker, on: date) -> Invitation:
    """Offer a seat to whoever reads this address; whether there is an account is not looked at.

    Errors  NotPermitted when `by` may not give this role there;
            Refused when the unit is closed, the days make no sense, or the same seat is offered to
            the address already; when the letter could not be sent, though it was then recorded
    """
    check_offer(offer, by=by, on=on)
    email = email.strip().lower()
    locked(offer.unit)  # or two administrators could invite the same person twice
    if _open_for(email, offer).exists():
        raise Refused(
            _("このアドレスには同じ役割の招待をすでに送っています。一覧から送り直せます。")
        )
    invitation, secret = offer_by_link(email, offer, name=name, by=by, on=on)
    transaction.on_commit(lambda: send_invitation(invitation, secret, by=by.name))
    return invitation


def offer_by_link(
    email: str, offer: Offer, *, name: str = "", by: Asker, on: date
) -> tuple[Invitation, str]:
    """The offer itself, and the secret of its link, for an action that has asked whether."""
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        name=name.strip(),
        unit=offer.unit,
        role=offer.role,
        valid_from=offer.valid_from,
        valid_to=offer.valid_to,
        term=offer.term,
        digest=digest_of(secret),
        invited_by=by.person,
        expires_at=timezone.now() + VALID_FOR,
    )
    record(events.InvitationSent(**_about(invitation)), by=by, on=on)
    return invitation, secret


def _open_for(email: str, offer: Offer) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        email=email,
        unit=offer.unit,
        role=offer.role,
        state=InvitationState.SENT,
        expires_at__gt=timezone.now(),
    )


@transaction.atomic
def resend(invitation: Invitation, *, by: Asker) -> Invitation:
    """Send a new link; the old one opens nothing any more.

    Errors  NotPermitted when `by` does not look after the invitation, or may not give such a seat
            any more; WrongState when it was accepted or withdrawn
    """
    invitation = locked(invitation)
    must(by, Verb.MANAGE, invitation)
    if not may_seat(by, invitation.unit, invitation.role, invitation.term):
        raise NotPermitted(f"{by.person or 'nobody'} may not seat {invitation.role} any more")
    if invitation.state != InvitationState.SENT:
        raise WrongState(_("この招待は終わっています。新しく招待してください。"))
    secret = secrets.token_urlsafe(32)
    invitation.digest = digest_of(secret)
    invitation.expires_at = timezone.now() + VALID_FOR
    invitation.save(update_fields=["digest", "expires_at"])
    transaction.on_commit(lambda: send_invitation(invitation, secret, by=by.name))
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Asker, on: date) -> None:
    """Errors  NotPermitted when `by` does not look after the invitation;
    WrongState when it was accepted or withdrawn
    """
    invitation = locked(invitation)
    must(by, Verb.MANAGE, invitation)
    move(invitation, to=InvitationState.WITHDRAWN)
    record(events.InvitationWithdrawn(**_about(invitation)), by=by, on=on)


def withdraw_all(invitations: Iterable[Invitation], *, by: Asker, on: date) -> None:
    """For an action that ends what they offer."""
    for invitation in invitations:
        if invitation.state == InvitationState.SENT:
            move(invitation, to=InvitationState.WITHDRAWN)
            record(events.InvitationWithdrawn(**_about(invitation)), by=by, on=on)


@transaction.atomic
def accept(invitation: Invitation, person: Person, *, by: Asker, on: date) -> Membership:
    """Take the offered seat; whoever holds the link has proved the address.

    Errors  WrongState when it was accepted or withdrawn, or its time is over;
            Refused when it is for another address, or the seat cannot be had any more
    """
    invitation = locked(invitation)
    if not prove_address(person, invitation.email):
        raise Refused(
            _("この招待は%(email)s宛てです。そのアドレスのアカウントでログインしてください。")
            % {"email": invitation.email}
        )
    return _accepted(invitation, person, by=by, on=on)


@transaction.atomic
def accept_as_new(invitation: Invitation, *, name: str, password: str | None, on: date) -> Person:
    """Make the account of whoever holds the link, and take the seat. Without a password the person
    has to set up a passkey next.

    Errors  as `accept`, and Refused when the address has an account already
    """
    invitation = locked(invitation)
    person = new_person(invitation.email, name=name, password=password)
    by = Asker(person=person.key, name=person.name)
    _accepted(invitation, person, by=by, on=on)
    return person


def _accepted(invitation: Invitation, person: Person, *, by: Asker, on: date) -> Membership:
    if invitation.state == InvitationState.SENT and invitation.expires_at <= timezone.now():
        raise WrongState(
            _("招待の期限が過ぎています。招待した人に、もう一度送るよう頼んでください。")
        )
    offer = Offer(
        unit=invitation.unit,
        role=invitation.role,
        valid_from=invitation.valid_from,
        valid_to=invitation.valid_to,
        term=invitation.term,
    )
    check_days(offer, on=on)
    if not _may_still_offer(invitation):
        raise WrongState(
            _(
                "招待した人に、この席を用意する役割がなくなりました。もう一度招待してもらってください。"
            )
        )
    move(invitation, to=InvitationState.ACCEPTED, accepted_by=person)
    return seat(person, offer, by=by, on=on)


def _may_still_offer(invitation: Invitation) -> bool:
    """An offer ends with the seat from which it was made; the very first is made by nobody."""
    if not invitation.invited_by:
        return True
    inviter = asker_with_key(invitation.invited_by)
    return may_seat(inviter, invitation.unit, invitation.role, invitation.term)


def _about(invitation: Invitation) -> dict[str, Any]:
    return {
        "subject_kind": "invitation",
        "subject_key": invitation.key,
        "organisation": invitation.unit_id,
        "organisations": (invitation.unit.organisation_id,),
        "role": invitation.role,
    }
