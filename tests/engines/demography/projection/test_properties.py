"""What holds for every projection, over many random worlds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.engines.demography.arrays import PopulationArray
from renkei.engines.demography.projection.forms import (
    NetNumbers,
    NetRates,
    OriginDestination,
    Pool,
    Pools,
)
from renkei.engines.demography.projection.operator import project
from renkei.engines.demography.projection.timing import Conventions
from tests.engines.demography.examples import FEW, FIVE
from tests.engines.demography.projection.worlds import FORMS, TIMINGS, World, closed

forms = st.sampled_from(FORMS)
timings = st.sampled_from(TIMINGS)
worlds = st.builds(
    World, n_steps=st.integers(1, 3), n_areas=st.integers(1, 4), seed=st.integers(0, 10_000)
)


def people(start: PopulationArray, persons: np.ndarray) -> PopulationArray:
    return replace(start, persons=persons)


@FEW
@given(worlds, forms, timings, st.sampled_from(["half", "none"]))
def test_every_cell_adds_up(world: World, form, timing, mothers) -> None:
    conventions = Conventions(timing, mothers)
    known = world.assumptions(world.migration(form), conventions=conventions)

    found = project(world.start(), known)

    assert np.abs(found.residual).max() < 1e-8


@FEW
@given(worlds, st.sampled_from(["pools", "matrix"]), timings)
def test_moves_inside_sum_to_zero_for_every_age_sex_and_step(world: World, form, timing) -> None:
    known = world.assumptions(world.migration(form), conventions=Conventions(timing))

    found = project(world.start(), known)

    net = (found.arrivals_inside - found.departures_inside).sum(axis=1)
    assert np.abs(net).max() < 1e-8
    assert found.departures_inside.sum() > 0


@FEW
@given(worlds, forms, timings)
def test_people_are_neither_made_nor_lost(world: World, form, timing) -> None:
    known = world.assumptions(world.migration(form), conventions=Conventions(timing))

    found = project(world.start(), known)

    moved = (found.arrivals - found.departures).sum()
    gained = found.births.sum() - found.deaths.sum() + moved
    assert found.persons[-1].sum() - found.persons[0].sum() == pytest.approx(gained)


@FEW
@given(worlds, timings)
def test_closed_projection_has_no_moves_and_does_not_ask_when(world: World, timing) -> None:
    lives, fertility, start = world.survival(), world.fertility(), world.start()

    def known(when):
        return world.assumptions(
            closed(world), births=fertility, survival=lives, conventions=Conventions(when)
        )

    found = project(start, known(timing))

    assert not found.arrivals.any()
    assert not found.departures.any()
    assert found.persons == pytest.approx(project(start, known("end")).persons)


@FEW
@given(worlds, st.floats(0.1, 50))
def test_projection_by_rates_is_linear_in_the_start(world: World, times: float) -> None:
    known = world.assumptions(world.migration("rates"))
    one, other = world.start(), world.start()

    together = project(people(one, one.persons * times + other.persons), known)

    apart = project(one, known).persons * times + project(other, known).persons
    assert together.persons == pytest.approx(apart)


@FEW
@given(worlds, forms, st.floats(0.1, 50))
def test_projection_is_affine_in_the_start(world: World, form, times: float) -> None:
    known = world.assumptions(world.migration(form))
    one, other = world.start(), world.start()
    change = times * (one.persons - other.persons)

    found = project(people(other, other.persons + change), known).persons

    base = project(other, known).persons
    assert found - base == pytest.approx(times * (project(one, known).persons - base), abs=1e-7)


@FEW
@given(worlds, st.sampled_from(["numbers", "pools", "matrix"]), st.integers(2, 1000))
def test_projection_of_a_larger_world_is_larger_by_as_much(world: World, form, times: int) -> None:
    # Whoever multiplies people and the numbers added multiplies the result.
    migration, lives, births = world.migration(form), world.survival(), world.fertility()
    start = world.start()
    large = {
        "numbers": lambda: NetNumbers(
            replace(migration.migration, persons=migration.migration.persons * times)
        ),
        "pools": lambda: Pools(tuple(_larger(pool, times) for pool in migration.pools)),
        "matrix": lambda: replace(
            migration, outside=tuple(_larger(pool, times) for pool in migration.outside)
        ),
    }[form]()

    of_small = project(start, world.assumptions(migration, births=births, survival=lives))
    of_large = project(
        people(start, start.persons * times),
        world.assumptions(large, births=births, survival=lives),
    )

    assert of_large.persons == pytest.approx(of_small.persons * times)


def _larger(pool: Pool, times: int) -> Pool:
    return pool if pool.supply is None else replace(pool, supply=pool.supply * times)


@FEW
@given(worlds)
def test_sum_of_areas_is_projected_like_the_areas_when_rates_are_equal(world: World) -> None:
    alone = replace(world, n_areas=1)
    one = alone.assumptions(alone.migration("rates"))
    start = world.start()
    shape = world.shape

    each = world.assumptions(
        NetRates(world.cohorts(one.migration.rates.values)),
        births=replace(
            one.births, rates=np.repeat(one.births.rates, shape[1], 1), areas=world.areas
        ),
        survival=one.survival.lent_to(world.areas),
    )
    summed = PopulationArray(
        start.persons.sum(axis=1, keepdims=True), start.years, alone.areas, FIVE
    )

    found = project(start, each).persons.sum(axis=1, keepdims=True)
    assert found == pytest.approx(project(summed, one).persons)


@FEW
@given(worlds, timings)
def test_matrix_whose_origins_share_one_column_is_the_pool(world: World, timing) -> None:
    pool, abroad = world.inside(), world.outside()
    column = np.repeat(pool.in_shares.values[:, np.newaxis], world.n_areas, axis=1)
    lives, births, start = world.survival(), world.fertility(), world.start()

    by_pool, by_matrix = (
        project(
            start,
            world.assumptions(form, births=births, survival=lives, conventions=Conventions(timing)),
        )
        for form in (
            Pools((pool, abroad)),
            OriginDestination(pool.out_rates, column, (abroad,)),
        )
    )

    assert by_matrix.persons == pytest.approx(by_pool.persons)
    assert by_matrix.arrivals == pytest.approx(by_pool.arrivals)


@FEW
@given(worlds)
def test_pool_with_given_supply_is_the_official_form(world: World) -> None:
    # Official form: survivors, less out-rate times the people, plus a share of all who move.
    pool, start = world.outside(), world.start()
    known = world.assumptions(Pools((pool,)), conventions=Conventions("end"))

    found = project(start, known)

    ratios, rates = known.survival.ratios[0], pool.out_rates.values[0]
    comers = pool.in_shares.values[0] * pool.supply[0]
    before = start.persons[0, ..., 9]
    expected = before * ratios[..., 9] - before * rates[..., 10] + comers[..., 10]
    assert found.persons[1, ..., 10] == pytest.approx(expected)


@FEW
@given(worlds, timings)
def test_net_rates_and_out_rates_say_the_same_of_those_who_leave(world: World, timing) -> None:
    leaving = world.rates(0, 0.3)
    lives, births, start = world.survival(), world.fertility(), world.start()
    nobody_comes = Pool("Japan", leaving, world.shares(), np.zeros((world.n_steps, 2, 19)))

    by_pool, by_net = (
        project(
            start,
            world.assumptions(form, births=births, survival=lives, conventions=Conventions(timing)),
        )
        for form in (Pools((nobody_comes,)), NetRates(world.cohorts(-leaving.values)))
    )

    assert by_net.persons == pytest.approx(by_pool.persons)
    assert by_net.departures == pytest.approx(by_pool.departures)


@pytest.mark.parametrize("form", ["rates", "pools", "matrix"])
def test_nobody_stays_nobody(form) -> None:
    world = World()
    migration = {
        "rates": lambda: world.migration("rates"),
        "pools": lambda: Pools((world.inside(),)),
        "matrix": lambda: OriginDestination(world.rates(0, 0.2), world.destinations()),
    }[form]()
    start = world.start()

    found = project(people(start, np.zeros_like(start.persons)), world.assumptions(migration))

    assert not found.persons.any()
    assert not found.births.any()
