"""Which figures of a projection are counted in every draw, and in what order they stand.

Every place has the same series: people by group and year, events by kind and year, and pyramids
of every fifth year by sex and age group. `Layout` knows where each of them stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np

from renkei.engines.demography.arrays import Period
from renkei.engines.demography.axes import FEMALE, SEXES, AgeGrid
from renkei.engines.demography.projection.accounts import AgeSpan, DrawnProjection, Values
from renkei.observatory.ahead.wholes import Places

# The median, and the bounds of the middle 50 %, 80 % and 95 % of the draws.
LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
GROUPS = {
    "everyone": AgeSpan(),
    "children": AgeSpan(0, 15),
    "working": AgeSpan(15, 65),
    "aged": AgeSpan(65),
    "aged_75": AgeSpan(75),
    "women_20_39": AgeSpan(20, 40, FEMALE),
}
EVENTS = ("births", "deaths", "arrivals", "departures")
# Differences are taken in each draw: those of quantiles would be no quantiles of anything.
BALANCES = {"natural": ("births", "deaths"), "balance": ("arrivals", "departures")}
PYRAMID_AGES = AgeGrid.five_years(100)
PYRAMID_EVERY = 5


@dataclass(frozen=True)
class Layout:
    """Where each series of a place stands, the draws being last.

    Shapes  cube (place, series, draw); the series are those of people (group, year), events
            (event, year) and pyramids (year, sex, age), one part after another
    """

    places: Places
    periods: tuple[Period, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.places)

    @property
    def start(self) -> int:
        return self.periods[0][0]

    @property
    def years(self) -> tuple[int, ...]:
        """The year at whose beginning each period ends."""
        return tuple(end for _, end in self.periods)

    @property
    def pyramid_years(self) -> tuple[int, ...]:
        return tuple(year for year in self.years if year % PYRAMID_EVERY == 0)

    @cached_property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        n_years = len(self.years)
        return {
            "people": (len(GROUPS), n_years),
            "events": (len(EVENTS) + len(BALANCES), n_years),
            "pyramids": (len(self.pyramid_years), len(SEXES), len(PYRAMID_AGES)),
        }

    @property
    def n_series(self) -> int:
        return sum(prod(shape) for shape in self.shapes.values())

    def parts(self, cube: Values) -> dict[str, Values]:
        """Each part of a cube as a view in its own shape.

        Shapes  (..., series, draw) -> (..., people or events or pyramids, draw)
        """
        found, first = {}, 0
        for name, shape in self.shapes.items():
            part = cube[..., first : first + prod(shape), :]
            found[name] = part.reshape(*cube.shape[:-2], *shape, cube.shape[-1])
            first += prod(shape)
        return found


def groups_to_count() -> dict[str, AgeSpan]:
    """What the engine counts in every draw: the groups, then each cell of a pyramid."""
    cells = {
        f"{sex} {label}": AgeSpan(low, high, number)
        for number, sex in enumerate(SEXES)
        for label, low, high in zip(
            PYRAMID_AGES.labels, PYRAMID_AGES.starts, (*PYRAMID_AGES.starts[1:], None), strict=True
        )
    }
    return GROUPS | cells


def cube_of(drawn: DrawnProjection, layout: Layout, precision: type = np.float32) -> Values:
    """The series of every place, wholes summed up draw by draw.

    Shapes  drawn (time, area, draw) -> (place, series, draw)
    Units   persons at the start of a year; persons per year
    """
    n_draws = drawn.persons["everyone"].shape[-1]
    cube: Values = np.empty((len(layout.places), layout.n_series, n_draws), precision)
    parts = layout.parts(cube)
    columns = [[drawn.areas.index(area) for area in parts] for parts in layout.places.values()]

    def fill(room: Values, values: Values) -> None:
        """Sum (time, area, draw) into the room (place, time, draw)."""
        for place, members in enumerate(columns):
            # One member after another: the sum must not depend on how many there are beside it.
            room[place] = values[:, members].sum(axis=1)

    for number, group in enumerate(GROUPS):
        fill(parts["people"][:, number], drawn.persons[group])
    for number, values in enumerate(_with_balances(drawn.events).values()):
        fill(parts["events"][:, number], values)
    times = [layout.years.index(year) for year in layout.pyramid_years]
    cells = list(groups_to_count())[len(GROUPS) :]
    for number, cell in enumerate(cells):
        sex, age = divmod(number, len(PYRAMID_AGES))
        fill(parts["pyramids"][:, :, sex, age], drawn.persons[cell][times])
    return cube


def _with_balances(events: Mapping[str, Values]) -> dict[str, Values]:
    return dict(events) | {name: events[a] - events[b] for name, (a, b) in BALANCES.items()}
