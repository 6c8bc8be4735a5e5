"""Seats: who sits where, as what, from when to when."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from renkei.core.errors import NotPermitted, Refused
from renkei.core.moves import locked
from renkei.core.periods import not_over
from renkei.core.rights import Asker, Role, Verb, must
from renkei.core.writing import long_date
from renkei.directory.events import people as events
from renkei.directory.models import Membership, Person, Term, Unit
from renkei.directory.rules.people import OF_A_CONTRACTOR, may_seat
from renkei.journal.actions import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A seat as it is offered: both days are counted, no last day means until further notice."""

    unit: Unit
    role: str
    valid_from: date
    valid_to: date | None = None
    term: Term | None = None


@transaction.atomic
def give_seat(person: Person, offer: Offer, *, by: Asker, on: date) -> Membership:
    """Seat a person at a unit.

    Errors  NotPermitted when `by` may not give this role there;
            Refused when the unit is closed, the days make no sense or exceed the contractor's
            term, or the person sits there in that role already
    """
    check_offer(offer, by=by, on=on)
    return seat(person, offer, by=by, on=on)


def check_offer(offer: Offer, *, by: Asker, on: date) -> None:
    """Errors  as `give_seat`, as far as they do not depend on the person."""
    if not may_seat(by, offer.unit, offer.role, offer.term):
        raise NotPermitted(f"{by.person or 'nobody'} may not seat {offer.role} at {offer.unit.key}")
    check_days(offer, on=on)


def check_days(offer: Offer, *, on: date) -> None:
    """Errors  Refused when the unit is closed, or the days make no sense."""
    if offer.unit.closed_on and offer.unit.closed_on <= max(on, offer.valid_from):
        raise Refused(_("この部署は廃止されています。ほかの部署を選んでください。"))
    if offer.valid_to and offer.valid_to < offer.valid_from:
        raise Refused(_("終わりの日が始まりの日より前です。日付を直してください。"))
    if offer.valid_to and offer.valid_to < on:
        raise Refused(_("終わりの日が過ぎています。日付を直してください。"))
    if offer.term:
        _check_inside(offer.term, offer)


def _check_inside(term: Term, offer: Offer) -> None:
    if offer.role not in OF_A_CONTRACTOR:
        raise Refused(_("受託者の人は、この役割には就けません。窓口の役割を選んでください。"))
    is_inside = (
        term.unit_id == offer.unit.pk
        and term.valid_from <= offer.valid_from
        and offer.valid_to is not None
        and offer.valid_to <= term.valid_to
    )
    if not is_inside:
        raise Refused(
            _("受託期間は%(first)sから%(last)sまでです。席はその中に収めてください。")
            % {"first": long_date(term.valid_from), "last": long_date(term.valid_to)}
        )


def seat(person: Person, offer: Offer, *, by: Asker, on: date) -> Membership:
    """The seat itself, for an action that has asked whether it may be given."""
    person = locked(person)  # or two administrators could give the same seat at once
    if overlapping(person, offer).exists():
        raise Refused(_("この人はその期間、同じ部署の同じ役割にすでに登録されています。"))
    given = Membership.objects.create(
        person=person,
        unit=offer.unit,
        role=offer.role,
        valid_from=offer.valid_from,
        valid_to=offer.valid_to,
        term=offer.term,
        given_by=by.person,
    )
    event = events.SeatGiven(**_about(given), role=Role(given.role), until=given.valid_to)
    record(event, by=by, on=on)
    return given


def overlapping(person: Person, offer: Offer) -> QuerySet[Membership]:
    seats = Membership.objects.filter(person=person, unit=offer.unit, role=offer.role)
    seats = seats.filter(not_over(offer.valid_from))
    return seats.filter(valid_from__lte=offer.valid_to) if offer.valid_to else seats


@transaction.atomic
def change_period(
    membership: Membership, *, valid_to: date | None, by: Asker, on: date
) -> Membership:
    """Let a seat last longer or shorter; one that is over stays over.

    Errors  NotPermitted when `by` may not give this seat;
            Refused when it is her own or over, or the new last day is past or outlasts the term
    """
    membership = locked(membership)
    must(by, Verb.MANAGE, membership)
    if membership.person_id == by.person:
        raise Refused(_("自分の席の期間は変えられません。ほかの管理者に頼んでください。"))
    if membership.valid_to and membership.valid_to < on:
        raise Refused(_("この席はもう終わっています。新しく招待してください。"))
    offer = Offer(
        unit=membership.unit,
        role=membership.role,
        valid_from=membership.valid_from,
        valid_to=valid_to,
        term=membership.term,
    )
    check_offer(offer, by=by, on=on)
    membership.valid_to = valid_to
    membership.save(update_fields=["valid_to"])
    event = events.SeatChanged(**_about(membership), role=Role(membership.role), until=valid_to)
    record(event, by=by, on=on)
    return membership


@transaction.atomic
def end_seat(membership: Membership, *, last_day: date, reason: str, by: Asker, on: date) -> None:
    """End a seat; with yesterday as its last day it ends at once.

    Errors  NotPermitted when `by` does not manage the seats of the unit;
            Refused without a reason, when it is over already, or would end before yesterday
    """
    membership = locked(membership)
    must(by, Verb.MANAGE, membership)
    if not reason.strip():
        raise Refused(_("終える理由を書いてください。"))
    if membership.valid_to and membership.valid_to < on:
        raise Refused(_("この席はもう終わっています。"))
    if last_day < on - timedelta(days=1):
        raise Refused(_("過ぎた日にはさかのぼれません。今日か、これからの日を選んでください。"))
    if membership.valid_to and membership.valid_to < last_day:
        raise Refused(_("この席はその日より前に終わります。"))
    event = events.SeatEnded(
        **_about(membership), role=Role(membership.role), reason=reason.strip()
    )
    record(event, by=by, on=on)
    shorten(membership, last_day)


def shorten(membership: Membership, last_day: date) -> None:
    """A seat that would end before its first day is no seat: only the journal remembers it."""
    if last_day < membership.valid_from:
        membership.delete()
        return
    membership.valid_to = last_day
    membership.save(update_fields=["valid_to"])


def _about(membership: Membership) -> dict[str, Any]:
    return {
        "subject_kind": "membership",
        "subject_key": membership.key,
        "person": membership.person_id,
        "organisation": membership.unit_id,
        "organisations": (membership.unit.organisation_id,),
    }
