"""III-2. A professor plans field work with students in the Sapporo area, and asks which towns are
meant, what they have in common, and what the prefecture adds."""

from tests.stories.counting import held, told
from tests.stories.reading import Reader

AREA = "/observatory/areas/sapporo-area/"


def test_professor_finds_who_receives_students_and_who_contributes(reader: Reader) -> None:
    sides = reader.initiative("III-2").sides

    assert sides["ともに担うところ"] == {
        "さっぽろ連携中枢都市圏の市町村": "学生が地域で実践する場をつくり、受け入れる。",
        "北海道で働こう応援会議": "産学官が集まり、地元定着やUIターンをともに進める。",
    }
    assert sides["道が担うこと"] == {"北海道": "道内の事例などの情報を提供し、取組に協力する。"}


def test_people_of_the_area_are_the_people_of_its_twelve_municipalities(reader: Reader) -> None:
    area = reader.opens(AREA)

    ranking = reader.takes(
        "/observatory/ranking.csv?within=sapporo-area&measure=population_register"
    )
    people = [int(row["人口（住民基本台帳）(人)"]) for row in ranking]
    assert {row["地域名"] for row in ranking} == set(area.part("inside").links)
    assert len(people) == 12
    assert "2025年1月1日に2,569,521人" in area.lead
    assert sum(people) == 2_569_521


def test_professor_compares_the_one_festival_that_was_counted(reader: Reader) -> None:
    rows = reader.initiative("III-2").indicators

    companies, students = rows["III-2.3"], rows["III-2.4"]
    assert (companies.baseline, students.baseline) == ("136 2018年", "300 2018年")
    assert companies.grounds == students.grounds
    assert (rows["III-2.2"].name, rows["III-2.2"].baseline) == (
        "市町村に採用された提案の数",
        "不明",
    )


def test_what_was_done_is_counted(reader: Reader) -> None:
    held("III-2", {"is_joint": True}, {})

    assert told(reader, "III-2") == ["1", "2", "1", "2"]
