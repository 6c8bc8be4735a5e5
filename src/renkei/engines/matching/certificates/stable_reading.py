"""The reading of the lists by NumPy alone; the definition stands in `stable`."""

import numpy as np

from renkei.engines.matching.arrays import Count, Index


def own_entries(starts: Count, openings: Index, assigned: Index) -> Count:
    """The entry of each person's place; -1 where there is none on the list."""
    own = np.full(len(assigned), -1, np.int64)
    people = np.repeat(np.arange(len(assigned)), np.diff(starts))
    entries = np.flatnonzero((openings == assigned[people]) & (openings >= 0))
    own[people[entries]] = entries
    return own


def scan(
    given: tuple[Count, Count, Index, Count],
    bars: Count,
    closed: Count,
    places: tuple[Index, Count],
) -> tuple[Count, Count]:
    """Entries that object, and entries at a free place in a full group which the person is in."""
    starts, ends, openings, keys = given
    assigned, chain = places
    people = np.repeat(np.arange(len(ends)), np.diff(starts))
    preferred = np.flatnonzero(np.arange(len(openings)) < ends[people])
    opening, left = openings[preferred], assigned[people[preferred]]
    objects = keys[preferred] < bars[opening]
    asks = ~objects & (closed[opening] >= 0) & (left >= 0)
    asks[asks] = (chain[left[asks]] == closed[opening[asks]][:, None]).any(axis=1)
    return preferred[objects], preferred[asks]
