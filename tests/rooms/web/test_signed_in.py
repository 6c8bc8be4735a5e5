"""What the layout knows of its reader, and what nobody pays for it."""

import pytest
from django.test import Client

from tests.cast import standing_cast
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def test_nobody_costs_no_query_and_gets_no_cookie(
    client: Client, django_assert_num_queries
) -> None:
    client.get("/observatory/method/")

    with django_assert_num_queries(0):
        response = client.get("/observatory/method/")

    assert response.cookies == {}
    assert "workspace" not in response.content.decode().replace("workspace.css", "")


def test_page_of_somebody_is_kept_by_nobody(client: Client) -> None:
    response = signed_in(client, standing_cast().city_officer).get("/programme/")

    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response


def test_head_of_the_page_names_reader_and_seat(client: Client) -> None:
    page = signed_in(client, standing_cast().city_officer).get("/programme/").content.decode()

    assert "<summary>city_officer</summary>" in page
    assert "<li><strong>担当職員</strong> <span>city of the tests city section</span></li>" in page


def test_head_of_the_page_knows_no_seat_before_the_second_factor(client: Client) -> None:
    officer = standing_cast().city_officer

    page = signed_in(client, officer, has_shown_factor=False).get("/programme/").content.decode()

    assert "席はありません。" in page
    assert "city section" not in page


def test_public_page_costs_somebody_few_queries(
    client: Client, django_assert_max_num_queries
) -> None:
    signed_in(client, standing_cast().city_officer)
    client.get("/observatory/method/")  # the first page of a session notes when it began

    with django_assert_max_num_queries(4):
        client.get("/observatory/method/")


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("city_officer", "/tasks/"),
        ("desk_manager", "/tasks/"),
        ("company_administrator", "/tasks/"),
        ("citizen", "/account/me/"),
    ],
)
def test_everybody_begins_before_what_is_hers(client: Client, who: str, address: str) -> None:
    person = standing_cast().people[who]

    assert signed_in(client, person).get("/start/")["Location"] == address


def test_firm_begins_before_its_openings_and_people(client: Client) -> None:
    cast = standing_cast()

    response = signed_in(client, cast.representative).get("/start/")

    assert response["Location"] == "/opportunities/ours/"


def test_nobody_begins_by_signing_in(client: Client) -> None:
    assert client.get("/start/")["Location"].endswith("?next=/start/")
