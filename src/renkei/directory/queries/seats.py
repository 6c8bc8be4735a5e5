"""Who asks, with the seats held on a day: the one way from an account to the rules."""

from collections.abc import Callable
from datetime import date
from functools import cache

from django.db.models import Q
from django.utils import timezone

from renkei.core.rights import NOBODY, Asker, Role, Seat
from renkei.directory.models import Membership, Opening, Person, Share, Unit


def asker_for(person: Person, *, on: date | None = None) -> Asker:
    """The person with the seats of that day; nobody when the account is closed."""
    if not person.is_active:
        return NOBODY
    on = on or timezone.localdate()
    held = (
        Membership.objects.filter(person=person, valid_from__lte=on)
        .filter(Q(valid_to=None) | Q(valid_to__gte=on))
        .select_related("unit__organisation")
    )
    below = _units_below([membership.unit for membership in held])
    seats = tuple(_seat(membership, below[membership.unit_id]) for membership in held)
    units = frozenset[str]().union(*(seat.units for seat in seats))
    return Asker(
        person=person.key, name=person.name, seats=seats, on=on, opened=_opened(person, units, on)
    )


def _seat(membership: Membership, units: frozenset[str]) -> Seat:
    unit = membership.unit
    places = frozenset({unit.place, unit.organisation.place} - {""})
    return Seat(
        role=Role(membership.role),
        unit=unit.key,
        units=units,
        organisation=unit.organisation_id,
        side=unit.side,
        places=places,
        membership=membership.key,
        unit_name=unit.name,
        organisation_name=unit.organisation.name,
    )


def _units_below(units: list[Unit]) -> dict[str, frozenset[str]]:
    """Of each unit the keys of itself and of all units below it, in one query."""
    if not units:
        return {}
    inside = Q(pk__in=[])
    for unit in units:
        inside |= Q(lineage__startswith=unit.lineage)
    found = list(Unit.objects.filter(inside).values_list("key", "lineage"))
    return {
        unit.key: frozenset(key for key, lineage in found if lineage.startswith(unit.lineage))
        for unit in units
    }


def _opened(person: Person, units: frozenset[str], on: date) -> Callable[[str], frozenset[str]]:
    """What was opened to the person or handed to her units; asked once for each kind of record."""

    @cache
    def opened(kind: str) -> frozenset[str]:
        openings = Opening.objects.filter(
            person=person, record_kind=kind, until__gt=timezone.now()
        ).values_list("record_key", flat=True)
        shares = Share.objects.filter(unit__in=units, record_kind=kind, ended_at=None).filter(
            Q(until=None) | Q(until__gte=on)
        )
        return frozenset(openings) | frozenset(shares.values_list("record_key", flat=True))

    return opened
