"""Ratios of the ages of a population: shares, dependency, ageing, women aged 20-39, median age."""

from typing import TypeAlias

import numpy as np

from renkei.engines.demography.arrays import PopulationArray
from renkei.engines.demography.axes import FEMALE, FloatArray
from renkei.engines.demography.quotients import quotient

Ages: TypeAlias = tuple[int, int | None]

# 年少人口, 生産年齢人口, 老年人口 as all official statistics of Japan draw the lines.
CHILDREN: Ages = (0, 15)
WORKING_AGE: Ages = (15, 65)
AGED: Ages = (65, None)


def share_of_ages(population: PopulationArray, ages: Ages) -> FloatArray:
    """The part of the population that is of these ages; the ageing rate for `AGED`.

    Shapes  population.persons (time, area, sex, age) -> (time, area)
    Units   0 to 1 of the people of known age; NaN where nobody lives
    Errors  AxisMismatch when an age group straddles a bound
    """
    return quotient(_people(population, ages), _people(population, (0, None)))


def dependency_ratio(population: PopulationArray, *dependants: Ages) -> FloatArray:
    """Dependants for each person of working age; children and aged unless told otherwise.

    Shapes  population.persons (time, area, sex, age) -> (time, area)
    Units   persons per person aged 15-64; NaN where there is nobody of that age
    Errors  AxisMismatch when an age group straddles a bound
    Source  年少・老年・従属人口指数 of the Population Census of Japan (there per 100)
    """
    groups = [_people(population, ages) for ages in dependants or (CHILDREN, AGED)]
    return quotient(np.sum(groups, axis=0), _people(population, WORKING_AGE))


def ageing_index(population: PopulationArray) -> FloatArray:
    """Aged people for each child.

    Shapes  population.persons (time, area, sex, age) -> (time, area)
    Units   persons aged 65+ per person aged 0-14; NaN where there are no children
    Errors  AxisMismatch when an age group straddles a bound
    Source  老年化指数 of the Population Census of Japan (there per 100)
    """
    return quotient(_people(population, AGED), _people(population, CHILDREN))


def women_aged_20_39(population: PopulationArray) -> FloatArray:
    """Women at the ages at which most children are born.

    Shapes  population.persons (time, area, sex, age) -> (time, area)
    Units   persons
    Errors  AxisMismatch when the age groups do not meet at 20 and 40
    """
    return population.between(20, 40)[..., FEMALE]


def median_age(population: PopulationArray) -> FloatArray:
    """The age that half of the people have not yet reached.

    Shapes  population.persons (time, area, sex, age) -> (time, area)
    Units   years, interpolated inside the age group; NaN where nobody lives or where the median
            lies in the open group
    Source  Shryock, Siegel, The Methods and Materials of Demography (1971)
    """
    persons = population.persons.sum(axis=-2)
    reached = persons.cumsum(axis=-1)
    half = reached[..., -1:] / 2
    group = (reached >= half).argmax(axis=-1)[..., np.newaxis]
    here = np.take_along_axis(persons, group, axis=-1)
    before = np.take_along_axis(reached, group, axis=-1) - here
    width = np.append(population.ages.widths[:-1], np.nan)
    median = np.array(population.ages.starts)[group] + width[group] * quotient(half - before, here)
    of_area: FloatArray = median[..., 0]
    return of_area


def _people(population: PopulationArray, ages: Ages) -> FloatArray:
    people: FloatArray = population.between(*ages).sum(axis=-1)
    return people
