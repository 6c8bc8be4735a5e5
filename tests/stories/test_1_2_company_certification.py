"""I-2. An officer of the city wants to know how its scheme stands beside the prefecture's, and what
may be said about the number of certified companies."""

from tests.stories.counting import held, newest, told
from tests.stories.reading import Reader


def test_officer_sees_both_schemes_and_who_runs_each(reader: Reader) -> None:
    page = reader.initiative("I-2")

    assert page.sides == {
        "道が担うこと": {
            "北海道": "「北海道働き方改革推進企業」を認定し、制度と取組事例を全道に広める。",
        },
        "市が担うこと": {
            "札幌市": "「ワーク・ライフ・バランスplus企業」を認証し、制度と取組事例を広める。",
        },
    }
    how = page.part("how").text
    assert "点数によりホワイトからゴールドまでの4区分で、有効期間は2年" in how
    assert "「札幌市ワーク・ライフ・バランスplus企業認証制度」は3つのステップからなる" in how


def test_officer_may_say_517_for_the_city_and_nothing_for_the_prefecture(reader: Reader) -> None:
    rows = reader.initiative("I-2").indicators

    city, prefecture = rows["I-2.1"], rows["I-2.2"]
    assert (city.baseline, city.target, city.confidence) == ("約517 2020年", "定めなし", "確認済み")
    assert (
        city.grounds
        == "札幌市議会での市の答弁を伝える議員報告（2020年頃）による。2018年頃は約77社。"
    )
    assert (prefecture.baseline, prefecture.target) == ("不明", "定めなし")
    assert prefecture.confidence == "本文にあり"


def test_officer_finds_the_same_figures_in_english(reader: Reader) -> None:
    rows = reader.initiative("I-2", "en").indicators

    assert {key: row.baseline for key, row in rows.items()} == {
        "I-2.1": "about 517 2020",
        "I-2.2": "unknown",
        "I-2.3": "unknown",
        "I-2.4": "9 2021",
        "I-2.5": "about 21 2025",
        "I-2.6": "unknown",
        "I-2.7": "unknown",
        "I-2.8": "unknown",
    }
    assert {row.target for row in rows.values()} == {"not set"}


def test_what_was_done_is_counted_and_what_waits_for_records_says_so(reader: Reader) -> None:
    held("I-2", {"is_joint": True}, {})

    assert told(reader, "I-2") == ["1", "2", "1", "2"]
    assert newest(reader, "I-2.2") == "この仕事の記録が始まると数えます"
