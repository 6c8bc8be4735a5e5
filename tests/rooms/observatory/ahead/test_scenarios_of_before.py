"""What-ifs that were saved when the levers, or the places, were others."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from renkei.observatory.ahead.scenarios import question, read_back
from renkei.observatory.models import Scenario
from tests.rooms.observatory.reading import japanese_in, read

OBIHIRO = "012076"
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

on_pages = pytest.mark.usefixtures("places_loaded")


def test_question_of_other_levers_is_adapted_to_those_of_today() -> None:
    back = read_back(f"area={OBIHIRO}&horizon=2075&leaving=-120&arrivals=10&weather=3&who=students")

    assert back.question == question([OBIHIRO], {"horizon": 2060, "leaving": -100, "arrivals": 10})
    assert back.moved == (("horizon", 2075, 2060), ("leaving", -120, -100))
    assert (back.gone, back.who) == (("weather",), "students")


@pytest.mark.parametrize("value", ["lots", "nan", "inf"])
def test_question_with_a_lever_at_no_number_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=value):
        read_back(f"area={OBIHIRO}&leaving={value}")


def put_away(query: str, name: str = "昔の", key: str = "old") -> str:
    """A what-if of other days, as its page can no longer be asked for; its key."""
    old = Scenario.objects.create(
        key=key, name=name, query=query, figures="f", base=1.0, people=1.0, saved_at=NOW
    )
    return old.key


@pytest.mark.django_db
@on_pages
@pytest.mark.parametrize(
    "query", ["area=999999&leaving=-30", f"area={OBIHIRO}&leaving=lots"], ids=["place", "lever"]
)
def test_scenario_that_no_longer_can_be_is_not_found(client: Client, query: str) -> None:
    put_away(query)

    assert client.get("/observatory/what-if/saved/old/").status_code == 404


OF_OTHER_LEVERS = [
    ("horizon=2075&leaving=-30", "「答えを見る年」は2075として保存されましたが、今は2030から2060"),
    ("leaving=-120", "「15～29歳で出ていく人」は-120として保存されましたが"),
    ("arrivals=10&who=students", "区分「students」は今はありません。「20代」で計算しました"),
    ("leaving=-30&weather=3", "条件「weather」は今はありません"),
]


@pytest.mark.django_db
@on_pages
@pytest.mark.parametrize(("levers_then", "said"), OF_OTHER_LEVERS)
def test_page_says_what_was_adapted_to_the_levers_of_today(
    client: Client, levers_then: str, said: str
) -> None:
    key = put_away(f"area={OBIHIRO}&{levers_then}")

    notice = read(client.get(f"/observatory/what-if/saved/{key}/")).one(class_="notice--warn").text

    assert said in notice
    assert "保存したときの条件では1人" in notice
    assert client.get(f"/observatory/what-if/saved/{key}.csv").status_code == 200


@pytest.mark.django_db
@on_pages
@pytest.mark.parametrize(("levers_then", "said"), OF_OTHER_LEVERS)
def test_comparison_says_what_was_adapted_to_the_levers_of_today(
    client: Client, levers_then: str, said: str
) -> None:
    key = put_away(f"area={OBIHIRO}&{levers_then}")

    found = read(client.get("/observatory/what-if/compare/", {"scenario": key}))

    assert said in found.one(class_="notice--warn").text
    assert found.one(id="scenarios-finding").text.startswith("「昔の」")


@pytest.mark.django_db
@on_pages
@pytest.mark.parametrize("file", ["saved/old.xlsx", "compare.xlsx?scenario=old"])
def test_workbook_says_what_was_adapted_to_the_levers_of_today(client: Client, file: str) -> None:
    put_away(f"area={OBIHIRO}&leaving=-120")

    response = client.get(f"/observatory/what-if/{file}")

    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    assert "-120として保存されましたが" in str(book.get_sheet_by_index(1).to_python())


@pytest.mark.django_db
@on_pages
@pytest.mark.parametrize(
    "query", ["area=999999&leaving=-30", f"area={OBIHIRO}&leaving=lots"], ids=["place", "lever"]
)
def test_comparison_names_what_no_longer_can_be(client: Client, query: str) -> None:
    asked = {
        "scenario": [put_away(query), put_away(f"area={OBIHIRO}&leaving=-30", "一", key="new")]
    }

    found = read(client.get("/observatory/what-if/compare/", asked))
    alone = read(client.get("/observatory/what-if/compare/", {"scenario": "old"}))

    assert "「昔の」は、今の数値では計算できません" in found.one(class_="notice--warn").text
    assert found.one(id="scenarios-finding").text.startswith("「一」")
    assert "「昔の」は、今の数値では計算できません" in alone.one(class_="notice--warn").text


@pytest.mark.django_db
@on_pages
def test_adapted_scenario_is_told_of_in_english(client: Client) -> None:
    query = "horizon=2075&arrivals=10&weather=3&who=students"
    key = put_away(f"area={OBIHIRO}&{query}", name="Old")

    for page in (f"saved/{key}/", f"compare/?scenario={key}"):
        notice = read(client.get(f"/en/observatory/what-if/{page}")).one(class_="notice--warn")
        assert "no longer" in notice.text
        assert japanese_in(notice) == []
