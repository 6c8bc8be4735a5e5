"""How an opening ranks those who list it: points of its own side, priority class, lottery."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from renkei.engines.matching.arrays import MOST_POINTS, Count, Index, Lists
from renkei.engines.matching.criteria import Features, Wish, features
from renkei.engines.matching.errors import MarketError, ShapeMismatch
from renkei.engines.matching.market import Market

K = TypeVar("K", int, Count)
MOST_CLASSES = 2**15
AT_ONCE = 1 << 18
_POINTS, _CLASS = 46, 31  # where in a key they begin; the lottery number fills the rest


def priority_keys(scores: Index, priority: Index, numbers: Index, lists: Lists) -> Count:
    """One whole number for each entry of the lists: the lower, the earlier it is admitted.

    1. more points of the opening's side come first
    2. then the lower priority class
    3. then the lower lottery number, so that no two people are alike

    Shapes  scores, priority (entries,); numbers (people,): the lottery's -> (entries,)
    Units   scores: thousandths of a point; priority: 0 is the first class, at most 32,767
    Errors  ShapeMismatch; MarketError for points, classes or numbers that do not fit, or a
            lottery number that two people have
    """
    for name, values, wanted in (
        ("scores", scores, len(lists.openings)),
        ("priority", priority, len(lists.openings)),
        ("lottery", numbers, lists.n_people),
    ):
        if values.shape != (wanted,):
            raise ShapeMismatch(name, f"has the shape {values.shape}", f"give ({wanted},)")
    if scores.min(initial=0) < 0 or scores.max(initial=0) > MOST_POINTS:
        raise MarketError("scores", f"are not all 0 to {MOST_POINTS}", "give thousandths")
    if priority.min(initial=0) < 0 or priority.max(initial=0) >= MOST_CLASSES:
        raise MarketError("priority", "is not all 0 to 32,767", "number the classes from 0")
    if numbers.min(initial=0) < 0 or np.bincount(numbers).max(initial=0) > 1:
        raise MarketError("lottery", "two people have one number", "draw it with `lottery`")
    keys: Count = (MOST_POINTS - scores.astype(np.int64)) << _POINTS
    keys |= priority.astype(np.int64) << _CLASS
    keys |= np.repeat(numbers.astype(np.int64), lists.lengths)
    return keys


def points_of(keys: K) -> K:
    """The opening's points again, in thousandths."""
    return MOST_POINTS - (keys >> _POINTS)


def class_of(keys: K) -> K:
    return (keys >> _CLASS) & (MOST_CLASSES - 1)


def number_of(keys: K) -> K:
    """The lottery number again."""
    return keys & ((1 << _CLASS) - 1)


def opening_scores(market: Market, lists: Lists) -> Index:
    """What each opening's own criteria give to those who list it, 0 to 100 points.

    Shapes  -> (entries,)
    Units   thousandths of a point; the people's wishes play no part
    """
    wishes = tuple(wish for wish in market.criteria if wish.side == "opening")
    return _scores(market, wishes, lists)


def person_scores(market: Market, lists: Lists) -> Index:
    """What each person's own criteria give to the openings on their list, 0 to 100 points."""
    wishes = tuple(wish for wish in market.criteria if wish.side == "person")
    return _scores(market, wishes, lists)


def _scores(market: Market, wishes: tuple[Wish, ...], lists: Lists) -> Index:
    if not wishes:
        return np.zeros(len(lists.openings), np.int32)
    pairs = features(wishes, (market.n_people, market.n_openings), market.balance)
    return products(pairs, lists.people, lists.openings)


def products(pairs: Features, people: Index, openings: Index) -> NDArray[np.int32]:
    """Scores of single pairs, without penalties.

    Shapes  people, openings (pairs,) -> (pairs,)
    """
    scores = np.empty(len(people), np.int32)
    for first in range(0, len(people), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        rows = pairs.people[people[part]], pairs.openings[openings[part]]
        scores[part] = np.einsum("ij,ij->i", *rows)
    return scores
