"""The areas of the base projection and the wider areas they belong to; no database is needed."""

from functools import cache
from math import cos, radians

from renkei.places.codes import HOKKAIDO, SAPPORO
from renkei.places.kinds import MUNICIPAL_KINDS, Kind
from renkei.places.reader import AreaRow, read_areas

MIDDLE_NORTH = 43.5  # the latitude about which Hokkaido lies


@cache
def projected_areas() -> tuple[str, ...]:
    """The 178 municipalities outside Sapporo and its ten wards, in the order of their codes."""
    return tuple(sorted(area.code for area in _present() if _is_projected(area)))


@cache
def regions() -> tuple[str, ...]:
    """For each projected area its bureau; for a ward its city, whose wards resemble each other."""
    parents = {area.code: area.parent_code for area in _present()}
    return tuple(parents[code] for code in projected_areas())


def hierarchy() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The wider areas by which local levels are steadied: bureau or city, then prefecture."""
    return regions(), (HOKKAIDO,) * len(projected_areas())


@cache
def towns() -> dict[str, str]:
    """The 179 municipalities, Sapporo as a whole, each with its bureau."""
    return {area.code: area.parent_code for area in _present() if area.kind in MUNICIPAL_KINDS}


@cache
def offices() -> dict[str, tuple[float, float]]:
    """Where the office of each municipality and ward stands: degrees north, and east on that scale.

    Exact enough to say which of two places is nearer.
    """
    here = [area for area in _present() if area.latitude is not None]
    return {area.code: _on_a_plane(area.latitude or 0.0, area.longitude or 0.0) for area in here}


def _on_a_plane(north: float, east: float) -> tuple[float, float]:
    return north, east * cos(radians(MIDDLE_NORTH))


def _present() -> list[AreaRow]:
    return [area for area in read_areas() if area.valid_to is None]


def _is_projected(area: AreaRow) -> bool:
    is_town = area.kind in MUNICIPAL_KINDS and area.code != SAPPORO
    return is_town or area.kind == Kind.WARD
