"""The checker finds what is planted, and knows nothing of what it checks."""

import ast
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from renkei.engines import matching
from renkei.engines.matching import (
    Assignment,
    FlexibleRule,
    Groups,
    Places,
    StableMarket,
    check_stable,
    stable,
)
from tests.engines.matching.rounds import (
    MANY,
    SEEDS,
    claim_of,
    keys_of,
    random_round,
    ranked,
    residents,
)
from tests.engines.matching.test_published_rounds import MEN_1, WOMEN_1, kamada_kojima_1

BOTH = pytest.mark.parametrize("fast", [False, True], ids=["plain", "fast"])
FOLDER = Path(matching.__file__).parent


def result_of(*openings: int) -> Assignment:
    return Assignment(np.array(openings, np.int32))


@BOTH
def test_planted_blocking_pair_is_found(fast: bool) -> None:
    market = residents(MEN_1, WOMEN_1, [1, 1, 1])

    found = check_stable(claim_of(market), result_of(0, 2, 1), fast=fast)

    assert not found.holds
    assert found.blocking.tolist() == [[2, 0]]


@BOTH
def test_planted_breach_of_a_cap_is_found(fast: bool) -> None:
    _, market = kamada_kojima_1()
    tight = market.with_cap(0, 9)

    found = check_stable(claim_of(tight), stable(market), fast=fast)

    assert not found.holds
    assert found.over_cap.tolist() == [0]


@BOTH
def test_more_people_than_places_are_found(fast: bool) -> None:
    market = residents([[0], [0]], [[0, 1]], [1])

    found = check_stable(claim_of(market), result_of(0, 0), fast=fast)

    assert found.over_capacity.tolist() == [0]


@BOTH
def test_place_that_was_not_listed_is_found(fast: bool) -> None:
    market = residents([[0], [1]], [[0, 1], [0, 1]], [1, 1])

    found = check_stable(claim_of(market), result_of(1, -1), fast=fast)

    assert found.ineligible.tolist() == [0]


@BOTH
def test_place_left_free_for_no_reason_is_found(fast: bool) -> None:
    market = residents([[0], [0]], [[0, 1]], [2])

    found = check_stable(claim_of(market), result_of(0, -1), fast=fast)

    assert found.blocking.tolist() == [[1, 0]]


@BOTH
def test_place_given_against_the_flexible_rule_is_found(fast: bool) -> None:
    """A doctor would rather be in the second hospital, whose place comes first by the rule."""
    lists = ranked([1, 0])
    region = Groups.flat(np.zeros(2, np.int32), np.array([1]))
    rule = FlexibleRule(np.array([0, 1]), np.array([0, 1], np.int32))
    places = Places.of(np.array([1, 1]))
    market = StableMarket.of(lists, keys_of(lists, [[0], [0]]), places, region, rule)

    found = check_stable(claim_of(market), result_of(0), fast=fast)

    assert found.blocking.tolist() == [[0, 1]]


@MANY
@given(SEEDS)
def test_both_readings_find_the_same(seed: int) -> None:
    market = random_round(seed)
    rng = np.random.default_rng(seed)
    anyhow = rng.integers(-1, market.places.n_openings, market.lists.n_people).astype(np.int32)

    plain = check_stable(claim_of(market), Assignment(anyhow), fast=False)
    fast = check_stable(claim_of(market), Assignment(anyhow), fast=True)

    for name in ("ineligible", "over_capacity", "over_cap", "blocking", "n_looked_at"):
        assert np.array_equal(getattr(plain, name), getattr(fast, name)), name


@MANY
@given(SEEDS)
def test_place_taken_away_from_somebody_is_always_found(seed: int) -> None:
    market = random_round(seed)
    result = stable(market).opening.copy()
    placed = np.flatnonzero(result >= 0)
    if len(placed):
        result[placed[seed % len(placed)]] = -1

    assert check_stable(claim_of(market), Assignment(result)).holds is (len(placed) == 0)


def test_checker_imports_nothing_of_what_it_checks() -> None:
    imported = {
        node.module
        for path in FOLDER.glob("certificates/stable*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("renkei")
    }

    assert imported == {"renkei.engines.matching.arrays"}
