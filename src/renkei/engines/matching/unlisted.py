"""Openings that nobody listed, and the one condition whose relaxation would bring people."""

from dataclasses import dataclass

import numpy as np

from renkei.engines.matching.arrays import Count, Lists
from renkei.engines.matching.conditions import ABSOLUTELY, Condition
from renkei.engines.matching.market import Market
from renkei.engines.matching.reasons import Reason

AT_ONCE = 1 << 24  # pairs in memory together


@dataclass(frozen=True, slots=True, eq=False)
class Unwanted:
    """An opening that is on no list.

    Units   n_eligible: people who meet every condition; n_more: people who would without
            `condition`, None where no single condition would bring anybody
    """

    opening: int
    n_eligible: int
    condition: Condition | None
    n_more: int

    @property
    def reason(self) -> Reason:
        if self.n_eligible:
            return Reason("nobody_ranks", {"n": self.n_eligible})
        if self.condition is None:
            return Reason("several_conditions")
        return Reason("keeps_away", {"n": self.n_more}, {"label": self.condition.label})


def unwanted(market: Market, lists: Lists) -> list[Unwanted]:
    """The openings that nobody listed, in their order.

    1. openings on no list
    2. for each, how many conditions that somebody insists on each person does not meet
    3. those with none are eligible and ranked it too low; of those with exactly one, the condition
       that most of them lack, the first among equals

    Shapes  -> one for each
    """
    listed = np.bincount(lists.openings, minlength=market.n_openings)
    openings = np.flatnonzero(listed[: market.n_openings] == 0)
    n_conditions = len(market.conditions)
    only = np.zeros((n_conditions, len(openings)), np.int64)
    none = np.zeros(len(openings), np.int64)
    step = max(1, AT_ONCE // max(1, len(openings) * max(1, n_conditions)))
    for first in range(0, market.n_people if len(openings) else 0, step):
        people = np.arange(first, min(first + step, market.n_people))
        some_only, some_none = _failures(market, people, openings)
        only += some_only
        none += some_none
    return [
        _unwanted(market, int(opening), int(none[column]), only[:, column])
        for column, opening in enumerate(openings)
    ]


def _failures(market: Market, people: Count, openings: Count) -> tuple[Count, Count]:
    """People who fail by each condition alone, and people who fail by none."""
    shape = (len(market.conditions), len(people), len(openings))
    fails = np.zeros(shape, np.bool_)
    for position, condition in enumerate(market.conditions):
        asked = market.asks(condition, people, ABSOLUTELY)[:, openings]
        fails[position] = asked & ~market.is_met(condition, people, openings)
    allowed = np.ones(shape[1:], np.bool_)
    column = {int(opening): place for place, opening in enumerate(openings)}
    for person, opening in market.forbidden:
        if people[0] <= person <= people[-1] and int(opening) in column:
            allowed[person - people[0], column[int(opening)]] = False
    n_failed = fails.sum(axis=0)
    only = (fails & (n_failed == 1) & allowed).sum(axis=1)
    return only, ((n_failed == 0) & allowed).sum(axis=0)


def _unwanted(market: Market, opening: int, n_eligible: int, only: Count) -> Unwanted:
    if not len(only) or not only.max():
        return Unwanted(opening, n_eligible, None, 0)
    most = int(np.argmax(only))
    return Unwanted(opening, n_eligible, market.conditions[most], int(only[most]))
