"""Counted moves: arrivals, departures, net migration, effectiveness, churn."""

import numpy as np

from renkei.engines.demography.arrays import AreaArray, FlowArray
from renkei.engines.demography.axes import FloatArray, require_same
from renkei.engines.demography.quotients import quotient


def arrivals(flows: FlowArray) -> AreaArray:
    """People who came to each area from another one.

    Shapes  flows.persons (origin, destination[, sex, age]) -> (area[, sex, age])
    Units   persons per period; moves inside an area are not counted
    Errors  AxisMismatch when origins and destinations are not the same areas
    """
    return AreaArray(_between_areas(flows).sum(axis=0), flows.destinations, flows.ages)


def departures(flows: FlowArray) -> AreaArray:
    """People who left each area for another one.

    Shapes  flows.persons (origin, destination[, sex, age]) -> (area[, sex, age])
    Units   persons per period; moves inside an area are not counted
    Errors  AxisMismatch when origins and destinations are not the same areas
    """
    return AreaArray(_between_areas(flows).sum(axis=1), flows.origins, flows.ages)


def net_migration(flows: FlowArray) -> AreaArray:
    """Arrivals minus departures of every area.

    Shapes  flows.persons (origin, destination[, sex, age]) -> (area[, sex, age])
    Units   persons per period; moves inside an area are not counted
    Errors  AxisMismatch when origins and destinations are not the same areas
    Source  Statistics Bureau of Japan, Report on Internal Migration in Japan, definition of
            転入超過数
    Check   sums to zero over areas
    """
    persons = arrivals(flows).persons - departures(flows).persons
    return AreaArray(persons, flows.origins, flows.ages)


def effectiveness(arrived: FloatArray, departed: FloatArray) -> FloatArray:
    """Net migration as a share of all moves: how one-sided the exchange is.

    Shapes  both the same -> the same
    Units   -1 (everybody leaves) to 1 (everybody comes); NaN where nobody moves
    Errors  AxisMismatch when the shapes differ
    Source  H. S. Shryock, J. S. Siegel, The Methods and Materials of Demography (1971)
    """
    return quotient(arrived - departed, arrived + departed)


def churn(arrived: FloatArray, departed: FloatArray, population: FloatArray) -> FloatArray:
    """All moves, in and out, for each resident: how fast a population is exchanged.

    Shapes  all the same -> the same
    Units   moves per person and period; population at the middle of the period; NaN where nobody
            lives
    Errors  AxisMismatch when the shapes differ
    """
    return quotient(arrived + departed, population)


def _between_areas(flows: FlowArray) -> FloatArray:
    require_same("area", flows.origins, flows.destinations)
    persons = flows.persons.copy()
    same = np.arange(len(flows.origins))
    persons[same, same] = 0.0
    return persons
