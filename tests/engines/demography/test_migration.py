"""Net migration from two censuses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.engines.demography.arrays import NetMigrationArray, PopulationArray
from renkei.engines.demography.axes import AgeGrid, AxisMismatch, FloatArray
from renkei.engines.demography.migration import (
    age_by,
    net_migration_from_censuses,
    net_migration_rates,
)
from tests.engines.demography import reference
from tests.engines.demography.examples import (
    FEW,
    FIVE,
    HERE,
    headcounts,
    one_area,
    population,
    shares,
    survival,
)

METHODS = ("forward", "reverse", "average")
CENSUSES = (2010, 2015)


def two_censuses(start: FloatArray, end: FloatArray) -> PopulationArray:
    return population(np.stack([start, end]), years=CENSUSES)


def survival_for(people: PopulationArray, ratios: FloatArray, births: float = 0.99):
    here = np.broadcast_to(ratios, (1, len(people.areas), 2, 19))
    return survival(here, np.full((1, len(people.areas), 2, 1), births), people.areas)


def test_net_migration_by_hand() -> None:
    # 1,000 aged 15-19; nine in ten live; 700 are counted five years later: 200 are missing at the
    # end, 222.2 at the start.
    people = one_area([0, 0, 0, 1000, *[0] * 15], years=CENSUSES)
    people.persons[1] = 0
    people.persons[1, 0, :, 4] = 700
    ratios = survival_for(people, np.full(19, 0.9))

    found = {m: net_migration_from_censuses(people, ratios, method=m) for m in METHODS}

    aged_20_24 = {m: found[m].persons[0, 0, 0, 4] for m in METHODS}
    assert aged_20_24 == {
        "forward": pytest.approx(-200.0),
        "reverse": pytest.approx(-200 / 0.9),
        "average": pytest.approx(-(200 + 200 / 0.9) / 2),
    }
    assert np.nansum(found["forward"].persons) == pytest.approx(-400.0)


@pytest.mark.parametrize("method", METHODS)
@FEW
@given(start=headcounts(3, 2, 19), ratios=shares(19), born=headcounts(1, 3, 2, 1))
def test_net_migration_of_a_closed_population_is_zero(
    method, start: FloatArray, ratios: FloatArray, born: FloatArray
) -> None:
    later = np.apply_along_axis(reference.survivors_by_age, -1, start, ratios)
    later[..., :1] = born[0] * 0.99
    people = two_censuses(start, later)

    found = net_migration_from_censuses(
        people, survival_for(people, ratios), births=born, method=method
    )

    known = found.persons[~np.isnan(found.persons)]
    assert np.abs(known).max(initial=0.0) < 1e-6


@FEW
@given(start=headcounts(2, 2, 19), end=headcounts(2, 2, 19), ratios=shares(19))
def test_forward_net_migration_and_survivors_are_the_people_counted(
    start: FloatArray, end: FloatArray, ratios: FloatArray
) -> None:
    people = two_censuses(start, end)
    lived = np.apply_along_axis(reference.survivors_by_age, -1, start, ratios)

    found = net_migration_from_censuses(people, survival_for(people, ratios), method="forward")

    assert found.persons[0, ..., 1:] == pytest.approx((end - lived)[..., 1:])
    assert np.isnan(found.persons[0, ..., 0]).all()


@FEW
@given(
    start=headcounts(1, 2, 19, least=1),
    end=headcounts(1, 2, 19),
    ratios=shares(19, least=0.1),
)
def test_average_net_migration_is_the_mean_of_forward_and_reverse(
    start: FloatArray, end: FloatArray, ratios: FloatArray
) -> None:
    people = two_censuses(start, end)
    lives = survival_for(people, ratios)

    forward, reverse, average = (
        net_migration_from_censuses(people, lives, method=m).persons[..., 1:] for m in METHODS
    )

    assert average == pytest.approx((forward + reverse) / 2)
    # Carried back to the start there are more migrants, since some would have died on the way.
    assert (np.abs(reverse) >= np.abs(forward) * (1 - 1e-12)).all()


@FEW
@given(start=headcounts(1, 2, 19), end=headcounts(1, 2, 19), times=st.integers(2, 50))
def test_net_migration_grows_with_the_people(
    start: FloatArray, end: FloatArray, times: int
) -> None:
    small, large = two_censuses(start, end), two_censuses(start * times, end * times)
    lives = survival_for(small, np.linspace(0.99, 0.3, 19))

    of_small = net_migration_from_censuses(small, lives).persons[..., 1:]
    of_large = net_migration_from_censuses(large, lives).persons[..., 1:]

    assert of_large == pytest.approx(of_small * times)


def test_open_group_is_carried_back_by_the_survival_of_those_who_were_there() -> None:
    people = one_area([0] * 17 + [300, 100], years=CENSUSES)
    people.persons[1] = 0
    ratios = survival_for(people, np.array([1.0] * 17 + [0.6, 0.2]))

    found = net_migration_from_censuses(people, ratios, method="reverse")

    # 300 x 0.6 + 100 x 0.2 = 200 of 400 should have lived, so 400 had left.
    assert found.persons[0, 0, 0, -1] == pytest.approx(-400.0)


def test_open_group_of_an_empty_area_takes_the_plain_mean() -> None:
    people = one_area([0.0] * 19, years=CENSUSES)
    people.persons[1, 0, :, -1] = 8
    ratios = survival_for(people, np.array([1.0] * 17 + [0.6, 0.2]))

    found = net_migration_from_censuses(people, ratios, method="reverse")

    assert found.persons[0, 0, 0, -1] == pytest.approx(8 / 0.4)


def test_net_migration_cannot_be_carried_back_where_nobody_survives() -> None:
    people = one_area([10.0] * 19, years=CENSUSES)

    found = net_migration_from_censuses(people, survival_for(people, np.zeros(19), births=0.0))

    assert np.isnan(found.persons).all()


def test_net_migration_over_ten_years_moves_two_groups() -> None:
    people = one_area([100.0] * 19, years=(2010, 2020))
    lives = survival(np.ones((1, 1, 2, 19)), np.ones((1, 1, 2, 2)), HERE)
    lives = type(lives)(lives.ratios, lives.births, ((2010, 2020),), HERE, FIVE)

    found = net_migration_from_censuses(people, lives, method="forward").persons[0, 0, 0]

    assert np.isnan(found[:2]).all()
    assert found[2:].tolist() == [0.0] * 16 + [-200.0]


def test_net_migration_rates_are_of_the_people_at_the_start() -> None:
    people = one_area([0, 0, 0, 1000, *[0] * 15], years=CENSUSES)
    moved = NetMigrationArray(np.full((1, 1, 2, 19), -200.0), (CENSUSES,), HERE, FIVE)

    rates = net_migration_rates(moved, people)

    assert rates[0, 0, 0, 4] == -0.2
    assert np.isnan(np.delete(rates[0, 0], 4, axis=-1)).all()


@FEW
@given(people=headcounts(2, 19), shift=st.integers(1, 17))
def test_age_by_keeps_everyone(people: FloatArray, shift: int) -> None:
    older = age_by(people, shift)

    assert older.shape == (2, 19 - shift)
    assert older.sum(axis=-1).tolist() == people.sum(axis=-1).tolist()


def test_net_migration_refuses_survival_of_another_period() -> None:
    people = one_area([1.0] * 19, years=(2005, 2010))

    with pytest.raises(AxisMismatch, match=r"\(2005, 2010\) at position 0 against \(2010, 2015\)"):
        net_migration_from_censuses(people, survival_for(people, np.ones(19)))


def test_net_migration_refuses_survival_of_another_area() -> None:
    people = one_area([1.0] * 19, years=CENSUSES)
    elsewhere = survival(np.ones((1, 1, 2, 19)), np.ones((1, 1, 2, 1)), ("010006",))

    with pytest.raises(AxisMismatch, match="012076 at position 0 against 010006"):
        net_migration_from_censuses(people, elsewhere)


def test_net_migration_refuses_survival_of_other_ages() -> None:
    people = population(np.ones((2, 1, 2, 17)), CENSUSES, AgeGrid.five_years(80))

    with pytest.raises(AxisMismatch, match="“age” differs: 17 labels"):
        net_migration_from_censuses(people, survival_for(people, np.ones(19)))


def test_net_migration_refuses_births_of_another_shape() -> None:
    people = one_area([1.0] * 19, years=CENSUSES)

    with pytest.raises(AxisMismatch, match="“cohort” differs: 2 values against 1 labels"):
        net_migration_from_censuses(
            people, survival_for(people, np.ones(19)), births=np.ones((1, 1, 2, 2))
        )
