"""Couples, siblings and teams: equal to trying everything, and honest about its limits."""

import pickle
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.engines.matching.arrays import Groups, Lists, Places
from renkei.engines.matching.errors import Impossible, MarketError
from renkei.engines.matching.teams import (
    MOST_PEOPLE,
    NotProven,
    Round,
    Teams,
    Together,
    TooBig,
    place_together,
)
from tests.engines.matching.flow_examples import FEW, counts, groups_of, lists_of, market


def best_by_trying(given: Round) -> int | None:
    """The most worth of all placements and all supervisors, one after another."""
    lists = given.lists
    choices = [[-1, *lists.of(p).tolist()] for p in range(lists.n_people)]
    worths = [
        _worth(lists, placed) + leaders
        for placed in product(*choices)
        if _is_allowed(given, placed)
        for leaders in _leaders(given, placed)
    ]
    return max(worths, default=None)


def _worth(lists: Lists, placed: tuple[int, ...]) -> int:
    scores = (
        dict(zip(lists.of(p).tolist(), _scores(lists, p), strict=True)) | {-1: 0}
        for p in range(len(placed))
    )
    return sum(100 * score[o] for score, o in zip(scores, placed, strict=True))


def _scores(lists: Lists, person: int) -> list[int]:
    return lists.scores[lists.starts[person] : lists.starts[person + 1]].tolist()


def _is_allowed(given: Round, placed: tuple[int, ...]) -> bool:
    for unit in given.together:
        openings = [placed[p] for p in unit.people]
        region = unit.region
        alike = {o if region is None or o < 0 else int(region[o]) for o in openings}
        if -1 in openings and set(openings) != {-1}:
            return False
        if len(alike) > 1:
            return False
    counted = [placed.count(o) for o in range(given.places.n_openings)]
    least = given.teams.least.tolist() if given.teams else [0] * len(counted)
    return all(
        given.places.minimum[o] <= n <= given.places.capacity[o] and (n == 0 or n >= least[o])
        for o, n in enumerate(counted)
    )


def _leaders(given: Round, placed: tuple[int, ...]) -> Iterator[int]:
    """What supervisors of exactly the openings that run add, for every way to share them out."""
    if given.teams is None or given.teams.supervisors is None:
        yield 0
        return
    teams, lists = given.teams, given.teams.supervisors
    running = sorted({o for o in placed if o >= 0})
    most = [1] * lists.n_people if teams.most is None else teams.most.tolist()
    for who in product(range(lists.n_people), repeat=len(running)):
        listed = all(o in lists.of(s).tolist() for o, s in zip(running, who, strict=True))
        if listed and all(who.count(s) <= most[s] for s in who):
            yield sum(
                100 * _scores(lists, s)[lists.of(s).tolist().index(o)]
                for o, s in zip(running, who, strict=True)
            )


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_people, n_openings = draw(st.integers(2, 6)), draw(st.integers(1, 4))
    lists = _lists(rng, n_people, n_openings)
    order = rng.permutation(n_people).tolist()
    region = rng.integers(0, 2, n_openings).astype(np.int32)
    together = [Together(tuple(order[:2]), region if draw(st.booleans()) else None)]
    if n_people >= 5:
        together.append(Together(tuple(order[2:5])))
    capacity = rng.integers(0, 4, n_openings)
    teams = None
    if draw(st.booleans()):
        least = rng.integers(0, 4, n_openings)
        supervisors = _lists(rng, 2, n_openings) if draw(st.booleans()) else None
        most = None if supervisors is None else rng.integers(0, 3, 2)
        teams = Teams(least, supervisors, most)
    return Round(lists, Places.of(capacity), together=tuple(together), teams=teams)


def _lists(rng: np.random.Generator, n_people: int, n_openings: int) -> Lists:
    people = []
    for _ in range(n_people):
        listed = rng.permutation(n_openings)[: rng.integers(1, n_openings + 1)].tolist()
        scores = sorted(rng.integers(1, 100, len(listed)).tolist(), reverse=True)
        people.append(list(zip(listed, scores, strict=True)))
    return lists_of(*people)


@FEW
@given(given_round=rounds())
def test_search_is_as_good_as_trying_everything(given_round: Round) -> None:
    found = place_together(given_round)

    assert found.worth == best_by_trying(given_round)
    placed = tuple(found.assignment.opening.tolist())
    assert _is_allowed(given_round, placed)
    assert found.worth in {
        _worth(given_round.lists, placed) + leaders for leaders in _leaders(given_round, placed)
    }


@FEW
@given(given_round=rounds())
def test_search_gives_the_same_with_either_solver(given_round: Round) -> None:
    found = [place_together(given_round, backend=backend) for backend in ("ortools", "highs")]

    openings = [one.assignment.opening.tolist() for one in found]
    assert openings[0] == openings[1]
    assert found[0].supervisor.tolist() == found[1].supervisor.tolist()


COUPLE = lists_of([(0, 90_000), (1, 50_000)], [(2, 90_000), (1, 60_000)])


def test_couple_takes_the_one_place_that_both_list() -> None:
    alone = place_together(Round(COUPLE, Places.of(counts(2, 2, 2))))
    together = place_together(
        Round(COUPLE, Places.of(counts(2, 2, 2)), together=(Together((0, 1)),))
    )

    assert alone.assignment.opening.tolist() == [0, 2]
    assert together.assignment.opening.tolist() == [1, 1]


def test_couple_may_live_in_one_region_and_work_apart() -> None:
    same_town = Together((0, 1), region=np.array([7, 3, 7], np.int32))

    found = place_together(Round(COUPLE, Places.of(counts(1, 1, 1)), together=(same_town,)))

    assert found.assignment.opening.tolist() == [0, 2]


def test_couple_without_a_place_for_both_stays_without() -> None:
    found = place_together(Round(COUPLE, Places.of(counts(1, 1, 1)), together=(Together((0, 1)),)))

    assert found.assignment.opening.tolist() == [-1, -1]


def test_team_runs_with_enough_people_and_a_supervisor_or_not_at_all() -> None:
    lists = lists_of([(0, 90_000), (1, 10_000)], [(1, 80_000)], [(1, 70_000), (0, 60_000)])
    places = Places.of(counts(3, 3))
    led = lists_of([(1, 5_000), (0, 4_000)])

    too_few_for_one = place_together(Round(lists, places, teams=Teams(counts(2, 4))))
    with_one_leader = place_together(Round(lists, places, teams=Teams(counts(1, 1), led)))

    assert too_few_for_one.assignment.opening.tolist() == [0, -1, 0]
    assert with_one_leader.assignment.opening.tolist() == [1, 1, 1]
    assert with_one_leader.supervisor.tolist() == [-1, 0]


def test_opening_with_a_minimum_and_a_team_is_never_closed() -> None:
    """It must have one, and a team is two: so it has two, though one would be worth more."""
    lists = lists_of([(0, 90_000), (1, 10_000)], [(0, 80_000), (1, 20_000)])
    places = Places(counts(2, 2), counts(0, 1))

    found = place_together(Round(lists, places, teams=Teams(counts(1, 2))))

    assert found.assignment.opening.tolist() == [1, 1]


def test_search_without_steps_is_refused() -> None:
    with pytest.raises(MarketError, match="give at least 1"):
        place_together(Round(COUPLE, Places.of(counts(2, 2, 2))), most_steps=0)


def test_part_that_cannot_be_better_is_not_looked_at() -> None:
    """Apart they are worth as much as together; so being apart anywhere else is no gain."""
    anywhere = [(0, 90_000), (1, 90_000), (2, 90_000)]
    given_round = Round(lists_of(anywhere, anywhere), Places.of(counts(2, 2, 2)))

    apart = place_together(given_round)
    together = place_together(replace(given_round, together=(Together((0, 1)),)))

    assert len(set(apart.assignment.opening.tolist())) == 2
    assert len(set(together.assignment.opening.tolist())) == 1
    assert (together.worth, together.steps) == (apart.worth, 2)


def test_caps_of_groups_hold_for_couples_too() -> None:
    lists = lists_of(*[[(0, 90_000), (1, 50_000)]] * 3)
    groups = groups_of([-1, -1], [0, 1], cap=[2, 3], floor=[0, 0])
    given_round = Round(
        lists, Places.of(counts(9, 9)), groups, together=(Together((0, 1)), Together((2,)))
    )

    found = place_together(given_round)

    assert found.assignment.opening.tolist() == [0, 0, 1]


def test_round_of_two_hundred_people_is_searched() -> None:
    lists, places, _groups = market(9, 200, 8, 60)
    couples = tuple(Together((p, p + 1)) for p in range(0, 40, 2))

    found = place_together(Round(lists, places, together=couples))

    held = found.assignment.opening
    assert [(p, q) for p, q in (unit.people for unit in couples) if held[p] != held[q]] == []
    assert (found.assignment.counts(60) <= places.capacity).all()


def test_too_many_people_are_refused() -> None:
    lists, places, _groups = market(9, MOST_PEOPLE + 1, 3, 10)

    with pytest.raises(TooBig, match="are 201; search at most 200"):
        place_together(Round(lists, places))


def test_search_that_ends_early_says_what_it_has_and_what_it_does_not_know() -> None:
    lists = lists_of([(0, 90_000), (1, 50_000)], [(1, 90_000), (0, 60_000)])
    given_round = Round(lists, Places.of(counts(2, 2)), together=(Together((0, 1)),))

    with pytest.raises(NotProven, match="take fewer people or more steps") as refusal:
        place_together(given_round, most_steps=1)

    kept = pickle.loads(pickle.dumps(refusal.value))
    assert kept.best is None
    assert kept.bound == 18_000_000 > place_together(given_round).worth == 15_000_000


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"together": (Together((0, 5)),)}, MarketError, "names person 5"),
        ({"together": (Together((0, 1)), Together((1,)))}, MarketError, "names person 1 twice"),
        ({"teams": Teams(counts(1))}, MarketError, "teams.least"),
        ({"places": Places(counts(2, 2, 2), counts(0, 0, 2))}, Impossible, "opening 2"),
        ({"groups": Groups.none(2)}, MarketError, "groups.of_opening"),
    ],
)
def test_bad_input_is_refused_by_name(change, error, words) -> None:
    given_round = replace(Round(COUPLE, Places.of(counts(2, 2, 2))), **change)

    with pytest.raises(error, match=words):
        place_together(given_round)


def test_minimum_that_a_couple_cannot_fill_leaves_no_plan() -> None:
    places = Places(counts(2, 1, 2), counts(0, 1, 0))

    with pytest.raises(MarketError, match="leave no plan"):
        place_together(Round(COUPLE, places, together=(Together((0, 1)),)))
