import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from renkei.places.actions import Loaded
from renkei.places.queries import Found, search
from renkei.places.search import BAR, normalise, search_terms, without_suffix


def names(found: list[Found]) -> list[str]:
    return [one.place.full_name_ja for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "音更町",
        "音更",
        "おとふけちょう",
        "おとふけ",
        "オトフケ",
        "ｵﾄﾌｹ",
        "otofuke",
        "OTOFUKE-CHO",
        "Otofuke-chō",
        "otohuke",
        "Otofuke Town",
        "ｏｔｏｆｕｋｅ",
        "016314",
        "01631",
        " 音 更 ",
    ],
)
def test_a_town_is_found_in_every_script(places: Loaded, text: str) -> None:
    assert names(search(text)) == ["音更町"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("札幌市中央区", "札幌市中央区"),
        ("chuo ward, sapporo", "札幌市中央区"),
        ("Chūō-ku", "札幌市中央区"),
        ("さっぽろしちゅうおうく", "札幌市中央区"),
        ("にせこ", "ニセコ町"),
        ("せたな", "せたな町"),
        ("Tōma", "当麻町"),
        ("kuttyan", "倶知安町"),
        ("Osyamanbe", "長万部町"),
        ("もりまち", "森町"),
        ("オホーツク", "オホーツク総合振興局"),
        ("ohotsuku", "オホーツク総合振興局"),
        ("Tokachi", "十勝総合振興局"),
        ("札幌圏", "さっぽろ連携中枢都市圏"),
        ("ほっかいどう", "北海道"),
    ],
)
def test_the_place_that_is_meant_comes_first(places: Loaded, text: str, name: str) -> None:
    assert names(search(text))[0] == name


def test_exact_names_come_first_then_larger_kinds_then_former_ones(places: Loaded) -> None:
    found = names(search("石狩"))

    assert found == ["石狩振興局", "石狩市", "石狩支庁", "石狩町"]


def test_beginnings_come_before_parts(places: Loaded) -> None:
    found = names(search("富良野"))

    assert found == ["富良野市", "上富良野町", "中富良野町", "南富良野町"]


def test_a_city_comes_before_its_wards(places: Loaded) -> None:
    found = names(search("札幌市"))

    assert found[0] == "札幌市"
    assert len(found) == 11


@pytest.mark.parametrize(
    ("text", "former", "now"),
    [
        ("厚田", "厚田村", "石狩市"),
        ("はまます", "浜益村", "石狩市"),
        ("kameda", "亀田市", "函館市"),
        ("東利尻", "東利尻町", "利尻富士町"),
        ("網走支庁", "網走支庁", "オホーツク総合振興局"),
    ],
)
def test_a_former_place_is_found_with_what_it_is_now(
    places: Loaded, text: str, former: str, now: str
) -> None:
    first = search(text)[0]

    assert first.place.full_name_ja == former
    assert [area.full_name_ja for area in first.now] == [now]


def test_a_place_that_grew_under_its_name_is_listed_once(places: Loaded) -> None:
    assert names(search("北見市")) == ["北見市"]


@pytest.mark.parametrize(
    "text", ["横浜市", "Tokyo", "<script>", "%", "_", "||", "", "  ", "市町村"]
)
def test_what_is_no_place_of_hokkaido_finds_nothing(places: Loaded, text: str) -> None:
    assert search(text) == []


def test_one_letter_finds_beginnings_only(places: Loaded) -> None:
    found = search("w", limit=50)

    assert names(found) == ["稚内市", "和寒町"]


def test_a_search_returns_no_more_than_asked_for(places: Loaded) -> None:
    assert len(search("町", limit=5)) == 5


def test_a_search_takes_three_queries_at_most(
    places: Loaded, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        search("音更")
    with django_assert_num_queries(3):
        search("石狩")


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("音更町", "音更"),
        ("オホーツク総合振興局", "オホーツク"),
        ("石狩支庁", "石狩"),
        ("もりまち", "もり"),
        ("Shimamaki-mura", "Shimamaki"),
        ("Tokachi-sogo-shinkokyoku", "Tokachi"),
        ("北海道", "北海道"),
        ("区", "区"),
    ],
)
def test_the_word_for_the_kind_is_cut_off(name: str, stem: str) -> None:
    assert without_suffix(name) == stem


@pytest.mark.parametrize("text", ["あ" * 20_000, "oh" * 30_000, "札幌市" * 34])
def test_a_text_longer_than_any_name_finds_nothing(places: Loaded, text: str) -> None:
    assert search(text) == []


def test_terms_stand_between_bars_each_once() -> None:
    assert search_terms(["森町", "もりまち", "Mori-machi", "Mori"]) == (
        "|森町|森|もりまち|もり|morimachi|mori|"
    )


@given(st.text() | st.text("acfhijmnopstuyz-", max_size=8))
def test_a_normal_form_is_its_own_normal_form_and_holds_no_bar(text: str) -> None:
    once = normalise(text)

    assert BAR not in once
    assert normalise(once) == once
