"""What each condition costs, what nobody wants, what each cap does, against markets without it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from renkei.engines.matching import (
    Groups,
    MarketError,
    Numbers,
    Places,
    Sentence,
    caps_for_floor,
    dry_run,
    rank,
    stable,
    unwanted,
    without_each,
)
from renkei.engines.matching.bitsets import eligible
from renkei.engines.matching.endings import people_inside
from renkei.engines.matching.fields import Field
from tests.engines.matching.closed_rounds import closed, small
from tests.engines.matching.rounds import (
    FEW,
    SEEDS,
    random_market,
)


@FEW
@given(SEEDS)
def test_without_each_is_what_a_market_without_the_condition_has_more(seed: int) -> None:
    market = random_market(seed, 6, 40)
    inside = np.random.default_rng(seed).random(40) < 0.5
    person = seed % 6
    before = eligible(market, np.array([person]))[0]

    found = {one.condition.name: one for one in without_each(market, person, inside)}

    for condition_ in market.conditions:
        others = tuple(c for c in market.conditions if c is not condition_)
        strengths = {k: v for k, v in market.strengths.items() if k != condition_.name}
        bare = replace(market, conditions=others, strengths=strengths)
        more = eligible(bare, np.array([person]))[0] & ~before
        assert int(more.sum()) == (found[condition_.name].n_more if more.any() else 0)
        if more.any():
            assert found[condition_.name].n_away == int((more & ~inside).sum())
        else:
            assert condition_.name not in found


def test_what_if_is_said_as_at_the_desk() -> None:
    one = without_each(small([1, 1]), 2, np.array([True, False]))[0]

    said = one.reason(Sentence("札幌市", "Sapporo"))

    assert said.say("en") == "Without “pay”: 2 more openings, 1 of them outside Sapporo."
    assert said.say("ja") == "「pay」の条件がなければ、求人が2件増えます（うち1件は札幌市以外）。"


@FEW
@given(SEEDS)
def test_unwanted_openings_and_what_keeps_people_away(seed: int) -> None:
    market = random_market(seed, 30, 40)
    lists = rank(market, 3)
    listed = set(lists.openings.tolist())

    found = unwanted(market, lists)

    assert {one.opening for one in found} == set(range(40)) - listed
    allowed = eligible(market, np.arange(30))
    for one in found:
        assert one.n_eligible == int(allowed[:, one.opening].sum())
        if one.condition is not None:
            others = tuple(c for c in market.conditions if c is not one.condition)
            strengths = {k: v for k, v in market.strengths.items() if k != one.condition.name}
            bare = replace(market, conditions=others, strengths=strengths)
            more = eligible(bare, np.arange(30))[:, one.opening] & ~allowed[:, one.opening]
            assert int(more.sum()) == one.n_more > 0


def test_unwanted_opening_says_its_reason() -> None:
    nobody = small([1, 1])
    dear: dict[str, Field] = {"least pay": Numbers(np.array([240, 240, 900]))}
    (away,) = unwanted(replace(nobody, people=dear), rank(replace(nobody, people=dear), 2))
    (low,) = unwanted(nobody, rank(nobody, 1))

    assert away.reason.say("en").startswith("Nobody listed it. Without “pay” 3 people")
    assert low.reason.say("en").startswith("2 people meet every condition")


def test_dry_run_says_what_each_cap_does() -> None:
    cap = Groups.flat(np.array([0, 1], np.int32), np.array([0, 2]))
    found = closed(small([2, 1], groups=cap))

    tried = dry_run(found.ranked)

    of_first, of_second = tried.caps
    assert (of_first.inside, of_first.inside_without, of_first.moved) == (0, 2, 2)
    assert of_first.unplaced == 1
    assert (of_second.inside, of_second.inside_without, of_second.moved) == (1, 1, 0)
    assert tried.listed_by.tolist() == [2, 2]
    assert tried.first_choices.tolist() == [2, 0]
    assert tried.competition(0).say("en") == "1 others compete for 2 places."


def test_dry_run_names_hosts_below_their_minimum() -> None:
    market = small([2, 1])
    places = Places(market.places.capacity, np.array([1, 1]))
    ranked = closed(market).ranked

    assert dry_run(replace(ranked, places=places)).under_minimum.tolist() == [1]


def test_floor_is_reached_by_lower_caps_beside_it() -> None:
    groups = Groups.flat(np.array([0, 1], np.int32), np.array([2, 2]))
    ranked = closed(small([2, 1], groups=groups)).ranked

    lowered = caps_for_floor(ranked, 1, 1)

    assert lowered is not None
    assert lowered.cap.tolist() == [1, 2]
    again = stable(replace(ranked, groups=lowered))
    assert people_inside(ranked, again).tolist() == [1, 1]
    assert caps_for_floor(ranked, 1, 2) is None
    with pytest.raises(MarketError):
        caps_for_floor(ranked, 7, 1)
