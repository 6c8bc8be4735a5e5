"""Intervals of past fits, kept so that nobody waits for their draws."""

from dataclasses import replace

import numpy as np
import pytest

from renkei.charter.text import Text
from renkei.observatory.ahead import parameters
from renkei.observatory.ahead.backtests import computed_intervals
from renkei.observatory.ahead.intervals import Interval, file_in, keep_intervals, kept_intervals
from renkei.observatory.ahead.runs import SHIPPED

FIGURES = ("start", "central", "low", "high")
SMALL = Interval(
    2010,
    ("011002", "012025"),
    (2015, 2020),
    np.array([10.0, 20.0]),
    *(np.array([[9.0, 19.0], [8.0, 18.0]]) + shift for shift in (0, -2, 2)),
)


def test_intervals_are_the_same_after_keeping(tmp_path):
    keep_intervals(tmp_path, [SMALL, replace(SMALL, fitted_to=2015)])

    first, second = kept_intervals(tmp_path)

    assert (first.fitted_to, second.fitted_to) == (2010, 2015)
    assert (first.areas, first.years) == (SMALL.areas, SMALL.years)
    for name in FIGURES:
        assert np.array_equal(getattr(first, name), getattr(SMALL, name))


@pytest.fixture
def change(monkeypatch):
    """Changes one parameter."""
    known = parameters.parameters()

    def make(**new):
        one = "mortality.damping"
        changed = known | {one: replace(known[one], **new)}
        monkeypatch.setattr(parameters, "parameters", lambda: changed)

    return make


def test_intervals_of_other_parameters_are_not_used(tmp_path, change):
    keep_intervals(tmp_path, [SMALL])

    change(value=0.9)

    assert kept_intervals(tmp_path) == ()


def test_intervals_are_used_though_the_reason_of_a_parameter_is_worded_anew(tmp_path, change):
    keep_intervals(tmp_path, [SMALL])

    change(reason=Text("別の言い方。", "In other words."))

    assert len(kept_intervals(tmp_path)) == 1


def test_older_intervals_go_when_new_ones_are_kept(tmp_path):
    older = tmp_path / "backtests-000000000000.parquet"
    older.touch()

    keep_intervals(tmp_path, [SMALL])

    assert list(tmp_path.iterdir()) == [file_in(tmp_path)]


@pytest.mark.slow
def test_shipped_intervals_are_those_of_the_shipped_figures():
    kept = kept_intervals(SHIPPED)

    computed = computed_intervals()

    assert [interval.fitted_to for interval in kept] == [2005, 2010, 2015]
    for ours, anew in zip(kept, computed, strict=True):
        assert (ours.areas, ours.years) == (anew.areas, anew.years)
        for name in FIGURES:
            # Other processors round the last digit of an exponential otherwise.
            assert np.abs(getattr(ours, name) - getattr(anew, name)).max() <= 1
