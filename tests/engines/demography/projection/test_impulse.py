"""What one person is worth, read backwards, against projections with the person and without."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.engines.demography.axes import FEMALE, MALE, AxisMismatch
from renkei.engines.demography.projection import reference
from renkei.engines.demography.projection.accounts import AgeSpan
from renkei.engines.demography.projection.changes import AddPersons
from renkei.engines.demography.projection.controls import Totals, control, project_under
from renkei.engines.demography.projection.draws import (
    Draws,
    Spread,
    Uncertainty,
    factors_of_shard,
)
from renkei.engines.demography.projection.impulse import Target, backwards, impulse_responses
from renkei.engines.demography.projection.operator import project
from renkei.engines.demography.projection.scenario import Scenario, apply
from renkei.engines.demography.projection.terms import Assumptions, Terms
from renkei.engines.demography.projection.timing import Conventions
from tests.engines.demography.examples import FEW
from tests.engines.demography.projection.worlds import FORMS, TIMINGS, World

TARGETS = (
    Target(2035),
    Target(2035, AgeSpan(20, 40, FEMALE), ("000001",), "women 20-39"),
    Target(2030, AgeSpan(65), ("000003", "000000"), "aged"),
)


def more(terms: Terms, known: Assumptions, persons: np.ndarray) -> Terms:
    return apply(terms, Scenario("more", (AddPersons(persons),)), known)


def figures(persons: np.ndarray, known: Assumptions) -> np.ndarray:
    """persons (time, area, sex, age), without the start -> (target,)"""
    placed = [target.place(known) for target in TARGETS]
    return np.array([(persons[one.time] * one.counted).sum() for one in placed])


def carried(terms: Terms, start: np.ndarray, factors) -> np.ndarray:
    """(time, area, sex, age, draw)"""
    return np.stack([step.persons for step in reference.steps(terms, start, factors)])


@FEW
@given(
    st.integers(0, 10_000),
    st.sampled_from(FORMS),
    st.sampled_from(TIMINGS),
    st.sampled_from(["half", "none"]),
)
def test_worth_is_the_difference_that_people_make(seed: int, form, timing, mothers) -> None:
    world = World(seed=seed)
    known = world.assumptions(world.migration(form), conventions=Conventions(timing, mothers))
    people = world.random.uniform(-5, 5, world.shape)

    worth = impulse_responses(known, TARGETS)

    factors = factors_of_shard(Uncertainty(), Draws(1), 0, n_steps=3, n_areas=4, step=5)
    start = world.start().persons[0]
    with_them = carried(more(known.terms(), known, people), start, factors)[..., 0]
    without = carried(known.terms(), start, factors)[..., 0]
    expected = figures(with_them, known) - figures(without, known)
    assert (worth * people).sum(axis=(1, 2, 3, 4)) == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize("form", ["rates", "pools", "matrix"])
def test_worth_by_child_woman_ratio_is_the_difference_people_make(form) -> None:
    world = World()
    still = np.where(np.arange(19) == 0, 0.0, 1.0)
    known = world.assumptions(world.migration(form))
    moves = known.terms().moves
    terms = Terms(
        known.terms().dying,
        np.where(np.arange(19) % 18 == 0, 0, 0.2) * np.ones((3, 4, 1)),
        by_ratio=True,
        moves=type(moves)(
            moves.rates * still, moves.added * still, moves.inside, moves.shares, moves.destinations
        ),
        conventions=known.conventions,
    )
    people = world.random.uniform(0, 5, world.shape) * still

    worth = impulse_responses(known, TARGETS, terms=terms)

    factors = factors_of_shard(Uncertainty(), Draws(1), 0, n_steps=3, n_areas=4, step=5)
    start = world.start().persons[0]
    with_them = carried(more(terms, known, people), start, factors)[..., 0]
    without = carried(terms, start, factors)[..., 0]
    expected = figures(with_them, known) - figures(without, known)
    assert (worth * people).sum(axis=(1, 2, 3, 4)) == pytest.approx(expected, abs=1e-8)


def test_worth_of_one_person_is_found_in_a_projection() -> None:
    world = World()
    known, start = world.assumptions(world.migration("pools")), world.start()
    one = np.zeros(world.shape)
    one[1, 2, FEMALE, 4] = 1

    worth = impulse_responses(known, TARGETS)[:, 1, 2, FEMALE, 4]

    factors = factors_of_shard(Uncertainty(), Draws(1), 0, n_steps=3, n_areas=4, step=5)
    with_one = carried(more(known.terms(), known, one), start.persons[0], factors)[..., 0]
    expected = figures(with_one, known) - figures(project(start, known).persons[1:], known)
    assert worth == pytest.approx(expected, abs=1e-8)
    # She is counted with the children she has had, and not yet aged.
    assert worth[0] > 0
    assert worth[2] == 0


@pytest.mark.parametrize("form", FORMS)
def test_worth_in_draws_is_that_of_each_draw(form) -> None:
    world = World(n_areas=4)
    known = world.assumptions(world.migration(form))
    spread = Spread(country=0.05, region=0.05, area=0.3)
    # Numbers vary with arrivals, below zero with departures; here they must not.
    leaving = Spread() if form == "numbers" else spread
    wide = Uncertainty(spread, spread, leaving, regions=(0, 1, 1, 0))
    factors = factors_of_shard(wide, Draws(7), 0, n_steps=3, n_areas=4, step=5)
    people = world.random.uniform(0, 5, world.shape)
    placed = [target.place(known) for target in TARGETS]

    found = np.zeros((3, 7))
    for time, worth in backwards(known.terms(), factors, placed, None):
        found += (worth * people[time, ..., np.newaxis]).sum(axis=(1, 2, 3))

    start = world.start().persons[0]
    with_them = carried(more(known.terms(), known, people), start, factors)
    without = carried(known.terms(), start, factors)
    for draw in range(7):
        expected = figures(with_them[..., draw] - without[..., draw], known)
        assert found[:, draw] == pytest.approx(expected, abs=1e-8)


def test_worth_under_frozen_controls_is_that_of_the_controlled_projection() -> None:
    world = World()
    known = world.assumptions(world.migration("pools"), survival=world.survival(least=0.8))
    start = world.start()
    free = project(start, known)
    totals = Totals(
        births=1.2 * free.births.sum(axis=(1, 2))[:, np.newaxis],
        deaths=0.9 * free.deaths.sum(axis=(1, 2, 3))[:, np.newaxis],
        population=0.9 * free.persons[1:].sum(axis=1)[:, np.newaxis],
    )
    baseline = control(start, known, totals)
    people = world.random.uniform(0, 5, world.shape)

    worth = impulse_responses(known, TARGETS, controls=baseline.controls)

    with_them = project_under(
        start, known, baseline.controls, more(known.terms(), known, people)
    ).persons[1:]
    expected = figures(with_them - baseline.projection.persons[1:], known)
    assert (worth * people).sum(axis=(1, 2, 3, 4)) == pytest.approx(expected, abs=1e-8)


def test_nobody_is_worth_anything_after_the_figure_was_counted() -> None:
    world = World()
    known = world.assumptions(world.migration("pools"))

    worth = impulse_responses(known, [Target(2025)])

    assert worth[0, 0].any()
    assert not worth[0, 1:].any()


def test_men_have_no_children_of_their_own() -> None:
    world = World()
    known = world.assumptions(world.migration("pools"))

    worth = impulse_responses(known, [Target(2035, AgeSpan(0, 5))])[0]

    assert worth[-1, :, FEMALE, 4].min() > 0
    assert not worth[..., MALE, 4].any()


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (Target(2031), "“time” differs: 2031"),
        (Target(2035, areas=("999999",)), "“area” differs: 999999"),
        (Target(2035, AgeSpan(18, 65)), "“age” differs: 18-64"),
    ],
)
def test_target_outside_the_projection_is_refused(target: Target, message: str) -> None:
    world = World()

    with pytest.raises(AxisMismatch, match=message):
        target.place(world.assumptions(world.migration("rates")))
