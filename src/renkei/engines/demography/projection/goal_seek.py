"""How much would it take: the smallest amount of a lever that probably reaches a target."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Literal, TypeAlias

import numpy as np

from renkei.engines.demography.axes import AxisMismatch, FloatArray

# What comes of an amount in every draw: (draw,). One that rises with the amount, or stays.
Outcome: TypeAlias = Callable[[float], FloatArray]

# An amount and its outcome.
Tried: TypeAlias = tuple[float, FloatArray]

# found            the smallest amount, within the bounds, with which the target is reached
# already reached  the lower bound is enough
# out of reach     not even the upper bound is enough; the result says what is reached there
Verdict: TypeAlias = Literal["found", "already reached", "out of reach"]


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure to be reached, from below unless `at_most`, in this share of the draws.

    Units   target: that of the outcome; probability above 0, up to 1
    Errors  ValueError when the probability is none or the target no number
    """

    target: float
    probability: float = 0.8
    at_most: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.probability <= 1:
            raise ValueError(f"a probability lies above 0, up to 1, not at {self.probability}")
        if not np.isfinite(self.target):
            raise ValueError(f"a target must be a number, not {self.target}")

    def level(self, outcome: FloatArray) -> float:
        """The figure that is reached with the probability of the goal."""
        least = self._draws_needed(len(outcome)) - 1
        rising = np.sort(outcome)
        return float(rising[least] if self.at_most else rising[-1 - least])

    def share(self, outcome: FloatArray) -> float:
        """In which share of the draws the target is reached."""
        reached = outcome <= self.target if self.at_most else outcome >= self.target
        return float(reached.mean())

    def missing(self, outcome: FloatArray) -> float:
        """How far the level is from the target: zero or less when it is reached."""
        level = self.level(outcome)
        return level - self.target if self.at_most else self.target - level

    def _draws_needed(self, n_draws: int) -> int:
        # 0.8 x 25 is 20.000000000000004 in the arithmetic of machines, and needs 20 draws.
        return max(1, ceil(self.probability * n_draws - 1e-9))


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The amount and what it leads to.

    Shapes  outcome (draw,), that of the amount
    Units   amount: that of the lever; level: what is reached with the probability of the goal;
            share: in how many of the draws the target is reached
    """

    verdict: Verdict
    amount: float
    level: float
    share: float
    outcome: FloatArray
    n_evaluations: int


def seek(
    outcome: Outcome, goal: Goal, *, bounds: tuple[float, float], tolerance: float = 1e-6
) -> Answer:
    """The smallest amount with which the goal is reached, and the outcome it was seen to have.

    1. the outcome at both bounds: already reached, or out of reach?
    2. through both, a straight line for every draw; where the outcome is affine in the amount, as
       with people added, its crossing is the answer: (target - outcome at the lower bound) / slope
       in each draw, and over draws the amount that is enough for as many as are asked for
    3. the outcome there is looked at; where the line did not hold, the bracket is narrowed by
       false position (Illinois), or by halving where that is slow, until it is as narrow as the
       tolerance; its sufficient end is the answer

    Shapes  outcome: amount -> (draw,), the same draws at each call
    Units   bounds and tolerance: those of the amount, tolerance absolute
    Errors  ValueError when the bounds or the tolerance are none or an outcome is no number;
            AxisMismatch when the number of draws changes
    Source  false position with halved weights: M. Dowell and P. Jarratt, A modified regula falsi
            method for computing the root of an equation, BIT 11 (1971)
    Check   the goal is reached at the amount, or nowhere within the bounds
    Limits  the outcome must not fall (for `at_most`: rise) with the amount; where it does, an
            amount that is enough is found, which need not be the smallest
    """
    low, high = bounds
    if not (np.isfinite([low, high]).all() and low < high and tolerance > 0):
        raise ValueError(
            f"the bounds {low} and {high} must rise and the tolerance {tolerance} be above zero"
        )
    search = _Search(outcome, goal)
    at_low = search.at(low)
    if search.reached(at_low):
        return search.answer("already reached", low, at_low)
    at_high = search.at(high)
    if not search.reached(at_high):
        return search.answer("out of reach", high, at_high)
    amount = _crossing(goal, bounds, at_low, at_high)
    at_amount = search.at(amount)
    if abs(goal.missing(at_amount)) <= search.rounding:
        return search.answer("found", amount, at_amount)
    here = (amount, at_amount)
    bracket = ((low, at_low), here) if search.reached(at_amount) else (here, (high, at_high))
    return search.answer("found", *search.narrowed(*bracket, tolerance))


def share_out(amount: float, weights: FloatArray, *, whole: bool = False) -> FloatArray:
    """An amount shared out over areas, in proportion to weights.

    With `whole`, persons stay whole: what is left over after rounding down goes to the largest
    remainders, to the earlier area among equals.

    Shapes  weights (area) -> (area)
    Units   that of the amount; weights of any unit, such as people aged 15-29
    Errors  ValueError when a weight is negative, no weight is above zero, or `whole` is asked of
            an amount that is not a whole number of at least zero
    Check   the sum is the amount
    """
    if not np.all(np.isfinite(weights) & (weights >= 0)) or not weights.sum() > 0:
        raise ValueError("weights must be numbers of at least zero, and one of them above zero")
    parts: FloatArray = amount * (weights / weights.sum())
    if not whole:
        return parts
    if amount < 0 or amount != round(amount):
        raise ValueError(f"only a whole number of persons can be kept whole, not {amount}")
    floor = np.floor(parts)
    left_over = round(amount - floor.sum())
    floor[np.argsort(floor - parts, kind="stable")[:left_over]] += 1
    return floor


@dataclass(slots=True)
class _Search:
    function: Outcome
    goal: Goal
    n_evaluations: int = 0
    n_draws: int = 0

    @property
    def rounding(self) -> float:
        """Nearer to the target than this is on it."""
        return 1e-9 * max(1.0, abs(self.goal.target))

    def at(self, amount: float) -> FloatArray:
        outcome = np.atleast_1d(np.asarray(self.function(amount), dtype=float))
        self.n_evaluations += 1
        self.n_draws = self.n_draws or len(outcome)
        if outcome.shape != (self.n_draws,):
            raise AxisMismatch("draw", outcome.shape, (self.n_draws,))
        if not np.isfinite(outcome).all():
            raise ValueError(
                f"the outcome of {amount} is not a number in every draw: fill it first"
            )
        return outcome

    def reached(self, outcome: FloatArray) -> bool:
        return self.goal.missing(outcome) <= self.rounding

    def narrowed(self, below: Tried, enough: Tried, tolerance: float) -> Tried:
        """The sufficient end of a bracket that has become as narrow as the tolerance."""
        (low, at_low), (high, at_high) = below, enough
        left, right = self.goal.missing(at_low), self.goal.missing(at_high)
        n_steps, before, width = 0, None, high - low
        # In large numbers the next one may be further away than the tolerance.
        tolerance = max(tolerance, 4 * np.spacing(max(abs(low), abs(high))))
        while high - low > tolerance and self.goal.missing(at_high) < -self.rounding:
            n_steps += 1
            amount = (low * right - high * left) / (right - left)
            if n_steps % 3 == 0:
                slow, width = high - low > width / 2, high - low
                amount = (low + high) / 2 if slow else amount
            amount = amount if low < amount < high else (low + high) / 2
            outcome = self.at(amount)
            missing, reached = self.goal.missing(outcome), self.reached(outcome)
            # An end that stays twice is given half its weight, lest the other creep towards it.
            weight = 0.5 if reached == before else 1.0
            if reached:
                high, at_high, right, left = amount, outcome, missing, left * weight
            else:
                low, left, right = amount, missing, right * weight
            before = reached
        return high, at_high

    def answer(self, verdict: Verdict, amount: float, outcome: FloatArray) -> Answer:
        # On the target but for rounding counts as reached here as well.
        nearly = self.goal.target + (1 if self.goal.at_most else -1) * self.rounding
        share = Goal(nearly, self.goal.probability, self.goal.at_most).share(outcome)
        level = self.goal.level(outcome)
        return Answer(verdict, amount, level, share, outcome, self.n_evaluations)


def _crossing(
    goal: Goal, bounds: tuple[float, float], at_low: FloatArray, at_high: FloatArray
) -> float:
    """Where the straight lines of enough draws have crossed the target."""
    low, high = bounds
    slopes = (at_high - at_low) / (high - low)
    missing = goal.target - at_low
    done = missing >= 0 if goal.at_most else missing <= 0
    needed = np.divide(missing, slopes, out=np.full(len(slopes), np.inf), where=slopes != 0)
    needed[needed < 0] = np.inf
    needed[done] = 0.0
    # As many draws must have crossed as for the level of a goal from above.
    enough = Goal(0.0, goal.probability, at_most=True).level(needed)
    return float(np.clip(low + enough, low, high))
