"""Ranking compiled by Numba: people in blocks, openings in tiles of 64, one bit each.

This module is imported only when a fast ranking is asked for. Scores are whole numbers below 2^24,
which single precision holds exactly, so vectors of any width and any number of threads give the
same bytes.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from renkei.engines.matching.arrays import Count, Index
from renkei.engines.matching.bitsets import Eligibility
from renkei.engines.matching.conditions import ABSOLUTELY
from renkei.engines.matching.criteria import Features
from renkei.engines.matching.fields import Choices
from renkei.engines.matching.market import Market
from renkei.engines.matching.ranking_kernel import AT_ONCE, LANES, rank_people

PIECE = 2048  # people whom a thread takes at a time
A_FEW = 64
MOST_MET = 0.7  # a condition that more pairs meet does not tell openings apart


def order_of(market: Market) -> tuple[Count, int]:
    """The order in which openings are looked at, and the condition by which it goes; -1 for none.

    1. the condition that rules out most and reads one choice of the opening (its bureau, its town)
    2. openings with one choice stand together, so that most people need not look at most tiles
    3. among these the highest mean score first, so that lists fill with high scores at once

    Shapes  -> (openings,)
    """
    pairs = market.features()
    total = pairs.openings.astype(np.int64) @ pairs.people.sum(axis=0, dtype=np.int64)
    which = _most_selective(market)
    if which < 0:
        return np.argsort(-total, kind="stable"), which
    choice = market.openings[market.conditions[which].opening].values
    return np.lexsort((-total, choice)), which


def _most_selective(market: Market) -> int:
    """By the answers of a few people, evenly taken."""
    few = np.unique(np.linspace(0, market.n_people - 1, A_FEW).astype(np.int64))
    best, found = MOST_MET, -1
    for position, condition in enumerate(market.conditions):
        if isinstance(market.openings[condition.opening], Choices):
            met = market.is_met(condition, few) | ~market.asks(condition, few, ABSOLUTELY)
            if float(met.mean()) < best:
                best, found = float(met.mean()), position
    return found


def top(
    pairs: Features, able: Eligibility, people: Count, order: Count, keys: NDArray[np.int64]
) -> Callable[[int], None]:
    """A function that fills the lists of a piece of people, given its first.

    1. features of four people, and of 64 openings, side by side
    2. each piece writes its own rows of `keys`, so pieces may be taken by any thread

    Shapes  people (some,): of the eligibility's rows; order (openings,): of its bits;
            keys (some, up to a multiple of four; length)
    """
    numbers = _padded(order[:, None], LANES)[:, 0]
    given = (
        _side_by_side(pairs.people[people], AT_ONCE),
        _side_by_side(pairs.openings[order], LANES),
        able.rows,
        _padded(able.hard, AT_ONCE),
        _padded(able.soft, AT_ONCE),
        able.penalties,
        numbers,
    )
    return lambda first: rank_people(given, keys[first : first + PIECE], first)


def empty_keys(n_people: int, length: int) -> NDArray[np.int64]:
    return np.full((_up(n_people, AT_ONCE), length), -1, np.int64)


def _up(n: int, to: int) -> int:
    return -(-n // to) * to


def _padded(table: NDArray[np.generic], to: int) -> NDArray[np.int32]:
    full = np.zeros((_up(len(table), to), table.shape[1]), np.int32)
    full[: len(table)] = table
    return full


def _side_by_side(features: Index, n: int) -> NDArray[np.float32]:
    """(rows, columns) -> (rows / n, columns, n), of zeros where there are no columns."""
    table = _padded(features, n).astype(np.float32)
    if table.shape[1] == 0:
        return np.zeros((len(table) // n, 1, n), np.float32)
    return np.ascontiguousarray(table.reshape(-1, n, table.shape[1]).transpose(0, 2, 1))


def unpacked(keys: NDArray[np.int64]) -> tuple[Index, Index]:
    """A key is the score above 32 bits of the opening's number, counted down."""
    empty = keys < 0
    scores = np.where(empty, -1, keys >> 32).astype(np.int32)
    openings = np.where(empty, 0, 0xFFFFFFFF - (keys & 0xFFFFFFFF)).astype(np.int32)
    return scores, openings
