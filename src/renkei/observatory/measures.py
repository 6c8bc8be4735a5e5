"""Measures: named, defined numbers of an area and a year, read from `measures.toml`.

Map, ranking, comparison, sentences and the statistics indicators of the charter all speak of
measures and of nothing else, so that one number has one definition on every page.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from renkei.charter.text import Text

FILE = Path(__file__).with_name("measures.toml")


@dataclass(frozen=True, slots=True)
class Part:
    """Where a quantity stands: a column of a table, and which of its rows."""

    table: str
    column: str
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    sex: str | None = None
    ages: tuple[int, int] | None = None
    outside_ages: tuple[int, int] | None = None
    # A stock at the end of year t is the stock of 1 January t + 1.
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Quantity:
    key: str
    parts: tuple[Part, ...]

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part.table for part in self.parts))


@dataclass(frozen=True, slots=True)
class Measure:
    key: str
    name: Text
    unit: Text
    definition: Text
    quantity: Quantity
    colours: str
    per_quantity: Quantity | None = None
    per: float = 1
    since: int | None = None
    count_losing: bool = False
    additive: bool = True
    decimals: int = 0
    # Numbers from 1 up to this one, without it, are withheld; 0 withholds nothing.
    small_cells: int = 0

    @property
    def tables(self) -> tuple[str, ...]:
        per = self.per_quantity.tables if self.per_quantity else ()
        return tuple(dict.fromkeys(self.quantity.tables + per))

    @property
    def is_signed(self) -> bool:
        return self.colours == "diverging"


def _part(raw: dict[str, Any]) -> Part:
    return Part(
        **{key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
    )


def _measure(key: str, raw: dict[str, Any]) -> Measure:
    fields = dict(raw)
    for name in ("name", "unit", "definition"):
        fields[name] = Text(**fields[name])
    for name in ("quantity", "per_quantity"):
        if name in fields:
            fields[name] = quantities()[fields[name]]
    return Measure(key=key, **fields)


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def quantities() -> dict[str, Quantity]:
    return {
        key: Quantity(key, tuple(_part(part) for part in raw["of"]))
        for key, raw in _file()["quantity"].items()
    }


@cache
def measures() -> dict[str, Measure]:
    """Every measure by key, in the order of the file."""
    return {key: _measure(key, raw) for key, raw in _file()["measure"].items()}
