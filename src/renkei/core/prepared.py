"""Queries that every page asks: the statement is made once, and then only filled in.

    _HELD = Prepared(lambda person, on: Membership.objects.filter(...).values_list("role", ...))
    rows = _HELD.rows(person=key, on=day)

A queryset of records gives records, with what was selected and fetched beside them. Making a
statement out of a queryset takes several times as long as asking it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DateTimeField, Model, QuerySet, Value, prefetch_related_objects
from django.db.models.query import ModelIterable, get_related_populators
from django.utils import timezone

Row = tuple[Any, ...]
# Values that stand for others while a statement is made: nothing of ours is so old, or called so.
DAY, MOMENT = date(1001, 1, 1), datetime(1001, 1, 1, tzinfo=UTC)
NUMBER = -2_000_000_000  # and down from there, of a list of numbers
LONGEST = 512  # list of which a statement is kept
MOST_KNOWN = 256  # statements of one question; the one made first makes room
TEXT = "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"


class RightNow(Value):
    """The moment of asking, also in a statement that was made earlier."""

    def __init__(self) -> None:
        super().__init__(None, output_field=DateTimeField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:  # noqa: ARG002
        return "%s", (_said_now(connection),)


class _Now:
    """Marks a moment among the parameters of a statement; the database takes it as what it is."""


class _NowAsText(_Now, str): ...


class _NowAsMoment(_Now, datetime): ...


def _said_now(connection: Any) -> _Now:
    now = timezone.now()
    said = connection.ops.adapt_datetimefield_value(now)
    if isinstance(said, str):
        return _NowAsText(said)
    return _NowAsMoment(*now.timetuple()[:6], now.microsecond, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    n: int | None  # which one of a list
    template: str = ""  # where the value is a part of what is compared, with `{}` in its stead

    def filled(self, values: dict[str, Any]) -> Any:
        value = values[self.name] if self.n is None else values[self.name][self.n]
        return self.template.format(_like(value)) if self.template else _adapted(value)


@dataclass(frozen=True, slots=True)
class Statement:
    sql: str  # empty where nothing can be found, whatever the tables hold
    # What stands at each place: a constant, the moment of asking, or what makes it of the values.
    places: tuple[Any, ...]
    read: Callable[[list[Row]], list[Any]] = list  # what is made of what the database gives

    def rows(self, **values: Any) -> list[Any]:
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [_filled(one, values) for one in self.places])
            rows = cursor.fetchall()
        return self.read(rows)

    def counting(self) -> "Statement":
        """How many rows there are: one row with a number, none where nothing can be found."""
        if not self.sql:
            return self
        return Statement(f"SELECT COUNT(*) FROM ({self.sql}) counted", self.places)  # noqa: S608 - ours


NOTHING = Statement("", ())


def statement_of(
    found: QuerySet[Any, Any], places: Mapping[Any, _Place] = MappingProxyType({})
) -> Statement:
    """Of a queryset of rows or records; what stands at `places` is filled in when it is asked."""
    compiler = found.query.get_compiler(connection.alias)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return NOTHING
    read = _Records(found, compiler) if _gives_records(found) else _rows_read(compiler)
    return Statement(sql, tuple(_place(one, places) for one in parameters), read)


def _gives_records(found: QuerySet[Any, Any]) -> bool:
    return issubclass(found._iterable_class, ModelIterable)


def _rows_read(compiler: Any) -> Callable[[list[Row]], list[Row]]:
    converted = _converted(compiler)
    return lambda rows: [tuple(row) for row in converted(rows)]


def _converted(compiler: Any) -> Callable[[list[Row]], Iterable[Any]]:
    """As the fields want the values that the database gives."""
    selected = [] if compiler.query.combinator else [one[0] for one in compiler.select]
    converters = compiler.get_converters(selected)
    return lambda rows: compiler.apply_converters(rows, converters) if converters else rows


class _Records:
    """Rows as a queryset makes records of them; what it looks up for each page is known."""

    def __init__(self, found: QuerySet[Any, Any], compiler: Any) -> None:
        told = compiler.klass_info
        self.table: type[Model] = told["model"]
        self.columns = slice(told["select_fields"][0], told["select_fields"][-1] + 1)
        self.names = frozenset(one[0].target.attname for one in compiler.select[self.columns])
        # The stubs are of a later Django.
        self.beside = get_related_populators(told, compiler.select, connection.alias)  # type: ignore[call-arg]
        self.annotated = tuple((compiler.annotation_col_map or {}).items())
        self.fetched = found._prefetch_related_lookups  # type: ignore[attr-defined]
        self.converted = _converted(compiler)

    def __call__(self, rows: list[Row]) -> list[Model]:
        records = [self._record(row) for row in self.converted(rows)]
        if self.fetched:
            prefetch_related_objects(records, *self.fetched)
        return records

    def _record(self, row: Any) -> Model:
        record = self.table.from_db(connection.alias, self.names, row[self.columns])
        for beside in self.beside:
            beside.populate(row, record)
        for name, column in self.annotated:
            setattr(record, name, row[column])
        return record


class Prepared:
    """A queryset as a function of texts, days, moments, and lists of texts or of numbers.

    What it builds may depend on these only by comparing with them. Of anything else, such as a
    number, an empty list or None, it may depend in any way: each value has its own statement.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self.known: dict[tuple[object, ...], Statement] = {}

    def rows(self, **values: Any) -> list[Any]:
        return self.statement(**values).rows(**values)

    def statement(self, **values: Any) -> Statement:
        if any(isinstance(one, list) and len(one) > LONGEST for one in values.values()):
            return self._made(values)
        shape = (connection.vendor, *map(_shape, values.values()))
        found = self.known.get(shape)
        if found is None:
            found = self._made(values)
            while len(self.known) >= MOST_KNOWN:
                self.known.pop(next(iter(self.known)), None)
            self.known[shape] = found
        return found

    def _made(self, values: dict[str, Any]) -> Statement:
        stand_ins, places = {}, {}
        for number, (name, value) in enumerate(values.items()):
            stand_ins[name] = _stand_in(name, value, number)
            if not _is_constant(value):
                for n, one in _each(stand_ins[name]):
                    places[_adapted(one)] = _Place(name, n)
        return statement_of(self.build(**stand_ins), places)


def _is_constant(value: object) -> bool:
    return not value if isinstance(value, list) else not isinstance(value, str | date)


def _shape(value: Any) -> object:
    """Values of one shape share a statement."""
    if isinstance(value, list):
        return len(value), bool(value) and isinstance(value[0], int)
    return None if isinstance(value, str | date) else (value,)


def _stand_in(name: str, value: object, number: int) -> Any:
    """Another one for each value: two days of a question are told apart."""
    if _is_constant(value):
        return value
    if isinstance(value, list):
        return _stand_ins(name, value)
    if isinstance(value, datetime):
        return MOMENT + timedelta(number)
    return DAY + timedelta(number) if isinstance(value, date) else f"{TEXT}{name}"


def _stand_ins(name: str, values: list[Any]) -> list[Any]:
    if isinstance(values[0], int):
        return [NUMBER - n for n in range(len(values))]
    return [f"{TEXT}{name} {n}" for n in range(len(values))]


def filled_up(values: Iterable[Any]) -> list[Any]:
    """Up to a power of two by repeating one, so that lists of few lengths are asked for.

    Only where a value that stands there twice finds nothing more.
    """
    found = list(values)
    if len(found) > LONGEST:
        return found
    return found + found[:1] * ((1 << max(len(found) - 1, 0).bit_length()) - len(found))


def _each(stand_in: Any) -> Iterator[tuple[int | None, Any]]:
    if isinstance(stand_in, list):
        yield from enumerate(stand_in)
    else:
        yield None, stand_in


def _filled(place: Any, values: dict[str, Any]) -> Any:
    if isinstance(place, _Now):
        return _said_now(connection)
    return place.filled(values) if isinstance(place, _Place) else place


def _place(parameter: Any, places: Mapping[Any, _Place]) -> Any:
    if parameter in places:
        return places[parameter]
    # `startswith` compares with a pattern.
    for stand_in, place in places.items():
        if isinstance(parameter, str) and parameter == f"{stand_in}%":
            return _Place(place.name, place.n, "{}%")
    if isinstance(parameter, str) and TEXT in parameter:
        raise ValueError(f"a value is not compared but changed: {parameter}")
    return parameter


def _adapted(value: Any) -> Any:
    """As the database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _like(value: str) -> str:
    return connection.ops.prep_for_like_query(value)
