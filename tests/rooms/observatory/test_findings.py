"""The sentences above the figures, held against numbers made for them."""

import numpy as np
import pytest
from django.utils.translation import override

from renkei.observatory.arrays import AGES, Values
from renkei.observatory.measures import measures
from renkei.observatory.portraits.migration import leaving_finding
from renkei.observatory.portraits.population import _past as past_finding
from renkei.observatory.portraits.vital import _births_finding as births_finding
from renkei.places import queries as places

PERIOD = (2010, 2015)


@pytest.fixture(autouse=True)
def _japanese():
    with override("ja"):
        yield


def moved(**by_age: float) -> Values:
    """(sex, age) with the net moves of some ages, all of them women; `a20` is 20-24."""
    persons = np.zeros((2, len(AGES)))
    for age, value in by_age.items():
        persons[0, AGES.span(int(age[1:])).start] = value
    return persons


@pytest.mark.parametrize(
    ("persons", "said"),
    [
        (moved(a20=-470, a25=278), ["20～24歳", "470人の転出超過", "25～29歳", "278人の転入超過"]),
        (moved(a20=-184, a60=2), ["20～24歳", "はっきり増えた年齢はない"]),
        (np.full((2, len(AGES)), -3.0), ["どの年齢でも出て行く人が多く"]),
        (np.full((2, len(AGES)), 3.0), ["どの年齢でも来る人が多く"]),
    ],
)
def test_leaving_finding_names_the_ages_that_lose_and_gain(persons, said):
    finding = leaving_finding(PERIOD, persons)

    assert finding.startswith("2010～2015年")
    assert all(part in finding for part in said)


@pytest.mark.parametrize("age", ["a5", "a75", "a90"])
def test_leaving_finding_is_silent_about_children_and_the_very_old(age):
    finding = leaving_finding(PERIOD, moved(**{age: -999.0}, a20=-10, a30=9))

    assert "999" not in finding
    assert "20～24歳" in finding


@pytest.mark.parametrize(
    ("births", "said"),
    [
        ({2016: 200, 2023: 150}, "25%減少"),
        ({2016: 200, 2023: 250}, "25%増加"),
        ({2016: 99, 2023: 50}, "2016年に99人、2023年に50人"),
        ({2016: 0, 2023: 3}, "2016年に0人、2023年に3人"),
    ],
)
def test_births_finding_has_percentages_only_of_many_births(births, said):
    finding = births_finding(births, {2023: 40})

    assert said in finding
    assert ("%" in finding) == (births[2016] >= 100)
    assert finding.endswith("2023年の婚姻は40件")


def test_measure_is_spoken_with_a_unit_of_one_sign():
    assert measures()["aged_share"].spoken(33.01) == "33.0%"
    assert measures()["projected_change"].spoken(-22.78) == "−22.8%"
    assert measures()["social_change_rate"].spoken(6.9) == "+6.9"


@pytest.mark.django_db
def test_map_says_when_every_municipality_loses(page, places_loaded):
    heading = page("?measure=projected_change&year=2050").one(id="map-finding")

    assert heading.text == "179市町村のすべてで減少"


@pytest.mark.django_db
def test_neighbours_are_the_nearest_offices(places_loaded):
    obihiro, chuo, hokkaido = (places.area(code) for code in ("012076", "011011", "010006"))

    assert [town.name_ja for town in places.nearest(obihiro, 2)] == ["音更町", "芽室町"]
    assert {ward.kind for ward in places.nearest(chuo, 3)} == {"ward"}
    assert places.nearest(hokkaido, 3) == []


@pytest.mark.django_db
def test_area_offers_a_comparison_with_its_neighbours(page, places_loaded):
    links = [link.attributes["href"] for link in page("areas/012076/").all("a")]

    offered = [link for link in links if "/compare/" in link]
    assert any("area=012076" in link and "area=016314" in link for link in offered)


@pytest.mark.parametrize(
    ("census", "said"),
    [
        ({1980: 153_861, 2000: 173_030, 2020: 166_536}, ["2000年の173,030人", "166,536人"]),
        ({1980: 153_861, 2000: 183_030, 2020: 166_536}, ["2000年の約18万人", "約17万人"]),
        ({1980: 1_401_757, 2000: 1_822_368, 2020: 1_973_395}, ["2020年の約197万人"]),
        ({1980: 41_715, 2020: 7_334}, []),
    ],
)
def test_peak_and_present_are_written_so_that_they_differ(census, said):
    finding = past_finding(census)

    assert all(part in finding for part in said)
    assert bool(finding) == bool(said)
