"""Iterative proportional fitting: a table made to agree with totals known from elsewhere.

The matrix of moves between prefectures of one year, say, and the departures and arrivals of
another. What is kept of the table is its pattern: who goes where in proportion to others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from renkei.engines.demography.arrays import AreaArray, FlowArray, require_shape
from renkei.engines.demography.axes import AgeGrid, FloatArray, require_same

# Totals published as rounded numbers or taken from one table differ by less than this.
_SAME_TOTAL = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Margin:
    """Totals that a table shall have over all axes but these.

    `name` is what errors call it; `axes` are places of the table's axes, in rising order.

    Shapes  totals: the lengths of `axes`
    """

    name: str
    axes: tuple[int, ...]
    totals: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A table with the margins asked for, or as near as it came.

    Units   largest_gap: the largest difference from a total, relative to the sum of all cells
    """

    table: FloatArray
    n_rounds: int
    largest_gap: float
    has_converged: bool


def fit_to_margins(
    seed: FloatArray,
    margins: Sequence[Margin],
    *,
    tolerance: float = 1e-10,
    most_rounds: int = 1_000,
) -> Fitted:
    """The table nearest to the seed, in relative entropy, that has all the margins.

    Round by round each margin in turn is met by scaling; cells that are zero stay zero.

    Shapes  seed (any axes) -> the same
    Units   as the totals; the seed in any
    Errors  ValueError, naming the margin, when a number is negative or missing, when two margins
            disagree on what they share, or when a total is positive where the seed is zero;
            AxisMismatch when totals do not fit the seed
    Source  W. E. Deming, F. F. Stephan, On a least squares adjustment of a sampled frequency
            table when the expected marginal totals are known, Annals of Mathematical Statistics
            11 (1940)
    Check   cross-product ratios of a table of two axes are those of the seed
    Limits  zeros of the seed may rule out every solution although no row is empty; then rounds
            end without convergence, which the result says
    """
    for margin in margins:
        _require_possible(seed, margin)
    for one, other in combinations(margins, 2):
        _require_agreement(one, other)
    table = seed.astype(np.float64)
    whole = max(float(margins[0].totals.sum()), np.finfo(np.float64).tiny)
    gap = _largest_gap(table, margins) / whole
    for n_rounds in range(1, most_rounds + 1):
        for margin in margins:
            sums = _sums(table, margin)
            factors = np.divide(margin.totals, sums, out=np.zeros_like(sums), where=sums > 0)
            table *= np.expand_dims(factors, _others(table, margin))
        gap = _largest_gap(table, margins) / whole
        if gap <= tolerance:
            return Fitted(table, n_rounds, gap, has_converged=True)
    return Fitted(table, most_rounds, gap, has_converged=False)


def fit_flows(
    seed: FlowArray, departures: AreaArray, arrivals: AreaArray, *, tolerance: float = 1e-10
) -> FlowArray:
    """Moves with the pattern of `seed` and the departures and arrivals of each area.

    Shapes  seed.persons (origin, destination[, sex, age]); departures.persons and
            arrivals.persons (area), or (area, sex, age) -> as the seed
    Units   persons per period
    Errors  AxisMismatch when areas or ages differ; ValueError as `fit_to_margins`, and when no
            table with the zeros of the seed has these totals
    Source  as `fit_to_margins`
    Check   departures, arrivals and the zeros of the seed are kept
    """
    require_same("area", seed.origins, departures.areas)
    require_same("area", seed.destinations, arrivals.areas)
    axes = range(2, seed.persons.ndim)
    margins = [
        Margin(name, (place, *(axes if area.ages is not None else ())), area.persons)
        for name, place, area in (("departures", 0, departures), ("arrivals", 1, arrivals))
    ]
    for area in (departures, arrivals):
        if area.ages is not None:
            require_same("age", _labels(seed.ages), area.ages.labels)
    fitted = fit_to_margins(seed.persons, margins, tolerance=tolerance)
    if not fitted.has_converged:
        raise ValueError(
            f"no table with these zeros has these departures and arrivals: after {fitted.n_rounds} "
            f"rounds {fitted.largest_gap:.2g} of all moves are still out of place"
        )
    return replace(seed, persons=fitted.table)


def _labels(ages: AgeGrid | None) -> tuple[str, ...]:
    return () if ages is None else ages.labels


def _others(table: FloatArray, margin: Margin) -> tuple[int, ...]:
    return tuple(axis for axis in range(table.ndim) if axis not in margin.axes)


def _sums(table: FloatArray, margin: Margin) -> FloatArray:
    sums: FloatArray = table.sum(axis=_others(table, margin))
    return sums


def _largest_gap(table: FloatArray, margins: Sequence[Margin]) -> float:
    gaps = [np.abs(_sums(table, margin) - margin.totals).max() for margin in margins]
    return float(max(gaps))


def _require_possible(seed: FloatArray, margin: Margin) -> None:
    lengths = {f"axis {axis} of {margin.name}": seed.shape[axis] for axis in margin.axes}
    require_shape(margin.totals, **lengths)
    for what, values in (("the seed", seed), (f"the margin “{margin.name}”", margin.totals)):
        if not np.all(np.isfinite(values) & (values >= 0)):
            raise ValueError(f"{what} must be numbers of at least zero")
    wrong = (_sums(seed, margin) == 0) & (margin.totals > 0)
    if wrong.any():
        place = tuple(int(found[0]) for found in np.nonzero(wrong))
        raise ValueError(
            f"the margin “{margin.name}” has {margin.totals[place]:g} at {place}, where the seed "
            "has only zeros: give the seed a small number there or correct the total"
        )


def _require_agreement(one: Margin, other: Margin) -> None:
    """Refuse margins whose common sums (at least that of everything) differ."""
    shared = set(one.axes) & set(other.axes)
    sums = [
        margin.totals.sum(axis=tuple(k for k, a in enumerate(margin.axes) if a not in shared))
        for margin in (one, other)
    ]
    gaps = np.abs(np.asarray(sums[0] - sums[1]))
    if gaps.max() > _SAME_TOTAL * max(float(one.totals.sum()), 1.0):
        place = np.unravel_index(int(gaps.argmax()), gaps.shape)
        left, right = (float(np.asarray(side)[place]) for side in sums)
        where = f" at {tuple(int(p) for p in place)}" if place else ""
        raise ValueError(
            f"the margins “{one.name}” and “{other.name}” add up to {left:g} and {right:g}"
            f"{where}: scale one to the other first"
        )
