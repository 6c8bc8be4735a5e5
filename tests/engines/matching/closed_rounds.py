"""Rounds that are closed: a small one told by hand, and any market run to its end."""

import numpy as np

from renkei.engines.matching import (
    ClosedRound,
    Criterion,
    Market,
    Numbers,
    Places,
    Reason,
    Sentence,
    StableMarket,
    lottery,
    opening_scores,
    priority_keys,
    rank,
    stable,
)
from renkei.engines.matching.fields import Field
from tests.engines.matching.rounds import (
    condition,
)


def codes(reasons: list[Reason]) -> list[str]:
    return [reason.code for reason in reasons]


def closed(market: Market, *, numbers: str = "lots", length: int = 10) -> ClosedRound:
    lists = rank(market, length)
    scores = opening_scores(market, lists)
    classes = np.zeros(len(scores), np.int32)
    keys = priority_keys(scores, classes, lottery(numbers, market.n_people), lists)
    ranked = StableMarket.of(lists, keys, market.places, market.groups)
    return ClosedRound.of(market, ranked, stable(ranked))


def small(capacity: list[int], **more: object) -> Market:
    """Three people, two openings; pay asked for by each; experience 78, 71 and 71 points."""
    people: dict[str, Field] = {"least pay": Numbers(np.array([200, 200, 260]))}
    openings: dict[str, Field] = {"pay": Numbers(np.array([250, 220]))}
    asked = condition("pay", "at_least", "least pay", "pay")
    wish = Criterion(
        "high pay",
        Sentence("給与", "pay"),
        "person",
        np.array([5, 5, 5]),
        np.array([90, 20]),
    )
    skill = Criterion(
        "experience",
        Sentence("経験", "experience"),
        "opening",
        np.array([5, 5]),
        np.array([78, 71, 71]),
    )
    places = Places.of(np.array(capacity))
    return Market(3, places, people, openings, (asked,), (wish, skill), **more)  # type: ignore[arg-type]
