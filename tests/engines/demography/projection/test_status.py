"""Statuses: put in and taken out, projected beside each other, changed between."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.engines.demography.arrays import PopulationArray
from renkei.engines.demography.axes import AxisMismatch
from renkei.engines.demography.projection.accounts import AgeSpan
from renkei.engines.demography.projection.forms import NetRates, Pool, Pools
from renkei.engines.demography.projection.operator import project
from renkei.engines.demography.projection.single import carry_once
from renkei.engines.demography.projection.status import (
    FOREIGN,
    JAPANESE,
    ChildrenOf,
    Transition,
    leaving_after_stays_of,
    newcomers,
    pairs,
    project_by_status,
    put_in,
    take_out,
    total_of,
)
from renkei.engines.demography.projection.terms import Assumptions
from renkei.engines.demography.projection.timing import Conventions
from tests.engines.demography.examples import FEW
from tests.engines.demography.projection.worlds import TIMINGS, World, closed

BOTH = (JAPANESE, FOREIGN)
seeds = st.integers(0, 10_000)


def two_populations(world: World) -> dict[str, PopulationArray]:
    return {JAPANESE: world.start(), FOREIGN: world.start()}


def two_assumptions(world: World, timing="halves") -> dict[str, Assumptions]:
    conventions = Conventions(timing)
    return {
        name: world.assumptions(world.migration("pools"), conventions=conventions) for name in BOTH
    }


def naturalising(world: World, most: float = 0.1) -> Transition:
    return Transition(FOREIGN, JAPANESE, world.random.uniform(0, most, world.shape))


def test_statuses_of_an_area_stand_beside_each_other() -> None:
    assert pairs(["011002", "012025"], BOTH) == (
        "011002/japanese",
        "011002/foreign",
        "012025/japanese",
        "012025/foreign",
    )


def test_statuses_are_taken_out_as_they_were_put_in() -> None:
    by_status = two_populations(World())

    pair = put_in(by_status)

    back = take_out(pair, BOTH)
    for name, population in by_status.items():
        assert np.array_equal(back[name].persons, population.persons)
        assert back[name].areas == population.areas
    everyone = by_status[JAPANESE].persons + by_status[FOREIGN].persons
    assert np.array_equal(total_of(pair, BOTH).persons, everyone)
    assert np.array_equal(
        pair.of(areas=["000002/foreign"]).persons[0, 0], by_status[FOREIGN].persons[0, 2]
    )


def test_statuses_in_another_order_are_refused() -> None:
    pair = put_in(two_populations(World()))

    with pytest.raises(AxisMismatch, match="000000/japanese at position 0 against 000000/foreign"):
        take_out(pair, BOTH[::-1])


def test_statuses_of_other_areas_are_not_put_together() -> None:
    one, other = two_populations(World()).values()

    with pytest.raises(AxisMismatch, match="“area” differs"):
        put_in({JAPANESE: one, FOREIGN: replace(other, areas=other.areas[::-1])})


@FEW
@given(seeds, st.sampled_from(TIMINGS), st.floats(0, 1))
def test_sum_over_statuses_is_the_projection_without_when_rates_are_equal(
    seed: int, timing, part: float
) -> None:
    world = World(seed=seed)
    pools = world.inside(), world.outside()
    lives, births, start = world.survival(), world.fertility(), world.start()
    foreign = world.random.uniform(0, 1, start.persons.shape)

    def known(share: float) -> Assumptions:
        supplied = replace(pools[1], supply=pools[1].supply * share)
        return world.assumptions(
            Pools((pools[0], supplied)),
            births=births,
            survival=lives,
            conventions=Conventions(timing),
        )

    found = project_by_status(
        {
            JAPANESE: replace(start, persons=start.persons * (1 - foreign)),
            FOREIGN: replace(start, persons=start.persons * foreign),
        },
        {JAPANESE: known(1 - part), FOREIGN: known(part)},
        transitions=[naturalising(world)],
        children=[ChildrenOf(FOREIGN, JAPANESE, np.full((3, 4), 0.4))],
    ).together

    expected = project(start, known(1))
    assert found.persons == pytest.approx(expected.persons)
    assert found.births == pytest.approx(expected.births)
    assert found.arrivals_inside == pytest.approx(expected.arrivals_inside)


@FEW
@given(seeds, st.sampled_from(TIMINGS))
def test_changing_over_makes_nobody_and_loses_nobody(seed: int, timing) -> None:
    world = World(seed=seed)
    back = Transition(JAPANESE, FOREIGN, world.random.uniform(0, 0.01, world.shape))

    found = project_by_status(
        two_populations(world),
        two_assumptions(world, timing),
        transitions=[naturalising(world), back],
        children=[ChildrenOf(FOREIGN, JAPANESE, world.random.uniform(0, 1, (3, 4)))],
    )

    assert np.abs(found.changed[JAPANESE] + found.changed[FOREIGN]).max() == 0
    assert np.abs(found.together.residual).max() < 1e-8
    for name, one in found.by_status.items():
        assert one.residual == pytest.approx(found.changed[name], abs=1e-8)


def test_statuses_that_do_not_change_are_projected_alone() -> None:
    world = World()
    start, known = two_populations(world), two_assumptions(world)

    found = project_by_status(start, known)

    for name in BOTH:
        alone = project(start[name], known[name])
        assert np.array_equal(found.by_status[name].persons, alone.persons)
        assert np.array_equal(found.by_status[name].departures, alone.departures)
    assert found.population.areas[:2] == ("000000/japanese", "000000/foreign")


def test_transition_moves_the_stated_share_at_the_end_of_the_step() -> None:
    world = World(n_steps=1)
    start, known = two_populations(world), two_assumptions(world)
    rates = np.zeros(world.shape)
    rates[0, 1, 0, 5] = 0.25

    found = project_by_status(start, known, transitions=[Transition(FOREIGN, JAPANESE, rates)])

    there = project(start[FOREIGN], known[FOREIGN]).persons[1, 1, 0, 5]
    assert found.by_status[FOREIGN].persons[1, 1, 0, 5] == pytest.approx(0.75 * there)
    assert found.changed[JAPANESE].sum() == pytest.approx(0.25 * there)


def test_children_of_foreign_mothers_change_over_by_their_share() -> None:
    world = World(n_steps=1)
    known = {name: world.assumptions(closed(world)) for name in BOTH}
    start = two_populations(world)
    rule = ChildrenOf(FOREIGN, JAPANESE, np.full((1, 4), 0.3))

    found = project_by_status(start, known, children=[rule])

    alone = project(start[FOREIGN], known[FOREIGN])
    assert found.changed[JAPANESE][0, :, :, 0] == pytest.approx(0.3 * alone.persons[1, :, :, 0])
    assert not found.changed[JAPANESE][..., 1:].any()
    # The account of births stays with the mother.
    assert np.array_equal(found.by_status[FOREIGN].births, alone.births)


@pytest.mark.parametrize("stay", [1.0, 3.0, 10.0])
def test_people_stay_as_long_as_was_said(stay: float) -> None:
    # Of 1,000 people the years lived here are 1,000 times the length of stay.
    leaving = leaving_after_stays_of(stay, step=1)

    here = 1000 * (1 - leaving) ** np.arange(2000)
    lived = (here * stay * leaving).sum()
    assert lived == pytest.approx(1000 * stay)
    assert leaving_after_stays_of(stay, step=5) == pytest.approx(1 - (1 - leaving) ** 5)


def test_foreign_residents_leave_by_their_length_of_stay() -> None:
    world = World(n_steps=3, n_areas=1)
    lives = world.survival()
    lives = replace(lives, ratios=np.ones_like(lives.ratios))
    leave = NetRates(world.cohorts(-leaving_after_stays_of(4.0, step=5)))
    known = world.assumptions(leave, survival=lives, conventions=Conventions("end"))
    start = world.start()
    start.persons[:], start.persons[0, 0, 1, 4] = 0, 1000

    found = project_by_status({FOREIGN: start}, {FOREIGN: known}).by_status[FOREIGN]

    assert found.persons.sum(axis=(1, 2, 3)) == pytest.approx(
        1000 * np.exp(-np.array([0, 5, 10, 15]) / 4)
    )


def test_people_who_never_leave_stay_for_ever() -> None:
    assert leaving_after_stays_of(np.inf, step=1) == 0


@pytest.mark.parametrize("timing", TIMINGS)
def test_newcomers_are_the_second_of_two_statuses(timing) -> None:
    world = World()
    conventions = Conventions(timing)
    known = world.assumptions(world.migration("pools"), conventions=conventions)
    start, come = world.start(), world.random.uniform(0, 20, world.shape)
    stay = leaving_after_stays_of(4.0, step=5)
    supply = come.sum(axis=1)
    abroad = Pool(
        "abroad", world.cohorts(stay), world.cohorts(come / supply[:, np.newaxis]), supply
    )
    beside = replace(known, migration=Pools((abroad,)))
    nobody = replace(start, persons=np.zeros_like(start.persons))

    terms = newcomers(known.terms(), come, 4.0, step=5)

    everyone = [AgeSpan().within(world.ages)]
    with_them = sum(
        carry_once(one, persons, everyone).groups[0]
        for one, persons in (
            (known.terms(), start.persons[0]),
            (terms, nobody.persons[0]),
        )
    )
    found = project_by_status(
        {JAPANESE: start, FOREIGN: nobody}, {JAPANESE: known, FOREIGN: beside}
    )
    assert with_them == pytest.approx(found.together.persons[1:].sum(axis=(2, 3)))


def test_newcomers_refuse_persons_of_other_axes() -> None:
    world = World()
    terms = world.assumptions(closed(world)).terms()

    with pytest.raises(AxisMismatch, match="“area” differs: 3 values against 4 labels"):
        newcomers(terms, np.zeros((3, 3, 2, 19)), 4.0, step=5)


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize("stay", [0.0, -1.0, np.nan])
def test_length_of_stay_refuses_what_is_none(stay: float) -> None:
    with pytest.raises(ValueError, match="a length of stay must be above zero years"):
        leaving_after_stays_of(stay, step=1)


@pytest.mark.parametrize(
    ("rate", "message"),
    [(-0.1, "must change to “japanese” at a rate"), (1.1, "gives more people of status “foreign”")],
)
def test_transition_refuses_a_rate_that_is_none(rate: float, message: str) -> None:
    world = World()
    rates = np.zeros(world.shape)
    rates[1, 2, 1, 3] = rate

    with pytest.raises(ValueError, match=f"male 15-19, area 000002, 2025-2030 {message}"):
        project_by_status(
            two_populations(world),
            two_assumptions(world),
            transitions=[Transition(FOREIGN, JAPANESE, rates)],
        )


def test_transition_refuses_an_unknown_status() -> None:
    world = World()

    with pytest.raises(AxisMismatch, match="“status” differs: tourist against japanese, foreign"):
        project_by_status(
            two_populations(world),
            two_assumptions(world),
            transitions=[Transition("tourist", JAPANESE, np.zeros(world.shape))],
        )


def test_children_refuse_a_share_that_is_none() -> None:
    world = World()

    with pytest.raises(ValueError, match="children of “foreign” must be “japanese” by a share"):
        project_by_status(
            two_populations(world),
            two_assumptions(world),
            children=[ChildrenOf(FOREIGN, JAPANESE, np.full((3, 4), 1.2))],
        )


def test_statuses_refuse_assumptions_of_other_areas() -> None:
    world = World()
    other = World(n_areas=3)
    known = two_assumptions(world) | {FOREIGN: other.assumptions(other.migration("pools"))}

    with pytest.raises(AxisMismatch, match="“area” differs: 4 labels"):
        project_by_status(two_populations(world), known)


def test_statuses_refuse_a_start_without_one() -> None:
    world = World()

    with pytest.raises(AxisMismatch, match="“status” differs: 2 labels"):
        project_by_status({JAPANESE: world.start()}, two_assumptions(world))
