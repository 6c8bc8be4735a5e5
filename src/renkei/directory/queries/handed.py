"""What a person opened with a reason, and what was handed to the units where she sits."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from renkei.core.periods import not_over
from renkei.core.prepared import Prepared
from renkei.core.rights import Seat
from renkei.directory.models import Opening, Person, Share

Keys = Mapping[tuple[str, str, str], set[str]]  # of how, kind and unit
OPENED, SHARED = "opened", "shared"


@dataclass(slots=True)
class Handed:
    """Asked once, with one query for all kinds of record, and only by rules that reach so far.

    Both hang on a seat: who opened a record from a desk and leaves the desk, leaves the record.
    A record is handed to the unit that the legal ground names, not to the units above it.
    """

    person: str
    seats: tuple[Seat, ...]
    on: date
    _known: Keys | None = None

    def opened(self, kind: str, seat: Seat | None) -> frozenset[str]:
        return self._keys(OPENED, kind, seat)

    def shared(self, kind: str, seat: Seat | None) -> frozenset[str]:
        return self._keys(SHARED, kind, seat)

    @property
    def is_asked(self) -> bool:
        return self._known is not None

    def anew(self) -> "Handed":
        return Handed(self.person, self.seats, self.on)

    def everything(self) -> Hashable:
        if not self.seats:
            return frozenset()
        return frozenset((place, frozenset(keys)) for place, keys in self._all().items())

    def _keys(self, how: str, kind: str, seat: Seat | None) -> frozenset[str]:
        if not self.seats:
            return frozenset()
        units = [one.unit for one in self.seats] if seat is None else [seat.unit]
        return frozenset[str]().union(*(self._all().get((how, kind, unit), ()) for unit in units))

    def _all(self) -> Keys:
        if self._known is None:
            self._known = self._asked()
        return self._known

    def _asked(self) -> Keys:
        units = sorted({seat.unit for seat in self.seats})
        asked = {"person": self.person, "units": units, "on": self.on, "now": timezone.now()}
        keys = defaultdict[tuple[str, str, str], set[str]](set)
        for how, kind, unit, key in _HANDED.rows(**asked):
            keys[how, kind, unit].add(key)
        return keys


def handed_to(person: Person, seats: tuple[Seat, ...], on: date) -> Handed:
    return Handed(person.key, seats, on)


def valid_share(on: date) -> Q:
    return Q(ended_at=None) & not_over(on, "until")


def _handed(person: str, units: list[str], on: date, now: datetime) -> QuerySet[Any, Any]:
    openings = Opening.objects.open_at(now).filter(person=person, unit__in=units)
    shares = Share.objects.filter(valid_share(on), unit__in=units)
    return _tagged(openings, OPENED, "unit").union(_tagged(shares, SHARED, "unit_id"), all=True)


def _tagged(found: QuerySet[Opening] | QuerySet[Share], how: str, unit: str):  # type: ignore[no-untyped-def]
    """The order of a table means nothing in a union, and PostgreSQL refuses it."""
    tagged = found.order_by().annotate(how=Value(how))
    return tagged.values_list("how", "record_kind", unit, "record_key")


_HANDED = Prepared(_handed)
