"""Fertility: births, total fertility rate, child-woman ratio, mean age at birth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.engines.demography.arrays import FertilityArray
from renkei.engines.demography.axes import AxisMismatch, FloatArray
from renkei.engines.demography.fertility import (
    births,
    child_woman_ratio,
    mean_age_at_birth,
    mid_period_women,
    total_fertility_rate,
)
from tests.engines.demography.examples import FEW, FIVE, HERE, headcounts, one_area, population

# Births per woman and year at 15-19, 20-24 … 45-49.
SCHEDULE = [0.005, 0.03, 0.08, 0.09, 0.05, 0.01, 0.001]


def fertility(rates: list[float], years: tuple[int, ...] = (2010,)) -> FertilityArray:
    by_age = np.array([0.0] * 3 + rates + [0.0] * 9)
    return FertilityArray(np.tile(by_age, (len(years), 1, 1)), years, HERE, FIVE)


def test_total_fertility_rate_is_the_sum_over_single_ages() -> None:
    rate = total_fertility_rate(fertility(SCHEDULE))

    assert rate.tolist() == [[pytest.approx(5 * sum(SCHEDULE))]]


def test_mean_age_at_birth_by_hand() -> None:
    # Three in four are born at 25-29, one at 35-39: 0.75 x 27.5 + 0.25 x 37.5.
    age = mean_age_at_birth(fertility([0, 0, 0.06, 0, 0.02, 0, 0]))

    assert age.tolist() == [[pytest.approx(30.0)]]


def test_mean_age_at_birth_is_blank_where_nobody_is_born() -> None:
    assert np.isnan(mean_age_at_birth(fertility([0.0] * 7))).all()


@pytest.mark.parametrize("measure", [total_fertility_rate, mean_age_at_birth])
def test_fertility_of_the_open_group_is_refused(measure) -> None:
    wrong = FertilityArray(np.full((1, 1, 19), 0.01), (2010,), HERE, FIVE)

    with pytest.raises(ValueError, match=r"aged 90\+ cannot be turned into a sum of rates"):
        measure(wrong)


@FEW
@given(people=headcounts(1, 1, 2, 19), times=st.integers(0, 9))
def test_births_are_those_of_each_mother_added_up(people: FloatArray, times: int) -> None:
    here = population(people * times)
    schedule = FertilityArray(fertility(SCHEDULE).rates, (2010,), here.areas, FIVE)

    born = births(schedule, here)

    expected = sum(
        rate * women for rate, women in zip(SCHEDULE, people[0, 0, 0, 3:10], strict=True)
    )
    assert born.sum() == pytest.approx(expected * times)


@pytest.mark.parametrize("axis", ["time", "area", "age"])
def test_births_refuse_women_of_another_axis(axis: str) -> None:
    schedule = fertility(SCHEDULE)
    women = {
        "time": one_area([1.0] * 19, years=(2011,)),
        "area": population(np.ones((1, 1, 2, 19))),
        "age": one_area([1.0] * 19).collapse(FIVE.to_five_years(80)),
    }[axis]

    with pytest.raises(AxisMismatch, match=f"“{axis}” differs"):
        births(schedule, women)


def test_mid_period_women_are_the_mean_of_two_dates() -> None:
    persons = np.zeros((3, 1, 2, 19))
    persons[:, 0, 0] = np.array([[10.0], [20.0], [40.0]])
    persons[:, 0, 1] = 99

    women = mid_period_women(population(persons, years=(2010, 2011, 2012)))

    assert women[:, 0, 0].tolist() == [15.0, 30.0]


def test_child_woman_ratio_by_hand() -> None:
    persons = np.zeros((1, 2, 2, 19))
    persons[0, 0, :, 0] = [48, 52]
    persons[0, 0, 0, 2:11] = 100  # seven groups of women from 15-19 to 45-49, and one either side
    persons[0, 0, 1, 3:10] = 777

    ratio = child_woman_ratio(population(persons))

    assert ratio[0, 0] == pytest.approx(100 / 700)
    assert np.isnan(ratio[0, 1])
