"""Why two rates, shares or numbers of births differ: contributions that add up exactly.

One rule serves all: exchange the factors one after another, those of the first place or year for
those of the second, note what each exchange does, and take the mean over every order in which it
can be done. With two factors this is Kitagawa's decomposition, with three Das Gupta's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import TypeAlias

import numpy as np

from renkei.engines.demography.axes import FloatArray
from renkei.engines.demography.quotients import quotient, require_same_shape

Factors: TypeAlias = Mapping[str, FloatArray]
# People and their rate in each age or other group, or a part and the others: the same shape twice.
Pair: TypeAlias = tuple[FloatArray, FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class Decomposition:
    """A difference, second minus first, and the part each factor has in it.

    Shapes  difference and each of `effects` (...)
    Units   those of the quantity that differs
    """

    difference: FloatArray
    effects: Factors

    @property
    def residual(self) -> FloatArray:
        """What the effects leave unexplained: zero but for rounding, and shown to be so."""
        explained: FloatArray = np.sum(list(self.effects.values()), axis=0)
        return self.difference - explained


def decompose(
    quantity: Callable[[Factors], FloatArray], first: Factors, second: Factors
) -> Decomposition:
    """The difference of a quantity, shared out among its factors by the mean over all orders.

    Shapes  factors as `quantity` takes them -> effects as it returns them
    Errors  AxisMismatch when a factor has different shapes on the two sides
    Source  P. Das Gupta, Standardization and Decomposition of Rates: A User's Manual (US Bureau
            of the Census, 1993); the rule is the Shapley value of cooperative games
    Check   effects sum to the difference; exchanging the sides turns every sign; a factor that
            is the same on both sides has no effect
    """
    for name in first:
        require_same_shape(first[name], second[name])
    difference = quantity(second) - quantity(first)
    effects = {name: np.zeros_like(difference) for name in first}
    orders = list(permutations(first))
    for order in orders:
        mixed = dict(first)
        before = quantity(mixed)
        for name in order:
            mixed[name] = second[name]
            after = quantity(mixed)
            effects[name] += (after - before) / len(orders)
            before = after
    return Decomposition(difference, effects)


def rate_difference(first: Pair, second: Pair) -> Decomposition:
    """The difference of two crude rates: by whom there is (structure) and how they fare (rates).

    Shapes  people (..., group) and rates (..., group) on either side -> (...)
    Units   those of the rates; NaN where nobody lives
    Errors  AxisMismatch when the shapes differ
    Source  E. M. Kitagawa, Components of a Difference between Two Rates, Journal of the American
            Statistical Association 50 (1955)
    """
    factors = [
        {"structure": _composition(people), "rates": rates} for people, rates in (first, second)
    ]
    return decompose(lambda f: _sum(f["structure"] * f["rates"]), *factors)


def births_difference(first: Pair, second: Pair) -> Decomposition:
    """The difference of two numbers of births: number of women, their ages, their fertility.

    Shapes  women (..., age) and births per woman (..., age) on either side -> (...)
    Units   births, NaN where there are no women; pass the ages of childbearing alone, such as
            15-49, since everybody who is passed in is counted among the women
    Errors  AxisMismatch when the shapes differ
    Source  as `decompose`
    """
    factors = [
        {"women": _sum(women), "structure": _composition(women), "fertility": rates}
        for women, rates in (first, second)
    ]
    return decompose(lambda f: f["women"] * _sum(f["structure"] * f["fertility"]), *factors)


def share_difference(first: Pair, second: Pair) -> Decomposition:
    """The difference of two shares: by the part itself and by the people beside it.

    The share of the aged rises when the aged become more (`part`) and when the others become
    fewer (`others`); a mayor wants to know which.

    Shapes  the part (...) and the others (...) on either side -> (...)
    Units   difference of shares between 0 and 1; NaN where nobody lives
    Errors  AxisMismatch when the shapes differ
    Source  as `decompose`
    """
    factors = [{"part": part, "others": others} for part, others in (first, second)]
    return decompose(lambda f: quotient(f["part"], f["part"] + f["others"]), *factors)


def _sum(values: FloatArray) -> FloatArray:
    total: FloatArray = values.sum(axis=-1)
    return total


def _composition(people: FloatArray) -> FloatArray:
    return quotient(people, np.broadcast_to(_sum(people)[..., np.newaxis], people.shape))
