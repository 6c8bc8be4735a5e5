"""Couples, siblings and teams, placed together or not at all: exact search for small rounds."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from renkei.engines.matching.arrays import (
    UNMATCHED,
    Assignment,
    Count,
    Groups,
    Index,
    Lists,
    Places,
)
from renkei.engines.matching.demand import Demand, Mask, check
from renkei.engines.matching.errors import Impossible, MarketError
from renkei.engines.matching.flows.plan import Plan, plan_of
from renkei.engines.matching.flows.solvers import Backend

MOST_PEOPLE = 200


class TooBig(MarketError):
    """More people than the exact search takes on."""


class NotProven(MarketError):
    """The search ended before it could prove its best plan; `best` is worth at most `bound`."""

    def __init__(
        self, where: str, problem: str, remedy: str, best: "TogetherPlan | None", bound: int
    ) -> None:
        super().__init__(where, problem, remedy)
        self.best, self.bound = best, bound

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.where, self.problem, self.remedy, self.best, self.bound)


@dataclass(frozen=True, slots=True)
class Together:
    """People of whom all are placed alike, or none.

    Shapes  region (openings,): all get openings of the same number; None: the same opening
    """

    people: tuple[int, ...]
    region: NDArray[np.int32] | None = None


@dataclass(frozen=True, slots=True)
class Teams:
    """Openings that run with at least so many people and a supervisor, or not at all.

    Shapes  least (openings,); supervisors: lists of theirs, best first; most (supervisors,)
    Units   people; teams that one supervisor can lead. `supervisors` is None where none are needed
    """

    least: Count
    supervisors: Lists | None = None
    most: Count | None = None


@dataclass(frozen=True, slots=True)
class TogetherPlan:
    """Who is where, and who supervises.

    Shapes  supervisor (openings,): -1 where there is none
    Units   worth: 1/100,000 of a point, of people and supervisors; steps: plans that were looked at
    """

    assignment: Assignment
    supervisor: Index
    worth: int
    steps: int


@dataclass(frozen=True, slots=True)
class Round:
    """A small round: the market, who belongs together, and what makes a team."""

    lists: Lists
    places: Places
    groups: Groups | None = None
    together: tuple[Together, ...] = ()
    teams: Teams | None = None


@dataclass(frozen=True, slots=True)
class _Node:
    """A part of all plans: what people may have, and what supervisors may lead."""

    people: Demand
    leaders: Demand
    opened: Mask
    bound: int
    led: Plan | None = None  # the best flow of supervisors, while nothing changes for them


def place_together(
    given: Round, *, most_steps: int = 5_000, backend: Backend | None = None
) -> TogetherPlan:
    """The plan of the most worth that keeps together who belongs together.

    1. forget for a moment who belongs together: the best flow bounds every plan of this part
    2. a part that cannot beat the best plan so far, or has no flow, is left
    3. a couple that is torn apart: one part with both at the place of one of them, one without
       that place for both; an opening with too few people or no supervisor: open, or closed
    4. a flow with nothing amiss is a plan
    The parts of a step are disjoint and hold all plans, so what remains is the best. Of equal plans
    the first one found stands, the same in every run.

    Shapes  lists (entries,), places (openings,) -> assignment (people,), supervisor (openings,)
    Units   scores in thousandths of a point
    Errors  TooBig above 200 people; NotProven after `most_steps`, with the best plan and the bound;
            Impossible when minima or floors cannot be met; those of `check` for bad input
    Source  Land and Doig, An automatic method of solving discrete programming problems,
            Econometrica 28 (1960). That couples make it hard: Ronn, NP-complete stable matching
            problems, Journal of Algorithms 11 (1990)
    """
    if most_steps < 1:
        raise MarketError("most_steps", f"is {most_steps}", "give at least 1")
    root = _root(given)
    best: TogetherPlan | None = None
    parts, steps = [root], 0
    while parts:
        node = parts.pop()
        if best is not None and node.bound <= best.worth:
            continue
        if steps == most_steps:
            _give_up(best, max(part.bound for part in (*parts, node)), steps)
        steps += 1
        flows = _flows(node, backend, is_root=steps == 1)
        if flows is None or (best is not None and _worth(flows) <= best.worth):
            continue
        node = replace(node, bound=_worth(flows), led=flows[1])
        split = _split(given, node, *flows)
        if split:
            parts += split
        else:
            best = _plan(node, *flows, steps)
    if best is None:
        raise MarketError(
            "together", "with minima leave no plan at all", "lower a minimum or a floor"
        )
    return replace(best, steps=steps)


def _give_up(best: TogetherPlan | None, bound: int, steps: int) -> None:
    raise NotProven(
        "most_steps",
        f"{steps} parts were not enough: the best plan is worth at most {bound},"
        f" found is {best.worth if best else 'none'}",
        "take fewer people or more steps",
        best,
        bound,
    )


def _root(given: Round) -> _Node:
    n_openings = given.places.n_openings
    people = Demand.of(given.lists, given.places, given.groups)
    check(people)
    supervisors = given.teams.supervisors if given.teams else None
    nobody = Lists(np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32))
    leaders = Demand.of(supervisors or nobody, Places.of(np.ones(n_openings, np.int64)))
    if given.teams and given.teams.most is not None:
        leaders = replace(leaders, most=given.teams.most)
    check(leaders)
    n_people = people.lists.n_people + leaders.lists.n_people
    if n_people > MOST_PEOPLE:
        raise TooBig(
            "people", f"are {n_people}", f"search at most {MOST_PEOPLE} together, or use `optimal`"
        )
    _check_together(given)
    for unit in given.together:
        # A region that only one of a couple lists is no region for the couple.
        common = _common(people, unit)
        people = _only(people, unit, common)
    bound = np.iinfo(np.int64).max
    return _Node(people, leaders, np.zeros(n_openings, np.bool_), int(bound))


def _check_together(given: Round) -> None:
    seen: set[int] = set()
    for unit in given.together:
        for person in unit.people:
            if not 0 <= person < given.lists.n_people:
                raise MarketError("together", f"names person {person}", "name people of the lists")
            if person in seen:
                raise MarketError("together", f"names person {person} twice", "join the two")
            seen.add(person)
    if given.teams and len(given.teams.least) != given.places.n_openings:
        raise MarketError("teams.least", "is not as long as the openings", "give one for each")


# --- flows of a part --------------------------------------------------------------------------


def _flows(node: _Node, backend: Backend | None, *, is_root: bool) -> tuple[Plan, Plan] | None:
    """The best flows of people and of supervisors; None where there are none."""
    try:
        return (
            plan_of(node.people, backend=backend),
            node.led or plan_of(node.leaders, backend=backend),
        )
    except Impossible:
        if is_root:
            raise
        return None


def _worth(flows: tuple[Plan, Plan]) -> int:
    return flows[0].worth + flows[1].worth


def _plan(node: _Node, people: Plan, leaders: Plan, steps: int) -> TogetherPlan:
    led = leaders.demand.lists
    supervisor = np.full(node.people.places.n_openings, UNMATCHED, np.int32)
    supervisor[led.openings[leaders.chosen]] = led.people[leaders.chosen]
    supervisor[people.assignment.counts(len(supervisor)) == 0] = UNMATCHED
    return TogetherPlan(people.assignment, supervisor, people.worth + leaders.worth, steps)


# --- what is amiss, and how it is split -----------------------------------------------------------


def _split(given: Round, node: _Node, people: Plan, leaders: Plan) -> list[_Node]:
    """Parts, the more promising one last; none when nothing is amiss."""
    held = people.assignment.opening
    torn = [unit for unit in given.together if _is_torn(unit, held)]
    if torn:
        # Whoever loses most by being together lowers the bound of both parts most.
        unit = max(torn, key=lambda unit: _worth_of(people, unit) - _best_together(people, unit))
        return _split_unit(node, unit, held)
    if given.teams is None:
        return []
    counts = people.assignment.counts(given.places.n_openings)
    led = leaders.introductions.counts(given.places.n_openings) > 0
    needs_leader = given.teams.supervisors is not None
    amiss = (counts > 0) & ((counts < given.teams.least) | (needs_leader & ~led))
    # A supervisor of nobody makes a part look better than it is.
    amiss |= (counts == 0) & led & (_best_score(leaders, given.places.n_openings) > 0)
    amiss &= ~node.opened
    return _split_opening(given, node, int(np.argmax(amiss))) if amiss.any() else []


def _is_torn(unit: Together, held: Index) -> bool:
    openings = held[list(unit.people)]
    regions = _regions(unit, openings)
    return bool((openings >= 0).any() and (regions != regions[:1]).any())


def _regions(unit: Together, openings: Index) -> Index:
    """Below zero for who has no opening."""
    if unit.region is None:
        return openings
    # Regions may bear any number, also one below zero; so they are numbered anew.
    known = np.unique(unit.region, return_inverse=True)[1].astype(np.int32)
    return np.where(openings >= 0, known[openings] if len(known) else -1, -1).astype(np.int32)


def _common(demand: Demand, unit: Together) -> Index:
    """The regions that all of them may still have."""
    common: Index | None = None
    for person in unit.people:
        entries = slice(demand.lists.starts[person], demand.lists.starts[person + 1])
        free = demand.lists.openings[entries][~demand.forbidden[entries]]
        here = _regions(unit, free)
        common = here if common is None else common[np.isin(common, here)]
    return np.unique(np.zeros(0, np.int32) if common is None else common)


def _worth_of(plan: Plan, unit: Together) -> int:
    """What they have in a plan."""
    theirs = plan.chosen & np.isin(plan.demand.lists.people, unit.people)
    return int(plan.demand.worth[theirs].sum())


def _best_together(plan: Plan, unit: Together) -> int:
    """The most that they could have in one region, if there were room for all."""
    demand, common = plan.demand, _common(plan.demand, unit)
    total = np.zeros(len(common), np.int64)
    for person in unit.people:
        entries = slice(demand.lists.starts[person], demand.lists.starts[person + 1])
        regions = _regions(unit, demand.lists.openings[entries])
        here = np.isin(regions, common) & ~demand.forbidden[entries]
        best = np.zeros(len(common), np.int64)
        at = np.searchsorted(common, regions[here])
        np.maximum.at(best, at, demand.worth[entries][here])
        total += best
    return int(total.max(initial=0))


def _only(demand: Demand, unit: Together, regions: Index, *, placed: bool = False) -> Demand:
    """All of them in these regions; and placed, if that is known."""
    forbidden, least = demand.forbidden.copy(), demand.least.copy()
    for person in unit.people:
        entries = slice(demand.lists.starts[person], demand.lists.starts[person + 1])
        inside = np.isin(_regions(unit, demand.lists.openings[entries]), regions)
        forbidden[entries] |= ~inside
        least[person] = 1 if placed else least[person]
    return replace(demand, forbidden=forbidden, least=least)


def _split_unit(node: _Node, unit: Together, held: Index) -> list[_Node]:
    """All of them where the first of them is that has a place; or none there.

    Whoever has a place has it in a region that all of them may have: others were forbidden.
    """
    common = _common(node.people, unit)
    mine = _regions(unit, held[list(unit.people)])
    region = mine[mine >= 0][:1]
    without = _only(node.people, unit, common[common != region[0]])
    return [
        replace(node, people=without),
        replace(node, people=_only(node.people, unit, region, placed=True)),
    ]


def _split_opening(given: Round, node: _Node, opening: int) -> list[_Node]:
    """Closed, or open with a team and a supervisor."""
    assert given.teams is not None
    parts = []
    if node.people.places.minimum[opening] == 0:
        parts.append(_bounded(node, opening, (0, 0), (0, 0)))
    least = max(int(given.teams.least[opening]), 1)
    most = int(node.people.places.capacity[opening])
    if least <= most:
        leaders = (1, 1) if given.teams.supervisors is not None else (0, 1)
        opened = node.opened.copy()
        opened[opening] = True
        least = max(least, int(node.people.places.minimum[opening]))
        parts.append(replace(_bounded(node, opening, (least, most), leaders), opened=opened))
    return parts


def _bounded(node: _Node, opening: int, people: tuple[int, int], leaders: tuple[int, int]) -> _Node:
    return replace(
        node,
        people=replace(node.people, places=_with(node.people.places, opening, people)),
        leaders=replace(node.leaders, places=_with(node.leaders.places, opening, leaders)),
        led=None,
    )


def _with(places: Places, opening: int, bounds: tuple[int, int]) -> Places:
    capacity, minimum = places.capacity.copy(), places.minimum.copy()
    minimum[opening], capacity[opening] = bounds
    return Places(capacity, minimum)


def _best_score(leaders: Plan, n_openings: int) -> Count:
    scores = np.zeros(n_openings, np.int64)
    lists = leaders.demand.lists
    scores[lists.openings[leaders.chosen]] = lists.scores[leaders.chosen]
    return scores
