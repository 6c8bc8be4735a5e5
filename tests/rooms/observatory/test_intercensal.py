"""Net migration between two censuses is what the engine says of the census and the death rates."""

import re

import numpy as np
import polars as pl
import pytest

from renkei.charter.text import Text
from renkei.engines.demography.arrays import PopulationArray
from renkei.engines.demography.axes import SEXES
from renkei.engines.demography.migration import net_migration_from_censuses
from renkei.engines.demography.survival import period_survival
from renkei.engines.demography.unknown_ages import distribute_unknown
from renkei.observatory import tables
from renkei.observatory.arrays import AGES, Subject, death_rates
from renkei.observatory.intercensal import net_migration
from renkei.observatory.queries import subject
from renkei.places import queries as places
from renkei.places.codes import HOKKAIDO

SAPPORO, OBIHIRO, CHUO = "011002", "012076", "011011"
SINCE_1980 = [(year, year + 5) for year in range(1980, 2015, 5)]


def alone(code):
    return Subject(code, Text("町", "Town"), (code,))


def census(code, year):
    """(sex, age) from the rows of the table, the unknown spread over the known."""
    rows = tables.table("census").filter((pl.col("area") == code) & (pl.col("year") == year))
    people, unknown = np.zeros((2, len(AGES))), 0.0
    for row in rows.to_dicts():
        if row["age"][0].isdigit() and row["sex"] in SEXES:
            lower = int(re.match(r"\d+", row["age"])[0])
            people[SEXES.index(row["sex"]), min(lower, 90) // 5] += row["persons"]
        else:
            unknown += row["persons"]
    return distribute_unknown(people.reshape(-1), np.array(unknown)).reshape(people.shape)


def test_net_migration_of_a_city_is_the_engine_called_by_hand():
    years = (2010, 2015)
    people = np.stack([census(OBIHIRO, year) for year in years])[:, np.newaxis]
    population = PopulationArray(people, years, (OBIHIRO,), AGES)
    survival = period_survival(death_rates(HOKKAIDO), periods=[years], ages=AGES)
    by_hand = net_migration_from_censuses(population, survival.lent_to((OBIHIRO,)))

    found = net_migration(alone(OBIHIRO))[years]

    np.testing.assert_array_equal(found, np.rint(by_hand.persons[0, 0]))
    assert np.isnan(found[:, 0]).all()
    assert np.isfinite(found[:, 1:]).all()


@pytest.mark.parametrize("code", [HOKKAIDO, SAPPORO])
def test_prefecture_and_city_reach_the_newest_census(code):
    assert list(net_migration(alone(code))) == [*SINCE_1980, (2015, 2020)]


def test_other_municipalities_end_with_the_last_census_by_age():
    assert list(net_migration(alone(OBIHIRO))) == SINCE_1980


def test_ward_has_no_periods():
    assert net_migration(alone(CHUO)) == {}


@pytest.mark.django_db
@pytest.mark.usefixtures("places_loaded")
def test_whole_is_the_sum_of_its_members():
    area = subject(places.place("sapporo-area"))

    found = net_migration(area)

    parts = [net_migration(alone(code)) for code in area.members]
    assert list(found) == SINCE_1980
    for period, persons in found.items():
        # Whole and parts are each rounded to whole persons.
        np.testing.assert_allclose(persons, sum(part[period] for part in parts), atol=6.5)


@pytest.mark.django_db
@pytest.mark.usefixtures("places_loaded")
@pytest.mark.parametrize("period", SINCE_1980)
def test_municipalities_make_the_prefecture(period):
    towns = [net_migration(alone(town.code))[period] for town in places.municipalities()]

    whole = net_migration(alone(HOKKAIDO))[period]

    # Who did not state an age is counted as old as the people of the own municipality are.
    assert len(towns) == 179
    np.testing.assert_allclose(sum(towns), whole, atol=500)


def test_young_of_sapporo_come_and_those_of_the_towns_leave():
    """What everybody knows of Hokkaido, found in the figures: a wrong sign would stand out."""
    aged_20_24 = AGES.labels.index("20-24")

    sapporo = net_migration(alone(SAPPORO))[2010, 2015][:, aged_20_24].sum()
    obihiro = net_migration(alone(OBIHIRO))[2010, 2015][:, aged_20_24].sum()

    assert sapporo > 5_000
    assert obihiro < 0
