"""The account of a population between two dates."""

import numpy as np
import pytest
from hypothesis import given

from renkei.engines.demography.arrays import Period
from renkei.engines.demography.axes import AxisMismatch, FloatArray
from renkei.engines.demography.change import ChangeArray
from tests.engines.demography.examples import FEW, headcounts


def account(counts: FloatArray, *periods: Period) -> ChangeArray:
    """From start, births, deaths, arrivals, departures, end: (6, time, area)."""
    areas = tuple(f"{code:06}" for code in range(counts.shape[-1]))
    return ChangeArray(*counts, periods=periods, areas=areas)


def test_change_of_hokkaido_in_2024() -> None:
    # Resident register, all nationalities, 2024: natural change -53,556, social change +4,398
    # (Ministry of Internal Affairs and Communications). Births and arrivals here are made up.
    counts = np.array([100_000.0, 24_000, 77_556, 64_398, 60_000, 50_842]).reshape(6, 1, 1)

    change = account(counts, (2024, 2025))

    assert change.natural.item() == -53_556
    assert change.social.item() == 4_398
    assert change.total.item() == -49_158
    assert change.residual.item() == 0


def test_residual_is_what_the_counts_do_not_explain() -> None:
    change = account(np.array([100.0, 1, 2, 3, 4, 105]).reshape(6, 1, 1), (2024, 2025))

    assert change.residual.item() == 5 - (1 - 2) - (3 - 4)


@FEW
@given(counts=headcounts(6, 3, 2))
def test_change_joined_over_years_keeps_the_account(counts: FloatArray) -> None:
    # Each year begins where the one before ends.
    counts[0, 1:] = counts[5, :-1]
    years = account(counts, (2015, 2016), (2016, 2017), (2017, 2018))

    span = years.joined()

    assert span.periods == ((2015, 2018),)
    for part in ("natural", "social", "residual", "total"):
        whole = getattr(span, part)[0]
        assert whole.tolist() == getattr(years, part).sum(axis=0).tolist(), part
    assert (span.start + span.natural + span.social + span.residual).tolist() == span.end.tolist()


def test_change_is_not_joined_over_a_gap() -> None:
    years = account(np.ones((6, 2, 1)), (2018, 2019), (2023, 2024))

    with pytest.raises(AxisMismatch, match="“time” differs: end 2019 against next start 2023"):
        years.joined()


def test_change_refuses_counts_of_other_areas() -> None:
    with pytest.raises(AxisMismatch, match="“area” differs: 2 values against 1 labels"):
        ChangeArray(*np.ones((6, 1, 2)), periods=((2024, 2025),), areas=("010006",))
