"""What `stable` reads: lists, keys, places, groups and the rule, checked together."""

from dataclasses import dataclass, replace

import numpy as np

from renkei.engines.matching.arrays import Count, Groups, Lists, Places
from renkei.engines.matching.errors import MarketError, RepeatedRank, ShapeMismatch
from renkei.engines.matching.flexible import MOST_PLACES, FlexibleRule, proportional, require_rule
from renkei.engines.matching.priorities import number_of
from renkei.engines.matching.validation import (
    require_groups,
    require_lists,
    require_places,
)


@dataclass(frozen=True, slots=True, eq=False)
class StableMarket:
    """Lists of people, keys by which openings rank them, places, groups and the rule, checked.

    Shapes  keys (entries,): the lower, the earlier admitted (`priority_keys`)
    Errors  those of `require_lists`, `require_places`, `require_groups`, `require_rule`;
            RepeatedRank for two people with one key at one opening; MarketError for keys below zero
            and for more people than a place's number has room for (2^20 - 1)
    """

    lists: Lists
    keys: Count
    places: Places
    groups: Groups
    rule: FlexibleRule

    @classmethod
    def of(
        cls,
        lists: Lists,
        keys: Count,
        places: Places,
        groups: Groups | None = None,
        rule: FlexibleRule | None = None,
    ) -> "StableMarket":
        """Checked; without groups or rule, there are none and targets are proportional."""
        tree = groups or Groups.none(places.n_openings)
        require_places(places)
        require_groups(tree, places.n_openings)
        require_lists(lists, places.n_openings)
        chosen = rule or proportional(places, tree)
        require_rule(chosen, places, tree)
        _require_keys(lists, keys)
        return cls(lists, keys, places, tree, chosen)

    def with_cap(self, group: int, cap: int) -> "StableMarket":
        """The same with another cap of one group, and its target at most that; no target rises."""
        caps = self.groups.cap.copy()
        caps[group] = cap
        target = np.minimum(self.groups.target, caps)
        return replace(self, groups=replace(self.groups, cap=caps, target=target))


def _require_keys(lists: Lists, keys: Count) -> None:
    if keys.shape != lists.openings.shape:
        problem = f"has the shape {keys.shape}"
        raise ShapeMismatch("keys", problem, f"give {lists.openings.shape}")
    if keys.min(initial=0) < 0 or keys.max(initial=0) == np.iinfo(np.int64).max:
        raise MarketError("keys", "are not all from 0 to below 2^63 - 1", "make `priority_keys`")
    if lists.n_people > MOST_PLACES:
        problem = f"{lists.n_people} people"
        raise MarketError("lists", problem, f"close rounds of at most {MOST_PLACES} people")
    if _has_one_number_each(lists, keys):
        return
    order = np.lexsort((keys, lists.openings))
    opening, key = lists.openings[order], keys[order]
    twice = np.flatnonzero((opening[1:] == opening[:-1]) & (key[1:] == key[:-1]))
    if len(twice):
        where = f"opening {opening[twice[0]]}"
        raise RepeatedRank(where, "ranks two people alike", "break ties by the lottery")


def _has_one_number_each(lists: Lists, keys: Count) -> bool:
    """Whether keys end in a lottery number of each person, so that no two can be alike."""
    numbers = number_of(keys)
    entries = np.flatnonzero(lists.lengths)
    own = numbers[lists.starts[entries]]
    if numbers.min(initial=0) < 0 or len(np.unique(own)) < len(own):
        return False
    return bool((numbers == np.repeat(own, lists.lengths[entries])).all())
