"""III-1. The officer of Nishiokoppe has a project and no company for it. She reads who would look
for one, and takes the figures of her village along."""

from tests.stories.counting import held, told
from tests.stories.reading import Reader


def test_officer_learns_who_brings_village_and_company_together(reader: Reader) -> None:
    sides = reader.initiative("III-1").sides

    assert sides == {
        "道が担うこと": {
            "北海道": "市町村のプロジェクトと企業を引き合わせ、札幌市内の企業を掘り起こす。",
        },
        "市が担うこと": {
            "札幌市": "マッチングの相手となる市内の企業を、道とともに掘り起こす。",
        },
        "ともに担うところ": {
            "道内市町村": "地域創生に向けたプロジェクトを示す。",
            "札幌市内の企業": "知恵や技術、資金などで市町村のプロジェクトに協力する。",
        },
    }


def test_officer_knows_that_fewer_days_would_be_better_and_none_are_counted(reader: Reader) -> None:
    days = reader.initiative("III-1", "en").indicators["III-1.4"]

    assert days.name == "Days from introduction to agreement"
    assert days.kind == "Activity (what was done) ↓ less is better records of the initiative"
    assert days.baseline == "unknown"


def test_officer_finds_her_village_by_its_latin_name_and_takes_its_future_away(
    reader: Reader,
) -> None:
    village = reader.opens("/en/observatory/search/", q="nishiokoppe")

    file = village.part("population").links
    rows = reader.takes(next(link for link in file.values() if link.endswith(".csv")))

    assert village.heading == "Nishiokoppe"
    assert {row["Area code"] for row in rows} == {"015628"}
    assert max(int(row["Year"]) for row in rows) == 2060  # as far as our projection goes


def test_what_was_done_is_counted(reader: Reader) -> None:
    held("III-1", {"is_joint": True}, {})

    assert told(reader, "III-1") == ["1", "2", "1", "2"]
