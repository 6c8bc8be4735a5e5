"""Columns of a record written as lookups: read in memory, followed in the table, checked at start.

`party__organisation_id` leads over a relation; one that leads to many rows holds many values.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, Field, Model, TextField

from renkei.core.rights.kinds import RecordKind


def end_of(record: Any, column: str) -> frozenset[Any]:
    """The values at the end of a lookup, read from a record in memory."""
    name, _, rest = column.partition("__")
    value: Any = getattr(record, name, None)
    if hasattr(value, "all"):
        # A record that is not saved yet leads nowhere.
        rows = () if record._state.adding else value.all()
        return frozenset[Any]().union(*(end_of(row, rest or "pk") for row in rows))
    if rest and value is not None:
        return end_of(value, rest)
    return frozenset() if value is None else frozenset({value})


def leads_to_many(table: type[Model], column: str) -> bool:
    return any(is_many for _name, is_many in _steps(table, column))


def first_steps(kind: RecordKind) -> tuple[list[str], list[str]]:
    """What to fetch with a record of the kind: rows it has one of, and rows it has many of."""
    one, many = set[str](), set[str]()
    for column in kind.columns.used():
        steps = list(_steps(kind.table, column))
        path = "__".join(name for name, _is_many in steps)
        if path:
            (many if any(is_many for _name, is_many in steps) else one).add(path)
    return sorted(one), sorted(many)


@cache
def is_text(table: type[Model], column: str) -> bool:
    """Whether the column ends at texts, or at keys that are texts.

    Errors  FieldDoesNotExist when there is no such column
    """
    end: Any = _end(table, column)
    while end.is_relation:
        end = end.target_field
    return isinstance(end, CharField | TextField)


def faults(kind: RecordKind) -> Iterator[str]:
    """What would keep a column from being compared as its rules mean it."""
    if any(rule.is_timed for rule in kind.rules) and not kind.columns.opens_at:
        yield "a rule waits for a moment, and no column `opens_at` says for which"
    for column in kind.columns.used():
        try:
            end = _end(kind.table, column)
        except FieldDoesNotExist as error:
            yield f"the column “{column}”: {error}"
            continue
        # In memory it would be a record, in the table its key: the two answers would differ.
        if end.is_relation and not column.endswith(getattr(end, "attname", " ")):
            yield f"the column “{column}” ends at another record; write “{column}_id”"


def _steps(table: type[Model], column: str) -> Iterator[tuple[str, bool]]:
    """The relations on the way, each with whether it leads to many rows."""
    for name in column.split("__"):
        if name in {"pk", *(field.attname for field in table._meta.concrete_fields)}:
            return
        field = table._meta.get_field(name)
        if not field.is_relation:
            return
        yield name, bool(field.one_to_many or field.many_to_many)
        table = field.related_model  # type: ignore[assignment]


def _end(table: type[Model], column: str) -> "Field[Any, Any]":
    *way, last = column.split("__")
    for name in way:
        table = table._meta.get_field(name).related_model  # type: ignore[assignment]
    for field in table._meta.concrete_fields:
        if last == field.attname:
            return field
    if last == "pk":
        return table._meta.pk
    return table._meta.get_field(last)  # type: ignore[return-value]
