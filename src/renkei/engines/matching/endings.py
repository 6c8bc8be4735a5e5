"""How every entry of every list ended, for a whole round at once, as codes and numbers."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from renkei.engines.matching.arrays import Assignment, Count, Index
from renkei.engines.matching.flexible import has_caps
from renkei.engines.matching.priorities import class_of, points_of
from renkei.engines.matching.stable_market import StableMarket


class Outcome(IntEnum):
    """Why an entry of a list became a place, or did not."""

    PLACED = 0
    BETTER = 1  # the person has one that they ranked higher
    OUTSCORED = 2  # the last admitted had more points
    PRIORITY = 3  # the same points and a higher class
    LOTTERY = 4  # the same points and class, an earlier lottery number
    REGION = 5  # a place was free, and a cap closed it
    NO_PLACE = 6  # the opening takes nobody


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """One for each entry of the lists.

    Shapes  code, own, last, group (entries,)
    Units   own, last: keys of the person and of the last admitted (-1 for nobody); group: the
            narrowest full group around the opening, -1 for none
    """

    code: NDArray[np.int8]
    own: Count
    last: Count
    group: Index


def outcomes(market: StableMarket, result: Assignment) -> Outcomes:
    """How every entry ended.

    1. the last admitted of each opening, and the narrowest full group around it
    2. entries after a person's own were not needed
    3. entries before it: by points, class or lottery where the opening is full or its last
       admitted comes earlier; by the region's cap where a place stayed free

    Shapes  result (people,) -> (entries,) each
    """
    lists, n_openings = market.lists, market.places.n_openings
    people = lists.people
    assigned = result.opening[people]
    is_own = (lists.openings == assigned) & (assigned >= 0)
    last_of = np.full(n_openings, -1, np.int64)
    np.maximum.at(last_of, lists.openings[is_own], market.keys[is_own])
    full_group = narrowest_full_group(market, result)
    last, group = last_of[lists.openings], full_group[lists.openings]
    has_free = result.counts(n_openings) < market.places.capacity
    code = np.select(
        [
            is_own,
            _is_after_own(lists.starts, is_own, people),
            market.places.capacity[lists.openings] == 0,
            has_free[lists.openings] & (group >= 0),
            points_of(market.keys) < points_of(last),
            class_of(market.keys) > class_of(last),
        ],
        [0, 1, 6, 5, 2, 3],
        Outcome.LOTTERY,
    ).astype(np.int8)
    return Outcomes(code, market.keys, last, group.astype(np.int32))


def _is_after_own(starts: Count, is_own: NDArray[np.bool_], people: Index) -> NDArray[np.bool_]:
    seen = np.cumsum(is_own)
    before = np.concatenate([[0], seen])[starts[:-1]]
    return np.asarray((seen - before[people] > 0) & ~is_own)


def narrowest_full_group(market: StableMarket, result: Assignment) -> Index:
    """The narrowest group around each opening that has reached its cap; -1 where none has.

    Shapes  -> (openings,)
    """
    groups = market.groups
    found = np.full(market.places.n_openings, -1, np.int32)
    if not has_caps(groups):
        return found
    inside = people_inside(market, result)
    here = groups.of_opening.copy()
    while (here >= 0).any():
        known = np.maximum(here, 0)
        is_full = (here >= 0) & (inside[known] >= groups.cap[known])
        found = np.where((found < 0) & is_full, here, found).astype(np.int32)
        here = np.where(here >= 0, groups.parent[known], -1).astype(np.int32)
    return found


def people_inside(market: StableMarket, result: Assignment) -> Count:
    """How many people each group has, those of the groups inside it included.

    Shapes  -> (groups,)
    """
    groups = market.groups
    inside = np.zeros(groups.n_groups, np.int64)
    here, has = groups.of_opening, result.counts(market.places.n_openings)
    while (here >= 0).any():
        np.add.at(inside, here[here >= 0], has[here >= 0])
        here = np.where(here >= 0, groups.parent[np.maximum(here, 0)], -1)
    return inside
