"""How wrong fits up to 2005, 2010 and 2015 have been."""

import numpy as np
import pytest

from renkei.observatory.ahead.backtests import BOUNDS, backtests, scores

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tests():
    return backtests()


def rows(tests, *, after):
    return [row for test in tests for row in scores(test) if row.year - test.fitted_to == after]


def test_fits_are_judged_by_the_censuses_after_them(tests):
    judged = {test.fitted_to: test.years for test in tests}

    assert judged == {2005: (2010, 2015), 2010: (2015, 2020), 2015: (2020,)}
    assert all(len(test.areas) == 179 for test in tests)
    assert all(np.isfinite(test.counted).all() for test in tests)


def test_median_errors_stay_within_their_bounds(tests):
    at_five, at_ten = rows(tests, after=5), rows(tests, after=10)

    assert max(row.everywhere.errors.median_absolute for row in at_five) < 1.5
    assert max(row.everywhere.errors.median_absolute for row in at_ten) < 3.5


def test_intervals_hold_about_four_fifths(tests):
    covered = [row.everywhere.coverage for after in (5, 10) for row in rows(tests, after=after)]

    assert len(covered) == 5
    assert min(covered) >= 0.72
    assert max(covered) <= 0.88


def test_small_places_err_more_than_large_ones(tests):
    for row in rows(tests, after=5):
        errors = [score.errors.median_absolute for _, score in row.by_size]

        assert errors[0] > errors[-1]


def test_sizes_make_up_all_areas(tests):
    for row in rows(tests, after=10):
        assert sum(score.errors.n_areas for _, score in row.by_size) == 179
        assert len(row.by_size) == len(BOUNDS) + 1


def test_official_projection_stands_beside_the_fit_of_its_census(tests):
    officials = {(test.fitted_to, row.year): row.official for test in tests for row in scores(test)}

    beside = officials.pop((2015, 2020))
    assert beside.coverage is None
    assert beside.errors.n_areas == 179
    assert set(officials.values()) == {None}


def test_interval_lies_around_the_central_projection(tests):
    for test in tests:
        assert (test.low < test.central).all()
        assert (test.central < test.high).all()
