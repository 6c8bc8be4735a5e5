"""The sections on the years ahead: what they say, draw and hold, against the stored run itself."""

import csv
from io import StringIO

import numpy as np
import pytest
from django.utils.translation import override

from renkei.charter.text import Text
from renkei.core.writing import between, number, rounded
from renkei.observatory import portraits
from renkei.observatory.ahead.runs import LEVELS, Fan, Run, newest_run
from renkei.observatory.arrays import Subject
from renkei.observatory.portraits import ages_ahead, forecast, women_ahead
from renkei.observatory.portraits.population import population_figure
from renkei.observatory.queries import subject
from renkei.places import queries as places

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
KINDS = {
    "prefecture": "010006",
    "bureau": "013901",
    "area set": "sapporo-area",
    "designated city": "011002",
    "town": "016314",
    "ward": "011011",
}
AHEAD = ("population", "ages-ahead", "change-ahead", "women-ahead")


def section(page, code, key, language="ja"):
    return page(f"areas/{code}/", language).one("section", id=key)


def downloaded(client, code, key):
    content = client.get(f"/observatory/areas/{code}/{key}.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(content)))


# --- the population -------------------------------------------------------------------------


@pytest.mark.parametrize("code", KINDS.values(), ids=KINDS)
def test_finding_says_the_interval_of_the_stored_run(page, code):
    fan = newest_run().people(code, "everyone")
    at = fan.years.index(2050)

    finding = section(page, code, "population").one("h2").text

    interval = between(float(fan.at(0.1)[at]), float(fan.at(0.9)[at]))
    assert f"2050年は80%の確率で{interval}人" in finding


def test_chart_has_three_intervals_under_our_line_and_the_official_ones_dashed(page):
    chart = section(page, "012076", "population").one("div", "figure__chart--wide")

    bands = [node.attributes["class"] for node in chart.all("path", "mark-band")]
    dashed = [node.attributes["class"] for node in chart.all("path", "is-dashed")]
    assert [class_.split()[1] for class_ in bands[-3:]] == [
        "is-depth-1",
        "is-depth-2",
        "is-depth-3",
    ]
    assert dashed == [
        "mark-line is-dashed tone-official-earlier",
        "mark-line is-dashed tone-official",
    ]
    assert len(chart.all("path", "tone-ours")) == 6 + 3 + 1  # key, bands, line


def test_table_is_read_with_the_middle_and_its_bounds(page):
    fan = newest_run().people("012076", "everyone")
    table = section(page, "012076", "population")

    assert table.cell("2060", "本推計（中央値）") == number(float(fan.median[-1]))
    assert table.cell("2060", "本推計（10%点）") == number(float(fan.at(0.1)[-1]))
    assert table.cell("2060", "本推計（90%点）") == number(float(fan.at(0.9)[-1]))


def test_file_holds_every_level_of_every_year(client):
    fan = newest_run().people("012076", "everyone")

    rows = [row for row in downloaded(client, "012076", "population") if "本推計" in row["系列"]]

    assert len(rows) == len(LEVELS) * len(fan.years)
    held = {(row["系列"], int(row["年"])): int(row["人数(人)"]) for row in rows}
    assert held["本推計（2.5%点）", 2060] == fan.at(0.025)[-1]
    assert held["本推計（97.5%点）", 2040] == fan.at(0.975)[fan.years.index(2040)]


def test_projection_begins_with_the_register(page):
    table = section(page, "012076", "population")

    assert table.cell("2025", "本推計（中央値）") == table.cell("2025", "住民基本台帳")


def test_note_says_that_the_projections_start_from_different_counts(page):
    notes = section(page, "012076", "population").one("ul", "figure__notes").text

    assert "2025年1月1日の住民基本台帳人口" in notes
    assert "国勢調査（10月1日）" in notes


# --- ages -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["010006", "016314", "sapporo-area", "011011"])
def test_register_by_age_adds_up_to_the_start_of_the_run(code):
    counted = ages_ahead.registered(subject(places.place(code)), 2025)

    start = newest_run().people(code, "everyone").median[0]
    assert counted.sum() == pytest.approx(start, abs=0.001 * start + 1)


def test_pyramid_of_2045_lies_over_that_of_2025_with_whiskers(page):
    figure = section(page, "012076", "ages-ahead")

    assert len(figure.all("path", "mark-whisker")) == 2 * 3  # both widths: key, women, men
    assert len(figure.all("path", "mark-outline")) == 2 * 2
    assert figure.table()[0][:5] == [
        "年齢",
        "女 2025",
        "女 2045 下限（10%点）",
        "女 2045 中央値",
        "女 2045 上限（90%点）",
    ]


def test_pyramid_is_that_of_the_run(page, client):
    pyramid = newest_run().pyramid("012076", 2045)
    table = section(page, "012076", "ages-ahead")

    oldest, women = pyramid.ages[-1], 0
    assert table.cell("100+", "女 2045 中央値") == number(
        float(pyramid.values[LEVELS.index(0.5), women, -1])
    )
    rows = downloaded(client, "012076", "ages-ahead")
    ours = [row for row in rows if row["年"] == "2045"]
    assert oldest == "100+"
    assert len(ours) == len(LEVELS) * 2 * len(pyramid.ages)


# --- births, deaths, moves ------------------------------------------------------------------


def test_change_ahead_follows_what_was_counted(page):
    births = newest_run().events("012076", "births")
    table = section(page, "012076", "change-ahead")

    assert table.cell("2045", "出生") == number(float(births.median[births.years.index(2045)]))
    assert table.cell("2024", "出生") == table.cell("2024", "出生")
    assert table.cell("2024", "出生 下限") == "–"
    natural = page("areas/012076/").one("section", id="natural-change")
    assert table.cell("2024", "出生") == natural.cell("2024", "出生")


def test_balance_is_that_of_each_draw(client):
    balance = newest_run().events("012076", "balance")

    rows = downloaded(client, "012076", "change-ahead")

    held = {
        (row["年"], row["系列"]): int(row["人数(人)"])
        for row in rows
        if row["区分"] == "転入－転出"
    }
    assert held["2059", "本推計（中央値）"] == balance.median[-1]
    assert held["2059", "本推計（90%点）"] == balance.at(0.9)[-1]


# --- women aged 20-39 -----------------------------------------------------------------------

YEARS = tuple(range(2026, 2061))


def finding_of(*shares):
    """The finding where the probability rises from one given year to the next."""
    known = dict(shares)
    share = np.interp(YEARS, sorted(known), [known[year] for year in sorted(known)])
    return women_ahead._finding(2025, YEARS, share)


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        (
            [(2026, 0.0), (2040, 0.5), (2050, 0.93), (2060, 1.0)],
            ["2040年に5割に達し", "2050年に93%"],
        ),
        ([(2026, 0.0), (2060, 0.004)], ["2050年に1%未満", "2060年でも1%未満"]),
        ([(2026, 0.0), (2050, 0.2), (2060, 0.33)], ["2050年に20%", "2060年でも33%"]),
        ([(2026, 0.9), (2050, 1.0), (2060, 1.0)], ["2026年に5割に達し", "2050年に99%超"]),
    ],
)
def test_finding_says_when_women_are_half_as_many_and_how_probably(shares, said):
    with override("ja"):
        finding = finding_of(*shares)

    assert all(part in finding for part in said)


def test_probability_by_year_is_that_of_the_run(page):
    years, share = newest_run().halved("012092")
    table = section(page, "012092", "women-ahead")

    at = years.index(2060)
    assert float(table.cell("2060", "半分以下の確率")) == pytest.approx(100 * share[at], abs=0.051)
    assert float(table.cell("2025", "半分以下の確率")) == 0


@pytest.mark.parametrize("language", ["ja", "en"])
def test_women_section_says_what_it_is_not(page, language):
    notes = section(page, "012092", "women-ahead", language).one("ul", "figure__notes").text

    word = "まちがなくなるかどうかを示すものでも" if language == "ja" else "asks nothing of anybody"
    assert word in notes


# --- words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0, "1%未満"), (0.01, "1%"), (0.634, "63%"), (0.99, "99%"), (1.0, "99%超")],
)
def test_chance_is_never_said_to_be_nothing_or_certain(share, said):
    with override("ja"):
        assert forecast.chance(share) == said


def test_interval_of_a_year_is_between_the_outer_tenths():
    values = np.arange(len(LEVELS) * 2).reshape(len(LEVELS), 2) * 1000
    fan = Fan((2030, 2031), values, values[3])

    with override("en"):
        said = forecast.within(fan, 2031)

    assert said == "between 3,000 and 11,000"


# --- where no run tells of the place --------------------------------------------------------


@pytest.fixture
def nothing_stored(monkeypatch):
    """A newest run that tells of no place."""

    class Empty(Run):
        places = ()

    run = newest_run()
    monkeypatch.setattr(forecast, "newest_run", lambda: Empty(run.folder, run.manifest))
    portraits._figure.cache_clear()
    yield
    portraits._figure.cache_clear()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_place_without_a_run_has_the_official_projections_alone(page, nothing_stored, language):
    opened = page("areas/012076/", language)

    ids = [node.attributes["id"] for node in opened.all("section", "figure")]
    assert set(AHEAD) & set(ids) == {"population"}
    population = opened.one("section", id="population")
    assert population.all("path", "mark-band") == []
    word = "公的な推計では2050年に" if language == "ja" else "by the official projection"
    assert word in population.one("h2").text
    assert opened.all("nav", "about-projection") == []


def test_files_of_a_place_without_a_run_are_not_found(client, nothing_stored):
    assert client.get("/observatory/areas/012076/women-ahead.csv").status_code == 404


def test_past_alone_needs_three_censuses():
    nowhere = Subject("011011", Text("札幌市中央区", "Chuo-ku, Sapporo"), ("011011",))

    with override("ja"):
        finding = population_figure(nowhere).finding

    assert finding.startswith("2050年は80%の確率で")


def test_working_age_of_the_finding_is_that_of_the_start(page):
    start = newest_run().people("012076", "working").median[0]

    assert rounded(float(start)) in section(page, "012076", "ages-ahead").one("h2").text


# --- where to go from there -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "tested"),
    [("012076", "?area=012076"), ("011011", "?area=011002"), ("010006", ""), ("sapporo-area", "")],
)
def test_sections_ahead_lead_to_hindsight_and_method(page, code, tested):
    links = page(f"areas/{code}/").one("nav", "about-projection").all("a")

    addresses = [link.attributes["href"] for link in links]
    assert f"/observatory/backtest/{tested}" in addresses
    assert "/observatory/method/" in addresses
