"""Plans made anew after refusals: few are moved, nothing refused comes back."""

import numpy as np
import pytest

from renkei.engines.matching.arrays import Places
from renkei.engines.matching.certificates.flow import check_flow
from renkei.engines.matching.errors import Impossible, MarketError
from renkei.engines.matching.flows.introduce import IntroduceRules, introduce
from renkei.engines.matching.flows.optimal import OptimalRules, optimal
from renkei.engines.matching.flows.plan import Plan
from renkei.engines.matching.refusals import Refusals, ResolveRules, resolve
from tests.engines.matching.flow_examples import counts, groups_of, lists_of, market


@pytest.fixture(scope="module")
def before() -> Plan:
    return optimal(*market(7, 4_000, 30, 800))


@pytest.fixture(scope="module")
def one_percent(before: Plan) -> Refusals:
    placed = np.nonzero(before.assignment.opening >= 0)[0]
    who = np.random.default_rng(11).choice(placed, len(placed) // 100, replace=False)
    return Refusals(tuple((int(p), int(before.assignment.opening[p])) for p in who))


def test_of_the_placed_at_most_two_in_a_thousand_are_moved(before, one_percent) -> None:
    """After 1 % refusals with a bonus of 5 %."""
    after = resolve(before, one_percent, ResolveRules("stay", stay_percent=5))

    assert after.share_moved <= 0.002
    assert check_flow(after.plan.demand, after.plan.chosen, after.plan.prices).is_optimal


def test_ways_trade_moves_for_score(before, one_percent) -> None:
    ways = [
        resolve(before, one_percent, ResolveRules(way)) for way in ("improve", "stay", "freeze")
    ]

    moves = [len(after.moved) for after in ways]
    scores = [after.plan.score for after in ways]
    assert moves == sorted(moves, reverse=True)
    assert scores == sorted(scores, reverse=True)
    assert moves[-1] == 0 < moves[0]


def test_nothing_refused_comes_back(before, one_percent) -> None:
    after = resolve(before, one_percent, ResolveRules("improve")).plan

    assert [(p, o) for p, o in one_percent.pairs if after.assignment.opening[p] == o] == []


def test_bonus_grows_until_few_enough_are_moved(before, one_percent) -> None:
    rules = ResolveRules("stay", stay_percent=0, most_moved=0.0005)

    after = resolve(before, one_percent, rules)

    assert after.share_moved <= 0.0005
    assert after.stay_percent > 0


def test_who_withdraws_leaves_a_place_to_others() -> None:
    lists = lists_of([(0, 90_000)], [(0, 80_000), (1, 70_000)])
    plan = optimal(lists, Places.of(counts(1, 1)))

    after = resolve(plan, Refusals((), withdrawn=(0,)), ResolveRules("improve"))

    assert plan.assignment.opening.tolist() == [0, 1]
    assert after.plan.assignment.opening.tolist() == [-1, 0]
    assert (after.moved.tolist(), after.n_placed, after.share_moved) == ([1], 1, 1.0)


def test_withdrawn_people_are_not_missed_by_a_round_that_places_everyone() -> None:
    plan = optimal(
        lists_of([(0, 90_000)], [(1, 80_000)]),
        Places.of(counts(1, 1)),
        rules=OptimalRules(everyone=True),
    )

    after = resolve(plan, Refusals((), withdrawn=(0,)))

    assert after.plan.assignment.opening.tolist() == [-1, 1]


def test_bonus_is_not_paid_twice() -> None:
    plan = optimal(lists_of([(0, 80_000)]), Places.of(counts(1)))

    once = resolve(plan, Refusals(()), ResolveRules(stay_percent=5))
    twice = resolve(once.plan, Refusals(()), ResolveRules(stay_percent=5))

    assert once.plan.worth == twice.plan.worth == 8_400_000


def test_freeze_says_when_a_floor_needs_somebody_to_move() -> None:
    lists = lists_of([(0, 90_000), (1, 10_000)], [(1, 50_000)])
    groups = groups_of([-1, -1], [0, 1], floor=[0, 1])
    plan = optimal(lists, Places.of(counts(2, 2)), groups)
    refusals = Refusals(((1, 1),))

    with pytest.raises(Impossible) as refusal:
        resolve(plan, refusals, ResolveRules("freeze"))
    after = resolve(plan, refusals)

    assert refusal.value.cut.groups == (1,)
    assert after.plan.assignment.opening.tolist() == [1, -1]


def test_share_that_no_bonus_keeps_is_refused() -> None:
    lists = lists_of([(0, 90_000), (1, 10_000)], [(1, 50_000)])
    groups = groups_of([-1, -1], [0, 1], floor=[0, 1])
    plan = optimal(lists, Places.of(counts(2, 2)), groups)

    with pytest.raises(MarketError, match="and 1 must move"):
        resolve(plan, Refusals(((1, 1),)), ResolveRules(most_moved=0.0))


def test_introductions_are_made_anew_too() -> None:
    lists = lists_of([(0, 90_000), (1, 80_000), (2, 70_000)])
    plan = introduce(lists, Places.of(counts(1, 1, 1)), rules=IntroduceRules(most=2, exposure=1))

    after = resolve(plan, Refusals(((0, 1),)))

    assert plan.introductions.of(0).tolist() == [0, 1]
    assert after.plan.introductions.of(0).tolist() == [0, 2]
    assert after.moved.tolist() == []


@pytest.mark.parametrize(
    ("refusals", "rules", "words"),
    [
        (Refusals(()), ResolveRules(way="guess"), "choose improve, stay or freeze"),  # type: ignore[arg-type]
        (Refusals(()), ResolveRules(stay_percent=-5), "give whole percent"),
        (Refusals(((0, 4),)), ResolveRules(), "refusal of person 0: opening 4 is not on the list"),
        (Refusals((), withdrawn=(8,)), ResolveRules(), "names person 8"),
    ],
)
def test_bad_input_is_refused_by_name(refusals, rules, words) -> None:
    plan = optimal(lists_of([(0, 80_000)]), Places.of(counts(1)))

    with pytest.raises(MarketError, match=words):
        resolve(plan, refusals, rules)


def test_nobody_refuses_and_nothing_changes() -> None:
    plan = optimal(*market(5, 300, 8, 60))

    after = resolve(plan, Refusals(()))

    assert np.array_equal(after.plan.chosen, plan.chosen)
    assert after.moved.tolist() == []
