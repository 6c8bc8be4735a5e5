"""II-1. A woman from Obihiro who works in Tokyo would like to come home. She looks for the desk
near her, and for whether anyone else comes and goes."""

import time_machine

from tests.rooms.opportunities.doing import TODAY, desk_cast, introduced, placed
from tests.stories.counting import counted, held, told
from tests.stories.reading import Reader


def test_returner_finds_both_desks_in_tokyo(reader: Reader) -> None:
    how = reader.initiative("II-1").part("how").text

    assert "東京・有楽町の「どさんこ交流テラス」でも相談を受けている" in how
    assert "「札幌UIターン就職センター」は2016年4月に東京・大手町に開設された" in how


def test_returner_may_ask_the_city_for_work_outside_the_city(reader: Reader) -> None:
    sides = reader.initiative("II-1").sides

    assert sides["市が担うこと"] == {
        "札幌市（札幌UIターン就職センター）": (
            "UIターンを望む人に、市外の道内企業も含めて情報と求人を紹介し、"
            "道の就職相談会に相談員を送る。"
        ),
    }
    assert sides["道が担うこと"] == {
        "北海道（北海道ふるさと移住定住推進センター）": (
            "移住の相談に応じ、道内市町村を紹介し、就職相談会を開く。"
        ),
    }


def test_nearly_half_of_all_who_ask_do_so_at_events(reader: Reader) -> None:
    rows = reader.initiative("II-1").indicators

    assert (rows["II-1.1"].baseline, rows["II-1.2"].baseline) == (
        "13,844 2018年度",
        "6,341 2018年度",
    )
    assert (rows["II-1.3"].name, rows["II-1.3"].baseline) == (
        "札幌UIターン就職センターの就職決定者数",
        "不明",
    )


def test_balance_with_other_prefectures_is_the_sum_of_its_file(reader: Reader) -> None:
    balance = reader.opens("/programme/").indicators["P.04"]

    flows = reader.takes("/observatory/areas/010006/prefectures.csv")
    arrived, left = (sum(int(row[key]) for row in flows) for key in ("転入(人)", "転出(人)"))
    assert (arrived, left) == (53656, 58818)
    assert balance.newest == f"{left - arrived:,} 2025年 2019年から −406"


def test_what_was_done_is_counted(reader: Reader) -> None:
    held("II-1", {"is_joint": True}, {})

    assert told(reader, "II-1") == ["1", "2", "1", "2"]


@time_machine.travel(TODAY, tick=True)
def test_returner_is_placed_in_obihiro_and_counted_once_for_the_side_that_helped(
    reader: Reader,
) -> None:
    cast = desk_cast("II-1")

    placed(
        introduced(cast),
        "applied",
        "met",
        "offered",
        "accepted",
        "started",
        by=cast.asker("counsellor"),
    )

    assert {one: counted(one) for one in ("II-1.3", "II-1.4")} == {
        "II-1.3": (1, 0, 1),  # found a job through the city's centre
        "II-1.4": (1, 0, 1),  # was introduced to a company outside Sapporo
    }
    assert reader.initiative("II-1").indicators["II-1.3"].newest == "未承認"
