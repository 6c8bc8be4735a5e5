"""Fewer than ten people are shown nowhere, and follow from nothing that is shown."""

import csv
from io import StringIO

import polars as pl
import pytest
from django.test import Client

from renkei.core.writing import UNKNOWN
from renkei.observatory import tables
from renkei.observatory.measures import measures
from renkei.observatory.queries import subject
from renkei.observatory.withheld import open_table, published, withheld
from renkei.places import queries as places

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
MEASURE = measures()["foreign_residents"]
YEAR = 2025
# 1, 6 and 9 people; the last has 11, from which the 1 of Otoineppu would follow by subtraction.
FEW = ("014702", "015199", "014311")
PROTECTING = "014711"
ADDRESS = "?measure=foreign_residents&year=2025"


def counts() -> dict[str, int]:
    frame = tables.table("foreign_residents").filter(pl.col("year") == YEAR)
    return dict(frame.select("area", "persons").rows())


def file(client: Client, address: str) -> list[list[str]]:
    content = client.get(f"/observatory/{address}").content.decode("utf-8-sig")
    return list(csv.reader(StringIO(content)))


def test_every_count_from_one_to_nine_is_withheld():
    few = {code for code, persons in counts().items() if 0 < persons < 10}

    assert len(few) >= 5
    assert few <= withheld(MEASURE, YEAR)
    assert {*FEW, PROTECTING} <= withheld(MEASURE, YEAR)
    assert counts()[PROTECTING] >= 10


def test_no_whole_gives_back_a_single_part():
    hidden = withheld(MEASURE, YEAR)
    wholes = [*places.wholes(), places.area("010006")]

    exposed = {
        whole.code: set(places.members(whole)) & hidden
        for whole in wholes
        if whole.code not in hidden and len(set(places.members(whole)) & hidden) == 1
    }

    assert exposed == {}


def test_withheld_is_known_before_places_are_loaded(cold, django_assert_num_queries):
    with django_assert_num_queries(0):
        hidden = withheld(MEASURE, YEAR)

    assert set(FEW) < hidden


def test_published_names_the_year_but_not_the_number():
    assert published(MEASURE, subject(places.area(FEW[0]))) == {YEAR: None}
    assert published(MEASURE, subject(places.area("011002"))) == {YEAR: counts()["011002"]}


def test_whole_of_a_set_of_areas_is_shown_where_all_its_members_are(page):
    area = places.place("sapporo-area")

    figure = page("areas/sapporo-area/").one("section", id="foreign-residents")

    expected = sum(counts()[code] for code in places.members(area))
    assert f"{expected:,}人" in figure.one("h2").text


@pytest.mark.parametrize("code", [*FEW, PROTECTING])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_area_withholds(page, code, language):
    figure = page(f"areas/{code}/", language).one("section", id="foreign-residents")

    header, row = figure.table()
    numbers = row[header.index("年" if language == "ja" else "Year") + 1 :]
    assert numbers == [UNKNOWN, UNKNOWN]
    assert not any(character.isdigit() for character in figure.one("h2").text)


def test_file_of_an_area_withholds(client):
    header, row = file(client, f"areas/{FEW[0]}/foreign-residents.csv")

    assert row[header.index("年") + 1 :] == ["", ""]


def test_ranking_withholds(page):
    header, *rows = page(ADDRESS).one(id="ranking").table()

    shown = {row[header.index("市町村")]: (row[0], row[2]) for row in rows}
    names = [places.area(code).name_ja for code in (*FEW, PROTECTING)]
    assert {shown[name] for name in names} == {(UNKNOWN, UNKNOWN)}
    assert {row[0] for row in rows[-len(names) :]} == {UNKNOWN}


def test_map_withholds(page):
    cells = page(ADDRESS).all("a", "bin-none")

    codes = {cell.attributes["href"].split("/")[-2] for cell in cells}
    assert codes == set(withheld(MEASURE, YEAR))
    assert {cell.one("title").text.split()[-2] for cell in cells} == {UNKNOWN}


def test_file_of_the_ranking_withholds(client):
    _header, *rows = file(client, f"ranking.csv{ADDRESS}")

    values = {row[0]: row[-1] for row in rows}
    assert {values[code] for code in withheld(MEASURE, YEAR)} == {""}
    assert values["011002"] == str(counts()["011002"])


def test_finding_of_the_map_names_nobody_withheld(page):
    finding = page(ADDRESS).one(id="map-finding").text

    lowest = min(persons for persons in counts().values() if persons >= 10)
    assert all(places.area(code).name_ja not in finding for code in FEW)
    assert f"（{lowest}人）" in finding


def test_compare_withholds(page):
    opened = page(f"compare/?area={FEW[0]}&area=011002")

    _header, *rows = opened.one(id="newest").table()
    (foreign,) = [row for row in rows if row[0].startswith("外国人住民")]
    assert foreign[1].startswith(UNKNOWN)
    assert foreign[2].startswith(f"{counts()['011002']:,}")


def test_table_of_the_source_withholds(client, page):
    _header, *rows = file(client, "sources/foreign_residents.csv")

    values = {code: persons for code, _year, persons in rows}
    assert {values[code] for code in withheld(MEASURE, YEAR)} == {""}
    assert values["011002"] == str(counts()["011002"])
    assert "1～9人" in page("sources/foreign_residents/").one("p", "notice").text


def test_table_without_small_cells_is_open_as_it_is(page):
    assert open_table("census").equals(tables.table("census"))
    assert page("sources/census/").all("p", "notice") == []
