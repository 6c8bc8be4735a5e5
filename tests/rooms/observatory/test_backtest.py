"""How wrong have we been: the page, its choices and its files, against the fits themselves."""

import csv
from io import StringIO

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from renkei.core.writing import number
from renkei.observatory.ahead.backtests import backtests
from renkei.observatory.hindsight.trials import ORDERS, in_order, outcomes, trials
from renkei.places import queries as places

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
TRIALS = ("2005-2010", "2005-2015", "2010-2015", "2010-2020", "2015-2020")


def trial(key):
    return next(one for one in trials() if one.key == key)


def rows(opened):
    return opened.one(id="municipalities").table()[1:]


def names(opened):
    return [row[0] for row in rows(opened)]


# --- the trials -----------------------------------------------------------------------------


def test_every_fit_is_held_against_every_census_after_it():
    assert tuple(one.key for one in trials()) == TRIALS


def test_outcome_is_the_row_of_its_municipality():
    one = trial("2010-2020")
    towns = places.municipalities()[:3]

    found = outcomes(one, towns)

    fit = next(fit for fit in backtests() if fit.fitted_to == 2010)
    i = fit.areas.index(towns[1].code)
    assert found[1].area == towns[1]
    assert (found[1].counted, found[1].projected) == (fit.counted[1, i], fit.central[1, i])
    assert found[1].error == pytest.approx(100 * (fit.central[1, i] / fit.counted[1, i] - 1))


@pytest.mark.parametrize("key", TRIALS)
def test_coverage_and_medians_of_the_scores_are_those_of_the_outcomes(key):
    one = trial(key)

    found = outcomes(one, places.municipalities())

    score = one.scores.everywhere
    assert np.mean([outcome.is_inside for outcome in found]) == pytest.approx(score.coverage)
    assert np.median([outcome.size for outcome in found]) == pytest.approx(
        score.errors.median_absolute
    )


@pytest.mark.parametrize("order", ORDERS)
def test_order_turns_round_and_leaves_the_unknown_last(order):
    found = outcomes(trial("2015-2020"), places.municipalities())

    rising = [one.area.code for one in in_order(found, order)]
    falling = [one.area.code for one in in_order(found, f"-{order}")]

    assert rising == falling[::-1]
    assert len(rising) == 179


# --- the page -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("key", TRIALS)
def test_lead_says_error_and_coverage_of_the_trial(page, key, language):
    score = trial(key).scores.everywhere

    lead = page(f"backtest/?trial={key}", language).one("p", "lead").text

    assert number(score.errors.median_absolute, 1) + "%" in lead
    assert number(score.errors.p90_absolute, 1) + "%" in lead
    assert number(100 * score.coverage) + "%" in lead


def test_page_opens_with_ten_years_and_the_largest_errors_first(page):
    opened = page("backtest/")

    found = sorted(outcomes(trial("2010-2020"), places.municipalities()), key=lambda one: -one.size)
    assert names(opened) == [one.area.name for one in found]
    assert opened.one("select", id="choose-trial").one("option", selected="").attributes[
        "value"
    ] == ("2010-2020")


def test_official_projection_stands_beside_the_fit_from_the_same_census_only(page):
    with_official = page("backtest/?trial=2015-2020").one(id="municipalities")
    without = page("backtest/?trial=2010-2015").one(id="municipalities")

    assert "公的な推計の誤差" in with_official.table()[0]
    assert "公的な推計の誤差" not in without.table()[0]
    (official,) = [
        row for row in page("backtest/").one("section", id="errors").table() if "公的" in row[2]
    ]
    assert official[:2] == ["2015", "2020"]


def test_table_keeps_to_a_bureau(page):
    opened = page("backtest/?within=013901")

    inside = places.members(places.place("013901"))
    assert len(rows(opened)) == len(inside)
    assert len(opened.all("section", id="errors-by-size")) == 1


@pytest.mark.parametrize("order", ["name", "-counted", "error"])
def test_table_is_sorted_by_the_address(page, order):
    opened = page(f"backtest/?sort={order}")

    found = outcomes(trial("2010-2020"), places.municipalities())
    assert names(opened) == [one.area.name for one in in_order(found, order)]
    heading = opened.one("th", **{"aria-sort": "descending" if order[0] == "-" else "ascending"})
    assert heading.all("a")


def test_heading_turns_the_order_round_and_keeps_the_choices(page):
    opened = page("backtest/?trial=2005-2015&within=013901&sort=-error")

    heading = opened.one("th", **{"aria-sort": "descending"}).one("a").attributes["href"]
    assert heading == "?trial=2005-2015&within=013901&sort=error#municipalities"


def test_municipality_has_its_own_chart_when_chosen(page):
    opened = page("backtest/?trial=2015-2020&area=012092")

    fit = next(fit for fit in backtests() if fit.fitted_to == 2015)
    i = fit.areas.index("012092")
    figure = opened.one("section", id="place")
    assert figure.one("h2").text.startswith("夕張市：2015年までの資料による2020年の推計")
    assert figure.cell("2020", "2015年まで") == number(float(fit.central[0, i]))
    assert len(figure.one("div", "figure__chart--wide").all("path", "mark-band")) == 3
    assert opened.one("tr", "is-chosen").one("th").text == "夕張市"
    assert page("backtest/").all("section", id="place") == []


def test_link_of_a_municipality_opens_its_chart_and_keeps_the_choices(page):
    opened = page("backtest/?trial=2005-2010&area=012092")

    table = opened.one(id="municipalities").one("tbody")
    addresses = {link.attributes["href"] for link in table.all("a")}
    assert "?trial=2005-2010&area=012076#place" in addresses


@pytest.mark.parametrize(
    "query", ["trial=1990-2000", "sort=luck", "within=999999", "area=130001", "area=sapporo-area"]
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_choice_that_is_not_offered_is_named(page, query, language):
    opened = page(f"backtest/?{query}", language)

    assert query.split("=")[1] in opened.one(role="status").text
    assert len(opened.one(id="municipalities").all("tr")) > 1


def test_page_before_the_places_are_loaded_is_not_found(client, monkeypatch):
    monkeypatch.setattr(places, "municipalities", list)

    assert client.get("/observatory/backtest/").status_code == 404


def test_page_asks_the_database_the_same_with_and_without_a_choice(page):
    counts = []
    for query in ("", "?area=012092"):
        with CaptureQueriesContext(connection) as asked:
            page(f"backtest/{query}")
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 5


# --- files ----------------------------------------------------------------------------------


def test_file_of_the_municipalities_holds_the_outcomes(client):
    content = client.get("/observatory/backtest/municipalities.csv?trial=2015-2020&within=013901")

    held = list(csv.DictReader(StringIO(content.content.decode("utf-8-sig"))))
    inside = places.members(places.place("013901"))
    assert {row["地域コード"] for row in held} == set(inside)
    assert {row["比べた年"] for row in held} == {"2020"}
    assert all(row["公的な推計の誤差(%)"] for row in held)


@pytest.mark.parametrize("figure", ["errors", "errors-by-size", "municipalities"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_figure_can_be_taken_away(client, figure, kind):
    response = client.get(f"/en/observatory/backtest/{figure}.{kind}")

    assert response.status_code == 200
    assert f"renkei-backtest-2010-2020-{figure}.{kind}" in response.headers["Content-Disposition"]


@pytest.mark.parametrize("address", ["nothing.csv", "place.csv", "errors.pdf"])
def test_file_that_is_not_offered_is_not_found(client, address):
    assert client.get(f"/observatory/backtest/{address}").status_code == 404


def test_file_of_a_chosen_place_is_offered(client):
    assert client.get("/observatory/backtest/place.csv?area=012092").status_code == 200
