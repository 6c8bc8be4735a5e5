"""Fertility: births from rates, total fertility rate, child-woman ratio, mean age at birth."""

import numpy as np

from renkei.engines.demography.arrays import FertilityArray, PopulationArray
from renkei.engines.demography.axes import FEMALE, FloatArray, require_same
from renkei.engines.demography.quotients import quotient


def total_fertility_rate(fertility: FertilityArray) -> FloatArray:
    """Children a woman would bear if she lived through the rates of one year.

    Shapes  fertility.rates (time, area, age) -> (time, area)
    Units   children per woman
    Errors  ValueError when women in the open age group bear children: its width is unknown
    Source  合計特殊出生率 (期間合計特殊出生率) of the Vital Statistics of Japan
    """
    _require_none_in_open_group(fertility)
    rate: FloatArray = fertility.rates[..., :-1] @ fertility.ages.widths[:-1]
    return rate


def mean_age_at_birth(fertility: FertilityArray) -> FloatArray:
    """Mean age of mothers in the schedule of rates, whatever the ages of the women.

    Shapes  fertility.rates (time, area, age) -> (time, area)
    Units   years; births of an age group are taken at its middle; NaN where nobody is born
    Errors  ValueError when women in the open age group bear children
    Source  Preston, Heuveline, Guillot, Demography (2001), chapter 5
    """
    children = total_fertility_rate(fertility)
    widths = fertility.ages.widths[:-1]
    middles = np.array(fertility.ages.starts[:-1]) + widths / 2
    return quotient(fertility.rates[..., :-1] @ (widths * middles), children)


def mid_period_women(population: PopulationArray) -> FloatArray:
    """Mean number of women between each date and the next, for rates of the time between.

    Shapes  population.persons (time, area, sex, age) -> (time - 1, area, age)
    Units   persons, which times years gives person-years
    """
    women = population.persons[..., FEMALE, :]
    mean: FloatArray = (women[:-1] + women[1:]) / 2
    return mean


def births(fertility: FertilityArray, population: PopulationArray) -> FloatArray:
    """Children born in a year to the women living at its middle.

    Shapes  fertility.rates (time, area, age), population.persons (time, area, sex, age)
            -> (time, area, age), by age of the mother
    Units   births per year
    Errors  AxisMismatch when years, areas or ages differ
    """
    require_same("time", fertility.years, population.years)
    require_same("area", fertility.areas, population.areas)
    require_same("age", fertility.ages.labels, population.ages.labels)
    return fertility.rates * population.persons[..., FEMALE, :]


def child_woman_ratio(population: PopulationArray) -> FloatArray:
    """Children aged 0-4 for each woman aged 15-49: fertility where births are not counted.

    Shapes  population.persons (time, area, sex, age) -> (time, area)
    Units   children per woman; NaN where there are no women
    Errors  AxisMismatch when the age groups do not meet at 5, 15 and 50
    Source  子ども女性比 as in the regional projection of March 2013 of the National Institute of
            Population and Social Security Research; other editions may take other ages of women
    """
    children: FloatArray = population.between(0, 5).sum(axis=-1)
    return quotient(children, population.between(15, 50)[..., FEMALE])


def _require_none_in_open_group(fertility: FertilityArray) -> None:
    if np.any(fertility.rates[..., -1] != 0):
        open_group = fertility.ages.labels[-1]
        raise ValueError(f"births to women aged {open_group} cannot be turned into a sum of rates")
