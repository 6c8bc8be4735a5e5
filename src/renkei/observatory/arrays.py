"""The one place where tables of figures become arrays.

Axes always in the order (year, area) for quantities and (time, area, sex, age) for populations.
NaN means: not published.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from renkei.charter.text import Text
from renkei.engines.demography.arrays import PopulationArray, RateArray
from renkei.engines.demography.axes import SEXES, AgeGrid
from renkei.observatory import tables
from renkei.observatory.measures import Measure, Part, Quantity

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figures are asked for: an area by its own code, or a whole by its parts."""

    code: str
    name: Text
    members: tuple[str, ...]
    # Gross moves of a whole (Sapporo with its wards included) hold those between its parts.
    is_whole: bool = False


@dataclass(frozen=True, eq=False)
class AreaYears:
    """A quantity: values(year, area)."""

    years: tuple[int, ...]
    columns: dict[str, int]
    values: Values

    def of(self, subjects: Sequence[Subject], *, additive: bool = True) -> Values:
        """values(year, subject): the published figure, or the sum over all members."""
        if not self.years:
            return np.empty((0, len(subjects)))
        own = self._gather([subject.code for subject in subjects])
        if not additive:
            return own
        for i, subject in enumerate(subjects):
            missing = np.isnan(own[:, i])
            if missing.any() and subject.members not in {(), (subject.code,)}:
                # One unknown part makes the whole unknown: NaN passes through the sum.
                sums = self._gather(subject.members).sum(axis=1)
                own[missing, i] = sums[missing]
        return own

    def by_year(self, subject: Subject, *, additive: bool = True) -> dict[int, float]:
        """The known values of one subject."""
        values = self.of([subject], additive=additive)[:, 0]
        return {
            year: float(values[i]) for i, year in enumerate(self.years) if not np.isnan(values[i])
        }

    def losing_members(self, subjects: Sequence[Subject]) -> Values:
        """values(year, subject): how many members are below zero, unknown where one is unknown."""
        counts = np.empty((len(self.years), len(subjects)))
        for i, subject in enumerate(subjects):
            parts = self._gather(subject.members)
            counts[:, i] = np.where(np.isnan(parts).any(axis=1), np.nan, (parts < 0).sum(axis=1))
        return counts

    def _gather(self, codes: Sequence[str]) -> Values:
        indices = np.array([self.columns.get(code, -1) for code in codes], dtype=np.intp)
        found = self.values[:, indices]
        found[:, indices < 0] = np.nan
        return found


def quantity(asked: Quantity) -> AreaYears:
    """The quantity for every area and year in which a table holds it."""
    return _quantity(asked, tables.version())


@lru_cache(maxsize=128)
def _quantity(asked: Quantity, _version: str) -> AreaYears:
    found = [_rows(part) for part in asked.of]
    areas = list(dict.fromkeys(code for part in found for code in part.areas))
    years = sorted({year for part in found for year in part.years})
    columns = {code: i for i, code in enumerate(areas)}
    rows = {year: i for i, year in enumerate(years)}
    values = np.full((len(years), len(areas)), np.nan)
    # The first table that holds a cell is used, so the last one is laid down first.
    for part in reversed(found):
        cells = (
            np.array([rows[year] for year in part.years], dtype=np.intp),
            np.array([columns[code] for code in part.areas], dtype=np.intp),
        )
        sums = np.full(values.shape, np.nan)
        sums[cells] = 0
        np.add.at(sums, cells, part.values)
        known = ~np.isnan(sums)
        values[known] = sums[known]
    return AreaYears(tuple(years), columns, values)


@dataclass(frozen=True, slots=True)
class _Rows:
    areas: list[str]
    years: list[int]
    values: Values


def _rows(part: Part) -> _Rows:
    """Of one part; a sum with an unknown term is unknown.

    With whole columns and no expressions: the first page would pay for the engine behind them.
    """
    frame = tables.table(part.table)
    kept = np.ones(frame.height, dtype=bool)
    if part.sex:
        kept &= _equal(frame["sex"], part.sex)
    if part.ages or part.outside_ages:
        kept &= _selected_ages(part, frame["age"])
    value = _numbers(frame[part.column])
    for name in part.plus:
        value = value + _numbers(frame[name])
    for name in part.minus:
        value = value - _numbers(frame[name])
    areas = frame["area"].filter(pl.Series(kept.tolist(), dtype=pl.Boolean)).to_list()
    years = frame["year"].to_numpy()[kept] + part.shift
    return _Rows(areas, years.tolist(), value[kept])


def _numbers(column: pl.Series) -> Values:
    """Unknown ones are no numbers."""
    numbers: Values = column.to_numpy().astype(float)
    return numbers


def _equal(column: pl.Series, text: str) -> NDArray[np.bool_]:
    return np.asarray((column == text).to_numpy(), dtype=bool)  # what is unknown is not equal


def _selected_ages(part: Part, ages: pl.Series) -> NDArray[np.bool_]:
    low, high = part.ages or part.outside_ages
    selected = np.zeros(len(ages), dtype=bool)
    for age in ages.unique().drop_nulls():
        # Unknown ages have no lower bound and so belong to no age group.
        lower = re.match(r"\d+", age)
        if lower and (low <= int(lower[0]) < high) == bool(part.ages):
            selected |= _equal(ages, age)
    return selected


def measured(asked: Measure, subjects: Sequence[Subject]) -> tuple[tuple[int, ...], Values]:
    """The measure for each subject: (years, values(year, subject)), years that hold something."""
    top = quantity(asked.quantity)
    years = top.years
    if asked.count_losing:
        values = top.losing_members(subjects)
    else:
        values = top.of(subjects, additive=asked.additive)
    if asked.per_quantity:
        base = quantity(asked.per_quantity)
        years = tuple(year for year in years if year in base.years)
        values = values[[top.years.index(year) for year in years]]
        below = base.of(subjects)[[base.years.index(year) for year in years]]
        values = asked.per * values / np.where(below > 0, below, np.nan)
    if asked.since is not None:
        start = values[years.index(asked.since)]
        values = 100 * (values / np.where(start > 0, start, np.nan) - 1)
        years, values = _after(asked.since, years, values)
    held = np.flatnonzero(~np.isnan(values).all(axis=1))
    return tuple(years[i] for i in held), values[held]


def _after(since: int, years: tuple[int, ...], values: Values) -> tuple[tuple[int, ...], Values]:
    later = [i for i, year in enumerate(years) if year > since]
    return tuple(years[i] for i in later), values[later]


# --- people by sex and age ------------------------------------------------------------------

# The open group that every table of people reaches; the register and the census of 2020 go to 100.
AGES = AgeGrid.five_years(90)


@dataclass(frozen=True, eq=False)
class Counted:
    """People by sex and age as published, and those whose sex or age was not."""

    known: PopulationArray
    unknown: Values  # (time, area)

    def of(self, subject: Subject, year: int) -> tuple[Values, float] | None:
        """((sex, age), unknown) of a subject: its own figures or the sum over its members."""
        if year not in self.known.years:
            return None
        row = self.known.years.index(year)
        for codes in ((subject.code,), subject.members):
            if all(code in self.known.areas for code in codes):
                columns = [self.known.areas.index(code) for code in codes]
                persons = self.known.persons[row, columns].sum(axis=0)
                if not np.isnan(persons).any():
                    return persons, float(self.unknown[row, columns].sum())
        return None


def counted(key: str) -> Counted:
    """The people of a table with the columns area, year, sex, age, persons."""
    return _counted(key, tables.version())


@lru_cache(maxsize=16)
def _counted(key: str, _version: str) -> Counted:
    frame = tables.table(key).with_columns(
        lower=pl.col("age").str.extract(r"^(\d+)").cast(pl.Int32)
    )
    areas = tuple(frame["area"].unique(maintain_order=True))
    years = tuple(sorted(frame["year"].unique()))
    is_known = pl.col("lower").is_not_null() & pl.col("sex").is_in(SEXES)
    known = np.zeros((len(years), len(areas), len(SEXES), len(AGES)))
    group = pl.col("lower").clip(upper_bound=AGES.open_from) // 5
    cells = frame.filter(is_known).with_columns(group=group)
    np.add.at(
        known,
        (
            _positions(cells["year"], years),
            _positions(cells["area"], areas),
            _positions(cells["sex"], SEXES),
            cells["group"].to_numpy(),
        ),
        cells["persons"].to_numpy(),
    )
    unknown = np.zeros((len(years), len(areas)))
    rest = frame.filter(~is_known)
    where = _positions(rest["year"], years), _positions(rest["area"], areas)
    np.add.at(unknown, where, rest["persons"].to_numpy())
    held = np.zeros((len(years), len(areas)), dtype=bool)
    held[_positions(cells["year"], years), _positions(cells["area"], areas)] = True
    known[~held] = np.nan
    return Counted(PopulationArray(known, years, areas, AGES), unknown)


def _positions(column: pl.Series, labels: Sequence[object]) -> NDArray[np.intp]:
    place = {label: i for i, label in enumerate(labels)}
    return np.array([place[label] for label in column], dtype=np.intp)


def death_rates(area: str) -> RateArray:
    """Death rates of one area by single year of age, as published: (time, 1, sex, age)."""
    frame = tables.table("death_rates").filter(pl.col("area") == area).sort("year", "sex", "age")
    years = tuple(frame["year"].unique().sort())
    grid = AgeGrid.single_years(frame["age"].n_unique() - 1)
    shape = (len(years), 1, len(SEXES), len(grid))
    return RateArray(frame["rate"].to_numpy().reshape(shape), years, (area,), grid)
