"""Writing the journal: one entry at the end of every action, one reversal for every error."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import Refused, WrongState
from renkei.core.rights import Asker, Seat, Verb, must
from renkei.journal import facts
from renkei.journal.kinds import REFERENCE, Event, kind_of
from renkei.journal.models import Concern, Entry, Mention
from renkei.journal.records import name_of_record


@transaction.atomic
def record(event: Event, *, by: Asker, on: date) -> Entry:
    """Write what happened, in the transaction of the act it tells of.

    Errors  LookupError, TypeError, ValueError when what is written is not what was declared
    """
    kind = kind_of(event)
    seat = _acting_seat(by, event)
    credited = event.organisation or (seat.unit if seat else "")
    initiatives = kind.initiatives if event.initiatives is None else event.initiatives
    entry = Entry.objects.create(
        kind=kind.name,
        on=on,
        at=timezone.now(),
        by=by.person,
        unit=seat.unit if seat else "",
        unit_name=seat.unit_name if seat else "",
        side=event.side or (seat.side if seat else ""),
        organisation=credited,
        organisation_name=event.organisation_name or _name_of(credited, by),
        initiatives=_as_text(initiatives),
        place=event.place,
        origin=event.origin,
        person=event.person,
        sex=event.sex,
        age=event.age,
        quantity=None if event.quantity is None else Decimal(event.quantity),
        quantity_unit=event.unit,
        subject_kind=event.subject_kind,
        subject_key=event.subject_key,
        facts=facts.written(kind, event),
    )
    _mention(entry, event.organisations, initiatives)
    return entry


@transaction.atomic
def reverse(entry: Entry, *, by: Asker, on: date, reason: str) -> Entry:
    """Take an entry back with another that says why; both stay readable.

    Errors  NotPermitted when `by` is neither of the credited unit nor of its programme office;
            WrongState when it was taken back already, or is itself a reversal;
            Refused when there is no reason
    """
    must(by, Verb.DECIDE, entry)
    if not reason.strip():
        raise Refused(_("取り消す理由を書いてください。"))
    if entry.reverses_id is not None:
        raise WrongState(_("取消の記録は、さらに取り消せません。新しい記録を加えてください。"))
    seat = _seat_for(by, entry.organisation, entry.side)
    try:
        with transaction.atomic():
            reversal = Entry.objects.create(
                kind=entry.kind,
                on=on,
                at=timezone.now(),
                by=by.person,
                unit=seat.unit if seat else "",
                unit_name=seat.unit_name if seat else "",
                side=entry.side,
                organisation=entry.organisation,
                organisation_name=entry.organisation_name,
                initiatives=entry.initiatives,
                place=entry.place,
                person=entry.person,
                subject_kind=entry.subject_kind,
                subject_key=entry.subject_key,
                reverses=entry,
                reason=reason.strip(),
            )
    except IntegrityError:
        # Of two people who take the same entry back, the second is told.
        raise WrongState(_("この記録はすでに取り消されています。")) from None
    Mention.objects.bulk_create(
        Mention(entry=reversal, of=of, key=key, on=on)
        for of, key in entry.mentions.values_list("of", "key")
    )
    return reversal


def _acting_seat(by: Asker, event: Event) -> Seat | None:
    return _seat_for(by, event.organisation, event.side)


def _seat_for(by: Asker, unit: str, side: str) -> Seat | None:
    """From which of her seats somebody acts: the nearest to the unit, else one of the side."""
    by_nearness = sorted(
        by.seats,
        key=lambda seat: (seat.unit != unit, unit not in seat.units, seat.side != side),
    )
    return by_nearness[0] if by_nearness else None


def _name_of(unit: str, by: Asker) -> str:
    if not unit:
        return ""
    of_seat = next((seat.unit_name for seat in by.seats if seat.unit == unit), "")
    return of_seat or name_of_record("unit", unit)


def _as_text(initiatives: tuple[str, ...]) -> str:
    for reference in initiatives:
        if not REFERENCE.fullmatch(reference):
            raise ValueError(f"“{reference}” is no initiative; write it as “II-3”")
    return f" {' '.join(dict.fromkeys(initiatives))} " if initiatives else ""


def _mention(entry: Entry, organisations: tuple[str, ...], initiatives: tuple[str, ...]) -> None:
    concerned = [(Concern.ORGANISATION, key) for key in dict.fromkeys(organisations) if key]
    concerned += [(Concern.INITIATIVE, reference) for reference in dict.fromkeys(initiatives)]
    if concerned:
        Mention.objects.bulk_create(
            Mention(entry=entry, of=of, key=key, on=entry.on) for of, key in concerned
        )
