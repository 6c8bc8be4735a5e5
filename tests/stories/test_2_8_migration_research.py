"""II-8. An analyst of the city opens the portrait of Sapporo, reads who leaves, and takes the
numbers away to check the sentence; a colleague of the prefecture must be able to do the same."""

import re
from collections import Counter

from tests.stories.counting import held, newest, told
from tests.stories.reading import Reader

SAPPORO = "/observatory/areas/011002/"


def test_analyst_finds_the_sentence_in_the_file(reader: Reader) -> None:
    figure = reader.opens(SAPPORO).part("who-leaves")
    by_age: Counter[str] = Counter()

    for row in reader.takes(next(link for link in figure.links.values() if link.endswith(".csv"))):
        by_age[row["年齢"]] += int(row["転入超過(人)"])

    sentence = figure.one("h2").text
    lost, gained = (int(n.replace(",", "")) for n in re.findall(r"([\d,]+)人の転", sentence))
    assert "25～29歳" in sentence
    assert "20～24歳" in sentence
    assert min(by_age.values()) == by_age["25-29"]
    assert max(by_age.values()) == by_age["20-24"]
    assert by_age["25-29"] == -lost
    assert by_age["20-24"] == gained


def test_colleague_reads_the_same_numbers_in_english(reader: Reader) -> None:
    japanese = reader.takes(f"{SAPPORO}who-leaves.csv")

    english = reader.takes(f"/en{SAPPORO}who-leaves.csv")

    assert list(english[0]) == [
        *("Area code", "Area name", "Period", "Age", "Sex", "Net in-migration (persons)"),
    ]
    assert english[0]["Area name"] == "Sapporo"
    assert [row["Net in-migration (persons)"] for row in english] == [
        row["転入超過(人)"] for row in japanese
    ]


def test_both_know_what_was_shared_only_as_far_as_it_was_published(reader: Reader) -> None:
    page = reader.initiative("II-8")

    assert page.sides == {
        "道が担うこと": {"北海道": "人口移動に関する調査の分析結果やデータを市と共有する。"},
        "市が担うこと": {"札幌市": "人口移動に関する調査の分析結果やデータを道と共有する。"},
    }
    assert [row.baseline for row in page.indicators.values()] == [
        "不明",
        "795 2018年度",
        "69 2021年度",
    ]


def test_what_was_done_is_counted_and_what_waits_for_records_says_so(reader: Reader) -> None:
    held("II-8", {"is_joint": True}, {})

    assert told(reader, "II-8") == ["1", "2", "1", "2"]
    assert newest(reader, "II-8.1") == "この仕事の記録が始まると数えます"
