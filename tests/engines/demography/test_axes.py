"""Age grids and the refusal of axes that differ."""

import numpy as np
import pytest
from hypothesis import given

from renkei.engines.demography.axes import AgeGrid, AxisMismatch, require_same
from tests.engines.demography.examples import FEW, FIVE, headcounts


def test_labels_are_those_of_official_tables() -> None:
    labels = AgeGrid.abridged(15).labels

    assert labels == ("0", "1-4", "5-9", "10-14", "15+")


def test_single_years_are_one_year_wide_and_end_open() -> None:
    grid = AgeGrid.single_years(3)

    assert grid.starts == (0, 1, 2, 3)
    assert grid.widths.tolist() == [1.0, 1.0, 1.0, np.inf]


@pytest.mark.parametrize("starts", [(), (0,), (1, 5), (0, 10, 5), (0, 5, 5)])
def test_grid_refuses_groups_that_do_not_rise_from_zero(starts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="must begin at 0, rise and end open"):
        AgeGrid(starts)


def test_span_covers_the_ages_asked_for() -> None:
    assert FIVE.labels[FIVE.span(15, 65)] == FIVE.labels[3:13]
    assert FIVE.labels[FIVE.span(65)] == FIVE.labels[13:]


@pytest.mark.parametrize(("low", "high", "named"), [(18, None, r"18\+"), (15, 18, "15-17")])
def test_span_refuses_a_bound_inside_a_group(low: int, high: int | None, named: str) -> None:
    with pytest.raises(AxisMismatch, match=rf"“age” differs: {named} against groups 0-4, 5-9"):
        FIVE.span(low, high)


def test_collapse_gathers_the_oldest_in_an_open_group() -> None:
    fine = AgeGrid.five_years(100)
    people = np.arange(1.0, 22.0)

    coarse = fine.collapse(people, FIVE)

    assert coarse[:-1].tolist() == people[:18].tolist()
    assert coarse[-1] == 19 + 20 + 21


@FEW
@given(people=headcounts(2, 101))
def test_collapse_neither_makes_nor_loses_people(people: np.ndarray) -> None:
    single = AgeGrid.single_years(100)

    coarse = single.collapse(people, single.to_five_years(90))

    assert coarse.shape == (2, 19)
    assert coarse.sum(axis=-1).tolist() == people.sum(axis=-1).tolist()
    assert coarse[0, 1] == sum(people[0, 5:10])


def test_collapse_refuses_counts_of_another_grid() -> None:
    with pytest.raises(AxisMismatch, match="18 groups against 19 labels"):
        FIVE.collapse(np.zeros(18), AgeGrid.five_years(80))


def test_collapse_refuses_groups_that_begin_inside_a_group() -> None:
    with pytest.raises(AxisMismatch, match=r"18\+ against groups"):
        FIVE.collapse(np.zeros(19), AgeGrid((0, 15, 18)))


def test_to_five_years_refuses_groups_that_do_not_meet() -> None:
    with pytest.raises(AxisMismatch, match=r"5\+ against groups 0-9"):
        AgeGrid((0, 10, 20)).to_five_years(20)


def test_groups_in_counts_the_groups_a_cohort_moves_up() -> None:
    assert FIVE.groups_in(10) == 2
    assert AgeGrid.single_years(100).groups_in(5) == 5


@pytest.mark.parametrize(
    ("grid", "years"), [(FIVE, 3), (FIVE, 0), (AgeGrid.abridged(90), 5), (AgeGrid((0, 5, 15)), 5)]
)
def test_groups_in_refuses_a_step_that_splits_groups(grid: AgeGrid, years: int) -> None:
    with pytest.raises(AxisMismatch, match=f"a step of {years} years against groups"):
        grid.groups_in(years)


def test_require_same_names_where_labels_part() -> None:
    with pytest.raises(AxisMismatch, match="“area” differs: b at position 1 against c"):
        require_same("area", ("a", "b"), ("a", "c"))


def test_require_same_names_both_lengths() -> None:
    with pytest.raises(AxisMismatch, match=r"4 labels \(1, 2, 3, …\) against 1 labels \(1\)"):
        require_same("time", (1, 2, 3, 4), (1,))
