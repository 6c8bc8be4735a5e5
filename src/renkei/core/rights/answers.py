"""The two answers of the house: for one record, and for a set. Everything else asks these."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, Self, TypeVar

from django.db.models import Manager, Model, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import NotPermitted
from renkei.core.prepared import RightNow, filled_up
from renkei.core.questions import Found
from renkei.core.rights.askers import Asker, Seat
from renkei.core.rights.columns import end_of, first_steps, is_text, leads_to_many
from renkei.core.rights.kinds import ANYONE, SEATED, SIGNED_IN, RecordKind, Rule, kind_of
from renkei.core.rights.prepared import OpenQuestion, Opens, one_of
from renkei.core.rights.reaches import COMPARISONS, Reach, Values
from renkei.core.rights.verbs import Verb
from renkei.core.writing import localized

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
        raise NotPermitted(
            _("あなたの席では、この「%(kind)s」について「%(verb)s」ことはできません。")
            % {"kind": localized(kind_of(record).label), "verb": verb.label}
        )


def verbs_of(asker: Asker, record: Model) -> frozenset[Verb]:
    """Everything that the person may do with the record."""
    return frozenset(verb for verb in Verb if may(asker, verb, record))


def reasons(asker: Asker, verb: Verb, record: Model) -> Iterator[Reason]:
    kind = kind_of(record)
    for rule, seat in applicable(asker, verb, kind):
        if _holds(rule, seat, asker, kind, record):
            yield Reason(rule, seat)


def applicable(asker: Asker, verb: Verb, kind: RecordKind) -> Iterator[tuple[Rule, Seat | None]]:
    """The rules of the kind that are about this person and verb, each with its seat."""
    return _from_where(asker, (rule for rule in kind.rules if verb in rule.verbs))


def rules_for(asker: Asker, kind: RecordKind) -> Iterator[tuple[Rule, Seat | None]]:
    return _from_where(asker, kind.rules)


def _from_where(asker: Asker, rules: Iterable[Rule]) -> Iterator[tuple[Rule, Seat | None]]:
    holds = {ANYONE: True, SIGNED_IN: asker.is_somebody, SEATED: bool(asker.seats)}
    # Compared, not looked up: every row of a list asks, and a member of an enumeration is slow
    # to look up.
    without_seat = tuple(who for who, it_holds in holds.items() if it_holds)
    for rule in rules:
        if rule.who in without_seat:
            yield rule, None
        else:
            yield from ((rule, seat) for seat in asker.seats if seat.role == rule.who)


def opened(
    asker: Asker, verb: Verb, kind: RecordKind, *, but_for: Reach | None = None
) -> Opens | None:
    """What opens records of the kind to the person; None where all are open."""
    opens: Opens = {}
    for rule, seat in applicable(asker, verb, kind):
        if rule.reach == but_for:
            continue
        if rule.reach not in COMPARISONS:
            return None
        column, values = _wanted(rule, seat, asker, kind)
        if values:
            place = (column, rule.is_timed)
            opens[place] = opens.get(place, frozenset()) | values
    return opens


class RuledQuerySet(QuerySet[Record]):
    def visible_to(
        self, asker: Asker, verb: Verb = Verb.READ, *, but_for: Reach | None = None
    ) -> Self:
        """The records with which the person may do this, also without the rules of `but_for`."""
        return self.opened_by(opened(asker, verb, kind_of(self.model), but_for=but_for))

    def opened_by(self, opens: Opens | None) -> Self:
        """The records that these values open; every one where there is nothing to compare."""
        if opens is None:
            return self.all()
        if not opens:
            return self.none()
        kind, allowed = kind_of(self.model), Q()
        for (column, is_timed), values in opens.items():
            condition = _condition(kind.table, column, values)
            allowed |= condition & _has_opened(kind) if is_timed else condition
        return self.filter(allowed)

    def seen_by(self, asker: Asker, verb: Verb = Verb.READ, **lookup: Any) -> Record:
        """The one record; for whom it is not visible it does not exist.

        Errors  Http404 when there is none, or none that may be seen
        """
        record: Record | None = one_of(self, opened(asker, verb, kind_of(self.model)), lookup)
        if record is None:
            raise Http404(f"no {self.model._meta.object_name} to show")
        return record

    def with_columns(self) -> Self:
        """With all that `may` looks at, so that asking about each row costs no query."""
        one, many = first_steps(kind_of(self.model))
        found = self.prefetch_related(*many) if many else self
        return found.select_related(*one) if one else found


class Visible(Generic[Record]):
    """What somebody sees of a table, as a question prepared for all who ask it.

        _OF_RECORD = Visible(Share, lambda seen, kind, key: seen.filter(record_kind=kind, ...))
        page = page_of(_OF_RECORD.to(asker, kind=kind, key=key), request)

    What `build` makes of what is seen may depend on texts, days and moments by comparing alone.
    With `among` it is made of the values, and what is seen is taken of that.
    """

    def __init__(
        self,
        table: type[Record],
        build: Callable[..., QuerySet[Record]] | None = None,
        *,
        among: Callable[..., QuerySet[Record]] | None = None,
    ) -> None:
        self.table = table

        def built(opens: Opens | None, **values: Any) -> QuerySet[Record]:
            whole: Any = among(**values) if among else table._default_manager.all()
            seen: QuerySet[Record] = whole.opened_by(opens)
            return build(seen, **values) if build else seen

        self.question = OpenQuestion(table, built)

    def to(self, asker: Asker, verb: Verb = Verb.READ, **values: Any) -> Found[Record]:
        return self.question.of(opened(asker, verb, kind_of(self.table)), **values)


def seen_among(
    table: type[Record], asker: Asker, keys: Iterable[str], verb: Verb = Verb.READ
) -> Iterable[Record]:
    """Of the records with these keys those with which the person may do this."""
    if not is_text(table, "pk"):
        return RuledQuerySet(table).visible_to(asker, verb).filter(pk__in=list(keys))
    return _among(table).to(asker, verb, keys=filled_up(keys))


@cache
def _among(table: type[Record]) -> Visible[Record]:
    return Visible(table, lambda seen, keys: seen.filter(pk__in=keys))


RuledManager = Manager.from_queryset(RuledQuerySet)


def is_empty(rule: Rule, seat: Seat | None, asker: Asker, kind: RecordKind) -> bool:
    """Whether the rule opens nothing from there: a firm has no side, so no rule of sides."""
    return rule.reach in COMPARISONS and not _wanted(rule, seat, asker, kind)[1]


def _wanted(rule: Rule, seat: Seat | None, asker: Asker, kind: RecordKind) -> tuple[str, Values]:
    """The column to look at and the values that open the record; empty opens none."""
    comparison = COMPARISONS[rule.reach]
    column: str = getattr(kind.columns, comparison.column)
    values: Values = comparison.values(asker, seat, kind.name) if column else frozenset()
    # Nobody's empty key must not meet a record's empty column.
    return column, frozenset(value for value in values if value != "")


def _holds(rule: Rule, seat: Seat | None, asker: Asker, kind: RecordKind, record: Model) -> bool:
    if rule.reach not in COMPARISONS:
        return True
    if rule.is_timed and not _is_open(kind, record):
        return False
    column, values = _wanted(rule, seat, asker, kind)
    return bool(values) and not values.isdisjoint(end_of(record, column))


def _is_open(kind: RecordKind, record: Model) -> bool:
    now = timezone.now()
    return any(moment <= now for moment in end_of(record, kind.columns.opens_at))


def _has_opened(kind: RecordKind) -> Q:
    moment: dict[str, Any] = {f"{kind.columns.opens_at}__lte": RightNow()}
    return Q(**moment)


def _condition(table: type[Model], column: str, values: Values) -> Q:
    condition = Q(**{f"{column}__in": values})
    if leads_to_many(table, column):
        # A join would show a record once for every row that it leads to.
        return Q(pk__in=table._base_manager.filter(condition).values("pk"))
    return condition
