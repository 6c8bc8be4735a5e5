"""Access from outside the owning unit: opened with a reason, for a time, and written down."""

from datetime import timedelta
from math import floor
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.moves import locked
from renkei.core.rights import Asker, Reach, Reason, Seat, Verb, key_of, kind_of, must, reasons
from renkei.directory.events import access as events
from renkei.directory.models import Look, Opening
from renkei.directory.notices import tell_owner
from renkei.directory.queries.records import Owner, owner_of
from renkei.directory.states import LONGEST_HOURS, SHORTEST_REASON
from renkei.journal.actions import record as write_entry

WINDOW_SECONDS = 600
# Whoever reads by these is the owner, the subject or everybody.
INSIDE = frozenset({Reach.OWN_UNIT, Reach.SELF, Reach.PUBLIC})


@transaction.atomic
def open_record(record: Any, *, by: Asker, reason: str, hours: int) -> Opening:
    """Let somebody read a record of another unit for a time; that unit sees it.

    Errors  NotPermitted when the rules do not let `by` open it;
            Refused when the reason is too short, the time too long, or nobody owns the record
    """
    seat = _opening_seat(record, by)
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise Refused(
            _("理由は%(n)s字以上で書いてください。持ち主の部署が読みます。")
            % {"n": SHORTEST_REASON}
        )
    if not 1 <= hours <= LONGEST_HOURS:
        raise Refused(_("開ける時間は1時間から%(n)s時間までです。") % {"n": LONGEST_HOURS})
    owner = owner_of(record)
    if not owner.unit or seat.unit in owner.units:
        raise Refused(_("自分の部署の記録は、理由を書かずに読めます。"))
    opening = Opening.objects.create(
        record_kind=kind_of(record).name,
        record_key=key_of(record),
        owner_unit=owner.unit,
        owner_side=owner.side,
        subject=owner.subject,
        person_id=by.person,
        unit=seat.unit,
        reason=reason,
        until=timezone.now() + timedelta(hours=hours),
    )
    _write_opened(opening, by, hours)
    tell_owner(opening, kind_of(record).label, by=by)
    return opening


@transaction.atomic
def close_opening(opening: Opening, *, by: Asker) -> Opening:
    """End it before its time: whoever opened the record, or the unit whose record it is.

    Errors  NotPermitted when `by` is neither; WrongState when it has ended already
    """
    opening = locked(opening)
    must(by, Verb.MANAGE, opening)
    now = timezone.now()
    if opening.closed_at or opening.until <= now:
        raise WrongState(_("この閲覧はすでに終わっています。"))
    opening.closed_at, opening.closed_by = now, by.person
    opening.save(update_fields=["closed_at", "closed_by"])
    write_entry(
        events.AccessClosed(
            subject_kind=opening.record_kind,
            subject_key=opening.record_key,
            organisation=opening.owner_unit,
            side=opening.owner_side,
            person=opening.subject,
            by_owner=by.person != opening.person_id,
        ),
        by=by,
        on=timezone.localdate(now),
    )
    return opening


def look(record: Any, *, by: Asker) -> None:
    """Write down that somebody from outside reads the record: once in ten minutes, in one insert.

    Errors  NotPermitted when the rules do not let `by` read it
    """
    kind = kind_of(record)
    found = list(reasons(by, Verb.READ, record))
    if not found:
        raise NotPermitted(_("この記録を読むことはできません。"))
    if not kind.is_watched or not by.is_somebody:
        return
    owner = owner_of(record)
    if any(_is_inside(one, owner) for one in found):
        return
    Look.objects.bulk_create([_looked(record, found[0], owner, by)], ignore_conflicts=True)


def _is_inside(reason: Reason, owner: Owner) -> bool:
    """A seat above the owning unit reads from outside: the desk sees that it was looked at."""
    if reason.rule.reach == Reach.OWN_UNIT:
        return reason.seat is not None and reason.seat.unit in owner.units
    return reason.rule.reach in INSIDE


def _looked(record: Any, reason: Reason, owner: Owner, by: Asker) -> Look:
    now = timezone.now()
    opening = _open_for(record, by) if reason.rule.reach == Reach.OPENED else None
    seat = reason.seat or _seat_at(opening.unit if opening else "", by)
    return Look(
        record_kind=kind_of(record).name,
        record_key=key_of(record),
        owner_unit=owner.unit,
        owner_side=owner.side,
        subject=owner.subject,
        person=by.person,
        unit=seat.unit if seat else "",
        unit_name=seat.unit_name if seat else "",
        role=seat.role if seat else "",
        reach=reason.rule.reach,
        opening=opening,
        at=now,
        window=floor(now.timestamp() / WINDOW_SECONDS),
    )


def _open_for(record: Any, by: Asker) -> Opening | None:
    return (
        Opening.objects.open_now()
        .filter(person=by.person, record_kind=kind_of(record).name, record_key=key_of(record))
        .first()
    )


def _seat_at(unit: str, by: Asker) -> Seat | None:
    return next((seat for seat in by.seats if seat.unit == unit), None)


def _opening_seat(record: Any, by: Asker) -> Seat:
    seat = next((one.seat for one in reasons(by, Verb.OPEN, record) if one.seat), None)
    if seat is None:
        must(by, Verb.OPEN, record)
        raise NotPermitted(_("記録を開くには、部署の席が必要です。"))
    return seat


def _write_opened(opening: Opening, by: Asker, hours: int) -> None:
    write_entry(
        events.AccessOpened(
            subject_kind=opening.record_kind,
            subject_key=opening.record_key,
            organisation=opening.owner_unit,
            side=opening.owner_side,
            person=opening.subject,
            hours=hours,
        ),
        by=by,
        on=timezone.localdate(),
    )


def address_to_open(record: Any) -> str:
    """The page on which the record is opened with a reason."""
    return reverse("directory:open", args=[kind_of(record).name, key_of(record)])
