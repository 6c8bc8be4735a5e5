"""I-7. A mother in Sapporo who left her work when her child was born looks for the desk that can
help her back, and finds two that work together."""

from tests.stories.counting import counted, held, told
from tests.stories.reading import Reader


def test_mother_learns_which_two_desks_there_are_and_who_runs_each(reader: Reader) -> None:
    page = reader.initiative("I-7")

    assert page.sides["道が担うこと"] == {
        "北海道（マザーズ・キャリアカフェ）": (
            "女性の結婚・出産後の就労を支援し、女性と企業に普及啓発を行う。"
        ),
    }
    assert page.sides["市が担うこと"] == {
        "札幌市（ここシェルジュSAPPORO）": (
            "女性の多様な働き方の相談に応じ、道の窓口と連携して支援する。"
        ),
    }


def test_mother_learns_what_she_can_bring_and_what_is_free(reader: Reader) -> None:
    japanese, english = reader.initiative("I-7"), reader.initiative("I-7", "en")

    assert "仕事と保育の相談をあわせて受け" in japanese.part("how").text
    assert japanese.part("how").text.endswith("セミナー、無料の託児を行っている。")
    assert english.part("how").text.endswith("and offers seminars with free childcare.")


def test_mother_sees_how_many_came_before_her(reader: Reader) -> None:
    rows = reader.initiative("I-7").indicators

    assert rows["I-7.1"].baseline == "323 2018年度"
    assert rows["I-7.1"].grounds.endswith("2022年度は1,887件。")
    assert (rows["I-7.2"].name, rows["I-7.2"].baseline) == (
        "マザーズ・キャリアカフェの相談件数",
        "不明",
    )
    assert (rows["I-7.3"].name, rows["I-7.3"].baseline) == ("就職決定者数", "不明")


def test_participants_of_events_with_firms_are_counted(reader: Reader) -> None:
    fair = {"form": "fair", "participants": 60, "is_with_business": True}
    held("I-7", fair, {**fair, "is_with_business": False})

    assert counted("I-7.6") == (60, 0, 60)
    assert told(reader, "I-7") == ["0", "2", "0", "2"]
