"""Net migration rates of one year and one year of age, from those of five years and five ages."""

import numpy as np

from renkei.engines.demography.arrays import require_shape
from renkei.engines.demography.axes import AgeGrid, AxisMismatch, FloatArray

_STEP = 5


def yearly_net_rates(
    rates: FloatArray, from_: AgeGrid, to: AgeGrid, *, pattern: FloatArray | None = None
) -> FloatArray:
    """Rates of single years that, five times in a row, make the rates of a step of five years.

    Someone aged 20-24 at the end of a step was 16 to 24 at the ends of its years. So the rate of
    a group is spread over nine ages, most over its youngest, and groups share ages:

    1. logarithms of one plus the rate, which add up from year to year
    2. the smoothest single ages (least sum of squared second differences) whose sums over five
       years have, over the ages of each group, the mean of that group; with a `pattern` of
       moving, such as a model schedule, it is their ratio to it that is smoothest, so that rates
       change most where people move most

    Shapes  rates (..., age) by age reached on the five-year grid `from_` -> (..., age) by age
            reached on the single-year grid `to`; pattern (age) on the grid `to`
    Units   net migrants per person of the cohort at the start (per birth for the youngest), in
            five years -> in one year; the pattern in any unit of rate
    Errors  AxisMismatch when the grids are not of five and of single years, `to` is open before
            `from_`, or the pattern has other ages; ValueError when a rate is missing or not
            above -1, or a pattern not above zero
    Check   five years in a row give back the logarithm of each group's rate; logarithms in
            proportion to the pattern (or all alike, without one) are returned as they are
    Limits  the ages of a group count alike and nobody dies in the step; without a pattern the jump
            at 18, the end of high school, becomes a slope over a few years; a rate may have
            another sign than its group where neighbours are of opposite sign
    """
    _require_grids(rates, from_, to)
    if not np.all(np.isfinite(rates) & (rates > -1.0)):
        raise ValueError("net migration rates of a step must be numbers above -1: fill them first")
    pattern = np.ones(len(to)) if pattern is None else pattern
    require_shape(pattern, age=len(to))
    if not np.all(np.isfinite(pattern) & (pattern > 0)):
        raise ValueError("a pattern of moving must be numbers above zero at every age")
    logs: FloatArray = np.log1p(rates) @ _smoothest(from_, to, pattern / pattern.mean()).T
    return np.expm1(logs)


def _smoothest(from_: AgeGrid, to: AgeGrid, pattern: FloatArray) -> FloatArray:
    """The linear way from group rates to single ages: (single age, group)."""
    sums = _sums_of_groups(from_, to) * pattern
    n, n_groups = len(to), len(from_)
    bends = np.diff(np.eye(n), n=2, axis=0)
    system = np.block([[bends.T @ bends, sums.T], [sums, np.zeros((n_groups, n_groups))]])
    wanted = np.concatenate([np.zeros((n, n_groups)), np.eye(n_groups)])
    ratios = np.linalg.solve(system, wanted)[:n]
    logs: FloatArray = pattern[:, np.newaxis] * ratios
    return logs


def _sums_of_groups(from_: AgeGrid, to: AgeGrid) -> FloatArray:
    """How often the rate of each single age counts in that of each group: (group, single age)."""
    everyone = np.ones((len(to), len(to)))
    # The youngest live through fewer years: one who ends aged 0 through that of the birth alone.
    reached = np.tril(everyone) - np.tril(everyone, -_STEP)
    reached[-1] = 0.0
    reached[-1, -1] = float(_STEP)
    return np.stack([reached[to.span(low, high)].mean(axis=0) for low, high in _bounds(from_)])


def _bounds(ages: AgeGrid) -> list[tuple[int, int | None]]:
    return list(zip(ages.starts, (*ages.starts[1:], None), strict=True))


def _require_grids(rates: FloatArray, from_: AgeGrid, to: AgeGrid) -> None:
    if rates.shape[-1] != len(from_):
        raise AxisMismatch("age", f"{rates.shape[-1]} groups", f"{len(from_)} labels")
    if from_ != AgeGrid.five_years(from_.open_from):
        raise AxisMismatch("age", "a step of five years", f"groups {', '.join(from_.labels)}")
    if to != AgeGrid.single_years(to.open_from) or to.open_from < from_.open_from:
        wanted = f"single years to {from_.open_from}+ or beyond"
        raise AxisMismatch("age", wanted, f"{len(to)} groups to {to.labels[-1]}")
