"""Iterative proportional fitting of tables to known totals."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import renkei
from renkei.engines.demography.arrays import AreaArray, FlowArray
from renkei.engines.demography.axes import AgeGrid, AxisMismatch, FloatArray
from renkei.engines.demography.flows import arrivals, departures
from renkei.engines.demography.margins import Margin, fit_flows, fit_to_margins
from tests.engines.demography import slow_estimates
from tests.engines.demography.examples import FEW

FIGURES = Path(renkei.__file__).parent / "observatory/reference"
AREAS = ("010006", "020001", "030007")


def tables(*shape: int, least: float = 0.1) -> st.SearchStrategy[FloatArray]:
    return arrays(np.float64, shape, elements=st.floats(least, 1_000))


def sides(like: FloatArray) -> list[Margin]:
    return [Margin("rows", (0,), like.sum(axis=1)), Margin("columns", (1,), like.sum(axis=0))]


def cross_products(table: FloatArray) -> FloatArray:
    """Of neighbouring rows and columns, from which all others follow."""
    odds: FloatArray = table[:-1, :-1] * table[1:, 1:] / (table[:-1, 1:] * table[1:, :-1])
    return odds


def test_fit_by_hand() -> None:
    # Odds of the seed are 1, so the table with these margins is that of independence.
    found = fit_to_margins(np.ones((2, 2)), sides(np.array([[20.0, 10], [40, 30]])))

    assert found.table == pytest.approx(np.array([[18.0, 12], [42, 28]]))
    assert found.has_converged


@FEW
@given(seed=tables(3, 4, least=50), like=tables(3, 4, least=50))
def test_fit_has_the_margins_and_the_cross_products_of_the_seed(seed, like) -> None:
    found = fit_to_margins(seed, sides(like))

    assert found.has_converged
    assert found.table.sum(axis=1) == pytest.approx(like.sum(axis=1), rel=1e-7)
    assert found.table.sum(axis=0) == pytest.approx(like.sum(axis=0), rel=1e-7)
    assert cross_products(found.table) == pytest.approx(cross_products(seed))


@FEW
@given(seed=tables(3, 4), like=tables(3, 4))
def test_fit_that_is_slow_says_how_near_it_came(seed, like) -> None:
    """Odds of many thousands come near their margins slowly; the odds are kept all the same."""
    found = fit_to_margins(seed, sides(like))

    gaps = [np.abs((found.table - like).sum(axis=axis)).max() for axis in (0, 1)]
    assert max(gaps) / like.sum() == pytest.approx(found.largest_gap, rel=1e-3, abs=1e-13)
    assert found.has_converged == (found.largest_gap <= 1e-10)
    assert cross_products(found.table) == pytest.approx(cross_products(seed))


@FEW
@given(seed=tables(3, 4), like=tables(3, 4))
def test_fit_equals_the_slow_reference(seed: FloatArray, like: FloatArray) -> None:
    found = fit_to_margins(seed, sides(like))

    totals = like.sum(axis=1).tolist(), like.sum(axis=0).tolist()
    slow = slow_estimates.fitted_to_margins(seed.tolist(), *totals, found.n_rounds)
    assert found.table == pytest.approx(np.array(slow))


@FEW
@given(seed=tables(2, 3, 4, least=50), like=tables(2, 3, 4, least=50))
def test_fit_of_three_axes_to_three_faces_keeps_the_odds_of_the_odds(seed, like) -> None:
    faces = [
        Margin("out by age", (0, 2), like.sum(axis=1)),
        Margin("in by age", (1, 2), like.sum(axis=0)),
        Margin("all ages", (0, 1), like.sum(axis=2)),
    ]

    found = fit_to_margins(seed, faces)

    for face in faces:
        other = ({0, 1, 2} - set(face.axes)).pop()
        assert found.table.sum(axis=other) == pytest.approx(face.totals)
    assert found.has_converged
    odds, odds_of_seed = cross_products(found.table), cross_products(seed)
    assert odds[..., 1:] / odds[..., :-1] == pytest.approx(
        odds_of_seed[..., 1:] / odds_of_seed[..., :-1]
    )


def test_fit_keeps_structural_zeros() -> None:
    seed = np.ones((3, 3)) - np.eye(3)

    found = fit_to_margins(seed, sides(np.array([[0.0, 5, 7], [2, 0, 9], [4, 6, 0]])))

    assert found.has_converged
    assert np.diag(found.table).tolist() == [0.0, 0.0, 0.0]
    assert found.table.sum(axis=1) == pytest.approx([12, 11, 10])


def test_fit_of_a_table_that_already_fits_is_itself() -> None:
    table = np.array([[3.0, 0], [1, 2]])

    found = fit_to_margins(table, sides(table))

    assert found.table.tolist() == table.tolist()
    assert (found.n_rounds, found.largest_gap) == (1, 0.0)


def test_fit_to_nothing_is_nothing() -> None:
    assert fit_to_margins(np.ones((2, 2)), sides(np.zeros((2, 2)))).table.tolist() == [[0, 0]] * 2


def test_fit_that_zeros_rule_out_says_that_it_did_not_converge() -> None:
    seed = np.array([[1.0, 0], [1, 1]])
    margins = [
        Margin("rows", (0,), np.array([5.0, 1])),
        Margin("columns", (1,), np.array([2.0, 4])),
    ]

    found = fit_to_margins(seed, margins, most_rounds=50)

    assert not found.has_converged
    assert found.n_rounds == 50
    assert found.largest_gap > 0.1


def test_fit_refuses_margins_that_add_up_differently() -> None:
    margins = [Margin("out", (0,), np.array([5.0, 5])), Margin("in", (1,), np.array([5.0, 6]))]

    with pytest.raises(ValueError, match="“out” and “in” add up to 10 and 11: scale one"):
        fit_to_margins(np.ones((2, 2)), margins)


def test_fit_refuses_margins_that_differ_at_an_age() -> None:
    margins = [
        Margin("out", (0, 2), np.array([[1.0, 3], [1, 1]])),
        Margin("in", (1, 2), np.array([[1.0, 1], [2, 2]])),
    ]

    with pytest.raises(ValueError, match=r"add up to 2 and 3 at \(0,\)"):
        fit_to_margins(np.ones((2, 2, 2)), margins)


def test_fit_refuses_a_total_where_the_seed_is_empty() -> None:
    seed = np.array([[1.0, 1], [0, 0]])

    with pytest.raises(ValueError, match=r"“rows” has 4 at \(1,\), where the seed has only zeros"):
        fit_to_margins(seed, sides(np.full((2, 2), 2.0)))


@pytest.mark.parametrize("wrong", [-3.0, np.nan])
def test_fit_refuses_what_is_no_count(wrong: float) -> None:
    bad = np.array([[1.0, 1], [1, wrong]])

    with pytest.raises(ValueError, match="the seed must be numbers of at least zero"):
        fit_to_margins(bad, sides(np.ones((2, 2))))
    with pytest.raises(ValueError, match="the margin “rows” must be numbers"):
        fit_to_margins(np.ones((2, 2)), sides(bad))


def test_fit_refuses_totals_of_another_length() -> None:
    with pytest.raises(AxisMismatch, match=r"axis 0 of rows.* 3 values against 2 labels"):
        fit_to_margins(np.ones((2, 2)), [Margin("rows", (0,), np.ones(3))])


def moves_of_2025() -> FlowArray:
    frame = pl.read_parquet(FIGURES / "migration_matrix.parquet").sort("origin", "destination")
    codes = tuple(sorted(set(frame["origin"])))
    persons = np.zeros((len(codes), len(codes)))
    for _, origin, destination, n in frame.iter_rows():
        persons[codes.index(origin), codes.index(destination)] = n
    return FlowArray(persons, codes, codes)


def test_fit_of_flows_carries_the_matrix_of_prefectures_to_other_totals() -> None:
    seed = moves_of_2025()
    out, come = departures(seed), arrivals(seed)
    fewer_out = AreaArray(out.persons * np.linspace(0.8, 1.1, 47), out.areas)
    scale = fewer_out.persons.sum() / come.persons.sum()
    come = AreaArray(come.persons * scale, come.areas)

    found = fit_flows(seed, fewer_out, come)

    assert departures(found).persons == pytest.approx(fewer_out.persons)
    assert arrivals(found).persons == pytest.approx(come.persons)
    assert np.diag(found.persons).tolist() == [0.0] * 47


def test_fit_of_flows_by_age() -> None:
    grid = AgeGrid((0, 15, 65))
    seed = FlowArray(np.random.default_rng(1).uniform(1, 9, (3, 3, 2, 3)), AREAS, AREAS, grid)
    like = np.random.default_rng(2).uniform(1, 9, (3, 3, 2, 3))
    out, come = AreaArray(like.sum(axis=1), AREAS, grid), AreaArray(like.sum(axis=0), AREAS, grid)

    found = fit_flows(seed, out, come)

    assert found.persons.sum(axis=1) == pytest.approx(out.persons)
    assert found.persons.sum(axis=0) == pytest.approx(come.persons)


def test_fit_of_flows_refuses_other_areas_and_impossible_zeros() -> None:
    seed = FlowArray(np.array([[1.0, 0, 0], [1, 1, 0], [0, 0, 1]]), AREAS, AREAS)
    out = AreaArray(np.array([5.0, 1, 1]), AREAS)

    with pytest.raises(ValueError, match="no table with these zeros has these departures"):
        fit_flows(seed, out, AreaArray(np.array([2.0, 4, 1]), AREAS))
    with pytest.raises(AxisMismatch, match="“area” differs"):
        fit_flows(seed, out, AreaArray(np.ones(3), AREAS[::-1]))
