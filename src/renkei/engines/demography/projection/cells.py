"""Which cells of the terms a change is about, and factors that are held against them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from renkei.engines.demography.arrays import Period, positions
from renkei.engines.demography.axes import AgeGrid, AxisMismatch, FloatArray
from renkei.engines.demography.projection.accounts import AgeSpan
from renkei.engines.demography.projection.refusals import Labelled

# One number for all, or an array whose axes begin (time, area, sex, age) and may end early; an
# axis of length one holds for all of its labels.
Factor: TypeAlias = FloatArray | float

# From the first position to before the last.
Span: TypeAlias = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Cells:
    """Some areas, sexes and ages reached, as positions; without arguments all of them."""

    areas: tuple[int, ...] | None = None
    sex_span: Span = (None, None)
    age_span: Span = (None, None)

    @property
    def places(self) -> list[int] | slice:
        return slice(None) if self.areas is None else list(self.areas)

    @property
    def sexes(self) -> slice:
        return slice(*self.sex_span)

    @property
    def ages(self) -> slice:
        return slice(*self.age_span)


EVERYWHERE = Cells()
ALL_AGES = AgeSpan()


def cells(
    labels: Labelled, *, areas: Sequence[str] | None = None, people: AgeSpan = ALL_AGES
) -> Cells:
    """The cells of the named areas and of the people of an age span, by the age they reach.

    Errors  AxisMismatch when an area is not here or the span straddles an age group
    """
    places = None if areas is None else tuple(positions("area", areas, labels.areas))
    sexes = (None, None) if people.sex is None else (people.sex, people.sex + 1)
    ages = labels.ages.span(people.low, people.high)
    return Cells(places, sexes, (ages.start, ages.stop))


def fitted(factor: Factor, what: str, **axes: int) -> FloatArray:
    """A factor with all of the axes, so that it multiplies the chosen cells and nothing else.

    Shapes  (), (time), (time, area) … -> as many axes as are named, of length one where it repeats
    Errors  AxisMismatch when an axis has neither one entry nor that of its labels; ValueError when
            a factor is negative or no number
    """
    values = np.asarray(factor, dtype=float)
    if values.ndim > len(axes):
        raise AxisMismatch(", ".join(axes), f"{values.ndim} axes of factors", f"{len(axes)} axes")
    for (axis, n_labels), n_factors in zip(axes.items(), values.shape, strict=False):
        if n_factors not in (1, n_labels):
            raise AxisMismatch(axis, f"{n_factors} factors on {what}", f"{n_labels} labels")
    wrong = ~(np.isfinite(values) & (values >= 0))
    if wrong.any():
        place = ", ".join(
            f"{axis} {int(found[0])}" for axis, found in zip(axes, np.nonzero(wrong), strict=False)
        )
        raise ValueError(
            f"the factor on {what} is {values[wrong].flat[0]:.6g}{f' at {place}' if place else ''}:"
            " give a number of at least zero, where 1 changes nothing and 0.9 takes a tenth away"
        )
    return values.reshape(values.shape + (1,) * (len(axes) - values.ndim))


def is_one(factor: FloatArray) -> bool:
    return bool(np.all(factor == 1.0))


@dataclass(frozen=True, slots=True)
class Numbered:
    """Labels for terms whose own are not at hand: positions on every axis, counted from zero."""

    periods: tuple[Period, ...]
    areas: tuple[str, ...]
    ages: AgeGrid

    @classmethod
    def like(cls, values: FloatArray) -> "Numbered":
        """For values (time, area, sex, age)."""
        n_steps, n_areas, _, n_ages = values.shape
        areas = tuple(str(area) for area in range(n_areas))
        return cls(tuple(pairwise(range(n_steps + 1))), areas, AgeGrid.single_years(n_ages - 1))
