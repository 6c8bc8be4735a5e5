"""II-7. A software company in Tokyo thinks of an office in Sapporo. It wants to deal with one
Hokkaido; the officers who receive it must not quote a count that was corrected."""

from tests.stories.counting import held, newest, told
from tests.stories.reading import Reader


def test_company_meets_two_governments_that_visit_together(reader: Reader) -> None:
    sides = reader.initiative("II-7", "en").sides

    assert sides == {
        "What the prefecture does": {
            "Hokkaido": (
                "Exchanges information on companies’ plans with the city, visits companies "
                "together and attracts them to Hokkaido."
            ),
        },
        "What the city does": {
            "City of Sapporo": (
                "Exchanges information with the prefecture, visits companies together and "
                "attracts firms that employ science and engineering graduates."
            ),
        },
    }


def test_officer_sees_that_the_count_of_2020_has_two_versions(reader: Reader) -> None:
    located = reader.initiative("II-7").indicators["II-7.1"]

    assert located.baseline == "94 2019年度"
    assert "2020年度62件（後の資料では67件）" in located.grounds


def test_what_the_initiative_is_for_is_named_but_not_counted(reader: Reader) -> None:
    rows = reader.initiative("II-7").indicators

    visits, engineers = rows["II-7.3"], rows["II-7.4"]
    assert (visits.name, visits.baseline, visits.confidence) == (
        "共同での企業訪問の回数",
        "不明",
        "本文にあり",
    )
    assert (engineers.name, engineers.baseline) == ("理系人材の雇用につながる立地件数", "不明")
    assert "2021年度24件、2022年度39件" in engineers.grounds


def test_what_was_done_is_counted_and_what_waits_for_records_says_so(reader: Reader) -> None:
    held("II-7", {"is_joint": True}, {})

    assert told(reader, "II-7") == ["1", "2", "1", "2"]
    assert newest(reader, "II-7.3") == "この仕事の記録が始まると数えます"
