"""Rows of draws: the inner loops of the kernels, and the survival of one person in one draw.

Compiled code is kept on disk by the file of its function: whoever changes this file clears the
cache of `kernels`, which has these loops inside, by touching that file as well.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

from renkei.engines.demography.projection.layout import Array, Rules

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """Compiled at its first call and kept on disk; other Python threads run meanwhile."""
    return cast(F, njit(nogil=True, cache=True, **_OPTIONS)(function))


def inlined(function: F) -> F:
    """Compiled into its caller: passing all arrays of a projection costs more than a short row."""
    return cast(F, njit(nogil=True, cache=True, forceinline=True, **_OPTIONS)(function))


# Without counting references: a shared counter would be fought for by all threads at every row.
# So nothing is allocated here, and all arrays outlive the call.
_OPTIONS: dict[str, Any] = {"_nrt": False, "error_model": "numpy"}


@compiled
def survival_of(dying: Any, factor: Any, rules: Rules) -> Any:
    one = rules.numbers.one
    died = dying * factor
    return one - (died if died < one else one)


@compiled
def movers_survival_of(living: Any, rules: Rules) -> Any:
    numbers = rules.numbers
    if not rules.continuous:
        return numbers.always + numbers.with_stayers * living
    if living <= numbers.zero or living >= numbers.one:
        return living
    return (living - numbers.one) / np.log(living)


@compiled
def share_moved(rate: Any, factor: Any, rules: Rules) -> Any:
    """In no draw do more people leave than there are."""
    one = rules.numbers.one
    share = rate * factor
    return share if share > -one else -one


@compiled
def share_staying(dying: Any, mortality: Any, rate: Any, moving: Any, rules: Rules) -> Any:
    """Of a cohort, those who live and do not move, and the balance of movers by rate."""
    living = survival_of(dying, mortality, rules)
    return living + share_moved(rate, moving, rules) * movers_survival_of(living, rules)


@compiled
def share_dying(dying: Any, mortality: Any, rate: Any, moving: Any, rules: Rules) -> Any:
    one = rules.numbers.one
    living = survival_of(dying, mortality, rules)
    return (one - living) + share_moved(rate, moving, rules) * (
        one - movers_survival_of(living, rules)
    )


@compiled
def share_landing(dying: Any, oldest: Any, mortality: Any, rules: Rules) -> Any:
    """Survival of those who come: like the plain mean of the cohorts that meet there."""
    living = survival_of(dying, mortality, rules) + survival_of(oldest, mortality, rules)
    return movers_survival_of(rules.numbers.half * living, rules)


@compiled
def stay(
    to: Array, people: Array, by: tuple[Any, Any], deaths: Array, moves: Array, rules: Rules
) -> None:
    dying, rate = by
    for d in range(to.size):
        to[d] = people[d] * share_staying(dying, deaths[d], rate, moves[d], rules)


@compiled
def go(to: Array, people: Array, by: tuple[Any, Any], moves: Array, rules: Rules) -> None:
    rate, part = by
    for d in range(to.size):
        to[d] = part * share_moved(rate, moves[d], rules) * people[d]


@compiled
def move(to: Array, people: Array, by: tuple[Any, Any], moves: Array, rules: Rules) -> None:
    rate, part = by
    for d in range(to.size):
        to[d] += part * share_moved(rate, moves[d], rules) * people[d]


@compiled
def die(
    to: Array, people: Array, by: tuple[Any, Any], deaths: Array, moves: Array, rules: Rules
) -> None:
    dying, rate = by
    for d in range(to.size):
        to[d] += people[d] * share_dying(dying, deaths[d], rate, moves[d], rules)


@compiled
def arrive(to: Array, come: Array, by: tuple[Any, Any], deaths: Array, rules: Rules) -> None:
    dying, oldest = by
    for d in range(to.size):
        to[d] += come[d] * share_landing(dying, oldest, deaths[d], rules)


@compiled
def add(to: Array, row: Array) -> None:
    for d in range(to.size):
        to[d] += row[d]


@compiled
def add_two(to: Array, one: Array, other: Array) -> None:
    for d in range(to.size):
        to[d] += one[d] + other[d]


@compiled
def product(to: Array, left: Array, right: Array) -> None:
    for d in range(to.size):
        to[d] = left[d] * right[d]


@compiled
def fill(to: Array, value: Any) -> None:
    for d in range(to.size):
        to[d] = value


@compiled
def scale(to: Array, row: Array, by: Any) -> None:
    for d in range(to.size):
        to[d] = by * row[d]


@compiled
def add_scaled(to: Array, row: Array, by: Any) -> None:
    for d in range(to.size):
        to[d] += by * row[d]
