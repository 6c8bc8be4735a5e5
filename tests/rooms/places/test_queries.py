from collections import Counter
from datetime import date

import pytest
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from renkei.places import queries
from renkei.places.codes import HOKKAIDO, JAPAN
from renkei.places.kinds import Kind
from renkei.places.queries import UnknownPlace

pytestmark = pytest.mark.usefixtures("places")

SAPPORO, CHUO = "011002", "011011"
ISHIKARI, ATSUTA, HAMAMASU = "012351", "013056", "013064"
ISHIKARI_BUREAU = "013005"
KITAMI, TANNO = "012084", "015482"
THE_TWELVE = {
    "札幌市",
    "小樽市",
    "岩見沢市",
    "江別市",
    "千歳市",
    "恵庭市",
    "北広島市",
    "石狩市",
    "当別町",
    "新篠津村",
    "南幌町",
    "長沼町",
}


def test_a_ward_lies_in_city_bureau_prefecture_and_nation() -> None:
    ward = queries.area(CHUO)

    chain = [area.name_ja for area in queries.ancestors(ward)]

    assert chain == ["全国", "北海道", "石狩振興局", "札幌市"]


def test_ancestors_on_an_old_day_bear_the_names_of_that_day() -> None:
    atsuta = queries.area(ATSUTA, on=date(2000, 10, 1))

    chain = [area.name_ja for area in queries.ancestors(atsuta, on=date(2000, 10, 1))]

    assert chain == ["全国", "北海道", "石狩支庁"]


def test_fourteen_bureaus_share_the_179_municipalities() -> None:
    shared = Counter(code for bureau in queries.bureaus() for code in queries.members(bureau))

    assert len(queries.bureaus()) == 14
    assert shared == Counter(municipality.code for municipality in queries.municipalities())
    assert shared.total() == 179


def test_kinds_of_the_179() -> None:
    kinds = Counter(municipality.kind for municipality in queries.municipalities())

    assert kinds == {Kind.DESIGNATED_CITY: 1, Kind.CITY: 34, Kind.TOWN: 129, Kind.VILLAGE: 15}


def test_the_prefecture_has_all_municipalities_and_bureaus_as_children() -> None:
    prefecture = queries.area(HOKKAIDO)

    assert len(queries.members(prefecture)) == 179
    assert queries.children(prefecture) == queries.bureaus()


def test_sapporo_has_ten_wards_and_is_its_own_member() -> None:
    sapporo = queries.area(SAPPORO)

    assert [ward.kind for ward in queries.children(sapporo)] == [Kind.WARD] * 10
    assert queries.members(sapporo) == (SAPPORO,)
    assert queries.members(queries.area(CHUO)) == (CHUO,)


def test_the_sapporo_area_has_its_twelve_members_since_it_was_formed() -> None:
    sapporo_area = queries.area_set("sapporo-area")

    members = {queries.area(code).name_ja for code in queries.members(sapporo_area)}

    assert members == THE_TWELVE
    assert queries.members(sapporo_area, on=date(2019, 3, 29)) == queries.members(sapporo_area)
    assert queries.members(sapporo_area, on=date(2019, 3, 28)) == ()


def test_a_ward_belongs_to_the_sets_of_its_city() -> None:
    assert queries.sets_with(queries.area(CHUO)) == queries.area_sets()
    assert queries.sets_with(queries.area(KITAMI)) == []


def test_members_of_what_is_not_held_are_unknown() -> None:
    for code in (JAPAN, "130001"):
        with pytest.raises(UnknownPlace, match="not held"):
            queries.members(queries.area(code))


def test_there_are_47_prefectures() -> None:
    prefectures = queries.prefectures()

    assert len(prefectures) == 47
    assert {prefecture.parent_code for prefecture in prefectures} == {JAPAN}


def test_members_on_the_day_of_a_merger_and_the_day_before() -> None:
    bureau = queries.area("013005")

    before = set(queries.members(bureau, on=date(2005, 9, 30)))
    after = set(queries.members(bureau, on=date(2005, 10, 1)))

    assert before - after == {ATSUTA, HAMAMASU}
    assert after - before == set()


@pytest.mark.parametrize(
    ("on", "n_municipalities"), [(date(2000, 10, 1), 212), (date(2010, 10, 1), 179)]
)
def test_the_number_of_municipalities_follows_the_mergers(on: date, n_municipalities: int) -> None:
    assert len(queries.municipalities(on=on)) == n_municipalities


def test_no_code_has_two_areas_on_a_day() -> None:
    days = [date(year, month, 1) for year in range(1970, 2027, 2) for month in (4, 10)]

    for day in days:
        codes = queries.areas(on=day).values_list("code", flat=True)
        assert len(codes) == len(set(codes))


def test_an_area_is_unknown_outside_its_period() -> None:
    with pytest.raises(UnknownPlace):
        queries.area(ATSUTA)
    with pytest.raises(UnknownPlace):
        queries.area("999999")


@pytest.mark.parametrize(
    ("code", "on", "key"),
    [
        (ATSUTA, date(2005, 9, 30), "013056-1970-04-01"),
        (ATSUTA, date(2005, 10, 1), "012351-2005-10-01"),
        (ISHIKARI, date(2005, 9, 30), "012351-1996-09-01"),
        (KITAMI, date(2006, 3, 4), "012084-1970-04-01"),
        (KITAMI, date(2006, 3, 5), "012084-2006-03-05"),
        (TANNO, date(2015, 10, 1), "012084-2006-03-05"),
        # Kameda town became a city, which became part of Hakodate, which took in four more towns.
        ("013382", date(1971, 12, 1), "012327-1971-11-01"),
        ("013382", date(2020, 10, 1), "012025-2004-12-01"),
        # Toyohira ward keeps its code after Kiyota was taken from it.
        ("011053", date(2000, 10, 1), "011053-1997-11-04"),
    ],
)
def test_a_code_means_the_area_of_the_figures_own_day(code: str, on: date, key: str) -> None:
    assert queries.place_valid_on(code, on).key == key


def test_a_code_has_no_meaning_before_it_existed() -> None:
    with pytest.raises(UnknownPlace, match="015644 on 2005-10-01"):
        queries.place_valid_on("015644", date(2005, 10, 1))


def test_every_former_area_has_one_heir_today() -> None:
    former = queries.areas(on=date(1980, 10, 1)).exclude(valid_to=None)

    heirs = {queries.current_place(area.code).valid_to for area in former}

    assert len(former) > 60
    assert heirs == {None}


def test_the_towns_that_kitami_absorbed() -> None:
    absorbed = {area.name_ja for area in queries.absorbed(queries.area(KITAMI))}

    assert absorbed == {"端野町", "留辺蘂町", "常呂町"}


def test_a_place_is_found_by_code_or_key() -> None:
    assert queries.place(SAPPORO) == queries.area(SAPPORO)
    assert queries.place("sapporo-area") == queries.area_set("sapporo-area")
    with pytest.raises(UnknownPlace):
        queries.place("no-such-area")


@pytest.mark.parametrize(
    ("code", "language", "name", "full_name"),
    [
        (SAPPORO, "ja", "札幌市", "札幌市"),
        (SAPPORO, "en", "Sapporo", "Sapporo"),
        (CHUO, "ja", "中央区", "札幌市中央区"),
        (CHUO, "en", "Chuo Ward", "Chuo Ward, Sapporo"),
        ("sapporo-area", "ja", "さっぽろ圏", "さっぽろ連携中枢都市圏"),
        ("sapporo-area", "en-gb", "Sapporo area", "Sapporo core-city area"),
    ],
)
def test_a_place_is_named_in_the_readers_language(
    code: str, language: str, name: str, full_name: str
) -> None:
    place = queries.place(code)

    with override(language):
        assert (place.name, place.full_name) == (name, full_name)


def test_kinds_are_named_in_the_readers_language() -> None:
    with override("en"):
        kinds = [queries.place(code).get_kind_display() for code in (CHUO, "sapporo-area")]

    assert kinds == ["ward", "cooperation area"]


def test_present_areas_have_names_of_their_own_in_latin_letters() -> None:
    inside = queries.areas().filter(lineage__contains=HOKKAIDO)

    shared = [name for name, n in Counter(area.full_name_en for area in inside).items() if n > 1]

    assert shared == []


def test_offices_of_municipalities_and_wards_are_known() -> None:
    places = [*queries.municipalities(), *queries.children(queries.area(SAPPORO))]

    assert [place.code for place in places if place.latitude is None] == []
    assert min(place.latitude for place in places if place.latitude) > 41.3
    assert max(place.latitude for place in places if place.latitude) < 45.6


def test_reads_take_one_query_each(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ward, bureau = queries.area(CHUO), queries.area("013005")

    for read in (queries.ancestors, queries.children, queries.sets_with):
        with django_assert_num_queries(1):
            read(ward)
    with django_assert_num_queries(1):
        queries.members(bureau)
    with django_assert_num_queries(2):
        queries.current_place("013382")


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("016071", {"様似町", "新ひだか町", "えりも町"}),
        ("011088", {"清田区", "白石区", "豊平区"}),
        (ISHIKARI_BUREAU, set()),
        (HOKKAIDO, set()),
    ],
)
def test_nearest_are_of_the_same_kind_and_not_the_place_itself(code: str, near: set[str]) -> None:
    found = queries.nearest(queries.area(code), 3)

    assert {area.name_ja for area in found} == near
