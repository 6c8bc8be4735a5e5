"""II-4. A student in Ebetsu is invited to a project of the Ishikari bureau, and asks who is behind
it and whether young people really leave."""

from collections import Counter

from tests.stories.counting import held, newest, told
from tests.stories.reading import Reader


def test_student_finds_the_bureau_and_not_only_the_prefecture(reader: Reader) -> None:
    page = reader.initiative("II-4")

    assert list(page.sides["道が担うこと"]) == ["北海道石狩振興局"]
    assert page.sides["市が担うこと"] == {"札幌市": "振興局の事業と連携し、ともに推進する。"}
    assert (page.indicators["II-4.3"].name, page.indicators["II-4.3"].baseline) == (
        "参加した大学の数",
        "3 2025年度",
    )
    assert page.indicators["II-4.1"].grounds.endswith("学生数は見つかっていない。")


def test_student_finds_the_eight_municipalities_of_the_bureau(reader: Reader) -> None:
    inside = reader.opens("/observatory/areas/013005/").part("inside").links

    assert list(inside) == [
        *("札幌市", "江別市", "千歳市", "恵庭市", "北広島市", "石狩市", "当別町", "新篠津村"),
    ]


def test_people_come_to_ishikari_to_study_and_leave_it_to_work(reader: Reader) -> None:
    by_age: Counter[str] = Counter()

    for row in reader.takes("/observatory/areas/013005/who-leaves.csv"):
        by_age[row["年齢"]] += int(row["転入超過(人)"])

    assert max(by_age, key=by_age.__getitem__) == "15-19"
    assert min(by_age, key=by_age.__getitem__) == "25-29"
    assert by_age["25-29"] < 0 < by_age["20-24"]


def test_what_was_done_is_counted_and_what_waits_for_records_says_so(reader: Reader) -> None:
    held("II-4", {"is_joint": True}, {})

    assert told(reader, "II-4") == ["1", "2", "1", "2"]
    assert newest(reader, "II-4.1") == "この仕事の記録が始まると数えます"
