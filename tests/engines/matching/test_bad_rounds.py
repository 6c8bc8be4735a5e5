"""Bad lists, places, groups, keys and rules get a clear error: where, what, remedy."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from renkei.engines.matching import (
    NO_CAP,
    Contradiction,
    FlexibleRule,
    Groups,
    Lists,
    MarketError,
    NegativeCapacity,
    NotATree,
    NotInstalled,
    Places,
    RepeatedRank,
    ShapeMismatch,
    StableMarket,
    UnknownOpening,
    compiling,
    priority_keys,
    stable,
)
from tests.engines.matching.rounds import ranked

LISTS = ranked([0, 1], [1], [])
KEYS = np.array([0, 1, 2])
PLACES = Places.of(np.array([1, 2]))
GROUPS = Groups(
    np.array([1, -1], np.int32),
    np.array([0, 1], np.int32),
    np.array([2, 3]),
    np.array([0, 0]),
    np.array([1, 1]),
)


def refused(**changed: Any) -> MarketError:
    given = {"lists": LISTS, "keys": KEYS, "places": PLACES, "groups": GROUPS, "rule": None}
    with pytest.raises(MarketError) as found:
        StableMarket.of(**(given | changed))
    return found.value


def test_good_round_is_taken() -> None:
    market = StableMarket.of(LISTS, KEYS, PLACES, GROUPS)

    assert stable(market).opening.tolist() == [0, 1, -1]


@pytest.mark.parametrize("opening", [2, -1])
def test_unknown_opening(opening: int) -> None:
    error = refused(lists=ranked([0, 1], [opening], []))

    assert isinstance(error, UnknownOpening)
    assert error.where == "list of person 1, rank 1"
    assert f"names opening {opening}" in error.problem


def test_repeated_rank() -> None:
    error = refused(lists=ranked([0, 1], [1, 0, 1], []), keys=np.arange(5))

    assert isinstance(error, RepeatedRank)
    assert error.where == "list of person 1, rank 3"


def test_two_people_ranked_alike() -> None:
    error = refused(keys=np.array([0, 1, 1]))

    assert isinstance(error, RepeatedRank)
    assert "opening 1" in str(error)
    assert "lottery" in error.remedy


def test_lists_that_do_not_divide_their_entries() -> None:
    broken = replace(LISTS, starts=np.array([0, 2, 1, 3]))

    assert isinstance(refused(lists=broken), ShapeMismatch)
    assert isinstance(refused(lists=replace(LISTS, scores=LISTS.scores[:1])), ShapeMismatch)


@pytest.mark.parametrize(
    ("scores", "problem"), [([1, 2, 0], "higher score"), ([100_001, 0, 0], "is not 0 to 100000")]
)
def test_scores_that_rise_or_are_out_of_bounds(scores: list[int], problem: str) -> None:
    error = refused(lists=replace(LISTS, scores=np.array(scores, np.int32)))

    assert problem in str(error)


def test_negative_capacity_and_minimum_above_capacity() -> None:
    negative = refused(places=Places.of(np.array([1, -2])))
    above = refused(places=Places(np.array([1, 2]), np.array([0, 3])))

    assert isinstance(negative, NegativeCapacity)
    assert negative.where == "capacity of opening 1"
    assert isinstance(above, Contradiction)


@pytest.mark.parametrize(
    ("parent", "where"), [([1, 0], "group 0"), ([0, -1], "group 0"), ([1, 7], "group 1")]
)
def test_groups_that_are_no_tree(parent: list[int], where: str) -> None:
    error = refused(groups=replace(GROUPS, parent=np.array(parent, np.int32)))

    assert isinstance(error, NotATree)
    assert error.where == where


@pytest.mark.parametrize(
    ("name", "values", "kind", "problem"),
    [
        ("floor", [3, 0], Contradiction, "the floor 3 is above the cap 2"),
        ("target", [0, 4], Contradiction, "the target 4 is above the cap 3"),
        ("cap", [-1, 3], NegativeCapacity, "-1 is below zero"),
        ("cap", [2], ShapeMismatch, "has the shape"),
        ("of_opening", [0, 5], UnknownOpening, "is in group 5"),
        ("of_opening", [0], ShapeMismatch, "has the shape"),
    ],
)
def test_groups_that_contradict_themselves(
    name: str, values: list[int], kind: type[MarketError], problem: str
) -> None:
    error = refused(groups=replace(GROUPS, **{name: np.array(values)}))

    assert isinstance(error, kind)
    assert problem in str(error)


def test_floors_inside_that_exceed_a_cap() -> None:
    three = Groups(
        np.array([-1, 0, 0], np.int32),
        np.array([1, 2], np.int32),
        np.array([3, NO_CAP, NO_CAP]),
        np.array([0, 2, 2]),
        np.array([0, 0, 0]),
    )

    assert "the floors inside add up to 4" in str(refused(groups=three))


@pytest.mark.parametrize(
    ("target", "order", "kind"),
    [
        ([2, 0], [0, 1], Contradiction),
        ([0, 0], [1, 1], MarketError),
        ([0], [0, 1], ShapeMismatch),
    ],
)
def test_rules_that_cannot_be_kept(
    target: list[int], order: list[int], kind: type[MarketError]
) -> None:
    rule = FlexibleRule(np.array(target), np.array(order, np.int32))

    assert isinstance(refused(rule=rule), kind)


@pytest.mark.parametrize(
    ("scores", "classes", "numbers"),
    [
        ([0, 0], [0, 0, 0], [0, 1, 2]),
        ([0, 0, 100_001], [0, 0, 0], [0, 1, 2]),
        ([0, 0, 0], [0, 0, 40_000], [0, 1, 2]),
        ([0, 0, 0], [0, 0, 0], [0, 1, 1]),
    ],
    ids=["lengths", "points", "classes", "lottery"],
)
def test_keys_that_do_not_fit(scores: list[int], classes: list[int], numbers: list[int]) -> None:
    arrays = (np.array(values, np.int32) for values in (scores, classes, numbers))

    with pytest.raises(MarketError):
        priority_keys(*arrays, LISTS)


def test_fast_without_numba_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "is_fast_installed", lambda: False)
    market = StableMarket.of(LISTS, KEYS, PLACES, GROUPS)

    assert stable(market).opening.tolist() == [0, 1, -1]
    with pytest.raises(NotInstalled, match=r"renkei\[engine\]"):
        stable(market, fast=True)


def test_error_survives_its_way_out_of_a_process() -> None:
    import pickle

    error = refused(places=Places.of(np.array([1, -2])))

    again = pickle.loads(pickle.dumps(error))

    assert (type(again), again.where, str(again)) == (type(error), error.where, str(error))


def test_empty_market_is_no_error() -> None:
    nobody = Lists(np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32))
    market = StableMarket.of(nobody, np.zeros(0, np.int64), Places.of(np.zeros(0, np.int64)))

    assert stable(market).n_placed == 0


def test_arrays_of_different_lengths() -> None:
    assert isinstance(refused(keys=np.array([0])), ShapeMismatch)
    assert isinstance(refused(places=Places(np.array([1, 2]), np.array([0]))), ShapeMismatch)


def test_more_levels_than_a_place_has_bits_for() -> None:
    levels = 21
    chain = Groups(
        np.arange(-1, levels - 1).astype(np.int32),
        np.array([levels - 1, 0], np.int32),
        *(np.full(levels, number) for number in (5, 0, 5)),
    )

    assert "21 levels" in str(refused(groups=chain))


def test_kernels_compile_where_nothing_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    import numba

    def njit(cache: bool = False, **options: object) -> Any:
        if cache:
            raise RuntimeError("no locator available")
        return lambda function: function

    monkeypatch.setattr(numba, "njit", njit)

    assert compiling.compiled(refused) is refused


def test_keys_below_zero_and_more_people_than_fit() -> None:
    many = Lists(np.zeros(2**20 + 1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32))

    assert "not all from 0" in str(refused(keys=np.array([0, 1, -1])))
    assert "1048576 people" in str(refused(lists=many, keys=np.zeros(0, np.int64)))
