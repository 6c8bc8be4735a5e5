"""From a life table to the share of a cohort that lives through a step of years."""

from collections.abc import Sequence

import numpy as np

from renkei.engines.demography.arrays import Period, RateArray, SurvivalArray, positions
from renkei.engines.demography.axes import AgeGrid, FloatArray
from renkei.engines.demography.infants import InfantRule
from renkei.engines.demography.life_table import LifeTable, life_table


def period_survival(
    rates: RateArray,
    *,
    periods: Sequence[Period],
    ages: AgeGrid,
    infants: InfantRule = "andreev-kingkade",
) -> SurvivalArray:
    """Survival ratios for periods between two dates, from the death rates of the years between.

    The rates of a period from 2010 to 2015 are the mean of the calendar years 2011 to 2015, whose
    middle lies within three months of that of a period between two censuses on 1 October.

    Shapes  rates.rates (time, area, sex, age) -> ratios (time, area, sex, age) on the grid `ages`
    Units   deaths per person-year -> survivors per person
    Errors  ValueError when the periods differ in length;
            AxisMismatch when a year of a period has no rates or the grids do not meet
    Source  Preston, Heuveline, Guillot, Demography (2001), chapter 6
    """
    lengths = {end - start for start, end in periods}
    if len(lengths) != 1:
        raise ValueError(f"all periods must be equally long, not {sorted(lengths)} years")
    between = [positions("time", range(start + 1, end + 1), rates.years) for start, end in periods]
    means = np.stack([rates.rates[rows].mean(axis=0) for rows in between])
    ends = tuple(end for _, end in periods)
    table = life_table(RateArray(means, ends, rates.areas, rates.ages), infants=infants)
    ratios, births = survival_ratios(table, step=lengths.pop(), ages=ages)
    return SurvivalArray(ratios, births, tuple(periods), rates.areas, ages)


def survival_ratios(table: LifeTable, *, step: int, ages: AgeGrid) -> tuple[FloatArray, FloatArray]:
    """The share of each age group, and of the births, alive after `step` years.

    Closed groups: L(x + step) / L(x). Groups that reach the open group are followed apart where
    the table goes far enough beyond it; where it is closed too early they share T(open) / T(x),
    x being the youngest of them, as if spread over these ages like the life table's population.

    Shapes  table columns (time, area, sex, age) ->
            ratios (time, area, sex, age) by age at the start, on the grid `ages`;
            births (time, area, sex, cohort) by age group reached at the end, youngest first
    Units   survivors per person, survivors per birth; `step` years
    Errors  AxisMismatch when the grids do not meet, or `step` is no multiple of the age groups
    Source  Preston, Heuveline, Guillot, Demography (2001), chapter 6
    Check   between 0 and 1
    """
    shift = ages.groups_in(step)
    width = ages.starts[1]
    far_enough = table.ages.open_from >= ages.open_from + step
    last = ages.open_from + step if far_enough else ages.open_from
    grid = AgeGrid((*range(0, last, width), last))
    lived = table.ages.collapse(table.person_years, grid)
    ratios = _ratios(lived, len(ages), shift)
    return ratios, lived[..., :shift] / width


def _ratios(lived: FloatArray, n_ages: int, shift: int) -> FloatArray:
    """Survivors per person for `n_ages` groups, from person-years in at least as many."""
    # Groups before `followed` stay closed after the step as far as the table can tell.
    followed = min(n_ages - 1, lived.shape[-1] - 1 - shift)
    before = np.concatenate(
        [lived[..., :followed], lived[..., followed:].sum(axis=-1, keepdims=True)], axis=-1
    )
    after = np.concatenate(
        [
            lived[..., shift : shift + followed],
            lived[..., shift + followed :].sum(axis=-1, keepdims=True),
        ],
        axis=-1,
    )
    # Where the table's population has died out, nobody is left to survive.
    ratios = np.divide(after, before, out=np.zeros_like(before), where=before > 0)
    shared = [min(group, followed) for group in range(n_ages)]
    of_all_groups: FloatArray = ratios[..., shared]
    return of_all_groups
