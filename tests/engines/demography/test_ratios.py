"""Shares, dependency, ageing, women aged 20-39, median age."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.engines.demography.axes import AgeGrid, AxisMismatch, FloatArray
from renkei.engines.demography.ratios import (
    AGED,
    CHILDREN,
    WORKING_AGE,
    ageing_index,
    dependency_ratio,
    median_age,
    share_of_ages,
    women_aged_20_39,
)
from tests.engines.demography import reference
from tests.engines.demography.examples import FEW, FIVE, headcounts, one_area, population

# Of each sex 20 children, 100 of working age, 80 aged.
TOWN = [10, 0, 10, *[10] * 10, 30, 20, 10, 10, 5, 5]


def test_shares_and_ratios_by_hand() -> None:
    town = one_area(TOWN)

    assert share_of_ages(town, CHILDREN).tolist() == [[0.1]]
    assert share_of_ages(town, WORKING_AGE).tolist() == [[0.5]]
    assert share_of_ages(town, AGED).tolist() == [[0.4]]
    assert dependency_ratio(town).tolist() == [[1.0]]
    assert dependency_ratio(town, CHILDREN).tolist() == [[0.2]]
    assert dependency_ratio(town, AGED).tolist() == [[0.8]]
    assert ageing_index(town).tolist() == [[4.0]]


@pytest.mark.parametrize(
    "measure",
    [lambda p: share_of_ages(p, AGED), dependency_ratio, ageing_index, median_age],
)
def test_ratios_of_an_empty_area_are_blank(measure) -> None:
    assert np.isnan(measure(one_area([0.0] * 19))).all()


@FEW
@given(persons=headcounts(2, 3, 2, 19, least=1), times=st.integers(2, 99))
def test_ratios_do_not_depend_on_the_size_of_a_place(persons: FloatArray, times: int) -> None:
    small = population(persons, years=(2010, 2015))
    large = population(persons * times, years=(2010, 2015))

    for measure in (dependency_ratio, ageing_index, median_age):
        assert measure(large) == pytest.approx(measure(small), nan_ok=True), measure
    parts = [share_of_ages(large, ages) for ages in (CHILDREN, WORKING_AGE, AGED)]
    assert sum(parts) == pytest.approx(np.ones((2, 3)))


def test_women_aged_20_39_leaves_out_men_and_other_ages() -> None:
    persons = np.zeros((1, 1, 2, 19))
    persons[0, 0, 0] = np.arange(19)
    persons[0, 0, 1] = 1000

    assert women_aged_20_39(population(persons)).tolist() == [[4 + 5 + 6 + 7]]


def test_median_age_is_interpolated_in_its_group() -> None:
    # 100 of each sex: 40 below 40, 20 from 40 to 44, 40 above: the median is halfway, 42.5.
    halfway = one_area([5] * 8 + [20] + [4] * 10)
    # A quarter into the group 60-64 when 45 stand before and 20 are in it.
    quarter = one_area([*[0] * 11, 45, 20, 35, *[0] * 5])

    assert median_age(halfway).tolist() == [[42.5]]
    assert median_age(quarter).tolist() == [[61.25]]


@FEW
@given(persons=headcounts(1, 4, 2, 19, least=1))
def test_median_age_equals_the_slow_reference(persons: FloatArray) -> None:
    medians = median_age(population(persons))

    for area in range(4):
        slow = reference.median_age(persons[0, area].sum(axis=0).tolist(), FIVE.starts)
        assert medians[0, area] == pytest.approx(slow, nan_ok=True)


def test_median_age_in_the_open_group_is_blank() -> None:
    assert np.isnan(median_age(one_area([1.0] * 18 + [100.0]))).all()


def test_ratios_refuse_age_groups_that_straddle_a_bound() -> None:
    coarse = population(np.ones((1, 1, 2, 3)), ages=AgeGrid((0, 20, 60)))

    with pytest.raises(AxisMismatch, match=r"differs: 65\+ against groups 0-19, 20-59, 60"):
        ageing_index(coarse)
