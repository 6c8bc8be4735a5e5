"""Queries that every page asks: the statement is made once, and then only filled in.

    _HELD = Prepared(lambda person, on: Membership.objects.filter(...).values_list("role", ...))
    rows = _HELD.rows(person=key, on=day)

Making a statement out of a queryset takes several times as long as asking it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DateTimeField, QuerySet, Value
from django.utils import timezone

Row = tuple[Any, ...]
# Values that stand for others while a statement is made: nothing of ours is so old, or called so.
DAY, MOMENT = date(1001, 1, 1), datetime(1001, 1, 1, tzinfo=UTC)
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
    converters: dict[int, Any]
    compiler: Any  # that knows them

    def rows(self, **values: Any) -> list[Row]:
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [_filled(one, values) for one in self.places])
            rows = cursor.fetchall()
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        return [tuple(row) for row in rows]


NOTHING = Statement("", (), {}, None)


def statement_of(
    found: QuerySet[Any, Any], places: Mapping[Any, _Place] = MappingProxyType({})
) -> Statement:
    """Of a queryset of rows; what stands at `places` is filled in when it is asked."""
    compiler = found.query.get_compiler(connection.alias)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return NOTHING
    selected = [] if compiler.query.combinator else [one[0] for one in compiler.select]
    converters = compiler.get_converters(selected)
    filled = tuple(_place(one, places) for one in parameters)
    return Statement(sql, filled, converters, compiler if converters else None)


class Prepared:
    """A queryset of rows (`values_list`) as a function of texts, days, moments and lists of texts.

    What it builds may depend on the values only by comparing with them. A list must not be empty.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self.known: dict[tuple[object, ...], Statement] = {}

    def rows(self, **values: Any) -> list[Row]:
        lengths = (len(one) if isinstance(one, list) else None for one in values.values())
        shape = (connection.vendor, *lengths)
        if shape not in self.known:
            self.known[shape] = self._made(values)
        return self.known[shape].rows(**values)

    def _made(self, values: dict[str, Any]) -> Statement:
        stand_ins, places = {}, {}
        for name, value in values.items():
            stand_ins[name] = _stand_in(name, value)
            for n, one in _each(stand_ins[name]):
                places[_adapted(one)] = _Place(name, n)
        return statement_of(self.build(**stand_ins), places)


def _stand_in(name: str, value: object) -> Any:
    if isinstance(value, list):
        return [f"{TEXT}{name} {n}" for n in range(len(value))]
    if isinstance(value, datetime):
        return MOMENT
    return DAY if isinstance(value, date) else f"{TEXT}{name}"


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
    return parameter


def _adapted(value: Any) -> Any:
    """As the database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _like(value: str) -> str:
    return connection.ops.prep_for_like_query(value)
