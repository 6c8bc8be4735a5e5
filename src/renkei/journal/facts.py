"""Facts of an event as canonical JSON, and back: the same facts are always the same bytes."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices

from renkei.journal.kinds import Event, Fact, Kind


def written(kind: Kind, event: Event) -> str:
    """Errors  TypeError when a fact is not of its declared type"""
    told = {fact.name: _value(kind, fact, getattr(event, fact.name)) for fact in kind.facts}
    return as_json(told)


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(kind: Kind | None, facts: str) -> dict[str, Any]:
    """The facts in their types; as they stand in the JSON where the kind is declared no longer."""
    told = json.loads(facts)
    declared = {fact.name: fact for fact in kind.facts} if kind else {}
    return {
        name: _typed(declared[name], value) if name in declared else value
        for name, value in told.items()
    }


def _value(kind: Kind, fact: Fact, value: Any) -> Any:
    if value is None and fact.may_be_unknown:
        return None
    if not _fits(fact.type, value):
        raise TypeError(f"{kind.name}: {fact.name} is {value!r}, declared is {fact.type.__name__}")
    if issubclass(fact.type, TextChoices):
        return str(fact.type(value).value)
    if fact.type is Decimal:
        return plain(value)
    return value.isoformat() if fact.type is date else value


def _fits(declared: type, value: Any) -> bool:
    if issubclass(declared, TextChoices):
        return value in declared.values
    if declared is Decimal:
        return isinstance(value, Decimal) and value.is_finite()
    # True is an int and a moment is a date to Python; to a reader they are not.
    return type(value) is declared or (declared is str and isinstance(value, str))


def plain(value: Decimal) -> str:
    """A decimal without exponent and without zeros at the end: 12.50 is 12.5."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


def _typed(fact: Fact, value: Any) -> Any:
    if value is None or fact.type in (str, int, bool):
        return value
    if fact.type is date:
        return date.fromisoformat(value)
    try:
        return fact.type(value)
    except ValueError:
        if issubclass(fact.type, TextChoices):
            return value  # a choice that is offered no longer is shown as it was written
        raise
