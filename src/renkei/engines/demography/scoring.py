"""How wrong a projection was: errors by area and by size, age profiles, coverage of intervals.

What judges shares nothing with what projects: figures come in as plain arrays, and this module
imports nothing of the projection. Size classes are of the observed population, so that a bad
projection cannot choose the class in which it is judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.axes import AxisMismatch, FloatArray
from renkei.engines.demography.quotients import quotient, require_same_shape


@dataclass(frozen=True, slots=True)
class ErrorSummary:
    """Errors of several areas in few figures.

    Units   per cent of the observed population; n_areas: how many were judged
    """

    n_areas: int
    median_absolute: float
    p90_absolute: float
    median_signed: float
    mean_signed: float


def percentage_error(projected: FloatArray, observed: FloatArray) -> FloatArray:
    """Projected minus observed, in per cent of the observed: above zero where it was too high.

    Shapes  both (...) -> (...)
    Units   per cent; NaN where nobody was observed
    Errors  AxisMismatch when the shapes differ
    """
    require_same_shape(projected, observed)
    return 100.0 * quotient(projected - observed, observed)


def absolute_percentage_error(projected: FloatArray, observed: FloatArray) -> FloatArray:
    """How far the projection was from the observed, whichever side.

    Shapes  both (...) -> (...)
    Units   per cent of the observed; NaN where nobody was observed
    Errors  AxisMismatch when the shapes differ
    """
    return np.abs(percentage_error(projected, observed))


def summary_of(projected: FloatArray, observed: FloatArray) -> ErrorSummary:
    """The errors of all areas in few figures; areas without an observed population are left out.

    Shapes  both (area)
    Units   per cent
    Errors  AxisMismatch when the shapes differ; ValueError when no area can be judged or a figure
            is missing
    Source  median and 90th percentile of absolute percentage errors, as usual for small areas:
            S. K. Smith, J. Tayman and D. A. Swanson, A Practitioner's Guide to State and Local
            Population Projections (2013)
    """
    _refuse_missing(projected=projected, observed=observed)
    signed = percentage_error(projected, observed)
    judged = signed[~np.isnan(signed)]
    if not judged.size:
        raise ValueError("no area can be judged: none has an observed population")
    absolute = np.abs(judged)
    return ErrorSummary(
        n_areas=int(judged.size),
        median_absolute=float(np.median(absolute)),
        p90_absolute=float(np.quantile(absolute, 0.9)),
        median_signed=float(np.median(judged)),
        mean_signed=float(judged.mean()),
    )


def size_classes(observed: FloatArray, bounds: Sequence[float]) -> NDArray[np.int64]:
    """The class of each area: 0 below the first bound, then from each bound to below the next.

    Shapes  observed (area) -> (area)
    Units   persons; bounds rise
    Errors  ValueError when the bounds do not rise
    """
    if any(a >= b for a, b in pairwise(bounds)):
        raise ValueError(f"bounds of size classes must rise, not {tuple(bounds)}")
    return np.searchsorted(np.asarray(bounds, dtype=float), observed, side="right")


def summary_by_size(
    projected: FloatArray, observed: FloatArray, bounds: Sequence[float]
) -> tuple[ErrorSummary | None, ...]:
    """The errors of small and of large areas apart; None for a class without areas.

    Shapes  both (area) -> one more class than bounds, the smallest first
    Units   per cent; bounds in observed persons
    Errors  as `summary_of` and `size_classes`
    """
    require_same_shape(projected, observed)
    classes = size_classes(observed, bounds)
    judged = observed != 0
    return tuple(
        summary_of(projected[here], observed[here]) if here.any() else None
        for here in ((classes == number) & judged for number in range(len(bounds) + 1))
    )


def age_profile_distance(projected: FloatArray, observed: FloatArray) -> FloatArray:
    """Half the sum of absolute differences between two distributions over sex and age.

    Each side is first divided by its own total, so that only the shape is judged: the distance is
    the share of people who would have to be of another sex or age for the shapes to be alike.

    Shapes  both (area, sex, age) -> (area)
    Units   per cent, from 0 (the same shape) to 100 (nobody in common); NaN where one side is empty
    Errors  AxisMismatch when the shapes differ; ValueError when a cell is missing or negative
    Source  index of dissimilarity: O. D. Duncan and B. Duncan, A Methodological Analysis of
            Segregation Indexes, American Sociological Review 20 (1955)
    """
    require_same_shape(projected, observed)
    if projected.ndim != 3:
        raise AxisMismatch("area, sex, age", f"{projected.ndim} axes", "3 axes")
    _refuse_missing(projected=projected, observed=observed)
    if (projected < 0).any() or (observed < 0).any():
        raise ValueError("a profile has negative people: judge the projection where it has none")
    shares = []
    for persons in (projected, observed):
        totals = persons.sum(axis=(1, 2), keepdims=True)
        shares.append(quotient(persons, np.broadcast_to(totals, persons.shape)))
    distance: FloatArray = 50.0 * np.abs(shares[0] - shares[1]).sum(axis=(1, 2))
    return distance


def interval_coverage(low: FloatArray, high: FloatArray, observed: FloatArray) -> float:
    """The share of areas whose observed figure lies in the interval, its bounds included.

    An 80 % interval is honest when it covers about 80 % of the areas, no fewer and no more. Areas
    err together, so the coverage of one year varies much more than that of independent trials.

    Shapes  all (area) or any one shape
    Units   0 to 1
    Errors  AxisMismatch when the shapes differ; ValueError when a figure is missing, an interval
            ends before it begins, or there is nothing to judge
    """
    require_same_shape(low, high)
    require_same_shape(low, observed)
    _refuse_missing(low=low, high=high, observed=observed)
    if not observed.size:
        raise ValueError("no area can be judged: there is none")
    if (low > high).any():
        raise ValueError("an interval ends before it begins: exchange its bounds")
    return float(((low <= observed) & (observed <= high)).mean())


def _refuse_missing(**figures: FloatArray) -> None:
    for name, values in figures.items():
        if not np.isfinite(values).all():
            raise ValueError(
                f"{name} figures are missing: leave out the areas without one on both sides"
            )
