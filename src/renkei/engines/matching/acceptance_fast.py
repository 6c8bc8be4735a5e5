"""Deferred acceptance compiled by Numba, with a tournament for the place to give up.

This module is imported only when the fast way is asked for.
"""

import numpy as np

from renkei.engines.matching.acceptance_kernel import NOTHING, apply_all
from renkei.engines.matching.arrays import UNMATCHED, Assignment, Count, Index
from renkei.engines.matching.flexible import has_caps
from renkei.engines.matching.stable_market import StableMarket
from renkei.engines.matching.validation import depths


def apply_compiled(market: StableMarket) -> Assignment:
    """Arrange the arrays of the kernel, and let everyone apply."""
    lists, groups, rule = market.lists, market.groups, market.rule
    n_openings = market.places.n_openings
    opening = np.full(lists.n_people, UNMATCHED, np.int32)
    if len(lists.openings) == 0:
        return Assignment(opening)
    listed = np.bincount(lists.openings, minlength=n_openings)
    most = np.minimum(market.places.capacity, listed)
    room = np.zeros(n_openings + 1, np.int64)
    np.cumsum(most, out=room[1:])
    of_opening = groups.of_opening if has_caps(groups) else np.full(n_openings, -1, np.int32)
    depth = depths(groups)
    levels = np.array([depth.max(initial=-1) + 1])
    apply_all(
        (lists.starts, lists.openings, market.keys),
        (room, rule.target, rule.order.astype(np.int64), np.argsort(rule.order)),
        (groups.parent, groups.cap, groups.target, of_opening, depth, levels),
        _tournaments(groups.parent, of_opening),
        opening,
    )
    return Assignment(opening)


def _tournaments(parent: Index, of_opening: Index) -> tuple[Count, ...]:
    """A binary tree for each group, whose leaves are its own openings and the groups in it.

    Shapes  -> nodes of all trees; leaves of each group, rounded up to a power of two; where its
            tree begins; the leaf of each opening; the leaf of each group in its parent's tree
    """
    n_groups = len(parent)
    holder = np.concatenate([of_opening, parent]).astype(np.int64)
    order = np.argsort(holder, kind="stable")
    counts = np.bincount(holder[holder >= 0], minlength=n_groups)
    begin = np.zeros(n_groups + 1, np.int64)
    np.cumsum(counts, out=begin[1:])
    leaf = np.full(len(holder), -1, np.int64)
    inside = order[np.count_nonzero(holder < 0) :]
    leaf[inside] = np.arange(len(inside)) - begin[holder[inside]]
    size = np.array([1 << max(0, int(count) - 1).bit_length() for count in counts], np.int64)
    first = np.zeros(n_groups + 1, np.int64)
    np.cumsum(2 * size, out=first[1:])
    nodes = np.full(int(first[-1]), NOTHING, np.int64)
    return nodes, size, first, leaf[: len(of_opening)], leaf[len(of_opening) :]
