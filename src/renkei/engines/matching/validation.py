"""Lists, places and groups are what they say, or are refused by name, place and remedy."""

import numpy as np
from numpy.typing import NDArray

from renkei.engines.matching.arrays import MOST_POINTS, NO_CAP, Groups, Lists, Places
from renkei.engines.matching.errors import (
    Contradiction,
    MarketError,
    NegativeCapacity,
    NotATree,
    RepeatedRank,
    ShapeMismatch,
    UnknownOpening,
)


def require_lists(lists: Lists, n_openings: int) -> None:
    """Refuse lists that are not CSR, name an unknown opening, or one twice.

    Empty lists are fine: whoever lists nothing is given nothing.

    Errors  ShapeMismatch, UnknownOpening, RepeatedRank, MarketError for scores that rise or are
            not 0 to 100,000
    """
    starts, openings, scores = lists.starts, lists.openings, lists.scores
    if len(starts) == 0 or starts[0] != 0 or starts[-1] != len(openings) or _falls(starts):
        raise ShapeMismatch("lists.starts", "do not divide the entries", "begin at 0, end at all")
    if len(scores) != len(openings):
        raise ShapeMismatch("lists.scores", f"{len(scores)} scores", f"give {len(openings)}")
    unknown = np.flatnonzero((openings < 0) | (openings >= n_openings))
    if len(unknown):
        where = _entry(lists, int(unknown[0]))
        problem = f"names opening {openings[unknown[0]]}, and there are {n_openings}"
        raise UnknownOpening(where, problem, "list openings of this market only")
    _require_once(lists)
    _require_scores(lists)


def _falls(values: NDArray[np.int64]) -> bool:
    return bool((np.diff(values) < 0).any())


def _entry(lists: Lists, entry: int) -> str:
    person = int(np.searchsorted(lists.starts, entry, side="right")) - 1
    return f"list of person {person}, rank {entry - int(lists.starts[person]) + 1}"


def _require_once(lists: Lists) -> None:
    pairs = (lists.people.astype(np.int64) << 32) | lists.openings
    order = np.sort(pairs)
    twice = np.flatnonzero(order[1:] == order[:-1])
    if len(twice):
        entry = int(np.flatnonzero(pairs == order[twice[0]])[1])
        problem = f"lists opening {lists.openings[entry]} a second time"
        raise RepeatedRank(_entry(lists, entry), problem, "leave one of them out")


def _require_scores(lists: Lists) -> None:
    scores = lists.scores
    outside = np.flatnonzero((scores < 0) | (scores > MOST_POINTS))
    if len(outside):
        problem = f"the score {scores[outside[0]]} is not 0 to {MOST_POINTS}"
        raise MarketError(_entry(lists, int(outside[0])), problem, "give thousandths of a point")
    rises = np.flatnonzero((np.diff(scores) > 0) & (np.diff(lists.people) == 0))
    if len(rises):
        where = _entry(lists, int(rises[0]) + 1)
        raise MarketError(where, "has a higher score than the rank before", "sort the list")


def require_places(places: Places) -> None:
    """Refuse capacities and minima below zero, and a minimum above its capacity.

    Errors  ShapeMismatch, NegativeCapacity, Contradiction
    """
    capacity, minimum = places.capacity, places.minimum
    if capacity.ndim != 1 or capacity.shape != minimum.shape:
        raise ShapeMismatch("places", f"{capacity.shape} and {minimum.shape}", "give one of each")
    for name, values in (("capacity", capacity), ("minimum", minimum)):
        _require_not_negative(f"{name} of opening", values)
    above = np.flatnonzero(minimum > capacity)
    if len(above):
        first = int(above[0])
        problem = f"the minimum {minimum[first]} is above the capacity {capacity[first]}"
        raise Contradiction(f"opening {first}", problem, "raise the one or lower the other")


def _require_not_negative(what: str, values: NDArray[np.int64]) -> None:
    below = np.flatnonzero(values < 0)
    if len(below):
        first = int(below[0])
        raise NegativeCapacity(
            f"{what} {first}", f"{values[first]} is below zero", "give 0 or more"
        )


def require_groups(groups: Groups, n_openings: int) -> None:
    """Refuse groups that are no tree, and numbers that no result can keep.

    Errors  ShapeMismatch, NotATree, UnknownOpening for openings in an unknown group,
            NegativeCapacity, Contradiction
    """
    n = groups.n_groups
    for name in ("cap", "floor", "target"):
        values = getattr(groups, name)
        if values.shape != (n,):
            raise ShapeMismatch(f"groups.{name}", f"has the shape {values.shape}", f"give ({n},)")
        _require_not_negative(f"{name} of group", values)
    if groups.of_opening.shape != (n_openings,):
        problem = f"has the shape {groups.of_opening.shape}"
        raise ShapeMismatch("groups.of_opening", problem, f"give ({n_openings},)")
    outside = np.flatnonzero((groups.of_opening < -1) | (groups.of_opening >= n))
    if len(outside):
        first = int(outside[0])
        problem = f"is in group {groups.of_opening[first]}, and there are {n}"
        raise UnknownOpening(f"opening {first}", problem, "give -1 where there is no group")
    depths(groups)
    _require_bounds(groups)


def depths(groups: Groups) -> NDArray[np.int64]:
    """How many groups stand above each group; 0 for a root.

    Shapes  -> (groups,)
    Errors  NotATree where a parent is unknown or its parents lead round in a circle
    """
    n, parent = groups.n_groups, groups.parent
    unknown = np.flatnonzero((parent < -1) | (parent >= n))
    if len(unknown):
        first = int(unknown[0])
        raise NotATree(
            f"group {first}", f"its parent {parent[first]} is unknown", "give -1 at a root"
        )
    depth, above = np.zeros(n, np.int64), parent.astype(np.int64)
    for _ in range(n):
        if not (above >= 0).any():
            return depth
        depth += above >= 0
        above = np.where(above >= 0, parent[above], -1)
    if not (above >= 0).any():
        return depth
    first = int(np.flatnonzero(above >= 0)[0])
    raise NotATree(f"group {first}", "its parents lead round in a circle", "let one be a root")


def _require_bounds(groups: Groups) -> None:
    for low, high, name in (
        (groups.floor, groups.cap, "floor"),
        (groups.target, groups.cap, "target"),
    ):
        above = np.flatnonzero(low > high)
        if len(above):
            first = int(above[0])
            problem = f"the {name} {low[first]} is above the cap {high[first]}"
            raise Contradiction(f"group {first}", problem, f"lower the {name} or raise the cap")
    inside = np.zeros(groups.n_groups, np.int64)
    has_parent = groups.parent >= 0
    np.add.at(inside, groups.parent[has_parent], groups.floor[has_parent])
    above = np.flatnonzero((inside > groups.cap) & (groups.cap < NO_CAP))
    if len(above):
        first = int(above[0])
        problem = f"the floors inside add up to {inside[first]}, and its cap is {groups.cap[first]}"
        raise Contradiction(f"group {first}", problem, "lower the floors or raise the cap")
