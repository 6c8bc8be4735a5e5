"""Births and deaths of each place: schedules of wider areas at the level of its own events."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import polars as pl

from renkei.engines.demography.arrays import (
    FertilityArray,
    Period,
    RateArray,
    SurvivalArray,
    positions,
)
from renkei.engines.demography.axes import FEMALE, AgeGrid, FloatArray
from renkei.engines.demography.life_table import life_table
from renkei.engines.demography.shrinkage import shrink
from renkei.engines.demography.single_years import split_counts
from renkei.engines.demography.survival import survival_ratios
from renkei.observatory import tables
from renkei.observatory.ahead import recent
from renkei.observatory.ahead.areas import hierarchy
from renkei.observatory.ahead.fits import death_rates_ahead
from renkei.observatory.ahead.parameters import parameter
from renkei.observatory.arrays import AGES, death_rates
from renkei.places.codes import HOKKAIDO

NEWEST = recent.EVENT_YEARS[-1]


# --- levels ---------------------------------------------------------------------------------


def relative_levels(events: FloatArray, expected: FloatArray) -> FloatArray:
    """Events of each place over those it would have at the prefecture's level of each year.

    Shapes  events, expected (year, area), at one schedule -> (area), steadied
    """
    levels = events.sum(axis=1, keepdims=True) / expected.sum(axis=1, keepdims=True)
    return shrink(events.sum(axis=0), (levels * expected).sum(axis=0), hierarchy()).ratios


# --- deaths ---------------------------------------------------------------------------------


def death_levels(areas: Sequence[str]) -> FloatArray:
    """Deaths of each place over those that the prefecture's rates would bring: (area)."""
    return relative_levels(*_deaths(areas))


def newest_level_of_deaths(areas: Sequence[str]) -> float:
    """Deaths of the last year over those that the trend of the death rates would have brought.

    The trend ends in 2020; the pandemic and what followed raised mortality above it.
    """
    deaths, expected = (found[-1].sum() for found in _deaths(areas))
    return float(deaths / expected)


def _deaths(areas: Sequence[str]) -> tuple[FloatArray, FloatArray]:
    """Deaths of each year and place, and those that the prefecture's rates would bring."""
    return _deaths_of(tuple(areas), tables.version())


@lru_cache(maxsize=2)
def _deaths_of(areas: tuple[str, ...], _version: str) -> tuple[FloatArray, FloatArray]:
    years = recent.EVENT_YEARS
    rates = _in_groups(prefecture_rates(years), areas)
    people = np.stack([recent.at_middle_of(year, areas) for year in years])
    expected = (people * rates[:, np.newaxis]).sum(axis=(2, 3))
    return recent.events("deaths", areas, years), expected


def _in_groups(rates: RateArray, areas: Sequence[str]) -> FloatArray:
    """Death rates in five-year groups, as the people of the register have them: (time, sex, age).

    Those aged 90 and over are younger than they would be in the population of a life table, and
    fewer of them die.

    Shapes  rates.rates (time, 1, sex, age) in single years
    """
    ages = AgeGrid.single_years(recent.REGISTERED_AGES.open_from)
    registered = recent.register(areas).sum(axis=0)
    people = ages.collapse(split_counts(registered, recent.REGISTERED_AGES, ages), rates.ages)
    deaths = rates.ages.collapse(rates.rates[:, 0] * people, AGES)
    grouped: FloatArray = deaths / rates.ages.collapse(people, AGES)
    return grouped


def survival(areas: Sequence[str], periods: Sequence[Period], ages: AgeGrid) -> SurvivalArray:
    """Survival of each place in single years to come: the trend, to which the last year returns."""
    years = np.array([start for start, _ in periods])
    known = prefecture_rates(years.tolist())
    fading = parameter("mortality.excess_fading") ** (years - NEWEST)
    above_trend = 1 + (newest_level_of_deaths(areas) - 1) * fading
    levels = above_trend[:, np.newaxis] * death_levels(areas)
    local = known.rates * levels[..., np.newaxis, np.newaxis]
    # Published ages end early; the rate of the last one stands for all older ones.
    beyond = ages.open_from + 1 - known.ages.open_from
    rates = np.concatenate([local, np.repeat(local[..., -1:], beyond, axis=-1)], axis=-1)
    grid = AgeGrid.single_years(ages.open_from + 1)
    table = life_table(RateArray(rates, tuple(years.tolist()), tuple(areas), grid))
    ratios, births = survival_ratios(table, step=1, ages=ages)
    return SurvivalArray(ratios, births, tuple(periods), tuple(areas), ages)


def prefecture_rates(years: Sequence[int]) -> RateArray:
    """Death rates of the prefecture, where they are not published as their trend goes on.

    Errors  AxisMismatch when a year before the last one published is not held
    """
    known = death_rates(HOKKAIDO)
    ahead = [year for year in years if year > known.years[-1]]
    published = [year for year in years if year not in ahead]
    rates = known.rates[positions("time", published, known.years)]
    if ahead:
        rates = np.concatenate([rates, death_rates_ahead(known.years[-1], ahead).rates])
    return RateArray(rates, tuple(years), known.areas, known.ages)


# --- births ---------------------------------------------------------------------------------


def fertility(
    areas: Sequence[str], periods: Sequence[Period], women: FloatArray, ages: AgeGrid
) -> FertilityArray:
    """Fertility that stays as it was last: Japan's ages at birth, each area's own level.

    Shapes  women (area, age) at the start, on the grid `ages`, for the level of the last year
    """
    schedule = _schedule(ages)
    births = recent.events("births", areas, [NEWEST])[0]
    relative = _birth_levels(areas)
    by_area = relative[:, np.newaxis] * schedule
    # Half a year before, at the middle of the last year, half of each age were a year younger.
    older = np.append(women[:, 1:], women[:, -1:], axis=1)
    level = births.sum() / (by_area * (women + older) / 2).sum()
    rates = np.broadcast_to(level * by_area, (len(periods), *by_area.shape))
    return FertilityArray(rates, tuple(end for _, end in periods), tuple(areas), ages)


def _birth_levels(areas: Sequence[str]) -> FloatArray:
    years = recent.EVENT_YEARS
    single = AgeGrid.single_years(AGES.open_from)
    by_group = single.collapse(_schedule(single), AGES) / 5
    women = np.stack([recent.at_middle_of(year, areas)[:, FEMALE] for year in years])
    return relative_levels(recent.events("births", areas, years), (women * by_group).sum(axis=-1))


def _schedule(ages: AgeGrid) -> FloatArray:
    """Births per woman and year of Japan in the newest year that is published: (age)."""
    frame = tables.table("fertility_schedule")
    newest = frame.filter(
        (pl.col("year") == pl.col("year").max()) & pl.col("age").is_between(15, 49)
    )
    rates = np.zeros(len(ages))
    rates[newest["age"].to_numpy()] = newest["rate"].to_numpy()
    return rates
