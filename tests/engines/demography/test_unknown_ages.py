"""Spreading people of unknown age."""

import numpy as np
import pytest
from hypothesis import given

from renkei.engines.demography.axes import AxisMismatch
from renkei.engines.demography.unknown_ages import distribute_unknown
from tests.engines.demography.examples import FEW, headcounts


def test_unknown_ages_follow_the_known() -> None:
    everyone = distribute_unknown(np.array([[60.0, 30.0, 10.0]]), np.array([10.0]))

    assert everyone.tolist() == [pytest.approx([66.0, 33.0, 11.0])]


def test_unknown_ages_are_spread_over_counts_in_integers() -> None:
    everyone = distribute_unknown(np.array([60, 30, 10]), np.array(5))

    assert everyone.tolist() == pytest.approx([63.0, 31.5, 10.5])


def test_unknown_ages_kept_whole_go_to_the_largest_remainders() -> None:
    # Shares of 5 persons: 2.5, 1.75, 0.75; two persons are left for 1.75 and 0.75.
    everyone = distribute_unknown(np.array([10.0, 7.0, 3.0]), np.array(5.0), whole=True)

    assert everyone.tolist() == [12.0, 9.0, 4.0]


def test_unknown_ages_with_equal_remainders_go_to_the_younger() -> None:
    everyone = distribute_unknown(np.array([5.0, 5.0, 5.0]), np.array(2.0), whole=True)

    assert everyone.tolist() == [6.0, 6.0, 5.0]


@FEW
@given(known=headcounts(3, 19, least=1), unknown=headcounts(3))
def test_unknown_ages_neither_make_nor_lose_people(known: np.ndarray, unknown: np.ndarray) -> None:
    spread = distribute_unknown(known, unknown)
    whole = distribute_unknown(known, unknown, whole=True)

    assert spread.sum(axis=-1) == pytest.approx(known.sum(axis=-1) + unknown)
    assert whole.sum(axis=-1).tolist() == (known.sum(axis=-1) + unknown).tolist()
    assert np.abs(whole - spread).max() < 1


@pytest.mark.parametrize("whole", [True, False])
def test_unknown_ages_in_an_empty_area_leave_it_empty(whole: bool) -> None:
    everyone = distribute_unknown(np.zeros((1, 3)), np.zeros(1), whole=whole)

    assert everyone.tolist() == [[0.0, 0.0, 0.0]]


@pytest.mark.parametrize(
    ("known", "unknown", "whole", "reason"),
    [
        ([0.0, 0.0], 3.0, False, "nobody's age is known"),
        ([1.0, -1.0], 0.0, False, "at least zero"),
        ([1.0, 1.0], -1.0, False, "at least zero"),
        ([1.5, 1.0], 1.0, True, "only whole persons"),
        ([1.0, 1.0], 0.5, True, "only whole persons"),
    ],
)
def test_unknown_ages_refuse_what_cannot_be_spread(known, unknown, whole, reason) -> None:
    with pytest.raises(ValueError, match=reason):
        distribute_unknown(np.array(known), np.array(unknown), whole=whole)


def test_unknown_ages_refuse_another_number_of_areas() -> None:
    with pytest.raises(AxisMismatch, match="2 values against 3 labels"):
        distribute_unknown(np.ones((3, 19)), np.ones(2))
