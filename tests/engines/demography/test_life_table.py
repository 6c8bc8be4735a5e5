"""Life tables: a published example, an official figure, degenerate cases, the slow reference."""

import numpy as np
import pytest
from hypothesis import given
from scipy.integrate import quad

from renkei.engines.demography.arrays import RateArray
from renkei.engines.demography.axes import FEMALE, MALE, AgeGrid, AxisMismatch
from renkei.engines.demography.life_table import life_table
from tests.engines.demography import reference
from tests.engines.demography.examples import ABRIDGED, FEW, FIVE, death_rates, rates

# Preston, Heuveline, Guillot, Demography (2001), box 3.1: males of Austria, 1992.
AUSTRIA_PEOPLE = [
    47925, 189127, 234793, 238790, 254996, 326831, 355086, 324222, 269963, 261971, 238011, 261612,
    181385, 187962, 153832, 105169, 73694, 57512, 32248,
]  # fmt: skip
AUSTRIA_DEATHS = [
    419, 70, 36, 46, 249, 420, 403, 441, 508, 769, 1154, 1866, 2043, 3496, 4366, 4337, 5279, 6460,
    6146,
]  # fmt: skip
AUSTRIA_MEAN_YEARS = [
    0.068, 1.626, 2.500, 3.143, 2.724, 2.520, 2.481, 2.601, 2.701, 2.663, 2.698, 2.676, 2.645,
    2.624, 2.619, 2.593, 2.518, 2.423, 5.247,
]  # fmt: skip
AUSTRIA_SURVIVORS = [
    100000, 99133, 98986, 98910, 98815, 98334, 97704, 97151, 96492, 95588, 94195, 91937, 88711,
    83845, 76377, 66225, 53803, 37441, 21134,
]  # fmt: skip


def austria():
    return rates(np.divide(AUSTRIA_DEATHS, AUSTRIA_PEOPLE), ABRIDGED)


def test_life_table_of_austria_equals_the_printed_one() -> None:
    table = life_table(austria(), mean_years=np.array(AUSTRIA_MEAN_YEARS))

    survivors = np.rint(table.survivors[0, 0, MALE] * 100_000)
    assert survivors.tolist() == AUSTRIA_SURVIVORS
    assert table.expectation[0, 0, MALE, 0] == pytest.approx(72.889, abs=0.001)
    assert table.mean_years[0, 0, MALE, -1] == pytest.approx(5.247, abs=0.001)


def test_life_table_of_austria_hardly_depends_on_the_printed_mean_years() -> None:
    table = life_table(austria(), infants="coale-demeny")

    assert table.mean_years[0, 0, MALE, :2] == pytest.approx([0.068, 1.626], abs=0.001)
    assert table.expectation[0, 0, MALE, 0] == pytest.approx(72.889, abs=0.05)


def test_life_table_with_constant_rates_is_that_of_an_exponential() -> None:
    # With the same rate at all ages the expectation is its inverse at every age.
    table = life_table(rates([0.02] * 101, AgeGrid.single_years(100)), infants="midpoint")

    lived, _ = quad(lambda age: np.exp(-0.02 * age), 0, 60)
    assert table.expectation[0, 0, 0] == pytest.approx(np.full(101, 50.0), rel=1e-4)
    assert table.person_years[0, 0, 0, :60].sum() == pytest.approx(lived, rel=1e-4)


def test_life_table_without_deaths_before_the_open_group_loses_nobody() -> None:
    table = life_table(rates([0.0] * 18 + [0.25], ABRIDGED))

    assert table.survivors.tolist() == np.ones((1, 1, 2, 19)).tolist()
    assert table.expectation[0, 0, FEMALE, 0] == 85 + 4


def test_life_table_where_everyone_dies_early_has_no_expectation_later() -> None:
    table = life_table(rates([0.0, 0.0, 10.0, *[0.1] * 16], ABRIDGED))

    assert table.dying[0, 0, 0, 2] == 1.0
    assert table.mean_years[0, 0, 0, 2] == pytest.approx(0.1)
    assert table.person_years[0, 0, 0, 2] == pytest.approx(0.1)
    assert np.isnan(table.expectation[0, 0, 0, 3:]).all()


@FEW
@given(m=death_rates(19))
def test_life_table_equals_the_slow_reference(m: np.ndarray) -> None:
    table = life_table(rates(m, ABRIDGED))

    slow = reference.life_table(
        m.tolist(), ABRIDGED.widths.tolist(), table.mean_years[0, 0, MALE].tolist()
    )
    for column, expected in slow.items():
        assert getattr(table, column)[0, 0, MALE] == pytest.approx(expected), column


@FEW
@given(m=death_rates(3, 2, 2, 19))
def test_life_table_keeps_its_accounts(m: np.ndarray) -> None:
    many = RateArray(m, (2010, 2011, 2012), ("a", "b"), ABRIDGED)

    table = life_table(many)

    assert table.deaths.sum(axis=-1) == pytest.approx(np.ones((3, 2, 2)))
    assert table.person_years * m == pytest.approx(table.deaths)
    assert (np.diff(table.survivors) <= 0).all()


def test_life_table_of_many_years_is_that_of_each() -> None:
    both = rates([0.01] * 19, ABRIDGED, years=(2010, 2011))
    both.rates[1] *= 3

    together = life_table(both).expectation

    alone = life_table(rates([0.03] * 19, ABRIDGED)).expectation
    assert together[1].tolist() == alone[0].tolist()


def test_life_table_of_whole_five_years_takes_the_middle() -> None:
    table = life_table(rates([0.001] * 18 + [0.2], FIVE), infants="midpoint")

    assert table.mean_years[0, 0, 0].tolist() == [2.5] * 18 + [5.0]


def test_life_table_with_infants_and_wide_groups_takes_the_middle_of_these() -> None:
    table = life_table(rates([0.01, 0.01, 0.1], AgeGrid((0, 1, 10))), infants="midpoint")

    assert table.mean_years[0, 0, 0].tolist() == [0.5, 4.5, 10.0]


def test_life_table_refuses_a_rule_for_infants_who_are_not_apart() -> None:
    with pytest.raises(AxisMismatch, match="rule “andreev-kingkade” for infants against 0-4"):
        life_table(rates([0.001] * 18 + [0.2], FIVE))


@pytest.mark.parametrize("wrong", [-0.1, np.nan, np.inf])
def test_life_table_refuses_rates_that_are_none(wrong: float) -> None:
    with pytest.raises(ValueError, match="numbers of at least zero"):
        life_table(rates([wrong] + [0.1] * 18, ABRIDGED))


def test_life_table_refuses_an_open_group_without_deaths() -> None:
    with pytest.raises(ValueError, match="live for ever"):
        life_table(rates([0.1] * 18 + [0.0], ABRIDGED))
