"""The exact ranking: from its definition in plain Python, and the same bytes in every way."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from renkei.engines.matching import (
    PREDICATES,
    Criterion,
    Groups,
    Lists,
    Market,
    MarketError,
    Places,
    StableMarket,
    bitsets,
    check_stable,
    lottery,
    opening_scores,
    priority_keys,
    rank,
    stable,
)
from renkei.engines.matching.conditions import ABSOLUTELY, WOULD_CONSIDER, Condition
from renkei.engines.matching.criteria import slider_shares
from tests.engines.matching.rounds import FEW, SAID, SEEDS, claim_of, random_market


def same(one: Lists, other: Lists) -> bool:
    return all(
        getattr(one, name).tobytes() == getattr(other, name).tobytes()
        for name in ("starts", "openings", "scores")
    )


def told(market: Market, length: int) -> list[list[tuple[int, int]]]:
    """Opening and score of every entry, pair by pair, from the words of the definition."""
    pairs = market.features()
    return [
        sorted(
            (
                (opening, _score(market, pairs, person, opening))
                for opening in range(market.n_openings)
                if _may(market, person, opening)
            ),
            key=lambda entry: (-entry[1], entry[0]),
        )[:length]
        for person in range(market.n_people)
    ]


def _how(market: Market, condition: Condition, person: int, opening: int) -> int:
    asker = person if condition.asked_by == "person" else opening
    return int(market.strength(condition)[asker])


def _may(market: Market, person: int, opening: int) -> bool:
    return [person, opening] not in market.forbidden.tolist() and all(
        _meets(market, condition, person, opening)
        for condition in market.conditions
        if _how(market, condition, person, opening) == ABSOLUTELY
    )


def _score(market: Market, pairs: object, person: int, opening: int) -> int:
    people, openings = market.features().people[person], market.features().openings[opening]
    score = sum(int(a) * int(b) for a, b in zip(people, openings, strict=True))
    for condition in market.conditions:
        if _how(market, condition, person, opening) == WOULD_CONSIDER:
            score -= 0 if _meets(market, condition, person, opening) else condition.penalty
    return max(score, 0)


def _meets(market: Market, condition: Condition, person: int, opening: int) -> bool:
    """Each predicate in words; what is unknown (-1 among choices) meets nothing."""
    mine = market.people[condition.person].values[person].tolist()
    theirs = market.openings[condition.opening].values[opening].tolist()
    limit = market.people[condition.limit].values[person].tolist() if condition.limit else 0
    words = {
        "equals": lambda: mine == theirs >= 0,
        "at_most": lambda: theirs <= mine,
        "at_least": lambda: theirs >= mine,
        "one_of": lambda: theirs >= 0 and bool(mine >> theirs & 1),
        "among": lambda: mine >= 0 and bool(theirs >> mine & 1),
        "offers": lambda: mine & theirs == mine,
        "has": lambda: mine & theirs == theirs,
        "overlaps": lambda: mine & theirs != 0,
        "within": lambda: (mine[0] - theirs[0]) ** 2 + (mine[1] - theirs[1]) ** 2 <= limit**2,
        "reachable": lambda: (
            mine >= 0 and theirs >= 0 and 0 <= condition.table[mine, theirs] <= limit
        ),
    }
    return words[condition.predicate]()


def test_every_predicate_is_among_those_that_are_told() -> None:
    market = random_market(0)

    assert {condition.predicate for condition in market.conditions} == set(PREDICATES)


@FEW
@given(SEEDS)
def test_plain_and_fast_are_what_the_definition_says(seed: int) -> None:
    market = random_market(seed, 9, 20)
    expected = told(market, 5)

    for fast in (False, True):
        lists = rank(market, 5, fast=fast)
        found = [
            list(zip(lists.of(p).tolist(), lists.scores[lists.starts[p] :].tolist(), strict=False))
            for p in range(market.n_people)
        ]
        assert found == expected


@FEW
@given(SEEDS)
def test_plain_and_fast_are_equal_beyond_one_word(seed: int) -> None:
    market = random_market(seed, 70, 200)

    assert same(rank(market, 12, fast=False), rank(market, 12, fast=True))


@pytest.mark.parametrize("threads", [2, 3, 7])
def test_threads_change_no_byte(threads: int) -> None:
    market = random_market(1, 9000, 150)

    assert same(rank(market, 10, fast=True), rank(market, 10, fast=True, threads=threads))


def test_blocks_of_people_change_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    market = random_market(2, 500, 150)
    at_once = rank(market, 10, fast=True)

    monkeypatch.setattr(bitsets, "MOST_BYTES", 24 * 3 * 60)

    assert len(list(bitsets.blocks(market))) > 10
    assert same(rank(market, 10, fast=True), at_once)


@pytest.mark.parametrize("fast", [False, True], ids=["plain", "fast"])
def test_ties_stand_in_the_order_of_openings(fast: bool) -> None:
    level = np.array([50] * 70)
    wish = Criterion("pay", SAID, "person", np.array([1, 1]), level)
    market = Market(2, Places.of(np.ones(70, np.int64)), {}, {}, criteria=(wish,))

    lists = rank(market, 70, fast=fast)

    assert lists.of(1).tolist() == list(range(70))
    assert set(lists.scores.tolist()) == {50_000}


@pytest.mark.parametrize("fast", [False, True], ids=["plain", "fast"])
@pytest.mark.parametrize(("people", "openings"), [(0, 3), (3, 0), (0, 0)])
def test_empty_sides_give_empty_lists(people: int, openings: int, fast: bool) -> None:
    market = Market(people, Places.of(np.ones(openings, np.int64)), {}, {})

    lists = rank(market, 5, fast=fast)

    assert lists.n_people == people
    assert len(lists.openings) == 0


def test_score_of_all_best_levels_is_a_hundred_points() -> None:
    full = tuple(
        Criterion(f"{side}", SAID, side, np.array([3]), np.array([100]))
        for side in ("person", "opening")
    )
    market = Market(1, Places.of(np.array([1])), {}, {}, criteria=full, balance=333)

    assert rank(market, 1).scores.tolist() == [100_000]


def test_sliders_add_up_whatever_they_are() -> None:
    sliders = np.random.default_rng(0).integers(0, 11, (500, 7))
    sliders[0] = 0

    shares = slider_shares(sliders, 1000)

    assert (shares.sum(axis=1) == 1000).all()
    assert shares[0].tolist() == [143, 143, 143, 143, 143, 143, 142]
    assert (shares[sliders == 0][7:] == 0).all()


@pytest.mark.parametrize(("length", "threads"), [(0, 1), (5, 0), (1001, 1)])
def test_length_and_threads_are_refused_below_one(length: int, threads: int) -> None:
    with pytest.raises(MarketError, match="give 1 or more"):
        rank(random_market(0), length, threads=threads)


def test_without_conditions_nobody_is_ruled_out() -> None:
    market = random_market(3)
    bare = replace(market, conditions=(), strengths={}, forbidden=np.zeros((0, 2), np.int64))

    assert (rank(bare, 30).lengths == market.n_openings).all()


@pytest.mark.slow
def test_a_whole_round_of_a_prefecture_is_proved_and_repeatable() -> None:
    market = random_market(7, 20_000, 2_000)
    lists = rank(market, 10, fast=True, threads=2)
    numbers = lottery("a prefecture", market.n_people)
    scores = opening_scores(market, lists)
    keys = priority_keys(scores, np.zeros(len(scores), np.int32), numbers, lists)
    caps = Groups.flat(np.arange(2_000, dtype=np.int32) % 14, np.full(14, 150))
    ranked = StableMarket.of(lists, keys, market.places, caps)
    result = stable(ranked, fast=True)

    assert same(lists, rank(market, 10, fast=True))
    assert check_stable(claim_of(ranked), result).holds
    assert result.n_placed > 1_000
