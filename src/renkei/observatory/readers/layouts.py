"""Which tables can be loaded, and what a file of each must look like."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from renkei.core import tables as core_tables
from renkei.core.tables.cells import Convert, Wanted
from renkei.observatory import tables
from renkei.observatory.catalogue import Entry, editions
from renkei.observatory.readers.converters import area_code, choice, iso_date

FILE = Path(__file__).resolve().parent.parent / "layouts.toml"
# The register may hold persons without a recorded sex in one year and none in the next.
ALWAYS_POSSIBLE = {"sex": ("female", "male", "unknown"), "age": ("unknown",)}


@dataclass(frozen=True, slots=True)
class Account:
    """total = the sum of the terms, each with its sign."""

    total: str
    terms: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    entry: Entry  # of the shipped edition: the model for every later one
    accounts: tuple[Account, ...]

    @property
    def counts(self) -> tuple[str, ...]:
        """The columns that add up over areas; a rate does not."""
        columns = self.entry.columns
        return tuple(one.name for one in columns if not one.is_dimension and one.type == "integer")

    def wanted(self) -> list[Wanted]:
        frame = tables.table(self.entry.key)
        return [
            Wanted(
                core_tables.Column(one.name, one.meaning, one.unit),
                one.type,
                is_key=one.is_dimension,
                convert=_converter(one.name, frame) if one.type == "text" else None,
            )
            for one in self.entry.columns
        ]

    def words(self, name: str) -> list[str]:
        """The words that a text column may hold."""
        return _words(name, tables.table(self.entry.key))


def layouts() -> dict[str, Layout]:
    return {
        key: Layout(editions(key)[0], tuple(_account(text) for text in texts))
        for key, texts in _accounts().items()
    }


@cache
def _accounts() -> dict[str, list[str]]:
    stated = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {key: layout["accounts"] for key, layout in stated.items()}


def _account(text: str) -> Account:
    total, _, rest = text.partition("=")
    terms = re.findall(r"([+-]?)\s*([a-z_]+)", rest)
    signed = tuple((-1 if sign == "-" else 1, name) for sign, name in terms)
    return Account(total.strip(), signed)


def _converter(name: str, frame: pl.DataFrame) -> Convert:
    if name == "area":
        return area_code
    return iso_date if name.endswith("_date") else choice(_words(name, frame))


def _words(name: str, frame: pl.DataFrame) -> list[str]:
    held = frame[name].unique(maintain_order=True).drop_nulls().to_list()
    return list(dict.fromkeys([*held, *ALWAYS_POSSIBLE.get(name, ())]))
