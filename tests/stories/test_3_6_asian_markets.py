"""III-6. A maker of seafood in Kushiro thinks of Singapore. He reads who would open doors there,
and how far exports have come."""

from tests.stories.counting import held, newest, told
from tests.stories.reading import Reader


def test_maker_finds_one_council_and_the_staff_of_both(reader: Reader) -> None:
    page = reader.initiative("III-6")

    assert page.sides == {
        "道が担うこと": {
            "北海道": "海外拠点に職員を置き、道内企業の輸出と投資の呼び込みを支える。",
        },
        "市が担うこと": {"札幌市": "海外拠点に職員を置き、道とともに市場を開拓する。"},
        "ともに担うところ": {
            "北海道・札幌市海外拠点連携協議会": (
                "道と市が共同で設け、海外拠点を活用した市場の開拓を進める。"
            ),
        },
    }
    assert "道は2016年1月にシンガポールに「北海道ASEAN事務所」を開いた" in page.part("how").text


def test_exports_stand_beside_their_goal_in_whole_yen_in_both_languages(reader: Reader) -> None:
    japanese = reader.initiative("III-6").indicators["III-6.1"]
    english = reader.initiative("III-6", "en").indicators["III-6.1"]

    assert (japanese.baseline, japanese.target) == (
        "176,800,000,000 2022年",
        "150,000,000,000 2023年",
    )
    assert (english.baseline, english.target) == ("176,800,000,000 2022", "150,000,000,000 2023")
    assert english.grounds.endswith("The next goal is 165 billion by 2028.")


def test_it_is_asked_whether_help_reaches_beyond_sapporo_and_not_yet_known(reader: Reader) -> None:
    page = reader.initiative("III-6")

    beyond = page.indicators["III-6.6"]
    assert beyond.name == "支援した企業のうち札幌市外の企業の割合"
    assert (beyond.baseline, beyond.confidence) == ("不明", "仮に置いた")
    # The last of the 22: the way goes back and not on.
    (nav,) = page.root.all("nav", **{"class": "pager"})
    assert list(nav.links.values()) == ["/programme/III-5/"]


def test_what_was_done_is_counted_and_what_waits_for_records_says_so(reader: Reader) -> None:
    held("III-6", {"is_joint": True}, {})

    assert told(reader, "III-6") == ["1", "2", "1", "2"]
    assert newest(reader, "III-6.2") == "この仕事の記録が始まると数えます"
