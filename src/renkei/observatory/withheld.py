"""Measures of people in small groups, with small cells withheld before anything is shown."""

import math
from functools import lru_cache

import polars as pl

from renkei.core.suppression import suppress
from renkei.observatory import tables
from renkei.observatory.arrays import AreaYears, Subject, quantity
from renkei.observatory.measures import Measure, measures
from renkei.places.kinds import Kind
from renkei.places.reader import read_area_sets, read_areas, read_members

# The smallest wholes first, because the sum of a bureau may need that of a city.
WHOLES = (Kind.DESIGNATED_CITY, Kind.BUREAU, Kind.PREFECTURE)


def published(measure: Measure, subject: Subject) -> dict[int, float | None]:
    """The measure by year; None where it is withheld because few people stand behind it."""
    known = quantity(measure.quantity).by_year(subject)
    if not measure.small_cells:
        return {**known}
    return {
        year: None if subject.code in withheld(measure, year) else value
        for year, value in known.items()
    }


def withheld(measure: Measure, year: int) -> frozenset[str]:
    """Codes of the areas whose figure of a year must not be shown."""
    return _withheld(measure, year, tables.version())


def open_table(key: str) -> pl.DataFrame:
    """A table of official figures as it may be read and taken away: small cells are unknown."""
    frame = tables.table(key)
    for measure, column in small_cells(key):
        frame = _without_small_cells(frame, measure, column)
    return frame


def small_cells(key: str) -> list[tuple[Measure, str]]:
    """The columns of a table that hold small cells, with the measure that says which."""
    return [
        (measure, part.column)
        for measure in measures().values()
        for part in measure.quantity.of
        if measure.small_cells and part.table == key
    ]


def _without_small_cells(frame: pl.DataFrame, measure: Measure, column: str) -> pl.DataFrame:
    hidden = pl.lit(value=False)
    for year in frame["year"].unique():
        hidden |= (pl.col("year") == year) & pl.col("area").is_in(withheld(measure, year))
    return frame.with_columns(pl.when(~hidden).then(column).alias(column))


@lru_cache(maxsize=64)
def _withheld(measure: Measure, year: int, _version: str) -> frozenset[str]:
    found = quantity(measure.quantity)
    sums = _sums()
    cells = {code: _count(found, code, year) for total, parts in sums for code in (total, *parts)}
    for total, parts in sums:
        if cells[total] is None:
            counts = [cells[part] for part in parts]
            cells[total] = None if None in counts else sum(c for c in counts if c is not None)
    shown = suppress(cells, sums, threshold=measure.small_cells)
    return frozenset(code for code, count in shown.items() if count is None)


def _count(found: AreaYears, code: str, year: int) -> int | None:
    if code not in found.columns:
        return None
    value = found.values[found.years.index(year), found.columns[code]]
    return None if math.isnan(value) else round(value)


def _sums() -> list[tuple[str, list[str]]]:
    """Each whole with its parts: wards, municipalities, bureaus, members of sets of areas.

    From the reference file rather than the database: what must not be shown is known before the
    places are loaded.
    """
    areas = [area for area in read_areas() if area.valid_to is None]
    parts: dict[str, list[str]] = {}
    for area in areas:
        parts.setdefault(area.parent_code, []).append(area.code)
    wholes = [area for area in areas if area.kind in WHOLES and area.code in parts]
    wholes.sort(key=lambda area: WHOLES.index(area.kind))
    for member in read_members():
        if member.valid_to is None:
            parts.setdefault(member.area_set, []).append(member.code)
    sets = [row.key for row in read_area_sets()]
    return [(code, parts[code]) for code in [*(area.code for area in wholes), *sets]]
