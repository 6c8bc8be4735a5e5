"""II-5. A student in Tokyo would like to see companies in Sapporo from the inside, and a company
would like to know what it would join."""

from tests.stories.counting import held, told
from tests.stories.reading import Reader


def test_student_learns_that_an_internship_is_no_selection(reader: Reader) -> None:
    page = reader.initiative("II-5", "en")

    assert page.part("how").text.endswith(
        "at least 60 companies from the Sapporo area and 100 students, "
        "kept apart from any selection for jobs."
    )
    assert page.lead.endswith("together invite students from the capital area and elsewhere.")


def test_company_sees_that_prefecture_and_bureau_have_parts_of_their_own(reader: Reader) -> None:
    sides = reader.initiative("II-5").sides

    assert sides["道が担うこと"] == {
        "北海道": "インターンシップを受け入れる企業の情報を市と共有する。",
        "北海道石狩振興局": "若者の地元定着の事業（II-4）の協力企業を市と紹介しあう。",
    }


def test_what_the_tender_asked_for_is_a_target_without_a_result(reader: Reader) -> None:
    rows = reader.initiative("II-5").indicators

    stated = {key: (rows[key].baseline, rows[key].target) for key in ("II-5.1", "II-5.2", "II-5.6")}
    assert stated == {
        "II-5.1": ("不明", "60 2021年度"),
        "II-5.2": ("不明", "100 2021年度"),
        "II-5.6": ("不明", "18,000,000 2021年度"),
    }
    assert "増減のよしあしを決めない" in rows["II-5.6"].kind


def test_what_was_done_is_counted(reader: Reader) -> None:
    held("II-5", {"is_joint": True}, {})

    assert told(reader, "II-5") == ["1", "2", "1", "2"]
