"""What judges a projection, by hand and against plain Python."""

import ast
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from hypothesis import given

from renkei.engines.demography import scoring
from renkei.engines.demography.axes import AxisMismatch, FloatArray
from renkei.engines.demography.scoring import (
    absolute_percentage_error,
    age_profile_distance,
    interval_coverage,
    percentage_error,
    size_classes,
    summary_by_size,
    summary_of,
)
from tests.engines.demography.examples import FEW, headcounts

OBSERVED = np.array([100.0, 200, 1000, 5000, 20_000])
PROJECTED = np.array([110.0, 190, 1000, 5100, 19_000])


def test_error_is_above_zero_where_the_projection_was_too_high() -> None:
    assert percentage_error(PROJECTED, OBSERVED).tolist() == pytest.approx([10, -5, 0, 2, -5])
    assert absolute_percentage_error(PROJECTED, OBSERVED) == pytest.approx([10, 5, 0, 2, 5])


def test_error_is_blank_where_nobody_was_observed() -> None:
    assert np.isnan(percentage_error(np.array([5.0]), np.array([0.0]))).all()


def test_summary_by_hand() -> None:
    found = summary_of(PROJECTED, OBSERVED)

    # Absolute errors 0, 2, 5, 5, 10: nine tenths of the way is 0.6 from the fourth to the fifth.
    assert found.n_areas == 5
    assert found.median_absolute == pytest.approx(5)
    assert found.p90_absolute == pytest.approx(8)
    assert found.median_signed == pytest.approx(0)
    assert found.mean_signed == pytest.approx(0.4)


@FEW
@given(headcounts(9, least=1), headcounts(9, least=1))
def test_summary_equals_plain_python(projected: FloatArray, observed: FloatArray) -> None:
    found = summary_of(projected, observed)

    errors = [100 * (p - o) / o for p, o in zip(projected, observed, strict=True)]
    ordered = sorted(abs(error) for error in errors)
    assert found.median_absolute == pytest.approx(median(ordered))
    # The place of the 90th percentile among nine is 0.9 x 8 = 7.2.
    assert found.p90_absolute == pytest.approx(ordered[7] + 0.2 * (ordered[8] - ordered[7]))
    assert found.median_signed == pytest.approx(median(errors))
    assert found.mean_signed == pytest.approx(sum(errors) / 9)


def test_summary_leaves_out_areas_without_people() -> None:
    found = summary_of(np.array([11.0, 3.0]), np.array([10.0, 0.0]))

    assert found.n_areas == 1
    assert found.mean_signed == pytest.approx(10)


def test_size_classes_begin_at_their_bounds() -> None:
    assert size_classes(OBSERVED, [1000, 10_000]).tolist() == [0, 0, 1, 1, 2]


def test_summary_by_size_judges_small_and_large_apart() -> None:
    small, middle, nobody, large = summary_by_size(PROJECTED, OBSERVED, [1000, 6000, 10_000])

    assert (small.n_areas, middle.n_areas, large.n_areas) == (2, 2, 1)
    assert nobody is None
    assert small.median_absolute == pytest.approx(7.5)
    assert large.median_signed == pytest.approx(-5)


def test_summary_by_size_leaves_out_empty_areas() -> None:
    classes = summary_by_size(np.array([1.0, 11]), np.array([0.0, 10]), [5])

    assert classes[0] is None
    assert classes[1].n_areas == 1


def test_profile_distance_by_hand() -> None:
    # Women 30, 20 and men 30, 20 of 100; observed 20, 30 and 30, 20: a tenth is of another age.
    projected = np.array([[[30.0, 20], [30, 20]]])
    observed = np.array([[[200.0, 300], [300, 200]]])

    assert age_profile_distance(projected, observed).tolist() == pytest.approx([10])


def test_profile_distance_is_all_where_nobody_is_alike() -> None:
    women, men = np.zeros((2, 1, 2, 3))
    women[0, 0], men[0, 1] = 5, 7

    assert age_profile_distance(women, men) == pytest.approx([100])


@FEW
@given(headcounts(3, 2, 4, least=1), headcounts(3, 2, 4, least=1))
def test_profile_distance_is_a_distance_of_shapes(here: FloatArray, there: FloatArray) -> None:
    found = age_profile_distance(here, there)

    assert found == pytest.approx(age_profile_distance(there, here))
    assert found == pytest.approx(age_profile_distance(here * 7, there))
    assert ((found >= 0) & (found < 100 + 1e-9)).all()
    assert age_profile_distance(here, here).tolist() == [0, 0, 0]
    for area in range(3):
        of_here, of_there = here[area].ravel().tolist(), there[area].ravel().tolist()
        expected = 0.0
        for one, other in zip(of_here, of_there, strict=True):
            expected += abs(one / sum(of_here) - other / sum(of_there))
        assert found[area] == pytest.approx(50 * expected)


def test_profile_distance_is_blank_where_nobody_lives() -> None:
    nobody, somebody = np.zeros((1, 2, 3)), np.ones((1, 2, 3))

    assert np.isnan(age_profile_distance(somebody, nobody)).all()


def test_coverage_counts_the_bounds_as_inside() -> None:
    low, high = np.array([1.0, 1, 1, 1]), np.array([3.0, 3, 3, 3])

    assert interval_coverage(low, high, np.array([1.0, 3, 2, 3.1])) == 0.75


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize("judge", [percentage_error, summary_of, age_profile_distance])
def test_judging_refuses_other_areas(judge) -> None:
    with pytest.raises(AxisMismatch, match="“shape” differs"):
        judge(np.ones((3, 2, 4)), np.ones((2, 2, 4)))


def test_judging_refuses_missing_figures() -> None:
    missing = np.array([1.0, np.nan])

    with pytest.raises(ValueError, match="observed figures are missing: leave out the areas"):
        summary_of(np.ones(2), missing)
    with pytest.raises(ValueError, match="high figures are missing"):
        interval_coverage(np.ones(2), missing, np.ones(2))


def test_judging_refuses_nothing_to_judge() -> None:
    with pytest.raises(ValueError, match="no area can be judged"):
        summary_of(np.ones(2), np.zeros(2))
    with pytest.raises(ValueError, match="no area can be judged"):
        interval_coverage(np.ones(0), np.ones(0), np.ones(0))


def test_coverage_refuses_bounds_that_are_exchanged() -> None:
    with pytest.raises(ValueError, match="ends before it begins: exchange its bounds"):
        interval_coverage(np.full(2, 3.0), np.ones(2), np.ones(2))


def test_profile_refuses_negative_people_and_other_axes() -> None:
    with pytest.raises(ValueError, match="negative people"):
        age_profile_distance(-np.ones((1, 2, 3)), np.ones((1, 2, 3)))
    with pytest.raises(AxisMismatch, match="2 axes against 3 axes"):
        age_profile_distance(np.ones((2, 3)), np.ones((2, 3)))


def test_size_classes_refuse_bounds_that_do_not_rise() -> None:
    with pytest.raises(ValueError, match=r"must rise, not \(10, 5\)"):
        size_classes(OBSERVED, [10, 5])


def test_what_judges_shares_no_code_with_what_projects() -> None:
    tree = ast.parse(Path(scoring.__file__).read_text("utf-8"))

    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {name for name in imported if "projection" in str(name)}
