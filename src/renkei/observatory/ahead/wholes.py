"""The places a projection tells of: its areas, and the wholes that some of its areas make up."""

from collections.abc import Iterator, Sequence

from renkei.places.codes import HOKKAIDO, SAPPORO
from renkei.places.kinds import MUNICIPAL_KINDS, Kind
from renkei.places.reader import AreaRow, read_area_sets, read_areas, read_members

# Every place with the areas it is made of; an area is its own.
Places = dict[str, tuple[str, ...]]


def places_of(areas: Sequence[str]) -> Places:
    """The areas, then Sapporo, the bureaus, the sets of areas and Hokkaido.

    A whole of which an area is not here is left out: the sum of the rest would bear its name
    without being it.
    """
    here = set(areas)
    wholes = {code: members for code, members in _wholes() if here.issuperset(members)}
    return {code: (code,) for code in areas} | wholes


def _wholes() -> Iterator[tuple[str, tuple[str, ...]]]:
    now = [area for area in read_areas() if area.valid_to is None]
    wards = tuple(area.code for area in now if area.kind == Kind.WARD)
    towns = [area for area in now if area.kind in MUNICIPAL_KINDS]

    def carried(codes: Sequence[str]) -> tuple[str, ...]:
        """Projected are the wards, not the city that they make up."""
        parts = [wards if code == SAPPORO else (code,) for code in sorted(codes)]
        return tuple(code for part in parts for code in part)

    yield SAPPORO, wards
    for bureau in _bureaus(now):
        yield bureau, carried([town.code for town in towns if town.parent_code == bureau])
    for area_set in read_area_sets():
        yield area_set.key, carried(_members(area_set.key))
    yield HOKKAIDO, carried([town.code for town in towns])


def _bureaus(now: Sequence[AreaRow]) -> list[str]:
    return [area.code for area in now if area.kind == Kind.BUREAU]


def _members(key: str) -> list[str]:
    return [row.code for row in read_members() if row.area_set == key and row.valid_to is None]
