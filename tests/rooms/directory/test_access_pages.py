"""Pages about rights: what may I see, why, who has seen it, what was opened by others."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from renkei.core.rights import Role
from renkei.directory.actions.access import look, open_record
from renkei.directory.models import Agreement, Opening
from renkei.directory.queries.seats import asker_for
from tests.cast import Cast, person, seat, standing_cast
from tests.rights.example import FILE, file_of
from tests.rights.patched import declared_as
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
REASON = "転入の手続きで、窓口から問い合わせを受けたため"
TITLE = "山田さんの相談票"
MOST_QUERIES = 8


@pytest.fixture(autouse=True)
def _files() -> Iterator[None]:
    with declared_as(FILE):
        yield


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def get(cast: Cast, who: str, address: str, **data: object) -> Any:
    client = signed_in(Client(), cast.people[who]) if who else Client()
    return client.get(address, data)


def post(cast: Cast, who: str, address: str, **data: object) -> Any:
    return signed_in(Client(), cast.people[who]).post(address, data)


def opened(cast: Cast, file: Agreement) -> Opening:
    return open_record(file, by=cast.asker("prefecture_officer"), reason=REASON, hours=2)


def at(file: Agreement, page: str) -> str:
    return f"/records/agreement/{file.pk}/{page}/"


def n_queries(cast: Cast, who: str, address: str) -> int:
    client = signed_in(Client(), cast.people[who])
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    # A session is written now and then, whatever the page shows.
    return sum(query["sql"].startswith("SELECT") for query in queries)


# --- opening ---------------------------------------------------------------------------------


def test_page_to_open_says_whose_record_it_is_and_what_is_written_down(cast: Cast) -> None:
    page = get(cast, "prefecture_officer", at(file_of(cast), "open")).content.decode()

    assert TITLE in page
    assert "city of the tests city desk" in page
    assert "持ち主の部署と本人が読みます" in page


def test_sent_reason_opens_the_record(cast: Cast) -> None:
    file = file_of(cast)

    sent = post(cast, "prefecture_officer", at(file, "open"), reason=REASON, hours=2)

    assert (sent.status_code, sent["Location"]) == (302, f"/agreements/{file.pk}/")
    assert Opening.objects.get().reason == REASON


def test_short_reason_is_asked_for_again(cast: Cast) -> None:
    sent = post(cast, "prefecture_officer", at(file_of(cast), "open"), reason="急ぎ", hours=2)

    assert sent.status_code == 422
    assert "理由が短すぎます" in sent.content.decode()
    assert Opening.objects.count() == 0


@pytest.mark.parametrize("who", ["", "outsider", "representative", "auditor"])
@pytest.mark.parametrize("page", ["open", "why", "seen", "handing"])
def test_record_that_may_not_be_found_has_no_pages(cast: Cast, who: str, page: str) -> None:
    response = get(cast, who, at(file_of(cast), page))

    assert response.status_code == 404
    assert TITLE not in response.content.decode()


def test_who_may_only_find_is_led_to_the_form(cast: Cast) -> None:
    file = file_of(cast)

    page = get(cast, "city_officer", at(file, "why")).content.decode()

    assert at(file, "open") in page
    assert "あることだけを知る" in page


def test_who_may_read_has_nothing_to_open(cast: Cast) -> None:
    file = file_of(cast)

    response = get(cast, "desk_manager", at(file, "open"))

    assert response["Location"] == f"/agreements/{file.pk}/"


# --- why -------------------------------------------------------------------------------------


def test_page_says_why_a_record_may_be_read(cast: Cast) -> None:
    page = get(cast, "desk_manager", at(file_of(cast), "why")).content.decode()

    assert "窓口責任者（city of the tests city desk）：自分の部署の記録" in page


# --- who has seen this -------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["desk_manager", "citizen"])
def test_owner_and_subject_see_who_looked_and_why(cast: Cast, who: str) -> None:
    file = file_of(cast)
    opened(cast, file)
    look(file, by=cast.asker("prefecture_officer"))

    page = get(cast, who, at(file, "seen")).content.decode()

    assert "prefecture_officer" in page
    assert "prefecture of the tests prefecture section" in page
    assert REASON in page


@pytest.mark.parametrize("who", ["", "outsider", "counsellor", "city_officer", "auditor"])
def test_others_do_not_see_who_looked(cast: Cast, who: str) -> None:
    file = file_of(cast)
    opened(cast, file)
    look(file, by=cast.asker("prefecture_officer"))

    response = get(cast, who, at(file, "seen"))

    assert response.status_code == 404
    assert REASON not in response.content.decode()


def test_auditor_of_the_own_side_sees_who_looked_without_the_title(cast: Cast) -> None:
    file = file_of(cast, unit="prefecture_desk")
    look(file, by=cast.asker("prefecture_office"))

    page = get(cast, "auditor", at(file, "seen")).content.decode()

    assert "prefecture_office" in page
    assert TITLE not in page


def test_person_sees_who_saw_her_data(cast: Cast) -> None:
    file = file_of(cast)
    look(file, by=cast.asker("city_office"))

    mine = get(cast, "citizen", "/me/seen/").content.decode()
    others = get(cast, "outsider", "/me/seen/").content.decode()

    assert ("city_office" in mine, TITLE in mine) == (True, True)
    assert ("city_office" in others, TITLE in others) == (False, False)


def test_list_of_looks_costs_the_same_for_one_and_three(cast: Cast) -> None:
    file = file_of(cast)
    look(file, by=cast.asker("city_office"))
    one = n_queries(cast, "desk_manager", at(file, "seen"))

    opened(cast, file)
    look(file, by=cast.asker("prefecture_officer"))
    another = person("second officer")
    seat(another, cast.units["city_bureau"], Role.PROGRAMME_OFFICE)
    look(file, by=asker_for(another))

    assert n_queries(cast, "desk_manager", at(file, "seen")) == one <= MOST_QUERIES


# --- opened by others ---------------------------------------------------------------------------


def test_owner_sees_what_others_opened_and_ends_it(cast: Cast) -> None:
    opening = opened(cast, file_of(cast))
    page = get(cast, "desk_manager", "/openings/").content.decode()

    sent = post(cast, "desk_manager", f"/openings/{opening.pk}/close/")

    assert (TITLE in page, REASON in page, "prefecture_officer" in page) == (True, True, True)
    assert sent.status_code == 302
    opening.refresh_from_db()
    assert opening.closed_by == cast.desk_manager.key


def test_opener_sees_what_she_opened(cast: Cast) -> None:
    opened(cast, file_of(cast))

    mine = get(cast, "prefecture_officer", "/openings/", of="me").content.decode()
    at_others = get(cast, "prefecture_officer", "/openings/").content.decode()

    assert (REASON in mine, REASON in at_others) == (True, False)


@pytest.mark.parametrize("who", ["outsider", "city_officer", "prefecture_counsellor"])
def test_others_neither_see_nor_end_an_opening(cast: Cast, who: str) -> None:
    opening = opened(cast, file_of(cast))

    assert REASON not in get(cast, who, "/openings/").content.decode()
    assert post(cast, who, f"/openings/{opening.pk}/close/").status_code == 404
    assert Opening.objects.open_now().count() == 1


def test_list_of_openings_costs_the_same_for_one_and_three(cast: Cast) -> None:
    opened(cast, file_of(cast))
    one = n_queries(cast, "desk_manager", "/openings/")
    for _ in range(2):
        opened(cast, file_of(cast))

    assert n_queries(cast, "desk_manager", "/openings/") == one <= MOST_QUERIES


# --- what may I see ------------------------------------------------------------------------------


def test_page_of_rights_names_seats_reaches_and_how_many(cast: Cast) -> None:
    file_of(cast), file_of(cast)

    page = get(cast, "desk_manager", "/me/rights/").content.decode()

    assert "窓口責任者" in page
    assert "2020年4月1日（水）から" in page
    assert "自分の部署の記録" in page
    assert "いま2件を読める" in page


def test_page_of_rights_leaves_out_rules_that_open_nothing(cast: Cast) -> None:
    page = get(cast, "company_administrator", "/me/rights/").content.decode()

    # A firm has no side, so the rules of sides say nothing to its people.
    assert "自分の側" not in page
    assert "相手側" not in page
    assert "自分の組織の記録" in page


def test_page_of_rights_names_what_is_open_for_a_time(cast: Cast) -> None:
    opened(cast, file_of(cast))

    page = get(cast, "prefecture_officer", "/me/rights/").content.decode()

    assert (TITLE in page, REASON in page) == (True, True)


@pytest.mark.parametrize("address", ["/me/rights/", "/me/seen/", "/me/consents/", "/openings/"])
def test_nobody_has_no_pages_of_her_own(cast: Cast, address: str) -> None:
    assert get(cast, "", address).status_code in {302, 404}


@pytest.mark.parametrize("page", ["why", "open", "seen", "handing", "handing/share"])
def test_key_that_is_no_number_is_not_there_where_records_are_counted(
    cast: Cast, page: str
) -> None:
    answer = get(cast, "city_office", f"/records/journal_entry/no-number/{page}/")

    assert answer.status_code == 404
