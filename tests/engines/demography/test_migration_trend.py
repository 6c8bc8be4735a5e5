"""Net migration rates to go on with."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from renkei.engines.demography.axes import AxisMismatch
from renkei.engines.demography.migration_trend import blended_rates, drawn_to_region

rates = arrays(float, (3, 2, 4), elements=st.floats(-0.5, 0.5))
people = arrays(float, (3, 2, 4), elements=st.floats(0, 1000))


def test_blend_of_small_changes_is_the_weighted_mean():
    blended = blended_rates(np.array([0.02]), np.array([0.01]), weight=0.7, scale=1.0)

    assert blended == pytest.approx(0.017, rel=1e-4)


def test_blend_holds_a_jump_to_three_scales():
    blended = blended_rates(np.array([5.0]), np.array([0.0]), weight=1.0, scale=0.05)

    assert blended == pytest.approx(0.15, rel=1e-3)


@settings(max_examples=30, deadline=None)
@given(rates, rates, st.floats(0, 1), st.floats(0.01, 1))
def test_blend_lies_between_both_periods(newest, earlier, weight, scale):
    blended = blended_rates(newest, earlier, weight=weight, scale=scale)

    assert (blended >= np.minimum(newest, earlier) - 1e-12).all()
    assert (blended <= np.maximum(newest, earlier) + 1e-12).all()


def test_draw_by_hand():
    """Region r: (30 x 0.1 + 10 x 0.5) / 40 = 0.2; shares 30 / 40 and 10 / 20."""
    own = np.array([0.1, 0.5, 0.3]).reshape(3, 1, 1)
    behind = np.array([30.0, 10.0, 10.0]).reshape(3, 1, 1)

    drawn = drawn_to_region(own, behind, ["r", "r", "s"], strength=10.0)

    expected = [0.75 * 0.1 + 0.25 * 0.2, 0.5 * 0.5 + 0.5 * 0.2, 0.3]
    assert drawn.ravel() == pytest.approx(expected)


def test_place_without_people_has_the_rate_of_its_region():
    own = np.array([0.1, 0.9]).reshape(2, 1, 1)

    drawn = drawn_to_region(own, np.array([50.0, 0.0]).reshape(2, 1, 1), ["r", "r"], strength=5.0)

    assert drawn[1] == pytest.approx(0.1)


@settings(max_examples=30, deadline=None)
@given(rates, people)
def test_draw_without_strength_changes_nothing_where_people_live(own, behind):
    drawn = drawn_to_region(own, behind, ["r", "r", "s"], strength=0.0)

    lived_in = behind > 0
    assert drawn[lived_in] == pytest.approx(own[lived_in])


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda r: blended_rates(r, r[:1], weight=1.0, scale=1.0), AxisMismatch, "shape"),
        (lambda r: blended_rates(r, r, weight=-1.0, scale=1.0), ValueError, "weight"),
        (lambda r: blended_rates(r, r, weight=1.0, scale=0.0), ValueError, "scale"),
        (lambda r: drawn_to_region(r, r, ["r"], strength=1.0), AxisMismatch, "area"),
        (lambda r: drawn_to_region(r, -r - 1, ["r"] * 3, strength=1.0), ValueError, "at least"),
    ],
)
def test_what_does_not_fit_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call(np.zeros((3, 2, 4)))
