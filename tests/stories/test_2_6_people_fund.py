"""II-6. A company thinks of giving to the fund for scholarships. Its treasurer asks what the
company would pay, for whom, and what others have given."""

from tests.stories.counting import held, newest, told
from tests.stories.reading import Reader


def test_treasurer_can_work_out_what_one_graduate_costs(reader: Reader) -> None:
    page = reader.initiative("II-6")

    support = page.indicators["II-6.3"]
    assert (support.name, support.baseline) == ("支援額（上限）", "180,000 2022年度")
    assert support.grounds.endswith("3年間で54万円。")
    assert "企業がその半分を基金に寄附し、基金が本人に全額を支払う" in page.part("how").text


def test_gifts_stand_beside_their_goals(reader: Reader) -> None:
    rows = reader.initiative("II-6").indicators

    individuals, companies = rows["II-6.4"], rows["II-6.5"]
    assert (individuals.baseline, individuals.target) == (
        "10,260,000 2020年度",
        "10,000,000 2020年度",
    )
    assert (companies.baseline, companies.target) == ("不明", "1,000,000,000 時点の記載なし")
    assert companies.grounds.endswith("達成の時期は示されていない。")


def test_fund_is_for_the_twelve_municipalities_of_the_area(reader: Reader) -> None:
    partners = reader.initiative("II-6").sides["ともに担うところ"]

    inside = list(reader.opens("/observatory/areas/sapporo-area/").part("inside").links)
    named = "、".join(name.rstrip("市町村") for name in inside)
    assert len(inside) == 12
    assert partners["さっぽろ連携中枢都市圏の市町村"] == (
        f"{named}の12市町村が、圏域の取組として進める。"
    )


def test_what_was_done_is_counted_and_what_waits_for_records_says_so(reader: Reader) -> None:
    held("II-6", {"is_joint": True}, {})

    assert told(reader, "II-6") == ["1", "2", "1", "2"]
    assert newest(reader, "II-6.2") == "この仕事の記録が始まると数えます"
