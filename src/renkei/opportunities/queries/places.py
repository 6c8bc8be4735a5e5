"""Where a posting is: its region, whether that is beyond Sapporo, where it lies on the ground."""

import math
from collections.abc import Collection, Iterable

from renkei.charter.text import Text
from renkei.places.codes import SAPPORO
from renkei.places.kinds import Kind
from renkei.places.queries import UnknownPlace, ancestors, area, areas

# Metres of a degree of latitude; a degree of longitude at the middle of Hokkaido is shorter.
DEGREE_METRES = 111_320
MIDDLE = math.radians(43.4)
Point = tuple[int, int]


def region_of(code: str) -> str:
    """The bureau in which a municipality lies; Sapporo is a region of its own.

    Errors  UnknownPlace when no area bears the code, or it lies outside Hokkaido
    """
    found = area(code)
    above = ancestors(found)
    codes = {one.code for one in above} | {found.code}
    if SAPPORO in codes:
        return SAPPORO
    bureau = next((one.code for one in [*above, found] if one.kind == Kind.BUREAU), "")
    if not bureau:
        raise UnknownPlace(code)
    return bureau


def is_elsewhere(region: str) -> bool:
    """Outside Sapporo."""
    return region != SAPPORO


def points_of(codes: Collection[str]) -> dict[str, Point]:
    """Metres east and north of the offices of areas, on a plane; of those that have one.

    Within Hokkaido a distance errs by less than 3 %, which is less than where in a town a work
    place is.
    """
    found = areas().filter(code__in=set(codes))
    return {
        code: (
            round(east * DEGREE_METRES * math.cos(MIDDLE)),
            round(north * DEGREE_METRES),
        )
        for code, north, east in found.values_list("code", "latitude", "longitude")
        if north is not None and east is not None
    }


def texts_of_places(codes: Iterable[str]) -> dict[str, Text]:
    """What areas are called today, in both languages; one that is no more is left out."""
    found = areas().filter(code__in=set(codes))
    rows = found.values_list("code", "full_name_ja", "full_name_en")
    return {code: Text(japanese, english) for code, japanese, english in rows}
