"""One projection without draws: the figures of `project`, from fewer operations."""

import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.engines.demography.axes import FEMALE, AxisMismatch, FloatArray
from renkei.engines.demography.projection.accounts import EVENTS, AgeSpan
from renkei.engines.demography.projection.forms import NetRates
from renkei.engines.demography.projection.operator import project
from renkei.engines.demography.projection.single import Once, carry_once
from renkei.engines.demography.projection.terms import Assumptions
from renkei.engines.demography.projection.timing import Conventions
from tests.engines.demography.examples import FEW, FIVE
from tests.engines.demography.projection.worlds import FORMS, TIMINGS, World, closed

GROUPS = (AgeSpan(), AgeSpan(20, 40, FEMALE), AgeSpan(85), AgeSpan(0, 15, 1))
SPANS = [group.within(FIVE) for group in GROUPS]


def once(start: FloatArray, known: Assumptions) -> Once:
    return carry_once(known.terms(), start[0], SPANS)


def accounts(start, known: Assumptions) -> tuple[FloatArray, FloatArray]:
    """Groups and events, counted from the account of every cell."""
    found = project(start, known)
    groups = [
        found.persons[1:, :, sex:sex_end, age:age_end].sum(axis=(2, 3))
        for sex, sex_end, age, age_end in SPANS
    ]
    events = [getattr(found, name) for name in EVENTS]
    return np.array(groups), np.array([e.sum(axis=tuple(range(2, e.ndim))) for e in events])


@FEW
@given(
    st.builds(
        World, n_steps=st.integers(1, 3), n_areas=st.integers(1, 4), seed=st.integers(0, 10_000)
    ),
    st.sampled_from(FORMS),
    st.sampled_from(TIMINGS),
    st.sampled_from(["half", "none"]),
)
def test_one_projection_has_the_figures_of_project(world: World, form, timing, mothers) -> None:
    conventions = Conventions(timing, mothers)
    known = world.assumptions(world.migration(form), conventions=conventions)
    start = world.start()

    found = once(start.persons, known)

    groups, events = accounts(start, known)
    assert found.groups == pytest.approx(groups, rel=1e-11, abs=1e-9)
    assert found.events == pytest.approx(events, rel=1e-11, abs=1e-9)


@pytest.mark.parametrize("mothers", ["half", "none"])
@pytest.mark.parametrize("timing", TIMINGS)
def test_one_projection_by_child_woman_ratio_has_the_figures_of_project(timing, mothers) -> None:
    world = World()
    no_small_children = np.where(np.arange(19) == 0, 0.0, world.rates(-0.2, 0.2).values)
    known = world.assumptions(
        NetRates(world.cohorts(no_small_children)),
        births=world.child_woman_ratio(),
        conventions=Conventions(timing, mothers),
    )
    start = world.start()

    found = once(start.persons, known)

    groups, events = accounts(start, known)
    assert found.groups == pytest.approx(groups, rel=1e-11)
    assert found.events == pytest.approx(events, rel=1e-11, abs=1e-9)


@pytest.mark.parametrize("form", FORMS)
def test_terms_repeated_along_time_have_the_figures_of_their_copies(form) -> None:
    world = World(n_steps=4)
    known = world.assumptions(world.migration(form)).terms()

    def first(values: FloatArray | None) -> FloatArray | None:
        return None if values is None else np.broadcast_to(values[0], values.shape)

    names = ("rates", "added", "inside", "shares", "destinations")
    moves = replace(known.moves, **{name: first(getattr(known.moves, name)) for name in names})
    still = replace(known, dying=first(known.dying), moves=moves)
    copies = replace(
        still,
        dying=still.dying.copy(),
        moves=replace(moves, rates=moves.rates.copy(), added=moves.added.copy()),
    )

    start = world.start().persons[0]
    found, expected = (carry_once(each, start, SPANS) for each in (still, copies))

    assert found.groups.tobytes() == expected.groups.tobytes()
    assert found.events.tobytes() == expected.events.tobytes()


def test_one_projection_leaves_start_and_terms_as_they_are() -> None:
    world = World()
    start, terms = world.start().persons[0], world.assumptions(world.migration("pools")).terms()
    arrays = (start, terms.dying, terms.fertility, terms.moves.rates, terms.moves.added)
    before = [values.copy() for values in arrays]

    carry_once(terms, start, SPANS)

    assert [values.tobytes() for values in arrays] == [values.tobytes() for values in before]


def test_deaths_of_one_projection_by_hand() -> None:
    # Nobody moves or bears; of 1,000 women aged 20-24 one in five dies.
    world = World(n_steps=1, n_areas=1)
    lives = world.survival()
    lives = replace(lives, ratios=np.full_like(lives.ratios, 0.8))
    births = world.fertility()
    births = replace(births, rates=np.zeros_like(births.rates))
    start = np.zeros((1, 1, 2, 19))
    start[0, 0, FEMALE, 4] = 1000

    found = once(start, world.assumptions(closed(world), births=births, survival=lives))

    assert found.groups[:, 0, 0].tolist() == [800, 800, 0, 0]
    assert found.events[:, 0, 0].tolist() == [0, 200, 0, 0]


def test_one_projection_needs_no_compiler(monkeypatch) -> None:
    world = World()
    monkeypatch.setitem(sys.modules, "numba", None)

    found = once(world.start().persons, world.assumptions(world.migration("pools")))

    assert found.groups.shape == (4, 3, 4)


def test_span_of_an_age_group_names_sexes_and_places() -> None:
    assert AgeSpan(20, 40, FEMALE).within(FIVE) == (0, 1, 4, 8)
    assert AgeSpan(65).within(FIVE) == (0, 2, 13, 19)
    with pytest.raises(AxisMismatch, match="18-64 against groups"):
        AgeSpan(18, 65).within(FIVE)
