"""The projection operator: worked by hand, against a textbook in plain Python, at its edges."""

from dataclasses import replace

import numpy as np
import pytest

from renkei.engines.demography.arrays import NetMigrationArray, PopulationArray
from renkei.engines.demography.axes import AgeGrid, AxisMismatch
from renkei.engines.demography.projection.forms import NetNumbers, NetRates, Pool, Pools
from renkei.engines.demography.projection.operator import project
from renkei.engines.demography.projection.terms import Assumptions
from renkei.engines.demography.projection.timing import Conventions
from tests.engines.demography.projection import textbook
from tests.engines.demography.projection.worlds import TIMINGS, World, closed


def one_group(world: World, age: int, count: float) -> PopulationArray:
    """Women of one age group and nobody else, in every area."""
    start = world.start()
    start.persons[:] = 0
    start.persons[0, :, 0, age] = count
    return start


def all_survive_at(world: World, ratio: float):
    lives = world.survival()
    return replace(
        lives, ratios=np.full_like(lives.ratios, ratio), births=np.full_like(lives.births, ratio)
    )


@pytest.mark.parametrize(
    ("timing", "left"),
    # Of 1,000 women a tenth move away; nine tenths of all live through the step. At its end:
    # 900 - 100; at its start: 900 x 0.9; in halves: (1,000 - 50) x 0.9 - 50;
    # evenly: 900 - 100 x 0.1 / -ln 0.9.
    [("end", 800), ("start", 810), ("halves", 805), ("continuous", 900 - 10 / 0.105360516)],
)
def test_project_moves_people_when_the_convention_says(timing, left: float) -> None:
    world = World(n_steps=1, n_areas=1)
    leave = NetRates(world.cohorts(-0.1))
    known = world.assumptions(
        leave, survival=all_survive_at(world, 0.9), conventions=Conventions(timing)
    )

    found = project(one_group(world, 10, 1000), known)

    assert found.persons[1, 0, 0, 11] == pytest.approx(left)
    assert found.departures.sum() == pytest.approx(100)
    assert found.deaths[0, 0, 0, 11] == pytest.approx(1000 - 100 - left)


@pytest.mark.parametrize(
    ("mothers", "women"),
    # 1,000 women aged 20-24; all live, 200 come at 25-29: the mean of start and end.
    [("half", [1000 / 2, 1200 / 2]), ("none", [1000 / 2, 1000 / 2])],
)
def test_births_of_those_who_come_follow_the_convention(mothers, women: list[float]) -> None:
    world = World(n_steps=1, n_areas=1)
    come = np.zeros(world.shape)
    come[0, 0, 0, 5] = 200
    moves = NetNumbers(NetMigrationArray(come, world.periods, world.areas, world.ages))
    fertility = world.fertility()
    known = world.assumptions(
        moves,
        births=fertility,
        survival=all_survive_at(world, 1.0),
        conventions=Conventions(migrant_mothers=mothers),
    )

    found = project(one_group(world, 4, 1000), known)

    expected = 5 * (fertility.rates[0, 0, 4:6] * women).sum()
    assert found.births.sum() == pytest.approx(expected)
    assert found.births[0, 0, 1] / found.births[0, 0, 0] == pytest.approx(1.05)


@pytest.mark.parametrize("timing", TIMINGS)
def test_project_equals_the_textbook(timing) -> None:
    world = World(n_areas=1)
    start, moves = world.start(), world.migration("numbers")
    known = world.assumptions(moves, conventions=Conventions(timing))

    found = project(start, known)

    people = start.persons[0, 0].tolist()
    for time in range(world.n_steps):
        people = textbook.one_step(
            people,
            survival=known.survival.ratios[time, 0].tolist(),
            newborn=known.survival.births[time, 0, :, 0].tolist(),
            fertility=known.births.rates[time, 0].tolist(),
            net_numbers=moves.migration.persons[time, 0].tolist(),
            years=5,
            timing=timing,
        )
        assert found.persons[time + 1, 0] == pytest.approx(np.array(people))


def test_project_by_single_years_carries_each_age_one_year() -> None:
    world = World(n_steps=2, n_areas=1, ages=AgeGrid.single_years(90))
    known = world.assumptions(closed(world), survival=all_survive_at(world, 1.0))

    found = project(one_group(world, 89, 7), known)

    assert found.population.years == (2020, 2021, 2022)
    assert found.persons[:, 0, 0, -2:].tolist() == [[7, 0], [0, 7], [0, 7]]


def test_child_woman_ratio_gives_the_children_alive_at_the_end() -> None:
    world = World(n_steps=1)
    ratio = world.child_woman_ratio()
    moves = world.cohorts(np.where(np.arange(19) == 0, 0.0, 0.05))
    known = world.assumptions(NetRates(moves), births=ratio)

    found = project(world.start(), known)

    women = found.population.between(15, 50)[1, :, 0]
    children = found.population.between(0, 5)[1]
    assert children.sum(axis=1) == pytest.approx(ratio.ratios[0] * women)
    # Births are those that survival from birth carries to these children.
    lived = found.births[0] * known.survival.births[0, ..., 0]
    assert children == pytest.approx(lived)


def test_pool_of_the_official_form_by_hand() -> None:
    # Two areas lose a tenth and a fifth of 1,000 women; the 300 go there by shares of one and
    # two thirds, at the end of the step, when nine tenths of the stayers are alive.
    world = World(n_steps=1, n_areas=2)
    rates = np.zeros(world.shape)
    rates[:, 0], rates[:, 1] = 0.1, 0.2
    shares = np.full(world.shape, 1 / 3)
    shares[:, 1] = 2 / 3
    pool = Pool("Japan", world.cohorts(rates), world.cohorts(shares))
    known = world.assumptions(
        Pools((pool,)), survival=all_survive_at(world, 0.9), conventions=Conventions("end")
    )

    found = project(one_group(world, 10, 1000), known)

    assert found.persons[1, :, 0, 11] == pytest.approx([900 - 100 + 100, 900 - 200 + 200])
    assert found.departures[0, :, 0, 11] == pytest.approx([100, 200])
    assert found.arrivals_inside[0, :, 0, 11] == pytest.approx([100, 200])


def test_change_of_an_area_adds_up() -> None:
    world = World()
    found = project(world.start(), world.assumptions(world.migration("pools")))

    change = found.change()

    assert np.abs(change.residual).max() < 1e-8
    assert change.joined().end == pytest.approx(found.persons[-1:].sum(axis=(2, 3)))


def test_project_refuses_a_start_of_another_year_or_without_figures() -> None:
    world = World()
    known, start = world.assumptions(closed(world)), world.start()

    with pytest.raises(AxisMismatch, match="“time” differs: 2020 at position 0 against 2015"):
        project(replace(start, years=(2015,)), known)
    start.persons[0, 0, 0, 0] = np.nan
    with pytest.raises(ValueError, match="has cells without a figure"):
        project(start, known)


def test_project_refuses_areas_in_another_order() -> None:
    world = World()
    known, start = world.assumptions(closed(world)), world.start()

    with pytest.raises(AxisMismatch, match="“area” differs: 000000 at position 0 against 000003"):
        project(replace(start, areas=start.areas[::-1]), known)


def test_assumptions_refuse_a_gap_between_periods() -> None:
    world = World(n_steps=2)
    lives = replace(world.survival(), periods=((2020, 2025), (2030, 2035)))

    with pytest.raises(AxisMismatch, match="“time” differs: end 2025 against next start 2030"):
        Assumptions(lives, world.fertility(), closed(world))


def test_assumptions_refuse_a_step_of_two_groups() -> None:
    world = World(n_steps=1)
    lives = replace(world.survival(), periods=((2020, 2030),))

    with pytest.raises(AxisMismatch, match="a step of 10 years against 5"):
        Assumptions(lives, world.fertility(), closed(world))


def test_assumptions_refuse_survival_that_is_no_share() -> None:
    world = World()
    lives = world.survival()
    lives.ratios[1, 2, 0, 3] = 1.1

    with pytest.raises(ValueError, match=r"female 15-19, area 000002, 2025-2030 must survive"):
        Assumptions(lives, world.fertility(), closed(world))


@pytest.mark.parametrize(("age", "named"), [(0, "0-4"), (-1, r"90\+")])
def test_assumptions_refuse_mothers_at_the_ends_of_life(age: int, named: str) -> None:
    world = World()
    births = world.fertility()
    births.rates[0, 0, age] = 0.1

    with pytest.raises(ValueError, match=f"women aged {named} cannot bear children"):
        world.assumptions(closed(world), births=births)


def test_assumptions_refuse_negative_fertility() -> None:
    world = World()
    births = world.fertility()
    births.rates[0, 0, 5] = -0.1

    with pytest.raises(ValueError, match="fertility rates must be numbers of at least zero"):
        world.assumptions(closed(world), births=births)


def test_child_woman_ratio_refuses_moves_of_small_children() -> None:
    world = World()

    with pytest.raises(ValueError, match="moves of ages 0-4 are in the child-woman ratio"):
        world.assumptions(NetRates(world.cohorts(0.1)), births=world.child_woman_ratio())


def test_child_woman_ratio_refuses_single_years() -> None:
    world = World(ages=AgeGrid.single_years(90))

    with pytest.raises(AxisMismatch, match="a child-woman ratio, of ages 0-4 against 0"):
        world.assumptions(closed(world), births=world.child_woman_ratio())


@pytest.mark.parametrize("ratio", [-0.1, np.nan])
def test_child_woman_ratio_refuses_what_is_no_ratio(ratio: float) -> None:
    world = World()
    births = world.child_woman_ratio()
    births.ratios[0, 0] = ratio

    with pytest.raises(ValueError, match="child-woman ratios must be numbers of at least zero"):
        world.assumptions(closed(world), births=births)


def test_child_woman_ratio_refuses_births_that_nobody_survives() -> None:
    world = World()
    lives = all_survive_at(world, 0.0)

    with pytest.raises(ValueError, match="carried back to births that nobody survives"):
        world.assumptions(closed(world), births=world.child_woman_ratio(), survival=lives)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"timing": "middle"}, "timing must be one of halves, end, start, continuous, not middle"),
        ({"migrant_mothers": "all"}, "migrant_mothers must be one of half, none, not all"),
        ({"boys_per_girl": 0.0}, "boys per girl must be above zero"),
    ],
)
def test_conventions_refuse_what_they_do_not_know(wrong, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Conventions(**wrong)
