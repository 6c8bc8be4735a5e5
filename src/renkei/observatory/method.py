"""What the page of the method says, read from `method.toml`, and what it computes itself."""

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from renkei.charter.errors import MisfitError
from renkei.charter.parsing import Spot, read_table
from renkei.charter.text import Text
from renkei.core.tables import Cell, Column, Table
from renkei.observatory import tables
from renkei.observatory.ahead.areas import towns
from renkei.observatory.ahead.parameters import Parameter, parameters
from renkei.observatory.ahead.runs import Fan, newest_run
from renkei.observatory.arrays import Subject, Values, quantity
from renkei.observatory.measures import quantities
from renkei.observatory.parts import YEAR
from renkei.places.codes import HOKKAIDO

FILE = Path(__file__).with_name("method.toml")
PERSONS, PERCENT = Text("人", "persons"), Text("%", "%")
# How a parameter is written: none has more figures that mean anything.
FIGURES = ".6g"


@dataclass(frozen=True, slots=True)
class Block:
    """A text, formulas with what their letters mean, or both."""

    text: Text | None = None
    formulas: tuple[str, ...] = ()
    letters: Text | None = None

    def __post_init__(self) -> None:
        if not (self.text or self.formulas):
            raise MisfitError("text", "a block without formulas needs a text")
        if bool(self.formulas) != bool(self.letters):
            raise MisfitError("letters", "stand with formulas and with nothing else")


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: Text
    block: tuple[Block, ...]
    parameters: str = ""  # the part of `ahead/parameters.toml` that is printed under it

    @property
    def stated(self) -> Table | None:
        """The parameters of the section, as the code uses them."""
        found = [one for key, one in parameters().items() if key.startswith(f"{self.parameters}.")]
        return _parameter_table(self.title, found) if self.parameters else None


@dataclass(frozen=True, slots=True)
class Method:
    section: tuple[Section, ...]


@cache
def sections() -> tuple[Section, ...]:
    """The sections in the order of the page.

    Errors  CharterError with key and what would be right
    """
    stated = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return read_table(Method, stated, Spot(FILE.name)).section


def _parameter_table(title: Text, found: list[Parameter]) -> Table:
    columns = (
        Column("name", Text("数値", "Parameter")),
        Column("value", Text("値", "Value")),
        Column("unit", Text("単位", "Unit")),
        Column("reason", Text("なぜこの値か", "Why this value")),
    )
    rows = [(one.name, f"{one.value:{FIGURES}}", one.unit, one.reason) for one in found]
    name = Text(f"{title.ja}で使う数値", f"Parameters: {title.en}")
    return Table(name, columns, rows)


# --- beside the official projection ---------------------------------------------------------


def beside_official() -> Table:
    """Our median and the official projection of 2023, for Hokkaido and over its municipalities."""
    return _beside_official(newest_run().manifest.digest, tables.version())


@lru_cache(maxsize=2)
def _beside_official(_digest: str, _version: str) -> Table:
    run = newest_run()
    official = quantity(quantities()["projection_2023"])
    fans = [run.people(code, "everyone") for code in (HOKKAIDO, *towns())]
    theirs = official.of([Subject(code, _NAMELESS, (code,)) for code in (HOKKAIDO, *towns())])
    rows = [
        (year, *_compared(fans, year, theirs[row]))
        for row, year in enumerate(official.years)
        if year > run.manifest.start
    ]
    columns = (
        YEAR,
        Column("ours", Text("北海道：本推計（中央値）", "Hokkaido: ours (median)"), PERSONS),
        Column("official", Text("北海道：公的な推計", "Hokkaido: official"), PERSONS),
        Column("change", Text("差", "Difference"), PERCENT),
        Column(
            "municipal",
            Text("市町村の差の大きさの中央値", "Municipalities: median size of difference"),
            PERCENT,
        ),
        Column(
            "inside",
            Text("公的な推計が80%の幅に入る市町村", "Municipalities: official in our 80% interval"),
            PERCENT,
        ),
    )
    return Table(
        Text("公的な2023年推計と本推計", "The official 2023 edition and ours"), columns, rows
    )


_NAMELESS = Text("–", "–")
PASSED = 0.75  # of a year from 1 January to 1 October


def _compared(fans: list[Fan], year: int, official: Values) -> tuple[Cell, ...]:
    """Hokkaido's figures and their difference, then what the municipalities show in per cent."""
    at = fans[0].years.index(year)

    def on_1_october(level: float) -> Values:
        before, after = (
            np.array([fan.at(level)[at + later] for fan in fans], dtype=float) for later in (0, 1)
        )
        between: Values = before + PASSED * (after - before)
        return between

    ours, low, high = (on_1_october(level) for level in (0.5, 0.1, 0.9))
    change = 100 * (ours / official - 1)
    inside = (low <= official) & (official <= high)
    return (
        round(ours[0]),
        round(official[0]),
        round(float(change[0]), 1),
        round(float(np.median(np.abs(change[1:]))), 1),
        round(100 * float(inside[1:].mean())),
    )
