"""Figures that readers know, as the shipped tables hold them."""

import polars as pl
import pytest

from renkei.observatory.tables import table

HOKKAIDO, SAPPORO, TOKYO = "010006", "011002", "130001"


def cells(key: str, **where: object) -> pl.DataFrame:
    return table(key).filter(*(pl.col(name) == value for name, value in where.items()))


@pytest.mark.parametrize(
    ("key", "area", "year", "persons"),
    [
        ("census", HOKKAIDO, 2015, 5_381_733),
        ("census", HOKKAIDO, 2020, 5_224_614),
        ("census", SAPPORO, 2020, 1_973_395),
        ("census_2020_totals", SAPPORO, 2020, 1_973_395),
        ("register_population", HOKKAIDO, 2025, 5_044_825),
        ("foreign_residents", HOKKAIDO, 2025, 77_401),
        ("sapporo_wards_2020", SAPPORO, 2020, 1_961_682),
    ],
)
def test_population_of_the_area_is_the_published_total(key, area, year, persons):
    found = cells(key, area=area, year=year)["persons"].sum()

    assert found == persons


@pytest.mark.parametrize(
    ("area", "natural", "social"), [(HOKKAIDO, -53_556, 4_398), (SAPPORO, -14_712, 13_462)]
)
def test_change_of_2024_is_the_published_account(area, natural, social):
    account = cells("register_flows", area=area, year=2024).row(0, named=True)

    assert (account["natural_change"], account["social_change"]) == (natural, social)


@pytest.mark.parametrize(("area", "total"), [(HOKKAIDO, 3_820_016), (SAPPORO, 1_745_608)])
def test_population_of_2050_is_the_official_projection(area, total):
    assert cells("projection_2023", area=area, year=2050)["total"].to_list() == [total]


def test_moves_between_prefectures_are_the_published_margins():
    into = cells("migration_matrix", destination=HOKKAIDO)["persons"].sum()
    out = cells("migration_matrix", origin=HOKKAIDO)["persons"].sum()
    to_tokyo = cells("migration_matrix", origin=HOKKAIDO, destination=TOKYO)["persons"].sum()

    assert (into, out, to_tokyo) == (53_656, 58_818, 13_948)


def test_matrix_holds_every_pair_of_prefectures_once():
    pairs = table("migration_matrix").select("origin", "destination")

    assert pairs.n_unique() == pairs.height == 47 * 46


def test_total_fertility_of_hokkaido_is_the_published_rate():
    assert cells("vital_summary", area=HOKKAIDO, year=2023)["tfr"].to_list() == [1.06]


def test_ages_that_the_register_suppresses_stand_as_unknown():
    unknown = cells("register_population", area=HOKKAIDO, age="unknown")

    assert unknown["persons"].sum() == 1_188


def test_ages_not_stated_in_the_census_of_2020_stand_as_unknown():
    unknown = cells("census", area=SAPPORO, year=2020, age="unknown")

    assert dict(unknown.select("sex", "persons").rows()) == {"female": 14_417, "male": 16_646}


def test_japan_is_blank_where_a_sum_of_rounded_figures_would_mislead():
    population = cells("vital_summary", area="000000").filter(pl.col("year").is_in([2019, 2020]))

    assert population["population"].to_list() == [None, 126_146_099]


def test_figures_that_are_not_published_are_blank_and_not_zero():
    later = cells("vital_municipal", year=2024)

    assert later["births"].null_count() == later.height == 179


@pytest.mark.parametrize(
    ("key", "areas"),
    [
        ("register_population", 190),
        ("register_flows", 190),
        ("census_2020_totals", 190),
        ("projection_2018", 190),
        ("projection_2023", 190),
        ("foreign_residents", 190),
        ("census", 180),
        ("municipal_tfr_2008_2012", 189),
        ("vital_municipal", 179),
    ],
)
def test_table_holds_every_area_it_promises(key, areas):
    assert table(key)["area"].n_unique() == areas
