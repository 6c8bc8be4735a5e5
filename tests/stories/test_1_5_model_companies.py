"""I-5. An officer of the Kamikawa bureau is to bring model companies to the firms of the region,
and checks whose task is which."""

from tests.stories.counting import held, newest, told
from tests.stories.reading import Reader


def test_officer_finds_the_initiative_from_its_theme(reader: Reader) -> None:
    theme = reader.opens("/programme/I/")

    page = reader.opens(theme.root.links["I-5 女性活躍のモデルづくり"])

    assert page.heading == "女性活躍のモデルづくり"
    assert page.address == "/programme/I-5/"


def test_city_makes_the_models_and_prefecture_spreads_them(reader: Reader) -> None:
    page = reader.initiative("I-5")

    assert page.sides == {
        "道が担うこと": {"北海道": "道の広報媒体や振興局を通じ、モデルを道内の企業に広める。"},
        "市が担うこと": {
            "札幌市": "市内の中小企業とともに、女性の採用や能力の活用に向けた"
            "改善のモデル事例をつくる。",
        },
    }
    assert "つくる役と広める役を分けている点" in page.part("how").text


def test_officer_can_quote_where_the_women_of_hokkaido_stand(reader: Reader) -> None:
    whole = reader.opens("/programme/").indicators
    own = reader.initiative("I-5").indicators

    assert whole["P.17"].baseline == "42.86 2015年"
    assert whole["P.17"].grounds.endswith("全国は45.44％。")
    assert [row.baseline for row in own.values()] == ["不明", "不明", "不明"]


def test_what_was_done_is_counted_and_what_waits_for_records_says_so(reader: Reader) -> None:
    held("I-5", {"is_joint": True}, {})

    assert told(reader, "I-5") == ["1", "2", "1", "2"]
    assert newest(reader, "I-5.1") == "この仕事の記録が始まると数えます"
