"""Arrivals follow the size of a place: in-shares that change as the places do.

With fixed shares a place that shrinks would go on to receive as many as it does now, and soon come
to rest. It does not: arrivals fill homes, jobs and families that are there. So the share of a place
that shrinks is multiplied by what became of its people of working age, as the central projection
finds it, and the shares of all places are made to add up to one again. A place that grows keeps its
share: growth that feeds on itself would have no end.
"""

from dataclasses import replace

import numpy as np

from renkei.engines.demography.arrays import PopulationArray
from renkei.engines.demography.axes import FloatArray
from renkei.engines.demography.projection.accounts import AgeSpan
from renkei.engines.demography.projection.forms import CohortArray, Pool, Pools
from renkei.engines.demography.projection.single import carry_once
from renkei.engines.demography.projection.terms import Assumptions

WORKING = AgeSpan(15, 65)
# Shares follow sizes which follow shares; after so many rounds neither moves any more.
ROUNDS = 5


def with_attraction(start: PopulationArray, assumptions: Assumptions, power: float) -> Assumptions:
    """The same assumptions with in-shares that follow the size of shrinking places to a power.

    Shapes  start.persons (1, area, sex, age); assumptions whose migration is in pools
    """
    migration = assumptions.migration
    assert isinstance(migration, Pools)
    span = WORKING.within(start.ages)
    sizes = start.between(15, 65).sum(axis=-1)
    found = assumptions
    for _ in range(ROUNDS):
        later = carry_once(found.terms(), start.persons[0], [span]).groups[0]
        remaining = np.concatenate([sizes, later[:-1]]) / sizes
        pull = np.minimum(remaining, 1.0) ** power
        found = replace(assumptions, migration=_pulled(migration, pull))
    return found


def _pulled(pools: Pools, pull: FloatArray) -> Pools:
    return Pools(tuple(replace(pool, in_shares=_shares(pool, pull)) for pool in pools.pools))


def _shares(pool: Pool, pull: FloatArray) -> CohortArray:
    known = pool.in_shares
    moved = known.values * pull[:, :, np.newaxis, np.newaxis]
    return replace(known, values=moved / moved.sum(axis=1, keepdims=True))
