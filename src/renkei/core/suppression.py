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
    exposed = _cornered(cells, sums, withheld, least)
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


Equation = tuple[dict[Key, Fraction], Fraction]  # what stands before each cell, and what they make


def _reduced(
    cells: Mapping[Key, int | None], sums: Sequence[Sum[Key]], withheld: AbstractSet[Key]
) -> dict[Key, Equation[Key]]:
    """All sums as equations in their withheld members, in reduced echelon form, by pivot.

    An equation with a single member left states that member: it follows from the published ones.
    """
    reduced: dict[Key, Equation[Key]] = {}
    for total, parts in sums:
        equation = _equation(cells, total, parts, withheld)
        for pivot, known in reduced.items():
            equation = _without(equation, pivot, known)
        if equation[0]:
            pivot = next(iter(equation[0]))
            first = equation[0][pivot]
            equation = {key: n / first for key, n in equation[0].items()}, equation[1] / first
            reduced = {p: _without(e, pivot, equation) for p, e in reduced.items()}
            reduced[pivot] = equation
    return reduced


def _equation(
    cells: Mapping[Key, int | None],
    total: Key,
    parts: Sequence[Key],
    withheld: AbstractSet[Key],
) -> Equation[Key]:
    members = [(total, Fraction(-1)), *((part, Fraction(1)) for part in parts)]
    hidden = {key: n for key, n in members if key in withheld and cells[key] != 0}
    shown = sum((n * (cells[key] or 0) for key, n in members if key not in withheld), Fraction(0))
    return hidden, -shown


def _without(equation: Equation[Key], pivot: Key, other: Equation[Key]) -> Equation[Key]:
    """`equation` less as much of `other` as removes `pivot` from it."""
    zero = Fraction(0)
    factor = equation[0].get(pivot, zero)
    if not factor:
        return equation
    keys = {**equation[0], **other[0]}
    rest = {key: equation[0].get(key, zero) - factor * other[0].get(key, zero) for key in keys}
    return {key: n for key, n in rest.items() if n}, equation[1] - factor * other[1]


def _cornered(
    cells: Mapping[Key, int | None],
    sums: Sequence[Sum[Key]],
    withheld: AbstractSet[Key],
    least: int,
) -> set[Key]:
    """The withheld cells for which sums, and what follows from several of them, leave one number.

    `least` is what a reader knows of every withheld count; from there the bounds are narrowed,
    equation by equation. A bound travels at least one equation further in each round.
    """
    low: dict[Key, Fraction | float] = {key: 0 if cells[key] is None else least for key in withheld}
    high: dict[Key, Fraction | float] = dict.fromkeys(withheld, math.inf)
    reduced = _reduced(cells, sums, withheld)
    given = [_equation(cells, total, parts, withheld) for total, parts in sums]
    equations = (*given, *reduced.values())
    for _ in sums:
        before = dict(low), dict(high)
        for members, made in equations:
            _narrow(members, made, low, high)
        if before == (low, high):
            break
    alone = {pivot for pivot, (members, _made) in reduced.items() if len(members) == 1}
    return alone | {key for key in withheld if low[key] == high[key]}


def _narrow(
    members: Mapping[Key, Fraction],
    made: Fraction,
    low: dict[Key, Fraction | float],
    high: dict[Key, Fraction | float],
) -> None:
    """Bounds of each cell from those of the others: together they make what is `made`."""
    for key, n in members.items():
        least: Fraction | float = made
        most: Fraction | float = made
        for other, m in members.items():
            if other != key:
                least, most = (
                    least - m * (high if m > 0 else low)[other],
                    most - m * (low if m > 0 else high)[other],
                )
        ends = (least / n, most / n)
        low[key] = max(low[key], min(ends))
        high[key] = min(high[key], max(ends))
