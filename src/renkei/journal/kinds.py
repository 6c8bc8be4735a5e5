"""Kinds of entry: what a room may write into the journal, declared once with typed facts.

    @kind("agreement.signed", Text("協定の締結", "Agreement signed"), initiatives=("II-3",))
    @dataclass(frozen=True, slots=True, kw_only=True)
    class AgreementSigned(Event):
        parties: Annotated[int, Text("当事者の数", "parties")]

A fact is a text, a whole number, yes or no, a decimal, a day or a choice; `| None` where it may be
unknown. The text beside its type is how pages call it. Where the fact is a key or a year, a
function after it tells what that stands for:
`Annotated[str, Text("様式", "sheet"), title_of_sheet]`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import Field, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from django.db.models import TextChoices

from renkei.charter.text import Text

NAME = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
REFERENCE = re.compile(r"[IVX]+-[1-9][0-9]*")
TYPES: tuple[type, ...] = (str, int, bool, Decimal, date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened, in the words that every kind shares; a kind adds its facts.

    `organisation` is the unit that gets the credit; left empty it is the unit of the acting seat.
    `initiatives` left out are those of the kind. `organisations` are the keys of all organisations
    concerned: the entry stands in their timelines.
    """

    subject_kind: str
    subject_key: str
    side: str = ""
    organisation: str = ""
    organisation_name: str = ""
    initiatives: tuple[str, ...] | None = None
    place: str = ""  # six-digit area code
    origin: str = ""  # where people came from
    person: str = ""  # pseudonymous key
    sex: str = ""
    age: int | None = None
    quantity: Decimal | int | None = None
    unit: str = ""  # of the quantity
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One typed fact; `label` is empty where the kind gives it no other name than its own."""

    name: str
    type: type
    label: Text | None = None
    may_be_unknown: bool = False
    # What a key stands for; None for a key that stands for nothing any more.
    stands_for: Callable[[Any], Text | None] | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    label: Text
    initiatives: tuple[str, ...]
    event: type[Event]
    facts: tuple[Fact, ...]


_KINDS: dict[str, Kind] = {}
_NAMES: dict[type[Event], str] = {}
Declared = TypeVar("Declared", bound=type[Event])


def kind(
    name: str, label: Text, *, initiatives: tuple[str, ...] = ()
) -> Callable[[Declared], Declared]:
    """Declare the class below as a kind of entry, credited to `initiatives` unless it says others.

    Errors  ValueError for a name or class declared twice, a malformed name or reference;
            TypeError for a class that is no frozen dataclass of `Event`, or a fact of another type
    """

    def declare(event: Declared) -> Declared:
        _check_name(name, initiatives)
        if name in _KINDS or event in _NAMES:
            raise ValueError(f"the kind of entry “{name}” ({event.__name__}) is declared twice")
        _KINDS[name] = Kind(name, label, tuple(initiatives), event, _facts_of(event))
        _NAMES[event] = name
        return event

    return declare


def kinds() -> Iterator[Kind]:
    """All declared kinds, by name."""
    yield from (_KINDS[name] for name in sorted(_KINDS))


def kind_called(name: str) -> Kind | None:
    return _KINDS.get(name)


def kind_of(event: Event) -> Kind:
    """Errors  LookupError when the class of the event is not declared."""
    try:
        return _KINDS[_NAMES[type(event)]]
    except KeyError:
        raise LookupError(f"{type(event).__name__} is not declared as a kind of entry") from None


def _check_name(name: str, initiatives: tuple[str, ...]) -> None:
    if not NAME.fullmatch(name):
        raise ValueError(f"“{name}” is no name of a kind; write it as “agreement.signed”")
    for reference in initiatives:
        if not REFERENCE.fullmatch(reference):
            raise ValueError(f"“{reference}” in “{name}” is no initiative; write it as “II-3”")


def _facts_of(event: type[Event]) -> tuple[Fact, ...]:
    if not (isinstance(event, type) and issubclass(event, Event) and is_dataclass(event)):
        raise TypeError(f"{event!r} is no dataclass made from Event")
    if "__dataclass_fields__" not in vars(event) or not event.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        raise TypeError(f"{event.__name__} must be a frozen dataclass of its own")
    hints = get_type_hints(event, include_extras=True)
    shared = {field.name for field in fields(Event)}
    return tuple(
        _fact(event, field, hints[field.name])
        for field in fields(event)
        if field.name not in shared
    )


def _fact(event: type[Event], field: Field[Any], hint: Any) -> Fact:
    label, stands_for = None, None
    if get_origin(hint) is Annotated:
        hint, *notes = get_args(hint)
        label = next((note for note in notes if isinstance(note, Text)), None)
        stands_for = next((note for note in notes if callable(note)), None)
    may_be_unknown = get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint)
    known = [one for one in get_args(hint) if one is not NoneType] if may_be_unknown else [hint]
    hint = known[0] if len(known) == 1 else hint
    is_choice = isinstance(hint, type) and issubclass(hint, TextChoices)
    if hint not in TYPES and not is_choice:
        raise TypeError(
            f"{event.__name__}.{field.name} is a fact of type {hint}; facts are str, int, bool, "
            "Decimal, date or a TextChoices"
        )
    return Fact(field.name, hint, label, may_be_unknown, stands_for)
