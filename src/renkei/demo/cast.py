"""Who is in the demonstration: the tables of `data/`, read once."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from renkei.charter.text import Text
from renkei.demo.keys import demo_key

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class InventedUnit:
    id: str
    parent: str
    fields: dict[str, Any]

    @property
    def key(self) -> str:
        return demo_key("unit", self.id)


@dataclass(frozen=True, slots=True)
class InventedOrganisation:
    id: str
    fields: dict[str, Any]
    units: tuple[InventedUnit, ...]

    @property
    def is_public_body(self) -> bool:
        """A government or a town: the only ones that are real."""
        return self.fields["kind"] in {"government", "municipality"}

    @property
    def key(self) -> str:
        return demo_key("organisation", self.id)


@dataclass(frozen=True, slots=True)
class InventedTerm:
    id: str
    unit: str
    contractor: str
    fiscal_year: int  # 0 is the present one

    def days(self, today: date) -> tuple[date, date]:
        """First and last day: a contract runs from April to March."""
        first = today.year + self.fiscal_year - (today.month < 4)
        return date(first, 4, 1), date(first + 1, 3, 31)


@dataclass(frozen=True, slots=True)
class InventedSeat:
    unit: str
    role: str
    term: str = ""


@dataclass(frozen=True, slots=True)
class InventedPerson:
    id: str
    name: str
    kana: str
    seats: tuple[InventedSeat, ...]
    front: int  # place among the seats that are offered; 0: not offered
    title: Text | None
    waits: Text | None

    @property
    def key(self) -> str:
        return demo_key("person", self.id)

    @property
    def email(self) -> str:
        return f"{self.id.replace('_', '.')}@{accounts().host}"


@dataclass(frozen=True, slots=True)
class Accounts:
    """How all of them sign in the usual way: one password, one key for the codes."""

    host: str
    password: str
    secret: str


@cache
def accounts() -> Accounts:
    return Accounts(**_table("people")["accounts"])


@cache
def organisations() -> tuple[InventedOrganisation, ...]:
    return tuple(
        _organisation(row)
        for name in ("governments", "companies", "others")
        for row in _table(name)["organisations"]
    )


@cache
def people() -> tuple[InventedPerson, ...]:
    return tuple(_person(row) for row in _table("people")["people"])


@cache
def terms() -> tuple[InventedTerm, ...]:
    return tuple(InventedTerm(**row) for row in _table("people")["terms"])


@cache
def story() -> dict[str, Any]:
    return _table("story")


@cache
def charges() -> dict[str, Any]:
    return _table("charges")


@cache
def activities() -> dict[str, Any]:
    return _table("activities")


@cache
def reviews() -> dict[str, Any]:
    return _table("reviews")


@cache
def quarters() -> dict[str, Any]:
    return _table("quarters")


# One table for each market, in the order in which they are laid.
MARKETS = (
    "jobs",
    "mothers",
    "internships",
    "volunteers",
    "projects",
    "fieldwork",
    "experts",
)


@cache
def markets() -> dict[str, dict[str, Any]]:
    return {name: _table(f"markets/{name}") for name in MARKETS}


@cache
def names() -> dict[str, Any]:
    return _table("markets/names")


@cache
def councils() -> dict[str, Any]:
    return _table("councils")


@cache
def public_units() -> frozenset[str]:
    return frozenset(
        unit.id for body in organisations() if body.is_public_body for unit in body.units
    )


def offered() -> list[InventedPerson]:
    """Whose seats the demonstration offers, in their order."""
    return sorted((one for one in people() if one.front), key=lambda one: one.front)


def unit_names() -> dict[str, Text]:
    """What the units are called, their organisations before them."""
    return {
        unit.id: Text(
            f"{body.fields['name_ja']} {unit.fields['name_ja']}",
            f"{body.fields['name_en']}, {unit.fields['name_en']}",
        )
        for body in organisations()
        for unit in body.units
    }


# --- rows -----------------------------------------------------------------------------------


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def _organisation(row: dict[str, Any]) -> InventedOrganisation:
    return InventedOrganisation(row["id"], _fields(row), tuple(_units(row)))


def _units(row: dict[str, Any]) -> Iterator[InventedUnit]:
    for unit in row["units"]:
        yield InventedUnit(unit["id"], unit.get("parent", ""), _fields(unit))


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    """A row as the columns of its table."""
    fields = {name: value for name, value in row.items() if name not in NO_COLUMNS}
    fields |= {"name_ja": row["name"]["ja"], "name_en": row["name"]["en"]}
    if "kana" in row:
        fields["name_kana"] = row["kana"]
    if "industry" in row:
        fields["industry_edition"] = EDITION
    return fields


NO_COLUMNS = {"id", "name", "kana", "parent", "units"}
EDITION = "14"


def _person(row: dict[str, Any]) -> InventedPerson:
    return InventedPerson(
        id=row["id"],
        name=row["name"],
        kana=row["kana"],
        seats=tuple(InventedSeat(*seat) for seat in row["seats"]),
        front=row.get("front", 0),
        title=Text(**row["title"]) if "title" in row else None,
        waits=Text(**row["waits"]) if "waits" in row else None,
    )
