"""What a market refuses, and what no score can read."""

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from renkei.engines import matching
from renkei.engines.matching import (
    PREDICATES,
    Audit,
    Choices,
    Criterion,
    Groups,
    Lists,
    Market,
    MarketError,
    Numbers,
    Places,
    ProtectedAttribute,
    Sentence,
    Sets,
    ShapeMismatch,
    StableMarket,
    digest,
    lottery,
    opening_scores,
    person_scores,
    priority_keys,
    rank,
    shares_by,
    stable,
)
from renkei.engines.matching.fields import Field
from tests.engines.matching.rounds import FEW, SAID, SEEDS, condition, random_market

FOLDER = Path(matching.__file__).parent


def run(market: Market, seed: str = "2026-11-25 closing index", threads: int = 1) -> str:
    """A whole round, and its digest."""
    lists = rank(market, 8, threads=threads)
    scores = opening_scores(market, lists)
    numbers = lottery(seed, market.n_people)
    keys = priority_keys(scores, np.zeros(len(scores), np.int32), numbers, lists)
    ranked = StableMarket.of(lists, keys, market.places, market.groups)
    return digest(market=market, seed=seed, lists=lists, result=stable(ranked))


@FEW
@given(SEEDS)
def test_attribute_that_is_no_criterion_changes_nothing(seed: int) -> None:
    """Home region, desk, anything: a column more, or another one, gives the same lists and places,
    byte for byte."""
    market = random_market(seed, 20, 15)
    rng = np.random.default_rng(seed)
    desks: Field = Choices(rng.integers(0, 5, 20).astype(np.int32))
    with_desk = replace(market, people={**market.people, "desk": desks})

    for name in ("starts", "openings", "scores"):
        before, after = getattr(rank(market, 6), name), getattr(rank(with_desk, 6), name)
        assert before.tobytes() == after.tobytes()


@FEW
@given(SEEDS)
def test_flipped_audit_attributes_change_no_byte(seed: int) -> None:
    """Everybody's sex turned round: the run cannot tell, for it cannot read it."""
    market = random_market(seed, 20, 15)
    rng = np.random.default_rng(seed)
    audit = Audit({"sex": rng.integers(0, 2, 20).astype(np.int32)})
    before = run(market)

    audit.attributes["sex"][:] = 1 - audit.attributes["sex"]

    assert run(market) == before


def test_nothing_that_scores_imports_the_audit() -> None:
    importers = [
        path.name
        for path in FOLDER.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("matching.audit")
    ]

    assert importers == ["__init__.py"]
    assert not any(name in PREDICATES for name in ("age", "sex", "nationality"))


@pytest.mark.parametrize("name", ["age", "min_age", "Sex", "nationality", "性別", "年齢", "国籍"])
def test_protected_attribute_is_refused_as_field_condition_and_criterion(name: str) -> None:
    places = Places.of(np.array([1]))

    with pytest.raises(ProtectedAttribute, match="audit attribute"):
        Market(1, places, {name: Numbers(np.array([1]))}, {})
    with pytest.raises(ProtectedAttribute):
        condition("limit", "at_most", name, "pay")
    with pytest.raises(ProtectedAttribute):
        condition("limit", "at_most", "pay", name)
    with pytest.raises(ProtectedAttribute):
        Criterion(name, SAID, "person", np.array([1]), np.array([1]))


@pytest.mark.parametrize("name", ["language", "page", "wages", "manager", "essex"])
def test_harmless_names_are_taken(name: str) -> None:
    market = Market(1, Places.of(np.array([1])), {name: Numbers(np.array([1]))}, {})

    assert list(market.people) == [name]


def test_digest_is_the_same_on_any_number_of_threads() -> None:
    market = random_market(5, 5000, 100)

    assert len({run(market, threads=threads) for threads in (1, 2, 5)}) == 1


def test_digest_tells_inputs_seeds_and_results_apart() -> None:
    market = random_market(5, 20, 15)
    other = replace(market, balance=(market.balance + 1) % 1000)

    assert len({run(market), run(market, "another seed"), run(other)}) == 3


@pytest.mark.parametrize("value", [0.5, {1, 2}, np.array([0.5])], ids=["float", "set", "floats"])
def test_digest_refuses_what_has_no_canonical_bytes(value: object) -> None:
    with pytest.raises(MarketError, match="no canonical bytes"):
        digest(value=value)


def test_digest_is_a_published_one() -> None:
    """SHA-256 over `7:version=str10:matching-1` and one part, computed by hand with sha256sum."""
    import hashlib

    by_hand = hashlib.sha256(b"7:version=str10:matching-14:seed=str3:abc").hexdigest()

    assert digest(seed="abc") == by_hand


def test_lottery_can_be_drawn_again_by_anybody() -> None:
    import hashlib

    octets = hashlib.shake_256(b"round 7").digest(16 * 5)
    tickets = [int.from_bytes(octets[16 * p : 16 * p + 16], "big") for p in range(5)]

    numbers = lottery("round 7", 5)

    assert [sorted(tickets).index(ticket) for ticket in tickets] == numbers.tolist()


def test_lottery_needs_a_seed() -> None:
    with pytest.raises(MarketError, match="publish"):
        lottery("", 3)


# --- what is refused --------------------------------------------------------------------------


def test_field_of_another_length_or_type_is_refused() -> None:
    places = Places.of(np.array([1, 1]))

    with pytest.raises(MarketError, match=r"people, field “pay”: has the shape \(3,\)"):
        Market(2, places, {"pay": Numbers(np.array([1, 2, 3]))}, {})
    with pytest.raises(MarketError, match="has the type float64"):
        Market(2, places, {}, {"pay": Numbers(np.array([1.0, 2.0]))})  # type: ignore[arg-type]


def test_condition_on_a_missing_or_other_field_is_refused() -> None:
    market = Market(1, Places.of(np.array([1])), {"pay": Numbers(np.array([1]))}, {})
    other: dict[str, Field] = {"pay": Choices(np.array([1], np.int32))}

    with pytest.raises(MarketError, match="openings have no field “pay”"):
        replace(market, conditions=(condition("pay", "at_least", "pay", "pay"),))
    with pytest.raises(MarketError, match="holds Choices"):
        replace(market, openings=other, conditions=(condition("pay", "at_least", "pay", "pay"),))


@pytest.mark.parametrize(
    ("predicate", "more", "problem"),
    [
        ("older_than", {}, "no predicate"),
        ("within", {}, "needs the field of a limit"),
        ("equals", {"limit": "minutes"}, "reads no limit"),
        ("reachable", {"limit": "minutes"}, "go together"),
        ("equals", {"penalty": -1}, "below zero"),
    ],
)
def test_condition_that_makes_no_sense_is_refused(
    predicate: str, more: dict[str, object], problem: str
) -> None:
    with pytest.raises(MarketError, match=problem):
        condition("one", predicate, "here", "there", **more)


@pytest.mark.parametrize(
    ("weights", "levels", "error"),
    [([1, 1], [1], ShapeMismatch), ([1], [101], MarketError), ([-1], [1], MarketError)],
)
def test_criterion_out_of_bounds_is_refused(
    weights: list[int], levels: list[int], error: type[MarketError]
) -> None:
    wish = Criterion("pay", SAID, "person", np.array(weights), np.array(levels))

    with pytest.raises(error):
        Market(1, Places.of(np.array([1])), {}, {}, criteria=(wish,))


def test_names_strengths_pairs_and_balance_are_checked() -> None:
    market = random_market(0)
    first = market.conditions[0]

    with pytest.raises(MarketError, match="stands there twice"):
        replace(market, conditions=(first, first))
    with pytest.raises(MarketError, match="no condition “dress”"):
        replace(market, strengths={"dress": np.zeros(40, np.int8)})
    with pytest.raises(ShapeMismatch):
        replace(market, strengths={first.name: np.zeros(3, np.int8)})
    with pytest.raises(MarketError, match="not all 0, 1 or 2"):
        replace(market, strengths={first.name: np.full(40, 3, np.int8)})
    with pytest.raises(MarketError, match="nobody of this market"):
        replace(market, forbidden=np.array([[0, 99]]))
    with pytest.raises(ShapeMismatch):
        replace(market, forbidden=np.array([1, 2, 3]))
    with pytest.raises(MarketError, match="balance"):
        replace(market, balance=1001)


def test_unknown_things_meet_nothing() -> None:
    from renkei.engines.matching import UNKNOWN_NUMBER

    people: dict[str, Field] = {"pay": Numbers(np.array([UNKNOWN_NUMBER, 10]))}
    openings: dict[str, Field] = {"pay": Numbers(np.array([20, UNKNOWN_NUMBER]))}
    asked = condition("pay", "at_least", "pay", "pay")
    market = Market(2, Places.of(np.array([1, 1])), people, openings, (asked,))

    for fast in (False, True):
        lists = rank(market, 5, fast=fast)
        assert isinstance(lists, Lists)
        assert [lists.of(person).tolist() for person in range(2)] == [[], [0]]


def test_nobody_eligible_is_an_empty_result() -> None:
    people: dict[str, Field] = {"pay": Numbers(np.array([50, 50]))}
    openings: dict[str, Field] = {"pay": Numbers(np.array([10]))}
    asked = condition("pay", "at_least", "pay", "pay")
    market = Market(2, Places.of(np.array([1])), people, openings, (asked,))
    lists = rank(market, 5)

    ranked = StableMarket.of(lists, np.zeros(0, np.int64), market.places, Groups.none(1))

    assert stable(ranked).opening.tolist() == [-1, -1]


def test_shares_of_small_groups_are_not_shown() -> None:
    group = np.array([0] * 40 + [1] * 4 + [2] * 20, np.int32)
    reached = np.arange(64) % 2 == 0
    reached[44:] = True

    large, small, whole = shares_by(Audit({"home": group}), "home", reached)

    assert (large.n, large.of) == (20, 40)
    # Wilson's interval for 20 of 40, as printed in tables: 0.352 to 0.648.
    assert (round(large.low or 0, 3), round(large.high or 0, 3)) == (0.352, 0.648)
    assert (small.n, small.of) == (None, None)
    assert (whole.n, whole.of) == (None, 20)


def test_sentence_is_in_both_languages() -> None:
    with pytest.raises(MarketError, match="is empty in “en”"):
        Sentence("あり", " ")


def test_set_of_more_than_64_things_is_refused() -> None:
    with pytest.raises(MarketError, match="row 1"):
        Sets.of([{63}, {64}])


def test_scores_of_both_sides_are_parts_of_the_whole() -> None:
    market = random_market(11, 20, 15)
    unasked = {c.name: np.zeros_like(market.strength(c)) for c in market.conditions}
    lists = rank(replace(market, strengths=unasked), 8)
    mine, theirs = person_scores(market, lists), opening_scores(market, lists)

    # Each side's points are out of 100 and count by its share; weights are rounded to thousandths.
    whole = (mine * market.balance + theirs * (1000 - market.balance)) / 1000
    assert np.abs(lists.scores - whole).max() <= 100 * len(market.criteria)


def test_side_without_criteria_gives_no_points() -> None:
    market = Market(2, Places.of(np.array([1])), {}, {})

    assert opening_scores(market, rank(market, 1)).tolist() == [0, 0]
