"""I-6. A man who works in Hakodate wonders whether a forum on women at work is meant for him too,
and who invites to it."""

from tests.stories.counting import counted, held, told
from tests.stories.reading import Reader


def test_both_governments_invite_as_one(reader: Reader) -> None:
    sides = reader.initiative("I-6").sides

    assert sides == {
        "ともに担うところ": {
            "北海道と札幌市": "フォーラムを共同で開き、道民に幅広くはたらきかける。",
            "関係機関": "道・市と連携し、意識を変える取組に加わる。",
            "先進企業など": "女性が活躍する職場の経験を伝える。",
        },
    }


def test_men_are_meant_as_much_as_women(reader: Reader) -> None:
    japanese, english = reader.initiative("I-6"), reader.initiative("I-6", "en")

    assert "女性だけでなく、男性、企業、地域の人々に広く語りかける" in japanese.lead
    assert english.lead.endswith(
        "The forums are for men, companies and communities as much as for women."
    )
    assert english.indicators["I-6.4"].name == "Share of men among participants"
    assert english.indicators["I-6.4"].baseline == "unknown"


def test_council_in_support_of_women_had_20_members(reader: Reader) -> None:
    members = reader.initiative("I-6").indicators["I-6.3"]

    assert (members.baseline, members.confidence) == ("20 2015年", "確認済み")
    assert "「共同参画」2015年10月号" in members.grounds


def test_participants_of_a_joint_forum_are_counted_once(reader: Reader) -> None:
    held("I-6", {"form": "exchange", "participants": 80, "is_joint": True}, {"participants": 15})

    assert counted("I-6.1") == (80, 80, 80)
    assert told(reader, "I-6") == ["1", "2", "1", "2"]
