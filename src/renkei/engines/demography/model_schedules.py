"""Model migration schedules: at which ages people move, by a curve of few parameters.

Where only totals of moves are counted, the curve lends them ages: children who move with their
parents, the young who leave for study and work, the retired, the very old.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal, Self, TypeAlias

import numpy as np

from renkei.engines.demography.arrays import require_shape
from renkei.engines.demography.axes import AgeGrid, FloatArray

Family: TypeAlias = Literal[7, 9, 11, 13]

_BASIC = ("a1", "alpha1", "a2", "mu2", "alpha2", "lambda2", "c")
_RETIREMENT = ("a3", "mu3", "alpha3", "lambda3")
_OLD_AGE = ("a4", "lambda4")
FAMILIES: dict[Family, tuple[str, ...]] = {
    7: _BASIC,
    9: (*_BASIC, *_OLD_AGE),
    11: (*_BASIC, *_RETIREMENT),
    13: (*_BASIC, *_RETIREMENT, *_OLD_AGE),
}
_SCALES = ("a1", "a2", "c", "a3", "a4")

# The open group has the mean rate of so many first years of it.
_YEARS_OF_OPEN_GROUP = 5

# exp(-exp(x)) is zero long before exp(x) leaves the range of numbers.
_LARGEST_EXPONENT = 500.0


@dataclass(frozen=True, slots=True)
class ModelSchedule:
    """A model migration schedule of up to thirteen parameters.

        m(x) = a1 exp(-alpha1 x)
             + a2 exp(-alpha2 (x - mu2) - exp(-lambda2 (x - mu2)))
             + a3 exp(-alpha3 (x - mu3) - exp(-lambda3 (x - mu3)))
             + a4 exp(lambda4 x) + c

    The terms are childhood, working ages, retirement and old age; c is the same at every age. A
    term whose scale (a1 … a4) is zero is absent: `FAMILIES` names the parameters of the usual
    choices of 7, 9, 11 and 13.

    Units   scales and c: moves per person-year; mu: years of age; alpha, lambda: per year
    Errors  ValueError when a scale is negative, or no number is given
    Source  A. Rogers, L. J. Castro, Model Migration Schedules, IIASA Research Report RR-81-30
            (1981); with old age A. Rogers, J. Little, J. Raymer, The Indirect Estimation of
            Migration (2010)
    """

    a1: float
    alpha1: float
    a2: float
    mu2: float
    alpha2: float
    lambda2: float
    c: float
    a3: float = 0.0
    mu3: float = 65.0
    alpha3: float = 0.5
    lambda3: float = 0.2
    a4: float = 0.0
    lambda4: float = 0.05

    def __post_init__(self) -> None:
        for name in FAMILIES[13]:
            value = getattr(self, name)
            if not np.isfinite(value) or (name in _SCALES and value < 0):
                raise ValueError(f"the parameter {name} cannot be {value}")

    def at(self, ages: FloatArray) -> FloatArray:
        """Rates at exact ages.

        Shapes  (...) -> (...)
        Units   years -> moves per person-year
        """
        rates: FloatArray = sum(
            (getattr(self, scale) * term for scale, term in self.terms(ages).items()),
            start=np.zeros_like(ages),
        )
        return rates

    def terms(self, ages: FloatArray) -> dict[str, FloatArray]:
        """What each scale multiplies, by the name of the scale."""
        return {
            "a1": np.exp(-self.alpha1 * ages),
            "a2": _peak(ages - self.mu2, self.alpha2, self.lambda2),
            "c": np.ones_like(ages),
            "a3": _peak(ages - self.mu3, self.alpha3, self.lambda3),
            "a4": np.exp(self.lambda4 * ages),
        }

    def over(self, ages: AgeGrid) -> FloatArray:
        """Mean rates of age groups, from the middles of their single years.

        Shapes  -> (age)
        Units   moves per person-year; the open group has the mean of its first five years
        """
        return _means(self.at(_middles(ages)), ages)

    def scaled(self, factor: float) -> Self:
        """The same ages at another level."""
        return replace(self, **{name: factor * getattr(self, name) for name in _SCALES})

    def with_unit_level(self, ages: AgeGrid) -> Self:
        """The same ages with a gross migraproduction rate of one: a pure age profile.

        Errors  ValueError when nobody moves at any age
        """
        level = gross_migraproduction_rate(self.over(ages), ages)
        if level <= 0:
            raise ValueError("a schedule without moves has no profile")
        return self.scaled(1.0 / float(level))


# The level of this schedule, over all single years of age, is one.
SIMPLIFIED_BASIC_STANDARD = ModelSchedule(
    a1=0.02, alpha1=0.10, a2=0.06, mu2=20.0, alpha2=0.10, lambda2=0.40, c=0.003
)


def gross_migraproduction_rate(rates: FloatArray, ages: AgeGrid) -> FloatArray:
    """Moves a person would make who lived through all closed age groups.

    Shapes  rates (..., age) -> (...)
    Units   moves per person-year -> moves per person
    Source  gross migraproduction rate of A. Rogers, Introduction to Multiregional Mathematical
            Demography (1975)
    """
    moves: FloatArray = rates[..., :-1] @ ages.widths[:-1]
    return moves


def fit_scales(rates: FloatArray, ages: AgeGrid, shape: ModelSchedule) -> ModelSchedule:
    """The scales a1 … a4 and c closest to given rates, all other parameters as in `shape`.

    Scales that are zero in `shape` stay zero; none becomes negative.

    Shapes  rates (age)
    Units   moves per person-year; any unit that the scales shall have
    Errors  AxisMismatch when rates and ages differ in number; ValueError when a rate is no number
    Check   least sum of squares over age groups, each with the same weight
    """
    _require_profile(rates, ages)
    terms = shape.terms(_middles(ages))
    free = [name for name in _SCALES if getattr(shape, name) > 0]
    columns = np.stack([_means(terms[name], ages) for name in free], axis=-1)
    scales = _not_negative_least_squares(columns, rates)
    return replace(shape, **dict(zip(free, scales.tolist(), strict=True)))


@dataclass(frozen=True, slots=True)
class Fit:
    """A schedule fitted to rates, and how well.

    Units   error: root of the mean squared difference, in the unit of the rates
    """

    schedule: ModelSchedule
    error: float
    n_steps: int
    has_converged: bool


def fit_schedule(
    rates: FloatArray,
    ages: AgeGrid,
    *,
    start: ModelSchedule = SIMPLIFIED_BASIC_STANDARD,
    family: Family = 7,
    most_steps: int = 500,
) -> Fit:
    """The schedule of a family closest to given rates: shape and scales together.

    1. scales of the start by `fit_scales`; scales that would be zero are made small
    2. steps of Gauss and Newton on the logarithms of the parameters, which so stay above zero,
       damped by Marquardt's rule until they come closer
    3. the end is reached when no step makes the sum of squares smaller by one part in 10¹²

    Shapes  rates (age)
    Units   moves per person-year
    Errors  AxisMismatch when rates and ages differ in number; ValueError when a rate is no
            number or nobody moves
    Source  D. W. Marquardt, An algorithm for least-squares estimation of nonlinear parameters,
            Journal of the Society for Industrial and Applied Mathematics 11 (1963)
    Limits  finds the best schedule near the start, not the best of all; the parameters of a
            term that is hardly there are loose
    """
    _require_profile(rates, ages)
    if not np.any(rates > 0):
        raise ValueError("nobody moves at any age: there is no profile to fit")
    names = FAMILIES[family]
    least = _LEAST_SCALE * float(rates.max())
    near = fit_scales(rates, ages, _with_all_scales(start, names, least))
    near = _with_all_scales(near, names, least)

    def schedule(logs: FloatArray) -> ModelSchedule:
        return replace(near, **dict(zip(names, np.exp(logs).tolist(), strict=True)))

    def left(logs: FloatArray) -> FloatArray:
        return schedule(logs).over(ages) - rates

    begin = np.log([getattr(near, name) for name in names])
    logs, n_steps, has_converged = _least_squares(left, begin, most_steps)
    error = float(np.sqrt(np.square(left(logs)).mean()))
    return Fit(schedule(logs), error, n_steps, has_converged)


_LEAST_SCALE = 1e-4
_LEAST_GAIN = 1e-12
_NUDGE = 1e-6
_FIRST_DAMPING, _LAST_DAMPING = 1e-3, 1e12


def _least_squares(
    left: Callable[[FloatArray], FloatArray], place: FloatArray, most_steps: int
) -> tuple[FloatArray, int, bool]:
    """Where the squares of what is `left` are least, the steps to it, and whether it was found."""
    damping = _FIRST_DAMPING
    here = left(place)
    for n_steps in range(most_steps):
        slopes = _slopes(left, place)
        normal, target = slopes.T @ slopes, slopes.T @ here
        gain = 0.0
        while damping < _LAST_DAMPING and gain <= 0:
            step = np.linalg.solve(normal + damping * _ridge(normal), target)
            # No parameter changes more than e-fold at once.
            further = place - np.clip(step, -1.0, 1.0)
            there = left(further)
            gain = float(here @ here - there @ there)
            damping *= 10.0 if gain <= 0 else 0.1
        if gain <= _LEAST_GAIN * float(here @ here):
            return place, n_steps, True
        place, here = further, there
    return place, most_steps, False


def _slopes(left: Callable[[FloatArray], FloatArray], place: FloatArray) -> FloatArray:
    nudges = _NUDGE * np.eye(len(place))
    columns = [(left(place + nudge) - left(place - nudge)) / (2 * _NUDGE) for nudge in nudges]
    return np.stack(columns, axis=-1)


def _ridge(normal: FloatArray) -> FloatArray:
    # A parameter without influence would leave the system without a solution.
    diagonal = np.diag(normal)
    return np.diag(np.maximum(diagonal, 1e-9 * diagonal.max() + 1e-300))


def _with_all_scales(
    schedule: ModelSchedule, names: tuple[str, ...], least: float
) -> ModelSchedule:
    """Terms of the family there, however small; all others gone."""
    scales = {
        name: max(getattr(schedule, name), least) if name in names else 0.0 for name in _SCALES
    }
    return replace(schedule, **scales)


def _not_negative_least_squares(columns: FloatArray, target: FloatArray) -> FloatArray:
    """Weights of at least zero; with five columns at most, every choice of them can be tried."""
    n = columns.shape[-1]
    best, least = np.zeros(n), float(target @ target)
    for size in range(1, n + 1):
        for chosen in map(list, combinations(range(n), size)):
            weights = np.linalg.lstsq(columns[:, chosen], target, rcond=None)[0]
            left = target - columns[:, chosen] @ weights
            if np.all(weights >= 0) and float(left @ left) < least:
                best, least = np.zeros(n), float(left @ left)
                best[chosen] = weights
    return best


def _peak(years: FloatArray, fall: float, rise: float) -> FloatArray:
    """A peak that rises at one rate and falls at another, `years` from where it stands."""
    peak: FloatArray = np.exp(-fall * years - np.exp(np.minimum(-rise * years, _LARGEST_EXPONENT)))
    return peak


def _middles(ages: AgeGrid) -> FloatArray:
    """The middles of single years, up to the end of the open group's first years."""
    return np.arange(ages.open_from + _YEARS_OF_OPEN_GROUP, dtype=np.float64) + 0.5


def _means(by_year: FloatArray, ages: AgeGrid) -> FloatArray:
    sums = np.add.reduceat(by_year, ages.starts)
    means: FloatArray = sums / np.append(ages.widths[:-1], float(_YEARS_OF_OPEN_GROUP))
    return means


def _require_profile(rates: FloatArray, ages: AgeGrid) -> None:
    require_shape(rates, age=len(ages))
    if not np.isfinite(rates).all():
        label = ages.labels[int(np.nonzero(~np.isfinite(rates))[0][0])]
        raise ValueError(f"the rate of age {label} is not a number")
