"""The best openings of every person by the score of both sides, exactly."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from renkei.engines.matching.arrays import Count, Lists, Whole
from renkei.engines.matching.bitsets import blocks, eligibility, eligible, lost_points
from renkei.engines.matching.compiling import is_fast
from renkei.engines.matching.criteria import Features
from renkei.engines.matching.errors import MarketError
from renkei.engines.matching.market import Market

AT_ONCE = 256  # people whose scores with all openings are in memory together
MOST_LISTED = 1000


def rank(market: Market, length: int = 10, *, threads: int = 1, fast: bool | None = None) -> Lists:
    """The `length` best openings of each person: everything is compared, nothing is sampled.

    1. openings that meet every hard condition
    2. the score: Σ weight × level of both sides, less the penalties of soft conditions that are
       not met, never below zero
    3. the highest scores; among equals the opening with the lower number comes first

    Whoever has fewer eligible openings has a shorter list, which may be empty.

    Shapes  -> lists of at most `length` entries for each person
    Units   scores: thousandths of a point
    Errors  MarketError for a length or a number of threads below one; NotInstalled for
            `fast=True` without Numba
    Source  the definition is ours (`docs/explanation/matching.md`, section 3)
    """
    if not 1 <= length <= MOST_LISTED or threads < 1:
        raise MarketError("rank", f"length {length}, threads {threads}", "give 1 or more")
    if not is_fast(fast) or market.n_people == 0 or market.n_openings == 0:
        return _plain(market, length)
    return _compiled(market, length, threads)


def _compiled(market: Market, length: int, threads: int) -> Lists:
    from renkei.engines.matching import ranking_fast

    pairs = market.features()
    order, which = ranking_fast.order_of(market)
    scores = np.full((market.n_people, length), -1, np.int32)
    openings = np.zeros((market.n_people, length), np.int32)
    with ThreadPoolExecutor(threads) as workers:
        for people, answers in blocks(market):
            if which >= 0:
                # Those who give the same answer side by side: they look at the same openings.
                together = np.argsort(answers[which][1], kind="stable")
                people = people[together]
                answers = [(first, answer[together]) for first, answer in answers]
            able = eligibility(market, people, answers, order)
            keys = ranking_fast.empty_keys(len(people), length)
            fill = ranking_fast.top(pairs, able, people, order, keys)
            list(workers.map(fill, range(0, len(keys), ranking_fast.PIECE)))
            scores[people], openings[people] = ranking_fast.unpacked(keys[: len(people)])
    return _lists(scores, openings)


def _plain(market: Market, length: int) -> Lists:
    """The same by NumPy alone, a block of people at a time."""
    pairs = market.features()
    length = min(length, market.n_openings)
    scores = np.full((market.n_people, length), -1, np.int32)
    openings = np.zeros((market.n_people, length), np.int32)
    for first in range(0, market.n_people, AT_ONCE):
        people = np.arange(first, min(first + AT_ONCE, market.n_people))
        found = np.where(eligible(market, people), scores_of(market, pairs, people), -1)
        order = np.argsort(-found, axis=1, kind="stable")[:, :length]
        scores[people] = np.take_along_axis(found, order, axis=1)
        openings[people] = order
    return _lists(scores, openings)


def scores_of(market: Market, pairs: Features, people: Count) -> Count:
    """Scores of some people with every opening, eligible or not.

    Shapes  people (some,) -> (some, openings)
    Units   thousandths of a point
    """
    # Whole numbers below 2^53, which NumPy multiplies ten times as fast in double precision.
    scores = pairs.people[people].astype(np.float64) @ pairs.openings.astype(np.float64).T
    left: Count = scores.astype(np.int64) - lost_points(market, people)
    return np.maximum(left, 0)


def _lists(scores: Whole, openings: Whole) -> Lists:
    """Tables with -1 where there is nothing more, as lists one after another."""
    real = scores >= 0
    starts = np.zeros(len(scores) + 1, np.int64)
    np.cumsum(real.sum(axis=1), out=starts[1:])
    return Lists(starts, openings[real].astype(np.int32), scores[real].astype(np.int32))
