"""The reading of the lists, compiled by Numba; the definition stands in `stable`."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from renkei.engines.matching.arrays import Count, Index

ROOM = 65_536


@njit(nogil=True, cache=True)
def own_entries(starts: Any, openings: Any, assigned: Any) -> Any:
    """The entry of each person's place; -1 where there is none on the list."""
    own = np.full(len(assigned), -1, np.int64)
    for person in range(len(assigned)):
        place = assigned[person]
        for entry in range(starts[person], starts[person + 1]):
            if openings[entry] == place:
                own[person] = entry
                break
    return own


def scan(
    given: tuple[Count, Count, Index, Count],
    bars: Count,
    closed: Count,
    places: tuple[Index, Count],
) -> tuple[Count, Count]:
    """Entries that object, and entries at a free place in a full group which the person is in."""
    objecting, asking = np.empty(ROOM, np.int64), np.empty(ROOM, np.int64)
    found = _read(given, (bars, closed, *places), objecting, asking)
    if max(found) > ROOM:
        objecting, asking = (np.empty(n, np.int64) for n in found)
        _read(given, (bars, closed, *places), objecting, asking)
    return objecting[: found[0]], asking[: found[1]]


@njit(nogil=True, cache=True)
def _read(
    given: Any, state: Any, objecting: NDArray[np.int64], asking: NDArray[np.int64]
) -> tuple[int, int]:
    starts, ends, openings, keys = given
    bars, closed, assigned, chain = state
    n_objecting, n_asking = 0, 0
    for person in range(len(ends)):
        left = assigned[person]
        for entry in range(starts[person], ends[person]):
            opening = openings[entry]
            if keys[entry] < bars[opening]:
                if n_objecting < len(objecting):
                    objecting[n_objecting] = entry
                n_objecting += 1
            elif left >= 0 and closed[opening] >= 0:
                for level in range(chain.shape[1]):
                    if chain[left, level] == closed[opening]:
                        if n_asking < len(asking):
                            asking[n_asking] = entry
                        n_asking += 1
    return n_objecting, n_asking
