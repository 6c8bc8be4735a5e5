"""What a plan has to keep, and what it is worth: the input of every flow and of its certificate."""

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from renkei.engines.matching.arrays import (
    Assignment,
    Count,
    Groups,
    Index,
    Introductions,
    Lists,
    Places,
)
from renkei.engines.matching.errors import (
    Contradiction,
    MarketError,
    NegativeCapacity,
    NotATree,
    RepeatedRank,
    ShapeMismatch,
    UnknownOpening,
)

Mask: TypeAlias = NDArray[np.bool_]

# Worth is counted in hundredths of a thousandth of a point, so that a bonus of whole percent of a
# score stays whole.
PER_THOUSANDTH = 100


@dataclass(frozen=True, slots=True)
class Demand:
    """Lists, places and groups, and how often people and openings may meet.

    Shapes  least, most, least_elsewhere (people,); worth, pinned, forbidden (entries,);
            is_elsewhere (openings,); levels (any length,)
    Units   people and introductions; worth and levels in 1/100,000 of a point
            least_elsewhere   so many of a person's openings are elsewhere, if the list has them
            levels            what the first, second, ... person of an opening adds, never rising;
                              the last holds for all who follow
    """

    lists: Lists
    places: Places
    groups: Groups
    least: Count
    most: Count
    worth: Count
    pinned: Mask
    forbidden: Mask
    is_elsewhere: Mask
    least_elsewhere: Count
    levels: tuple[int, ...] = ()

    @classmethod
    def of(cls, lists: Lists, places: Places, groups: Groups | None = None) -> "Demand":
        """At most one opening for each person, worth its score; nothing pinned or forbidden."""
        people, entries = lists.n_people, len(lists.openings)
        return cls(
            lists=lists,
            places=places,
            groups=groups or Groups.none(places.n_openings),
            least=np.zeros(people, np.int64),
            most=np.ones(people, np.int64),
            worth=lists.scores.astype(np.int64) * PER_THOUSANDTH,
            pinned=np.zeros(entries, np.bool_),
            forbidden=np.zeros(entries, np.bool_),
            is_elsewhere=np.zeros(places.n_openings, np.bool_),
            least_elsewhere=np.zeros(people, np.int64),
        )

    def keeping(self, earlier: Assignment | Introductions, stay_percent: int) -> "Demand":
        """Entries of an earlier plan are worth so many percent more.

        Errors  MarketError when the bonus is negative or no whole number
        """
        if stay_percent < 0 or stay_percent != int(stay_percent):
            raise MarketError(
                "stay_percent", f"is {stay_percent}", "give a whole number of percent, at least 0"
            )
        bonus = self.lists.scores.astype(np.int64) * int(stay_percent)
        kept = entries_of(self.lists, earlier)
        return replace(self, worth=np.where(kept, self.worth + bonus, self.worth))


@dataclass(frozen=True, slots=True)
class Prices:
    """What one more place would be worth: the proof of a plan, or of its impossibility.

    Positive where people compete for places, negative where people are asked for against their
    scores, zero where neither is so.

    Shapes  opening (openings,), group (groups,)
    Units   1/100,000 of a point; in the proof of an impossibility -1, 0 and 1
    """

    opening: Count
    group: Count


def entries_of(lists: Lists, plan: Assignment | Introductions) -> Mask:
    """Which entries of the lists a plan consists of; what is not listed is passed over.

    Shapes  -> (entries,)
    """
    if isinstance(plan, Assignment):
        held = np.append(plan.opening, -1)[lists.people]
        return np.asarray(held == lists.openings, np.bool_)
    width = 1 + int(max(lists.openings.max(initial=0), plan.openings.max(initial=0)))
    owner = np.repeat(np.arange(len(plan.starts) - 1, dtype=np.int64), np.diff(plan.starts))
    wanted = lists.people.astype(np.int64) * width + lists.openings
    return np.isin(wanted, owner * width + plan.openings)


def entry_of(lists: Lists, person: int, opening: int, what: str) -> int:
    """The entry in which a person lists an opening.

    Errors  MarketError when it is not listed
    """
    if 0 <= person < lists.n_people:
        found = np.nonzero(lists.of(person) == opening)[0]
        if len(found):
            return int(lists.starts[person] + found[0])
    raise MarketError(
        f"{what} of person {person}", f"opening {opening} is not on the list", "list it first"
    )


def check(demand: Demand) -> None:
    """Refuse what is no market.

    Errors  UnknownOpening, RepeatedRank, NegativeCapacity, NotATree, Contradiction, ShapeMismatch
    """
    _check_shapes(demand)
    _check_lists(demand.lists, demand.places.n_openings)
    _check_groups(demand.groups)
    bounds = (
        ("places.minimum", demand.places.minimum, demand.places.capacity),
        ("groups.floor", demand.groups.floor, demand.groups.cap),
        ("least", demand.least, demand.most),
        ("least_elsewhere", demand.least_elsewhere, demand.most),
    )
    for name, low, high in bounds:
        _check_bounds(name, low, high)
    if list(demand.levels) != sorted(demand.levels, reverse=True):
        raise MarketError("levels", "rise", "let each level add at most what the one before adds")


def _check_shapes(demand: Demand) -> None:
    people, entries = demand.lists.n_people, len(demand.lists.openings)
    openings, groups = demand.places.n_openings, demand.groups.n_groups
    lengths: dict[str, tuple[Count | Index | Mask, int]] = {
        "lists.scores": (demand.lists.scores, entries),
        "places.minimum": (demand.places.minimum, openings),
        "groups.of_opening": (demand.groups.of_opening, openings),
        "groups.cap": (demand.groups.cap, groups),
        "groups.floor": (demand.groups.floor, groups),
        "least": (demand.least, people),
        "most": (demand.most, people),
        "least_elsewhere": (demand.least_elsewhere, people),
        "worth": (demand.worth, entries),
        "pinned": (demand.pinned, entries),
        "forbidden": (demand.forbidden, entries),
        "is_elsewhere": (demand.is_elsewhere, openings),
    }
    for name, (array, length) in lengths.items():
        if len(array) != length:
            raise ShapeMismatch(name, f"has {len(array)} values", f"give {length}")


def _check_lists(lists: Lists, n_openings: int) -> None:
    if lists.starts[0] != 0 or lists.starts[-1] != len(lists.openings) or (lists.lengths < 0).any():
        raise ShapeMismatch(
            "lists.starts", "do not run from 0 to the number of entries", "count the entries again"
        )
    unknown = (lists.openings < 0) | (lists.openings >= n_openings)
    if unknown.any():
        entry = int(np.argmax(unknown))
        raise UnknownOpening(
            f"person {lists.people[entry]}",
            f"lists opening {lists.openings[entry]}",
            f"the openings are 0 to {n_openings - 1}",
        )
    pairs = np.sort(lists.people.astype(np.int64) * max(n_openings, 1) + lists.openings)
    twice = pairs[1:][pairs[1:] == pairs[:-1]]
    if len(twice):
        person, opening = divmod(int(twice[0]), n_openings)
        raise RepeatedRank(
            f"person {person}", f"lists opening {opening} twice", "leave one of them out"
        )


def _check_groups(groups: Groups) -> None:
    parent = groups.parent
    known = (parent >= -1) & (parent < groups.n_groups)
    member = (groups.of_opening >= -1) & (groups.of_opening < groups.n_groups)
    if not known.all():
        g = int(np.argmin(known))
        raise NotATree(f"group {g}", f"has parent {parent[g]}", "name a group, or -1 for none")
    if not member.all():
        o = int(np.argmin(member))
        raise NotATree(
            f"opening {o}", f"is in group {groups.of_opening[o]}", "name a group, or -1 for none"
        )
    at = np.arange(groups.n_groups)
    for _ in range(groups.n_groups):
        at = np.where(at >= 0, parent[at], -1)
        if (at < 0).all():
            return
    if groups.n_groups:
        raise NotATree(
            f"group {int(np.argmax(at >= 0))}", "is its own ancestor", "make one of them a root"
        )


def _check_bounds(name: str, low: Count, high: Count) -> None:
    if (low < 0).any() or (high < 0).any():
        at = int(np.argmax((low < 0) | (high < 0)))
        raise NegativeCapacity(
            f"{name}[{at}]", f"is {min(low[at], high[at])}", "give a number of at least 0"
        )
    if (low > high).any():
        at = int(np.argmax(low > high))
        raise Contradiction(
            f"{name}[{at}]", f"is {low[at]}, and at most {high[at]} are allowed", "lower it"
        )
