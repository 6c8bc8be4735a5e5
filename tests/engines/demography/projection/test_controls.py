"""Controls to totals, and why a counterfactual keeps those of its baseline."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.engines.demography.axes import AxisMismatch
from renkei.engines.demography.projection.changes import AddPersons
from renkei.engines.demography.projection.controls import (
    Controls,
    Totals,
    control,
    project_under,
)
from renkei.engines.demography.projection.operator import project
from renkei.engines.demography.projection.scenario import Scenario, apply
from renkei.engines.demography.projection.stepping import of_step, take_step
from renkei.engines.demography.projection.terms import Assumptions
from tests.engines.demography.examples import FEW
from tests.engines.demography.projection.worlds import FORMS, World

REGIONS = (0, 1, 0, 1)
START = World().start()


def known_in(form="pools") -> Assumptions:
    # Few die, so that factors on deaths have room.
    world = World()
    return world.assumptions(world.migration(form), survival=world.survival(least=0.8))


def by_region(values: np.ndarray) -> np.ndarray:
    """(time, area, ...) -> (time, region, ...)"""
    return np.stack([values[:, ::2].sum(axis=1), values[:, 1::2].sum(axis=1)], axis=1)


@pytest.mark.parametrize("form", FORMS)
def test_control_meets_births_and_deaths(form) -> None:
    known, shape = known_in(form), (3, 2)
    free = project(START, known)
    wanted = Totals(
        births=by_region(free.births).sum(axis=2) * np.linspace(0.8, 1.3, 6).reshape(shape),
        deaths=by_region(free.deaths).sum(axis=(2, 3)) * np.linspace(1.1, 0.9, 6).reshape(shape),
        regions=REGIONS,
    )

    found = control(START, known, wanted).projection

    assert by_region(found.births).sum(axis=2) == pytest.approx(wanted.births)
    assert by_region(found.deaths).sum(axis=(2, 3)) == pytest.approx(wanted.deaths)
    assert np.abs(found.residual).max() < 1e-8


@FEW
@given(st.integers(0, 10_000))
def test_control_meets_the_population_of_every_region_sex_and_age(seed: int) -> None:
    known, random = known_in(), np.random.default_rng(seed)
    wanted = by_region(project(START, known).persons[1:]) * random.uniform(0.7, 1.3, (3, 2, 2, 19))

    found = control(START, known, Totals(population=wanted, regions=REGIONS))

    assert by_region(found.projection.persons[1:]) == pytest.approx(wanted)
    # What the control did is what the account leaves unexplained.
    free = project(START, known)
    adjusted = (found.controls.on_people(0) - 1) * free.persons[1]
    assert found.projection.residual[0] == pytest.approx(adjusted, abs=1e-8)


def test_control_meets_all_totals_at_once() -> None:
    known = known_in()
    free = project(START, known)
    wanted = Totals(
        births=0.9 * free.births.sum(axis=(1, 2))[:, np.newaxis],
        deaths=1.1 * free.deaths.sum(axis=(1, 2, 3))[:, np.newaxis],
        population=0.95 * free.persons[1:].sum(axis=1)[:, np.newaxis],
    )

    found = control(START, known, wanted).projection

    assert found.births.sum(axis=(1, 2)) == pytest.approx(wanted.births[:, 0])
    assert found.deaths.sum(axis=(1, 2, 3)) == pytest.approx(wanted.deaths[:, 0])
    assert found.persons[1:].sum(axis=1) == pytest.approx(wanted.population[:, 0])


def test_control_to_what_is_so_anyway_changes_nothing() -> None:
    known = known_in()
    free = project(START, known)

    found = control(START, known, Totals(population=free.persons[1:].sum(axis=1)[:, np.newaxis]))

    assert found.controls.population == pytest.approx(np.ones((3, 1, 2, 19)))
    assert found.projection.persons == pytest.approx(free.persons)


@pytest.mark.parametrize("form", FORMS)
def test_projection_without_totals_is_the_free_one_bit_for_bit(form) -> None:
    known = known_in(form)

    found = control(START, known, Totals())

    free = project(START, known)
    for name in ("persons", "births", "deaths", "arrivals", "departures"):
        assert np.array_equal(getattr(found.projection, name), getattr(free, name)), name


def test_controls_of_a_baseline_give_the_baseline_again() -> None:
    known = known_in()
    free = project(START, known)
    wanted = Totals(
        births=free.births.sum(axis=(1, 2))[:, np.newaxis] * 1.1,
        population=free.persons[1:].sum(axis=1)[:, np.newaxis] * 0.9,
    )
    baseline = control(START, known, wanted)

    again = project_under(START, known, baseline.controls)

    assert np.array_equal(again.persons, baseline.projection.persons)
    assert np.array_equal(again.deaths, baseline.projection.deaths)


def test_raking_again_would_have_erased_the_effect_that_frozen_controls_keep() -> None:
    known = known_in()
    wanted = Totals(population=0.9 * project(START, known).persons[1:].sum(axis=1)[:, np.newaxis])
    baseline = control(START, known, wanted)
    # A hundred women of 25-29 come to one area in the first step.
    come = np.zeros((3, 4, 2, 19))
    come[0, 2, 0, 5] = 100
    terms = apply(known.terms(), Scenario("more", (AddPersons(come),)), known)

    kept = project_under(START, known, baseline.controls, terms)
    raked = _control_terms(known, terms, wanted)

    everyone = baseline.projection.persons.sum(axis=(1, 2, 3))
    assert raked.sum(axis=(1, 2, 3)) == pytest.approx(everyone[1:])
    effect = (kept.persons - baseline.projection.persons).sum(axis=(1, 2, 3))
    assert effect[0] == 0
    assert effect[1] > 50
    # Not even of the women of 25-29 would there have been one more.
    assert raked[0, :, 0, 5].sum() == pytest.approx(baseline.projection.persons[1, :, 0, 5].sum())


def _control_terms(known: Assumptions, terms, wanted: Totals) -> np.ndarray:
    """The people of the counterfactual, scaled to the totals again: plain, step by step."""
    persons, stocks = START.persons[0], []
    for time in range(3):
        step = take_step(of_step(terms, time), persons)
        persons = step.persons * wanted.population[time, 0] / step.persons.sum(axis=0)
        stocks.append(persons)
    return np.stack(stocks)


def test_effect_under_frozen_controls_is_linear_in_those_who_come() -> None:
    known = known_in()
    wanted = Totals(population=0.9 * project(START, known).persons[1:].sum(axis=1)[:, np.newaxis])
    baseline = control(START, known, wanted)
    random = np.random.default_rng(4)
    one, other = random.uniform(0, 50, (2, 3, 4, 2, 19))

    def effect(persons: np.ndarray) -> np.ndarray:
        terms = apply(known.terms(), Scenario("more", (AddPersons(persons),)), known)
        kept = project_under(START, known, baseline.controls, terms)
        return kept.persons - baseline.projection.persons

    assert effect(one + other) == pytest.approx(effect(one) + effect(other), abs=1e-8)


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [-1.0, np.nan])
def test_totals_refuse_figures_that_are_none(wrong: float) -> None:
    with pytest.raises(ValueError, match="totals of births must be numbers of at least zero"):
        Totals(births=np.full((3, 1), wrong))


def test_control_refuses_totals_of_other_periods() -> None:
    with pytest.raises(AxisMismatch, match="“time” differs: 2 values against 3 labels"):
        control(START, known_in(), Totals(births=np.ones((2, 1))))


def test_control_refuses_regions_of_other_areas() -> None:
    with pytest.raises(AxisMismatch, match="“area” differs: 3 regions against 4 areas"):
        control(START, known_in(), Totals(regions=(0, 0, 1)))


def test_control_refuses_births_where_none_can_be() -> None:
    known = known_in()
    births = replace(known.births, rates=np.zeros_like(known.births.rates))

    with pytest.raises(ValueError, match="region 0 has no births that could be scaled to 10"):
        control(START, replace(known, births=births), Totals(births=np.full((3, 1), 10.0)))


def test_control_refuses_more_deaths_than_there_are_people() -> None:
    with pytest.raises(ValueError, match="no factors lead to the deaths that are given: lower"):
        control(START, known_in(), Totals(deaths=np.full((3, 1), 1e9)))


def test_control_refuses_people_where_nobody_is() -> None:
    nobody = replace(START, persons=np.zeros_like(START.persons))
    world = World()
    known = world.assumptions(world.migration("rates"))

    with pytest.raises(ValueError, match="female 0-4, region 0: nobody is there who could be"):
        control(nobody, known, Totals(population=np.ones((3, 1, 2, 19))))


def test_control_refuses_a_start_of_another_year() -> None:
    with pytest.raises(AxisMismatch, match="“time” differs"):
        control(replace(START, years=(2015,)), known_in(), Totals())
    with pytest.raises(AxisMismatch, match="“time” differs"):
        project_under(replace(START, years=(2015,)), known_in(), Controls.none(known_in()))
