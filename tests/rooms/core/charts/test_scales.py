import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.core.charts.scales import Linear, known, nice_ticks, value_ticks, year_ticks


def test_scale_places_ends_and_middle():
    scale = Linear(0, 10, 100, 0)

    assert [scale(0), scale(5), scale(10)] == [100, 50, 0]


def test_scale_of_a_single_value_is_the_middle():
    assert Linear(3, 3, 0, 100)(3) == 50


def test_known_leaves_out_none_and_nan():
    assert known([1, None, math.nan, 0]) == [1, 0]


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 5_692_321, [0, 2e6, 4e6, 6e6]),
        (-53_556, 4_398, [-60_000, -40_000, -20_000, 0, 20_000]),
        (0, 3, [0, 1, 2, 3]),
        (0, 0, [0, 1]),
        (7, 7, [7, 8]),
    ],
)
def test_ticks_stand_at_round_figures(low, high, ticks):
    assert nice_ticks(low, high) == ticks


def test_ticks_of_counts_are_whole():
    assert nice_ticks(0, 1) == [0, 1]
    assert nice_ticks(0, 1, decimals=1) == [0, 0.2, 0.4, 0.6, 0.8, 1.0]


@given(
    st.floats(-1e12, 1e12, allow_nan=False), st.floats(0, 1e12, allow_nan=False), st.integers(2, 8)
)
def test_ticks_enclose_the_figures_and_are_few(low, span, most):
    ticks = nice_ticks(low, low + span, most=most)

    slack = 1e-6 * max(1.0, abs(low), span)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= low + span - slack
    assert 2 <= len(ticks) <= most + 3


def test_value_ticks_reach_zero_only_where_asked():
    assert value_ticks([40, 42], from_zero=True)[0] == 0
    assert value_ticks([40, 42], from_zero=False)[0] == 40


def test_value_ticks_of_nothing_are_still_ticks():
    assert value_ticks([None, math.nan], from_zero=True) == [0, 1]


def test_year_ticks_are_round_and_inside():
    assert year_ticks([1980, 2050], most=5) == [1980, 2000, 2020, 2040]


def test_year_ticks_of_few_years_are_all_of_them():
    assert year_ticks([2019, 2021], most=5) == [2019, 2020, 2021]
