"""Hard and soft conditions as bitsets: a row of bits over openings for each answer people give."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from renkei.engines.matching.arrays import Bits, Count, Index
from renkei.engines.matching.conditions import (
    ABSOLUTELY,
    PREDICATES,
    WOULD_CONSIDER,
    Condition,
    Mask,
)
from renkei.engines.matching.fields import MOST_IN_A_SET, Choices, Field, Sets, taken
from renkei.engines.matching.market import Market

Answers: TypeAlias = list[tuple[Count, Index]]
MOST_BYTES = 128 * 2**20  # of bits, while they are made and after
EVERY_OPENING = 0  # the first row has every opening


@dataclass(frozen=True, slots=True, eq=False)
class Eligibility:
    """Rows of bits, and for each person which rows hold for them.

    A person's openings are the intersection of their hard rows; an opening outside one of their
    soft rows loses its penalty. Bit i of word w is opening 64 w + i.

    Shapes  rows (rows, words); hard (people, hard conditions); soft (people, soft conditions);
            penalties (soft conditions,)
    Units   penalties: thousandths of a point
    """

    rows: Bits
    hard: Index
    soft: Index
    penalties: Index


def eligibility(market: Market, people: Count, answers: Answers, openings: Count) -> Eligibility:
    """The bitsets of some people over openings in some order, asked the same once only.

    1. for each condition, the different answers of these people against every opening, as bits
    2. whoever does not ask for it with that firmness has every opening
    3. forbidden pairs, as one more row for each person who has some

    Shapes  people (some,), openings (openings,): positions; answers: as `blocks` gives them
    """
    every = _packed(np.ones((1, len(openings)), np.bool_))
    rows, count = [every], 1
    columns: dict[int, list[Index]] = {ABSOLUTELY: [], WOULD_CONSIDER: []}
    penalties: list[int] = []
    for condition, (first, which) in zip(market.conditions, answers, strict=True):
        met = _met(market, condition, first, openings)
        strength = market.strength(condition)
        for how in (ABSOLUTELY, WOULD_CONSIDER):
            if not (strength == how).any():
                continue
            column = (which + count).astype(np.int32)
            if condition.asked_by == "person":
                rows.append(met)
                column[strength[people] != how] = EVERY_OPENING
            else:
                rows.append(met | _packed(strength[openings][None, :] != how))
            columns[how].append(column)
            count += len(first)
            penalties += [condition.penalty] * (how == WOULD_CONSIDER)
    ruled_out, which = _forbidden(market, people)
    if len(ruled_out):
        rows.append(_packed(~ruled_out[:, openings]))
        columns[ABSOLUTELY].append(np.where(which < 0, EVERY_OPENING, which + count))
    return Eligibility(
        np.concatenate(rows),
        _table(columns[ABSOLUTELY], len(people)),
        _table(columns[WOULD_CONSIDER], len(people)),
        np.array(penalties, np.int32),
    )


def _met(market: Market, condition: Condition, people: Count, openings: Count) -> Bits:
    """Which openings meet a condition of each of these people, as bits."""
    by_things = PREDICATES[condition.predicate].by_things
    if not by_things:
        different, which = _different(market.openings[condition.opening].values[openings])
        met = market.is_met(condition, people, openings[different])
        return _packed(met[:, which])
    sets = market.people[condition.person].values[people].astype(np.uint64, copy=False)
    column = taken(market.openings[condition.opening], openings)
    things = _packed(_with_each_thing(column))
    is_there = _with_each_thing(Sets(sets))
    every = _packed(np.ones((1, len(openings)), np.bool_))
    rows = np.repeat(every if by_things == "all" else np.zeros_like(every), len(people), axis=0)
    for thing in range(MOST_IN_A_SET):
        if by_things == "all":
            rows[is_there[thing]] &= things[thing]
        else:
            rows[is_there[thing] != (by_things == "only")] |= things[thing]
    return ~rows & every if by_things == "only" else rows


def _with_each_thing(column: Field) -> Mask:
    """Which rows have each of 64 things.

    Shapes  (rows,) -> (64, rows)
    """
    number = np.arange(MOST_IN_A_SET)[:, None]
    if isinstance(column, Choices):
        is_thing: Mask = column.values[None, :] == number
        return is_thing
    bits = np.asarray(column.values, np.uint64)[None, :] >> number.astype(np.uint64)
    has_thing: Mask = np.equal(bits & np.uint64(1), 1)
    return has_thing


def blocks(market: Market) -> Iterator[tuple[Count, Answers]]:
    """People in blocks whose bitsets fit into memory together, with their answers."""
    everyone = np.arange(market.n_people)
    answers = _answers(market, everyone)
    different = sum(len(first) for first, _ in answers)
    most = MOST_BYTES // (24 * max(1, n_words(market.n_openings)))
    if different <= most:
        yield everyone, answers
        return
    # Fewer people have fewer answers, at most one each to every condition.
    people = max(4, most // len(market.conditions))
    pieces = min(-(-different // most) * 2, -(-market.n_people // people))
    for part in np.array_split(everyone, pieces):
        yield part, _answers(market, part)


def eligible(market: Market, people: Count) -> Mask:
    """The same without bitsets, for a few people: which openings meet all hard conditions.

    Shapes  people (some,) -> (some, openings)
    """
    found = np.ones((len(people), market.n_openings), np.bool_)
    for condition in market.conditions:
        found &= market.is_met(condition, people) | ~market.asks(condition, people, ABSOLUTELY)
    ruled_out, which = _forbidden(market, people)
    found[which >= 0] &= ~ruled_out[which[which >= 0]]
    return found


def lost_points(market: Market, people: Count) -> Count:
    """What soft conditions that are not met take from each pair, in thousandths of a point.

    Shapes  people (some,) -> (some, openings)
    """
    lost = np.zeros((len(people), market.n_openings), np.int64)
    for condition in market.conditions:
        asked = market.asks(condition, people, WOULD_CONSIDER)
        lost += condition.penalty * (asked & ~market.is_met(condition, people))
    return lost


def n_words(n_openings: int) -> int:
    return -(-n_openings // 64)


def _answers(market: Market, people: Count) -> Answers:
    return [_answer(market, condition, people) for condition in market.conditions]


def _answer(market: Market, condition: Condition, people: Count) -> tuple[Count, Index]:
    """One person for each different answer, and the answer of everybody."""
    values = market.people[condition.person].values[people]
    if condition.limit:
        limits = np.asarray(market.people[condition.limit].values[people], np.int64)
        values = np.concatenate([values.reshape(len(people), -1), limits[:, None]], axis=1)
    first, which = _different(values)
    return people[first], which


def _different(values: NDArray[Any]) -> tuple[Count, Index]:
    """A row for each different one, and the number of every row among them."""
    which = np.zeros(len(values), np.int64)
    first = np.zeros(min(1, len(values)), np.int64)
    # One column after the other: sorting whole rows takes ten times as long.
    for column in values.reshape(len(values), -1).T:
        kinds, here = np.unique(column, return_inverse=True)
        together = which * len(kinds) + here
        _, first, which = np.unique(together, return_index=True, return_inverse=True)
    return first, which.astype(np.int32)


def _packed(found: Mask) -> Bits:
    """Rows of bits in words of 64; what is beyond the last opening is not set."""
    words = n_words(found.shape[1])
    octets = np.zeros((len(found), words * 8), np.uint8)
    packed = np.packbits(found, axis=1, bitorder="little")
    octets[:, : packed.shape[1]] = packed
    return octets.view("<u8").astype(np.uint64, copy=False)


def _forbidden(market: Market, people: Count) -> tuple[Mask, Index]:
    """Rows of forbidden openings for those who have some, and everybody's row or -1."""
    person, opening = market.forbidden.T
    who, row = np.unique(person, return_inverse=True)
    ruled_out = np.zeros((len(who), market.n_openings), np.bool_)
    ruled_out[row, opening] = True
    of_person = np.full(market.n_people, -1, np.int32)
    of_person[who] = np.arange(len(who))
    return ruled_out, of_person[people]


def _table(columns: list[Index], n_people: int) -> NDArray[np.int32]:
    table = np.zeros((n_people, len(columns)), np.int32)
    for position, column in enumerate(columns):
        table[:, position] = column
    return table
