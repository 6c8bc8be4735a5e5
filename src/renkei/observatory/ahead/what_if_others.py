"""The other municipalities of a what-if: those that change most, and those nearby."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.axes import FloatArray
from renkei.observatory.ahead.areas import offices, towns
from renkei.observatory.ahead.what_if_ground import Ground

MOST, NEAR = 5, 3
NOBODY = 0.5  # fewer than half a person more or less is no difference

# Codes of municipalities and wards with the positions of their areas.
Outside = Mapping[str, NDArray[np.intp]]


def outside_of(found: Ground, at: NDArray[np.intp]) -> Outside:
    """All municipalities outside a place; for wards of Sapporo also the other wards."""
    chosen = set(at.tolist())
    outside: dict[str, NDArray[np.intp]] = {}
    for code in towns():
        where = found.at([code])
        if chosen.isdisjoint(where.tolist()):
            outside[code] = where
        else:
            outside |= {found.areas[i]: np.array([i]) for i in where.tolist() if i not in chosen}
    return outside


def most_changed(change: FloatArray, outside: Outside) -> list[str]:
    """Those that gain or lose most, the largest change first: few, and none that does not change.

    Shapes  change (area)
    """
    sizes = {code: abs(float(change[where].sum())) for code, where in outside.items()}
    changed = [code for code in sizes if sizes[code] >= NOBODY]
    return sorted(changed, key=lambda code: (-sizes[code], code))[:MOST]


def nearest(found: Ground, at: NDArray[np.intp], outside: Outside) -> list[str]:
    """Those whose offices are nearest to that of any area of the place, the nearest first."""
    if not outside:
        return []
    codes = list(outside)
    ours = np.array([offices()[found.areas[i]] for i in at.tolist()])
    theirs = np.array([offices()[code] for code in codes])
    apart = np.hypot(*np.moveaxis(theirs[:, np.newaxis] - ours, -1, 0)).min(axis=1)
    return [codes[i] for i in np.argsort(apart, kind="stable")[:NEAR].tolist()]
