"""Seats that are about to end, and who is told of it."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from renkei.core.periods import not_over
from renkei.core.rights import Role
from renkei.directory.models import Membership, Person, Unit

# So many days before its last day a seat is spoken of: in time for another term, and once more.
DAYS_BEFORE = (60, 14)
MOST_TOLD = 10


def ending_seats(on: date) -> list[Membership]:
    """Seats of whose end somebody is to be told on that day, and that nothing follows."""
    last = on + timedelta(days=max(DAYS_BEFORE))
    near = Membership.objects.filter(
        valid_from__lte=on, valid_to__range=(on, last), person__is_active=True
    ).select_related("person", "unit")
    due = [seat for seat in near.order_by("unit", "valid_to", "key") if _is_due(seat, on)]
    later = _later(due)
    return [seat for seat in due if not any(_goes_on(seat, other) for other in later)]


def _is_due(seat: Membership, on: date) -> bool:
    """Whoever gave it, or was told of it, since then knows already."""
    known = max(filter(None, (seat.warned_on, timezone.localdate(seat.made_at))))
    assert seat.valid_to
    days = (seat.valid_to - timedelta(days=before) for before in DAYS_BEFORE)
    return any(known < day <= on for day in days)


def _later(seats: Iterable[Membership]) -> list[Membership]:
    people = {seat.person_id for seat in seats}
    return list(Membership.objects.filter(person__in=people)) if people else []


def _goes_on(seat: Membership, other: Membership) -> bool:
    assert seat.valid_to
    is_same = (seat.person_id, seat.unit_id, seat.role) == (
        other.person_id,
        other.unit_id,
        other.role,
    )
    is_longer = other.valid_to is None or other.valid_to > seat.valid_to
    return is_same and is_longer and other.valid_from <= seat.valid_to + timedelta(days=1)


def administrators_of(unit: Unit, *, on: date) -> list[Person]:
    """Who gives the seats of the unit: there and above; where nobody does, the programme office."""
    held = Membership.objects.filter(valid_from__lte=on).filter(not_over(on))
    above = unit.lineage.rstrip("/").split("/")
    seats = held.filter(unit__in=above, role=Role.ADMINISTRATOR)
    if not seats.exists() and unit.side:
        seats = held.filter(unit__side=unit.side, role=Role.PROGRAMME_OFFICE)
    return list(Person.objects.filter(pk__in=seats.values("person"), is_active=True))


def seats_that_ended(person: Person, *, on: date) -> list[Membership]:
    """What a person had, the latest first."""
    over = Membership.objects.filter(person=person, valid_to__lt=on)
    return list(over.select_related("unit__organisation").order_by("-valid_to", "key")[:MOST_TOLD])
