"""Reasons of plans: true by the prices, said in both languages."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from renkei.engines.matching.arrays import Places
from renkei.engines.matching.demand import Demand
from renkei.engines.matching.errors import Impossible, MarketError
from renkei.engines.matching.flows.introduce import IntroduceRules, introduce
from renkei.engines.matching.flows.optimal import OptimalRules, optimal
from renkei.engines.matching.flows.plan import best_plan
from renkei.engines.matching.flows.reasons import OF_PLANS, why_impossible, why_not_in_plan
from renkei.engines.matching.sentences import Sentence
from tests.engines.matching.flow_examples import (
    MANY,
    best_worth,
    counts,
    demands,
    groups_of,
    lists_of,
)

TOKACHI, SORACHI = Sentence("十勝", "Tokachi"), Sentence("空知", "Sorachi")
FARM, MILL = Sentence("農場", "the farm"), Sentence("製材所", "the mill")


def said(reasons, language: str) -> list[str]:
    return [reason.say(language, OF_PLANS) for reason in reasons]


def test_why_not_names_the_points_that_were_lacking() -> None:
    """The farm adds 30 for one, and 21 for the other: nine points are lacking, exactly."""
    lists = lists_of([(0, 90_000), (1, 60_000)], [(0, 71_000), (1, 50_000)])
    plan = optimal(lists, Places.of(counts(1, 2)))

    short, wanted = why_not_in_plan(plan, 1, 0)

    assert short.say("en", OF_PLANS) == "It would have taken 9 more points."
    assert short.say("ja", OF_PLANS) == "ここに決まるには、あと9点必要でした。"
    assert wanted.code == "plan_wanted"
    assert 21_000 <= wanted.numbers["points"] <= 30_000


def test_lot_is_the_reason_between_equals() -> None:
    plan = optimal(lists_of([(0, 90_000)], [(0, 90_000)]), Places.of(counts(1)))
    loser = int(np.argmin(plan.assignment.opening))

    assert why_not_in_plan(plan, loser, 0)[0].code == "plan_even"


def test_why_not_names_the_limit_of_a_region() -> None:
    lists = lists_of([(0, 90_000)], [(0, 80_000)])
    groups = groups_of([-1], [0], cap=[1], floor=[0])
    plan = optimal(lists, Places.of(counts(5)), groups)

    reasons = why_not_in_plan(plan, 1, 0, groups=[TOKACHI])

    price = int(plan.prices.group[0]) / 100_000
    assert said(reasons, "en") == [
        "It would have taken 10 more points.",
        f"One more within the limit of Tokachi would be worth {price:g} points.",
    ]
    assert "「十勝」の上限" in said(reasons, "ja")[1]


def test_why_this_names_the_floor_that_speaks_for_it() -> None:
    lists = lists_of([(0, 90_000), (1, 20_000)], [(0, 90_000), (1, 80_000)])
    groups = groups_of([-1, -1], [0, 1], floor=[0, 1])
    plan = optimal(lists, Places.of(counts(3, 3)), groups)

    reasons = why_not_in_plan(plan, 1, 1, groups=[TOKACHI, SORACHI])

    assert said(reasons, "en") == [
        "The plan gives it to you.",
        "To meet the floor of Sorachi it was preferred by 10 points.",
    ]


def test_what_is_not_listed_or_ruled_out_is_said() -> None:
    lists = lists_of([(0, 90_000), (1, 80_000)])
    plan = optimal(lists, Places.of(counts(1, 1, 1)), rules=OptimalRules(forbidden=((0, 0),)))

    assert said(why_not_in_plan(plan, 0, 2), "ja") == ["あなたの一覧に入っていません。"]
    assert [reason.code for reason in why_not_in_plan(plan, 0, 0)] == ["forbidden"]


def test_pinned_pairs_are_the_reason_where_they_are() -> None:
    lists = lists_of([(0, 90_000), (1, 80_000)])
    plan = optimal(lists, Places.of(counts(1, 1)), rules=OptimalRules(pinned=((0, 1),)))

    assert [reason.code for reason in why_not_in_plan(plan, 0, 0)] == ["plan_bounds"]


def test_what_is_needed_elsewhere_is_not_given_up() -> None:
    lists = lists_of([(0, 90_000), (1, 85_000), (2, 50_000)])
    rules = IntroduceRules(most=2, is_elsewhere=np.array([False, False, True]), least_elsewhere=1)
    plan = introduce(lists, Places.of(counts(9, 9, 9)), rules=rules)

    (reason,) = why_not_in_plan(plan, 0, 1)

    # It would have to push out the 90, not the 50 that the rule asks for.
    assert (reason.code, reason.numbers) == ("plan_short", {"points": 5_000})


@MANY
@given(demand=demands(), which=st.integers(0, 10**6))
def test_points_named_are_those_that_change_the_plan(demand: Demand, which: int) -> None:
    assume(len(demand.worth) > 0)
    try:
        plan = best_plan(demand)
    except Impossible:
        return
    entry = which % len(demand.worth)
    person, opening = int(demand.lists.people[entry]), int(demand.lists.openings[entry])

    first, *_others = why_not_in_plan(plan, person, opening)

    if first.code == "plan_short":
        points = 100 * first.numbers["points"]
        assert best_with(demand, entry, points - 99) == plan.worth
        assert best_with(demand, entry, points + 1) > plan.worth


def best_with(demand: Demand, entry: int, more: int) -> int:
    """The best worth if one pair were worth more."""
    worth = demand.worth.copy()
    worth[entry] += more
    found = best_worth(replace(demand, worth=worth))
    assert found is not None
    return found


def test_cut_is_said_in_both_languages() -> None:
    lists = lists_of(*[[(0, 50_000), (1, 40_000)]] * 4)
    places, groups = Places(counts(2, 9), counts(0, 3)), groups_of([-1], [0, -1], floor=[2])
    with pytest.raises(Impossible) as refusal:
        optimal(lists, places, groups)
    demand = Demand.of(lists, places, groups)

    reasons = why_impossible(demand, refusal.value.cut, [TOKACHI], [FARM, MILL])

    assert said(reasons, "en") == [
        "5 are needed in all, and 4 can be had (4 people could come).",
        "Tokachi asks for at least 2.",
        "the mill asks for at least 3.",
    ]
    assert said(reasons, "ja")[1:] == [
        "「十勝」は2人以上を求めています。",
        "「製材所」は3人以上を求めています。",
    ]


def test_cut_says_what_is_full_and_for_whom_something_is_asked() -> None:
    lists = lists_of(*[[(0, 50_000)]] * 3, [(1, 50_000)], [(1, 40_000)])
    places, groups = Places.of(counts(1, 9)), groups_of([-1], [-1, 0], cap=[1], floor=[0])
    demand = replace(Demand.of(lists, places, groups), least=counts(1, 1, 1, 1, 1))
    with pytest.raises(Impossible) as refusal:
        best_plan(demand)

    crowded = why_impossible(demand, refusal.value.cut, [TOKACHI], [FARM, MILL])
    unnamed = why_impossible(demand, refusal.value.cut)

    assert said(crowded, "en") == [
        "3 are needed in all, and 1 can be had (0 people could come).",
        "the farm has room for 1.",
        "For 3 people something is asked for by all means.",
    ]
    assert [reason.code for reason in unnamed] == ["cut", "cut_people"]


def test_cut_says_which_limit_is_in_the_way() -> None:
    lists = lists_of(*[[(0, 50_000)]] * 3)
    groups = groups_of([-1], [0], cap=[1], floor=[0])
    with pytest.raises(Impossible) as refusal:
        optimal(lists, Places.of(counts(9)), groups, rules=OptimalRules(everyone=True))
    demand = Demand.of(lists, Places.of(counts(9)), groups)

    reasons = why_impossible(demand, refusal.value.cut, [TOKACHI], [FARM])

    assert "Tokachi is limited to 1." in said(reasons, "en")


@pytest.mark.parametrize(("person", "opening"), [(4, 0), (0, 4), (-1, 0)])
def test_who_is_not_in_the_plan_is_refused(person: int, opening: int) -> None:
    plan = optimal(lists_of([(0, 90_000)]), Places.of(counts(1)))

    with pytest.raises(MarketError, match="are not in the plan"):
        why_not_in_plan(plan, person, opening)


@pytest.mark.parametrize("code", OF_PLANS)
def test_sentences_ask_for_the_same_in_both_languages(code: str) -> None:
    values = {"points": 1, "group": "G", "opening": "O", "people": 2, "needs": 3, "has": 4}
    values |= {"least": 5, "most": 6}

    sentence = OF_PLANS[code]

    asked = [
        {name for name in values if f"{{{name}}}" in text} for text in (sentence.ja, sentence.en)
    ]
    assert asked[0] == asked[1]
    assert "{" not in sentence.say("ja", **values) + sentence.say("en", **values)
