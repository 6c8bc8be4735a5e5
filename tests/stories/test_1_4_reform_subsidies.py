"""I-4. The owner of a small firm in Asahikawa has heard of money for telework, and finds out whose
subsidy is for whom."""

from tests.stories.counting import counted, held, told
from tests.stories.reading import Reader


def test_owner_learns_that_the_city_pays_inside_and_the_prefecture_spreads(reader: Reader) -> None:
    page = reader.initiative("I-4")

    assert page.sides == {
        "道が担うこと": {"北海道": "セミナーや企業見学会などを通じ、取組を全道に広げる。"},
        "市が担うこと": {
            "札幌市": "市内の中小企業のテレワークやシステムの導入を支援し、"
            "企業の情報や事例を共有する。",
        },
    }
    how = page.part("how").text
    assert how.endswith("道は2021年度、市外の事業所を対象に同じ趣旨の補助を行った。")


def test_places_of_a_year_are_a_plan_and_not_a_result(reader: Reader) -> None:
    page = reader.initiative("I-4")

    grants = page.indicators["I-4.1"]
    assert "通常150件、専門家の支援を伴うもの100件" in page.part("how").text
    assert (grants.target, grants.baseline) == (f"{150 + 100} 2023年度", "不明")
    assert grants.grounds.endswith("交付の実績は見つかっていない。")


def test_the_problem_behind_it_has_no_figure_yet_and_says_so(reader: Reader) -> None:
    page = reader.opens("/programme/")

    long_hours = page.indicators["P.19"]
    assert "長い労働時間が仕事と子育ての両立を妨げている" in page.part("diagnosis").text
    assert (long_hours.name, long_hours.baseline, long_hours.newest) == (
        "長時間労働者の割合",
        "不明",
        "集計なし",
    )
    assert long_hours.grounds == "プログラム本文が課題に挙げるが、値は見つかっていない。"


def test_firms_that_come_to_see_are_counted(reader: Reader) -> None:
    held("I-4", {"form": "tour", "firms": 12}, {"form": "seminar", "firms": 30})

    assert counted("I-4.3") == (12, 0, 12)
    assert told(reader, "I-4") == ["0", "2", "0", "2"]
