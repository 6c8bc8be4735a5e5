"""What if, for one person at the desk: what each single condition costs them."""

from dataclasses import dataclass

import numpy as np

from renkei.engines.matching.conditions import ABSOLUTELY, Condition, Mask
from renkei.engines.matching.errors import MarketError, ShapeMismatch
from renkei.engines.matching.market import Market
from renkei.engines.matching.reasons import Reason
from renkei.engines.matching.sentences import Sentence


@dataclass(frozen=True, slots=True, eq=False)
class WithoutOne:
    """What would come into question without one condition.

    Shapes  more (openings,): those that nothing else keeps away
    Units   n_more, n_away: openings; n_away of them are outside the place that was asked about
    """

    condition: Condition
    more: Mask
    n_more: int
    n_away: int

    def reason(self, place: Sentence) -> Reason:
        """As a sentence: “without the car: 14 more openings, 9 of them outside Sapporo”."""
        numbers = {"more": self.n_more, "away": self.n_away}
        return Reason("without", numbers, {"label": self.condition.label, "place": place})


def without_each(market: Market, person: int, inside: Mask) -> list[WithoutOne]:
    """For each condition that stands between a person and openings: what it keeps away alone.

    1. for each opening, how many conditions that somebody insists on are not met
    2. an opening with exactly one comes into question without that one
    3. conditions from the one that would bring most

    Only conditions that would bring something are named. Forbidden pairs stay forbidden.

    Shapes  inside (openings,): those in the place that is asked about (Sapporo)
    Errors  MarketError, ShapeMismatch
    """
    if not 0 <= person < market.n_people:
        raise MarketError("what-if", f"there is no person {person}", "ask about this market")
    if inside.shape != (market.n_openings,):
        raise ShapeMismatch("inside", f"has the shape {inside.shape}", "give one for each opening")
    failed = [_fails(market, condition, person) for condition in market.conditions]
    n_failed = np.zeros(market.n_openings, np.int64)
    for fails in failed:
        n_failed += fails
    forbidden = _ruled_out(market, person)
    found = []
    for condition, fails in zip(market.conditions, failed, strict=True):
        more = fails & (n_failed == 1) & ~forbidden
        n_more = int(more.sum())
        if n_more:
            found.append(WithoutOne(condition, more, n_more, int((more & ~inside).sum())))
    return sorted(found, key=lambda one: -one.n_more)


def _fails(market: Market, condition: Condition, person: int) -> Mask:
    who = np.array([person])
    asked = market.asks(condition, who, ABSOLUTELY)[0]
    if not asked.any():
        return np.zeros(market.n_openings, np.bool_)
    fails: Mask = asked & ~market.is_met(condition, who)[0]
    return fails


def _ruled_out(market: Market, person: int) -> Mask:
    ruled_out = np.zeros(market.n_openings, np.bool_)
    ruled_out[market.forbidden[market.forbidden[:, 0] == person, 1]] = True
    return ruled_out
