"""Arrivals follow the size of a place: in-shares that change as the places do.

With fixed shares a place that shrinks would go on to receive as many as it does now, and soon come
to rest. It does not: arrivals fill homes, jobs and families that are there. So the share of a place
that shrinks is multiplied by what became of its people of working age, as the central projection
finds it, and the shares of all places are made to add up to one again. A place that grows keeps its
share: growth that feeds on itself would have no end.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from renkei.engines.demography.arrays import PopulationArray
from renkei.engines.demography.axes import AgeGrid, FloatArray
from renkei.engines.demography.projection.forms import Pool, Pools
from renkei.engines.demography.projection.stepping import of_step, take_step
from renkei.engines.demography.projection.terms import Assumptions, Terms


def with_attraction(start: PopulationArray, assumptions: Assumptions, power: float) -> Assumptions:
    """The same assumptions with in-shares that follow the size of shrinking places to a power.

    Step by step, since the sizes of one year make the shares by which the next one is reached.

    Shapes  start.persons (1, area, sex, age); assumptions whose migration is in pools
    """
    migration, terms = assumptions.migration, assumptions.terms()
    assert isinstance(migration, Pools)
    persons = start.persons[0]
    first = _of_working_age(persons, start.ages)
    found: dict[str, list[FloatArray]] = {pool.name: [] for pool in migration.pools}
    for time in range(len(assumptions.periods)):
        remaining = _of_working_age(persons, start.ages) / first
        pull = np.minimum(remaining, 1.0) ** power
        shares = {pool.name: _pulled(pool.in_shares.values[time], pull) for pool in migration.pools}
        for name, values in shares.items():
            found[name].append(values)
        persons = take_step(_of_step_with(terms, time, migration, shares), persons).persons
    return replace(
        assumptions,
        migration=Pools(
            tuple(_with_shares(pool, np.stack(found[pool.name])) for pool in migration.pools)
        ),
    )


def _of_working_age(persons: FloatArray, ages: AgeGrid) -> FloatArray:
    people: FloatArray = persons[..., ages.span(15, 65)].sum(axis=(1, 2))
    return people


def _pulled(shares: FloatArray, pull: FloatArray) -> FloatArray:
    moved = shares * pull[:, np.newaxis, np.newaxis]
    pulled: FloatArray = moved / moved.sum(axis=0)
    return pulled


def _of_step_with(terms: Terms, time: int, pools: Pools, shares: Mapping[str, FloatArray]) -> Terms:
    one = of_step(terms, time)
    handed = [(pool, pool.supply) for pool in pools.pools if pool.supply is not None]
    added = sum(shares[pool.name] * supply[time] for pool, supply in handed)
    inside = next(shares[pool.name] for pool in pools.pools if pool.supply is None)
    moves = replace(one.moves, added=np.asarray(added)[np.newaxis], shares=inside[np.newaxis])
    return replace(one, moves=moves)


def _with_shares(pool: Pool, values: FloatArray) -> Pool:
    return replace(pool, in_shares=replace(pool.in_shares, values=values))
