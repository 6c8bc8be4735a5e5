"""Measures of people in small groups, with small cells withheld before anything is shown."""

import math
from functools import lru_cache

from renkei.core.suppression import suppress
from renkei.observatory import tables
from renkei.observatory.arrays import AreaYears, Subject, quantity
from renkei.observatory.measures import Measure
from renkei.places import queries as places
from renkei.places.codes import HOKKAIDO
from renkei.places.kinds import Kind
from renkei.places.queries import Area


def published(measure: Measure, subject: Subject) -> dict[int, float | None]:
    """The measure by year; None where it is withheld because few people stand behind it."""
    found = quantity(measure.quantity)
    own = found.of([subject])[:, 0]
    values: dict[int, float | None] = {
        year: float(value)
        for year, value in zip(found.years, own, strict=True)
        if not math.isnan(value)
    }
    if measure.small_cells:
        for year in values:
            if subject.code in withheld(measure, year):
                values[year] = None
    return values


def withheld(measure: Measure, year: int) -> frozenset[str]:
    """Codes of the areas whose figure of a year must not be shown."""
    return _withheld(measure, year, tables.version())


@lru_cache(maxsize=64)
def _withheld(measure: Measure, year: int, version: str) -> frozenset[str]:  # noqa: ARG001
    found = quantity(measure.quantity)
    cells = {
        area.code: _count(found, area.code, year)
        for area in places.areas().filter(lineage__contains=HOKKAIDO)
    }
    sums = _sums(places.areas().filter(lineage__contains=HOKKAIDO))
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


def _sums(areas) -> list[tuple[str, list[str]]]:  # type: ignore[no-untyped-def]
    """Each whole with its parts, the smallest wholes first: wards, municipalities, bureaus."""
    parts: dict[str, list[Area]] = {}
    for area in areas:
        parts.setdefault(area.parent_code, []).append(area)
    order = (Kind.DESIGNATED_CITY, Kind.BUREAU, Kind.PREFECTURE)
    kinds = {area.code: area.kind for area in areas}
    wholes = sorted(
        (c for c in parts if c in kinds), key=lambda code: order.index(Kind(kinds[code]))
    )
    return [(code, [part.code for part in parts[code]]) for code in wholes]
