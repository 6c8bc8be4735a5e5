"""Who asks, with the seats held on a day: the one way from an account to the rules."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from renkei.core.periods import not_over
from renkei.core.prepared import Prepared
from renkei.core.rights import NOBODY, Asker, Role, Seat
from renkei.core.writing import as_read
from renkei.directory.models import Membership, Person, Unit
from renkei.directory.queries.handed import handed_to

# The first of these that anybody holds is told; a bureau's desk has a manager, a section officers.
ANSWERING = (Role.DESK_MANAGER, Role.OFFICER, Role.BUREAU_OFFICER, Role.MUNICIPALITY_OFFICER)

# Every page asks for seats, so no more of them is fetched than a seat says.
_OF_SEATS = (
    "key",
    "role",
    "valid_to",
    *(f"unit__{name}" for name in ("key", "name_ja", "name_en", "place", "lineage", "side")),
    *(f"unit__organisation__{name}" for name in ("key", "name_ja", "name_en", "place")),
)


class _Held(NamedTuple):
    """A membership of today with what a seat says of its unit; in the order of `_OF_SEATS`."""

    membership: str
    role: str
    until: date | None
    unit: str
    unit_ja: str
    unit_en: str
    unit_place: str
    lineage: str
    side: str
    organisation: str
    organisation_ja: str
    organisation_en: str
    organisation_place: str


def asker_for(person: Person, *, on: date | None = None) -> Asker:
    """The person with the seats of that day; nobody when the account is closed or invented."""
    # Passwords of invented people are known to everybody.
    if not person.is_active or (person.is_demo and not settings.DEMO):
        return NOBODY
    on = on or timezone.localdate()
    held = [_Held(*row) for row in _HELD.rows(person=person.key, on=on)]
    below = _units_below([one.lineage for one in held])
    seats = tuple(_seat(one, below[one.lineage]) for one in held)
    return Asker(
        person=person.key,
        name=person.name,
        seats=seats,
        on=on,
        handed=handed_to(person, seats, on),
    )


def asker_with_key(key: str) -> Asker:
    """For work that goes on while nobody is signed in: the seats that its starter has today."""
    person = Person.objects.filter(pk=key).first()
    return asker_for(person) if person else NOBODY


def _seat(held: _Held, units: frozenset[str]) -> Seat:
    return Seat(
        role=Role(held.role),
        unit=held.unit,
        units=units,
        organisation=held.organisation,
        side=held.side,
        places=frozenset({held.unit_place, held.organisation_place} - {""}),
        membership=held.membership,
        until=held.until,
        unit_name=as_read(held.unit_ja, held.unit_en),
        organisation_name=as_read(held.organisation_ja, held.organisation_en),
    )


def _units_below(lineages: list[str]) -> dict[str, frozenset[str]]:
    """Of each unit the keys of itself and of all units below it, in one query."""
    if not lineages:
        return {}
    found = _BELOW.rows(lineages=lineages)
    return {
        above: frozenset(key for key, lineage in found if lineage.startswith(above))
        for above in lineages
    }


def _held(person: str, on: date) -> QuerySet[Any, Any]:
    held = Membership.objects.filter(not_over(on), person=person, valid_from__lte=on)
    return held.order_by("unit__lineage", "role", "key").values_list(*_OF_SEATS)


def _inside(lineages: list[str]) -> QuerySet[Any, Any]:
    inside = Q(pk__in=[])
    for lineage in lineages:
        inside |= Q(lineage__startswith=lineage)
    return Unit.objects.filter(inside).order_by().values_list("key", "lineage")


_HELD, _BELOW = Prepared(_held), Prepared(_inside)


def keepers_of(unit: str, *, on: date) -> list[Person]:
    """Who answers for what the unit keeps: its manager; where it has none, its officers."""
    held = Membership.objects.filter(unit=unit, valid_from__lte=on, person__is_active=True)
    held = held.filter(not_over(on)).select_related("person")
    by_role = {role: [one.person for one in held if one.role == role] for role in ANSWERING}
    return next((people for people in by_role.values() if people), [])


def representatives_of(organisations: Iterable[str], *, on: date) -> dict[str, list[Person]]:
    """Who speaks for each of some firms and towns."""
    held = Membership.objects.filter(
        not_over(on),
        unit__organisation__in=set(organisations),
        role__in=(Role.REPRESENTATIVE, Role.MUNICIPALITY_OFFICER),
        valid_from__lte=on,
        person__is_active=True,
    )
    found: dict[str, list[Person]] = {}
    for one in held.select_related("person", "unit").order_by("person"):
        people = found.setdefault(one.unit.organisation_id, [])
        if one.person not in people:
            people.append(one.person)
    return found


def people_to_reach() -> Iterator[Person]:
    """Everybody whose account is open; one by one, for there may be many."""
    yield from Person.objects.filter(is_active=True, email__isnull=False).order_by("key").iterator()


def people_in_role(role: Role, *, side: str, on: date) -> list[Person]:
    """Who has that role in a unit of a government on a day, each once."""
    held = Membership.objects.filter(role=role, unit__side=side, valid_from__lte=on)
    held = held.filter(not_over(on), person__is_active=True).select_related("person")
    return list({one.person_id: one.person for one in held.order_by("person")}.values())
