"""Single years of age from age groups: counts, rates, and net rates that may be negative.

The counts below each age are a rising function of age, known where groups meet. A cubic spline
through them that never falls gives every year of age between.
"""

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.axes import AgeGrid, AxisMismatch, FloatArray

# A cubic whose slopes at both ends are at most three times its mean slope does not fall between.
_STEEPEST = 3.0


def split_counts(
    counts: FloatArray, from_: AgeGrid, to: AgeGrid, *, pattern: FloatArray | None = None
) -> FloatArray:
    """The same people (births, deaths) in narrower age groups.

    1. counts below each age at which groups meet; slopes there of the cubic spline through them
    2. slopes held between zero and three times the smaller neighbouring mean, so that the cubic
       never falls (Hyman's filter); zero beside a group without people
    3. the difference of the cubic between one age and the next is the count of that age

    With a `pattern`, such as the same cohorts in Japan, it is the ratio of each group to the
    pattern that is made smooth in this way; each age is the pattern times its ratio, and each
    group is then set to its count. Small places so follow the peaks and troughs of the pattern.
    An open group can only be divided by a pattern, such as the person-years of a life table;
    where `to` is open from the same age it stays as it is.

    Shapes  counts (..., age) on the grid `from_` -> (..., age) on the grid `to`; pattern anything
            that broadcasts to the result
    Units   as the counts; the pattern in any
    Errors  AxisMismatch when groups of `from_` begin inside a group of `to`; ValueError when a
            count is negative or missing, when an open group is to be divided without a pattern,
            or when there are people where the pattern has none
    Source  J. M. Hyman, Accurate monotonicity preserving cubic interpolation, SIAM Journal on
            Scientific and Statistical Computing 4 (1983); for counts of people L. Smith, R. J.
            Hyndman, S. N. Wood, Spline interpolation for demographic variables: the monotonicity
            problem, Journal of Population Research 21 (2004)
    Check   groups add up to what they were; nothing is negative; twice the people, twice the
            counts; counts in proportion to the pattern return the pattern
    Limits  without a pattern a single cohort far from its neighbours (those born in 1966) is
            smoothed away
    """
    _require_usable(counts, from_)
    meet = [*(to.span(start).start for start in from_.starts), len(to)]
    edges = _edges(to)
    if pattern is not None:
        pattern = np.broadcast_to(pattern, (*counts.shape[:-1], len(to)))
        _require_pattern(counts, pattern, from_, meet)
        return _by_pattern(counts, pattern, edges, meet)
    if from_.open_from != to.open_from:
        raise ValueError(
            f"to divide the open group {from_.labels[-1]} up to {to.labels[-1]} give a pattern, "
            "such as the person-years of a life table"
        )
    return _smooth(counts, edges, meet)


def split_rates(
    rates: FloatArray, from_: AgeGrid, to: AgeGrid, *, pattern: FloatArray | None = None
) -> FloatArray:
    """A schedule of rates at narrower ages, as `split_counts` does with rates times width.

    Shapes  rates (..., age) on the grid `from_` -> (..., age) on the grid `to`; pattern, rates of
            the same kind, anything that broadcasts to the result (its ages in the open group of
            `from_` are not read)
    Units   events per person-year
    Errors  as `split_counts`; the open group needs no pattern
    Source  as `split_counts`
    Check   the mean over the years of a group is its rate, so a total fertility rate is kept;
            nothing is negative
    Limits  people are supposed to be spread evenly within a group; the rate of the open group
            stands for every age within it
    """
    closed = to.span(0, from_.open_from)
    upper = AgeGrid(to.starts[: closed.stop + 1])
    narrow = np.append(upper.widths[:-1], 1.0)
    if pattern is not None:
        pattern = np.append(pattern[..., closed] * narrow[:-1], np.ones_like(pattern[..., :1]), -1)
    wide = np.append(from_.widths[:-1], 1.0)
    years = split_counts(rates * wide, from_, upper, pattern=pattern) / narrow
    oldest = np.repeat(rates[..., -1:], len(to) - closed.stop, axis=-1)
    return np.append(years[..., :-1], oldest, axis=-1)


def split_net_rates(rates: FloatArray, from_: AgeGrid, to: AgeGrid) -> FloatArray:
    """Rates that may be negative, such as net migration, at narrower ages.

    Gains and losses are split apart by `split_rates`, so single years have the sign of their
    group and the rate passes through zero where groups of different sign meet.

    Shapes  rates (..., age) on the grid `from_` -> (..., age) on the grid `to`
    Units   net events per person-year
    Errors  as `split_counts`, except that rates may be negative
    Check   the mean over the years of a group is its rate; turned signs turn the result
    Limits  a change of sign within a group cannot be seen
    """
    gains = split_rates(np.maximum(rates, 0.0), from_, to)
    losses = split_rates(np.maximum(-rates, 0.0), from_, to)
    return gains - losses


def _edges(to: AgeGrid) -> FloatArray:
    """Where the groups begin and end in years; the open one is taken as wide as that before it."""
    return np.array([*to.starts, 2 * to.starts[-1] - to.starts[-2]], dtype=float)


def _by_pattern(
    counts: FloatArray, pattern: FloatArray, edges: FloatArray, meet: list[int]
) -> FloatArray:
    in_groups = np.add.reduceat(pattern, meet[:-1], axis=-1)
    ratios = _from_beside(_part(counts, in_groups), in_groups > 0)
    weighted = pattern * _smooth(ratios * np.diff(edges[meet]), edges, meet)
    to_counts = _part(counts, np.add.reduceat(weighted, meet[:-1], axis=-1))
    by_year: FloatArray = weighted * np.repeat(to_counts, np.diff(meet), axis=-1)
    return by_year


def _smooth(counts: FloatArray, edges: FloatArray, meet: list[int]) -> FloatArray:
    """Counts between neighbouring edges, from counts between those of them where groups meet."""
    if meet[-1] == meet[-2] + 1:
        closed = _rises(counts[..., :-1], edges[:-1], meet[:-1])
        return np.append(closed, counts[..., -1:], axis=-1)
    return _rises(counts, edges, meet)


def _rises(counts: FloatArray, edges: FloatArray, meet: list[int]) -> FloatArray:
    widths = np.diff(edges[meet])
    means = counts / widths
    slopes = _spline_slopes(means, widths)
    group = np.repeat(np.arange(len(widths)), np.diff(meet))
    mean = means[..., group]
    left, right = _part(slopes[..., group], mean), _part(slopes[..., group + 1], mean)
    begins = edges[meet][group]
    upper = _hermite((edges[1:] - begins) / widths[group], left, right)
    lower = _hermite((edges[:-1] - begins) / widths[group], left, right)
    # Where the cubic is level, rounding may let it fall.
    rises: FloatArray = counts[..., group] * np.maximum(upper - lower, 0.0)
    return rises


def _hermite(t: FloatArray, left: FloatArray, right: FloatArray) -> FloatArray:
    """The cubic from 0 to 1 with these slopes at its ends."""
    curve: FloatArray = t * (left + t * (3.0 - 2.0 * left - right + t * (left + right - 2.0)))
    return curve


def _spline_slopes(means: FloatArray, widths: FloatArray) -> FloatArray:
    """Slopes of the cubic spline where groups meet, filtered so that it never falls.

    The first and the last group are parabolas. Where a neighbouring group is empty the slope is
    zero before the others are solved for, not only after.

    Shapes  means (..., group), widths (group) -> (..., group + 1)
    """
    n = len(widths)
    if n == 1:
        return np.repeat(means, 2, axis=-1)
    smaller = np.minimum(
        np.append(means[..., :1], means, axis=-1), np.append(means, means[..., -1:], axis=-1)
    )
    flat = smaller <= 0
    before, after = widths[:-1], widths[1:]
    right_side = np.zeros((*means.shape[:-1], n + 1))
    right_side[..., 0], right_side[..., n] = 2.0 * means[..., 0], 2.0 * means[..., -1]
    right_side[..., 1:n] = 3.0 * (after * means[..., :-1] + before * means[..., 1:])
    right_side[flat] = 0.0
    matrix = np.where(flat[..., np.newaxis], np.eye(n + 1), _spline_matrix(before, after))
    slopes: FloatArray = np.linalg.solve(matrix, right_side[..., np.newaxis])[..., 0]
    return np.clip(slopes, 0.0, _STEEPEST * smaller)


def _spline_matrix(before: FloatArray, after: FloatArray) -> FloatArray:
    last = len(before) + 1
    inner = np.arange(1, last)
    matrix = np.zeros((last + 1, last + 1))
    matrix[inner, inner - 1] = after
    matrix[inner, inner] = 2.0 * (before + after)
    matrix[inner, inner + 1] = before
    matrix[0, :2] = matrix[last, -2:] = 1.0
    return matrix


def _from_beside(values: FloatArray, known: NDArray[np.bool_]) -> FloatArray:
    """Values, with those of the nearest known group below, or else above, where not known."""
    place = np.arange(values.shape[-1])
    below = np.maximum.accumulate(np.where(known, place, -1), axis=-1)
    first = known.argmax(axis=-1)[..., np.newaxis]
    return np.take_along_axis(values, np.where(below < 0, first, below), axis=-1)


def _part(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _require_usable(counts: FloatArray, from_: AgeGrid) -> None:
    if counts.shape[-1] != len(from_):
        raise AxisMismatch("age", f"{counts.shape[-1]} groups", f"{len(from_)} labels")
    wrong = ~(np.isfinite(counts) & (counts >= 0))
    if wrong.any():
        label = from_.labels[int(np.nonzero(wrong)[-1][0])]
        raise ValueError(f"age {label} must be a number of at least zero: fill it first")


def _require_pattern(
    counts: FloatArray, pattern: FloatArray, from_: AgeGrid, meet: list[int]
) -> None:
    if not np.all(np.isfinite(pattern) & (pattern >= 0)):
        raise ValueError("a pattern must be numbers of at least zero")
    wrong = (np.add.reduceat(pattern, meet[:-1], axis=-1) == 0) & (counts > 0)
    if wrong.any():
        label = from_.labels[int(np.nonzero(wrong)[-1][0])]
        raise ValueError(f"the pattern has nobody at age {label}, where there are people")
