"""Who asks, with the seats held on a day: the one way from an account to the rules."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from renkei.core.periods import not_over
from renkei.core.rights import NOBODY, Asker, Role, Seat
from renkei.directory.models import Membership, Person, Unit
from renkei.directory.queries.handed import handed_to

# The first of these that anybody holds is told; a bureau's desk has a manager, a section officers.
ANSWERING = (Role.DESK_MANAGER, Role.OFFICER, Role.BUREAU_OFFICER, Role.MUNICIPALITY_OFFICER)

# Every page asks for seats, so no more of them is fetched than a seat says.
_NAMES = ("name_ja", "name_en", "place")
_OF_SEATS = (
    "role",
    "valid_to",
    *(f"unit__{name}" for name in (*_NAMES, "lineage", "side")),
    *(f"unit__organisation__{name}" for name in _NAMES),
)


def asker_for(person: Person, *, on: date | None = None) -> Asker:
    """The person with the seats of that day; nobody when the account is closed or invented."""
    # Passwords of invented people are known to everybody.
    if not person.is_active or (person.is_demo and not settings.DEMO):
        return NOBODY
    on = on or timezone.localdate()
    held = (
        Membership.objects.filter(person=person, valid_from__lte=on)
        .filter(not_over(on))
        .select_related("unit__organisation")
        .only(*_OF_SEATS)
        .order_by("unit__lineage", "role", "key")
    )
    below = _units_below([membership.unit for membership in held])
    seats = tuple(_seat(membership, below[membership.unit_id]) for membership in held)
    handed = handed_to(person, seats, on)
    return Asker(
        person=person.key,
        name=person.name,
        seats=seats,
        on=on,
        opened=handed.opened,
        shared=handed.shared,
    )


def asker_with_key(key: str) -> Asker:
    """For work that goes on while nobody is signed in: the seats that its starter has today."""
    person = Person.objects.filter(pk=key).first()
    return asker_for(person) if person else NOBODY


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
        until=membership.valid_to,
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
    found = list(Unit.objects.filter(inside).order_by().values_list("key", "lineage"))
    return {
        unit.key: frozenset(key for key, lineage in found if lineage.startswith(unit.lineage))
        for unit in units
    }


def keepers_of(unit: str, *, on: date) -> list[Person]:
    """Who answers for what the unit keeps: its manager; where it has none, its officers."""
    held = Membership.objects.filter(unit=unit, valid_from__lte=on, person__is_active=True)
    held = held.filter(not_over(on)).select_related("person")
    by_role = {role: [one.person for one in held if one.role == role] for role in ANSWERING}
    return next((people for people in by_role.values() if people), [])


def people_to_reach() -> Iterator[Person]:
    """Everybody whose account is open; one by one, for there may be many."""
    yield from Person.objects.filter(is_active=True, email__isnull=False).order_by("key").iterator()
