"""From a definition to the entries that it counts."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, TextChoices

from renkei.charter.counts import COLUMNS, Counted, Filter
from renkei.core.calendar import months_later
from renkei.journal import tallies
from renkei.journal.kinds import Fact, kind_called
from renkei.journal.queries import Entries, of_period
from renkei.programme.figures.gazetteer import Gazetteer
from renkei.programme.periods import Period

PLACES = ("place", "origin")


@dataclass(frozen=True, slots=True)
class Scope:
    """Of which period and place something is counted, and as known when."""

    period: Period
    known_at: datetime | None = None
    place: str | None = None
    gazetteer: Gazetteer = field(default_factory=Gazetteer)

    def known(self) -> Entries:
        return self.placed(tallies.known(self.known_at))

    def placed(self, among: Entries) -> Entries:
        if not self.place:
            return among
        return among.filter(self.gazetteer.within("place", self.place))


def declared_fact(counted: Counted, name: str) -> Fact | None:
    """As the first of the kinds declares it."""
    kinds = (kind_called(kind) for kind in counted.kinds)
    facts = (fact for kind in kinds if kind for fact in kind.facts)
    return next((fact for fact in facts if fact.name == name), None)


def stored_type(counted: Counted, name: str) -> type:
    """How the fact stands in the journal: a choice and a day are texts there."""
    fact = declared_fact(counted, name)
    if fact is None or issubclass(fact.type, (TextChoices, date)):
        return str
    return fact.type


def undeclared(counted: Counted) -> list[str]:
    return [kind for kind in counted.every_kind if kind_called(kind) is None]


def behind(counted: Counted, reference: str, scope: Scope) -> Entries:
    """The entries that make up a count, of every side."""
    return in_time(counted, scope).filter(condition(counted, reference, scope.gazetteer))


def condition(counted: Counted, reference: str, gazetteer: Gazetteer) -> Q:
    """What an entry must fulfil to count, whenever it was."""
    wanted = tallies.serving(reference)
    for one in counted.where:
        wanted &= _told(counted, one, gazetteer)
    return wanted


def in_time(counted: Counted, scope: Scope) -> Entries:
    if counted.measure == "level":
        return standing(counted, scope)
    found = scope.known().filter(kind__in=counted.kinds)
    return of_period(found, scope.period.first, scope.period.last)


def standing(counted: Counted, scope: Scope) -> Entries:
    """The entries by which the records stand that have begun and not ended."""
    last = scope.period.last
    found = tallies.begun(scope.known_at, last, kinds=counted.kinds, ended_by=counted.ended_by)
    if counted.until:
        found = tallies.still_holding(found, counted.until, last)
    if counted.within_months:
        found = found.filter(on__gt=months_later(last, -counted.within_months))
    return scope.placed(found)


def _told(counted: Counted, one: Filter, gazetteer: Gazetteer) -> Q:
    if one.fact in COLUMNS:
        known = ~Q(**{one.fact: ""})
        if one.is_known:
            return known
        listed = _listed(one, gazetteer)
        return known & listed if one.one_of else known & ~listed
    kind = stored_type(counted, one.fact)
    return tallies.telling(one.fact, kind, one_of=one.one_of, none_of=one.none_of)


def _listed(one: Filter, gazetteer: Gazetteer) -> Q:
    values = one.one_of or one.none_of
    if one.fact not in PLACES:
        return Q(**{f"{one.fact}__in": values})
    wanted = Q()
    for place in values:
        wanted |= gazetteer.within(one.fact, str(place))
    return wanted


def passes(value: object, one: Filter, gazetteer: Gazetteer) -> bool:
    """The same question asked of a value that was read."""
    if value is None or (value == "" and one.fact in COLUMNS):
        return False
    if one.is_known:
        return True
    if one.fact in PLACES:
        is_listed = any(
            gazetteer.lies_in(str(value), str(place)) for place in one.one_of or one.none_of
        )
    else:
        is_listed = value in (one.one_of or one.none_of)
    return is_listed == bool(one.one_of)
