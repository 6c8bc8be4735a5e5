"""Checks a plan and its prices, or a cut, by definition; shares no code with what finds them."""

from dataclasses import dataclass

import numpy as np

from renkei.engines.matching.arrays import Count
from renkei.engines.matching.demand import Demand, Mask, Prices

_NEVER = -(2**62)
_AT_ONCE = 1 << 20  # numbers in a block of people


@dataclass(frozen=True, slots=True)
class Breach:
    """A bound that a plan does not keep.

    `what` is person, elsewhere, opening, group, pin or forbidden; `key` its number (for pins and
    forbidden pairs, of the entry); `found` stands where `least` to `most` are allowed.
    """

    what: str
    key: int
    found: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class FlowCheck:
    """What a plan is worth, what no plan can exceed by its prices, and which bounds it breaks.

    Units   1/100,000 of a point
    """

    worth: int
    bound: int
    breaches: tuple[Breach, ...]

    @property
    def gap(self) -> int:
        return self.bound - self.worth

    @property
    def is_optimal(self) -> bool:
        return not self.breaches and self.gap == 0


def check_flow(demand: Demand, chosen: Mask, prices: Prices) -> FlowCheck:
    """A plan counted again, and held against the bound that its prices prove.

    1. every bound of people, openings and groups, by counting
    2. worth: of the entries and of the levels of openings
    3. bound: the prices are paid for each place, so people choose freely, and openings and groups
       offer what pays them best within their bounds; no plan that keeps all bounds is worth more
    The plan is the best one exactly when it keeps all bounds and reaches the bound.

    Shapes  chosen (entries,), prices (openings,), (groups,)
    Units   1/100,000 of a point, whole numbers throughout: no tolerance
    Source  Geoffrion, Lagrangean relaxation for integer programming, Mathematical Programming
            Study 2 (1974); the gap of a network is zero: Hoffman and Kruskal (1956)
    """
    counts = np.bincount(demand.lists.openings[chosen], minlength=demand.places.n_openings).astype(
        np.int64
    )
    worth = int(demand.worth[chosen].sum()) + _levels_worth(demand, counts)
    bound = _bound(demand, demand.worth, prices, demand.levels)[0]
    return FlowCheck(worth, bound, tuple(_breaches(demand, chosen, counts)))


def shortage(demand: Demand, prices: Prices) -> int:
    """By how many introductions the bounds of a demand exceed what can be, as prices show.

    With every score at zero no plan could be worth less than zero; prices under which all together
    get less than zero therefore prove that there is no plan. Above zero means proved.

    Shapes  prices (openings,), (groups,), each -1, 0 or 1
    Source  Farkas' lemma; Hoffman's circulation theorem (1960)
    """
    most, missing = _bound(demand, np.zeros_like(demand.worth), prices, ())
    return missing - most


def _levels_worth(demand: Demand, counts: Count) -> int:
    if not demand.levels:
        return 0
    steps = np.cumsum([0, *demand.levels])
    rest = np.maximum(counts - len(demand.levels), 0) * demand.levels[-1]
    return int((steps[np.minimum(counts, len(demand.levels))] + rest).sum())


# --- the bound ------------------------------------------------------------------------------


def _bound(
    demand: Demand, worth: Count, prices: Prices, levels: tuple[int, ...]
) -> tuple[int, int]:
    """The most that all can get under prices, and the introductions that nobody can be given."""
    places, groups = demand.places, demand.groups
    margin = worth - _price_of_opening(demand, prices)[demand.lists.openings]
    people, missing = _people(demand, margin)
    offered = _offer(prices.opening, places.minimum, places.capacity, levels)
    held = _offer(prices.group, groups.floor, groups.cap, ())
    return people + offered + held, missing


def _price_of_opening(demand: Demand, prices: Prices) -> Count:
    """Its own price and those of all groups that hold it."""
    total = prices.opening.astype(np.int64).copy()
    at = demand.groups.of_opening.astype(np.int64)
    while (inside := at >= 0).any():
        total[inside] += prices.group[at[inside]]
        at[inside] = demand.groups.parent[at[inside]]
    return total


def _offer(price: Count, least: Count, most: Count, levels: tuple[int, ...]) -> int:
    """The best of `price` times n and the levels, for n from least to most."""
    last = levels[-1] if levels else 0
    total = 0
    below = np.zeros_like(least)
    for level in levels:
        here = np.minimum(below + 1, most) - np.minimum(below, most)
        total += int(
            (here * np.where(below < least, price + level, _positive(price + level))).sum()
        )
        below = below + 1
    forced = np.maximum(least - below, 0)
    free = np.maximum(most - np.maximum(below, least), 0)
    return total + int((forced * (price + last) + free * _positive(price + last)).sum())


def _positive(numbers: Count) -> Count:
    return np.maximum(numbers, 0)


def _people(demand: Demand, margin: Count) -> tuple[int, int]:
    """What people get who choose freely under prices; and what they lack for their least number."""
    lists = demand.lists
    longest = max(1, int(lists.lengths.max(initial=1)))
    total = missing = 0
    step = max(1, _AT_ONCE // longest)
    for first in range(0, lists.n_people, step):
        people = np.arange(first, min(first + step, lists.n_people))
        got, lacked = _block(demand, margin, people)
        total, missing = total + got, missing + lacked
    return total, missing


def _block(demand: Demand, margin: Count, people: Count) -> tuple[int, int]:
    """One row for each person. Pins come first, then the best elsewhere, then the best of all."""
    starts, lengths = demand.lists.starts[people], demand.lists.lengths[people]
    column = np.arange(max(1, int(lengths.max(initial=1))))
    there = column < lengths[:, None]
    entry = np.where(there, starts[:, None] + column, 0)
    there &= _at(~demand.forbidden, entry) > 0
    value = np.where(there, _at(margin, entry), _NEVER)
    taken = there & (_at(demand.pinned, entry) > 0)
    outside = there & (_at(demand.is_elsewhere[demand.lists.openings], entry) > 0)
    most = demand.most[people]
    asked = np.minimum(np.minimum(demand.least_elsewhere[people], outside.sum(1)), most)
    if asked.any():
        lacking = asked - (taken & outside).sum(1)
        taken |= _best(np.where(outside & ~taken, value, _NEVER), lacking)
    used = taken.sum(1)
    rest = np.where(taken, _NEVER, value)
    by_force = _best(rest, demand.least[people] - used)
    freely = _best(np.where(rest > 0, rest, _NEVER), most - used)
    got = int(value[taken | by_force | freely].sum())
    held = (taken | by_force).sum(1)
    lacked = np.maximum(demand.least[people] - held, 0) + np.maximum(used - most, 0)
    return got, int(lacked.sum())


def _at(values: Count | Mask, entry: Count) -> Count:
    """Values of entries; nothing is listed by anybody where there are none."""
    return np.asarray(values[entry]) if len(values) else np.zeros(entry.shape, values.dtype)


def _best(value: Count, how_many: Count) -> Mask:
    """The so many largest of each row; never what is `_NEVER`."""
    if (how_many <= 0).all():
        return np.zeros(value.shape, np.bool_)
    if (how_many <= 1).all():
        first = value.argmax(1)
        best = np.zeros(value.shape, np.bool_)
        best[np.arange(len(value)), first] = how_many == 1
        return best & (value > _NEVER)
    rank = np.argsort(np.argsort(-value, axis=1, kind="stable"), axis=1, kind="stable")
    return np.asarray((rank < how_many[:, None]) & (value > _NEVER))


# --- the bounds -----------------------------------------------------------------------------


def _breaches(demand: Demand, chosen: Mask, counts: Count) -> list[Breach]:
    lists, places, groups = demand.lists, demand.places, demand.groups
    people = lists.people
    mine = np.bincount(people[chosen], minlength=lists.n_people)
    is_outside = demand.is_elsewhere[lists.openings]
    outside = np.bincount(people[chosen & is_outside], minlength=lists.n_people)
    listed = np.bincount(people[is_outside & ~demand.forbidden], minlength=lists.n_people)
    asked = np.minimum(np.minimum(demand.least_elsewhere, listed), demand.most)
    wrong = chosen & demand.forbidden
    return [
        *_outside("person", mine, demand.least, demand.most),
        *_outside("elsewhere", outside, asked, demand.most),
        *_outside("opening", counts, places.minimum, places.capacity),
        *_outside("group", _in_groups(demand, counts), groups.floor, groups.cap),
        *(Breach("pin", int(e), 0, 1, 1) for e in np.nonzero(demand.pinned & ~chosen)[0]),
        *(Breach("forbidden", int(e), 1, 0, 0) for e in np.nonzero(wrong)[0]),
    ]


def _outside(what: str, found: Count, least: Count, most: Count) -> list[Breach]:
    return [
        Breach(what, int(key), int(found[key]), int(least[key]), int(most[key]))
        for key in np.nonzero((found < least) | (found > most))[0]
    ]


def _in_groups(demand: Demand, counts: Count) -> Count:
    """People in each group and in all groups below it."""
    groups = demand.groups
    total = np.zeros(groups.n_groups, np.int64)
    at = groups.of_opening.astype(np.int64)
    while (inside := at >= 0).any():
        np.add.at(total, at[inside], counts[inside])
        at[inside] = groups.parent[at[inside]]
    return total
