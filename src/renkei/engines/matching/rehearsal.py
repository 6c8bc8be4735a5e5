"""A dry run: what each cap does, which hosts stay under their minimum, who competes for what."""

from dataclasses import dataclass

import numpy as np

from renkei.engines.matching.acceptance import stable
from renkei.engines.matching.arrays import NO_CAP, Assignment, Count, Groups, Index
from renkei.engines.matching.endings import people_inside
from renkei.engines.matching.errors import MarketError
from renkei.engines.matching.reasons import Reason
from renkei.engines.matching.stable_market import StableMarket


@dataclass(frozen=True, slots=True)
class CapEffect:
    """What one cap does, all others standing.

    Units   people: inside with the cap and without it; `moved` have another place without it,
            `unplaced` have a place only without it
    """

    group: int
    cap: int
    inside: int
    inside_without: int
    moved: int
    unplaced: int


@dataclass(frozen=True, slots=True, eq=False)
class DryRun:
    """What would happen if the round closed now.

    Shapes  under_minimum (hosts,): openings with fewer people than their minimum, none included;
            listed_by, first_choices (openings,)
    Units   people
    """

    result: Assignment
    caps: tuple[CapEffect, ...]
    under_minimum: Index
    listed_by: Count
    first_choices: Count
    places: Count

    def competition(self, opening: int) -> Reason:
        """As somebody who lists an opening reads it: “N others compete for P places”."""
        others = max(0, int(self.listed_by[opening]) - 1)
        return Reason("competition", {"others": others, "places": int(self.places[opening])})


def dry_run(market: StableMarket, *, fast: bool | None = None) -> DryRun:
    """Close the round without telling anybody.

    1. the result as it would be
    2. for each cap, the result without it
    3. openings below their minimum; how many list each opening, and how many first

    Errors  as `stable`
    """
    result = stable(market, fast=fast)
    has = result.counts(market.places.n_openings)
    caps = tuple(
        _effect(market, result, int(group), fast)
        for group in np.flatnonzero(market.groups.cap < NO_CAP)
    )
    lists, n = market.lists, market.places.n_openings
    first = lists.openings[lists.starts[:-1][lists.lengths > 0]]
    return DryRun(
        result,
        caps,
        np.flatnonzero(has < market.places.minimum).astype(np.int32),
        np.bincount(lists.openings, minlength=n).astype(np.int64),
        np.bincount(first, minlength=n).astype(np.int64),
        market.places.capacity,
    )


def _effect(market: StableMarket, result: Assignment, group: int, fast: bool | None) -> CapEffect:
    without = stable(market.with_cap(group, NO_CAP), fast=fast)
    return CapEffect(
        group,
        int(market.groups.cap[group]),
        int(people_inside(market, result)[group]),
        int(people_inside(market, without)[group]),
        int((without.opening != result.opening).sum()),
        int(((without.opening >= 0) & (result.opening < 0)).sum()),
    )


def caps_for_floor(
    market: StableMarket, group: int, floor: int, *, fast: bool | None = None
) -> Groups | None:
    """Caps of the groups beside this one, lowered until it reaches a floor; None where none do.

    1. the groups with the same parent give up one place each in turn, those with most people
       beyond their own floor first
    2. after each, the result again, until the floor is reached or nobody has a place to give up

    A floor inside `stable` would cost stability and truthful lists; lowered caps cost neither. The
    caps must be published before lists are handed in: lowered after, they would reward false ones.

    Units   floor: people
    Errors  MarketError for a group or a floor that is not there
    """
    if not 0 <= group < market.groups.n_groups or floor < 0:
        raise MarketError("floor", f"group {group}, floor {floor}", "name a group of this market")
    groups = market.groups
    beside = np.flatnonzero(
        (groups.parent == groups.parent[group]) & (np.arange(groups.n_groups) != group)
    )
    while True:
        inside = people_inside(market, stable(market, fast=fast))
        if inside[group] >= floor:
            return market.groups
        spare = inside[beside] - market.groups.floor[beside]
        if not len(beside) or spare.max() <= 0:
            return None
        lowered = int(beside[int(np.argmax(spare))])
        market = market.with_cap(lowered, int(inside[lowered]) - 1)
