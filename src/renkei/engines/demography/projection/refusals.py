"""Refusals that name the cell: period, area, sex and age, and what to do about it."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.arrays import Period
from renkei.engines.demography.axes import SEXES, AgeGrid, FloatArray

# Shares are sums of many quotients; this is far above their rounding, far below a lost person.
TOLERANCE = 1e-9


class Labelled(Protocol):
    """What is needed to name a cell of (time, area, sex, age)."""

    @property
    def periods(self) -> tuple[Period, ...]: ...
    @property
    def areas(self) -> tuple[str, ...]: ...
    @property
    def ages(self) -> AgeGrid: ...


def refuse_where(wrong: NDArray[np.bool_], labels: Labelled, problem: str) -> None:
    """Refuse the first cell of (time, area, sex, age) that is wrong.

    Errors  ValueError naming period, area, sex and age
    """
    if wrong.any():
        time, area, sex, age = (int(place[0]) for place in np.nonzero(wrong))
        start, end = labels.periods[time]
        cell = f"{SEXES[sex]} {labels.ages.labels[age]}, area {labels.areas[area]}, {start}-{end}"
        raise ValueError(f"{cell} {problem}")


def refuse_sums_other_than_one(sums: FloatArray, labels: Labelled, what: str) -> None:
    """Refuse shares whose sums, time first and age last, are not one.

    Errors  ValueError naming period, age and the sum found
    """
    wrong = np.abs(sums - 1.0) > TOLERANCE
    if wrong.any():
        place = tuple(int(found[0]) for found in np.nonzero(wrong))
        start, end = labels.periods[place[0]]
        age = labels.ages.labels[place[-1]]
        raise ValueError(
            f"{what} at age {age}, {start}-{end}, add up to {sums[place]:.6g}, not to 1:"
            " divide them by their sum"
        )
