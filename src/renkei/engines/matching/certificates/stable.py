"""Is a result stable within the caps? Checked from the definition, by code of its own.

Nothing here is shared with what finds results, but the names of arrays: no heap, no tournament,
no order of applications. It reads the lists once and looks for objections.
"""

import importlib.util
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from renkei.engines.matching.arrays import Assignment, Count, Groups, Index, Lists, Places

ANY = np.iinfo(np.int64).max
NOBODY = -1
MOST_NAMED = 1000
Mask: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """What is claimed to be stable, and the rule by which it is.

    Shapes  keys (entries,), target and order (openings,)
    """

    lists: Lists
    keys: Count
    places: Places
    groups: Groups
    target: Count
    order: Index


@dataclass(frozen=True, slots=True, eq=False)
class StableCertificate:
    """What was found against a result; nothing of it where the result is stable.

    Shapes  ineligible (people), over_capacity (openings), over_cap (groups): their numbers;
            blocking (pairs, 2): person, opening, at most the first 1,000
    Units   n_looked_at: entries that a person prefers to what they have
    """

    ineligible: Ints
    over_capacity: Ints
    over_cap: Ints
    blocking: Ints
    n_looked_at: int

    @property
    def holds(self) -> bool:
        against = (self.ineligible, self.over_capacity, self.over_cap, self.blocking)
        return not any(len(found) for found in against)


def check_stable(
    claim: Claim, result: Assignment, *, fast: bool | None = None
) -> StableCertificate:
    """Look for whatever would speak against a result.

    1. people placed where they are not listed, which they or the opening rule out
    2. openings with more people than places, groups with more than their cap
    3. blocking pairs: a person prefers an opening that has somebody with a later key (justified
       envy), or a free place which no cap closes, or a free place that the flexible rule fills
       before the one which the person has in the same full group

    Shapes  -> StableCertificate
    Source  Gale and Shapley (1962); Kamada and Kojima (2015) for stability under caps. Point 3 asks
            more than they do: of two places in the same round the published order decides
    """
    n_openings = claim.places.n_openings
    reader = _reader(fast)
    own = reader.own_entries(claim.lists.starts, claim.lists.openings, result.opening)
    ineligible = np.flatnonzero((result.opening >= 0) & (own < 0))
    has = np.bincount(result.opening[result.opening >= 0], minlength=n_openings)[:n_openings]
    chain = ancestors(claim.groups)
    inside = np.zeros(claim.groups.n_groups, np.int64)
    for column in chain.T:
        np.add.at(inside, column[column >= 0], has[column >= 0])
    bars, closed = _bars(claim, result, own, (has, chain, inside))
    ends = np.where(own >= 0, own, claim.lists.starts[1:])
    given = (claim.lists.starts, ends, claim.lists.openings, claim.keys)
    entries, asking = reader.scan(given, bars, closed, (result.opening, chain))
    moves = _moves(claim, result, asking, (has, chain, inside))
    blocking = np.sort(np.concatenate([entries, moves]))[:MOST_NAMED]
    pairs = np.stack([claim.lists.people[blocking], claim.lists.openings[blocking]], axis=1)
    return StableCertificate(
        ineligible,
        np.flatnonzero(has > claim.places.capacity),
        np.flatnonzero(inside > claim.groups.cap),
        pairs,
        int((ends - claim.lists.starts[:-1]).sum()),
    )


def _reader(fast: bool | None) -> Any:
    """The reading of the lists: compiled where Numba is installed, else by NumPy."""
    is_fast = importlib.util.find_spec("numba") is not None if fast is None else fast
    return import_module(f"{__package__}.stable_{'kernel' if is_fast else 'reading'}")


def ancestors(groups: Groups) -> Ints:
    """The groups around each opening, the widest first and -1 after the narrowest.

    Shapes  -> (openings, levels)
    """
    upward = [groups.of_opening.astype(np.int64)]
    while (upward[-1] >= 0).any():
        above = upward[-1]
        upward.append(np.where(above >= 0, groups.parent[above] if len(groups.parent) else -1, -1))
    columns = np.stack(upward, axis=1)
    chain = np.full_like(columns, -1)
    length = (columns >= 0).sum(axis=1)
    for step in range(columns.shape[1]):
        rows = np.flatnonzero(step < length)
        chain[rows, length[rows] - 1 - step] = columns[rows, step]
    return chain


def _bars(
    claim: Claim, result: Assignment, own: Count, state: tuple[Ints, Ints, Ints]
) -> tuple[Count, Count]:
    """Below which key a person objects, and which full group closes a free place.

    Shapes  -> (openings,) twice; ANY where whoever prefers it objects, -1 where nothing is closed
    """
    has, chain, inside = state
    last = np.full(claim.places.n_openings, NOBODY, np.int64)
    placed = np.flatnonzero(own >= 0)
    np.maximum.at(last, result.opening[placed], claim.keys[own[placed]])
    closed = np.full(len(last), -1, np.int64)
    is_full = inside >= claim.groups.cap
    for level in range(chain.shape[1]):
        group = chain[:, level]
        here = (group >= 0) & is_full[group] if len(is_full) else np.zeros(len(group), np.bool_)
        closed = np.where(here, group, closed)
    has_free = has < claim.places.capacity
    bars = np.where(has_free & (closed < 0), ANY, last)
    return bars, np.where(has_free, closed, -1)


def _moves(
    claim: Claim, result: Assignment, entries: Count, state: tuple[Ints, Ints, Ints]
) -> Count:
    """Of those who prefer a free place in a full group and leave one in the same group: where the
    rule fills the new place before the one that is left."""
    has, chain, inside = state
    to = claim.lists.openings[entries].astype(np.int64)
    left = result.opening[claim.lists.people[entries]].astype(np.int64)
    decided = np.zeros(len(entries), np.bool_)
    comes_first = np.zeros(len(entries), np.bool_)
    for mine, theirs in _places(claim, (to, left), has, chain, inside):
        differs = ~decided & (mine != theirs)
        comes_first[differs] = (mine > theirs)[differs]
        decided |= differs
    return entries[comes_first]


def _places(
    claim: Claim, pair: tuple[Ints, Ints], has: Ints, chain: Ints, inside: Ints
) -> list[tuple[Ints, Ints]]:
    """What the flexible rule compares of the new place and of the one that is left, in order."""
    to, left = pair
    compared: list[tuple[Ints, Ints]] = []
    for level in range(chain.shape[1]):
        here, there = chain[to, level], chain[left, level]
        gains = np.where(here < 0, 1, _below(inside, claim.groups.target, here, 0))
        loses = np.where(there < 0, 1, _below(inside, claim.groups.target, there, 1))
        same = here == there
        compared.append((np.where(same, 0, gains), np.where(same, 0, loses)))
    target = claim.target
    new, old = has[to] + 1, has[left]
    compared.append(((new <= target[to]).astype(int), (old <= target[left]).astype(int)))
    turns = [np.where(n <= target[o], n, n - target[o]) for n, o in ((new, to), (old, left))]
    compared.append((-turns[0], -turns[1]))
    compared.append((-claim.order[to].astype(np.int64), -claim.order[left].astype(np.int64)))
    return compared


def _below(inside: Ints, target: Count, group: Ints, taken: int) -> Ints:
    """1 where a group keeps within its target, with the place that is looked at."""
    if len(target) == 0:
        return np.ones(len(group), np.int64)
    return np.asarray(inside[group] - taken < target[group], np.int64)
