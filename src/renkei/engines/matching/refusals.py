"""A plan made anew after refusals, with as few changes as wished."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from renkei.engines.matching.arrays import Count
from renkei.engines.matching.demand import PER_THOUSANDTH, Demand, Mask
from renkei.engines.matching.errors import MarketError
from renkei.engines.matching.flows.optimal import Pair, marked
from renkei.engines.matching.flows.plan import Plan, plan_of
from renkei.engines.matching.flows.solvers import Backend

Way: TypeAlias = Literal["improve", "stay", "freeze"]


@dataclass(frozen=True, slots=True)
class Refusals:
    """What became impossible: pairs that one side refused, and people who take part no longer."""

    pairs: tuple[Pair, ...]
    withdrawn: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ResolveRules:
    """How a plan is made anew.

    improve  all over again: the best score, whoever has to move
    stay     what people had and nobody refused is worth `stay_percent` more
    freeze   what people had and nobody refused stays; only gaps are filled

    Units   stay_percent: whole percent of the score; most_moved: share of the placed, 0 to 1, up to
            which `stay` doubles its bonus; seed: of the lots between equal plans
    """

    way: Way = "stay"
    stay_percent: int = 5
    most_moved: float = 1.0
    seed: int = 0
    backend: Backend | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """The new plan, and whom it moves.

    Shapes  moved (people,): had something that nobody refused, and have something else now
    Units   stay_percent: the bonus with which the plan was found
    """

    plan: Plan
    moved: Count
    n_placed: int
    stay_percent: int

    @property
    def share_moved(self) -> float:
        """Of those who had something that nobody refused."""
        return len(self.moved) / self.n_placed if self.n_placed else 0.0


def resolve(before: Plan, refusals: Refusals, rules: ResolveRules | None = None) -> Resolved:
    """The best plan without what was refused.

    1. refused pairs are forbidden; who withdrew has nothing and needs nothing
    2. what is kept is worth more (stay) or pinned (freeze)
    3. the best plan; who lost something that was not refused has been moved
    4. with `stay`, if more are moved than allowed, again with twice the bonus

    Shapes  before: a plan of `optimal` or `introduce`
    Errors  MarketError for an unknown way, a pair that is not listed, a bonus below zero, or a
            share that no bonus keeps; Impossible with its cut, with `freeze` also where floors
            could be met only by moving somebody
    """
    rules = rules or ResolveRules()
    _check(rules)
    demand = _without(before.demand, refusals)
    kept = before.chosen & ~demand.forbidden
    if rules.way == "freeze":
        return _made(replace(demand, pinned=demand.pinned | kept), kept, rules, 0)
    if rules.way == "improve":
        return _made(demand, kept, rules, 0)
    percent = int(rules.stay_percent)
    while True:
        bonus = np.where(kept, demand.lists.scores.astype(np.int64) * percent, 0)
        found = _made(replace(demand, worth=demand.worth + bonus), kept, rules, percent)
        if found.share_moved <= rules.most_moved:
            return found
        if percent > _MOST_PERCENT:
            raise MarketError(
                "most_moved", f"is {rules.most_moved}, and {len(found.moved)} must move",
                "floors or pins leave no other plan: allow more or lower a floor",
            )  # fmt: skip
        percent = max(2 * percent, 1)


# A score of 1 point is kept against one of 100 points.
_MOST_PERCENT = 10_000


def _made(demand: Demand, kept: Mask, rules: ResolveRules, percent: int) -> Resolved:
    plan = plan_of(demand, seed=rules.seed, backend=rules.backend)
    people = demand.lists.people
    return Resolved(
        plan=plan,
        moved=np.unique(people[kept & ~plan.chosen]).astype(np.int64),
        n_placed=len(np.unique(people[kept])),
        stay_percent=percent,
    )


def _check(rules: ResolveRules) -> None:
    if rules.way not in ("improve", "stay", "freeze"):
        raise MarketError("way", f"is {rules.way!r}", "choose improve, stay or freeze")
    if rules.stay_percent < 0 or rules.stay_percent != int(rules.stay_percent):
        raise MarketError(
            "stay_percent", f"is {rules.stay_percent}", "give whole percent, at least 0"
        )


def _without(demand: Demand, refusals: Refusals) -> Demand:
    """Scores without an earlier bonus; refused and withdrawn pairs forbidden and pinned no more."""
    refused = marked(demand.lists, refusals.pairs, "refusal")
    gone = np.zeros(demand.lists.n_people, np.bool_)
    gone[_within(refusals.withdrawn, len(gone))] = True
    refused |= gone[demand.lists.people]
    return replace(
        demand,
        worth=demand.lists.scores.astype(np.int64) * PER_THOUSANDTH,
        pinned=demand.pinned & ~refused,
        forbidden=demand.forbidden | refused,
        least=np.where(gone, 0, demand.least),
        least_elsewhere=np.where(gone, 0, demand.least_elsewhere),
    )


def _within(people: Iterable[int], n_people: int) -> list[int]:
    people = list(people)
    for person in people:
        if not 0 <= person < n_people:
            raise MarketError(
                "refusals.withdrawn", f"names person {person}", f"people are 0 to {n_people - 1}"
            )
    return people
