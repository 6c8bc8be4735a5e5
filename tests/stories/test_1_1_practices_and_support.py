"""I-1. The manager of a company in Kitami wants to change how the staff work, and asks who would
come to help and how far such help has reached."""

from tests.stories.counting import held, newest, told
from tests.stories.reading import Reader


def test_manager_far_from_sapporo_learns_who_would_come(reader: Reader) -> None:
    page = reader.initiative("I-1")

    assert page.sides == {
        "道が担うこと": {
            "北海道": "振興局の職員が専門家とともに地域の企業を支援し、取組を全道に広げる。",
        },
        "市が担うこと": {"札幌市": "市内企業の優れた取組を見いだし、事例として共有する。"},
        "ともに担うところ": {
            "国の機関（北海道労働局など）": "道・市とともに事例を共有し、普及に協力する。",
            "専門家（社会保険労務士など）": "企業を訪ね、改善の進め方を助言する。",
        },
    }
    assert (
        "2016年12月に札幌に開設した「ほっかいどう働き方改革支援センター」" in page.part("how").text
    )


def test_manager_is_not_told_of_visits_that_nobody_counted(reader: Reader) -> None:
    rows = reader.initiative("I-1").indicators

    visits = rows["I-1.2"]
    assert (visits.name, visits.baseline, visits.target) == ("専門家派遣回数", "不明", "定めなし")
    assert {row.baseline for row in rows.values()} == {"不明"}


def test_reach_is_held_against_every_bureau_of_hokkaido(reader: Reader) -> None:
    reach = reader.initiative("I-1").indicators["I-1.4"]

    offered = reader.opens("/observatory/").choices("within")
    kitami = reader.opens("/observatory/search/", q="きたみ")
    assert len([name for name in offered if name.endswith("振興局")]) == 14
    assert (reach.target, reach.confidence) == ("14 2024年度", "仮に置いた")
    assert reach.grounds.endswith("目標の14は振興局の総数で、公表された目標値ではない。")
    assert kitami.heading == "北見市"
    assert "オホーツク総合振興局" in kitami.root.links


def test_what_was_done_is_counted_and_what_waits_for_records_says_so(reader: Reader) -> None:
    held("I-1", {"is_joint": True}, {})

    assert told(reader, "I-1") == ["1", "2", "1", "2"]
    # Experts are counted in their market; of practices nobody keeps records yet.
    assert newest(reader, "I-1.1") == "未承認"
    assert newest(reader, "I-1.3") == "この仕事の記録が始まると数えます"
