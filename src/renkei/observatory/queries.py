"""Reads of the observatory: figures of a place, of many places, the present value of a measure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from renkei.charter.text import Text
from renkei.observatory.arrays import Subject, Values, measured, quantity
from renkei.observatory.measures import Measure, measures, quantities
from renkei.observatory.models import Scenario
from renkei.places import queries as places
from renkei.places.kinds import Kind
from renkei.places.queries import Area, Place


def subject(place: Place) -> Subject:
    """The place as something that has figures."""
    name = Text(place.full_name_ja, place.full_name_en)
    if place.kind == Kind.BUREAU:
        # The figures are those of its area of jurisdiction, not of the office.
        name = Text(f"{name.ja}管内", f"{name.en} area")
    members = places.members(place)
    is_whole = len(members) > 1 or place.kind == Kind.DESIGNATED_CITY
    return Subject(place.code, name, members, is_whole)


def subjects_of(areas: Sequence[Place]) -> list[Subject]:
    """Municipalities and wards, each its own only member: no query is needed."""
    return [Subject(a.code, Text(a.full_name_ja, a.full_name_en), (a.code,)) for a in areas]


def subjects_inside(parts: Sequence[Area]) -> list[Subject]:
    """The parts of a place, bureaus with their municipalities, in one query at most."""
    if not any(part.kind == Kind.BUREAU for part in parts):
        return subjects_of(parts)
    members: dict[str, list[str]] = {}
    for town in places.municipalities():
        members.setdefault(town.parent_code, []).append(town.code)
    return [
        Subject(
            part.code,
            Text(part.full_name_ja, part.full_name_en),
            tuple(members.get(part.code, [part.code])),
        )
        for part in parts
    ]


def series(key: str, of: Subject, *, additive: bool = True) -> dict[int, float]:
    """The known values of a quantity by year."""
    return quantity(quantities()[key]).by_year(of, additive=additive)


@dataclass(frozen=True, slots=True)
class Present:
    """The newest value of a measure and the years before it, for an indicator."""

    measure: Measure
    values: dict[int, float]

    @property
    def year(self) -> int:
        return max(self.values)


def measure_series(key: str, of: Subject) -> dict[int, float]:
    """The known values of a measure by year."""
    years, values = measured(measures()[key], [of])
    known = zip(years, values[:, 0], strict=True)
    return {year: float(value) for year, value in known if not math.isnan(value)}


def present_value(measure: str, of: Subject) -> Present | None:
    """The newest value of a measure with the years before it; None where nothing is held.

    Errors  KeyError for a measure that is not in `measures.toml`
    """
    found = measure_series(measure, of)
    return Present(measures()[measure], found) if found else None


def held_years(measure: Measure, of: Sequence[Subject]) -> tuple[int, ...]:
    """The years in which the measure is known for any of the subjects."""
    return measured(measure, of)[0]


def values_in(measure: Measure, year: int, of: Sequence[Subject]) -> Values:
    """The measure in one year: (subject,), NaN where unknown."""
    years, values = measured(measure, of)
    row: Values = values[years.index(year)]
    return row


# --- what-ifs that readers have saved ---------------------------------------------------------


class UnknownScenario(LookupError):
    """No what-if was saved under this key."""


def scenario(key: str) -> Scenario:
    """The what-if saved under a key.

    Errors  UnknownScenario when there is none
    """
    try:
        return Scenario.objects.get(key=key)
    except Scenario.DoesNotExist as error:
        raise UnknownScenario(key) from error


def scenarios(keys: Sequence[str]) -> list[Scenario]:
    """Those of the keys under which a what-if was saved, in the order of the keys."""
    found = Scenario.objects.in_bulk(list(keys))
    return [found[key] for key in dict.fromkeys(keys) if key in found]
