"""The files of the page "what if", and what an answer costs."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
OBIHIRO = "area=012076"
LEVERS = "tfr=1.80&tfr_by=2035&leaving=-30&arrivals=200&to_sapporo=20&foreign=50&stay=3.0"
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def test_csv_holds_every_year_of_every_side(client: Client) -> None:
    response = client.get(f"/en/observatory/what-if.csv?{OBIHIRO}&leaving=-30&horizon=2035")

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Area code,Area,Measure,Year,Unit,No change,What if,Conditions"
    # Three sides, five municipalities and three nearby; three measures on eleven first days of
    # January, births of ten years.
    assert len(lines) == 1 + (3 + 5 + 3) * (3 * 11 + 10)
    assert lines[1].startswith("012076,Obihiro")
    assert lines[1].endswith("30% by 2040")
    assert {line.split(",")[0] for line in lines[1:]} >= {"012076", "", "010006", "016314"}


@pytest.mark.parametrize("query", ["area=xyz", f"{OBIHIRO}&leaving=lots", f"{OBIHIRO}&tfr=9"])
def test_file_of_what_cannot_be_is_not_found(client: Client, query: str) -> None:
    assert client.get(f"/observatory/what-if.csv?{query}").status_code == 404


def test_workbook_says_under_which_conditions(client: Client) -> None:
    response = client.get(f"/observatory/what-if.xlsx?{OBIHIRO}&leaving=-30")

    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    said = str(book.get_sheet_by_index(1).to_python())
    assert "15～29歳で出ていく割合が2040年までに−30%" in said


def test_file_of_another_kind_is_not_found(client: Client) -> None:
    assert client.get(f"/observatory/what-if.pdf?{OBIHIRO}").status_code == 404


@pytest.mark.parametrize(("headers", "most"), [(PART, 4), ({}, 12)], ids=["answer", "whole page"])
def test_few_queries_are_needed(client: Client, headers: dict[str, str], most: int) -> None:
    client.get("/observatory/what-if/")

    with CaptureQueriesContext(connection) as queries:
        client.get(f"/observatory/what-if/?{OBIHIRO}&{LEVERS}", headers=headers)

    assert len(queries) <= most
