"""III-4. A citizen of Sapporo would like to lend a hand in a town like Kimobetsu now and then, and
a farmer there would like to sell in Tokyo."""

from tests.stories.counting import held, told
from tests.stories.reading import Reader


def test_citizen_finds_the_supporters_and_may_live_in_any_of_the_twelve(reader: Reader) -> None:
    page = reader.initiative("III-4")

    assert page.sides["市が担うこと"] == {
        "札幌市": (
            "市民を地域に送る「ふるさと応援隊」を運営し、市民や道外の人にどさんこプラザを紹介する。"
        ),
    }
    assert "2020年度からはさっぽろ圏12市町村の住民が参加できる" in page.part("how").text


def test_citizen_finds_kimobetsu_by_ear_and_learns_how_many_hands_it_has(reader: Reader) -> None:
    town = reader.opens("/observatory/search/", q="きもべつ")
    activity = reader.initiative("III-4").indicators["III-4.2"]

    assert town.heading == "喜茂別町"
    assert town.address == "/observatory/areas/013986/"
    assert (activity.baseline, "喜茂別町での一つの活動は延べ10人" in activity.grounds) == (
        "不明",
        True,
    )


def test_farmer_reads_what_the_shop_sells_and_what_becomes_of_a_test(reader: Reader) -> None:
    rows = reader.initiative("III-4").indicators

    stated = [(rows[f"III-4.{n}"].baseline, rows[f"III-4.{n}"].target) for n in (5, 6, 7)]
    assert stated == [
        ("1,001,407,000 2015年度", "定めなし"),
        ("18 2024年", "定めなし"),
        ("不明", "約10 時点の記載なし"),
    ]


def test_what_was_done_is_counted(reader: Reader) -> None:
    held("III-4", {"is_joint": True}, {})

    assert told(reader, "III-4") == ["1", "2", "1", "2"]
