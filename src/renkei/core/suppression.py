"""Small cells withheld before a table about people is published.

A count below the threshold points at persons, so it is withheld (primary suppression). Where the
published figures would give it back by addition or subtraction, other cells are withheld with it
(complementary suppression).
"""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Sum = tuple[Key, Sequence[Key]]  # a total and the parts that add up to it

# Japan's guideline for publishing from the national claims database withholds counts under 10.
THRESHOLD = 10


def suppress(
    cells: Mapping[Key, int | None],
    sums: Iterable[Sum[Key]] = (),
    *,
    threshold: int = THRESHOLD,
    hide_zeros: bool = False,
) -> dict[Key, int | None]:
    """`cells` with None in place of every count that must not be published.

    1. Withhold counts of 1 ... threshold - 1. A zero is published, because it says that there is
       nobody, unless `hide_zeros` (which protects zeros in nested sums only, not where sums
       overlap). What is None already was withheld by the source and stays so.
    2. Where exactly one member of a sum is withheld, withhold the smallest other part as well;
       the total only where no other part is left.
    3. Where sums together still give a cell back, withhold the smallest part of the sums that it
       stands in. Sums that overlap can do so, and so can small numbers: two withheld cells that
       make 2 are 1 and 1, since a zero would have been published.

    2 and 3 repeat until nothing changes. Each step hides the fewest people possible, the first in
    `sums` among equals; it is not promised that the whole takes the fewest cells. Only counts
    above zero are hidden to protect others.

    Errors  ValueError when a total is not the sum of its parts.
    """
    sums = [(total, tuple(parts)) for total, parts in sums]
    _check(cells, sums)
    withheld = {
        key
        for key, count in cells.items()
        if count is None or 0 < count < threshold or (count == 0 and hide_zeros)
    }
    least = 0 if hide_zeros else 1
    while candidates := _candidates(cells, sums, withheld, least):
        withheld.add(min(candidates, key=lambda key: cells[key] or 0))
    return {key: None if key in withheld else count for key, count in cells.items()}


def _check(cells: Mapping[Key, int | None], sums: Iterable[Sum[Key]]) -> None:
    for total, parts in sums:
        counts = [cells[part] for part in parts]
        known = [count for count in counts if count is not None]
        if cells[total] is not None and len(known) == len(counts) and cells[total] != sum(known):
            raise ValueError(f"{total!r} is {cells[total]}, but its parts add up to {sum(known)}")


def _candidates(
    cells: Mapping[Key, int | None],
    sums: Sequence[Sum[Key]],
    withheld: AbstractSet[Key],
    least: int,
) -> list[Key]:
    """The cells of which the smallest is withheld next; empty when nothing is exposed."""
    for total, parts in sums:
        if _gives_back_a_member(cells, (total, *parts), withheld):
            free = _free(cells, parts, withheld) or _free(cells, [total], withheld)
            if free:
                return free
    exposed = _derivable(cells, sums, withheld) | _cornered(cells, sums, withheld, least)
    near = [part for total, parts in sums for part in parts if exposed & {total, *parts}]
    every = [key for total, parts in sums for key in (*parts, total)] if exposed else []
    return _free(cells, near, withheld) or _free(cells, every, withheld)


def _gives_back_a_member(
    cells: Mapping[Key, int | None], members: Sequence[Key], withheld: AbstractSet[Key]
) -> bool:
    hidden = [key for key in members if key in withheld]
    above_zero = [key for key in hidden if cells[key] != 0]
    return bool(hidden) and len(above_zero) < 2


def _free(
    cells: Mapping[Key, int | None], keys: Iterable[Key], withheld: AbstractSet[Key]
) -> list[Key]:
    return [key for key in keys if key not in withheld and cells[key]]


def _derivable(
    cells: Mapping[Key, int | None], sums: Sequence[Sum[Key]], withheld: AbstractSet[Key]
) -> set[Key]:
    """The withheld cells that follow from the published ones by linear arithmetic.

    Each sum is an equation in its withheld members. In the reduced echelon form of all equations
    an equation with a single member left states the value of that member.
    """
    reduced: dict[Key, dict[Key, Fraction]] = {}  # pivot -> equation
    for total, parts in sums:
        members = [(total, Fraction(-1)), *((part, Fraction(1)) for part in parts)]
        equation = {key: n for key, n in members if key in withheld and cells[key] != 0}
        for pivot, known in reduced.items():
            equation = _without(equation, pivot, known)
        if equation:
            pivot = next(iter(equation))
            equation = {key: n / equation[pivot] for key, n in equation.items()}
            reduced = {p: _without(e, pivot, equation) for p, e in reduced.items()}
            reduced[pivot] = equation
    return {pivot for pivot, equation in reduced.items() if len(equation) == 1}


def _without(
    equation: dict[Key, Fraction], pivot: Key, other: dict[Key, Fraction]
) -> dict[Key, Fraction]:
    """`equation` less as much of `other` as removes `pivot` from it."""
    factor = equation.get(pivot, Fraction(0))
    if not factor:
        return equation
    keys = {**equation, **other}
    zero = Fraction(0)
    rest = {key: equation.get(key, zero) - factor * other.get(key, zero) for key in keys}
    return {key: n for key, n in rest.items() if n}


def _cornered(
    cells: Mapping[Key, int | None],
    sums: Sequence[Sum[Key]],
    withheld: AbstractSet[Key],
    least: int,
) -> set[Key]:
    """The withheld cells for which their sums leave a single number.

    `least` is what a reader knows of every withheld count; from there the bounds are narrowed,
    sum by sum. A bound travels at least one sum further in each round.
    """
    low: dict[Key, float] = {key: 0 if cells[key] is None else least for key in withheld}
    high: dict[Key, float] = dict.fromkeys(withheld, math.inf)
    for _ in sums:
        for total, parts in sums:
            hidden = [key for key in parts if key in withheld]
            shown = sum(cells[key] or 0 for key in parts if key not in withheld)
            if total in withheld:
                low[total] = max(low[total], shown + sum(low[key] for key in hidden))
                high[total] = min(high[total], shown + sum(high[key] for key in hidden))
            floor, ceiling = low.get(total, cells[total]), high.get(total, cells[total])
            assert floor is not None
            assert ceiling is not None
            for key in hidden:
                others = [other for other in hidden if other != key]
                low[key] = max(low[key], floor - shown - sum(high[other] for other in others))
                high[key] = min(high[key], ceiling - shown - sum(low[other] for other in others))
    return {key for key in withheld if low[key] == high[key]}
