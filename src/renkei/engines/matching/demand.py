"""What a plan has to keep, and what it is worth: the input of every flow and of its certificate."""

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from renkei.engines.matching.arrays import (
    Assignment,
    Count,
    Groups,
    Introductions,
    Lists,
    Places,
)
from renkei.engines.matching.errors import (
    Contradiction,
    MarketError,
    NegativeCapacity,
    ShapeMismatch,
)
from renkei.engines.matching.validation import require_groups, require_lists, require_places

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

    Errors  UnknownOpening, RepeatedRank, NegativeCapacity, NotATree, Contradiction, ShapeMismatch;
            MarketError for levels that rise
    """
    require_lists(demand.lists, demand.places.n_openings)
    require_places(demand.places)
    require_groups(demand.groups, demand.places.n_openings)
    _check_shapes(demand)
    _check_bounds("least", demand.least, demand.most)
    _check_bounds("least_elsewhere", demand.least_elsewhere, demand.most)
    if list(demand.levels) != sorted(demand.levels, reverse=True):
        raise MarketError("levels", "rise", "let each level add at most what the one before adds")


def _check_shapes(demand: Demand) -> None:
    people, entries = demand.lists.n_people, len(demand.lists.openings)
    openings = demand.places.n_openings
    lengths: dict[str, tuple[Count | Mask, int]] = {
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
