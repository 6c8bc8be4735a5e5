"""Arrays with their labels: one small frozen class for each kind of figure.

People of unknown age never stand in these arrays; see `unknown_ages`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self, TypeAlias

import numpy as np

from renkei.engines.demography.axes import SEXES, AgeGrid, AxisMismatch, FloatArray, require_same

Period: TypeAlias = tuple[int, int]


def require_shape(values: FloatArray, **axes: int) -> None:
    """Refuse values whose shape is not that of the named axes, in their order.

    Errors  AxisMismatch naming the first axis that differs, with both lengths
    """
    _require_shape(values, {axis: range(n_labels) for axis, n_labels in axes.items()})


def require_cells(
    values: FloatArray, times: Sequence[object], areas: Sequence[str], ages: AgeGrid
) -> None:
    """Refuse values that do not stand on the axes (time, area, sex, age).

    Errors  AxisMismatch naming the first axis that differs, with both lengths
    """
    _require_shape(values, {"time": times, "area": areas, "sex": SEXES, "age": ages.labels})


def _require_shape(values: FloatArray, labels: Mapping[str, Sequence[object]]) -> None:
    if values.ndim != len(labels):
        remedy = "give every axis, of length one where there is one label"
        raise AxisMismatch(", ".join(labels), f"{values.ndim} axes", f"{len(labels)} axes", remedy)
    for (axis, names), n_values in zip(labels.items(), values.shape, strict=True):
        if n_values != len(names):
            found, wanted = f"{n_values} values", f"{len(names)} labels"
            raise AxisMismatch(axis, found, wanted, f"give one value for each {_span(names)}")


def _span(labels: Sequence[object]) -> str:
    """“of 0-4 to 90+”, where labels are words and not mere numbers of them."""
    if isinstance(labels, range) or not labels:
        return "label"
    return f"of {labels[0]} to {labels[-1]}" if len(labels) > 1 else f"of {labels[0]}"


@dataclass(frozen=True, slots=True, eq=False)
class PopulationArray:
    """People living in each area at a date of each year.

    Shapes  persons (time, area, sex, age); women alone are the sex axis's first entry
    Units   persons
    Errors  AxisMismatch when the shape does not fit the labels
    """

    persons: FloatArray
    years: tuple[int, ...]
    areas: tuple[str, ...]
    ages: AgeGrid

    def __post_init__(self) -> None:
        require_cells(self.persons, self.years, self.areas, self.ages)

    def collapse(self, to: AgeGrid) -> Self:
        """The same people in wider age groups, such as 90+ for 90-94, 95-99, 100+."""
        return replace(self, persons=self.ages.collapse(self.persons, to), ages=to)

    def of(self, *, years: Sequence[int] | None = None, areas: Sequence[str] | None = None) -> Self:
        """The chosen years and areas, in the order asked for.

        Errors  AxisMismatch when a year or an area is not here
        """
        years = self.years if years is None else tuple(years)
        areas = self.areas if areas is None else tuple(areas)
        rows = positions("time", years, self.years)
        columns = positions("area", areas, self.areas)
        return replace(self, persons=self.persons[np.ix_(rows, columns)], years=years, areas=areas)

    def between(self, low: int, high: int | None = None) -> FloatArray:
        """People from `low` to below `high` years of age: (time, area, sex)."""
        persons: FloatArray = self.persons[..., self.ages.span(low, high)].sum(axis=-1)
        return persons


def positions(axis: str, wanted: Sequence[object], labels: Sequence[object]) -> list[int]:
    """Where each wanted label stands.

    Errors  AxisMismatch naming the first label that is not there
    """
    for label in wanted:
        if label not in labels:
            remedy = f"name one of {', '.join(str(known) for known in labels[:6])}"
            remedy += ", …" if len(labels) > 6 else ""
            raise AxisMismatch(axis, label, f"{len(labels)} labels without it", remedy)
    return [labels.index(label) for label in wanted]


@dataclass(frozen=True, slots=True, eq=False)
class RateArray:
    """Events per person-year by area, sex and age, such as death rates.

    Shapes  rates (time, area, sex, age)
    Units   events per person and year
    Errors  AxisMismatch when the shape does not fit the labels
    """

    rates: FloatArray
    years: tuple[int, ...]
    areas: tuple[str, ...]
    ages: AgeGrid

    def __post_init__(self) -> None:
        require_cells(self.rates, self.years, self.areas, self.ages)


@dataclass(frozen=True, slots=True, eq=False)
class FertilityArray:
    """Births per woman and year by area and age of the mother, zero outside childbearing ages.

    Shapes  rates (time, area, age), on the age groups of the women
    Units   births per woman and year
    Errors  AxisMismatch when the shape does not fit the labels
    """

    rates: FloatArray
    years: tuple[int, ...]
    areas: tuple[str, ...]
    ages: AgeGrid

    def __post_init__(self) -> None:
        require_shape(self.rates, time=len(self.years), area=len(self.areas), age=len(self.ages))


@dataclass(frozen=True, slots=True, eq=False)
class SurvivalArray:
    """The share of each age group that lives through a period, and of the births within it.

    Shapes  ratios (time, area, sex, age), age at the start of the period;
            births (time, area, sex, cohort), by the age group reached at the end, youngest first
    Units   survivors at the end per person at the start, or per birth
    Errors  AxisMismatch when a shape does not fit the labels
    """

    ratios: FloatArray
    births: FloatArray
    periods: tuple[Period, ...]
    areas: tuple[str, ...]
    ages: AgeGrid

    def __post_init__(self) -> None:
        axes = {"time": len(self.periods), "area": len(self.areas), "sex": len(SEXES)}
        require_shape(self.births, **axes, cohort=self.births.shape[-1])
        require_shape(self.ratios, **axes, age=len(self.ages))

    def lent_to(self, areas: tuple[str, ...]) -> Self:
        """The survival of one area (a prefecture) applied to others (its municipalities).

        Errors  AxisMismatch when there is more than one area to lend from
        """
        require_same("area", self.areas, self.areas[:1])
        shape = (len(self.periods), len(areas), len(SEXES))
        return replace(
            self,
            areas=areas,
            births=np.broadcast_to(self.births, (*shape, self.births.shape[-1])),
            ratios=np.broadcast_to(self.ratios, (*shape, len(self.ages))),
        )

    def held_through(self, periods: Sequence[Period]) -> Self:
        """The survival of one period, unchanged through others.

        Errors  AxisMismatch when there is more than one period to hold
        """
        require_same("time", self.periods, self.periods[:1])
        return replace(
            self,
            periods=tuple(periods),
            births=np.broadcast_to(self.births, (len(periods), *self.births.shape[1:])),
            ratios=np.broadcast_to(self.ratios, (len(periods), *self.ratios.shape[1:])),
        )


@dataclass(frozen=True, slots=True, eq=False)
class NetMigrationArray:
    """Arrivals minus departures in each period, by the age reached at its end.

    Shapes  persons (time, area, sex, age); NaN where the figure cannot be known
    Units   persons per period
    Errors  AxisMismatch when the shape does not fit the labels
    """

    persons: FloatArray
    periods: tuple[Period, ...]
    areas: tuple[str, ...]
    ages: AgeGrid

    def __post_init__(self) -> None:
        require_cells(self.persons, self.periods, self.areas, self.ages)


@dataclass(frozen=True, slots=True, eq=False)
class FlowArray:
    """People who moved from each origin to each destination in one period.

    Shapes  persons (origin, destination), or (origin, destination, sex, age) when `ages` is given
    Units   persons per period
    Errors  AxisMismatch when the shape does not fit the labels
    """

    persons: FloatArray
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    ages: AgeGrid | None = None

    def __post_init__(self) -> None:
        axes = {"origin": len(self.origins), "destination": len(self.destinations)}
        if self.ages is not None:
            axes |= {"sex": len(SEXES), "age": len(self.ages)}
        require_shape(self.persons, **axes)


@dataclass(frozen=True, slots=True, eq=False)
class AreaArray:
    """One figure for each area, such as its arrivals in one period.

    Shapes  persons (area), or (area, sex, age) when `ages` is given
    Units   persons per period
    Errors  AxisMismatch when the shape does not fit the labels
    """

    persons: FloatArray
    areas: tuple[str, ...]
    ages: AgeGrid | None = None

    def __post_init__(self) -> None:
        axes = {"area": len(self.areas)}
        if self.ages is not None:
            axes |= {"sex": len(SEXES), "age": len(self.ages)}
        require_shape(self.persons, **axes)
