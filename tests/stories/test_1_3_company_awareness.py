"""I-3. The secretary of a chamber of commerce is asked to help spread the word, and looks up what
is expected of economic organisations and which results exist."""

from tests.stories.counting import counted, held, told
from tests.stories.reading import Reader


def test_secretary_finds_the_economic_organisations_beside_both_governments(reader: Reader) -> None:
    sides = reader.initiative("I-3").sides

    assert list(sides) == ["道が担うこと", "市が担うこと", "ともに担うところ"]
    assert sides["ともに担うところ"] == {
        "経済団体": "道・市と連携し、会員企業などに取組を広める。",
    }


def test_secretary_can_tell_the_agreement_from_what_was_added_to_it(reader: Reader) -> None:
    page = reader.initiative("I-3")

    assert {row.name: (row.confidence, row.baseline) for row in page.indicators.values()} == {
        "普及啓発イベントの参加企業数": ("本文にあり", "不明"),
        "道・市・経済団体の共同開催数": ("本文にあり", "不明"),
        "参加後に認定・認証を申請した企業の割合": ("仮に置いた", "不明"),
    }
    meanings = page.part("indicators").one("dl").text
    assert "仮に置いた 本文になく" in meanings
    assert meanings.endswith("公式のものではありません。")


def test_firms_at_joint_events_count_on_both_sides_and_once_in_all(reader: Reader) -> None:
    seminar = {"firms": 25, "is_with_business": True}
    held("I-3", {**seminar, "is_joint": True}, {**seminar, "firms": 10})

    assert counted("I-3.1") == (35, 25, 35)
    assert counted("I-3.2") == (1, 1, 1)
    assert told(reader, "I-3") == ["1", "2", "1", "2"]
