"""Random draws: the same bytes whoever computes them, the same figures on both paths."""

import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pytest

from renkei.engines.demography.axes import FEMALE, AgeGrid, AxisMismatch
from renkei.engines.demography.projection import fast
from renkei.engines.demography.projection.accounts import AgeSpan, DrawnProjection
from renkei.engines.demography.projection.changes import AddPersons
from renkei.engines.demography.projection.draws import (
    Draws,
    Spread,
    Uncertainty,
    factors_of_shard,
)
from renkei.engines.demography.projection.operator import (
    Options,
    project,
    project_draws,
    project_shard,
)
from renkei.engines.demography.projection.scenario import Scenario, under
from renkei.engines.demography.projection.timing import Conventions
from tests.engines.demography.projection.worlds import FORMS, TIMINGS, World

SPREAD = Spread(country=0.02, region=0.02, area=0.1)
WIDE = Uncertainty(SPREAD, SPREAD, SPREAD, SPREAD, regions=(0, 0, 1, 2, 1))
GROUPS = {"everyone": AgeSpan(), "women 20-39": AgeSpan(20, 40, FEMALE), "aged": AgeSpan(65)}
FEW_DRAWS = Draws(n_draws=23, run=3, seed=7, n_per_shard=10)
PLAIN = Options(fast=False, events=True)
FAST = Options(fast=True, events=True)

needs_numba = pytest.mark.skipif(not fast.is_fast_installed(), reason="the extra engine is absent")


def drawn(known, options: Options, draws: Draws = FEW_DRAWS) -> DrawnProjection:
    return project_draws(
        World(n_areas=5).start(),
        known,
        uncertainty=WIDE,
        draws=draws,
        groups=GROUPS,
        options=options,
    )


def figures(found: DrawnProjection) -> dict[str, np.ndarray]:
    return found.persons | found.events


@needs_numba
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("mothers", ["half", "none"])
def test_kernels_equal_the_plain_path(form, timing, mothers) -> None:
    world = World(n_areas=5)
    known = world.assumptions(world.migration(form), conventions=Conventions(timing, mothers))

    plain, quick = figures(drawn(known, PLAIN)), figures(drawn(known, FAST))

    assert plain.keys() == quick.keys()
    for name in plain:
        assert quick[name] == pytest.approx(plain[name], rel=1e-10, abs=1e-8), name


@needs_numba
@pytest.mark.parametrize("form", FORMS)
def test_kernels_equal_the_plain_path_where_draws_are_extreme_and_many(form) -> None:
    # More draws than are carried side by side; in some of them more would die or leave than live.
    extreme = Spread(area=1.5)
    world = World(n_areas=5, n_steps=2)
    start, known = world.start(), world.assumptions(world.migration(form))

    plain, quick = (
        figures(
            project_draws(
                start,
                known,
                uncertainty=Uncertainty(extreme, extreme, extreme, extreme),
                draws=Draws(n_draws=150, n_per_shard=140),
                groups=GROUPS,
                options=options,
            )
        )
        for options in (PLAIN, FAST)
    )

    for name in plain:
        assert quick[name] == pytest.approx(plain[name], rel=1e-10, abs=1e-8), name


@needs_numba
@pytest.mark.parametrize("form", FORMS)
def test_kernels_tell_who_is_taken_away_from_who_comes(form) -> None:
    """More are taken from some cells than the outside hands to them, while others come too."""
    world = World(n_areas=5)
    base = world.assumptions(world.migration(form))
    taken = np.where(np.arange(5)[:, None, None] % 2, -150.0, 0.0)
    change = AddPersons(np.broadcast_to(taken, world.shape).copy())
    known = under(base, Scenario("some are taken", (change,)))

    plain, quick = figures(drawn(known, PLAIN)), figures(drawn(known, FAST))

    for name in plain:
        assert quick[name] == pytest.approx(plain[name], rel=1e-10, abs=1e-8), name


@needs_numba
@pytest.mark.parametrize("form", FORMS)
def test_kernels_carry_single_years_like_the_plain_path(form) -> None:
    world = World(n_areas=3, n_steps=2, ages=AgeGrid.single_years(100))
    start, known = world.start(), world.assumptions(world.migration(form))

    plain, quick = (
        figures(project_draws(start, known, uncertainty=Uncertainty(SPREAD), options=options))
        for options in (PLAIN, FAST)
    )

    for name in plain:
        assert quick[name] == pytest.approx(plain[name], rel=1e-10), name


@needs_numba
@pytest.mark.parametrize("mothers", ["half", "none"])
def test_kernels_equal_the_plain_path_with_a_child_woman_ratio(mothers) -> None:
    world = World(n_areas=5)
    no_small_children = np.where(np.arange(19) == 0, 0.0, world.rates(-0.2, 0.2).values)
    known = world.assumptions(
        replace(world.migration("rates"), rates=world.cohorts(no_small_children)),
        births=world.child_woman_ratio(),
        conventions=Conventions(migrant_mothers=mothers),
    )

    plain, quick = figures(drawn(known, PLAIN)), figures(drawn(known, FAST))

    for name in plain:
        assert quick[name] == pytest.approx(plain[name], rel=1e-10), name


@needs_numba
@pytest.mark.parametrize("form", FORMS)
def test_single_precision_keeps_the_medians(form) -> None:
    world = World(n_areas=5, n_steps=6)
    known = world.assumptions(world.migration(form))
    many = Draws(n_draws=200, n_per_shard=100)

    double, single = (
        drawn(known, Options(precision=p), many).persons["everyone"]
        for p in (np.float64, np.float32)
    )

    medians = np.median(double, axis=-1)
    assert np.abs(np.median(single, axis=-1) / medians - 1).max() < 1e-5


@pytest.mark.parametrize("options", [PLAIN, pytest.param(FAST, marks=needs_numba)])
@pytest.mark.parametrize("n_per_shard", [10, 200])
def test_draws_are_the_same_bytes_for_any_number_of_threads(
    options: Options, n_per_shard: int
) -> None:
    world = World(n_areas=5)
    known = world.assumptions(world.migration("pools"))
    draws = Draws(n_draws=150, n_per_shard=n_per_shard)

    one, two = (figures(drawn(known, replace(options, threads=n), draws)) for n in (1, 2))

    assert {name: values.tobytes() for name, values in one.items()} == {
        name: values.tobytes() for name, values in two.items()
    }


def a_shard(shard: int, options: Options) -> DrawnProjection:
    world = World(n_areas=5)
    start, known = world.start(), world.assumptions(world.migration("pools"))
    return project_shard(
        start, known, uncertainty=WIDE, draws=FEW_DRAWS, shard=shard, options=options
    )


@pytest.mark.parametrize("options", [PLAIN, pytest.param(FAST, marks=needs_numba)])
def test_shard_is_the_same_bytes_in_another_process(options: Options) -> None:
    here = figures(a_shard(1, options))

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        there = figures(process.submit(a_shard, 1, options).result())

    assert {name: values.tobytes() for name, values in here.items()} == {
        name: values.tobytes() for name, values in there.items()
    }


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("options", [PLAIN, pytest.param(FAST, marks=needs_numba)])
def test_shards_in_any_order_are_the_bytes_of_all_draws(form, options: Options) -> None:
    world = World(n_areas=5)
    start, known = world.start(), world.assumptions(world.migration(form))
    given = {"uncertainty": WIDE, "draws": FEW_DRAWS, "groups": GROUPS, "options": options}

    backwards = [project_shard(start, known, shard=shard, **given) for shard in (2, 1, 0)]

    together = figures(project_draws(start, known, **given))
    parts = [figures(part) for part in reversed(backwards)]
    assert {name: values.tobytes() for name, values in together.items()} == {
        name: np.concatenate([part[name] for part in parts], axis=-1).tobytes() for name in together
    }


def test_shard_that_is_none_is_refused() -> None:
    world = World()
    known = world.assumptions(world.migration("rates"))

    with pytest.raises(ValueError, match="there is no shard 3: they are numbered 0-2"):
        project_shard(world.start(), known, draws=FEW_DRAWS, shard=3)


@pytest.mark.parametrize("options", [PLAIN, pytest.param(FAST, marks=needs_numba)])
def test_first_shard_does_not_depend_on_later_ones(options: Options) -> None:
    world = World(n_areas=5)
    known = world.assumptions(world.migration("matrix"))

    many = drawn(known, options).persons["everyone"]
    few = drawn(known, options, replace(FEW_DRAWS, n_draws=10)).persons["everyone"]

    assert np.ascontiguousarray(many[..., :10]).tobytes() == few.tobytes()


@pytest.mark.parametrize("other", [{"run": 4}, {"seed": 8}])
def test_another_run_or_seed_gives_other_draws(other: dict[str, int]) -> None:
    world = World(n_areas=5)
    known = world.assumptions(world.migration("rates"))

    here = drawn(known, PLAIN).persons["everyone"]
    there = drawn(known, PLAIN, replace(FEW_DRAWS, **other)).persons["everyone"]

    assert (here != there).all()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("options", [PLAIN, pytest.param(FAST, marks=needs_numba)])
def test_every_draw_adds_up(form, options: Options) -> None:
    world = World(n_areas=5)
    start = world.start()
    known = world.assumptions(world.migration(form))

    found = project_draws(start, known, uncertainty=WIDE, draws=FEW_DRAWS, options=options)

    people, events = found.persons["everyone"], found.events
    first = start.persons.sum(axis=(2, 3))[..., np.newaxis] * np.ones(23)
    change = np.diff(people, axis=0, prepend=first)
    gained = events["births"] - events["deaths"] + events["arrivals"] - events["departures"]
    assert gained == pytest.approx(change, abs=1e-7)


@pytest.mark.parametrize("options", [PLAIN, pytest.param(FAST, marks=needs_numba)])
def test_draw_without_uncertainty_is_the_projection(options: Options) -> None:
    world = World()
    known = world.assumptions(world.migration("pools"))
    start = world.start()

    found = project_draws(start, known, groups=GROUPS, options=options)

    single = project(start, known)
    women = single.population.between(20, 40)[1:, :, FEMALE]
    assert found.persons["women 20-39"][..., 0] == pytest.approx(women)
    assert found.events["births"][..., 0] == pytest.approx(single.births.sum(axis=-1))


def test_areas_together_are_added_up_draw_by_draw() -> None:
    world = World(n_areas=5)
    found = drawn(world.assumptions(world.migration("rates")), PLAIN)

    pair = found.together([world.areas[3], world.areas[1]], "pair")

    assert pair.areas == ("pair",)
    expected = found.persons["aged"][:, 3] + found.persons["aged"][:, 1]
    assert pair.persons["aged"][:, 0] == pytest.approx(expected)
    with pytest.raises(AxisMismatch, match="“area” differs: 999999 against 5 labels without it"):
        found.together(["999999"], "nowhere")


def test_draws_work_where_numba_is_not_installed(monkeypatch) -> None:
    world = World(n_areas=5)
    known = world.assumptions(world.migration("pools"))
    monkeypatch.setattr(fast.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "numba", None)

    found = drawn(known, FAST)

    expected = drawn(known, PLAIN).persons["everyone"]
    assert found.persons["everyone"].tobytes() == expected.tobytes()


def test_group_inside_an_age_group_is_refused() -> None:
    world = World()
    known = world.assumptions(world.migration("rates"))

    with pytest.raises(AxisMismatch, match="18-64 against groups"):
        project_draws(world.start(), known, groups={"workers": AgeSpan(18, 65)})


# --- factors --------------------------------------------------------------------------------


def factors(uncertainty: Uncertainty, n_areas: int = 5, n_draws: int = 4000):
    draws = Draws(n_draws, n_per_shard=n_draws)
    return factors_of_shard(uncertainty, draws, 0, n_steps=4, n_areas=n_areas, step=5)


def test_factors_have_median_one_and_the_stated_spread() -> None:
    found = factors(Uncertainty(deaths=Spread(country=0.02, area=0.1)))

    deaths = np.log(found.of_step(3)[0])
    # Four steps of five years of a walk, and a level that stays.
    expected = np.sqrt(4 * 5 * 0.02**2 + 0.1**2)
    assert deaths.std() == pytest.approx(expected, rel=0.03)
    assert np.median(deaths) == pytest.approx(0, abs=0.01)
    assert (found.of_step(3)[1:] == 1).all()


def test_areas_of_one_region_share_its_factor() -> None:
    found = factors(Uncertainty(births=Spread(region=0.1), regions=(0, 0, 1, 2, 1))).of_step(2)[1]

    assert (found[0] == found[1]).all()
    assert (found[2] == found[4]).all()
    assert abs(np.corrcoef(np.log(found[0]), np.log(found[2]))[0, 1]) < 0.1


def test_factors_refuse_regions_of_other_areas() -> None:
    with pytest.raises(ValueError, match="regions are given for 5 areas, but there are 4"):
        factors(WIDE, n_areas=4)


def test_negative_spread_is_refused() -> None:
    with pytest.raises(ValueError, match="a spread cannot be negative"):
        Spread(area=-0.1)


@pytest.mark.parametrize("wrong", [{"n_draws": 0}, {"n_per_shard": 0}])
def test_draws_refuse_to_be_none(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        Draws(**wrong)


def test_kernels_compile_where_nothing_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = pytest.importorskip("renkei.engines.demography.projection.rows", reason="needs Numba")
    asked = []

    def nowhere_to_write(cache: bool = False, **options: object) -> object:
        asked.append(cache)
        if cache:
            raise RuntimeError("no locator available")
        return lambda function: function

    monkeypatch.setattr(rows, "njit", nowhere_to_write)

    assert rows.compiled(lambda: 7)() == 7
    assert asked == [True, False]
