"""Deferred acceptance as it is told: everyone's applications, and each choice made anew.

Needs NumPy alone and is slow on purpose: nothing is carried from one round to the next but who
applied where.
"""

from dataclasses import dataclass

import numpy as np

from renkei.engines.matching.arrays import UNMATCHED, Assignment
from renkei.engines.matching.stable_market import StableMarket
from renkei.engines.matching.validation import depths


def apply_in_turn(market: StableMarket) -> Assignment:
    """Rounds of applications.

    1. whoever is not kept applies to the next of their list
    2. of all who ever applied, the openings choose again (`choose`)
    3. until nobody who is not kept has anything left to apply to
    """
    lists = market.lists
    applied: list[list[int]] = [[] for _ in range(market.places.n_openings)]
    following = lists.starts[:-1].copy()
    kept = np.full(lists.n_people, UNMATCHED, np.int32)
    while True:
        free = np.flatnonzero((kept == UNMATCHED) & (following < lists.starts[1:]))
        if len(free) == 0:
            return Assignment(kept)
        for person in free:
            entry = int(following[person])
            applied[lists.openings[entry]].append(entry)
            following[person] += 1
        kept[:] = UNMATCHED
        for entry in choose(market, applied):
            kept[lists.people[entry]] = lists.openings[entry]


def choose(market: StableMarket, applied: list[list[int]]) -> list[int]:
    """Whom the openings keep of those who applied, by the flexible rule, place by place.

    1. each opening ranks those who applied by their keys
    2. an opening around which no cap can be reached keeps its best
    3. of the others that have a place and somebody left, and whose groups are all below their
       caps, the one whose next place comes first by the rule takes its best
    """
    waiting = [sorted(entries, key=lambda e: int(market.keys[e])) for entries in applied]
    rule, capacity = _Rule.of(market), market.places.capacity.tolist()
    inside = [0] * market.groups.n_groups
    has = [0] * market.places.n_openings
    chosen = [entry for opening in rule.free for entry in waiting[opening][: capacity[opening]]]
    bound = [opening for opening in range(len(has)) if opening not in rule.free]
    while True:
        can = [
            opening
            for opening in bound
            if has[opening] < min(len(waiting[opening]), capacity[opening])
            and all(inside[group] < rule.caps[group] for group in rule.chains[opening])
        ]
        if not can:
            return chosen
        best = max(can, key=lambda opening: rule.precedence(inside, has, opening))
        chosen.append(waiting[best][has[best]])
        has[best] += 1
        for group in rule.chains[best]:
            inside[group] += 1


@dataclass(frozen=True, slots=True)
class _Rule:
    """What the flexible rule reads: the groups around each opening, the widest first, with their
    caps and targets. `free` are openings around which no cap can be reached."""

    chains: list[list[int]]
    free: frozenset[int]
    caps: list[int]
    targets: list[int]
    sure: list[int]
    order: list[int]
    levels: int

    @classmethod
    def of(cls, market: StableMarket) -> "_Rule":
        groups, chains = market.groups, _chains(market)
        room = [0] * groups.n_groups
        for opening, chain in enumerate(chains):
            for group in chain:
                room[group] += int(market.places.capacity[opening])
        caps = groups.cap.tolist()
        free = [
            opening
            for opening, chain in enumerate(chains)
            if all(room[group] <= caps[group] for group in chain)
        ]
        return cls(
            chains,
            frozenset(free),
            caps,
            groups.target.tolist(),
            market.rule.target.tolist(),
            market.rule.order.tolist(),
            int(depths(groups).max(initial=-1)) + 1,
        )

    def precedence(self, inside: list[int], has: list[int], opening: int) -> tuple[object, ...]:
        """Greater where the next place is filled first; levels that it lacks tell nothing."""
        chain = self.chains[opening]
        below = [inside[group] < self.targets[group] for group in chain]
        below += [True] * (self.levels - len(chain))
        target = self.sure[opening]
        is_sure = has[opening] < target
        turn = has[opening] + 1 if is_sure else has[opening] + 1 - target
        return (*below, is_sure, -turn, -self.order[opening])


def _chains(market: StableMarket) -> list[list[int]]:
    """The groups around each opening, the widest first."""
    parent, chains = market.groups.parent, []
    for group in market.groups.of_opening:
        chain: list[int] = []
        while group >= 0:
            chain.insert(0, int(group))
            group = parent[group]
        chains.append(chain)
    return chains
