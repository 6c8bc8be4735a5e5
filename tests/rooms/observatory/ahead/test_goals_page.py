"""The page of how many it would take: its answers in words, its repairs, its files."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.rooms.observatory.reading import Node, japanese_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
Page = Callable[..., Node]
OBIHIRO = "area=012076"
SOURCE_NAME = "統計メモ帳"  # a name that has no English one


def finding(page: Node) -> str:
    return page.one(id="goal-finding").text


def problems(page: Node) -> list[str]:
    return [p.text for notice in page.all(class_="notice--warn") for p in notice.all("p")]


def test_page_asks_by_default_that_half_of_the_loss_be_spared(page: Page) -> None:
    found = page(f"goal/?{OBIHIRO}")

    target = found.one("input", id="goal-target").attributes["value"]
    assert 80 < int(target.rstrip("%")) < 100
    assert f"今の{target}（" in finding(found)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("target=90%25", "出ていく15～29歳のうち毎年"),
        ("target=90%25&lever=come", "道外からのUIターン（20代）が毎年"),
        ("target=90%25&lever=come&who=sixties", "道外からのUIターン（60代）が毎年"),
        ("target=40%25", "何も変えなくても、帯広市の2045年の人口は80%以上の確率で"),
        ("target=200%25", "全員がとどまっても"),
        ("target=200%25&lever=come", "人増えても、80%の確率で言えるのは2045年に"),
        ("target=145000", "80%の確率で145,000人以上にするには"),
        ("target=97%25&year=2035&sure=50", "2035年の人口を50%の確率で"),
    ],
)
def test_finding_answers_what_was_asked(page: Page, query: str, said: str) -> None:
    found = page(f"goal/?{OBIHIRO}&{query}")

    assert said in finding(found)
    assert problems(found) == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("target=many", "目標の「many」は数として読めません"),
        ("target=nan", "目標の「nan」は数として読めません"),
        ("target=9999%25", "9999%の代わりに300%で計算しました"),
        ("target=0%25", "0%の代わりに1%で計算しました"),
        ("year=1867", "「1867」という選択肢はありません"),
        ("sure=99", "「99」という選択肢はありません"),
        ("lever=wish", "「wish」という選択肢はありません"),
    ],
)
def test_what_cannot_be_is_named_and_mended(page: Page, query: str, said: str) -> None:
    found = page(f"goal/?{OBIHIRO}&{query}")

    (problem,) = problems(found)
    assert said in problem


@pytest.mark.parametrize("code", ["999999", "%00"])
def test_unknown_area_is_named_and_hokkaido_is_shown(page: Page, code: str) -> None:
    found = page(f"goal/?area={code}")

    assert "という地域はありません" in problems(found)[0]
    assert "北海道" in finding(found)


def test_target_is_read_as_people_write_it(page: Page) -> None:
    found = page(f"goal/?{OBIHIRO}&target=１５０，０００人")

    assert found.one("input", id="goal-target").attributes["value"] == "150,000"
    assert problems(found) == []


def test_number_that_looks_like_a_share_is_asked_about(page: Page) -> None:
    (problem,) = problems(page(f"goal/?{OBIHIRO}&target=95"))

    assert "95人として計算しました" in problem
    assert "「95%」と入れてください" in problem


def test_people_meant_for_another_place_are_no_target(page: Page) -> None:
    found = page("goal/?area=016489&target=150000&was=012076")

    assert found.one("input", id="goal-target").attributes["value"].endswith("%")
    assert problems(found) == []


def test_meaning_says_what_others_see_of_it(page: Page) -> None:
    stay, come = (page(f"goal/?{OBIHIRO}&target=90%25&lever={x}") for x in ("stay", "come"))

    assert "ほかの市町村の2045年の人口は、あわせて" in stay.one(class_="goal__meaning").text
    assert "ほかの市町村の2045年の人口も、あわせて" in come.one(class_="goal__meaning").text


def test_parts_of_an_area_set_are_its_municipalities(page: Page) -> None:
    found = page("goal/?area=sapporo-area&target=95%25")

    rows = found.one(id="parts-list").one("tbody").all("tr")
    assert len(rows) == 12
    assert rows[0].inside[0].text == "札幌市"  # type: ignore[union-attr]
    assert len(found.one(class_="overview__map").all("svg")) == 2


def test_parts_of_sapporo_are_its_wards_without_a_map(page: Page) -> None:
    found = page("goal/?area=011002&target=98%25")

    assert len(found.one(id="parts-list").one("tbody").all("tr")) == 10
    assert not found.all(class_="overview__map")


def test_town_alone_has_no_parts(page: Page) -> None:
    assert not page(f"goal/?{OBIHIRO}").all(id="parts-list")


def test_arrivals_lead_on_to_the_levers(page: Page, client: Client) -> None:
    found = page(f"goal/?{OBIHIRO}&target=90%25&lever=come&who=families")

    (link,) = [a.attributes["href"] for a in found.all("a") if "what-if" in a.attributes["href"]]
    levers = client.get(link).content.decode()
    assert "道外からのUIターンが毎年" in levers
    assert "notice--warn" not in levers


def test_page_is_all_english(page: Page) -> None:
    for query in ("target=90%25", "target=90%25&lever=come", "target=200%25", "target=20%25"):
        found = page(f"goal/?area=sapporo-area&{query}", language="en")

        left = japanese_in(found.one("main"))
        assert [text for text in left if SOURCE_NAME not in text] == []


@pytest.mark.parametrize(
    ("file", "head", "rows"),
    [
        ("goal", 'Year,"No change, median (persons)"', 21),
        ("goal/parts", "Area code,Area name,People aged 15-29 (persons)", 12),
    ],
)
def test_figures_are_downloaded(client: Client, file: str, head: str, rows: int) -> None:
    response = client.get(f"/en/observatory/{file}.csv?area=sapporo-area&target=95%25")

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith(head)
    assert len(lines) == 1 + rows


@pytest.mark.parametrize("query", ["area=xyz", "area=012076&target=many", "sure=99"])
@pytest.mark.parametrize("file", ["goal", "goal/parts"])
def test_file_of_what_cannot_be_is_not_found(client: Client, file: str, query: str) -> None:
    assert client.get(f"/observatory/{file}.csv?{query}").status_code == 404


def test_mended_page_leads_to_its_files(client: Client, page: Page) -> None:
    links = [a.attributes["href"] for a in page("goal/?area=xyz&target=many").all("a")]

    (file,) = [link for link in links if link.startswith("/observatory/goal.csv?")]
    assert client.get(file).status_code == 200


def test_answer_leads_to_the_what_if_with_its_settings(page: Page) -> None:
    links = [a.attributes["href"] for a in page(f"goal/?{OBIHIRO}&target=145000").all("a")]

    (link,) = [one for one in links if "leaving=" in one]
    address, query = link.split("?")
    asked = dict(pair.split("=") for pair in query.split("&"))
    assert address == "/observatory/what-if/"
    assert -100 <= int(asked["leaving"]) < 0
    assert asked["horizon"] == "2045"
    assert asked["leaving_by"] == "2027"


def test_few_queries_are_needed(client: Client) -> None:
    client.get("/observatory/goal/")

    with CaptureQueriesContext(connection) as queries:
        client.get("/observatory/goal/?area=sapporo-area")

    assert len(queries) <= 12
