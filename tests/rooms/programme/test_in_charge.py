"""An initiative's page: who is in charge on both sides, and for staff what happened lately."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from renkei.directory.actions.charges import Work, take_charge
from tests.cast import Cast, standing_cast
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
PAGE = "/programme/II-3/"


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def in_charge(cast: Cast, where: str, role: str = "lead") -> None:
    unit = cast.units[where]
    work = Work(initiative="II-3", role=role, valid_from=date(2020, 4, 1))
    take_charge(unit, work, by=cast.asker(f"{unit.side}_office"), on=TODAY)


def said(client: Client, page: str = PAGE) -> str:
    return client.get(page).content.decode()


def n_queries(client: Client) -> int:
    said(client)
    with CaptureQueriesContext(connection) as queries:
        said(client)
    return len(queries)


def test_units_of_both_sides_stand_beside_the_partners(cast: Cast, client: Client) -> None:
    in_charge(cast, "city_section")
    in_charge(cast, "prefecture_desk")

    sides = {side.key: side for side in client.get(PAGE).context["sides"]}

    assert [one.name for one in sides["city"].in_charge] == ["city section"]
    assert [one.name for one in sides["prefecture"].in_charge] == ["prefecture desk"]
    assert sides["city"].partners
    assert "from 1 April 2020 (Wed)" in said(client, "/en/programme/II-3/")


def test_nobody_entered_is_said_of_each_government(client: Client) -> None:
    assert said(client).count("登録なし") == 2
    # Its only partners are joint bodies; the two governments stand there all the same.
    assert said(client, "/programme/I-6/").count("登録なし") == 2


def test_page_for_everybody_costs_one_query_however_many(cast: Cast, client: Client) -> None:
    said(client)
    with CaptureQueriesContext(connection) as none:
        said(client)
    in_charge(cast, "city_section")
    in_charge(cast, "city_desk", "support")
    in_charge(cast, "prefecture_section")
    said(client)  # what is counted from the journal is counted once for each of its states

    with CaptureQueriesContext(connection) as three:
        said(client)

    about_charges = [query for query in three if "directory_charge" in query["sql"]]
    assert (len(about_charges), len(three)) == (1, len(none))


def test_page_for_everybody_is_kept_by_its_tag_and_sets_no_cookie(
    cast: Cast, client: Client
) -> None:
    in_charge(cast, "city_section")

    first = client.get(PAGE)
    again = client.get(PAGE, headers={"If-None-Match": first["ETag"]})

    assert (first.cookies, again.status_code) == ({}, 304)
    assert "最近の動き" not in first.content.decode()


def test_staff_read_what_happened_as_far_as_the_journal_shows_it(cast: Cast) -> None:
    in_charge(cast, "city_section")
    readers = ("city_office", "city_officer", "prefecture_office", "counsellor")

    shown = {
        name: len(signed_in(Client(), cast.people[name]).get(PAGE).context["entries"])
        for name in readers
    }

    # The prefecture's office and a contractor's counsellor read no entry of the city's section.
    assert shown == {"city_office": 1, "city_officer": 1, "prefecture_office": 0, "counsellor": 0}


def test_staff_are_led_to_the_journal_of_the_initiative(cast: Cast) -> None:
    in_charge(cast, "city_section")

    page = said(signed_in(Client(), cast.city_office))

    assert "/journal/?initiative=II-3" in page
    assert "取組の担当の開始" in page


@pytest.mark.parametrize("name", ["citizen", "representative"])
def test_others_who_are_signed_in_see_the_public_page(cast: Cast, name: str) -> None:
    in_charge(cast, "city_section")

    page = said(signed_in(Client(), cast.people[name]))

    assert "city section" in page
    assert "最近の動き" not in page


def test_page_of_staff_asks_as_often_for_one_entry_as_for_three(cast: Cast) -> None:
    client = signed_in(Client(), cast.city_office)
    in_charge(cast, "city_section")
    one = n_queries(client)
    in_charge(cast, "city_desk", "support")
    in_charge(cast, "city_bureau", "support")

    three = n_queries(client)

    # The session takes four of them.
    assert one == three <= 20
