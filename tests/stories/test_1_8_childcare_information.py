"""I-8. A family that has moved to Sapporo asks what is open to it, whoever provides it; a professor
asks what all this has to do with the number of births."""

from tests.stories.counting import held, newest, told
from tests.stories.reading import Reader


def test_family_learns_that_the_card_of_the_prefecture_is_for_sapporo_too(reader: Reader) -> None:
    how = reader.initiative("I-8").part("how").text

    assert "三つの一時預かりなどのサービスは、2019年10月から各区の窓口でまとめて登録できる" in how
    assert how.endswith("道の「どさんこ・子育て特典制度」は札幌の家庭も対象となる。")


def test_family_is_told_which_number_is_only_about_right_and_which_goal_is_assumed(
    reader: Reader,
) -> None:
    rows = reader.initiative("I-8").indicators

    salons, freshness = rows["I-8.4"], rows["I-8.2"]
    assert (salons.baseline, salons.confidence) == ("約300 2019年", "確認済み")
    assert (freshness.target, freshness.confidence) == ("90 2024年度", "仮に置いた")
    assert freshness.grounds.endswith("公表された目標値ではない。")


def test_professor_follows_fertility_from_the_agreement_to_the_file(reader: Reader) -> None:
    stated = reader.opens("/programme/").indicators["P.02"]

    rates = {
        row["年"]: row["合計特殊出生率"]
        for row in reader.takes("/observatory/areas/010006/fertility.csv")
        if row["系列"] == "北海道"
    }
    assert (rates["2014"], rates["2023"]) == ("1.27", "1.06")
    assert stated.baseline == "1.27 2014年"
    assert stated.newest == "1.06 2023年 2014年から −0.21"
    assert max(rates) == "2023"


def test_what_was_done_is_counted_and_what_waits_for_records_says_so(reader: Reader) -> None:
    held("I-8", {"is_joint": True}, {})

    assert told(reader, "I-8") == ["1", "2", "1", "2"]
    assert newest(reader, "I-8.1") == "この仕事の記録が始まると数えます"
