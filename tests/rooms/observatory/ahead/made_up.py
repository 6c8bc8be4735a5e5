"""A small made-up base: six towns, of which five are a bureau, in six years."""

import numpy as np

from renkei.engines.demography.arrays import FertilityArray, PopulationArray, SurvivalArray
from renkei.engines.demography.axes import AgeGrid
from renkei.engines.demography.projection.draws import Spread, Uncertainty
from renkei.engines.demography.projection.forms import CohortArray, Pool, Pools
from renkei.engines.demography.projection.terms import Assumptions
from renkei.observatory.ahead.base import Base

TABLES = ()
NEMURO = "016900"
AREAS = ("012238", "012297", "016918", "016926", "016934", "016942")
AGES = AgeGrid.single_years(100)
PERIODS = tuple((year, year + 1) for year in range(2025, 2031))


def base() -> Base:
    random = np.random.default_rng(1)
    shape = (len(PERIODS), len(AREAS), 2, len(AGES))
    survival = np.full(shape, 0.99)
    survival[..., 80:] = 0.85
    fertility = np.zeros((len(PERIODS), len(AREAS), len(AGES)))
    fertility[..., 20:40] = 0.05
    shares = np.full(shape, 1 / len(AREAS))
    pools = (
        Pool("inside", _cohorts(np.full(shape, 0.02)), _cohorts(shares), None),
        Pool(
            "rest of Japan",
            _cohorts(np.full(shape, 0.03)),
            _cohorts(shares),
            np.full((len(PERIODS), 2, len(AGES)), 20.0),
        ),
    )
    return Base(
        PopulationArray(random.uniform(5, 200, (1, *shape[1:])), (2025,), AREAS, AGES),
        Assumptions(
            SurvivalArray(survival, np.full((*shape[:3], 1), 0.995), PERIODS, AREAS, AGES),
            FertilityArray(fertility, tuple(end for _, end in PERIODS), AREAS, AGES),
            Pools(pools),
        ),
        Uncertainty(
            deaths=Spread(0.02, 0.0, 0.05),
            births=Spread(0.1, 0.0, 0.1),
            departures=Spread(0.2, 0.0, 0.3),
            arrivals=Spread(0.1, 0.0, 0.2),
        ),
    )


def _cohorts(values: np.ndarray) -> CohortArray:
    return CohortArray(values, PERIODS, AREAS, AGES)
