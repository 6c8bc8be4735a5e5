"""Where the programme reaches: municipality by initiative, told by the entries of the journal.

Every entry that names a place and an initiative counts where it happened; what happened in a ward
counts for its city, and what stands under a code of former times for what it became. Entries about
persons are told to the public only where there are enough of them (`Cell.shown`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Case, Count, F, IntegerField, Max, Q, Value, When

from renkei.charter.reader import programme
from renkei.core.calendar import fiscal_year_of
from renkei.core.suppression import THRESHOLD
from renkei.journal.queries import Entries, of_period, standing_entries
from renkei.journal.tallies import of_side, serving, tallied, watermark
from renkei.places import queries as places
from renkei.places.kinds import Kind
from renkei.places.queries import Area, UnknownPlace
from renkei.programme.periods import Period

SAPPORO = "011002"
KEPT_S = 10 * 60  # an entry of a long transaction may become visible behind a later one
# What says who works at what, and what money there is, reaches nobody yet.
NOT_REACHING = ("charge.taken", "charge.ended", "money.planned", "money.spent")
IS_OF_A_PERSON = Case(
    When(~Q(person=""), then=Value(1)), default=Value(0), output_field=IntegerField()
)


@dataclass(frozen=True, slots=True)
class Cell:
    """Entries of one municipality, or of one of its initiatives."""

    n_things: int = 0
    n_of_people: int = 0  # entries about one person each

    @property
    def n(self) -> int:
        return self.n_things + self.n_of_people

    def shown(self, *, is_public: bool) -> int | None:
        """How many a reader may see; None where there are some, too few to be told."""
        if not is_public or not 0 < self.n_of_people < THRESHOLD:
            return self.n
        return self.n_things or None

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(self.n_things + other.n_things, self.n_of_people + other.n_of_people)


NOTHING = Cell()


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality with what reached it, by reference of the initiative."""

    area: Area
    bureau: str
    cells: Mapping[str, Cell]
    all: Cell  # each entry once, however many initiatives it served

    @property
    def n_initiatives(self) -> int:
        return len(self.cells)

    @property
    def is_reached(self) -> bool:
        return bool(self.cells)


@dataclass(frozen=True, slots=True)
class Spread:
    period: Period
    initiatives: tuple[str, ...]
    towns: tuple[Town, ...]  # by bureau
    elsewhere: Cell  # for all Hokkaido, a bureau's area, or outside: of no single municipality

    @property
    def reached(self) -> list[Town]:
        return [town for town in self.towns if town.is_reached]

    @property
    def white(self) -> list[Town]:
        """White spots."""
        return [town for town in self.towns if not town.is_reached]

    @property
    def share_beyond(self) -> float | None:
        """Of what happened in a municipality, the part that happened outside Sapporo, from 0 to 1;
        None where nothing did. Without entries about persons, which are not told everywhere."""
        every = sum(town.all.n_things for town in self.towns)
        inside = sum(town.all.n_things for town in self.towns if town.area.code == SAPPORO)
        return (every - inside) / every if every else None


@dataclass(frozen=True, slots=True)
class YearReached:
    fiscal_year: int
    n_towns: int
    n_things: int
    share_beyond: float | None


def reach(period: Period, *, initiative: str = "", side: str = "") -> Spread:
    """The matrix of a period; of one initiative, or of one government with what both did."""
    wanted = [one.reference for one in programme().initiatives]
    rows = tallied(
        _placed(period.first, period.last, initiative, side),
        # As one text: taken apart here, which is faster than a row for each mention.
        {"place": F("place"), "initiatives": F("initiatives"), "of_person": IS_OF_A_PERSON},
    )
    towns = Towns.of_today([row["place"] for row in rows])
    cells: dict[str, dict[str, Cell]] = defaultdict(lambda: defaultdict(Cell))
    every: dict[str, Cell] = defaultdict(Cell)
    for row in rows:
        code, cell = towns.of(row["place"]), _cell(row)
        every[code] += cell
        for reference in row["initiatives"].split():
            if reference in wanted and initiative in ("", reference):
                cells[code][reference] += cell
    return Spread(
        period=period,
        initiatives=tuple(one for one in wanted if not initiative or one == initiative),
        towns=tuple(
            Town(area, bureau, dict(cells.get(area.code, {})), every.get(area.code, NOTHING))
            for area, bureau in towns.by_bureau()
        ),
        elsewhere=every.get("", NOTHING),
    )


def reach_by_year(
    years: Iterable[int], *, initiative: str = "", side: str = ""
) -> list[YearReached]:
    """How far each fiscal year reached. It reads the whole journal, so it is kept until something
    new is written there."""
    wanted = sorted(set(years))
    asked = f"{wanted[0]}-{wanted[-1]}:{initiative}:{side}"
    key = f"spread-by-year:{watermark(None)}:{asked}"
    told: list[YearReached] | None = cache.get(key)
    if told is None:
        told = _by_year(wanted, initiative, side)
        cache.set(key, told, KEPT_S)
    return told


def _by_year(wanted: Sequence[int], initiative: str, side: str) -> list[YearReached]:
    first, last = Period.year(wanted[0]).first, Period.year(wanted[-1]).last
    in_year = Case(
        *(When(on__range=_days(year), then=Value(year)) for year in wanted),
        output_field=IntegerField(),
    )
    rows = tallied(
        _placed(first, last, initiative, side),
        {"place": F("place"), "year": in_year, "of_person": IS_OF_A_PERSON},
    )
    towns = Towns.of_today([row["place"] for row in rows])
    cells: dict[int, dict[str, Cell]] = {year: defaultdict(Cell) for year in wanted}
    for row in rows:
        if code := towns.of(row["place"]):
            cells[row["year"]][code] += _cell(row)
    return [_year(year, cells[year]) for year in wanted]


@dataclass(frozen=True, slots=True)
class InitiativeReached:
    """What reached one municipality from one initiative."""

    reference: str
    cell: Cell
    last_on: date
    last_thing_on: date | None  # of what is not about a person, whose day everybody may know

    def with_(self, other: "InitiativeReached") -> "InitiativeReached":
        days = [one for one in (self.last_thing_on, other.last_thing_on) if one]
        return InitiativeReached(
            self.reference,
            self.cell + other.cell,
            max(self.last_on, other.last_on),
            max(days, default=None),
        )


def reach_of(area: Area, period: Period | None = None) -> dict[str, InitiativeReached]:
    """By reference, what reached a municipality; of all times where no period is given."""
    found = standing_entries().filter(place__in=codes_of(area)).exclude(kind__in=NOT_REACHING)
    found = of_period(found, period.first, period.last) if period else found
    rows = (
        found.filter(initiatives__gt="")
        .order_by()
        .annotate(of_person=IS_OF_A_PERSON)
        .values("initiatives", "of_person")
        .annotate(n=Count("pk"), last_on=Max("on"))
    )
    told: dict[str, InitiativeReached] = {}
    for row in rows:
        cell, last = _cell(row), row["last_on"]
        for reference in row["initiatives"].split():
            one = InitiativeReached(reference, cell, last, None if row["of_person"] else last)
            before = told.get(reference)
            told[reference] = one.with_(before) if before else one
    wanted = [one.reference for one in programme().initiatives]
    return {reference: told[reference] for reference in wanted if reference in told}


def codes_of(area: Area) -> tuple[str, ...]:
    """Under which codes entries about a municipality stand: its own, those of its wards, and those
    of the places that became part of it."""
    inside = [ward.code for ward in places.children(area) if ward.kind == Kind.WARD]
    return (area.code, *inside, *(one.code for one in places.absorbed(area)))


# --- places -------------------------------------------------------------------------------------


@dataclass(slots=True)
class Towns:
    """The municipalities of today, and to which of them a code belongs."""

    areas: Sequence[Area]
    codes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of_today(cls, codes: Iterable[str]) -> "Towns":
        made = cls(places.municipalities())
        made.codes = {area.code: area.code for area in made.areas}
        if unknown := {*codes} - made.codes.keys():
            parents = places.areas().filter(code__in=unknown, kind=Kind.WARD)
            made.codes |= dict(parents.values_list("code", "parent_code"))
            made.codes |= {code: _heir(code, made) for code in unknown - made.codes.keys()}
        return made

    def of(self, code: str) -> str:
        """The municipality; empty for what is none."""
        return self.codes.get(code, "")

    def by_bureau(self) -> list[tuple[Area, str]]:
        bureaus = places.bureaus()
        order = {bureau.code: place for place, bureau in enumerate(bureaus)}
        names = {bureau.code: bureau.name for bureau in bureaus}
        areas = sorted(self.areas, key=lambda one: (order.get(one.parent_code, -1), one.code))
        return [(area, names.get(area.parent_code, "")) for area in areas]


def _heir(code: str, towns: Towns) -> str:
    try:
        found = places.current_place(code)
    except UnknownPlace:
        return ""
    return towns.codes.get(found.code, "")


# --- counting -----------------------------------------------------------------------------------


def _placed(first: date, last: date, initiative: str, side: str) -> Entries:
    found = of_period(standing_entries(), first, last)
    found = found.filter(place__gt="", initiatives__gt="").exclude(kind__in=NOT_REACHING)
    found = found.filter(serving(initiative))
    return of_side(found, side) if side else found


def _cell(row: Mapping[str, Any]) -> Cell:
    return Cell(0, row["n"]) if row["of_person"] else Cell(row["n"], 0)


def _days(year: int) -> tuple[date, date]:
    whole = Period.year(year)
    return whole.first, whole.last


def _year(year: int, cells: Mapping[str, Cell]) -> YearReached:
    every = sum(cell.n_things for cell in cells.values())
    inside = cells[SAPPORO].n_things if SAPPORO in cells else 0
    return YearReached(year, len(cells), every, (every - inside) / every if every else None)


def years_so_far(today: date) -> list[int]:
    """From the first year of the programme to this one."""
    return list(range(programme().period.first, fiscal_year_of(today) + 1))
