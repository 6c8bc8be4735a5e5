"""How many it would take: the arithmetic, and what the engine says to the answer."""

from dataclasses import replace

import numpy as np
import pytest

from renkei.engines.demography.projection.scenario import Scenario, apply
from renkei.observatory.ahead.base import START
from renkei.observatory.ahead.goals import (
    COME,
    STAY,
    TRIED,
    GoalAsked,
    coming,
    goal_answer,
    leavers,
    most_of,
    probability,
    quantile,
    response,
    staying,
)
from renkei.observatory.ahead.runs import LEVELS, Fan, newest_run
from renkei.observatory.ahead.what_if_ground import Ground, ground
from renkei.places.codes import HOKKAIDO, SAPPORO

OBIHIRO, RIKUBETSU = "012076", "016489"
TODAY = 0.97  # of today's people in 2045: more than are projected, within reach


@pytest.fixture(scope="module")
def known() -> Ground:
    return ground()


def asked(
    area: str = OBIHIRO, *, share: float = TODAY, sure: int = 80, lever: str = COME
) -> GoalAsked:
    people = newest_run().people(area, "everyone").central[0]
    return GoalAsked(area, 2045, round(share * float(people)), sure, lever)


def fan(*values: float) -> Fan:
    return Fan((2045,), np.array(values)[:, np.newaxis], np.array([values[3]]))


# --- reading the fan ----------------------------------------------------------------------------


def test_quantile_at_a_stored_level_is_the_stored_figure() -> None:
    found = newest_run().people(OBIHIRO, "everyone")

    for level in LEVELS:
        assert quantile(found, level, 2045) == pytest.approx(float(found.at(level)[2045 - START]))


def test_quantile_between_levels_is_that_of_a_normal_distribution() -> None:
    """100 more or less by standard deviations: the fifth part lies below -0.8416 of them."""
    z = (-1.959964, -1.281552, -0.674490, 0.0, 0.674490, 1.281552, 1.959964)
    drawn = fan(*(1000 + 100 * one for one in z))

    assert quantile(drawn, 0.2, 2045) == pytest.approx(1000 - 84.162, abs=0.01)
    assert probability(drawn, 1000 + 84.162, 2045) == pytest.approx(0.2, abs=1e-4)


def test_probability_beyond_the_levels_is_not_made_up() -> None:
    drawn = fan(90, 94, 97, 100, 103, 106, 110)

    assert probability(drawn, 1_000_000, 2045) == pytest.approx(0.025)
    assert probability(drawn, 1, 2045) == pytest.approx(0.975)


# --- the answer ---------------------------------------------------------------------------------


@pytest.mark.parametrize("sure", [50, 80, 90])
def test_answer_is_the_smallest_whole_number_that_is_enough(sure: int) -> None:
    found = goal_answer(asked(sure=sure))

    surely = quantile(found.fan, 1 - sure / 100, 2045)
    each = float(found.response.here[2045 - START])
    assert found.verdict == "found"
    assert surely + found.amount * each >= found.asked.target > surely + (found.amount - 1) * each


def test_more_certainty_takes_more_people() -> None:
    amounts = [goal_answer(asked(sure=sure)).amount for sure in (50, 80, 90)]

    assert amounts == sorted(amounts)
    assert amounts[0] < amounts[-1]


@pytest.mark.parametrize("lever", [STAY, COME])
def test_target_below_the_projection_is_already_reached(lever: str) -> None:
    found = goal_answer(asked(share=0.3, lever=lever))

    assert (found.verdict, found.amount) == ("already reached", 0)
    assert found.likely == pytest.approx(0.975)


@pytest.mark.parametrize("lever", [STAY, COME])
def test_target_above_what_all_could_do_is_out_of_reach(known: Ground, lever: str) -> None:
    found = goal_answer(asked(share=2.0, lever=lever))

    assert found.verdict == "out of reach"
    assert found.amount == pytest.approx(most_of(known, known.at([OBIHIRO]), lever), abs=1)
    assert found.level < found.asked.target


@pytest.mark.parametrize("lever", [STAY, COME])
def test_engine_with_the_amount_reaches_the_target(known: Ground, lever: str) -> None:
    """Carried in full and not divided: the central course gains what the answer says."""
    found = goal_answer(asked(sure=50, share=0.9, lever=lever))
    at = known.at([OBIHIRO])
    change = staying(known, at) if lever == STAY else coming(known, at, "")
    persons = found.amount / TRIED
    changed = (
        replace(change, persons=change.persons * persons)
        if lever == STAY
        else replace(change, numbers=change.numbers * persons)
    )

    terms = apply(known.terms, Scenario("", (changed,)), known.assumptions)
    gained = (known.carried(terms).stocks[0] - known.outcome.stocks[0])[2045 - START, at].sum()

    median = quantile(found.fan, 0.5, 2045)
    assert median + gained >= found.asked.target - 1e-3
    assert median + gained == pytest.approx(found.level, abs=1e-2)


def test_nobody_is_shared_out_twice() -> None:
    found = goal_answer(asked(HOKKAIDO, share=0.85))

    assert sum(part.amount for part in found.parts) == pytest.approx(found.amount)
    assert len(found.parts) == 188


def test_parts_follow_the_young_who_stay_or_the_people_who_take_in(known: Ground) -> None:
    stay, come = (goal_answer(asked("sapporo-area", share=0.95, lever=x)) for x in (STAY, COME))

    assert [part.weight for part in stay.parts] == pytest.approx(
        known.young[known.at(["sapporo-area"])].tolist()
    )
    assert sum(part.weight for part in come.parts) == pytest.approx(come.now)


# --- who stays ----------------------------------------------------------------------------------


def test_who_stays_here_is_missed_where_they_would_have_gone(known: Ground) -> None:
    given = response(asked(lever=STAY))

    before, year = 2027 - START, 2045 - START
    assert given.here[: before + 1] == pytest.approx(0)
    assert 0 < given.hokkaido[year] < given.here[year]


def test_who_comes_from_outside_is_nobody_s_loss(known: Ground) -> None:
    given = response(asked(lever=COME))

    assert given.hokkaido[2045 - START] >= given.here[2045 - START] > 0


def test_one_who_stays_is_one_more_at_the_end_of_the_first_year() -> None:
    given = response(asked(lever=STAY))

    assert given.here[2028 - START] == pytest.approx(1.0, abs=0.05)


def test_who_moves_inside_a_place_does_not_leave_it(known: Ground) -> None:
    """Of Hokkaido only those leave who go to the rest of Japan or abroad: with plain loops."""
    left, part = leavers(known, known.at([HOKKAIDO]))

    step, sex, age = 0, 0, 20
    outward = 0.0
    for area in range(len(known.areas)):
        inside = known.inside[step, area, sex, age]
        outward += known.leaving[step, area, sex, age] * (1 - inside)
    assert left[step, :, sex, age].sum() == pytest.approx(outward)
    assert part[step, :, sex, age] == pytest.approx(0, abs=1e-9)


def test_nobody_but_the_young_is_asked_to_stay(known: Ground) -> None:
    left, _part = leavers(known, known.at([SAPPORO]))

    assert left[..., :15].sum() == left[..., 30:].sum() == 0
    assert left[..., 15:30].sum() > 0
