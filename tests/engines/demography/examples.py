"""Small populations and rates for the tests of the engine, and strategies that make many."""

from collections.abc import Sequence

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from renkei.engines.demography.arrays import PopulationArray, RateArray, SurvivalArray
from renkei.engines.demography.axes import AgeGrid, FloatArray

FIVE = AgeGrid.five_years(90)
ABRIDGED = AgeGrid.abridged(85)
HERE = ("012076",)

# Arrays are slow to make; fewer of them still find what breaks, and no machine is too slow.
FEW = settings(max_examples=30, deadline=None)


def population(
    persons: FloatArray, years: Sequence[int] = (2010,), ages: AgeGrid = FIVE
) -> PopulationArray:
    """(time, area, sex, age) with as many made-up area codes as the array has areas."""
    areas = tuple(f"{code:06}" for code in range(persons.shape[1]))
    return PopulationArray(persons, tuple(years), areas, ages)


def one_area(by_age: Sequence[float], years: Sequence[int] = (2010,)) -> PopulationArray:
    """The same number of women and men of each age, in one area, in each year."""
    persons = np.broadcast_to(np.array(by_age, dtype=float), (len(years), 1, 2, len(by_age)))
    return PopulationArray(persons.copy(), tuple(years), HERE, FIVE)


def rates(by_age: Sequence[float], ages: AgeGrid, years: Sequence[int] = (2010,)) -> RateArray:
    """The same rates for women and men, in one area, in each year."""
    shape = (len(years), 1, 2, len(by_age))
    values = np.broadcast_to(np.array(by_age, dtype=float), shape).copy()
    return RateArray(values, tuple(years), HERE, ages)


def survival(ratios: FloatArray, births: FloatArray, areas: tuple[str, ...]) -> SurvivalArray:
    """Survival from 2010 to 2015."""
    return SurvivalArray(ratios, births, ((2010, 2015),), areas, FIVE)


def headcounts(*shape: int, least: int = 0) -> st.SearchStrategy[FloatArray]:
    """Whole people, as many as a town has of one age."""
    whole = st.integers(least, 20_000).map(float)
    return arrays(np.float64, shape, elements=whole)


def shares(*shape: int, least: float = 0.0) -> st.SearchStrategy[FloatArray]:
    return arrays(np.float64, shape, elements=st.floats(least, 1.0, allow_subnormal=False))


def death_rates(*shape: int, most: float = 4.0) -> st.SearchStrategy[FloatArray]:
    return arrays(np.float64, shape, elements=st.floats(1e-6, most, allow_subnormal=False))
