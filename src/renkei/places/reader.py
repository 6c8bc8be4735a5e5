"""The reference files as typed rows. A wrong line is refused with file, line and column."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from renkei.places.codes import InvalidCode, require_code
from renkei.places.kinds import AREA_KINDS, Kind

REFERENCE = Path(__file__).parent / "reference"

T = TypeVar("T")


class WrongReference(ValueError):
    """A reference file says something that cannot be; the message names file and line."""


@dataclass(frozen=True, slots=True)
class AreaRow:
    code: str
    kind: Kind
    name_ja: str
    name_kana: str
    name_romaji: str
    name_en: str
    parent_code: str
    latitude: float | None
    longitude: float | None
    valid_from: date
    valid_to: date | None

    @property
    def key(self) -> str:
        return f"{self.code}-{self.valid_from}"


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    predecessor: str
    successor: str
    date: date


@dataclass(frozen=True, slots=True)
class AreaSetRow:
    key: str
    name_ja: str
    name_en: str
    full_name_ja: str
    full_name_en: str
    name_kana: str
    other_name: str
    formed_on: date


@dataclass(frozen=True, slots=True)
class MemberRow:
    area_set: str
    code: str
    valid_from: date
    valid_to: date | None


class Line:
    """One line of a file, read field by field; problems name where they are."""

    def __init__(self, where: str, fields: dict[str, str]) -> None:
        self.where = where
        self.fields = fields

    def text(self, column: str) -> str:
        return self._read(column, str)

    def code(self, column: str) -> str:
        return self._read(column, require_code)

    def day(self, column: str) -> date:
        return self._read(column, date.fromisoformat)

    def kind(self, column: str) -> Kind:
        kind = self._read(column, Kind)
        if kind not in AREA_KINDS:
            raise WrongReference(f"{self.where}, {column}: {kind!r} is no kind of area")
        return kind

    def optional(self, column: str, read: Callable[[str], T]) -> T | None:
        return self._read(column, read) if self.fields.get(column) else None

    def _read(self, column: str, read: Callable[[str], T]) -> T:
        text = self.fields.get(column) or ""
        if not text:
            raise WrongReference(f"{self.where}, {column}: is empty")
        try:
            return read(text)
        except (InvalidCode, ValueError) as problem:
            raise WrongReference(f"{self.where}, {column}: {problem}") from problem


def read_areas(folder: Path = REFERENCE) -> list[AreaRow]:
    """Every area in every period, none overlapping another of its code, every parent known."""
    rows = [
        AreaRow(
            code=line.code("code"),
            kind=line.kind("kind"),
            name_ja=line.text("name_ja"),
            name_kana=line.text("name_kana"),
            name_romaji=line.text("name_romaji"),
            name_en=line.text("name_en"),
            parent_code=line.optional("parent_code", require_code) or "",
            latitude=line.optional("latitude", float),
            longitude=line.optional("longitude", float),
            valid_from=line.day("valid_from"),
            valid_to=line.optional("valid_to", date.fromisoformat),
        )
        for line in _lines(folder / "areas.csv")
    ]
    rows.sort(key=attrgetter("code", "valid_from"))
    _require_apart(rows)
    _require_parents(rows)
    return rows


def read_successions(folder: Path = REFERENCE) -> list[SuccessionRow]:
    return [
        SuccessionRow(line.code("predecessor"), line.code("successor"), line.day("date"))
        for line in _lines(folder / "successions.csv")
    ]


def read_area_sets(folder: Path = REFERENCE) -> list[AreaSetRow]:
    return [
        AreaSetRow(
            key=line.text("key"),
            name_ja=line.text("name_ja"),
            name_en=line.text("name_en"),
            full_name_ja=line.text("full_name_ja"),
            full_name_en=line.text("full_name_en"),
            name_kana=line.text("name_kana"),
            other_name=line.text("other_name"),
            formed_on=line.day("formed_on"),
        )
        for line in _lines(folder / "area_sets.csv")
    ]


def read_members(folder: Path = REFERENCE) -> list[MemberRow]:
    return [
        MemberRow(
            area_set=line.text("area_set"),
            code=line.code("code"),
            valid_from=line.day("valid_from"),
            valid_to=line.optional("valid_to", date.fromisoformat),
        )
        for line in _lines(folder / "area_set_members.csv")
    ]


def _lines(path: Path) -> Iterator[Line]:
    with path.open(encoding="utf-8", newline="") as file:
        for number, fields in enumerate(csv.DictReader(file), start=2):
            yield Line(f"{path.name}, line {number}", fields)


def _require_apart(rows: list[AreaRow]) -> None:
    for earlier, later in pairwise(rows):
        if earlier.code == later.code and (earlier.valid_to or date.max) > later.valid_from:
            raise WrongReference(
                f"areas.csv: code {later.code} is given to two areas on {later.valid_from}"
            )


def _require_parents(rows: list[AreaRow]) -> None:
    codes = {row.code for row in rows}
    for row in rows:
        if row.parent_code and row.parent_code not in codes:
            raise WrongReference(f"areas.csv: {row.code} has the unknown parent {row.parent_code}")
