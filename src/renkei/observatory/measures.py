"""Measures: named, defined numbers of an area and a year, read from `measures.toml`.

Map, ranking, comparison, sentences and the statistics indicators of the charter all speak of
measures and of nothing else, so that one number has one definition on every page.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from renkei.charter.parsing import Spot, read_table
from renkei.charter.text import Text
from renkei.core.writing import localized, number

FILE = Path(__file__).with_name("measures.toml")


@dataclass(frozen=True, slots=True)
class Part:
    """Where a quantity stands: a column of a table, and which of its rows."""

    table: str
    column: str
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    sex: str | None = None
    # From this age up to, but without, that one.
    ages: tuple[int, ...] = ()
    outside_ages: tuple[int, ...] = ()
    # A stock at the end of year t is the stock of 1 January t + 1.
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Quantity:
    key: str
    of: tuple[Part, ...]

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part.table for part in self.of))


@dataclass(frozen=True, slots=True)
class Measure:
    key: str
    name: Text
    unit: Text
    definition: Text
    quantity: Quantity
    colours: Literal["sequential", "diverging"]
    per_quantity: Quantity | None = None
    per: int = 1
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

    def spoken(self, value: float) -> str:
        """As a sentence says it: with a unit of one sign; a longer one stands beside it."""
        written, unit = number(value, self.decimals, signed=self.is_signed), localized(self.unit)
        return written + unit if len(unit) == 1 else written


def _measure(key: str, stated: dict[str, Any]) -> Measure:
    spot = Spot(FILE.name, f"measure.{key}")
    own = {name: value for name, value in stated.items() if not name.endswith("quantity")}
    named = {name: _quantity(stated[name], spot.at(name)) for name in stated.keys() - own.keys()}
    return read_table(Measure, own, spot, key=key, **named)


def _quantity(name: str, spot: Spot) -> Quantity:
    if name not in quantities():
        raise spot.refuse(f"there is no quantity “{name}”")
    return quantities()[name]


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def quantities() -> dict[str, Quantity]:
    return {
        key: read_table(Quantity, stated, Spot(FILE.name, f"quantity.{key}"), key=key)
        for key, stated in _file()["quantity"].items()
    }


@cache
def measures() -> dict[str, Measure]:
    """Every measure by key, in the order of the file."""
    return {key: _measure(key, stated) for key, stated in _file()["measure"].items()}
