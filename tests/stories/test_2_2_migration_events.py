"""II-2. The officer of a town that wants a booth at a fair outside Hokkaido asks how large such
fairs are, and in which cities the people are to be found who move."""

from tests.stories.counting import counted, held, told
from tests.stories.reading import Reader


def test_officer_sees_how_the_fair_has_grown(reader: Reader) -> None:
    rows = reader.initiative("II-2").indicators

    towns, visitors = rows["II-2.1"], rows["II-2.2"]
    assert (towns.baseline, visitors.baseline) == ("40 2022年", "215 2022年")
    assert towns.grounds.endswith("2024年6月は45、2025年10月は77。")
    assert visitors.grounds.endswith("167組、215人。2024年は約650人。")


def test_officer_is_not_promised_that_visitors_move(reader: Reader) -> None:
    moved = reader.initiative("II-2", "en").indicators["II-2.4"]

    assert moved.name == "Groups that moved after an event"
    assert (moved.baseline, moved.target, moved.confidence) == ("unknown", "not set", "assumed")


def test_most_who_come_to_hokkaido_come_from_the_capital_area(reader: Reader) -> None:
    flows = reader.takes("/observatory/areas/010006/prefectures.csv")

    flows.sort(key=lambda row: -int(row["転入(人)"]))
    assert [(row["相手の都道府県"], row["転入(人)"]) for row in flows[:6]] == [
        ("東京都", "10654"),
        ("神奈川県", "5043"),
        ("千葉県", "4768"),
        ("埼玉県", "3651"),
        ("愛知県", "2746"),
        ("大阪府", "2742"),
    ]


def test_joint_fair_outside_hokkaido_is_counted_and_one_at_home_is_not(reader: Reader) -> None:
    fair = {"form": "fair", "is_joint": True}
    held("II-2", {**fair, "place": "130001"}, fair)

    assert counted("II-2.5") == (1, 1, 1)
    assert told(reader, "II-2") == ["2", "2", "2", "2"]
