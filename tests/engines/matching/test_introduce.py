"""Several introductions for each person: exposure, elsewhere, one before a third, pins."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.engines.matching.arrays import Lists, Places
from renkei.engines.matching.certificates.flow import check_flow
from renkei.engines.matching.errors import Impossible, MarketError, ShapeMismatch
from renkei.engines.matching.flows.introduce import IntroduceRules, introduce
from tests.engines.matching.flow_examples import FEW, counts, demands, groups_of, lists_of, market

SAPPORO, OBIHIRO, KUSHIRO = 0, 1, 2
OUTSIDE = np.array([False, True, True])


def test_everyone_gets_their_best_when_there_is_room() -> None:
    lists = lists_of([(0, 90_000), (1, 80_000), (2, 70_000)], [(2, 60_000)])

    plan = introduce(lists, Places.of(counts(9, 9, 9)), rules=IntroduceRules(most=2))

    assert plan.introductions.of(0).tolist() == [0, 1]
    assert plan.introductions.of(1).tolist() == [2]


def test_introductions_stand_in_score_order() -> None:
    lists, places, _groups = market(2, 200, 12, 50)

    plan = introduce(lists, places, rules=IntroduceRules(most=4))

    scores = lists.scores[plan.chosen]
    people = lists.people[plan.chosen]
    assert (np.diff(scores)[np.diff(people) == 0] <= 0).all()
    assert np.bincount(people, minlength=200).max() == 4


@pytest.mark.parametrize(("exposure", "expected"), [(1.0, 2), (1.5, 3), (1.2, 3), (2, 4), (0.0, 0)])
def test_opening_is_introduced_to_no_more_than_it_can_serve(exposure, expected) -> None:
    lists = lists_of(*[[(0, 50_000)]] * 9)

    plan = introduce(lists, Places.of(counts(2)), rules=IntroduceRules(exposure=exposure))

    assert plan.introductions.counts(1).tolist() == [expected]


def test_exposure_is_not_raised_by_a_rounding_error() -> None:
    """10 places times 1.1 is a hair more than 11 in floating point."""
    lists = lists_of(*[[(0, 50_000)]] * 20)

    plan = introduce(lists, Places.of(counts(10)), rules=IntroduceRules(exposure=1.1))

    assert plan.introductions.counts(1).tolist() == [11]


def test_some_of_the_introductions_are_outside_sapporo() -> None:
    lists = lists_of(
        [(SAPPORO, 90_000), (3, 85_000), (OBIHIRO, 50_000), (KUSHIRO, 40_000)],
        [(SAPPORO, 90_000), (3, 85_000)],
    )
    rules = IntroduceRules(
        most=2, is_elsewhere=np.array([False, True, True, False]), least_elsewhere=1
    )

    plan = introduce(lists, Places.of(counts(9, 9, 9, 9)), rules=rules)

    assert plan.introductions.of(0).tolist() == [SAPPORO, OBIHIRO]
    # Whose conditions allow nothing outside is introduced all the same.
    assert plan.introductions.of(1).tolist() == [SAPPORO, 3]


def test_elsewhere_that_has_no_room_is_impossible_and_named() -> None:
    lists = lists_of(*[[(SAPPORO, 90_000), (OBIHIRO, 50_000)]] * 3)
    rules = IntroduceRules(most=2, exposure=1, is_elsewhere=OUTSIDE, least_elsewhere=1)

    with pytest.raises(Impossible) as refusal:
        introduce(lists, Places.of(counts(9, 2, 9)), rules=rules)

    cut = refusal.value.cut
    assert (cut.needs, cut.has, cut.people, cut.full_openings) == (3, 2, (0, 1, 2), (OBIHIRO,))


def test_every_project_is_introduced_once_before_one_gets_a_third() -> None:
    """The first project suits everyone best; the others are introduced all the same."""
    lists = lists_of(*[[(0, 90_000), (1, 10_000), (2, 5_000)]] * 4)
    places = Places.of(counts(4, 4, 4))
    once = IntroduceRules(most=1, exposure=1, one_before_a_third=True)

    freely = introduce(lists, places, rules=replace(once, one_before_a_third=False))
    fairly = introduce(lists, places, rules=once)

    assert freely.introductions.counts(3).tolist() == [4, 0, 0]
    assert fairly.introductions.counts(3).tolist() == [2, 1, 1]
    assert check_flow(fairly.demand, fairly.chosen, fairly.prices).is_optimal


@FEW
@given(demand=demands(plain=True), most=st.integers(1, 3))
def test_no_project_waits_that_could_be_introduced(demand, most) -> None:
    """As many openings are introduced as any plan could introduce (counted by scores of one)."""
    lists = demand.lists
    rules = IntroduceRules(most=most, exposure=1.0, one_before_a_third=True)
    level = Lists(lists.starts, lists.openings, np.zeros_like(lists.scores))

    plan = introduce(lists, Places.of(demand.places.capacity), rules=rules)
    only = introduce(level, Places.of(np.minimum(demand.places.capacity, 1)), rules=rules)

    counted = plan.introductions.counts(demand.places.n_openings)
    assert np.count_nonzero(counted) == len(only.introductions.openings)


def test_pins_and_forbidden_pairs_are_kept() -> None:
    lists = lists_of([(0, 90_000), (1, 80_000), (2, 1_000)])
    rules = IntroduceRules(most=2, pinned=((0, 2),), forbidden=((0, 0),))

    plan = introduce(lists, Places.of(counts(1, 1, 1)), rules=rules)

    assert plan.introductions.of(0).tolist() == [1, 2]


def test_each_person_and_opening_may_have_bounds_of_its_own() -> None:
    lists = lists_of(*[[(0, 90_000), (1, 80_000), (2, 70_000)]] * 3)
    rules = IntroduceRules(
        least=counts(0, 2, 0), most=counts(1, 3, 2), exposure=np.array([1.0, 2.0, 3.0])
    )

    plan = introduce(lists, Places(counts(1, 1, 1), counts(0, 0, 2)), rules=rules)

    assert np.diff(plan.introductions.starts).tolist() == [1, 3, 2]
    assert plan.introductions.counts(3).tolist() == [1, 2, 3]


def test_floor_of_a_region_is_met() -> None:
    lists = lists_of(*[[(SAPPORO, 90_000), (OBIHIRO, 20_000)]] * 3)
    groups = groups_of([-1, -1], [0, 1, 1], floor=[0, 2])

    plan = introduce(lists, Places.of(counts(9, 9, 9)), groups, rules=IntroduceRules(most=1))

    assert plan.introductions.counts(3).tolist() == [1, 2, 0]


@pytest.mark.parametrize(
    ("rules", "error", "words"),
    [
        (IntroduceRules(most=counts(1, 2)), ShapeMismatch, "rules.most: has 2 values; give 1"),
        (IntroduceRules(exposure=-1.0), MarketError, "rules.exposure: is below zero"),
        (IntroduceRules(exposure=float("nan")), MarketError, "rules.exposure"),
        (IntroduceRules(exposure=np.ones(4)), ShapeMismatch, "rules.exposure: has 4 values"),
        (IntroduceRules(least=3, most=2), MarketError, "least[0]"),
        (IntroduceRules(least_elsewhere=9), MarketError, "least_elsewhere[0]"),
        (IntroduceRules(is_elsewhere=np.ones(9, np.bool_)), ShapeMismatch, "is_elsewhere"),
        (IntroduceRules(pinned=((5, 0),)), MarketError, "pin of person 5"),
    ],
)
def test_bad_rules_are_refused_by_name(rules, error, words) -> None:
    with pytest.raises(error) as refusal:
        introduce(lists_of([(0, 1_000)]), Places.of(counts(1)), rules=rules)

    assert words in str(refusal.value)


def test_nobody_is_introduced_to_nothing() -> None:
    plan = introduce(lists_of(), Places.of(counts()))

    assert plan.introductions.openings.tolist() == []
    assert plan.worth == 0
