"""Pages of the sheets themselves: for everybody, in both languages, blank to print."""

import re

import pytest
from django.urls import reverse

from renkei.core.rights import Role
from renkei.paperwork.models import Answers
from tests.cast import Cast, seat, standing_cast
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def at(name: str, *args: str) -> str:
    return reverse(f"paperwork:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


def test_sheets_are_listed_for_everybody(client):
    page = text(client.get(at("sheets")))

    assert re.findall(r'href="/paperwork/sheets/(\w+)/"', page) == [
        "event_survey",
        "intake_card",
        "opinion",
        "university_results",
    ]


def test_sheet_shows_its_questions_in_both_languages_and_nobody_begins_it_without_a_seat(client):
    page = text(client.get(at("sheet", "intake_card")))

    assert "相談の方法" in page
    assert "How the consultation is held" in page
    assert at("start_sheet", "intake_card") not in page


def test_blank_form_is_printed_in_easy_japanese(client):
    page = text(client.get(at("blank_sheet", "intake_card", "2026-04") + "?easy=1"))

    assert "<ruby>受付<rp>(</rp><rt>うけつけ</rt><rp>)</rp></ruby>の カード" in page
    assert "paper__line" in page


@pytest.mark.parametrize(
    "address",
    ["/paperwork/sheets/none/", "/paperwork/sheets/intake_card/9999/blank/"],
)
def test_sheet_that_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_codes_of_a_sheet_say_what_they_mean(client):
    table = client.get(at("codes_file", "intake_card", "csv")).content.decode("utf-8-sig")

    assert "2026-04,channel,相談の方法,visit,窓口に来た,At the desk" in table.splitlines()


def test_counsellor_begins_a_sheet_at_her_desk(client, cast):
    desk = signed_in(client, cast.counsellor)
    page = text(desk.get(at("sheet", "intake_card")))

    response = desk.post(
        at("start_sheet", "intake_card"), {"unit": cast.units["city_desk"].key}, follow=True
    )

    assert cast.units["city_desk"].key in page
    assert response.redirect_chain == [(at("fill", Answers.objects.get().key), 302)]


def test_nobody_begins_a_sheet_at_a_desk_of_others(client, cast):
    response = signed_in(client, cast.outsider).post(
        at("start_sheet", "intake_card"), {"unit": cast.units["city_desk"].key}
    )

    assert response.status_code == 403
    assert not Answers.objects.exists()


@pytest.mark.parametrize("about", ["kind", "organisation"])
def test_sheet_is_begun_only_about_what_one_may_know_of(client, cast, about):
    """Or its firm would read it, and its timeline tell of it, whoever it is."""
    hidden = cast.organisations["company"].key
    said = {"kind": "organisation", "key": hidden} if about == "kind" else {"organisation": hidden}
    seat(cast.outsider, cast.units["municipality"], Role.MUNICIPALITY_OFFICER)

    response = signed_in(client, cast.outsider).post(
        at("start_sheet", "intake_card"), {"unit": cast.units["municipality"].key, **said}
    )

    assert response.status_code == 404
    assert not Answers.objects.exists()
