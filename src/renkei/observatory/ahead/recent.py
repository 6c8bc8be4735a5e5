"""The ten years before the base: the census of 2015, the register of 2025, and what lay between.

The base figures of the official projection of 2018 are the census of 2015 with its unknown ages
spread by the Statistics Bureau; they are the only ones that hold the wards of Sapporo by age.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import product

import numpy as np
import polars as pl

from renkei.engines.demography.axes import SEXES, AgeGrid, FloatArray
from renkei.engines.demography.unknown_ages import distribute_unknown
from renkei.observatory import tables
from renkei.observatory.arrays import AGES, counted
from renkei.observatory.catalogue import CatalogueError
from renkei.places.codes import JAPAN

CENSUS, REGISTER = 2015, 2025
CENSUS_DATE, REGISTER_DATE = 2015.75, 2025.0  # 1 October, 1 January
# Years whose events the register holds; those of the pandemic are not among them.
EVENT_YEARS = (2016, 2017, 2018, 2019, 2024)
MOVE_YEARS = (2018, 2019, 2024)
REGISTERED_AGES = AgeGrid.five_years(100)


def census(areas: Sequence[str]) -> FloatArray:
    """People on 1 October 2015 as the register would have counted them: (area, sex, age) to 90+.

    The census counts prisoners, soldiers and pupils where they sleep, the register mostly
    elsewhere. So that the difference is not taken for moves, each sex of a place is brought to
    its number in the register three months later.
    """
    return _census(tuple(areas), tables.version())


@lru_cache(maxsize=2)
def _census(areas: tuple[str, ...], _version: str) -> FloatArray:
    people = counted("projection_2018").known.of(years=[CENSUS], areas=areas).persons[0]
    registered = np.stack([events(sex, areas, [CENSUS])[0] for sex in SEXES], axis=-1)
    known: FloatArray = people * (registered / people.sum(axis=-1))[..., np.newaxis]
    return known


def register(areas: Sequence[str]) -> FloatArray:
    """People on 1 January 2025, those of unknown age among them: (area, sex, age) to 100+."""
    return _registered("register_population", tuple(areas), tables.version())


def register_of_japan() -> FloatArray:
    """People of Japan whose age is published on the same day: (1, sex, age) to 100+."""
    return _registered("register_population_japan", (JAPAN,), tables.version())


def register_over_census_in_japan() -> float:
    """Registered people at the beginning of 2016 for each one counted three months before."""
    frame = tables.table("vital_summary")
    frame = frame.filter((pl.col("area") == JAPAN) & (pl.col("year") == CENSUS))
    return float((frame["register_population"] / frame["population"]).item())


@lru_cache(maxsize=4)
def _registered(key: str, areas: tuple[str, ...], _version: str) -> FloatArray:
    frame = tables.table(key).filter(pl.col("area").is_in(areas) & (pl.col("year") == REGISTER))
    require_held(key, areas, [REGISTER], set(frame.select("area", "year").rows()))
    place = {area: i for i, area in enumerate(areas)}
    columns = {label: i for i, label in enumerate((*REGISTERED_AGES.labels, "unknown"))}
    cells = np.zeros((len(areas), len(SEXES), len(columns)))
    for area, _year, sex, age, persons in frame.iter_rows():
        cells[place[area], SEXES.index(sex), columns[age]] = persons
    return distribute_unknown(cells[..., :-1], cells[..., -1])


def at_middle_of(year: int, areas: Sequence[str]) -> FloatArray:
    """People in the middle of a year, on the line between census and register, to 90+."""
    share = (year + 0.5 - CENSUS_DATE) / (REGISTER_DATE - CENSUS_DATE)
    later = REGISTERED_AGES.collapse(register(areas), AGES)
    between: FloatArray = (1 - share) * census(areas) + share * later
    return between


def events(name: str, areas: Sequence[str], years: Sequence[int]) -> FloatArray:
    """A column of the register's account: (year, area).

    Errors  CatalogueError when an area or a year is not held
    """
    frame = tables.table("register_flows").select("area", "year", name).drop_nulls()
    held = {(area, year): value for area, year, value in frame.rows()}
    require_held("register_flows", areas, years, held)
    return np.array([[held[area, year] for area in areas] for year in years], dtype=float)


def require_held(
    key: str, areas: Sequence[str], years: Sequence[int], held: Collection[tuple[str, int]]
) -> None:
    """Refuse a table without an area or a year: nobody there would be taken for no people.

    Errors  CatalogueError naming table, area and year
    """
    for area, year in product(areas, years):
        if (area, year) not in held:
            raise CatalogueError(
                f"{key}: has no figures of area {area} in {year}, on which the base projection "
                "rests; load the edition that has them"
            )
