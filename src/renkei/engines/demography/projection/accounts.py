"""What a projection returns: stocks, and the births, deaths and moves that lead to each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.arrays import Period, PopulationArray, positions
from renkei.engines.demography.axes import SEXES, AgeGrid, FloatArray
from renkei.engines.demography.change import ChangeArray
from renkei.engines.demography.migration import age_by
from renkei.engines.demography.projection.columns import Axes, Column, long_form
from renkei.engines.demography.projection.quantiles import LEVELS, quantiles

# Single or double precision.
Values: TypeAlias = NDArray[np.floating[Any]]

# Sexes from and to, places of ages from and to.
Span: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """A projected population and the account of each of its cells.

    Net forms of migration know only the balance of a cell: it stands among the arrivals where it
    is above zero, among the departures where it is below.

    Shapes  persons (time + 1, area, sex, age); births (time, area, sex); deaths, arrivals,
            departures, of which inside the projection (time, area, sex, age), by age reached
    Units   persons; persons per period
    Check   persons of a cell - those of its cohort at the start
            = births (youngest) - deaths + arrivals - departures
    """

    persons: FloatArray
    births: FloatArray
    deaths: FloatArray
    arrivals: FloatArray
    departures: FloatArray
    arrivals_inside: FloatArray
    departures_inside: FloatArray
    periods: tuple[Period, ...]
    areas: tuple[str, ...]
    ages: AgeGrid

    @property
    def population(self) -> PopulationArray:
        """The stocks, the starting population first."""
        years = (self.periods[0][0], *(end for _, end in self.periods))
        return PopulationArray(self.persons, years, self.areas, self.ages)

    @property
    def residual(self) -> FloatArray:
        """What the account of each cell leaves unexplained: zero but for rounding.

        Shapes  (time, area, sex, age)
        """
        cohorts = age_by(self.persons[:-1], 1)
        starters = np.concatenate([self.births[..., np.newaxis], cohorts], axis=-1)
        moved = self.arrivals - self.departures
        left: FloatArray = self.persons[1:] - starters + self.deaths - moved
        return left

    def change(self) -> ChangeArray:
        """The account of each area, all ages and both sexes together."""
        stocks = self.persons.sum(axis=(-2, -1))
        return ChangeArray(
            start=stocks[:-1],
            births=self.births.sum(axis=-1),
            deaths=self.deaths.sum(axis=(-2, -1)),
            arrivals=self.arrivals.sum(axis=(-2, -1)),
            departures=self.departures.sum(axis=(-2, -1)),
            end=stocks[1:],
            periods=self.periods,
            areas=self.areas,
        )

    def columns(self) -> dict[str, Column]:
        """The stocks in long form, for a data frame: year, area, sex, age, persons.

        Shapes  every column (cells), one row for each year, area, sex and age
        Units   persons
        """
        return long_form(self._cells(self.population.years), persons=self.persons)

    def event_columns(self) -> dict[str, Column]:
        """What happens in each period, in long form: year, area, sex, age, and the four events.

        Births stand at the age group that the newborn reach, zero at all others.

        Shapes  every column (cells); `year` is the one in which the period ends
        Units   persons per period; ages as reached at its end
        Check   with the stocks of the cohort, the account of each cell
        """
        births = np.zeros_like(self.deaths)
        births[..., 0] = self.births
        others = {name: getattr(self, name) for name in EVENTS if name != "births"}
        ends = tuple(end for _, end in self.periods)
        return long_form(self._cells(ends), births=births, **others)

    def _cells(self, years: Sequence[int]) -> Axes:
        return {"year": years, "area": self.areas, "sex": SEXES, "age": self.ages.labels}


@dataclass(frozen=True, slots=True)
class AgeSpan:
    """People to be counted in every draw: from `low` to below `high` years, of one sex or both."""

    low: int = 0
    high: int | None = None
    sex: int | None = None

    def within(self, ages: AgeGrid) -> Span:
        """The place of these people among the sexes and ages of a projection.

        Errors  AxisMismatch when an age group straddles `low` or `high`
        """
        span = ages.span(self.low, self.high)
        first, last = (0, len(SEXES)) if self.sex is None else (self.sex, self.sex + 1)
        return first, last, span.start, span.stop


EVENTS = ("births", "deaths", "arrivals", "departures")


@dataclass(frozen=True, slots=True, eq=False)
class DrawnProjection:
    """Many equally likely projections, by group of people rather than by cell.

    Shapes  persons of each group and each of `events` (time, area, draw); no events when they
            were not asked for
    Units   persons at the end of each period; persons per period
    Check   change of everyone = births - deaths + arrivals - departures, in each draw
    """

    persons: dict[str, Values]
    events: dict[str, Values]
    periods: tuple[Period, ...]
    areas: tuple[str, ...]

    def together(self, areas: Sequence[str], name: str) -> Self:
        """Several areas as one, draw by draw, so that intervals of the sum are right.

        Errors  AxisMismatch when an area is not here
        """
        columns = positions("area", areas, self.areas)

        def summed(all_areas: dict[str, Values]) -> dict[str, Values]:
            return {
                key: values[:, columns].sum(axis=1, keepdims=True)
                for key, values in all_areas.items()
            }

        return replace(
            self, persons=summed(self.persons), events=summed(self.events), areas=(name,)
        )

    def columns(self, levels: tuple[float, ...] = LEVELS) -> dict[str, Column]:
        """Quantiles of each group in long form: group, year, area, level, persons.

        Shapes  every column (cells); `year` is the one in which the period ends
        Units   persons
        Errors  ValueError when a level is not between 0 and 1
        """
        return self._quantiles("group", self.persons, levels)

    def event_columns(self, levels: tuple[float, ...] = LEVELS) -> dict[str, Column]:
        """Quantiles of each event in long form: event, year, area, level, persons.

        Shapes  every column (cells); `year` is the one in which the period ends
        Units   persons per period
        Errors  ValueError when a level is not between 0 and 1, or events were not asked for
        """
        if not self.events:
            raise ValueError(
                "births, deaths and moves were not counted: draw with Options(events=True)"
            )
        return self._quantiles("event", self.events, levels)

    def _quantiles(
        self, name: str, series: dict[str, Values], levels: tuple[float, ...]
    ) -> dict[str, Column]:
        found = [np.moveaxis(quantiles(values, levels), 0, -1) for values in series.values()]
        years = tuple(end for _, end in self.periods)
        axes: Axes = {name: tuple(series), "year": years, "area": self.areas, "level": levels}
        return long_form(axes, persons=np.stack(found))
