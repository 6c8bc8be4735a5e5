"""Levers: what a reader may move on the page "what if", read from `levers.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from renkei.charter.errors import MisfitError
from renkei.charter.parsing import Spot, read_table
from renkei.charter.text import Text
from renkei.core.writing import localized, number

FILE = Path(__file__).with_name("levers.toml")


@dataclass(frozen=True, slots=True)
class Lever:
    """One number that can be changed; at `untouched` it changes nothing.

    `after` names the lever to which this one adds something: it counts only with that one. Where
    `per_1000` is set, a place is offered so many for each 1,000 of its people, up to `high`.
    """

    key: str
    name: Text
    low: float
    high: float
    step: float
    help: Text | None = None
    unit: Text | None = None
    decimals: int = 0
    # None for a lever that stands where the place stands, such as fertility.
    untouched: float | None = None
    per_1000: float = 0
    after: str = ""
    is_year: bool = False
    is_signed: bool = False

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise MisfitError("high", f"{self.high} should be above {self.low}")
        if self.untouched is not None and not self.low <= self.untouched <= self.high:
            raise MisfitError("untouched", f"should lie between {self.low} and {self.high}")

    def most_for(self, people: float) -> float:
        """The upper bound for a place of so many people, a round number."""
        if not self.per_1000:
            return self.high
        wanted = max(20.0, self.per_1000 * people / 1000)
        size = 10 ** (len(str(round(wanted))) - 1)
        return float(min(self.high, -(-wanted // size) * size))

    def nearest(self, value: float, most: float | None = None) -> float:
        """Where the lever can stand that is nearest to a value."""
        within = min(max(value, self.low), self.high if most is None else most)
        return round(round(within / self.step) * self.step, self.decimals)

    def written(self, value: float) -> str:
        """As it stands in a field and in an address: 0.8, −20 as -20, 2045."""
        return f"{value:.{self.decimals}f}"

    def spoken(self, value: float) -> str:
        """As a sentence says it."""
        if self.is_year:
            return str(round(value))
        unit = localized(self.unit) if self.unit else ""
        space = "" if not unit or unit[0] in "%" or not unit[0].isascii() else " "
        return number(value, self.decimals, signed=self.is_signed) + space + unit


@dataclass(frozen=True, slots=True)
class Group:
    """Who comes: people from an age to below another one, and others with them."""

    key: str
    name: Text
    ages: tuple[int, ...]
    also: tuple[int, ...] = ()

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        both = (
            (self.ages[0], self.ages[1]),
            *([(self.also[0], self.also[1])] if self.also else ()),
        )
        return tuple(sorted(both))


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def levers() -> dict[str, Lever]:
    """Every lever by its key, in the order of the file.

    Errors  CharterError with key and what would be right
    """
    return {
        key: read_table(Lever, stated, Spot(FILE.name, f"lever.{key}"), key=key)
        for key, stated in _file()["lever"].items()
    }


@cache
def groups() -> dict[str, Group]:
    """Who may come, by key; the first is meant where nobody is named."""
    return {
        key: read_table(Group, stated, Spot(FILE.name, f"who.{key}"), key=key)
        for key, stated in _file()["who"].items()
    }
