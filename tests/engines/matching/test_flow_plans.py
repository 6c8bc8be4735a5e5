"""Plans of the best worth: against an integer program, against each other, by hand."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.engines.matching.arrays import NO_CAP, Assignment, Groups, Places
from renkei.engines.matching.certificates.flow import check_flow, shortage
from renkei.engines.matching.demand import Demand
from renkei.engines.matching.errors import (
    Contradiction,
    Impossible,
    MarketError,
    NegativeCapacity,
    NotATree,
    RepeatedRank,
    ShapeMismatch,
    UnknownOpening,
)
from renkei.engines.matching.flows.optimal import OptimalRules, optimal
from renkei.engines.matching.flows.plan import Plan, best_plan, points
from renkei.engines.matching.flows.solvers import Backend
from tests.engines.matching.flow_examples import (
    FEW,
    MANY,
    best_worth,
    counts,
    demands,
    groups_of,
    lists_of,
    market,
)

BACKENDS: tuple[Backend, ...] = ("ortools", "highs", "plain")


def found(demand: Demand, backend: Backend, seed: int = 0) -> Plan | Impossible:
    try:
        return best_plan(demand, seed=seed, backend=backend)
    except Impossible as refusal:
        return refusal


@pytest.mark.parametrize("backend", ["ortools", "highs"])
@MANY
@given(demand=demands())
def test_plan_is_as_good_as_that_of_an_integer_program(backend: Backend, demand: Demand) -> None:
    result = found(demand, backend)

    expected = best_worth(demand)
    if isinstance(result, Impossible):
        assert expected is None
        assert shortage(demand, result.cut.prices) >= result.cut.needs - result.cut.has > 0
    else:
        assert result.worth == expected
        proof = check_flow(demand, result.chosen, result.prices)
        assert (proof.breaches, proof.worth, proof.gap) == ((), result.worth, 0)


@MANY
@given(demand=demands(), seed=st.integers(0, 2**64 - 1))
def test_solvers_and_the_plain_reference_give_the_same_bytes(demand: Demand, seed: int) -> None:
    results = [found(demand, backend, seed) for backend in BACKENDS]

    first, *others = [written(result) for result in results]
    assert others == [first, first]


def written(result: Plan | Impossible) -> bytes | str:
    if isinstance(result, Impossible):
        return str(result)
    arrays = (result.chosen, result.prices.opening, result.prices.group)
    return b"".join(array.tobytes() for array in arrays)


@MANY
@given(demand=demands(plain=True))
def test_one_more_place_never_lowers_the_worth(demand: Demand) -> None:
    wider = replace(demand, places=replace(demand.places, capacity=demand.places.capacity + 1))

    before, after = found(demand, "ortools"), found(wider, "ortools")

    if isinstance(before, Plan):
        assert isinstance(after, Plan)
        assert after.worth >= before.worth


@MANY
@given(demand=demands(plain=True))
def test_without_floors_nothing_is_impossible_and_worth_is_no_less(demand: Demand) -> None:
    groups = replace(demand.groups, floor=np.zeros_like(demand.groups.floor))
    free = replace(demand, groups=groups, places=Places.of(demand.places.capacity))

    before, after = found(demand, "highs"), found(free, "highs")

    assert isinstance(after, Plan)
    if isinstance(before, Plan):
        assert after.worth >= before.worth


@FEW
@given(demand=demands(plain=True), seeds=st.tuples(st.integers(0, 99), st.integers(0, 99)))
def test_seed_moves_people_among_plans_of_equal_worth_only(demand: Demand, seeds) -> None:
    one, other = (found(demand, "ortools", seed) for seed in seeds)

    if isinstance(one, Plan):
        assert isinstance(other, Plan)
        assert one.worth == other.worth


def test_lots_give_an_even_chance() -> None:
    """Two people want the one place alike; nobody is preferred for standing first."""
    lists, places = lists_of([(0, 50_000)], [(0, 50_000)]), Places.of(counts(1))

    winners = [
        int(np.argmax(optimal(lists, places, rules=OptimalRules(seed=seed)).assignment.opening))
        for seed in range(400)
    ]

    # Four standard deviations about the half.
    assert 160 <= sum(winners) <= 240


def test_by_hand() -> None:
    """Whom a place suits less gives way: 90 + 70 is more than 95 + 10."""
    lists = lists_of([(0, 95_000), (1, 70_000)], [(0, 90_000), (1, 10_000)])

    plan = optimal(lists, Places.of(counts(1, 1)))

    assert plan.assignment.opening.tolist() == [1, 0]
    assert (plan.score, points(plan.worth)) == (160_000, 160.0)


def test_floor_of_a_group_is_met_by_whom_it_costs_least() -> None:
    lists = lists_of(
        [(0, 90_000), (1, 20_000)], [(0, 90_000), (1, 80_000)], [(0, 90_000), (1, 10_000)]
    )
    groups = groups_of([-1, -1], [0, 1], floor=[0, 1])

    plan = optimal(lists, Places.of(counts(3, 3)), groups)

    assert plan.assignment.opening.tolist() == [0, 1, 0]
    # One place less asked for outside would be worth what the second person gives up.
    assert plan.prices.group.tolist() == [0, -1_000_000]


def test_caps_of_a_tree_hold_at_every_height() -> None:
    lists = lists_of(*[[(0, 90_000), (1, 80_000), (2, 70_000)]] * 6)
    groups = groups_of([2, 2, -1], [0, 0, 1], cap=[3, 4, 5], floor=[0, 0, 0])

    plan = optimal(lists, Places.of(counts(2, 9, 9)), groups)

    assert plan.assignment.counts(3).tolist() == [2, 1, 2]
    assert plan.assignment.n_placed == 5


def test_impossible_floor_names_who_asks_and_who_could_come() -> None:
    """Three groups ask for 12, and 9 people listed anything there."""
    there = [[(0, 50_000), (1, 40_000), (2, 30_000)]] * 9
    lists = lists_of(*there, *[[(3, 90_000)]] * 20)
    groups = groups_of([-1] * 4, [0, 1, 2, 3], floor=[4, 5, 3, 0])

    with pytest.raises(Impossible, match="need at least 12, only 9 can be had there") as refusal:
        optimal(lists, Places.of(counts(20, 20, 20, 20)), groups)

    cut = refusal.value.cut
    assert (cut.needs, cut.has, cut.groups) == (12, 9, (0, 1, 2))
    assert cut.comers == tuple(range(9))
    assert refusal.value.where == "groups 0, 1, 2"
    demand = Demand.of(lists, Places.of(counts(20, 20, 20, 20)), groups)
    assert shortage(demand, cut.prices) == 3
    assert pickle.loads(pickle.dumps(refusal.value)).cut.needs == 12


def test_impossible_floor_names_the_opening_and_the_group_that_are_full() -> None:
    lists = lists_of(*[[(0, 50_000), (1, 50_000)]] * 9)
    groups = groups_of([1, -1], [0, 1], cap=[9, 9], floor=[5, 0])

    with pytest.raises(Impossible) as refusal:
        optimal(lists, Places.of(counts(2, 9)), groups)

    cut = refusal.value.cut
    assert (cut.needs, cut.has, cut.groups, cut.full_openings) == (5, 2, (0,), (0,))
    assert "more room in opening 0" in refusal.value.remedy


def test_everyone_is_placed_or_it_is_said_who_cannot_be() -> None:
    lists = lists_of([(0, 50_000), (1, 1)], [(0, 90_000)], [])
    rules = OptimalRules(everyone=True)

    with pytest.raises(Impossible) as refusal:
        optimal(lists, Places.of(counts(1, 1)), rules=rules)
    plan = optimal(lists_of([(0, 50_000), (1, 1)], [(0, 90_000)]), Places.of(counts(1, 1)))

    assert refusal.value.cut.people == (2,)
    assert plan.assignment.opening.tolist() == [1, 0]


def test_minimum_of_an_opening_is_met_or_named() -> None:
    lists = lists_of([(0, 90_000), (1, 10_000)], [(0, 80_000), (1, 30_000)])

    plan = optimal(lists, Places(counts(2, 2), counts(0, 1)))
    with pytest.raises(Impossible) as refusal:
        optimal(lists, Places(counts(2, 3), counts(0, 3)))

    assert plan.assignment.opening.tolist() == [0, 1]
    assert (refusal.value.cut.openings, refusal.value.cut.needs) == ((1,), 3)


def test_stay_bonus_keeps_whom_a_small_gain_would_move() -> None:
    lists, places = lists_of([(0, 82_000), (1, 80_000)]), Places.of(counts(1, 1))
    earlier = Assignment(np.array([1], np.int32))

    def now(percent: int) -> int:
        rules = OptimalRules(stay_percent=percent)
        return int(optimal(lists, places, earlier=earlier, rules=rules).assignment.opening[0])

    assert [now(0), now(2), now(3)] == [0, 0, 1]


def test_stay_bonus_is_not_counted_as_score() -> None:
    lists, places = lists_of([(0, 80_000)]), Places.of(counts(1))
    earlier = Assignment(np.array([0], np.int32))

    plan = optimal(lists, places, earlier=earlier, rules=OptimalRules(stay_percent=5))

    assert (plan.score, points(plan.worth)) == (80_000, 84.0)


def test_pins_and_forbidden_pairs_are_kept() -> None:
    lists = lists_of([(0, 90_000), (1, 10_000)], [(0, 80_000), (1, 70_000)])
    places = Places.of(counts(1, 1))

    pinned = optimal(lists, places, rules=OptimalRules(pinned=((0, 1),)))
    forbidden = optimal(lists, places, rules=OptimalRules(forbidden=((0, 0), (1, 1))))

    assert pinned.assignment.opening.tolist() == [1, 0]
    assert forbidden.assignment.opening.tolist() == [1, 0]


def test_two_pins_into_one_place_are_impossible() -> None:
    lists = lists_of([(0, 90_000)], [(0, 80_000)])
    rules = OptimalRules(pinned=((0, 0), (1, 0)))

    with pytest.raises(Impossible) as refusal:
        optimal(lists, Places.of(counts(1)), rules=rules)

    assert (refusal.value.cut.needs, refusal.value.cut.has) == (2, 1)
    assert (refusal.value.cut.people, refusal.value.cut.full_openings) == ((0, 1), (0,))


@pytest.mark.parametrize(
    ("lists", "capacity"),
    [
        (lists_of(), counts()),
        (lists_of(), counts(2, 2)),
        (lists_of([], []), counts()),
        (lists_of([(0, 5_000)], [(1, 5_000)]), counts(0, 0)),
        (lists_of([], []), counts(1)),
    ],
    ids=["nothing", "nobody", "no openings", "no room", "empty lists"],
)
@pytest.mark.parametrize("backend", BACKENDS)
def test_plan_of_nothing_is_empty_and_proved(lists, capacity, backend: Backend) -> None:
    plan = optimal(lists, Places.of(capacity), rules=OptimalRules(backend=backend))

    assert plan.assignment.opening.tolist() == [-1] * lists.n_people
    assert check_flow(plan.demand, plan.chosen, plan.prices).is_optimal


GOOD = lists_of([(0, 5_000), (1, 4_000)])
ROOM = Places.of(counts(1, 1))


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: optimal(lists_of([(7, 1)]), ROOM), UnknownOpening, "opening 7"),
        (lambda: optimal(lists_of([(0, 1), (0, 1)]), ROOM), RepeatedRank, "second time"),
        (lambda: optimal(GOOD, Places.of(counts(-1, 1))), NegativeCapacity, "-1 is below zero"),
        (lambda: optimal(GOOD, Places(counts(1, 1), counts(2, 0))), Contradiction, "minimum 2"),
        (
            lambda: optimal(GOOD, ROOM, groups_of([1, 0], [0, 1], floor=[0, 0])),
            NotATree,
            "circle",
        ),
        (
            lambda: optimal(GOOD, ROOM, groups_of([-1], [0, 0], cap=[1], floor=[2])),
            Contradiction,
            "floor 2 is above the cap 1",
        ),
        (lambda: optimal(GOOD, ROOM, Groups.none(3)), ShapeMismatch, "groups.of_opening"),
        (
            lambda: optimal(GOOD, ROOM, rules=OptimalRules(pinned=((0, 9),))),
            MarketError,
            "pin of person 0: opening 9 is not on the list; list it first",
        ),
        (
            lambda: optimal(GOOD, ROOM, rules=OptimalRules(pinned=((0, 0),), forbidden=((0, 0),))),
            Contradiction,
            "person 0 and opening 0: are pinned and forbidden",
        ),
        (
            lambda: optimal(
                GOOD,
                ROOM,
                earlier=Assignment(np.array([0], np.int32)),
                rules=OptimalRules(stay_percent=-1),
            ),
            MarketError,
            "stay_percent: is -1",
        ),
        (
            lambda: best_plan(Demand.of(GOOD, ROOM), backend="abacus"),  # type: ignore[arg-type]
            MarketError,
            "choose one of",
        ),
        (
            lambda: best_plan(replace(Demand.of(GOOD, ROOM), levels=(1, 2))),
            MarketError,
            "levels: rise",
        ),
        (
            lambda: best_plan(replace(Demand.of(GOOD, ROOM), least=counts(2))),
            Contradiction,
            "least",
        ),
        (
            lambda: best_plan(replace(Demand.of(GOOD, ROOM), least=counts(0, 0))),
            ShapeMismatch,
            "least: has 2 values; give 1",
        ),
    ],
)
def test_bad_input_is_refused_by_name(call, error, words) -> None:
    with pytest.raises(error) as refusal:
        call()

    assert words in str(refusal.value)


def test_backends_agree_at_the_size_of_a_real_round() -> None:
    lists, places, groups = market(1, 600, 12, 150)

    plans = [
        optimal(lists, places, groups, rules=OptimalRules(backend=backend))
        for backend in ("ortools", "highs")
    ]

    assert written(plans[0]) == written(plans[1])
    assert check_flow(plans[0].demand, plans[0].chosen, plans[0].prices).is_optimal


def test_caps_without_limit_do_not_overflow() -> None:
    lists = lists_of([(0, 5_000)], [(0, 4_000)])
    groups = groups_of([1, -1], [0], cap=[NO_CAP, NO_CAP], floor=[1, 0])

    plan = optimal(lists, Places.of(counts(NO_CAP)), groups)

    assert plan.assignment.opening.tolist() == [0, 0]


def test_of_two_impossible_floors_the_worse_is_named_alone() -> None:
    lists = lists_of([(0, 5_000)], [(1, 5_000)])
    groups = groups_of([-1, -1], [0, 1], floor=[2, 4])

    with pytest.raises(Impossible) as refusal:
        optimal(lists, Places.of(counts(9, 9)), groups)

    assert refusal.value.where == "group 1"
    assert (refusal.value.cut.needs, refusal.value.cut.has) == (4, 1)
