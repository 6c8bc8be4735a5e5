"""Outcomes as input to a projection, and how much of them is their own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.engines.demography.axes import FEMALE, MALE, AxisMismatch
from renkei.engines.demography.projection.draws import Draws
from renkei.engines.demography.projection.outcomes import (
    Additionality,
    Beta,
    Fixed,
    Outcome,
    OutcomeArray,
    Retention,
    stream,
)
from tests.engines.demography.examples import FEW
from tests.engines.demography.projection.worlds import World

WORLD = World()
KNOWN = WORLD.assumptions(WORLD.migration("pools"))
CAME = Outcome("II-1", "placement", 1, "000002", FEMALE, 27, 3.0)


def replaced(**changes) -> Outcome:
    return Outcome(**({name: getattr(CAME, name) for name in CAME.__slots__} | changes))


def random() -> np.random.Generator:
    return stream(Draws(), 0, "II-1")


def test_outcome_is_added_where_it_happened_at_the_age_reached() -> None:
    added = OutcomeArray.of([CAME, replaced(persons=2.0, age=95, sex=MALE)], KNOWN).added()

    expected = np.zeros(WORLD.shape)
    expected[1, 2, FEMALE, 5], expected[1, 2, MALE, 18] = 3, 2
    assert np.array_equal(added, expected)


def test_origin_inside_is_debited() -> None:
    added = OutcomeArray.of([replaced(origin="000000"), replaced(persons=1.0)], KNOWN).added()

    assert added[1, :, FEMALE, 5].tolist() == [-3, 0, 4, 0]


@FEW
@given(
    st.lists(
        st.tuples(
            st.integers(0, 2),
            st.permutations(range(4)),
            st.integers(0, 1),
            st.integers(0, 110),
            st.floats(-50, 50),
        ),
        max_size=8,
    )
)
def test_moves_inside_add_nobody_to_all_areas_together(moves) -> None:
    outcomes = [
        Outcome("I-1", "move", time, f"{to:06}", sex, age, persons, origin=f"{origin:06}")
        for time, (to, origin, *_), sex, age, persons in moves
    ]

    added = OutcomeArray.of(outcomes, KNOWN).added()

    assert np.abs(added.sum(axis=1)).max() < 1e-12


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"area": "999999"}, "“area” differs: 999999 against 4 labels without it"),
        ({"origin": "999999"}, "“origin” differs: 999999 against 4 labels without it"),
        ({"time": 3}, "“time” differs: 3 against 3 labels without it"),
    ],
)
def test_outcome_outside_the_projection_is_refused(wrong, message: str) -> None:
    with pytest.raises(AxisMismatch, match=message):
        OutcomeArray.of([CAME, replaced(**wrong)], KNOWN)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"sex": 2}, "sex must be 0"),
        ({"age": -1}, "age must be at least zero, not -1"),
        ({"persons": np.nan}, "persons must be a number, not nan"),
        ({"origin": "000002"}, "nobody moves from an area to itself"),
    ],
)
def test_outcome_that_is_none_is_refused(wrong, message: str) -> None:
    with pytest.raises(ValueError, match=f"II-1, placement, area 000002, step 1: {message}"):
        OutcomeArray.of([replaced(**wrong)], KNOWN)


# --- shares -----------------------------------------------------------------------------------


def test_additionality_is_the_product_of_what_is_left() -> None:
    stated = Additionality("survey 2026", Fixed(0.5), Fixed(0.2), Fixed(0.1), Fixed(0.25))

    assert stated.draw(random(), 2) == pytest.approx([0.5 * 0.8 * 0.9 * 0.75] * 2)


def test_additionality_of_which_nothing_is_known_is_everyone() -> None:
    assert Additionality("assumption").draw(random(), 3).tolist() == [1, 1, 1]


def test_beta_has_the_mean_and_spread_of_a_survey() -> None:
    # 30 of 100 said they would have come anyway.
    drawn = Beta.seen(30, of=100).draw(random(), 20_000)

    mean = 31 / 102
    assert drawn.mean() == pytest.approx(mean, abs=2e-3)
    assert drawn.std() == pytest.approx(np.sqrt(mean * (1 - mean) / 103), rel=0.03)


def test_retention_multiplies_from_follow_up_to_follow_up() -> None:
    # Nine in ten after one year, of these eight in ten after three: a year at a time.
    stated = Retention("follow-up 2025", (1, 3), (Fixed(0.9), Fixed(0.8)))

    kept = stated.draw(random(), 2, step=1)

    assert kept[:, 0] == pytest.approx([0.9, 0.8**0.5, 0.8**0.5])
    assert kept.prod(axis=0) == pytest.approx([0.72, 0.72])


def test_retention_of_half_a_year_ends_in_the_year() -> None:
    kept = Retention("follow-up", (0.5, 1), (Fixed(0.9), Fixed(0.8))).draw(random(), 1, step=1)

    assert kept.tolist() == [[pytest.approx(0.72)]]


def test_retention_of_nobody_is_nobody() -> None:
    kept = Retention("follow-up", (2,), (Fixed(0.0),)).draw(random(), 1, step=1)

    assert kept.tolist() == [[0], [0]]


def test_retention_in_five_year_steps_needs_follow_ups_at_their_ends() -> None:
    five = Retention("follow-up", (1, 5), (Fixed(0.9), Fixed(0.8))).draw(random(), 1, step=5)

    assert five.tolist() == [[pytest.approx(0.72)]]
    with pytest.raises(ValueError, match="after 3 years, is not at the end of a step of 5 years"):
        Retention("follow-up", (3,), (Fixed(0.9),)).draw(random(), 1, step=5)


def test_stream_depends_on_run_seed_shard_and_initiative_alone() -> None:
    here = stream(Draws(n_draws=10, run=1, seed=2), 3, "II-1").random(4)

    again = stream(Draws(n_draws=99, run=1, seed=2), 3, "II-1").random(4)
    others = [
        stream(Draws(run=2, seed=2), 3, "II-1"),
        stream(Draws(run=1, seed=1), 3, "II-1"),
        stream(Draws(run=1, seed=2), 0, "II-1"),
        stream(Draws(run=1, seed=2), 3, "II-2"),
    ]
    assert np.array_equal(here, again)
    for other in others:
        assert (other.random(4) != here).all()


@pytest.mark.parametrize("wrong", [-0.1, 1.1, np.nan])
def test_share_refuses_what_is_none(wrong: float) -> None:
    with pytest.raises(ValueError, match="a share lies between 0 and 1"):
        Fixed(wrong)


def test_beta_refuses_what_is_none() -> None:
    with pytest.raises(ValueError, match="a and b of a beta distribution are above zero"):
        Beta(0, 1)
    with pytest.raises(ValueError, match="11 of 10 cannot have said so"):
        Beta.seen(11, of=10)


@pytest.mark.parametrize(
    ("years", "shares", "message"),
    [
        ((3, 1), (Fixed(0.9), Fixed(0.8)), "must be above zero and rise"),
        ((0, 1), (Fixed(0.9), Fixed(0.8)), "must be above zero and rise"),
        ((1, 3), (Fixed(0.9),), "2 years of follow-up have 1 shares: give one share for each"),
        ((), (), "0 years of follow-up have 0 shares"),
    ],
)
def test_retention_refuses_follow_ups_that_are_none(years, shares, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Retention("follow-up", years, shares)


def test_evidence_without_a_source_is_refused() -> None:
    with pytest.raises(ValueError, match="a survey, a follow-up or an assumption"):
        Additionality(" ")
    with pytest.raises(ValueError, match="a survey, a follow-up or an assumption"):
        Retention("", (1,), (Fixed(0.9),))
