"""What the censuses up to 2015 project, held against the official projection of 2018.

The judging stands in `engines.demography.scoring`, which shares nothing with what projects.
"""

import numpy as np
import pytest

from renkei.engines.demography.axes import AgeGrid, AxisMismatch
from renkei.engines.demography.projection.operator import project
from renkei.engines.demography.scoring import age_profile_distance, summary_of
from renkei.observatory.ahead.fits import death_rates_ahead, fit, net_rates_ahead
from renkei.observatory.ahead.parameters import parameter, parameters
from renkei.observatory.arrays import counted
from renkei.observatory.unknown import everyone


@pytest.fixture(scope="module")
def projected():
    found = fit(2015, until=2045)
    return project(found.start, found.assumptions).population


@pytest.fixture(scope="module")
def official(projected):
    return counted("projection_2018").known.of(areas=projected.areas)


def both(projected, official, year):
    return (source.of(years=[year]).persons[0] for source in (projected, official))


def by_area(persons):
    return persons.sum(axis=(1, 2))


def test_fit_projects_every_municipality(projected):
    assert len(projected.areas) == 179
    assert projected.years == (2015, 2020, 2025, 2030, 2035, 2040, 2045)
    assert projected.persons.min() > 0


def test_fit_of_2015_is_near_the_official_projection_in_2045(projected, official):
    ours, theirs = both(projected, official, 2045)

    errors = summary_of(by_area(ours), by_area(theirs))

    # Good are 3.5 and 12, excellent 2.5 and 9; plain cohort changes reach 6.5 and 22.8.
    assert errors.median_absolute < 3.5
    assert errors.p90_absolute < 9


def test_fit_of_2015_has_the_ages_of_the_official_projection_in_2045(projected, official):
    ours, theirs = both(projected, official, 2045)

    of_both_sexes = [persons.sum(axis=1, keepdims=True) for persons in (ours, theirs)]

    # Good are 7 and excellent 5 per cent, as the sum of differences and not its half; plain cohort
    # changes reach 10.3.
    assert 2 * np.median(age_profile_distance(*of_both_sexes)) < 5
    assert 2 * np.median(age_profile_distance(ours, theirs)) < 7


def test_fit_of_2015_is_near_the_official_projection_earlier(projected, official):
    medians = [
        summary_of(*(by_area(p) for p in both(projected, official, year))).median_absolute
        for year in (2020, 2030)
    ]

    assert medians[0] < 0.7
    assert medians[1] < 2.5


def test_mortality_goes_on_to_fall_for_both_sexes():
    rates = death_rates_ahead(2015, [2016, 2045]).rates[:, 0]

    assert (rates[1] < rates[0]).all()


def test_net_rates_of_the_country_are_taken_out():
    """Cohorts of Japan gained between censuses what their censuses missed before."""
    people = everyone("census").of(years=[2000, 2005, 2010, 2015], areas=["010006"])

    rates = net_rates_ahead(people, ["all"], 2)

    assert rates.shape == (2, 1, 2, len(AgeGrid.five_years(90)))
    assert rates[0, 0, :, 4].max() < -0.03  # those who are 20-24 have left, women and men


def test_rates_fade_towards_those_without_the_newest_year():
    people = everyone("census").of(years=[2000, 2005, 2010, 2015], areas=["010006"])

    rates = net_rates_ahead(people, ["all"], 3)

    steps = np.diff(rates, axis=0)
    moved = np.abs(steps[0]) > 1e-9
    assert moved.any()
    assert steps[1][moved] == pytest.approx(parameter("migration.nowcast_fading") * steps[0][moved])


def test_every_parameter_says_what_it_is_and_why():
    found = parameters()

    assert all(found[key].reason.ja and found[key].reason.en for key in found)
    assert parameter("mortality.damping") == 0.95


def test_trend_up_to_a_year_without_death_rates_is_refused():
    with pytest.raises(AxisMismatch, match=r"time.*2021"):
        death_rates_ahead(2030, [2031])
