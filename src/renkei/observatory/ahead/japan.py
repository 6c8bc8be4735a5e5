"""The country beside its prefecture: what the cohorts of Japan tell about censuses and children.

Cohorts of Japan gain and lose between two censuses too, though few move abroad: one census misses
some whom the next one finds, and foreigners come. What all of Japan gains is therefore no sign
that people move to Hokkaido.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl

from renkei.engines.demography.arrays import (
    FertilityArray,
    Period,
    RateArray,
    SurvivalArray,
)
from renkei.engines.demography.axes import SEXES, AgeGrid, FloatArray
from renkei.engines.demography.fertility import child_woman_ratio
from renkei.engines.demography.life_table import life_table
from renkei.engines.demography.migration import net_migration_from_censuses, net_migration_rates
from renkei.engines.demography.projection.forms import CohortArray, NetRates
from renkei.engines.demography.projection.operator import project
from renkei.engines.demography.projection.terms import Assumptions
from renkei.engines.demography.survival import survival_ratios
from renkei.observatory import tables
from renkei.observatory.arrays import AGES
from renkei.observatory.unknown import everyone
from renkei.places.codes import JAPAN

FIRST_AGE_OF_MOTHERS, LAST_AGE_OF_MOTHERS = 15, 50


def census_gains(years: Sequence[int]) -> FloatArray:
    """What cohorts of Japan gained between censuses, per person: (time, sex, age reached)."""
    people = everyone("census_japan").of(years=years, areas=(JAPAN,))
    periods = tuple(zip(people.years, people.years[1:], strict=False))
    moved = net_migration_from_censuses(people, _survival(periods), method="forward")
    return net_migration_rates(moved, people)[:, 0]


def _survival(periods: Sequence[Period]) -> SurvivalArray:
    rates = np.concatenate([_death_rates(period) for period in periods])
    grid = AgeGrid.abridged(100)
    ends = tuple(end for _, end in periods)
    table = life_table(RateArray(rates, ends, (JAPAN,), grid))
    ratios, births = survival_ratios(table, step=5, ages=AGES)
    return SurvivalArray(ratios, births, tuple(periods), (JAPAN,), AGES)


def _death_rates(period: Period) -> FloatArray:
    frame = tables.table("death_rates_japan")
    frame = frame.filter(pl.col("period") == f"{period[0]}-{period[1]}")
    rates: FloatArray = frame["rate"].to_numpy().reshape(1, 1, len(SEXES), -1)
    return rates


def child_woman_path(survival: SurvivalArray) -> FloatArray:
    """Children per woman of Japan at the end of each period, as multiples of those at the start.

    Women of each age go on to have the children they had in the five years before; only how many
    there are of each age changes. Nobody moves.

    Shapes  survival of one area (time, 1, sex, age) -> (time)
    """
    fitted_to = survival.periods[0][0]
    people = everyone("census_japan").of(years=[fitted_to], areas=(JAPAN,))
    shape = (len(survival.periods), 1, len(SEXES), len(AGES))
    nobody_moves = CohortArray(np.zeros(shape), survival.periods, (JAPAN,), AGES)
    rates = np.broadcast_to(_fertility(fitted_to), (shape[0], 1, len(AGES)))
    births = FertilityArray(rates, tuple(end for _, end in survival.periods), (JAPAN,), AGES)
    lent = survival.lent_to((JAPAN,))
    closed = project(people, Assumptions(lent, births, NetRates(nobody_moves)))
    ratios = child_woman_ratio(closed.population)[:, 0]
    path: FloatArray = ratios[1:] / ratios[0]
    return path


def _fertility(fitted_to: int) -> FloatArray:
    """Births per woman and year in five-year groups, mean of the five years up to the census."""
    frame = tables.table("fertility_schedule")
    frame = frame.filter(pl.col("year").is_between(fitted_to - 4, fitted_to))
    within = frame.filter(pl.col("age").is_between(FIRST_AGE_OF_MOTHERS, LAST_AGE_OF_MOTHERS - 1))
    rates = np.zeros(len(AGES))
    np.add.at(rates, within["age"].to_numpy() // 5, within["rate"].to_numpy() / 25)
    return rates
