"""Every file that a page offers can be read by a program, and says the same in both kinds."""

import csv
from io import BytesIO, StringIO

import pytest
from python_calamine import CalamineWorkbook

from renkei.core.tables.readability import machine_readability_problems
from renkei.observatory.asked import MAPPED
from renkei.observatory.catalogue import entries
from renkei.observatory.views.compare import DRAWN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AREAS = ("010006", "016306", "sapporo-area", "011002", "014702", "016314", "011011")


def is_readable(client, address):
    """Opens the CSV file and its XLSX twin; (header, rows) after everything was checked."""
    path, _, query = address.partition("?")
    content = client.get(address).content
    twin = client.get(f"{path.removesuffix('.csv')}.xlsx?{query}")
    assert machine_readability_problems(content) == []
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    sheets = CalamineWorkbook.from_filelike(BytesIO(twin.content))
    data, about = (sheets.get_sheet_by_index(i).to_python() for i in (0, 1))
    assert [[_plain(cell) for cell in row] for row in data] == [
        [_plain(c) for c in r] for r in rows
    ]
    assert len({line[0] for line in about}) > 5
    return rows[0], rows[1:]


def _plain(cell):
    """A cell of a sheet as the CSV file writes it: every number there is is 5.0 in a sheet."""
    return f"{cell:.10f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell)


def offered(page, address, language="ja"):
    links = [a for a in page(address, language).all("a") if "download" in a.attributes]
    return [a.attributes["href"] for a in links if ".csv" in a.attributes["href"]]


@pytest.mark.parametrize("code", AREAS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_figure_of_an_area_is_a_readable_file(client, page, code, language):
    addresses = offered(page, f"areas/{code}/", language)

    tables = [is_readable(client, address) for address in addresses]

    assert len(tables) >= 6
    for header, rows in tables:
        assert header[0] == ("地域コード" if language == "ja" else "Area code")
        assert {row[0] for row in rows} == {code}


@pytest.mark.parametrize("measure", MAPPED)
def test_ranking_is_a_readable_file(client, page, measure):
    (address,) = offered(page, f"?measure={measure}")

    header, rows = is_readable(client, "/observatory/" + address.split("/observatory/")[-1])

    assert header[:3] == ["地域コード", "地域名", "年"]
    assert len(rows) == 179


def test_file_of_the_ranking_holds_what_the_page_shows(client, page):
    (address,) = offered(page, "?measure=births_vital&year=2020&within=sapporo-area&sort=name")

    _header, rows = is_readable(client, address)

    shown = page("?measure=births_vital&year=2020&within=sapporo-area&sort=name").one(id="ranking")
    assert [(name, f"{int(value):,}") for _code, name, _year, value in rows] == [
        (name, value) for _rank, name, value, _people in shown.table()[1:]
    ]
    assert {row[2] for row in rows} == {"2020"}


@pytest.mark.parametrize("measure", DRAWN)
def test_comparison_is_a_readable_file(client, page, measure):
    (address,) = offered(page, f"compare/?area=011002&area=sapporo-area&measure={measure}")

    _header, rows = is_readable(client, address)

    assert {row[0] for row in rows} == {"011002", "sapporo-area"}


@pytest.mark.parametrize("key", entries())
@pytest.mark.parametrize("language", ["ja", "en"])
def test_table_of_a_source_is_a_readable_file(client, page, key, language):
    (address,) = offered(page, f"sources/{key}/", language)

    content = client.get(address).content

    assert machine_readability_problems(content) == []
    assert content.count(b"\r\n") == 1 + sum(entry.rows for entry in page_entries(client, key))


def page_entries(client, key):
    return client.get(f"/observatory/sources/{key}/").context["editions"]


def test_table_of_a_source_is_the_same_in_both_kinds(client):
    _header, rows = is_readable(client, "/observatory/sources/vital_summary.csv")

    assert len(rows) == entries()["vital_summary"].rows


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("areas/011002/population", "renkei-011002-population"),
        ("areas/sapporo-area/who-leaves", "renkei-sapporo-area-who-leaves"),
        ("ranking", "renkei-projected_change-2050"),
        ("compare", "renkei-compare-population_census"),
        ("sources/census_2020_totals", "renkei-census_2020_totals"),
    ],
)
@pytest.mark.parametrize(
    ("kind", "type_"), [("csv", "text/csv; charset=utf-8; header=present"), ("xlsx", XLSX)]
)
def test_file_says_its_kind_and_name(client, address, name, kind, type_):
    response = client.get(f"/observatory/{address}.{kind}")

    assert response.headers["Content-Type"] == type_
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}.{kind}"'


@pytest.mark.parametrize(
    "address",
    [
        "areas/011002/population.pdf",
        "areas/011002/secrets.csv",
        "areas/011002/fertility.csv",  # held for the prefecture only
        "areas/011011/who-leaves.csv",  # not held for wards
        "areas/999999/population.csv",
        "areas/130001/population.csv",
        "ranking.json",
        "compare.txt",
        "sources/census.ods",
        "sources/nothing.csv",
    ],
)
def test_file_that_is_not_offered_is_not_found(client, address):
    response = client.get(f"/observatory/{address}")

    assert response.status_code == 404
    assert "404.html" in {template.name for template in response.templates}


def test_file_explains_itself_on_its_second_sheet(client):
    content = client.get("/en/observatory/areas/011002/population.xlsx").content

    about = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(1).to_python()

    said = {line[0] for line in about}
    assert {"Definition", "Source"} <= said
    assert any("usually living" in line[1] for line in about)
    assert any("our projection" in line[1] for line in about)
