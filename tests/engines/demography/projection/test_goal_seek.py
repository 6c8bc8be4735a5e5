"""How much it would take, against answers that are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.engines.demography.axes import AxisMismatch
from renkei.engines.demography.projection import reference
from renkei.engines.demography.projection.accounts import AgeSpan
from renkei.engines.demography.projection.changes import AddArrivals
from renkei.engines.demography.projection.draws import Draws, Uncertainty, factors_of_shard
from renkei.engines.demography.projection.goal_seek import Goal, seek, share_out
from renkei.engines.demography.projection.scenario import Scenario, apply, even_profile
from tests.engines.demography.examples import FEW
from tests.engines.demography.projection.worlds import World

BASE = np.array([90.0, 80, 70, 60, 50])


def affine(amount: float) -> np.ndarray:
    return BASE + np.array([2.0, 2, 2, 1, 1]) * amount


def test_seek_of_an_affine_outcome_is_exact_in_three_evaluations() -> None:
    # 100 is reached from 5, 10, 15, 40 and 50 on; four draws of five need 40.
    found = seek(affine, Goal(100, 0.8), bounds=(0, 1000))

    assert found.verdict == "found"
    assert found.amount == pytest.approx(40, abs=1e-9)
    assert found.level == pytest.approx(100)
    assert found.share == 0.8
    assert found.n_evaluations == 3


@pytest.mark.parametrize(
    ("probability", "amount"), [(0.2, 5), (0.5, 15), (0.6, 15), (0.61, 40), (1.0, 50)]
)
def test_seek_counts_the_draws_that_are_needed(probability: float, amount: float) -> None:
    found = seek(affine, Goal(100, probability), bounds=(0, 1000))

    assert found.amount == pytest.approx(amount)
    assert found.share >= probability


def test_seek_says_when_the_target_is_already_reached() -> None:
    found = seek(affine, Goal(60, 0.8), bounds=(0, 1000))

    assert (found.verdict, found.amount, found.level) == ("already reached", 0, 60)
    assert found.n_evaluations == 1


def test_seek_says_what_is_reached_when_the_target_is_not() -> None:
    found = seek(affine, Goal(100, 0.8), bounds=(0, 30))

    assert (found.verdict, found.amount) == ("out of reach", 30)
    assert found.level == 90
    assert found.share == 0.6


def test_seek_goes_down_to_a_target_from_above() -> None:
    # A share of the aged that falls by one point for each unit, in every draw.
    aged = np.array([40.0, 41, 42, 43, 44])

    found = seek(lambda amount: aged - amount, Goal(35, 0.8, at_most=True), bounds=(0, 20))

    assert found.amount == pytest.approx(8)
    assert found.level == pytest.approx(35)
    assert (found.outcome <= 35 + 1e-9).mean() == 0.8


@FEW
@given(
    st.lists(st.floats(0.1, 3), min_size=5, max_size=5),
    st.floats(0.05, 1),
    st.floats(60, 110),
    st.booleans(),
)
def test_seek_finds_the_smallest_amount_of_a_curved_outcome(
    powers: list[float], probability: float, target: float, at_most: bool
) -> None:
    sign = -1 if at_most else 1

    def curved(amount: float) -> np.ndarray:
        return sign * (BASE + 60 * (amount / 10) ** np.array(powers))

    goal = Goal(sign * target, probability, at_most)

    found = seek(curved, goal, bounds=(0, 10), tolerance=1e-7)

    assert found.verdict != "out of reach" or goal.missing(curved(10)) > 0
    assert found.outcome == pytest.approx(curved(found.amount))
    if found.verdict == "found":
        assert goal.missing(found.outcome) <= 1e-6
        assert goal.missing(curved(max(found.amount - 1e-6, 0.0))) > -1e-6
        assert found.share >= probability - 1e-12


def test_seek_finds_the_step_of_an_outcome_that_jumps() -> None:
    found = seek(lambda amount: BASE + (amount >= 3) * 100, Goal(100, 1.0), bounds=(0, 10))

    assert found.amount == pytest.approx(3, abs=1e-5)
    assert found.share == 1.0


def test_seek_of_a_curve_needs_few_evaluations() -> None:
    found = seek(lambda amount: BASE * np.exp(amount / 50), Goal(100, 0.8), bounds=(0, 100))

    assert found.amount == pytest.approx(50 * np.log(100 / 60))
    assert found.n_evaluations < 16


def test_seek_among_large_numbers_ends_where_the_next_number_is_far() -> None:
    found = seek(
        lambda amount: BASE + (amount / 1e18) ** 3 * 1e3,
        Goal(100, 1.0),
        bounds=(0, 1e18),
        tolerance=1e-12,
    )

    assert found.amount == pytest.approx(1e18 * 0.05 ** (1 / 3))


def test_seek_is_not_misled_by_draws_that_do_not_answer() -> None:
    slopes = np.array([0.0, 0, -1, 5, 5])

    found = seek(lambda amount: BASE + slopes * amount, Goal(85, 0.6), bounds=(0, 100))

    # The first is there, the third falls away; both that rise are needed: 60 + 25, 50 + 35.
    assert found.amount == pytest.approx(7)
    assert found.n_evaluations == 3


def test_seek_asks_how_many_must_come_in_a_projection() -> None:
    world = World(n_areas=2)
    known = world.assumptions(world.migration("pools"))
    start, base = world.start(), known.terms()
    profile = even_profile(known, AgeSpan(20, 30))

    def people(amount: float) -> np.ndarray:
        more = AddArrivals(np.full(3, amount), np.array([0.3, 0.7]), profile)
        terms = apply(base, Scenario("more", (more,)), known)
        return np.array([_carried(start, known, terms).sum()])

    target = people(0.0)[0] + 1000

    found = seek(people, Goal(target), bounds=(0, 10_000))

    assert found.n_evaluations == 3
    assert people(found.amount)[0] == pytest.approx(target)


def _carried(start, known, terms) -> np.ndarray:
    factors = factors_of_shard(Uncertainty(), Draws(1), 0, n_steps=3, n_areas=2, step=5)
    return list(reference.steps(terms, start.persons[0], factors))[-1].persons


@pytest.mark.parametrize("bounds", [(0, 0), (1, 0), (0, np.inf)])
def test_seek_refuses_bounds_that_are_none(bounds: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="must rise"):
        seek(affine, Goal(100), bounds=bounds)


def test_seek_refuses_an_outcome_that_is_no_number() -> None:
    with pytest.raises(ValueError, match="the outcome of 0 is not a number in every draw"):
        seek(lambda amount: BASE * np.nan, Goal(100), bounds=(0, 1))


def test_seek_refuses_draws_that_change_in_number() -> None:
    with pytest.raises(AxisMismatch, match="“draw” differs"):
        seek(lambda amount: np.zeros(3 if amount else 2), Goal(100), bounds=(0, 1))


@pytest.mark.parametrize("wrong", [{"probability": 0.0}, {"probability": 1.1}, {"target": np.nan}])
def test_goal_refuses_what_is_none(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"must be a number|lies above 0"):
        Goal(**({"target": 1.0} | wrong))


# --- sharing out ------------------------------------------------------------------------------


def test_share_out_follows_the_weights() -> None:
    assert share_out(120, np.array([1.0, 2, 0, 3])).tolist() == [20, 40, 0, 60]


@FEW
@given(
    st.integers(0, 5000),
    st.lists(st.integers(0, 1000), min_size=1, max_size=30).filter(any),
)
def test_share_out_of_whole_persons_keeps_the_sum_and_stays_near(
    amount: int, weights: list[int]
) -> None:
    there = np.array(weights, dtype=float)

    found = share_out(amount, there, whole=True)

    assert found.sum() == amount
    assert np.abs(found - share_out(amount, there)).max() < 1
    assert (found == np.rint(found)).all()
    assert (found[there == 0] == 0).all()


def test_share_out_gives_what_is_left_to_the_largest_remainder() -> None:
    # 3.33, 3.33 and 3.33: the earlier among equals.
    assert share_out(10, np.ones(3), whole=True).tolist() == [4, 3, 3]


@pytest.mark.parametrize("weights", [[0.0, 0.0], [1.0, -1.0], [np.nan, 1.0]])
def test_share_out_refuses_weights_that_are_none(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights must be numbers of at least zero"):
        share_out(10, np.array(weights))


@pytest.mark.parametrize("amount", [1.5, -1.0])
def test_share_out_refuses_parts_of_persons(amount: float) -> None:
    with pytest.raises(ValueError, match="only a whole number of persons"):
        share_out(amount, np.ones(2), whole=True)
