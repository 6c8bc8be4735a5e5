"""The base projection of Hokkaido: where it starts, what it supposes, how far it spreads."""

import numpy as np
import polars as pl
import pytest

from renkei.engines.demography.axes import FEMALE
from renkei.engines.demography.fertility import total_fertility_rate
from renkei.engines.demography.projection.draws import Draws
from renkei.engines.demography.projection.operator import Options, project, project_draws
from renkei.observatory import tables
from renkei.observatory.ahead import moves, net_rates, recent, vital
from renkei.observatory.ahead.areas import projected_areas, regions, towns
from renkei.observatory.ahead.base import AGES, END, PERIODS, START, base
from renkei.observatory.ahead.net_rates import net_rates_by_age
from renkei.observatory.ahead.parameters import parameter
from renkei.places.codes import HOKKAIDO, SAPPORO


@pytest.fixture(scope="module")
def known():
    return base()


@pytest.fixture(scope="module")
def projected(known):
    return project(known.start, known.assumptions)


def official(year):
    frame = tables.table("projection_2023").filter(pl.col("year") == year)
    return dict(frame.select("area", "total").iter_rows())


# --- areas and start ------------------------------------------------------------------------


def test_areas_are_towns_and_wards():
    areas = projected_areas()

    assert len(areas) == 188
    assert SAPPORO not in areas
    assert sum(region == SAPPORO for region in regions()) == 10
    assert set(towns()) - {SAPPORO} == {
        a for a, r in zip(areas, regions(), strict=True) if r != SAPPORO
    }


def test_start_is_everyone_in_the_register(known):
    flows = tables.table("register_flows")
    registered = flows.filter((pl.col("area") == HOKKAIDO) & (pl.col("year") == START - 1))

    assert known.start.persons.sum() == pytest.approx(registered["population"].item())
    assert known.start.persons.min() >= 0


def test_single_years_add_up_to_the_published_groups(known):
    groups = AGES.collapse(known.start.persons[0], recent.REGISTERED_AGES)

    assert groups == pytest.approx(recent.register(known.start.areas))


# --- births and deaths ----------------------------------------------------------------------


def test_women_of_the_last_year_bear_the_children_of_the_last_year(known):
    """Those of its beginning and its end in the mean, as in every year to come."""
    rates = known.assumptions.births.rates[0]
    at_end = known.start.persons[0, :, FEMALE]

    births = 0.0
    for age in range(15, 50):
        at_beginning = at_end[:, age + 1]
        births += (rates[:, age] * (at_beginning + at_end[:, age]) / 2).sum()

    assert births == pytest.approx(recent.events("births", known.start.areas, [2024]).sum())


def test_fertility_of_the_prefecture_is_that_of_a_low_year(known):
    rates = total_fertility_rate(known.assumptions.births)[0]

    assert 0.85 < np.median(rates) < 1.3
    assert (rates > 0.5).all()


def test_levels_are_steadied_towards_wider_areas():
    areas = projected_areas()
    deaths, expected = vital._deaths(areas)
    raw = deaths.sum(axis=0) / expected.sum(axis=0)

    levels = vital.death_levels(areas)

    assert levels.std() < raw.std()
    assert levels.min() > 0.8
    assert levels.max() < 1.3


def test_published_rates_bring_the_deaths_that_were_counted():
    """The rates of 2016-2019 are the prefecture's own, so its people must die as many did."""
    deaths, expected = (found[:4].sum() for found in vital._deaths(projected_areas()))

    assert recent.EVENT_YEARS[:4] == (2016, 2017, 2018, 2019)
    assert expected == pytest.approx(deaths, rel=0.005)


def test_deaths_begin_near_those_of_the_last_year_and_excess_fades(known, projected):
    deaths = projected.deaths.sum(axis=(1, 2, 3))

    last = recent.events("deaths", known.start.areas, [2024]).sum()
    assert deaths[0] == pytest.approx(last, rel=0.02)
    assert vital.newest_level_of_deaths(known.start.areas) > 1.1


# --- moves ----------------------------------------------------------------------------------


def test_rates_by_age_agree_with_the_balances_of_the_register():
    """Rates from censuses and register know nothing of the account of moves, and agree with it."""
    areas = projected_areas()
    totals = moves.yearly_totals(areas)
    people = recent.REGISTERED_AGES.collapse(recent.register(areas), recent.AGES)

    balance = (net_rates_by_age() * people).sum(axis=(1, 2))

    seen = totals.arrivals - totals.departures
    assert np.corrcoef(balance, seen)[0, 1] > 0.9


def test_yearly_rates_compound_to_those_of_many_years(monkeypatch):
    """Where every cohort is halved in five years, 13 % leave in each: not ln 2 / 5, or 14 %."""
    cells = (3, 2, len(recent.AGES))
    years = net_rates.YEARS
    monkeypatch.setattr(net_rates, "_lasting", lambda: np.full(cells, -0.5))
    monkeypatch.setattr(
        net_rates, "_since_the_census", lambda: np.full(cells, np.log(0.5) * years / 5)
    )

    rates = net_rates_by_age()

    assert (1 + rates[..., 1:]) ** 5 == pytest.approx(np.full(cells, 0.5)[..., 1:], abs=0.01)


def test_the_young_leave_the_towns_and_come_to_the_city():
    people = recent.REGISTERED_AGES.collapse(recent.register(projected_areas()), recent.AGES)
    becoming_15_to_24 = (net_rates_by_age() * people)[..., 3:5].sum(axis=(1, 2))
    is_ward = np.array([region == SAPPORO for region in regions()])

    assert becoming_15_to_24[is_ward].sum() > 1000
    assert becoming_15_to_24[~is_ward].sum() < -5000


def test_moves_of_the_first_year_are_those_of_the_register(known, projected):
    totals = moves.yearly_totals(known.start.areas)

    departures = projected.departures[0].sum()

    counted = (totals.departures + totals.departures_abroad).sum()
    assert departures == pytest.approx(counted, rel=0.03)


def test_moves_inside_the_prefecture_sum_to_zero(projected):
    balance = (projected.arrivals_inside - projected.departures_inside).sum(axis=1)

    assert np.abs(balance).max() < 1e-6


def test_shares_of_arrivals_follow_shrinking_places(known, projected):
    inside = known.assumptions.migration.pools[0].in_shares.values
    sizes = projected.population.between(15, 65).sum(axis=-1)
    left = sizes[20] / sizes[0]
    ages = AGES.span(30, 31)
    share = (inside[20, :, 0, ages] / inside[0, :, 0, ages])[:, 0]

    shrinking = left < 0.95

    ratios = share[shrinking] / left[shrinking] ** parameter("base.attraction")
    assert ratios.std() / ratios.mean() < 0.01


# --- the whole ------------------------------------------------------------------------------


def test_projection_reaches_the_last_year_with_people_everywhere(projected):
    assert projected.periods == PERIODS
    assert PERIODS[-1][1] == END
    assert (projected.persons.sum(axis=(2, 3)) > 0).all()
    assert projected.persons.min() >= 0


def test_account_of_every_cell_is_closed(projected):
    assert np.abs(projected.residual).max() < 1e-8


@pytest.mark.parametrize(("year", "within"), [(2030, 0.01), (2040, 0.02), (2050, 0.03)])
def test_prefecture_is_near_the_official_projection_of_2023(projected, year, within):
    ours = projected.population.of(years=[year]).persons.sum()

    assert ours == pytest.approx(official(year)[HOKKAIDO], rel=within)


def test_draws_spread_as_far_as_past_fits_have_erred(known):
    """Fits of the past erred by 1.5 % after five and 3 % after ten years, in the median."""
    drawn = project_draws(
        known.start,
        known.assumptions,
        uncertainty=known.uncertainty,
        draws=Draws(n_draws=40, n_per_shard=40),
        options=Options(fast=False),
    ).persons["everyone"]

    away = np.abs(drawn / np.median(drawn, axis=-1, keepdims=True) - 1)

    typical = [100 * np.median(away[years - 1]) for years in (5, 10)]
    assert 1.2 < typical[0] < 2.4
    assert 2.4 < typical[1] < 4.2
