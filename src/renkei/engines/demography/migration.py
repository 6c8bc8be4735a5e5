"""Net migration: by age and sex from two censuses, and from counted flows."""

from typing import Literal, TypeAlias

import numpy as np

from renkei.engines.demography.arrays import (
    NetMigrationArray,
    Period,
    PopulationArray,
    SurvivalArray,
    require_shape,
)
from renkei.engines.demography.axes import SEXES, FloatArray, require_same

SurvivalMethod: TypeAlias = Literal["forward", "reverse", "average"]


def net_migration_from_censuses(
    population: PopulationArray,
    survival: SurvivalArray,
    *,
    births: FloatArray | None = None,
    method: SurvivalMethod = "average",
) -> NetMigrationArray:
    """People gained or lost through moves between censuses, by sex and the age reached.

    1. survivors expected at the end if nobody had moved: people at the start times survival
    2. forward: counted minus expected, as if all moves were at the end of the period
       reverse: the same carried back to the start, divided by survival
       average: the mean of both, as if the moves were spread over the period

    The open group gathers the cohorts that reach it; its survival is their mean, weighted by the
    people at the start (unweighted where there was nobody).

    Shapes  population.persons (time, area, sex, age), survival.ratios (time - 1, area, sex, age)
            -> (time - 1, area, sex, age); births (time - 1, area, sex, cohort), by the age group
            reached at the end, youngest first
    Units   persons per period; births are live births of the period
    Errors  AxisMismatch when areas, ages or periods differ
    Source  United Nations, Manual VI: Methods of Measuring Internal Migration (1970)
    Check   zero in a closed population; survivors + forward = people counted at the end
    Limits  errors of either census and of the borrowed survival are counted as migration; those
            born in the period are NaN without `births`; reverse is NaN where nobody survives
    """
    periods = _periods(population)
    require_same("time", periods, survival.periods)
    require_same("area", population.areas, survival.areas)
    require_same("age", population.ages.labels, survival.ages.labels)
    shift = survival.births.shape[-1]
    start, counted = population.persons[:-1], population.persons[1:]
    if births is None:
        births = np.full((*start.shape[:-1], shift), np.nan)
    require_shape(
        births, time=len(periods), area=len(population.areas), sex=len(SEXES), cohort=shift
    )
    starters = np.concatenate([births, age_by(start, shift)], axis=-1)
    survivors = np.concatenate(
        [births * survival.births, age_by(start * survival.ratios, shift)], axis=-1
    )
    forward = counted - survivors
    ratio = _mean_survival(starters, survivors, survival)
    return NetMigrationArray(
        _timed(forward, ratio, method), periods, population.areas, population.ages
    )


def net_migration_rates(migration: NetMigrationArray, population: PopulationArray) -> FloatArray:
    """Net migrants per person of the same cohort at the start of the period.

    Shapes  migration.persons (time, area, sex, age), population.persons (time + 1, …)
            -> (time, area, sex, age) by the age reached at the end
    Units   net migrants per person; NaN for those born in the period and where nobody lived
    Errors  AxisMismatch when areas, ages or periods differ
    Source  definition of 純移動率 in the regional projections of the National Institute of
            Population and Social Security Research
    """
    require_same("time", _periods(population), migration.periods)
    require_same("area", population.areas, migration.areas)
    require_same("age", population.ages.labels, migration.ages.labels)
    first, last = migration.periods[0]
    shift = population.ages.groups_in(last - first)
    starters = age_by(population.persons[:-1], shift)
    rates = np.full_like(migration.persons, np.nan)
    moved = migration.persons[..., shift:]
    np.divide(moved, starters, out=rates[..., shift:], where=starters > 0)
    return rates


def age_by(persons: FloatArray, shift: int) -> FloatArray:
    """The same people `shift` age groups later; those who reach the open group are added up.

    Shapes  (..., age) -> (..., age - shift), beginning with the group `shift`
    Check   the sum over ages is kept
    """
    reach_open = persons.shape[-1] - 1 - shift
    together = persons[..., reach_open:].sum(axis=-1, keepdims=True)
    return np.concatenate([persons[..., :reach_open], together], axis=-1)


def _periods(population: PopulationArray) -> tuple[Period, ...]:
    return tuple(zip(population.years, population.years[1:], strict=False))


def _mean_survival(
    starters: FloatArray, survivors: FloatArray, survival: SurvivalArray
) -> FloatArray:
    """Survival of each cohort by the age group reached; the open group's is a mean."""
    shift = survival.births.shape[-1]
    unweighted = np.concatenate([survival.births, age_by(survival.ratios, shift)], axis=-1)
    unweighted[..., -1] /= shift + 1
    mean: FloatArray = np.divide(survivors, starters, out=unweighted, where=starters > 0)
    return mean


def _timed(forward: FloatArray, ratio: FloatArray, method: SurvivalMethod) -> FloatArray:
    if method == "forward":
        return forward
    nobody = np.full_like(forward, np.nan)
    reverse = np.divide(forward, ratio, out=nobody, where=ratio > 0)
    return reverse if method == "reverse" else (forward + reverse) / 2
