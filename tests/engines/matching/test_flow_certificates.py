"""The checker of flows finds what is planted, and shares no code with what it checks."""

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import renkei.engines.matching.certificates.flow as checker
from renkei.engines.matching.arrays import Places
from renkei.engines.matching.certificates.flow import Breach, check_flow, shortage
from renkei.engines.matching.demand import Demand, Prices
from renkei.engines.matching.errors import Impossible
from renkei.engines.matching.flows.optimal import optimal
from renkei.engines.matching.flows.plan import Plan, best_plan
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


@pytest.fixture(scope="module")
def plan() -> Plan:
    """400 people on lists of 10, with caps and floors that bind."""
    lists, places, groups = market(3, 400, 10, 100)
    return optimal(lists, places, groups)


def moved(plan: Plan, person: int, opening: int) -> np.ndarray:
    """The plan with one person somewhere else."""
    people = plan.demand.lists.people
    changed = plan.chosen & (people != person)
    return changed | ((people == person) & (plan.demand.lists.openings == opening))


def test_best_plan_passes(plan: Plan) -> None:
    proof = check_flow(plan.demand, plan.chosen, plan.prices)

    assert proof.is_optimal
    assert proof.worth == plan.worth == int(plan.demand.worth[plan.chosen].sum())


def test_planted_plan_that_is_not_the_best_is_found(plan: Plan) -> None:
    """Someone with a choice between openings with room takes the worse one."""
    counted = plan.assignment.counts(plan.demand.places.n_openings)
    room = counted < plan.demand.places.capacity
    held = plan.assignment.opening
    person, worse = next(
        (p, o)
        for p in np.nonzero(held >= 0)[0].tolist()
        for o in plan.demand.lists.of(p).tolist()
        if room[o] and _same_groups(plan, o, int(held[p]))
    )

    proof = check_flow(plan.demand, moved(plan, person, worse), plan.prices)

    assert proof.breaches == ()
    assert proof.gap > 0
    assert not proof.is_optimal


def _same_groups(plan: Plan, one: int, other: int) -> bool:
    groups = plan.demand.groups.of_opening
    return one != other and groups[one] == groups[other]


def test_planted_breach_of_a_cap_is_found(plan: Plan) -> None:
    """The last place that the cap of a group left empty is given to someone who waits."""
    groups = plan.demand.groups
    full = (
        np.bincount(groups.of_opening, weights=plan.assignment.counts(100), minlength=5)
        == groups.cap
    )
    waiting, opening = next(
        (p, o)
        for p in np.nonzero(plan.assignment.opening < 0)[0].tolist()
        for o in plan.demand.lists.of(p).tolist()
        if full[groups.of_opening[o]]
    )

    proof = check_flow(plan.demand, moved(plan, waiting, opening), plan.prices)

    group = int(groups.of_opening[opening])
    cap, floor = int(groups.cap[group]), int(groups.floor[group])
    assert Breach("group", group, cap + 1, floor, cap) in proof.breaches
    assert not proof.is_optimal


def test_planted_breach_of_a_capacity_is_found(plan: Plan) -> None:
    counted = plan.assignment.counts(100)
    person, opening = next(
        (p, o)
        for p in range(400)
        for o in plan.demand.lists.of(p).tolist()
        if counted[o] == plan.demand.places.capacity[o] and plan.assignment.opening[p] != o
    )

    proof = check_flow(plan.demand, moved(plan, person, opening), plan.prices)

    room = int(counted[opening])
    assert Breach("opening", opening, room + 1, 0, room) in proof.breaches


def test_planted_miss_of_a_floor_is_found(plan: Plan) -> None:
    """Everyone of a group goes home."""
    groups = plan.demand.groups
    gone = groups.of_opening[plan.demand.lists.openings] == 2

    proof = check_flow(plan.demand, plan.chosen & ~gone, plan.prices)

    expected = Breach("group", 2, 0, int(groups.floor[2]), int(groups.cap[2]))
    assert proof.breaches == (expected,)


def test_each_kind_of_bound_is_counted() -> None:
    lists = lists_of([(0, 9_000), (1, 8_000), (2, 7_000)])
    demand = replace(
        Demand.of(lists, Places(counts(1, 1, 1), counts(0, 0, 1))),
        pinned=np.array([False, True, False]),
        forbidden=np.array([True, False, False]),
        is_elsewhere=np.array([False, True, True]),
        least_elsewhere=counts(1),
        least=counts(1),
    )
    prices = Prices(counts(0, 0, 0), counts())

    nothing = check_flow(demand, np.zeros(3, np.bool_), prices)
    wrong = check_flow(demand, np.array([True, False, True]), prices)

    assert [breach.what for breach in nothing.breaches] == ["person", "elsewhere", "opening", "pin"]
    assert [breach.what for breach in wrong.breaches] == ["person", "pin", "forbidden"]
    assert wrong.breaches[0] == Breach("person", 0, 2, 1, 1)


@MANY
@given(demand=demands(), seed=st.integers(0, 2**32 - 1))
def test_no_prices_lower_the_bound_below_the_best_worth(demand: Demand, seed: int) -> None:
    """Whatever the prices, no plan is declared the best that is not."""
    best = best_worth(demand)
    assume(best is not None)
    rng = np.random.default_rng(seed)
    prices = Prices(
        rng.integers(-(10**6), 10**6, demand.places.n_openings),
        rng.integers(-(10**6), 10**6, demand.groups.n_groups),
    )

    bound = check_flow(demand, np.zeros(len(demand.worth), np.bool_), prices).bound

    assert bound >= best


@FEW
@given(demand=demands(), seed=st.integers(0, 2**32 - 1))
def test_any_other_choice_is_refused_or_as_good(demand: Demand, seed: int) -> None:
    try:
        plan = best_plan(demand)
    except Impossible:
        return
    flips = np.random.default_rng(seed).random(len(plan.chosen)) < 0.2

    proof = check_flow(demand, plan.chosen ^ flips, plan.prices)

    assert proof.breaches or proof.worth <= plan.worth
    assert proof.is_optimal == (not proof.breaches and proof.worth == plan.worth)


@MANY
@given(demand=demands(), seed=st.integers(0, 2**32 - 1))
def test_no_prices_prove_a_possible_demand_impossible(demand: Demand, seed: int) -> None:
    assume(best_worth(demand) is not None)
    rng = np.random.default_rng(seed)
    prices = Prices(
        rng.integers(-1, 2, demand.places.n_openings), rng.integers(-1, 2, demand.groups.n_groups)
    )

    assert shortage(demand, prices) <= 0


def test_cut_that_is_not_violated_proves_nothing() -> None:
    lists = lists_of([(0, 5_000)], [(0, 5_000)])
    groups = groups_of([-1], [0], floor=[2])
    demand = Demand.of(lists, Places.of(counts(2)), groups)

    assert shortage(demand, Prices(counts(0), counts(-1))) == 0
    narrow = replace(demand, places=Places.of(counts(1)))
    assert shortage(narrow, Prices(counts(1), counts(-1))) == 1


def test_levels_count_in_the_bound() -> None:
    lists = lists_of([(0, 5_000)], [(0, 4_000)], [(0, 3_000)])
    demand = replace(Demand.of(lists, Places.of(counts(3))), levels=(7, 2))

    proof = check_flow(demand, np.ones(3, np.bool_), Prices(counts(0), counts()))

    assert (proof.worth, proof.bound) == (1_200_000 + 7 + 2 + 2, 1_200_000 + 7 + 2 + 2)


def test_checker_imports_nothing_of_the_solvers() -> None:
    tree = ast.parse(Path(checker.__file__).read_text(encoding="utf-8"))
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    own = {name for name in modules if name.startswith("renkei")}
    assert own == {"renkei.engines.matching.arrays", "renkei.engines.matching.demand"}
