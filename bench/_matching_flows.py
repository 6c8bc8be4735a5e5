"""Plans as flows at the size of a prefecture, beside what others do on the same market.

`rows`, `peers` and `growth` return one dictionary for each row; `bench.matching` shows them. Every
row is measured in a process of its own, so that its memory is its own.
"""

import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import numpy as np

from bench import best
from renkei.engines.matching import (
    NO_CAP,
    Groups,
    IntroduceRules,
    Lists,
    OptimalRules,
    Places,
    Plan,
    Refusals,
    ResolveRules,
    Round,
    Together,
    check_flow,
    introduce,
    optimal,
    place_together,
    resolve,
)

Row = dict[str, Any]
Market = tuple[Lists, Places, Groups]

BUREAUS = 14
TIMES = (1, 2, 4, 8)
PEERS_PEOPLE = 10_000
CP_SAT_SECONDS = 60
ROUNDS = 2


@dataclass(frozen=True)
class Size:
    people: int
    length: int
    openings: int


LARGE = Size(100_000, 30, 20_000)
INTRODUCED = Size(100_000, 50, 20_000)
ROUND = Size(2_000, 10, 400)


def market(size: Size, seed: int = 0, room: float = 1.0) -> Market:
    """Lists as a ranking of all openings leaves them: the best of many, so close together; some
    openings wanted by many; places for a share `room` of the people; caps and floors of bureaus."""
    rng = np.random.default_rng(seed)
    lists = Lists(
        np.arange(size.people + 1, dtype=np.int64) * size.length,
        _openings(rng, size).ravel(),
        _scores(rng, size).ravel(),
    )
    capacity = rng.poisson(size.people * room / size.openings, size.openings).astype(np.int64)
    bureau = rng.integers(0, BUREAUS, size.openings).astype(np.int32)
    inside = np.bincount(bureau, weights=capacity, minlength=BUREAUS)
    cap = np.append((inside * rng.uniform(0.7, 1.1, BUREAUS)).astype(np.int64), NO_CAP)
    floor = np.append((inside * rng.uniform(0.2, 0.6, BUREAUS)).astype(np.int64), 0)
    parent = np.append(np.full(BUREAUS, BUREAUS), -1).astype(np.int32)
    return lists, Places.of(capacity), Groups(parent, bureau, cap, floor, cap)


def _openings(rng: np.random.Generator, size: Size) -> np.ndarray:
    """Drawn by how much they are wanted; what would come twice is replaced by any others."""
    wanted = np.cumsum(rng.gamma(2.0, size=size.openings))
    drawn = np.searchsorted(wanted, rng.random((size.people, size.length)) * wanted[-1])
    ordered = np.sort(drawn, axis=1)
    for person in np.nonzero((ordered[:, 1:] == ordered[:, :-1]).any(axis=1))[0]:
        drawn[person] = rng.choice(size.openings, size.length, replace=False)
    return drawn.astype(np.int32)


def _scores(rng: np.random.Generator, size: Size) -> np.ndarray:
    """The best of many exponential tails: each next one a little below the one before."""
    falls = np.log(np.cumsum(rng.exponential(size=(size.people, size.length)), axis=1))
    return np.clip(88_000 - 3_500 * falls, 0, 100_000).astype(np.int32)


# --- ours -----------------------------------------------------------------------------------


def rows() -> list[Row]:
    """Plan, check, plan of introductions, its check, plan after refusals, a real round, couples."""
    return [
        *alone(_optimal),
        *alone(_introduce),
        *alone(_one_before_a_third),
        *alone(_resolve),
        *alone(_round),
        *alone(_couples),
    ]


def alone(function: Callable[..., Any], *arguments: Any) -> Any:
    """In a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(function, *arguments).result()


def row(
    task: str, seconds: float, good: float | None = None, excellent: float | None = None
) -> Row:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    return {
        "task": task,
        "seconds": seconds,
        "good": good,
        "excellent": excellent,
        "memory_mb": memory,
    }


def _optimal() -> list[Row]:
    _compiled()
    lists, places, groups = market(LARGE)
    found = timed(lambda: optimal(lists, places, groups), ROUNDS)
    plan_row = timed_row("optimal, 100,000 x 30, caps and floors, with prices", found, 8, 5)
    plan_row |= {"placed": found.result.assignment.n_placed, "score": found.result.score}
    return [plan_row, _checked(found.result)]


def _checked(plan: Plan) -> Row:
    found = timed(lambda: check_flow(plan.demand, plan.chosen, plan.prices), ROUNDS)
    return timed_row("its certificate checked", found) | {"proved": found.result.is_optimal}


def _introduce() -> list[Row]:
    return _introduced(IntroduceRules(most=5), "introduction plan, 100,000 x 50, up to 5", 40, 20)


def _one_before_a_third() -> list[Row]:
    elsewhere = np.random.default_rng(1).random(INTRODUCED.openings) < 0.5
    rules = IntroduceRules(
        most=5, is_elsewhere=elsewhere, least_elsewhere=1, one_before_a_third=True
    )
    return _introduced(rules, "the same, one elsewhere, one before a third", 40, 20)


def _introduced(rules: IntroduceRules, task: str, good: float, excellent: float) -> list[Row]:
    _compiled()
    lists, places, _groups = market(INTRODUCED)
    found = timed(lambda: introduce(lists, places, rules=rules), ROUNDS)
    plan_row = timed_row(task, found, good, excellent)
    plan_row |= {
        "introductions": len(found.result.introductions.openings),
        "score": found.result.score,
    }
    return [plan_row, _checked(found.result)]


def _resolve() -> list[Row]:
    plan = optimal(*market(LARGE))
    placed = np.nonzero(plan.assignment.opening >= 0)[0]
    who = np.random.default_rng(2).choice(placed, len(placed) // 100, replace=False)
    refusals = Refusals(tuple((int(p), int(plan.assignment.opening[p])) for p in who))
    found = []
    for way, percent in (("stay", 5), ("improve", 0), ("freeze", 0)):
        rules = ResolveRules(way, stay_percent=percent)  # type: ignore[arg-type]
        after = timed(lambda rules=rules: resolve(plan, refusals, rules))
        named = f"{way}, {percent} %" if way == "stay" else way
        task = f"made anew after 1 % refusals ({named})"
        found.append(timed_row(task, after) | {"moved": f"{after.result.share_moved:.2%}"})
        if way == "stay":
            found[-1]["asked"] = "at most 0.2 %"
    return found


def _round() -> list[Row]:
    lists, places, groups = market(ROUND)
    found = []
    for backend in ("ortools", "highs"):
        rules = OptimalRules(backend=backend)  # type: ignore[arg-type]
        optimal(lists, places, groups, rules=rules)
        seconds = best(lambda rules=rules: optimal(lists, places, groups, rules=rules))
        found.append(row(f"a real round, 2,000 x 10, by {backend}", seconds))
    return found


def _couples() -> list[Row]:
    lists, places, groups = market(Size(200, 10, 60))
    couples = tuple(Together((p, p + 1)) for p in range(0, 40, 2))
    found = timed(lambda: place_together(Round(lists, places, groups, couples)))
    task = "200 people with 20 couples, exact search"
    return [timed_row(task, found) | {"steps": found.result.steps}]


@dataclass(frozen=True)
class Timed:
    """Seconds of the quickest round, by the clock and of the processor, and what came of it."""

    seconds: float
    cpu: float
    result: Any


def timed(task: Callable[[], Any], rounds: int = 1) -> Timed:
    clock, cpu = [], []
    for _ in range(rounds):
        started = time.perf_counter(), time.process_time()
        result = task()
        clock.append(time.perf_counter() - started[0])
        cpu.append(time.process_time() - started[1])
    return Timed(min(clock), min(cpu), result)


def timed_row(
    task: str, found: Timed, good: float | None = None, excellent: float | None = None
) -> Row:
    return row(task, found.seconds, good, excellent) | {"cpu_s": round(found.cpu, 2)}


def _compiled() -> None:
    """Nobody waits for imports or the compiler."""
    lists, places, groups = market(Size(50, 5, 20))
    plan = optimal(lists, places, groups)
    check_flow(plan.demand, plan.chosen, plan.prices)


# --- others ---------------------------------------------------------------------------------


def peers() -> list[Row]:
    """The market of 10,000 people by HiGHS and CP-SAT as one would write it, and by us; and the
    market of 100,000 by OR-tools' flow alone, without prices, proof or lots."""
    return [
        alone(_ours_smaller),
        alone(_highs),
        alone(_cp_sat),
        alone(_flow_alone),
    ]


def _smaller() -> Market:
    return market(Size(PEERS_PEOPLE, 30, 2_000))


def _ours_smaller() -> Row:
    _compiled()
    lists, places, groups = _smaller()
    found = timed(lambda: optimal(lists, places, groups), ROUNDS)
    return timed_row("renkei, 10,000 x 30", found) | {"score": found.result.score}


def _highs() -> Row:
    """One variable for each entry; people, openings and bureaus as inequalities."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, vstack

    lists, places, groups = _smaller()
    entries = np.arange(len(lists.openings))
    bureau = groups.of_opening[lists.openings]

    def sums(of: np.ndarray, n: int) -> csr_array:
        return csr_array((np.ones(len(of)), (of, entries)), shape=(n, len(of)))

    inside = sums(bureau, BUREAUS)
    table = vstack(
        [sums(lists.people, PEERS_PEOPLE), sums(lists.openings, places.n_openings), inside, -inside]
    )
    limits = [np.ones(PEERS_PEOPLE), places.capacity]
    most = np.concatenate([*limits, groups.cap[:BUREAUS], -groups.floor[:BUREAUS]])
    found = timed(
        lambda: linprog(-lists.scores.astype(float), A_ub=table, b_ub=most, bounds=(0, 1))
    )
    return timed_row("SciPy, HiGHS, 10,000 x 30", found) | {"score": round(-found.result.fun)}


def _cp_sat() -> Row:
    from ortools.sat.python import cp_model

    lists, places, groups = _smaller()
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in range(len(lists.openings))]
    of_opening: list[list[Any]] = [[] for _ in range(places.n_openings)]
    of_bureau: list[list[Any]] = [[] for _ in range(BUREAUS)]
    for variable, opening in zip(taken, lists.openings.tolist(), strict=True):
        of_opening[opening].append(variable)
        of_bureau[groups.of_opening[opening]].append(variable)
    for person in range(lists.n_people):
        model.add_at_most_one(taken[lists.starts[person] : lists.starts[person + 1]])
    for opening, variables in enumerate(of_opening):
        model.add(sum(variables) <= int(places.capacity[opening]))
    for bureau, variables in enumerate(of_bureau):
        model.add_linear_constraint(
            sum(variables), int(groups.floor[bureau]), int(groups.cap[bureau])
        )
    model.maximize(sum(int(s) * v for s, v in zip(lists.scores, taken, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = CP_SAT_SECONDS
    solver.parameters.num_workers = 2
    found = timed(lambda: solver.solve(model))
    has_plan = found.result in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    score = round(solver.objective_value) if has_plan else "no plan found"
    return timed_row(f"CP-SAT, 10,000 x 30, {CP_SAT_SECONDS} s", found) | {"score": score}


def _flow_alone() -> Row:
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    lists, places, groups = market(LARGE)
    n_people, n_openings = lists.n_people, places.n_openings
    root = n_people + n_openings + BUREAUS
    people, openings = np.arange(n_people), n_people + np.arange(n_openings)
    bureaus = n_people + n_openings + np.arange(BUREAUS)
    floor, cap = groups.floor[:BUREAUS], groups.cap[:BUREAUS]

    def solve() -> SimpleMinCostFlow:
        solver = SimpleMinCostFlow()
        tail = [lists.people, openings, bureaus, people]
        head = [n_people + lists.openings, bureaus[groups.of_opening]]
        head += [np.full(BUREAUS, root), np.full(n_people, root)]
        room = [np.ones(len(lists.openings)), places.capacity, cap - floor, np.ones(n_people)]
        cost = [-lists.scores.astype(np.int64), np.zeros(root)]
        solver.add_arcs_with_capacity_and_unit_cost(
            np.concatenate(tail).astype(np.int32),
            np.concatenate(head).astype(np.int32),
            np.concatenate(room).astype(np.int64),
            np.concatenate(cost).astype(np.int64),
        )
        given = np.zeros(root + 1, np.int64)
        given[:n_people], given[bureaus], given[root] = 1, -floor, floor.sum() - n_people
        solver.set_nodes_supplies(np.arange(root + 1, dtype=np.int32), given)
        solver.solve()
        return solver

    found = timed(solve, ROUNDS)
    task = "OR-tools flow alone, 100,000 x 30"
    return timed_row(task, found) | {"score": -found.result.optimal_cost()}


# --- growth ---------------------------------------------------------------------------------


def growth() -> list[Row]:
    """Seconds for 1, 2, 4 and 8 times as many people and openings, lists as long as before."""
    return [alone(_grown, mode) for mode in ("optimal", "introduce")]


def _grown(mode: str) -> Row:
    _compiled()
    seconds = []
    for times in TIMES:
        lists, places, groups = market(Size(10_000 * times, 30, 2_000 * times))
        if mode == "optimal":
            task: Callable[[], object] = lambda m=(lists, places, groups): optimal(*m)  # noqa: E731
        else:
            task = lambda m=(lists, places): introduce(*m)  # noqa: E731
        seconds.append(timed(task, ROUNDS).seconds)
    return row(f"{mode}, 10,000 x 30 and more", sum(seconds)) | {"growth": seconds}
