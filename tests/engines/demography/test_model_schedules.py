"""Model migration schedules: curves of few parameters."""

from dataclasses import replace
from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import nnls

from renkei.engines.demography.axes import AgeGrid, AxisMismatch
from renkei.engines.demography.model_schedules import (
    FAMILIES,
    SIMPLIFIED_BASIC_STANDARD,
    ModelSchedule,
    fit_scales,
    fit_schedule,
    gross_migraproduction_rate,
)
from tests.engines.demography.examples import FEW, FIVE

YEARS = AgeGrid.single_years(90)
FULL = replace(SIMPLIFIED_BASIC_STANDARD, a3=0.01, mu3=62.0, alpha3=0.3, lambda3=0.3, a4=0.0001)


def plain(x: float, s: ModelSchedule) -> float:
    """The formula, one age at a time."""
    working = s.a2 * exp(-s.alpha2 * (x - s.mu2) - exp(-s.lambda2 * (x - s.mu2)))
    retired = s.a3 * exp(-s.alpha3 * (x - s.mu3) - exp(-s.lambda3 * (x - s.mu3)))
    return s.a1 * exp(-s.alpha1 * x) + working + retired + s.a4 * exp(s.lambda4 * x) + s.c


@pytest.mark.parametrize("schedule", [SIMPLIFIED_BASIC_STANDARD, FULL])
def test_schedule_is_the_formula(schedule: ModelSchedule) -> None:
    ages = [0.0, 0.5, 7.0, 17.5, 23.0, 41.0, 62.0, 89.5]

    assert schedule.at(np.array(ages)) == pytest.approx([plain(x, schedule) for x in ages])


def test_simplified_basic_standard_is_of_unit_level() -> None:
    # Rogers and Castro (1981) give their standards a gross migraproduction rate of one.
    level = gross_migraproduction_rate(SIMPLIFIED_BASIC_STANDARD.over(YEARS), YEARS)

    assert level == pytest.approx(1.0, abs=0.02)


def test_peak_of_working_ages_stands_where_the_formula_says() -> None:
    s = replace(SIMPLIFIED_BASIC_STANDARD, a1=0.0, c=0.0)
    ages = np.linspace(15, 35, 2001)

    highest = ages[s.at(ages).argmax()]

    assert highest == pytest.approx(s.mu2 + log(s.lambda2 / s.alpha2) / s.lambda2, abs=0.01)


def test_schedule_over_groups_is_the_mean_of_their_years() -> None:
    by_year, by_group = FULL.over(YEARS), FULL.over(FIVE)

    assert by_group[:18] == pytest.approx(by_year[:90].reshape(18, 5).mean(axis=1))
    assert by_group[18] == by_year[90] == pytest.approx(FULL.at(np.arange(90.5, 95)).mean())


@FEW
@given(level=st.floats(0.01, 5.0))
def test_unit_level_keeps_the_ages(level: float) -> None:
    moved = FULL.scaled(level)

    unit = moved.with_unit_level(FIVE)

    assert gross_migraproduction_rate(unit.over(FIVE), FIVE) == pytest.approx(1.0)
    assert unit.over(FIVE) / unit.over(FIVE)[0] == pytest.approx(
        FULL.over(FIVE) / FULL.over(FIVE)[0]
    )


def test_unit_level_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="without moves has no profile"):
        FULL.scaled(0.0).with_unit_level(FIVE)


@pytest.mark.parametrize("grid", [YEARS, FIVE])
def test_fit_of_scales_finds_them(grid: AgeGrid) -> None:
    truth = replace(FULL, a1=0.07, a2=0.11, c=0.001, a3=0.02, a4=0.0002)

    assert fit_scales(truth.over(grid), grid, FULL).over(grid) == pytest.approx(truth.over(grid))


@FEW
@given(seed=st.integers(0, 2**32 - 1))
def test_fit_of_scales_is_the_best_without_negative_ones(seed: int) -> None:
    rates = np.random.default_rng(seed).uniform(0, 0.1, len(FIVE))

    found = fit_scales(rates, FIVE, FULL)

    names = ("a1", "a2", "c", "a3", "a4")
    alone = dict.fromkeys(names, 0.0)
    columns = [replace(FULL, **alone | {name: 1.0}).over(FIVE) for name in names]
    weights, _ = nnls(np.stack(columns, axis=-1), rates)
    assert [getattr(found, name) for name in names] == pytest.approx(weights.tolist(), abs=1e-9)


def test_fit_of_scales_keeps_absent_terms_absent() -> None:
    found = fit_scales(FULL.over(FIVE), FIVE, SIMPLIFIED_BASIC_STANDARD)

    assert found.a3 == found.a4 == 0.0


@pytest.mark.parametrize(
    ("family", "truth"),
    [
        (7, replace(SIMPLIFIED_BASIC_STANDARD, mu2=18.5, alpha2=0.13, lambda2=0.6, a2=0.1)),
        (9, replace(SIMPLIFIED_BASIC_STANDARD, mu2=21.0, a4=0.0003, lambda4=0.06)),
        (11, replace(FULL, a4=0.0, mu2=19.0, mu3=61.0, a3=0.02)),
        (13, replace(FULL, mu2=22.0, a2=0.08, a3=0.02)),
    ],
)
def test_fit_of_schedule_finds_the_curve_it_was_made_from(family, truth: ModelSchedule) -> None:
    rates = truth.over(YEARS)

    found = fit_schedule(rates, YEARS, start=replace(FULL, a3=0.0, a4=0.0), family=family)

    assert found.schedule.over(YEARS) == pytest.approx(rates, abs=2e-5)
    assert found.schedule.mu2 == pytest.approx(truth.mu2, abs=0.02)
    assert found.error < 1e-5
    absent = set(FAMILIES[13]) - set(FAMILIES[family])
    assert all(getattr(found.schedule, name) == 0.0 for name in absent & {"a3", "a4"})


def test_fit_of_schedule_comes_at_least_as_close_as_scales_alone() -> None:
    random = np.random.default_rng(7)
    truth = replace(SIMPLIFIED_BASIC_STANDARD, mu2=17.0, lambda2=0.8)
    rates = truth.over(YEARS) * random.uniform(0.9, 1.1, len(YEARS))

    found = fit_schedule(rates, YEARS)

    scales = fit_scales(rates, YEARS, SIMPLIFIED_BASIC_STANDARD)
    by_scales = np.sqrt(np.square(scales.over(YEARS) - rates).mean())
    assert found.has_converged
    assert found.error < 0.5 * by_scales
    assert found.schedule.mu2 == pytest.approx(17.0, abs=0.3)


def test_fit_of_schedule_that_may_not_step_says_so() -> None:
    rates = replace(SIMPLIFIED_BASIC_STANDARD, mu2=17.0).over(YEARS)

    assert not fit_schedule(rates, YEARS, most_steps=1).has_converged


def test_fit_of_schedule_refuses_a_profile_without_moves() -> None:
    with pytest.raises(ValueError, match="nobody moves at any age"):
        fit_schedule(np.zeros(91), YEARS)


def test_fit_refuses_a_missing_rate_and_another_number_of_ages() -> None:
    rates = FULL.over(FIVE)
    rates[3] = np.nan

    with pytest.raises(ValueError, match="rate of age 15-19 is not a number"):
        fit_scales(rates, FIVE, FULL)
    with pytest.raises(AxisMismatch, match="19 values against 91 labels"):
        fit_schedule(rates, YEARS)


@pytest.mark.parametrize(("name", "value"), [("a1", -0.1), ("c", -1e-9), ("mu2", np.nan)])
def test_schedule_refuses_impossible_parameters(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=f"the parameter {name} cannot be"):
        replace(FULL, **{name: value})
