"""What the forms of migration refuse, by name of the cell."""

from dataclasses import replace

import numpy as np
import pytest

from renkei.engines.demography.arrays import NetMigrationArray
from renkei.engines.demography.axes import AgeGrid, AxisMismatch
from renkei.engines.demography.projection.forms import (
    NetNumbers,
    NetRates,
    OriginDestination,
    Pool,
    Pools,
)
from tests.engines.demography.projection.worlds import World

WORLD = World()
CELL = "male 15-19, area 000002, 2025-2030"


def with_cell(values: np.ndarray, value: float) -> np.ndarray:
    changed = values.copy()
    changed[1, 2, 1, 3] = value
    return changed


def test_cohorts_refuse_a_missing_age() -> None:
    with pytest.raises(AxisMismatch, match="“age” differs: 19 values against 18 labels"):
        replace(WORLD.cohorts(0.1), ages=AgeGrid.five_years(85))


def test_cohorts_refuse_a_missing_figure() -> None:
    with pytest.raises(ValueError, match=f"{CELL} is not a number: fill it first"):
        WORLD.cohorts(with_cell(np.zeros(WORLD.shape), np.nan))


def test_net_numbers_refuse_a_missing_figure() -> None:
    persons = with_cell(np.zeros(WORLD.shape), np.nan)
    migration = NetMigrationArray(persons, WORLD.periods, WORLD.areas, WORLD.ages)

    with pytest.raises(ValueError, match=f"{CELL} is not a number"):
        NetNumbers(migration)


def test_net_rates_refuse_that_more_leave_than_there_are() -> None:
    with pytest.raises(ValueError, match=f"{CELL} is below -1"):
        NetRates(WORLD.cohorts(with_cell(np.zeros(WORLD.shape), -1.1)))


@pytest.mark.parametrize("rate", [-0.1, 1.1])
def test_pool_refuses_a_rate_that_is_none(rate: float) -> None:
    rates = WORLD.cohorts(with_cell(np.zeros(WORLD.shape), rate))

    with pytest.raises(ValueError, match=f"{CELL} must leave for “Japan” at a rate between 0 and"):
        Pool("Japan", rates, WORLD.shares())


def test_pool_refuses_a_negative_share() -> None:
    shares = WORLD.cohorts(with_cell(WORLD.shares().values, -0.1))

    with pytest.raises(ValueError, match=f"{CELL} has a negative share of “Japan”"):
        Pool("Japan", WORLD.cohorts(0.1), shares)


def test_pool_refuses_shares_that_lose_people() -> None:
    shares = WORLD.cohorts(WORLD.shares().values * 0.9)

    with pytest.raises(ValueError, match=r"shares of “Japan” at age 0-4, 2020-2025, add up to 0.9"):
        Pool("Japan", WORLD.cohorts(0.1), shares)


def test_pool_refuses_a_negative_supply() -> None:
    supply = np.full((3, 2, 19), -1.0)

    with pytest.raises(ValueError, match="the supply of “Japan” must be numbers of at least zero"):
        Pool("Japan", WORLD.cohorts(0.1), WORLD.shares(), supply)


def test_pools_refuse_two_that_are_fed_from_inside() -> None:
    with pytest.raises(ValueError, match="fed from inside, not inside, inside"):
        Pools((WORLD.inside(), WORLD.inside()))


def test_pools_refuse_rates_that_add_up_to_more_than_everyone() -> None:
    half = Pool("Japan", WORLD.cohorts(0.6), WORLD.shares(), np.zeros((3, 2, 19)))

    with pytest.raises(ValueError, match="loses more people than it has: lower the out-rates"):
        Pools((half, replace(half, name="abroad")))


def test_pools_refuse_areas_in_another_order() -> None:
    shares = WORLD.shares()

    with pytest.raises(AxisMismatch, match="“area” differs"):
        Pool("Japan", WORLD.cohorts(0.1), replace(shares, areas=shares.areas[::-1]))


def test_matrix_refuses_shares_that_are_none() -> None:
    destinations = WORLD.destinations()
    destinations[0, 0, 0, 0, 0] -= 1
    destinations[0, 0, 1, 0, 0] += 1

    with pytest.raises(ValueError, match="shares of destinations must be numbers of at least zero"):
        OriginDestination(WORLD.cohorts(0.1), destinations)


def test_matrix_refuses_a_pool_outside_without_supply() -> None:
    with pytest.raises(ValueError, match="the pool “inside” outside needs a supply"):
        OriginDestination(WORLD.cohorts(0.1), WORLD.destinations(), (WORLD.inside(),))


def test_matrix_that_repeats_along_time_is_that_of_every_step() -> None:
    destinations = WORLD.destinations()
    repeated = np.broadcast_to(destinations[:1], destinations.shape)

    form = OriginDestination(WORLD.cohorts(0.1), repeated)

    assert form.moves().destinations is repeated


def test_rates_of_a_period_are_held_through_those_to_come() -> None:
    ahead = ((2035, 2040), (2040, 2045))
    cohorts = World(n_steps=1).cohorts(0.1)

    held = cohorts.held_through(ahead)

    assert held.periods == ahead
    assert held.values.shape == (2, *cohorts.values.shape[1:])
    assert np.array_equal(held.values[1], cohorts.values[0])


def test_rates_of_several_periods_are_not_held() -> None:
    with pytest.raises(AxisMismatch, match="“time” differs: 3 labels"):
        WORLD.cohorts(0.1).held_through(((2035, 2040),))
