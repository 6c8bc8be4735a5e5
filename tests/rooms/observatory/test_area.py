"""The portrait of one place."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from renkei.observatory.portraits import SECTIONS
from renkei.places import queries as places
from renkei.places.reader import read_areas

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
BUREAUS = [area.code for area in read_areas() if area.kind == "bureau"]
KINDS = {
    "prefecture": "010006",
    "area set": "sapporo-area",
    "designated city": "011002",
    "city": "012076",
    "town": "016314",
    "village": "014702",
    "ward": "011011",
}
FORMER = "014672"  # 風連町, part of 名寄市 since 2006
ONLY_PREFECTURE = {"prefectures", "fertility", "why-fewer-births", "life-expectancy"}
NOT_FOR_WARDS = {"who-leaves", "who-leaves-since", "births-and-marriages"}


def sections(opened):
    return [section.attributes["id"] for section in opened.all("section", "figure")]


@pytest.mark.parametrize("code", [*KINDS.values(), *BUREAUS])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_area_has_the_figures_of_its_kind(page, code, language):
    opened = page(f"areas/{code}/", language)

    place = places.place(code)
    missing = set() if code == KINDS["prefecture"] else ONLY_PREFECTURE
    missing = missing | (NOT_FOR_WARDS if place.kind == "ward" else set())
    name = place.full_name_ja if language == "ja" else place.full_name_en
    assert opened.one("h1").text == name
    assert len(opened.all("p", "lead")) == 2
    assert len(opened.one("dl", "key-figures").all("dt")) == 4
    assert sections(opened) == [key for key in SECTIONS if key not in missing]


@pytest.mark.parametrize("code", KINDS.values(), ids=KINDS)
def test_contents_lead_to_every_figure(page, code):
    opened = page(f"areas/{code}/")

    anchors = [a.attributes["href"] for a in opened.one("nav", "contents").all("a")]
    inside = ["#inside"] if opened.all("section", id="inside") else []
    assert anchors == [f"#{key}" for key in sections(opened)] + inside


@pytest.mark.parametrize(
    ("kind", "crumbs"),
    [
        ("prefecture", ["トップ", "人口の動き", "北海道"]),
        ("area set", ["トップ", "人口の動き", "北海道", "さっぽろ圏"]),
        ("town", ["トップ", "人口の動き", "北海道", "十勝総合振興局", "音更町"]),
        ("ward", ["トップ", "人口の動き", "北海道", "石狩振興局", "札幌市", "中央区"]),
    ],
)
def test_area_shows_what_it_lies_in(page, kind, crumbs):
    opened = page(f"areas/{KINDS[kind]}/").one("nav", "crumbs")

    assert [item.text for item in opened.all("li")] == crumbs


@pytest.mark.parametrize(
    ("kind", "count"), [("prefecture", 14), ("area set", 12), ("designated city", 10), ("town", 0)]
)
def test_area_lists_what_lies_inside_with_its_people(page, kind, count):
    opened = page(f"areas/{KINDS[kind]}/")

    listed = [item.text for one in opened.all("section", id="inside") for item in one.all("li")]
    assert len(listed) == count
    assert [item for item in listed if not item[-1].isdigit()] == []


def test_ward_says_what_is_not_known_and_leads_to_the_city(page):
    notice = page("areas/011011/").one("p", "notice")

    assert notice.one("a").attributes["href"] == "/observatory/areas/011002/#who-leaves"
    assert page("areas/011002/").all("p", "notice") == []


@pytest.mark.parametrize("code", ["130001", "000000", "999999", "nowhere", "11002", FORMER])
@pytest.mark.parametrize("language", ["", "/en"])
def test_area_that_is_not_here_is_not_found(client, code, language):
    response = client.get(f"{language}/observatory/areas/{code}/")

    assert response.status_code == 404
    assert "404.html" in {template.name for template in response.templates}


# --- the pyramid of two years ---------------------------------------------------------------


def chosen(opened, name):
    options = opened.one("select", id=f"choose-{name}").all("option")
    return [option.attributes["value"] for option in options if "selected" in option.attributes]


def columns(opened):
    return opened.one("section", id="pyramid").table()[0]


def test_pyramid_lays_the_newest_count_over_the_oldest(page):
    opened = page("areas/011002/")

    assert (chosen(opened, "then"), chosen(opened, "now")) == (
        ["census-1980"],
        ["register-2025"],
    )
    assert columns(opened) == ["年齢", "1980 女", "1980 男", "2025 女", "2025 男"]


def test_pyramid_lays_two_chosen_years_over_each_other(page):
    opened = page("areas/011002/?then=census-2000&now=projection-2045")

    assert (chosen(opened, "then"), chosen(opened, "now")) == (
        ["census-2000"],
        ["projection-2045"],
    )
    assert columns(opened) == ["年齢", "2000 女", "2000 男", "2045 女", "2045 男"]
    assert opened.all(role="status") == []


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("then=census-1900", "census-1900"),
        ("now=tomorrow", "tomorrow"),
        ("then=census-2015&now=census-2015", "census-2015"),
        ("then=register-2025", "register-2025"),
    ],
)
def test_pyramid_names_years_that_cannot_be_laid_over_each_other(page, query, named):
    opened = page(f"areas/011002/?{query}")

    assert named in opened.one(role="status").text
    assert chosen(opened, "then") != chosen(opened, "now")
    assert len(set(columns(opened))) == 5


def test_files_of_the_pyramid_hold_the_chosen_years(client, page):
    links = page("areas/011002/?then=census-2000&now=census-2010").one("section", id="pyramid")
    (address,) = [a.attributes["href"] for a in links.all("a") if ".csv" in a.attributes["href"]]

    content = client.get(address).content.decode("utf-8-sig")

    assert {line.split(",")[2] for line in content.splitlines()[1:]} == {"2000", "2010"}


# --- the database ---------------------------------------------------------------------------


@pytest.mark.parametrize("code", KINDS.values(), ids=KINDS)
def test_area_asks_the_database_at_most_eight_times(page, code, cold):
    with CaptureQueriesContext(connection) as queries:
        page(f"areas/{code}/")

    assert len(queries) <= 8


def test_area_asks_the_database_the_same_for_a_small_and_a_large_bureau(page, cold):
    counts = []
    for code in ("013901", "016900"):
        with CaptureQueriesContext(connection) as queries:
            page(f"areas/{code}/")
        counts.append(len(queries))

    assert counts[0] == counts[1]
