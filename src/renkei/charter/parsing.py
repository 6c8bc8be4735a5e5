"""Turn the tables of a TOML file into frozen dataclasses, and refuse what does not fit.

The dataclass is the schema. A field without a default must be stated; a key without a field is
refused; `Literal` lists the choices; `tuple[X, ...]` is a list that is not empty; every text says
something. What two fields say about each other stands in the dataclass, which raises `MisfitError`.
"""

from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from renkei.charter.errors import CharterError, MisfitError

T = TypeVar("T")

NAMES: dict[type, str] = {
    str: "a text in quotation marks",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    date: "a date such as 2020-03-31",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file of the charter, as it is named to the person who corrects it."""

    file: str
    key: str = ""

    def at(self, name: str) -> "Spot":
        return Spot(self.file, f"{self.key}.{name}" if self.key else name)

    def entry(self, number: int) -> "Spot":
        return Spot(self.file, f"{self.key}[{number}]")

    def within(self, name: str) -> "Spot":
        """The file or folder `name` in this folder."""
        return Spot(f"{self.file}/{name}" if self.file else name)

    def refuse(self, problem: str) -> CharterError:
        return CharterError(self.file, self.key, problem)


def read_table(kind: type[T], table: object, spot: Spot, **given: object) -> T:
    """`table` as a `kind`; the fields in `given` come from the caller and not from the file."""
    if not isinstance(table, dict):
        raise spot.refuse(f"should be a table with {', '.join(_stated(kind, given))}")
    _refuse_unknown_and_missing(kind, table, spot, given)
    hints = get_type_hints(kind)
    stated = {name: _read(hints[name], value, spot.at(name)) for name, value in table.items()}
    try:
        return kind(**stated, **given)
    except MisfitError as unfit:
        raise spot.at(unfit.name).refuse(unfit.problem) from unfit


def _refuse_unknown_and_missing(
    kind: type, table: dict[str, object], spot: Spot, given: dict[str, object]
) -> None:
    known = _stated(kind, given)
    for name in table:
        if name not in known:
            raise spot.at(name).refuse(f"is not known here; known are {', '.join(known)}")
    for name, needed in known.items():
        if needed and name not in table:
            raise spot.at(name).refuse("is missing")


def _stated(kind: Any, given: dict[str, object]) -> dict[str, bool]:
    """The keys that a file may state for `kind`, and whether it has to."""
    return {f.name: f.default is MISSING for f in fields(kind) if f.name not in given}


def _read(kind: Any, value: object, spot: Spot) -> object:
    origin, parts = get_origin(kind), get_args(kind)
    if NoneType in parts:  # only ever `X | None`, and TOML has no null: a stated value is an X
        return _read(parts[0], value, spot)
    if origin in (Union, UnionType):
        return _one_of(parts, value, spot)
    if origin is Literal:
        return _choice(parts, value, spot)
    if origin is tuple:
        return _entries(parts[0], value, spot)
    if isinstance(kind, type) and is_dataclass(kind):
        return read_table(kind, value, spot)
    return _plain(kind, value, spot)


def _choice(choices: tuple[object, ...], value: object, spot: Spot) -> object:
    # By type too: `True == 1` in Python, and a file that says true does not mean a sign.
    if not any(type(value) is type(choice) and value == choice for choice in choices):
        raise spot.refuse(f"“{value}” is not one of {', '.join(map(str, choices))}")
    return value


def _one_of(kinds: tuple[type, ...], value: object, spot: Spot) -> object:
    """A value of one of several plain types."""
    if type(value) not in kinds:
        raise spot.refuse(f"should be {' or '.join(NAMES[kind] for kind in kinds)}, not {value!r}")
    return _plain(type(value), value, spot)


def _entries(kind: Any, value: object, spot: Spot) -> tuple[object, ...]:
    if not isinstance(value, list) or not value:
        raise spot.refuse("should be a list with at least one entry")
    return tuple(_read(kind, entry, spot.entry(n)) for n, entry in enumerate(value, start=1))


def _plain(kind: type, value: object, spot: Spot) -> object:
    fitting: tuple[type, ...] = (int, float) if kind is float else (kind,)
    if type(value) not in fitting:
        raise spot.refuse(f"should be {NAMES[kind]}, not {value!r}")
    if isinstance(value, str) and not value.strip():
        raise spot.refuse("is empty; write the text")
    return value
