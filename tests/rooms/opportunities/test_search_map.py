"""The map beside the public search: how many fit in each municipality, and one step to see them."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from tests.cast import Cast
from tests.rooms.opportunities.doing import JOB, SAPPORO, desk_cast, entered, published
from tests.rooms.opportunities.posting_pages import HOME, SECRET, said, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
MAP = f"{HOME}map/"
CHUO, ASAHIKAWA = "011011", "012041"
CELL = re.compile(r'<a(?: href="([^"]*)")? class="hex ([^"]*)"[^>]*><title>([^<]*)</title>')


@pytest.fixture
def cast() -> Cast:
    found = desk_cast()
    for n in range(3):
        published(found, title_ja=f"帯広の仕事{n}")
    published(found, title_ja="札幌の仕事", place=SAPPORO, answers=JOB | {"remote": "none"})
    published(found, title_ja="中央区の仕事", place=CHUO)
    entered(found, title_ja=SECRET, place=ASAHIKAWA)
    return found


def cells(page: str) -> dict[str, tuple[str, str]]:
    """By what is read out: where each cell leads, and its class."""
    return {read: (href, class_) for href, class_, read in CELL.findall(page)}


def counts(page: str) -> dict[str, str]:
    return {read.split(" ")[0]: read.split(" ")[1] for read in cells(page)}


def rows(query: str = "") -> dict[str, tuple[str, list[str]]]:
    found = Client().get(f"{MAP}{query}").context["rows"]
    return {one.name: (one.found, [f"{t.name} {t.found}" for t in one.towns]) for one in found}


def test_each_municipality_has_one_cell_with_its_count(cast: Cast) -> None:
    page = said(Client().get(MAP))

    told = counts(page)
    assert len(told) == 179 + 10
    assert {name: n for name, n in told.items() if n != "0件"} == {
        "帯広市": "3件",
        "札幌市": "2件",
        "中央区": "1件",
    }
    assert "この条件に合う募集は、全道で5件、2市町村にあります" in page
    assert SECRET not in page


def test_cell_leads_to_the_postings_of_its_municipality(cast: Cast) -> None:
    found = cells(said(Client().get(f"{MAP}?market=jobs&region=012041")))

    href, _class = found["帯広市 3件"]
    assert titles(Client(), href.replace("&amp;", "&").removeprefix(HOME)) == [
        f"帯広の仕事{n}" for n in (2, 1, 0)
    ]
    whole_city, _class = found["札幌市 2件"]
    assert titles(Client(), whole_city.replace("&amp;", "&").removeprefix(HOME)) == [
        "中央区の仕事",
        "札幌の仕事",
    ]
    assert "market=jobs" in href
    assert "region" not in href


def test_cell_with_nothing_leads_nowhere(cast: Cast) -> None:
    href, class_ = cells(said(Client().get(MAP)))["旭川市 0件"]

    assert href == ""
    assert class_ == cells(said(Client().get(MAP)))["根室市 0件"][1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?words=帯広の", {"帯広市": "3件"}),
        ("?remote=1", {"帯広市": "3件", "札幌市": "1件", "中央区": "1件"}),
        ("?beyond=1", {"帯広市": "3件"}),
        ("?market=mothers", {}),
        ("?place=帯広市", {"帯広市": "3件", "札幌市": "2件", "中央区": "1件"}),
        ("?region=011002", {"帯広市": "3件", "札幌市": "2件", "中央区": "1件"}),
    ],
)
def test_what_fits_is_counted_wherever_it_is(cast: Cast, query: str, found: dict[str, str]) -> None:
    told = counts(said(Client().get(f"{MAP}{query}")))

    assert {name: n for name, n in told.items() if n != "0件"} == found


def test_chosen_region_stands_out_and_the_chosen_town_has_a_ring(cast: Cast) -> None:
    page = said(Client().get(f"{MAP}?region=016306"))
    assert "is-faded" not in cells(page)["帯広市 3件"][1]
    assert "is-faded" in cells(page)["札幌市 2件"][1]

    page = said(Client().get(f"{MAP}?place=帯広市"))
    assert page.count("hex-current") == 2  # of the narrow and of the wide picture


def test_table_says_the_same_without_the_picture(cast: Cast) -> None:
    told = rows()

    assert next(iter(told)) == "札幌市"
    assert told["札幌市"] == ("2", ["札幌市 1", "札幌市中央区 1"])
    assert told["十勝総合振興局"] == ("3", ["帯広市 3"])
    assert told["根室振興局"] == ("0", [])
    assert len(told) == 15


def test_map_speaks_english(cast: Cast) -> None:
    page = said(Client().get("/en/opportunities/map/"))

    assert "Obihiro 3" in " ".join(cells(page))
    assert "/en/opportunities/?place=Obihiro" in page


def test_search_page_holds_a_link_and_asks_for_the_map_only_when_it_is_seen(cast: Cast) -> None:
    page = said(Client().get(f"{HOME}?market=jobs"))

    assert "hex-face" not in page
    part = re.search(r'hx-get="([^"]+)" hx-trigger="intersect once"', page)
    assert part
    assert part[1] == escape(f"{MAP}?market=jobs&part=1")
    assert f'href="{MAP}?market=jobs"' in page
    shown = said(Client().get(f"{MAP}?market=jobs&part=1"))
    assert shown.count("<svg") == 1
    assert "<html" not in shown


def n_queries() -> int:
    with CaptureQueriesContext(connection) as asked:
        Client().get(MAP)
    return len(asked)


def test_map_asks_as_often_with_few_as_with_many(cast: Cast) -> None:
    Client().get(MAP)
    few = n_queries()
    for place in (ASAHIKAWA, "012068", "012025"):
        published(cast, place=place)

    assert n_queries() == few <= 8


def test_nothing_at_all_is_said(places_loaded: Any) -> None:
    page = said(Client().get(MAP))

    assert "いまどこにもありません" in page
    assert set(counts(page).values()) == {"0件"}
