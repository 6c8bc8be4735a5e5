"""The table of who is in charge, its file, and the forms of a programme office."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from renkei.charter.reader import programme
from renkei.directory.models import Charge
from tests.cast import Cast, organisation, standing_cast, unit
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 8


@pytest.fixture(autouse=True)
def _autumn():
    with time_machine.travel("2026-11-25T09:00:00+09:00", tick=False):
        yield


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def client_of(cast: Cast, name: str) -> Client:
    return signed_in(Client(), cast.people[name])


def charge(cast: Cast, where: str = "city_section", initiative: str = "II-3", **more) -> Charge:
    there = cast.units[where]
    valid = {"role": "lead", "valid_from": date(2026, 4, 1), **more}
    return Charge.objects.create(unit=there, side=there.side, initiative=initiative, **valid)


def address(name: str, *arguments: str) -> str:
    return reverse(f"directory:{name}", args=arguments)


def said(client: Client, where: str) -> str:
    return client.get(where).content.decode()


# --- the table ----------------------------------------------------------------------------------


def test_all_initiatives_stand_there_and_blanks_say_so(cast: Cast, client: Client) -> None:
    charge(cast)

    page = said(client, address("charges"))

    assert page.count('<tr id="') == 22
    assert page.count("登録なし") == 43
    assert "city section" in page
    assert "2026年4月1日（水）から" in page


def test_table_in_english(cast: Cast, client: Client) -> None:
    charge(cast)

    page = said(client, "/en/charges/")

    assert "Responsible departments" in page
    assert page.count("not entered") == 43
    assert "from 1 April 2026 (Wed)" in page
    assert "担当" not in page.split("<main", 1)[1].split("</main>", 1)[0]


def test_theme_missing_side_and_day_narrow_it_down(cast: Cast, client: Client) -> None:
    charge(cast, valid_to=date(2026, 6, 30))
    charge(cast, "city_desk", valid_from=date(2026, 7, 1))

    by_theme = client.get(address("charges"), {"theme": "III"}).content.decode()
    missing = client.get(address("charges"), {"missing": "city", "theme": "II"}).content.decode()
    before = client.get(address("charges"), {"day": "令和8年5月1日"}).content.decode()
    now = said(client, address("charges"))

    assert (by_theme.count('<tr id="'), missing.count('<tr id="')) == (6, 7)
    assert ("city section" in before, "city section" in now) == (True, False)
    assert "city desk" in now


def test_nobody_is_offered_a_form(cast: Cast, client: Client) -> None:
    key = charge(cast).key

    for reader in (client, client_of(cast, "city_officer"), client_of(cast, "prefecture_office")):
        page = said(reader, address("charges"))
        assert address("end_charge", key) not in page
    assert address("end_charge", key) in said(client_of(cast, "city_office"), address("charges"))


def test_unit_of_an_unpublished_body_is_not_shown(cast: Cast, client: Client) -> None:
    cast.units["agency"] = unit(organisation("agency", "government", side="city"), "hidden office")
    charge(cast, "agency")

    for page in ("charges", "units"):
        assert "hidden office" not in said(client, address(page))
    assert "hidden office" not in said(client, "/programme/II-3/")
    assert "hidden office" not in said(client, address("charges_file", "csv"))
    assert "hidden office" in said(client_of(cast, "prefecture_officer"), address("charges"))


def test_table_asks_as_often_for_many_as_for_one(cast: Cast) -> None:
    client = client_of(cast, "city_office")
    asked = []
    for references in (["I-1"], [one.reference for one in programme().initiatives[1:]]):
        for reference in references:
            charge(cast, initiative=reference)
        said(client, address("charges"))
        with CaptureQueriesContext(connection) as queries:
            said(client, address("charges"))
        asked.append(len(queries))

    assert asked[0] == asked[1] <= MOST_QUERIES


def test_page_for_everybody_asks_once(cast: Cast, client: Client) -> None:
    charge(cast)
    said(client, address("charges"))

    with CaptureQueriesContext(connection) as queries:
        said(client, address("charges"))

    assert len(queries) == 1


def test_file_holds_all_times(cast: Cast, client: Client) -> None:
    charge(cast, valid_to=date(2026, 6, 30), note="=1+1")
    charge(cast, "prefecture_section", "I-1")

    rows = client.get(address("charges_file", "csv")).content.decode("utf-8-sig").splitlines()
    one_theme = client.get(address("charges_file", "csv"), {"theme": "I"}).content.decode()

    assert rows[0] == "取組番号,取組,側,組織,部署,担当の別,始まり,終わり,備考"
    assert [row.split(",")[0] for row in rows[1:]] == ["I-1", "II-3"]
    assert rows[2].endswith("city,city of the tests,city section,lead,2026-04-01,2026-06-30,'=1+1")
    assert "II-3" not in one_theme
    assert client.get(address("charges_file", "xlsx")).content[:2] == b"PK"


def test_units_say_what_they_are_in_charge_of(cast: Cast, client: Client) -> None:
    charge(cast)
    charge(cast, "city_desk", "II-1", role="support")

    page = said(client, address("units"))

    assert "/programme/II-3/" in page
    assert "/programme/II-1/" in page


def test_page_of_a_unit_keeps_what_was(cast: Cast) -> None:
    charge(cast, valid_to=date(2026, 6, 30))

    page = said(
        client_of(cast, "city_office"), address("change_unit", cast.units["city_section"].key)
    )

    assert "2026年6月30日（火）まで" in page
    assert address("hand_over_charges") in page


# --- the forms ----------------------------------------------------------------------------------


def test_programme_office_says_who_is_in_charge(cast: Cast) -> None:
    client = client_of(cast, "city_office")
    asked = {
        "initiative": "II-3",
        "unit": cast.units["city_section"].key,
        "role": "lead",
        "valid_from": "令和8年4月1日",
        "note": "",
    }

    response = client.post(address("take_charge"), asked)
    again = client.post(address("take_charge"), {**asked, "unit": cast.units["city_desk"].key})

    assert response["Location"] == "/charges/#II-3"
    assert Charge.objects.get().valid_from == date(2026, 4, 1)
    assert "先に終えるか" in again.content.decode()


def test_form_offers_units_of_the_own_side(cast: Cast) -> None:
    client = client_of(cast, "city_office")
    other = {
        "initiative": "II-3",
        "unit": cast.units["prefecture_section"].key,
        "role": "lead",
        "valid_from": "2026-04-01",
    }

    page = said(client, f"{address('take_charge')}?initiative=II-3")
    client.post(address("take_charge"), other)

    assert ("city section" in page, "prefecture section" in page) == (True, False)
    assert '<option value="II-3" selected>' in page
    assert not Charge.objects.exists()


def test_charge_is_ended_on_its_page(cast: Cast) -> None:
    found = charge(cast)
    client = client_of(cast, "city_office")

    wrong = client.post(address("end_charge", found.key), {"last_day": "2020-01-01"})
    response = client.post(address("end_charge", found.key), {"last_day": "2026-11-24"})

    found.refresh_from_db()
    assert "始まり" in wrong.content.decode()
    assert (response["Location"], found.valid_to) == ("/charges/#II-3", date(2026, 11, 24))


def test_reorganisation_is_one_page(cast: Cast) -> None:
    charge(cast)
    charge(cast, initiative="I-1")
    client = client_of(cast, "city_office")
    where = address("hand_over_charges")

    page = said(client, where)
    response = client.post(
        where,
        {
            "unit": cast.units["city_section"].key,
            "to": cast.units["city_desk"].key,
            "first_day": "2027-04-01",
        },
    )

    assert 'value="2027-04-01"' in page
    assert response["Location"] == address("charges")
    assert Charge.objects.filter(unit=cast.units["city_desk"]).count() == 2
    assert "これから" in said(client, address("charges"))


@pytest.mark.parametrize("name", ["citizen", "representative", "city_officer", "auditor"])
def test_forms_are_for_programme_offices(cast: Cast, name: str) -> None:
    found = charge(cast)
    client = client_of(cast, name)

    statuses = [
        client.get(where).status_code
        for where in (
            address("take_charge"),
            address("hand_over_charges"),
            address("end_charge", found.key),
        )
    ]

    assert statuses == [404, 404, 404]


def test_other_side_does_not_end_it(cast: Cast) -> None:
    found = charge(cast)

    response = client_of(cast, "prefecture_office").post(
        address("end_charge", found.key), {"last_day": "2026-11-24"}
    )

    found.refresh_from_db()
    assert (response.status_code, found.valid_to) == (404, None)
