"""Pages of sheets and answers: from form to receipt, what is kept, what nobody else sees."""

import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import load_workbook

from renkei.core import areas
from renkei.core.rights import Role
from renkei.paperwork.actions.deciding import make_link, withdraw_link
from renkei.paperwork.models import AnswerLink, Answers
from renkei.paperwork.states import AnswersState
from tests.cast import Cast, seat, standing_cast
from tests.rooms.paperwork.filling import (
    ANONYMOUS,
    CARD,
    NAME,
    TODAY,
    draft,
    filled,
    form,
    submitted,
)
from tests.rooms.paperwork.sheets_asked import AREAS
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
OUTSIDERS = ("prefecture_counsellor", "last_counsellor", "representative", "auditor", "outsider")


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


@pytest.fixture(autouse=True)
def _two_areas():
    before = list(areas._OFFERED)
    areas.offer_areas(lambda: AREAS)
    yield
    areas._OFFERED[:] = before


def at(name: str, *args: str) -> str:
    return reverse(f"paperwork:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


# --- sheets -----------------------------------------------------------------------------------


def test_sheets_are_listed_for_everybody(client):
    page = text(client.get(at("sheets")))

    assert re.findall(r'href="/paperwork/sheets/(\w+)/"', page) == [
        "event_survey",
        "intake_card",
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


# --- filling in -------------------------------------------------------------------------------


def test_way_from_the_form_to_the_receipt(client, cast):
    answers = draft(cast)
    desk = signed_in(client, cast.counsellor)

    sent = desk.post(at("fill", answers.key), {**form(CARD), "revision": "0", "review": "1"})
    review = text(desk.get(at("review", answers.key)))
    done = desk.post(at("review", answers.key), {"revision": "1"})
    receipt = text(desk.get(at("receipt", answers.key)))

    assert (sent.status_code, sent.url) == (302, at("review", answers.key))
    assert NAME in review
    assert (done.status_code, done.url) == (302, at("receipt", answers.key))
    assert "3開庁日以内にお返事します" in receipt
    answers.refresh_from_db()
    assert answers.state == AnswersState.SUBMITTED


def test_errors_stand_at_the_field_and_at_the_top_and_nothing_is_lost(client, cast):
    answers = draft(cast)
    wrong = {**CARD, "email": ["hanako@"], "topics": []}

    response = signed_in(client, cast.counsellor).post(
        at("fill", answers.key), {**form(wrong), "revision": "0", "review": "1"}
    )

    page = text(response)
    assert response.status_code == 422
    assert re.findall(r'<a href="#(q_\w+)">', page) == ["q_email", "q_topics"]
    assert 'id="q_email-error">メールアドレスの形ではありません' in page
    assert 'value="hanako@"' in page
    assert f'value="{NAME}"' in page
    assert 'aria-invalid="true"' in page


def test_saving_a_draft_does_not_ask_for_what_is_still_missing(client, cast):
    answers = draft(cast)

    response = signed_in(client, cast.counsellor).post(
        at("fill", answers.key), {**form({"channel": ["visit"]}), "revision": "0", "save": "1"}
    )

    answers.refresh_from_db()
    assert (response.status_code, answers.values) == (302, {"channel": "visit"})


def test_autosave_answers_with_the_time_and_the_next_revision(client, cast):
    answers = draft(cast)

    response = signed_in(client, cast.counsellor).post(
        at("autosave", answers.key), {**form(CARD), "revision": "0", "tab": "a"}
    )

    answers.refresh_from_db()
    assert 'name="revision" value="1"' in text(response)
    assert re.search(r"\d\d:\d\d に保存しました", text(response))
    assert answers.values["name"] == NAME


def test_second_tab_sees_both_and_decides(client, cast):
    answers = filled(cast)
    desk = signed_in(client, cast.desk_manager)
    mine = {**CARD, "name": ["後から来た人"]}

    told = desk.post(at("autosave", answers.key), {**form(mine), "revision": "0", "tab": "b"})
    both = desk.post(
        at("fill", answers.key), {**form(mine), "revision": "0", "tab": "b", "save": "1"}
    )
    kept = Answers.objects.get().values["name"]
    desk.post(at("fill", answers.key), {**form(mine), "revision": "1", "tab": "b", "save": "1"})

    assert "別の画面（counsellor）で保存されました" in text(told)
    assert (both.status_code, kept) == (409, NAME)
    assert f"先に保存された内容：{NAME}" in text(both)
    assert 'value="後から来た人"' in text(both)
    assert Answers.objects.get().values["name"] == "後から来た人"


def test_page_that_overtakes_its_own_autosave_is_no_conflict(client, cast):
    answers = draft(cast)
    desk = signed_in(client, cast.counsellor)
    desk.post(at("autosave", answers.key), {**form(ANONYMOUS), "revision": "0", "tab": "a"})

    response = desk.post(
        at("fill", answers.key), {**form(CARD), "revision": "0", "tab": "a", "save": "1"}
    )

    assert (response.status_code, Answers.objects.get().values["name"]) == (302, NAME)


def test_what_changed_during_the_review_is_shown_before_it_is_submitted(client, cast):
    answers = filled(cast)

    response = signed_in(client, cast.counsellor).post(at("review", answers.key), {"revision": "0"})

    assert response.status_code == 409
    assert "もう一度確かめてから" in text(response)
    assert Answers.objects.get().state == AnswersState.DRAFT


def test_form_in_easy_japanese_stays_easy(client, cast):
    answers = draft(cast)
    desk = signed_in(client, cast.counsellor)

    page = text(desk.get(at("fill", answers.key) + "?easy=1"))
    sent = desk.post(
        at("fill", answers.key) + "?easy=1", {**form(CARD), "revision": "0", "review": "1"}
    )

    assert "<ruby>窓口<rp>(</rp><rt>まどぐち</rt><rp>)</rp></ruby>に" in page
    assert sent.url == at("review", answers.key) + "?easy=1"


def test_typed_markup_is_shown_as_text(client, cast):
    answers = filled(cast, {**CARD, "name": ["<script>alert(1)</script>"]})
    desk = signed_in(client, cast.counsellor)

    for name in ("fill", "review", "answers"):
        page = text(desk.get(at(name, answers.key)))

        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# --- who sees what ----------------------------------------------------------------------------


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize(
    "name", ["answers", "fill", "review", "receipt", "autosave", "decide_answers", "ask_by_link"]
)
def test_nobody_else_sees_or_changes_answers(client, cast, who, name):
    answers = submitted(cast)
    other = signed_in(client, cast.people[who])

    for response in (other.get(at(name, answers.key)), other.post(at(name, answers.key))):
        assert response.status_code in (404, 405)
        assert NAME not in text(response)
        assert "hanako@example.jp" not in text(response)


def test_another_section_of_the_city_learns_only_that_it_is_there(client, cast):
    answers = submitted(cast)

    page = text(signed_in(client, cast.city_officer).get(at("answers", answers.key)))

    assert "受付票" in page
    assert "city desk" in page
    assert NAME not in page


def test_successor_at_the_desk_reads_and_the_one_before_does_not(client, cast):
    answers = submitted(cast)

    now = signed_in(client, cast.counsellor).get(at("answers", answers.key))
    before = signed_in(Client(), cast.last_counsellor).get(at("answers", answers.key))

    assert NAME in text(now)
    assert before.status_code == 404


def test_subject_reads_her_answers_once_they_are_submitted(client, cast):
    begun = filled(cast, person=cast.citizen.key)
    citizen = signed_in(client, cast.citizen)
    as_draft = citizen.get(at("answers", begun.key)).status_code

    mine = submitted(cast, person=cast.citizen.key)

    assert as_draft == 404
    assert NAME in text(citizen.get(at("answers", mine.key)))


def test_organisation_that_was_asked_answers_for_itself(client, cast):
    answers = draft(cast, organisation=cast.organisations["university"].key)
    university = signed_in(client, cast.university_representative)

    response = university.post(
        at("fill", answers.key), {**form(ANONYMOUS), "revision": "0", "save": "1"}
    )

    assert response.status_code == 302
    assert (
        university.post(at("decide_answers", answers.key), {"choice": "accept"}).status_code == 403
    )
    assert signed_in(Client(), cast.representative).get(at("fill", answers.key)).status_code == 404


# --- deciding ---------------------------------------------------------------------------------


def test_desk_accepts_and_returns_with_a_reason(client, cast):
    answers = submitted(cast)
    desk = signed_in(client, cast.desk_manager)
    page = text(desk.get(at("answers", answers.key)))

    desk.post(at("decide_answers", answers.key), {"choice": "accept"})
    accepted = Answers.objects.get().state
    desk.post(at("decide_answers", answers.key), {"choice": "return", "reason": "電話番号も"})

    assert 'value="accept"' in page
    assert accepted == AnswersState.ACCEPTED
    answers.refresh_from_db()
    assert (answers.state, answers.return_reason) == (AnswersState.RETURNED, "電話番号も")
    assert "電話番号も" in text(desk.get(at("fill", answers.key)))


def test_unknown_choice_does_nothing(client, cast):
    answers = submitted(cast)

    response = signed_in(client, cast.desk_manager).post(
        at("decide_answers", answers.key), {"choice": "forget"}
    )

    assert response.status_code == 404


# --- by a link --------------------------------------------------------------------------------


def linked(cast: Cast) -> tuple[Answers, AnswerLink, str]:
    answers = draft(cast)
    link, secret = make_link(answers, by=cast.asker("counsellor"), on=TODAY, days=14)
    return answers, link, secret


def test_link_is_shown_once_and_only_its_digest_is_kept(client, cast):
    answers = draft(cast)
    desk = signed_in(client, cast.counsellor)

    page = text(desk.post(at("ask_by_link", answers.key), {"days": "30"}))
    secret = re.search(r"/by-link/([\w-]+)/", page)[1]

    assert secret not in text(desk.get(at("answers", answers.key)))
    assert len(secret) == 32
    assert secret not in str(AnswerLink.objects.values().get())


def test_somebody_outside_answers_by_the_link_without_an_account(client, cast):
    answers, _link, secret = linked(cast)

    page = client.get(at("link_fill", secret))
    client.post(at("link_fill", secret), {**form(CARD), "revision": "0", "review": "1"})
    client.post(at("link_review", secret), {"revision": "1"})
    receipt = client.get(at("link_receipt", secret))

    answers.refresh_from_db()
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Cache-Control"] == "private, no-store"
    assert answers.state == AnswersState.SUBMITTED
    assert "提出しました" in text(receipt)


def test_whoever_answered_by_a_link_takes_it_back_until_it_is_accepted(client, cast):
    answers, _link, secret = linked(cast)
    client.post(at("link_fill", secret), {**form(ANONYMOUS), "revision": "0", "review": "1"})
    client.post(at("link_review", secret), {"revision": "1"})

    client.post(at("link_take_back", secret))

    answers.refresh_from_db()
    assert answers.state == AnswersState.DRAFT


def test_link_that_was_stopped_says_so_and_opens_nothing(client, cast):
    answers, link, secret = linked(cast)
    withdraw_link(link, by=cast.asker("counsellor"))

    shown = client.get(at("link_fill", secret))
    sent = client.post(at("link_fill", secret), {**form(CARD), "revision": "0", "save": "1"})

    answers.refresh_from_db()
    assert (shown.status_code, sent.status_code, answers.values) == (410, 410, {})


@pytest.mark.parametrize("name", ["link_fill", "link_review", "link_receipt"])
def test_link_that_never_was_is_not_found(client, cast, name):
    linked(cast)

    assert client.get(at(name, "A" * 32)).status_code == 404


def test_person_outside_is_not_told_who_of_the_staff_was_faster(client, cast):
    answers, _link, secret = linked(cast)
    signed_in(Client(), cast.counsellor).post(
        at("fill", answers.key), {**form(CARD), "revision": "0", "save": "1"}
    )

    response = client.post(
        at("link_fill", secret), {**form(ANONYMOUS), "revision": "0", "save": "1"}
    )

    assert response.status_code == 409
    assert "担当窓口が保存しました" in text(response)
    assert "counsellor" not in text(response)


# --- list and export --------------------------------------------------------------------------


def test_list_holds_what_the_reader_may_read_and_filters_by_state(client, cast):
    mine, _other = submitted(cast), draft(cast)
    desk = signed_in(client, cast.counsellor)

    everything = text(desk.get(at("answers_list")))
    some = text(desk.get(at("answers_list") + "?state=submitted&sheet=intake_card"))
    elsewhere = text(signed_in(Client(), cast.city_officer).get(at("answers_list")))

    assert everything.count("data-row>") == 2
    assert re.findall(r"/answers/(\w+)/\" data-row", some) == [mine.key]
    assert "data-row>" not in elsewhere


def test_list_needs_the_same_queries_with_one_row_and_with_three(client, cast):
    desk = signed_in(client, cast.counsellor)
    submitted(cast)
    desk.get(at("answers_list"))
    with CaptureQueriesContext(connection) as with_one:
        desk.get(at("answers_list"))
    submitted(cast)
    submitted(cast)

    with CaptureQueriesContext(connection) as with_three:
        desk.get(at("answers_list"))

    assert len(with_three) == len(with_one)
    # Session, person, seats and the units below them are those of every page.
    assert len(with_three) <= 8


def test_export_holds_codes_and_only_what_the_reader_may_export(client, cast):
    submitted(cast, {**CARD, "details": ["=1+1"]})
    address = at("answers_file", "xlsx") + "?sheet=intake_card"

    book = load_workbook(io.BytesIO(signed_in(client, cast.desk_manager).get(address).content))
    rows = book.get_sheet_by_index(0).to_python()
    others = load_workbook(io.BytesIO(signed_in(Client(), cast.city_officer).get(address).content))

    row = dict(zip(rows[0], rows[1], strict=True))
    assert row["相談の方法[channel]"] == "visit"
    assert row["相談したいこと（いくつでも）[topics]"] == "work;housing"
    assert row["くわしい内容[details]"] == "=1+1"
    assert len(others.get_sheet_by_index(0).to_python()) == 1


def test_counsellor_exports_nothing(client, cast):
    submitted(cast)

    page = text(signed_in(client, cast.counsellor).get(at("answers_list") + "?sheet=intake_card"))

    assert "answers.xlsx" not in page


def test_free_text_leaves_by_workbook_only(client, cast):
    response = signed_in(client, cast.desk_manager).get(
        at("answers_file", "csv") + "?sheet=intake_card"
    )

    assert response.status_code == 404


def test_contractor_who_manages_exports_her_desk_only(client, cast):
    submitted(cast)
    seat(cast.prefecture_counsellor, cast.units["prefecture_desk"], Role.DESK_MANAGER)
    other = signed_in(client, cast.prefecture_counsellor)

    book = load_workbook(
        io.BytesIO(other.get(at("answers_file", "xlsx") + "?sheet=intake_card").content)
    )

    assert len(book.get_sheet_by_index(0).to_python()) == 1
