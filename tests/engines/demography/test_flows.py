"""Counted moves between areas."""

import numpy as np
import pytest
from hypothesis import given

from renkei.engines.demography.arrays import FlowArray
from renkei.engines.demography.axes import AxisMismatch, FloatArray
from renkei.engines.demography.flows import (
    arrivals,
    churn,
    departures,
    effectiveness,
    net_migration,
)
from tests.engines.demography.examples import FEW, FIVE, headcounts

AREAS = ("a", "b", "c")


def test_flows_by_hand() -> None:
    # Rows are origins: a sends 10 to b and 5 to c; the diagonal stays at home.
    moves = FlowArray(np.array([[99.0, 10, 5], [2, 99, 0], [1, 4, 99]]), AREAS, AREAS)

    assert arrivals(moves).persons.tolist() == [3, 14, 5]
    assert departures(moves).persons.tolist() == [15, 2, 5]
    assert net_migration(moves).persons.tolist() == [-12, 12, 0]


@FEW
@given(persons=headcounts(3, 3, 2, 19))
def test_net_migration_of_closed_flows_sums_to_zero(persons: FloatArray) -> None:
    moves = FlowArray(persons, AREAS, AREAS, FIVE)

    net = net_migration(moves)

    assert net.persons.shape == (3, 2, 19)
    assert net.ages == FIVE
    assert net.persons.sum(axis=0).tolist() == np.zeros((2, 19)).tolist()
    for here in range(3):
        elsewhere = [other for other in range(3) if other != here]
        came = sum(persons[other, here] for other in elsewhere)
        left = sum(persons[here, other] for other in elsewhere)
        assert net.persons[here].tolist() == (came - left).tolist()


@pytest.mark.parametrize("measure", [arrivals, departures, net_migration])
def test_flows_refuse_destinations_that_are_not_the_origins(measure) -> None:
    moves = FlowArray(np.zeros((3, 3)), AREAS, ("a", "c", "b"))

    with pytest.raises(AxisMismatch, match="“area” differs: b at position 1 against c"):
        measure(moves)


def test_effectiveness_runs_from_all_leave_to_all_come() -> None:
    came, left = np.array([0.0, 30, 10, 0]), np.array([10.0, 10, 0, 0])

    assert effectiveness(came, left)[:3].tolist() == [-1.0, 0.5, 1.0]
    assert np.isnan(effectiveness(came, left)[3])


def test_churn_counts_all_moves_for_each_resident() -> None:
    rates = churn(np.array([30.0, 1]), np.array([20.0, 1]), np.array([1000.0, 0]))

    assert rates[0] == 0.05
    assert np.isnan(rates[1])


def test_churn_refuses_a_population_of_other_areas() -> None:
    with pytest.raises(AxisMismatch, match=r"“shape” differs: \(2,\) against \(1,\)"):
        churn(np.ones(2), np.ones(2), np.ones(1))
