"""Up to four places on one chart and in one table."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from renkei.core.writing import UNKNOWN
from renkei.observatory.views.compare import DRAWN, TABLED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
FOUR = ("011002", "012076", "sapporo-area", "011011")
NAMES = ["札幌市", "帯広市", "さっぽろ連携中枢都市圏", "札幌市中央区"]


def address(*codes, **more):
    asked = [("area", code) for code in codes] + list(more.items())
    return "compare/?" + "&".join(f"{name}={value}" for name, value in asked)


def slots(opened):
    return [
        [option.attributes["value"] for option in select.all("option", selected="")]
        for select in opened.all("select", name="area")
    ]


def newest(opened):
    return opened.one(id="newest").table()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_compare_of_nothing_says_what_to_do(page, language):
    opened = page("compare/", language)

    assert opened.one("p", "empty").one("a").attributes["href"].startswith("?area=")
    assert opened.all("section", "figure") == []
    assert len(opened.all("select", name="area")) == 4


def test_example_of_the_empty_page_works(page):
    example = page("compare/").one("p", "empty").one("a").attributes["href"]

    opened = page("compare/" + example)

    assert opened.all(role="status") == []
    assert newest(opened)[0] == ["項目", "札幌市", "帯広市", "函館市", "旭川市"]


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_compare_draws_and_tables_every_place(page, n):
    opened = page(address(*FOUR[:n]))

    figure = opened.one("section", id="compare")
    assert slots(opened) == [[code] for code in FOUR[:n]] + [[] for _ in FOUR[n:]]
    assert newest(opened)[0] == ["項目", *NAMES[:n]]
    assert len(newest(opened)) == 1 + len(TABLED)
    assert set(figure.table()[0][1:]) <= set(NAMES[:n])


def test_compare_of_five_keeps_four_and_says_so(page):
    opened = page(address(*FOUR, "010006"))

    assert "4つまで" in opened.one(role="status").text
    assert newest(opened)[0][1:] == NAMES


def test_compare_takes_a_place_named_twice_once(page):
    opened = page(address("011002", "011002", "", "012076"))

    assert newest(opened)[0][1:] == ["札幌市", "帯広市"]
    assert opened.all(role="status") == []


@pytest.mark.parametrize("code", ["130001", "999999", "nowhere", "０１１００２", "01%0A02"])
def test_compare_names_a_place_that_is_not_here(page, code):
    opened = page(address("011002", code))

    assert "という地域はありません" in opened.one(role="status").text
    assert newest(opened)[0][1:] == ["札幌市"]


def test_compare_takes_no_character_that_a_database_refuses(page):
    opened = page("compare/?area=%00")

    assert "という地域はありません" in opened.one(role="status").text


@pytest.mark.parametrize("measure", DRAWN)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_compare_draws_every_measure(page, measure, language):
    opened = page(address("011002", "012076", measure=measure), language)

    figure = opened.one("section", id="compare")
    assert len(figure.all("svg", "chart")) == 2
    assert any(character.isdigit() for character in figure.one("h2").text)
    assert len(figure.table()) > 1


def test_compare_refuses_a_measure_that_is_not_drawn(page):
    opened = page(address("011002", measure="tfr"))

    assert "tfr" in opened.one(role="status").text
    assert opened.all("section", id="compare")


def test_compare_says_where_nothing_is_published(page):
    opened = page(address("011011", measure="net_migration_japanese"))

    assert opened.one("section", id="compare").one("h2").text
    assert {row[1] for row in newest(opened) if row[0].startswith("出生数")} == {UNKNOWN}


def test_compare_leads_to_the_places(page):
    opened = page(address("011002", "sapporo-area"))

    links = opened.one("p", "next")
    assert [a.attributes["href"] for a in links.all("a")] == [
        "/observatory/areas/011002/",
        "/observatory/areas/sapporo-area/",
    ]


def test_compare_asks_the_database_little(page, cold):
    counts = []
    for codes in (FOUR[:1], ("011002", "012076", "016314", "014702")):
        with CaptureQueriesContext(connection) as queries:
            page(address(*codes))
        counts.append(len(queries))

    assert max(counts) <= 10
