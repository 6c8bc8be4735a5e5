"""Survival ratios from life tables."""

import numpy as np
import pytest
from hypothesis import given

from renkei.engines.demography.axes import AgeGrid, AxisMismatch
from renkei.engines.demography.life_table import life_table
from renkei.engines.demography.survival import period_survival, survival_ratios
from tests.engines.demography.examples import FEW, FIVE, death_rates, rates

SINGLE = AgeGrid.single_years(100)


@FEW
@given(m=death_rates(101, most=1.0))
def test_survival_is_the_quotient_of_person_years(m: np.ndarray) -> None:
    table = life_table(rates(m, SINGLE))

    ratios, births = survival_ratios(table, step=5, ages=FIVE)

    lived = table.person_years[0, 0, 0]
    expected = [sum(lived[a + 5 : a + 10]) / sum(lived[a : a + 5]) for a in range(0, 60, 5)]
    assert ratios[0, 0, 0, :12] == pytest.approx(expected)
    assert births[0, 0, 0] == pytest.approx([sum(lived[:5]) / 5])
    assert ((ratios >= 0) & (ratios <= 1)).all()


def test_survival_into_the_open_group_is_followed_apart_where_the_table_reaches() -> None:
    table = life_table(rates(np.linspace(0.001, 0.5, 101), SINGLE))

    ratios, _ = survival_ratios(table, step=5, ages=FIVE)

    lived, above = table.person_years[0, 0, 0], table.person_years_above[0, 0, 0]
    assert ratios[0, 0, 0, 17] == pytest.approx(sum(lived[90:95]) / sum(lived[85:90]))
    assert ratios[0, 0, 0, 18] == pytest.approx(above[95] / above[90])


@pytest.mark.parametrize(("step", "youngest"), [(5, 17), (10, 16)])
def test_survival_into_the_open_group_is_shared_where_the_table_ends(
    step: int, youngest: int
) -> None:
    table = life_table(
        rates(np.linspace(0.001, 0.3, 19), AgeGrid((0, *range(5, 91, 5)))), infants="midpoint"
    )

    ratios, births = survival_ratios(table, step=step, ages=FIVE)

    above = table.person_years_above[0, 0, 0]
    shared = above[18] / above[youngest]
    assert ratios[0, 0, 0, youngest:] == pytest.approx(np.full(19 - youngest, shared))
    assert ratios[0, 0, 0, youngest - 1] > shared
    assert births.shape == (1, 1, 2, step // 5)


def test_survival_of_births_over_ten_years_is_that_of_each_half() -> None:
    table = life_table(rates([0.01] * 101, SINGLE))

    _, births = survival_ratios(table, step=10, ages=FIVE)

    lived = table.person_years[0, 0, 0]
    assert births[0, 0, 0] == pytest.approx([sum(lived[:5]) / 5, sum(lived[5:10]) / 5])


def test_survival_where_everyone_dies_is_zero() -> None:
    table = life_table(rates([0.01] * 50 + [30.0] + [0.5] * 50, SINGLE))

    ratios, _ = survival_ratios(table, step=5, ages=FIVE)

    assert ratios[0, 0, 0, 11:].tolist() == [0.0] * 8


def test_survival_refuses_a_table_that_ends_before_the_open_group() -> None:
    table = life_table(rates([0.1] * 81, AgeGrid.single_years(80)))

    with pytest.raises(AxisMismatch, match=r"85\+ against groups"):
        survival_ratios(table, step=5, ages=FIVE)


def test_period_survival_takes_the_mean_rates_of_the_years_between() -> None:
    yearly = rates([0.02] * 101, SINGLE, years=range(2010, 2021))
    # 2010 and the years after 2015 must not count.
    yearly.rates[0] = yearly.rates[6:] = 3.0
    yearly.rates[1] = 0.06
    yearly.rates[2:6] = 0.01

    found = period_survival(yearly, periods=[(2010, 2015)], ages=FIVE)

    ratios, births = survival_ratios(life_table(rates([0.02] * 101, SINGLE)), step=5, ages=FIVE)
    assert found.periods == ((2010, 2015),)
    assert found.ratios == pytest.approx(ratios)
    assert found.births == pytest.approx(births)


def test_period_survival_refuses_periods_of_different_lengths() -> None:
    yearly = rates([0.02] * 101, SINGLE, years=range(2000, 2016))

    with pytest.raises(ValueError, match=r"equally long, not \[5, 10\] years"):
        period_survival(yearly, periods=[(2000, 2010), (2010, 2015)], ages=FIVE)


def test_period_survival_refuses_a_year_without_rates() -> None:
    yearly = rates([0.02] * 101, SINGLE, years=range(2010, 2015))

    with pytest.raises(AxisMismatch, match="2015 against 5 labels without it"):
        period_survival(yearly, periods=[(2010, 2015)], ages=FIVE)
