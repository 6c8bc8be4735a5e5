"""Every explanation is computed from the market and the result, and says what is so."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from renkei.engines.matching import (
    DEFAULT,
    Choices,
    ClosedRound,
    Groups,
    Market,
    MarketError,
    Numbers,
    Outcome,
    Places,
    Points,
    Reason,
    Sentence,
    Sets,
    ShapeMismatch,
    StableMarket,
    contributions,
    letters,
    lottery,
    outcomes,
    priority_keys,
    rank,
    smallest_change,
    stable,
    unwanted,
    why_each,
    why_not,
    why_this,
    without_each,
)
from renkei.engines.matching.conditions import ABSOLUTELY
from renkei.engines.matching.endings import people_inside
from renkei.engines.matching.fields import Field
from tests.engines.matching.closed_rounds import closed, codes, small
from tests.engines.matching.rounds import (
    FEW,
    MANY,
    SEEDS,
    condition,
    random_groups,
    random_market,
    random_round,
    rank_of,
    ranked,
)


def test_why_this_names_conditions_and_largest_contributions() -> None:
    reasons = why_this(small([1, 1]), 0, 0)

    assert codes(reasons) == ["met", "contribution", "contribution"]
    assert [reason.numbers.get("points") for reason in reasons] == [None, 45_000, 39_000]
    assert [reason.say("en") for reason in reasons] == [
        "pay is met",
        "pay gives 45 points.",
        "experience gives 39 points.",
    ]
    assert reasons[1].say("ja") == "給与で45点。"


def test_failed_condition_is_said_with_the_figure_that_would_do() -> None:
    found = closed(small([1, 1]))

    assert [reason.say("en") for reason in why_not(found, 2, 0)] == ["pay is not met"]
    (change,) = smallest_change(found, 2, 0)
    assert (change.code, dict(change.numbers)) == ("limit", {"from_": 260, "to": 250})


def test_outscored_says_both_scores_and_what_is_missing() -> None:
    found = closed(small([1, 1]))

    (reason,) = why_not(found, 1, 0)
    changes = smallest_change(found, 1, 0)

    assert reason.say("en") == "The last admitted stood at 78 and you at 71."
    assert reason.say("ja") == "最後に受け入れられた方は78点、あなたは71点でした。"
    assert codes(changes) == ["points_needed", "more_places"]
    assert changes[0].numbers == {"points": 7001}
    assert changes[1].numbers == {"n": 1}


def test_place_is_no_question_of_why_not() -> None:
    found = closed(small([1, 1]))

    assert why_not(found, 0, 0) == []
    assert codes(why_each(found, 0)) == ["placed", "better"]
    assert why_each(found, 0)[0].say("en") == "You were given your choice 1."


def test_region_is_named_with_its_cap() -> None:
    cap = Groups.flat(np.zeros(2, np.int32), np.array([1]))
    market = small([1, 1], groups=cap)
    named = replace(closed(market), group_names=(Sentence("札幌", "Sapporo"),))

    (reason,) = why_not(named, 1, 1)

    assert reason.say("en") == "The limit of 1 people for Sapporo was reached."
    assert codes(smallest_change(named, 1, 1)) == ["higher_cap"]
    assert codes(smallest_change(named, 1, 0)) == ["points_needed"]


def test_lottery_says_both_numbers() -> None:
    market = small([1, 1])
    people: dict[str, Field] = {"least pay": Numbers(np.array([200, 200, 200]))}
    found = closed(replace(market, people=people))
    numbers = lottery("lots", 3)
    loser = max((1, 2), key=lambda person: numbers[person])

    (reason,) = why_not(found, loser, 1)

    assert reason.code == "lottery"
    assert reason.numbers["own"] == numbers[loser] + 1
    assert reason.numbers["own"] > reason.numbers["last"]


def test_priority_decides_before_the_lottery() -> None:
    market = small([1, 0])
    lists = rank(market, 1)
    equal = np.full(len(lists.openings), 50_000, np.int32)
    classes = np.array([1, 0], np.int32)
    keys = priority_keys(equal, classes, lottery("lots", 3), lists)
    ranked = StableMarket.of(lists, keys, market.places)
    found = ClosedRound.of(market, ranked, stable(ranked))

    assert codes(why_not(found, 0, 0)) == ["priority"]
    assert codes(smallest_change(found, 0, 0)) == ["more_places"]


def test_place_that_does_not_exist_and_opening_that_is_not_listed() -> None:
    full = closed(small([1, 0]))
    short = closed(small([1, 1]), length=1)

    assert codes(why_not(full, 1, 1)) == ["no_place"]
    (reason,) = why_not(short, 1, 1)
    assert reason.code == "not_listed"
    assert dict(reason.numbers) == {"score": 45_500, "last_points": 80_500}
    assert codes(smallest_change(short, 1, 1)) == ["list_it"]


def test_forbidden_pair_has_no_remedy_of_its_own() -> None:
    found = closed(small([1, 1], forbidden=np.array([[0, 0]])))

    assert codes(why_not(found, 0, 0)) == ["forbidden"]
    assert codes(smallest_change(found, 0, 0)) == ["no_single_change"]


def test_stranger_is_refused() -> None:
    found = closed(small([1, 1]))

    for ask in (why_not, smallest_change):
        with pytest.raises(MarketError, match="of this market"):
            ask(found, 9, 0)
    with pytest.raises(MarketError):
        without_each(found.market, 9, np.zeros(2, np.bool_))
    with pytest.raises(ShapeMismatch):
        without_each(found.market, 0, np.zeros(3, np.bool_))


@MANY
@given(SEEDS)
def test_endings_follow_from_result_and_keys(seed: int) -> None:
    market = random_round(seed)
    result = stable(market)
    ended = outcomes(market, result)
    full = result.counts(market.places.n_openings) == market.places.capacity

    for entry, (person, opening) in enumerate(
        zip(market.lists.people, market.lists.openings, strict=True)
    ):
        code = Outcome(int(ended.code[entry]))
        own = rank_of(market, int(person), int(result.opening[person]))
        here = rank_of(market, int(person), int(opening))
        assert (code is Outcome.PLACED) == (own == here)
        assert (code is Outcome.BETTER) == (own < here)
        if code in (Outcome.OUTSCORED, Outcome.PRIORITY, Outcome.LOTTERY):
            assert full[opening]
            assert ended.last[entry] < market.keys[entry]
        if code is Outcome.REGION:
            group = int(ended.group[entry])
            assert people_inside(market, result)[group] == market.groups.cap[group]


@FEW
@given(SEEDS)
def test_more_places_are_enough(seed: int) -> None:
    """Without caps: with so many more places the person has that one, or one they rank higher."""
    market = random_market(seed, 25, 8)
    found = closed(market)
    asked = [
        (int(p), int(o), change.numbers["n"])
        for p, o in zip(found.lists.people, found.lists.openings, strict=True)
        for change in smallest_change(found, int(p), int(o))
        if change.code == "more_places"
    ]

    for person, opening, more in asked[:5]:
        roomier = result_with(found, opening, more)
        here = rank_of(found.ranked, person, opening)
        assert rank_of(found.ranked, person, int(roomier.opening[person])) <= here


def result_with(found: ClosedRound, opening: int, more: int):
    capacity = found.market.places.capacity.copy()
    capacity[opening] += more
    ranked = found.ranked
    return stable(StableMarket.of(ranked.lists, ranked.keys, Places.of(capacity)))


@FEW
@given(SEEDS)
def test_higher_cap_that_is_named_would_help(seed: int) -> None:
    market = random_market(seed, 25, 8)
    groups = random_groups(np.random.default_rng(seed), 8, 3)
    found = closed(replace(market, groups=groups))
    for entry in np.flatnonzero(found.ended.code == Outcome.REGION)[:5]:
        person, opening = int(found.lists.people[entry]), int(found.lists.openings[entry])
        (change,) = smallest_change(found, person, opening)
        group = int(found.ended.group[entry])
        raised = stable(found.ranked.with_cap(group, int(groups.cap[group]) + 1))

        assert (change.code == "higher_cap") == (raised.opening[person] == opening)


@FEW
@given(SEEDS)
def test_contributions_are_parts_of_the_score(seed: int) -> None:
    market = random_market(seed, 10, 10)
    pairs = market.features()
    people, openings = np.repeat(np.arange(10), 10), np.tile(np.arange(10), 10)

    which, points = contributions(market, people, openings)

    scores = (pairs.people @ pairs.openings.T).ravel()
    assert which.shape == points.shape == (100, 3)
    assert (points.sum(axis=1) <= scores).all()
    assert (np.diff(points, axis=1) <= 0).all()


@FEW
@given(SEEDS)
def test_letters_are_the_single_explanations_together(seed: int) -> None:
    found = closed(random_market(seed, 25, 8))

    told = letters(found)

    for person, opening in enumerate(found.result.opening):
        tried = [reason for reason in why_each(found, person) if reason.code != "better"]
        after = [Reason("unplaced", {"n": len(tried)})]
        if opening >= 0:
            after = why_this(found.market, person, int(opening))
        assert told[person] == tried + after


def test_table_of_sentences_can_be_replaced() -> None:
    own = {**DEFAULT, "placed": Sentence("{rank}番目", "number {rank}")}

    assert Reason("placed", {"rank": 2}).say("en-gb", own) == "number 2"
    with pytest.raises(MarketError, match="lacks"):
        Reason("placed").say("ja", own)


def test_each_outcome_has_its_sentence() -> None:
    assert {outcome.name.lower() for outcome in Outcome} <= set(DEFAULT)
    assert ABSOLUTELY == 2


def apart(predicate: str, **more: object) -> ClosedRound:
    """One person and one opening that a condition with a limit keeps apart."""
    people: dict[str, Field] = {
        "spot": Points(np.array([[0, 0]])),
        "town": Choices(np.array([0], np.int32)),
        "limit": Numbers(np.array([more.pop("limit", 500)])),
        "skills": Sets.of([set()]),
    }
    openings: dict[str, Field] = {
        "spot": Points(np.array([[600, 801]])),
        "town": Choices(np.array([1], np.int32)),
        "skills": Sets.of([{3}]),
    }
    field = {"within": "spot", "reachable": "town"}.get(predicate, "skills")
    limit = "" if field == "skills" else "limit"
    asked = condition("way", predicate, field, field, limit=limit, **more)
    return closed(Market(1, Places.of(np.array([1])), people, openings, (asked,)))


def test_limit_that_would_do_is_rounded_up() -> None:
    (change,) = smallest_change(apart("within"), 0, 0)

    # The distance is √(600² + 801²) = 1,000.8 metres.
    assert change.numbers == {"from_": 500, "to": 1001}
    assert change.say("en") == "It would come into question with way at 1,001 instead of 500."


def test_minutes_that_would_do_come_from_the_table() -> None:
    (change,) = smallest_change(apart("reachable", limit=30, table=np.array([[0, 75]])), 0, 0)

    assert change.numbers == {"from_": 30, "to": 75}


def test_where_there_is_no_way_no_figure_would_do() -> None:
    found = apart("reachable", limit=30, table=np.array([[0, -1]]))

    assert codes(smallest_change(found, 0, 0)) == ["relax"]
    assert codes(smallest_change(apart("has"), 0, 0)) == ["relax"]


def test_two_conditions_in_the_way_have_no_single_remedy() -> None:
    people: dict[str, Field] = {"least pay": Numbers(np.array([900, 900, 900]))}
    market = small([1, 1])
    again = condition("pay again", "at_least", "least pay", "pay")
    both = replace(market, people=people, conditions=(*market.conditions, again))
    found = closed(both)

    assert codes(why_not(found, 0, 0)) == ["not_met", "not_met"]
    assert codes(smallest_change(found, 0, 0)) == ["no_single_change"]
    assert {one.reason.code for one in unwanted(both, found.lists)} == {"several_conditions"}


def test_nothing_has_to_change_for_what_is_there_or_better() -> None:
    found = closed(small([1, 1]))

    assert smallest_change(found, 0, 0) == []
    assert smallest_change(found, 0, 1) == []


def test_group_without_a_name_is_said_by_its_number() -> None:
    found = closed(small([1, 1], groups=Groups.flat(np.zeros(2, np.int32), np.array([1]))))

    assert why_not(found, 1, 1)[0].say("en").startswith("The limit of 1 people for group 0")


def test_opening_that_was_left_out_can_be_listed() -> None:
    market = small([1, 1])
    lists = ranked([0], [0], [])
    keys = np.array([1, 0])
    left_out = StableMarket.of(lists, keys, market.places)
    found = ClosedRound.of(market, left_out, stable(left_out))

    assert codes(why_not(found, 0, 1)) == ["not_chosen"]
    assert codes(smallest_change(found, 0, 1)) == ["list_it"]
