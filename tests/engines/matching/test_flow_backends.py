"""Solvers that are missing or wrong, and the plain code that stands in for SciPy."""

import importlib.util
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import scipy.optimize
from hypothesis import given

from renkei.engines.matching.arrays import Introductions, Places
from renkei.engines.matching.demand import Demand, entries_of
from renkei.engines.matching.errors import Impossible, MarketError, NegativeCapacity, NotInstalled
from renkei.engines.matching.flows import solvers
from renkei.engines.matching.flows.network import Network, network_of
from renkei.engines.matching.flows.optimal import OptimalRules, optimal
from renkei.engines.matching.flows.plan import best_backend, best_plan
from renkei.engines.matching.flows.potentials import potentials
from tests.engines.matching.flow_examples import FEW, counts, demands, groups_of, lists_of, market

LISTS, ROOM = lists_of([(0, 5_000)], [(0, 4_000)]), Places.of(counts(1))


@pytest.fixture
def without_scipy(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("scipy.sparse", "scipy.sparse.csgraph", "scipy.optimize"):
        monkeypatch.setitem(sys.modules, module, None)


@pytest.mark.parametrize(
    ("backend", "module"),
    [("highs", "scipy.optimize"), ("ortools", "ortools.graph.python.min_cost_flow")],
)
def test_missing_solver_is_named(backend, module, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(NotInstalled, match="install the extra `engine`"):
        optimal(LISTS, ROOM, rules=OptimalRules(backend=backend))


@pytest.mark.parametrize(
    ("installed", "expected"),
    [({"ortools", "scipy"}, "ortools"), ({"scipy"}, "highs"), (set(), "plain")],
)
def test_quickest_solver_that_is_installed_is_taken(
    installed, expected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name in installed or None)

    assert best_backend() == expected


@pytest.mark.usefixtures("without_scipy")
def test_numpy_alone_finds_the_plan_and_draws_the_lots() -> None:
    winners = [
        optimal(
            lists_of([(0, 5_000)], [(0, 5_000)]), ROOM, rules=OptimalRules(seed=n, backend="plain")
        ).assignment.opening.tolist()
        for n in range(20)
    ]

    assert {tuple(winner) for winner in winners} == {(0, -1), (-1, 0)}


@FEW
@given(demand=demands())
def test_numpy_alone_names_the_same_cut(demand: Demand) -> None:
    def said() -> str:
        try:
            return best_plan(demand, backend="plain").chosen.tobytes().hex()
        except Impossible as refusal:
            return f"{refusal} {refusal.cut}"

    with_scipy = said()
    with pytest.MonkeyPatch.context() as patch:
        for module in ("scipy.sparse", "scipy.sparse.csgraph"):
            patch.setitem(sys.modules, module, None)
        without = said()

    assert without == with_scipy


def test_solver_that_is_wrong_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """It leaves everybody without a place; prices cannot prove that."""
    lazy = {"ortools": lambda network: np.zeros(len(network.tail), np.int64)}
    monkeypatch.setattr(solvers, "_BACKENDS", lazy)

    with pytest.raises(MarketError, match="gave a plan that can be bettered"):
        optimal(LISTS, ROOM, rules=OptimalRules(backend="ortools"))


def test_numbers_that_are_too_large_for_a_solver_are_refused() -> None:
    demand = replace(Demand.of(LISTS, ROOM), worth=counts(2**61 - 1, 2**60 + 3))

    with pytest.raises(MarketError, match="use smaller numbers"):
        best_plan(demand, backend="ortools")


def test_solver_that_stops_early_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = SimpleNamespace(status=1, message="Time limit reached.")
    monkeypatch.setattr(scipy.optimize, "linprog", lambda *_args, **_options: stopped)

    with pytest.raises(MarketError, match=r"backend highs: Time limit reached\."):
        best_plan(Demand.of(LISTS, ROOM), backend="highs")


@pytest.mark.parametrize("n_people", [3, 200])
def test_flow_that_can_be_bettered_has_no_potentials(n_people: int) -> None:
    """A hundred others are moved about first; the circle is found all the same."""
    lists, places, groups = market(4, n_people, 3, 10)
    layout = network_of(Demand.of(lists, places, replace(groups, floor=np.zeros(5, np.int64))))

    nothing = np.zeros(len(layout.network.tail), np.int64)

    assert potentials(layout.network, nothing) is None


def test_potentials_of_a_network_without_arcs_are_zero() -> None:
    none = np.zeros(0, np.int64)
    empty = Network(3, none.astype(np.int32), none.astype(np.int32), none, none, none)

    found = potentials(empty, none)

    assert found is not None
    assert found.tolist() == [0, 0, 0]


def test_large_levels_are_cut_first_and_proved_in_full() -> None:
    """A first introduction is worth a million points; the plan is the best under that too."""
    lists = lists_of(*[[(0, 90_000), (1, 10_000)]] * 3)
    demand = replace(Demand.of(lists, Places.of(counts(3, 3))), levels=(10**11, 0))

    plans = [best_plan(demand, backend=backend) for backend in ("ortools", "highs", "plain")]

    assert {plan.worth for plan in plans} == {2 * 10**11 + 19_000_000}


def test_levels_that_outweigh_what_was_cut_are_solved_again() -> None:
    """To cover the third opening, a chain of people must move, each at a loss."""
    lists = lists_of([(0, 100_000), (1, 0)], [(1, 100_000), (2, 0)], [(0, 100_000)])
    demand = replace(Demand.of(lists, Places.of(counts(2, 1, 1))), levels=(10**10, 0))
    worths = [1, 1, 1, 1, 10**7]

    plan = best_plan(replace(demand, worth=counts(*reversed(worths))))

    assert plan.introductions.counts(3).tolist() == [1, 1, 1]


def test_entries_of_earlier_introductions_are_found() -> None:
    lists = lists_of([(0, 9), (1, 8)], [(1, 7), (2, 6)])
    earlier = Introductions(counts(0, 1, 3), np.array([1, 2, 0], np.int32))

    assert entries_of(lists, earlier).tolist() == [False, True, False, True]


def test_negative_number_of_introductions_is_refused() -> None:
    demand = replace(Demand.of(LISTS, ROOM), least=counts(0, -1))

    with pytest.raises(NegativeCapacity, match=r"least\[1\]: is -1"):
        best_plan(demand)


def test_group_cap_alone_needs_no_floor_to_be_kept() -> None:
    groups = groups_of([-1], [0], cap=[0], floor=[0])

    assert optimal(LISTS, ROOM, groups).assignment.opening.tolist() == [-1, -1]


def test_threads_side_by_side_find_the_same_bytes() -> None:
    lists, places, groups = market(6, 500, 8, 80)
    one = optimal(lists, places, groups)

    with ThreadPoolExecutor(4) as threads:
        plans = list(threads.map(lambda _turn: optimal(lists, places, groups), range(8)))

    assert {plan.chosen.tobytes() for plan in plans} == {one.chosen.tobytes()}
    assert {plan.prices.opening.tobytes() for plan in plans} == {one.prices.opening.tobytes()}
