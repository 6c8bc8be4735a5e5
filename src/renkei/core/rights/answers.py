"""The two answers of the house: for one record, and for a set. Everything else asks these."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.db.models import Manager, Model, Q, QuerySet
from django.http import Http404

from renkei.core.errors import NotPermitted
from renkei.core.rights.askers import Asker, Seat
from renkei.core.rights.kinds import ANYONE, SIGNED_IN, RecordKind, Rule, kind_of
from renkei.core.rights.reaches import COMPARISONS
from renkei.core.rights.verbs import Verb

Record = TypeVar("Record", bound=Model)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the answer is yes: a rule, and the seat from which it holds (None: no seat needed)."""

    rule: Rule
    seat: Seat | None


def may(asker: Asker, verb: Verb, record: Model) -> bool:
    """Whether the person may do this with the record; an unsaved record asks about making it."""
    return next(reasons(asker, verb, record), None) is not None


def must(asker: Asker, verb: Verb, record: Model) -> None:
    """Errors  NotPermitted when the answer is no."""
    if not may(asker, verb, record):
        raise NotPermitted(f"{asker.person or 'nobody'} may not {verb} {kind_of(record).name}")


def reasons(asker: Asker, verb: Verb, record: Model) -> Iterator[Reason]:
    kind = kind_of(record)
    for rule, seat in _applicable(asker, verb, kind):
        if _holds(rule, seat, asker, kind, record):
            yield Reason(rule, seat)


class RuledQuerySet(QuerySet[Record]):
    def visible_to(self, asker: Asker, verb: Verb = Verb.READ) -> Self:
        """The records with which the person may do this."""
        kind = kind_of(self.model)
        allowed = Q(pk__in=[])
        for rule, seat in _applicable(asker, verb, kind):
            condition = _condition(rule, seat, asker, kind)
            if condition is None:
                return self.all()
            allowed |= condition
        return self.filter(allowed)

    def seen_by(self, asker: Asker, verb: Verb = Verb.READ, **lookup: Any) -> Record:
        """The one record; for whom it is not visible it does not exist.

        Errors  Http404 when there is none, or none that may be seen
        """
        record = self.visible_to(asker, verb).filter(**lookup).first()
        if record is None:
            raise Http404(f"no {self.model._meta.object_name} to show")
        return record


RuledManager = Manager.from_queryset(RuledQuerySet)


def _applicable(asker: Asker, verb: Verb, kind: RecordKind) -> Iterator[tuple[Rule, Seat | None]]:
    for rule in kind.rules:
        if verb not in rule.verbs:
            continue
        if rule.who == ANYONE or (rule.who == SIGNED_IN and asker.is_somebody):
            yield rule, None
        else:
            yield from ((rule, seat) for seat in asker.seats if seat.role == rule.who)


def _wanted(rule: Rule, seat: Seat | None, asker: Asker, kind: RecordKind) -> tuple[str, Any]:
    """The column to look at and the values that open the record; empty opens none."""
    comparison = COMPARISONS[rule.reach]
    column: str = getattr(kind.columns, comparison.column)
    values = comparison.values(asker, seat, kind.name) if column else frozenset()
    # Nobody's empty key must not meet a record's empty column.
    return column, frozenset(value for value in values if value != "")


def _holds(rule: Rule, seat: Seat | None, asker: Asker, kind: RecordKind, record: Model) -> bool:
    if rule.reach not in COMPARISONS:
        return True
    column, values = _wanted(rule, seat, asker, kind)
    return bool(values) and not values.isdisjoint(_followed(record, column))


def _condition(rule: Rule, seat: Seat | None, asker: Asker, kind: RecordKind) -> Q | None:
    """None where the rule opens every record."""
    if rule.reach not in COMPARISONS:
        return None
    column, values = _wanted(rule, seat, asker, kind)
    if not values:
        return Q(pk__in=[])
    condition = Q(**{f"{column}__in": values})
    if _leads_to_many(kind.table, column):
        # A join would show a record once for every row that it leads to.
        return Q(pk__in=kind.table._base_manager.filter(condition).values("pk"))
    return condition


def _leads_to_many(table: type[Model], column: str) -> bool:
    name = column.split("__", 1)[0]
    if name in {field.attname for field in table._meta.concrete_fields}:
        return False
    field = table._meta.get_field(name)
    return bool(field.one_to_many or field.many_to_many)


def _followed(record: Any, column: str) -> frozenset[Any]:
    """The values at the end of a lookup, read from a record in memory."""
    name, _, rest = column.partition("__")
    value: Any = getattr(record, name, None)
    if hasattr(value, "all"):
        # A record that is not saved yet leads nowhere.
        rows = value.all() if record.pk and not record._state.adding else ()
        return frozenset[Any]().union(*(_followed(row, rest) for row in rows))
    if rest and value is not None:
        return _followed(value, rest)
    return frozenset() if value is None else frozenset({value})
