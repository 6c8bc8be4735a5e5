"""Queries that every page asks: the statement is made once, and then only filled in.

    _HELD = Prepared(lambda person, on: Membership.objects.filter(...).values_list("role", ...))
    rows = _HELD.rows(person=key, on=day)

Making a statement out of a queryset takes several times as long as asking it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Row = tuple[Any, ...]
# Values that stand for others while a statement is made: nothing of ours is so old, or called so.
DAY, MOMENT = date(1001, 1, 1), datetime(1001, 1, 1, tzinfo=UTC)
TEXT = "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"


@dataclass(frozen=True, slots=True)
class _Statement:
    sql: str
    # What stands at each place: a constant, or what makes it of the values.
    places: tuple[Any, ...]
    converters: dict[int, Any]
    compiler: Any


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    n: int | None  # which one of a list
    template: str = ""  # where the value is a part of what is compared, with `{}` in its stead

    def filled(self, values: dict[str, Any]) -> Any:
        value = values[self.name] if self.n is None else values[self.name][self.n]
        return self.template.format(_like(value)) if self.template else _adapted(value)


class Prepared:
    """A queryset of rows (`values_list`) as a function of texts, days, moments and lists of texts.

    What it builds may depend on the values only by comparing with them. A list must not be empty.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self.known: dict[tuple[object, ...], _Statement] = {}

    def rows(self, **values: Any) -> list[Row]:
        lengths = (len(one) if isinstance(one, list) else None for one in values.values())
        shape = (connection.vendor, *lengths)
        statement = self.known.get(shape)
        if statement is None:
            statement = self.known[shape] = self._made(values)
        filled = [
            one.filled(values) if isinstance(one, _Place) else one for one in statement.places
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, filled)
            rows = cursor.fetchall()
        if statement.converters:
            rows = statement.compiler.apply_converters(rows, statement.converters)
        return [tuple(row) for row in rows]

    def _made(self, values: dict[str, Any]) -> _Statement:
        stand_ins, places = {}, {}
        for name, value in values.items():
            stand_ins[name] = _stand_in(name, value)
            for n, one in _each(stand_ins[name]):
                places[_adapted(one)] = _Place(name, n)
        compiler = self.build(**stand_ins).query.get_compiler(connection.alias)
        sql, parameters = compiler.as_sql()
        found = tuple(_place(one, places) for one in parameters)
        selected = [] if compiler.query.combinator else [one[0] for one in compiler.select]
        return _Statement(sql, found, compiler.get_converters(selected), compiler)


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


def _place(parameter: Any, places: dict[Any, _Place]) -> Any:
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
