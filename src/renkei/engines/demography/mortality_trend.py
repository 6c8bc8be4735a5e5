"""Death rates of years to come: the decline that women and men of all ages share, slowing down."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from renkei.engines.demography.arrays import RateArray
from renkei.engines.demography.axes import AxisMismatch, FloatArray


def extrapolated_death_rates(
    rates: RateArray, *, years: Sequence[int], damping: float = 1.0, jump_off: int = 5
) -> RateArray:
    """Death rates that go on to decline as they did together, each year a little more slowly.

    1. logarithms of the rates, less their mean along time; their first singular vectors: one
       index k of each year for both sexes and all ages, and how far each of them follows it (b)
    2. drift: the mean change of k from one year to the next
    3. the mean logarithm of the last `jump_off` years, dated at their middle year, moved by
       b x drift x (1 + d + d² + ...), one term for each year that has passed since

    Shapes  rates.rates (time, 1, sex, age) -> (years, 1, sex, age)
    Units   deaths per person-year; damping d: what remains of the yearly decline a year later,
            1 for a decline that never slows
    Errors  AxisMismatch when years do not follow each other or there is more than one area;
            ValueError when a rate is not above zero, when there are fewer years than `jump_off`
            or than three, when damping is not above 0 and at most 1, or when a year asked for
            lies before the middle of the jump-off
    Source  R. D. Lee, L. R. Carter, Modeling and forecasting U.S. mortality, Journal of the
            American Statistical Association 87 (1992); one index for both sexes as the common
            factor of N. Li, R. Lee, Coherent mortality forecasts for a group of populations,
            Demography 42 (2005); damping of a trend E. S. Gardner, E. McKenzie, Forecasting
            trends in time series, Management Science 31 (1985)
    Check   without change in the past there is none ahead; rates that fell evenly go on to do so
            when nothing slows them
    Limits  a shock such as an epidemic in the jump-off years is carried into the future
    """
    _require_usable(rates, damping, jump_off)
    middle = rates.years[-1] - (jump_off - 1) / 2
    passed = np.array(years, dtype=float) - middle
    if np.any(passed < 0):
        raise ValueError(f"year {min(years)} lies before {middle:g}, where the trend begins")
    logs = np.log(rates.rates)
    decline = _yearly_decline(logs.reshape(len(logs), -1)).reshape(logs.shape[1:])
    terms = passed if damping == 1 else (1 - damping**passed) / (1 - damping)
    level = logs[-jump_off:].mean(axis=0)
    ahead = np.exp(level + decline * terms[:, np.newaxis, np.newaxis, np.newaxis])
    return replace(rates, rates=ahead, years=tuple(years))


def _yearly_decline(logs: FloatArray) -> FloatArray:
    """(time, series) -> (series): what the common index changes in each series in a year."""
    columns, sizes, rows = np.linalg.svd(logs - logs.mean(axis=0), full_matrices=False)
    index = columns[:, 0] * sizes[0]
    decline: FloatArray = rows[0] * (index[-1] - index[0]) / (len(index) - 1)
    return decline


def _require_usable(rates: RateArray, damping: float, jump_off: int) -> None:
    if len(rates.areas) != 1:
        raise AxisMismatch("area", f"{len(rates.areas)} areas", "the one whose trend is followed")
    first, n_years = rates.years[0], len(rates.years)
    if rates.years != tuple(range(first, first + n_years)):
        raise AxisMismatch("time", f"years {rates.years}", "one year after the other")
    if n_years < max(3, jump_off) or jump_off < 1:
        raise ValueError(f"{n_years} years are too few for a trend with a jump-off of {jump_off}")
    if not np.all(rates.rates > 0):
        raise ValueError("death rates must be above zero to have a logarithm: smooth them first")
    if not 0 < damping <= 1:
        raise ValueError(f"damping must be above 0 and at most 1, not {damping}")
