"""What everybody is told of a plan at once agrees with what is said of each pair alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.engines.matching.arrays import Assignment, Places
from renkei.engines.matching.errors import Impossible
from renkei.engines.matching.flows.letters import why_each_in_plan
from renkei.engines.matching.flows.optimal import OptimalRules, optimal
from renkei.engines.matching.flows.plan import best_plan
from renkei.engines.matching.flows.reasons import why_not_in_plan
from renkei.engines.matching.sentences import Sentence
from tests.engines.matching.flow_examples import counts, demands, groups_of, lists_of

TOKACHI, SORACHI = Sentence("十勝", "Tokachi"), Sentence("空知", "Sorachi")


def codes(told) -> list[tuple[int, str]]:
    return [(opening, reason.code) for opening, reason in told]


def test_who_has_the_first_of_her_list_reads_nothing_else() -> None:
    plan = optimal(lists_of([(0, 90_000), (1, 80_000)]), Places.of(counts(1, 1)))
    assert codes(why_each_in_plan(plan)[0]) == [(0, "placed")]


def test_what_many_want_is_named_with_what_a_place_would_be_worth() -> None:
    lists = lists_of([(0, 90_000), (1, 60_000)], [(0, 71_000), (1, 50_000)])
    plan = optimal(lists, Places.of(counts(1, 2)))

    wanted, placed = why_each_in_plan(plan)[1]

    assert (wanted[0], wanted[1].code) == (0, "plan_wanted")
    assert wanted[1] == why_not_in_plan(plan, 1, 0)[1]
    assert (placed[0], placed[1].numbers) == (1, {"rank": 2})


def test_a_cap_is_named_to_who_has_nothing() -> None:
    groups = groups_of([-1], [0], cap=[1], floor=[0])
    plan = optimal(lists_of([(0, 90_000)], [(0, 80_000)]), Places.of(counts(5)), groups)
    assert codes(why_each_in_plan(plan, [TOKACHI])[1]) == [(0, "plan_cap")]


def test_a_floor_is_named_to_who_goes_there_for_it() -> None:
    lists = lists_of([(0, 90_000), (1, 20_000)], [(0, 90_000), (1, 80_000)])
    groups = groups_of([-1, -1], [0, 1], floor=[0, 1])
    plan = optimal(lists, Places.of(counts(3, 3)), groups)
    told = why_each_in_plan(plan, [TOKACHI, SORACHI])[1]
    assert codes(told) == [(0, "plan_floor"), (1, "placed")]


def test_what_was_kept_of_an_earlier_plan_says_so() -> None:
    lists = lists_of([(0, 90_000), (1, 88_000)])
    earlier = Assignment(np.array([1], np.int32))
    rules = OptimalRules(stay_percent=5)
    plan = optimal(lists, Places.of(counts(1, 1)), earlier=earlier, rules=rules)
    assert codes(why_each_in_plan(plan)[0]) == [(0, "plan_kept"), (1, "placed")]


def test_what_the_desk_ruled_out_says_so() -> None:
    rules = OptimalRules(forbidden=((0, 0),))
    plan = optimal(lists_of([(0, 90_000), (1, 10_000)]), Places.of(counts(1, 1)), rules=rules)
    assert codes(why_each_in_plan(plan)[0]) == [(0, "forbidden"), (1, "placed")]


@pytest.mark.parametrize("has_names", [False, True])
@given(data=st.data())
def test_everybody_is_told_down_to_what_is_theirs(has_names: bool, data) -> None:
    demand = data.draw(demands())
    try:
        plan = best_plan(demand)
    except Impossible:
        return
    n_groups = plan.demand.groups.n_groups
    names = [TOKACHI] * n_groups if has_names else []
    for person, told in enumerate(why_each_in_plan(plan, names)):
        listed = plan.demand.lists.of(person).tolist()
        chosen = plan.introductions.of(person).tolist()
        last = listed.index(chosen[0]) + 1 if chosen else len(listed)
        # A reason at least for each entry that was missed, in the order of the list.
        assert list(dict.fromkeys(opening for opening, _reason in told)) == listed[:last]
        assert [reason.code == "placed" for _opening, reason in told].count(True) == bool(chosen)
