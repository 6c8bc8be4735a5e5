"""The map of the municipalities beside their ranking."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from renkei.core.writing import UNKNOWN
from renkei.observatory.asked import MAPPED
from renkei.places import queries as places
from renkei.places.reader import read_area_sets, read_areas

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
WHOLES = [row.key for row in read_area_sets()] + [
    area.code for area in read_areas() if area.kind == "bureau"
]
ORDERS = {"name": "市町村", "value": 2, "people": 3}


def ranking(page):
    """(rank, name, value, people) of every row."""
    return page.one(id="ranking").table()[1:]


def figure(text):
    return float(text.replace(",", "").replace("−", "-").replace("+", ""))


@pytest.mark.parametrize("measure", MAPPED)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_home_shows_a_measure_in_its_newest_year(page, measure, language):
    opened = page(f"?measure={measure}", language)

    chosen = [option for option in opened.all("option") if "selected" in option.attributes]
    years = opened.one("select", id="choose-year").all("option")
    assert [option.attributes["value"] for option in chosen] == [
        measure, years[0].attributes["value"], "",
    ]  # fmt: skip
    assert len(ranking(opened)) == 179
    assert {len(svg.all("a", "hex")) for svg in opened.all("svg", "chart")} <= {179, 189}
    assert re.search(r"[0-9]", opened.one(id="map-finding").text)
    assert opened.all(role="status") == []


@pytest.mark.parametrize("measure", ["population_register", "projected_change"])
def test_home_shows_an_earlier_year(page, measure):
    years = page(f"?measure={measure}").one("select", id="choose-year").all("option")
    oldest = years[-1].attributes["value"]

    opened = page(f"?measure={measure}&year={oldest}")

    assert oldest in opened.one("p", "figure__measure").text
    assert oldest != years[0].attributes["value"]


@pytest.mark.parametrize("within", WHOLES)
def test_home_within_a_whole_lists_its_members_and_fades_the_rest(page, within):
    members = places.members(places.place(within))

    opened = page(f"?within={within}")

    links = [row.one("a").attributes["href"] for row in opened.one(id="ranking").all("tr")[1:]]
    wide = opened.all("svg", "chart")[-1]
    lit = [cell for cell in wide.all("a", "hex") if not cell.matches("", "is-faded", {})]
    wards = {f"/observatory/areas/{ward.code}/" for ward in places.children(places.area("011002"))}
    assert sorted(links) == [f"/observatory/areas/{code}/" for code in members]
    assert {cell.attributes["href"] for cell in lit} - wards == set(links)


@pytest.mark.parametrize(("column", "at"), [("value", 2), ("people", 3)])
@pytest.mark.parametrize("falls", [False, True])
def test_ranking_is_sorted_by_figures(page, column, at, falls):
    rows = ranking(page(f"?measure=births_vital&sort={'-' * falls}{column}"))

    values = [figure(row[at]) for row in rows]
    assert values == sorted(values, reverse=falls)


@pytest.mark.parametrize("falls", [False, True])
def test_ranking_is_sorted_by_reading_of_the_name(page, falls):
    rows = ranking(page(f"?sort={'-' * falls}name"))

    towns = sorted(places.municipalities(), key=lambda town: town.name_kana, reverse=falls)
    assert [row[1] for row in rows] == [town.name_ja for town in towns]


@pytest.mark.parametrize("sort", ["value", "-value"])
def test_unknown_stands_last_in_either_direction(page, sort):
    rows = ranking(page(f"?measure=foreign_residents&sort={sort}"))

    is_unknown = [row[2] == UNKNOWN for row in rows]
    assert is_unknown == sorted(is_unknown)
    assert any(is_unknown)


def test_rank_counts_from_the_largest_figure_whatever_the_order(page):
    rows = ranking(page("?measure=births_vital&sort=value"))

    ranks = [int(row[0]) for row in rows]
    assert ranks == sorted(ranks, reverse=True)
    assert (rows[-1][:2], ranks[-1]) == (["1", "札幌市"], 1)


def test_places_with_the_same_figure_share_a_rank(page):
    rows = ranking(page("?measure=births_vital"))

    by_value: dict[str, set[str]] = {}
    for rank, _name, value, _people in rows:
        by_value.setdefault(value, set()).add(rank)
    assert {len(ranks) for ranks in by_value.values()} == {1}
    assert len(by_value) < len(rows)


def test_rank_within_a_whole_is_the_rank_there(page):
    rows = ranking(page("?measure=births_vital&within=sapporo-area"))

    assert [row[0] for row in rows][:2] == ["1", "2"]
    assert len(rows) == 12


@pytest.mark.parametrize(
    ("sort", "state", "turned"),
    [
        ("", "descending", "value"),
        ("value", "ascending", "-value"),
        ("-people", "descending", "people"),
        ("name", "ascending", "-name"),
    ],
)
def test_heading_says_the_order_and_turns_it_round(page, sort, state, turned):
    opened = page(f"?sort={sort}&measure=births_vital")

    heads = opened.one(id="ranking").all("th", scope="col")
    (sorted_by,) = [head for head in heads if "aria-sort" in head.attributes]
    address = sorted_by.one("a").attributes["href"]
    assert sorted_by.attributes["aria-sort"] == state
    assert f"sort={turned}" in address
    assert "measure=births_vital" in address
    assert address.endswith("#ranking")


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("measure", "tfr"),
        ("measure", "<script>"),
        ("year", "1867"),
        ("year", "next"),
        ("within", "011002"),
        ("within", "nowhere"),
        ("sort", "size"),
    ],
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_home_names_what_it_cannot_show_and_shows_the_usual(page, name, asked, language):
    opened = page(f"?{name}={asked}", language)

    assert asked in opened.one(role="status").text
    assert ranking(opened) == ranking(page("", language))


def test_home_goes_to_the_newest_year_where_another_measure_was_chosen(page):
    asked = "?measure=births_vital&year=2050&years_of="

    assert page(asked + "projected_change").all(role="status") == []
    assert "2050" in page(asked + "births_vital").one(role="status").text
    assert ranking(page(asked + "projected_change")) == ranking(page("?measure=births_vital"))


def test_home_keeps_the_year_that_another_measure_has_too(page):
    asked = "?measure=births_vital&year=2020&years_of=population_register"

    assert ranking(page(asked)) == ranking(page("?measure=births_vital&year=2020"))


def test_home_names_everything_that_was_wrong(page):
    opened = page("?measure=x1&year=x2&within=x3&sort=x4")

    said = [line.text for line in opened.one(role="status").all("p")]
    assert [re.search(r"x\d", line)[0] for line in said] == ["x1", "x2", "x3", "x4"]


def test_home_leads_to_every_whole_and_to_comparison(page):
    links = {a.attributes["href"] for a in page("").one("main").all("a")}

    assert {f"/observatory/areas/{code}/" for code in ("010006", *WHOLES)} < links
    assert "/observatory/compare/" in links


def test_home_asks_the_database_the_same_for_one_municipality_and_for_all(page, cold):
    counts = []
    for address in ("", "?within=sapporo-area", "?within=016900", "?measure=foreign_residents"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(address)
        counts.append(len(queries))

    everything, area_set, bureau, _small_cells = counts
    assert area_set == bureau
    assert everything <= area_set <= 10
    assert max(counts) <= 10


@pytest.mark.parametrize("language", ["ja", "en"])
def test_cells_of_the_map_lead_to_places_and_say_their_figures(page, language):
    opened = page("?measure=population_register", language)

    wide = opened.all("svg", "chart")[-1]
    (sapporo,) = wide.all("a", href=f"{'/en' * (language == 'en')}/observatory/areas/011002/")
    name, unit = ("札幌市", "人") if language == "ja" else ("Sapporo", "persons")
    assert re.fullmatch(rf"{name} 1,9\d\d,\d\d\d {unit}", sapporo.one("title").text)
