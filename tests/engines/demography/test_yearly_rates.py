"""Net migration rates of one year from those of five."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from renkei.engines.demography.axes import AgeGrid, AxisMismatch, FloatArray
from renkei.engines.demography.model_schedules import SIMPLIFIED_BASIC_STANDARD
from renkei.engines.demography.yearly_rates import yearly_net_rates
from tests.engines.demography.examples import FEW, FIVE

YEARS = AgeGrid.single_years(90)

PATTERN = SIMPLIFIED_BASIC_STANDARD.over(YEARS)

# Ages reached 0-4 … 90+: a town that loses its school leavers and wins some back.
TOWN = [0.02, 0.01, 0.0, -0.08, -0.35, 0.06, 0.08, 0.03, 0.01, 0.0] + [0.0] * 5 + [-0.01] * 4


def five_years(yearly: FloatArray) -> list[float]:
    """Mean logarithm of each group's growth by moves in a step, one person after another."""
    logs = np.log1p(yearly)
    means = []
    for low in FIVE.starts:
        highest = low + 4 if low < 90 else 90
        growth = []
        for end in range(low, highest + 1):
            ages = [90] * 5 if end == 90 else [age for age in range(end - 4, end + 1) if age >= 0]
            growth.append(sum(logs[age] for age in ages))
        means.append(sum(growth) / len(growth))
    return means


@FEW
@given(rates=arrays(np.float64, 19, elements=st.floats(-0.6, 0.6, allow_subnormal=False)))
def test_five_years_in_a_row_are_the_step_again(rates: FloatArray) -> None:
    yearly = yearly_net_rates(rates, FIVE, YEARS)

    assert five_years(yearly) == pytest.approx(np.log1p(rates).tolist(), abs=1e-8)


def test_one_force_at_all_ages_is_returned() -> None:
    years = np.array([3.0] + [5.0] * 18)  # the youngest are at risk for three years in the mean

    yearly = yearly_net_rates(1.02**years - 1, FIVE, YEARS)

    assert yearly == pytest.approx(np.full(91, 0.02))


@FEW
@given(level=st.floats(-0.5, 0.5))
def test_a_force_in_proportion_to_the_pattern_is_returned(level: float) -> None:
    yearly = np.expm1(level * PATTERN)

    found = yearly_net_rates(np.expm1(five_years(yearly)), FIVE, YEARS, pattern=PATTERN)

    assert found == pytest.approx(yearly, abs=1e-9)


@FEW
@given(rates=arrays(np.float64, 19, elements=st.floats(-0.6, 0.6, allow_subnormal=False)))
def test_five_years_in_a_row_by_a_pattern_are_the_step_again(rates: FloatArray) -> None:
    yearly = yearly_net_rates(rates, FIVE, YEARS, pattern=PATTERN)

    assert five_years(yearly) == pytest.approx(np.log1p(rates).tolist(), abs=1e-8)


def test_a_pattern_puts_the_school_leavers_where_they_leave() -> None:
    truth = -0.1 * PATTERN
    truth[18:20] = [-0.12, -0.14]
    step = np.expm1(five_years(truth))

    # Moving begins at 18 all at once, as where schools end on one day of the year.
    sudden = replace(SIMPLIFIED_BASIC_STANDARD, mu2=18.5, lambda2=1.5, alpha2=0.2)

    by_pattern = yearly_net_rates(step, FIVE, YEARS, pattern=sudden.over(YEARS))

    plain = yearly_net_rates(step, FIVE, YEARS)
    assert np.abs(by_pattern - truth).sum() < 0.8 * np.abs(plain - truth).sum()


def test_school_leavers_go_at_the_ages_at_which_schools_end() -> None:
    yearly = yearly_net_rates(np.array(TOWN), FIVE, YEARS)

    assert 17 <= yearly.argmin() <= 21
    assert yearly.min() > -0.2
    assert abs(yearly[50:70]).max() < 0.003


def test_grid_may_reach_beyond_the_open_group() -> None:
    to = AgeGrid.single_years(105)

    yearly = yearly_net_rates(np.full((2, 19), -0.05), FIVE, to)

    assert yearly.shape == (2, 106)
    assert np.log1p(yearly[0, 90:]).mean() * 5 == pytest.approx(np.log(0.95), rel=0.01)


@pytest.mark.parametrize("wrong", [-1.0, np.nan])
def test_rates_that_leave_nobody_are_refused(wrong: float) -> None:
    rates = np.zeros(19)
    rates[0] = wrong

    with pytest.raises(ValueError, match="must be numbers above -1"):
        yearly_net_rates(rates, FIVE, YEARS)


def test_patterns_with_gaps_and_of_other_ages_are_refused() -> None:
    with pytest.raises(ValueError, match="numbers above zero at every age"):
        yearly_net_rates(np.zeros(19), FIVE, YEARS, pattern=np.zeros(91))
    with pytest.raises(AxisMismatch, match="19 values against 91 labels"):
        yearly_net_rates(np.zeros(19), FIVE, YEARS, pattern=np.ones(19))


@pytest.mark.parametrize(
    ("from_", "to", "found"),
    [
        (AgeGrid.five_years(80), YEARS, "19 groups against 17 labels"),
        (AgeGrid((*range(0, 90, 6), 90, 95, 100, 105)), YEARS, "a step of five years"),
        (FIVE, AgeGrid.single_years(80), r"single years to 90\+"),
        (FIVE, AgeGrid.abridged(95), r"single years to 90\+"),
    ],
)
def test_other_grids_are_refused(from_: AgeGrid, to: AgeGrid, found: str) -> None:
    with pytest.raises(AxisMismatch, match=found):
        yearly_net_rates(np.zeros(19), from_, to)
