"""Pages of sheets and answers: from form to receipt, what is kept, what nobody else sees."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import load_workbook

from renkei.core import areas
from renkei.core.access import address_to_open
from renkei.core.rights import Role
from renkei.directory.actions.access import open_record
from renkei.directory.models import Look
from renkei.paperwork.models import Answers
from renkei.paperwork.states import AnswersState
from tests.cast import Cast, seat, standing_cast
from tests.rooms.paperwork.filling import (
    ANONYMOUS,
    CARD,
    NAME,
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
    areas.offer_areas(
        lambda codes: {code: AREAS[code] for code in AREAS if codes is None or code in codes}
    )
    yield
    areas._OFFERED[:] = before


def at(name: str, *args: str) -> str:
    return reverse(f"paperwork:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


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


def test_formula_in_an_answer_does_not_leave_as_one_by_csv(client, cast):
    submitted(cast, {**CARD, "details": ["=1+1"]})

    response = signed_in(client, cast.desk_manager).get(
        at("answers_file", "csv") + "?sheet=intake_card"
    )

    (row,) = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert row["くわしい内容[details]"] == "'=1+1"


def test_contractor_who_manages_exports_her_desk_only(client, cast):
    submitted(cast)
    seat(cast.prefecture_counsellor, cast.units["prefecture_desk"], Role.DESK_MANAGER)
    other = signed_in(client, cast.prefecture_counsellor)

    book = load_workbook(
        io.BytesIO(other.get(at("answers_file", "xlsx") + "?sheet=intake_card").content)
    )

    assert len(book.get_sheet_by_index(0).to_python()) == 1


def test_look_from_outside_is_written_down_and_one_from_the_desk_is_not(client, cast):
    answers = submitted(cast)
    signed_in(client, cast.counsellor).get(at("answers", answers.key))
    from_the_desk = Look.objects.count()
    open_record(answers, by=cast.asker("city_officer"), reason="苦情の調査のために読む", hours=1)

    page = text(signed_in(Client(), cast.city_officer).get(at("answers", answers.key)))

    assert NAME in page
    assert from_the_desk == 0
    assert Look.objects.filter(record_key=answers.key, person=cast.city_officer.key).exists()


def test_record_of_a_draft_does_not_ask_for_what_is_missing_but_the_review_does(client, cast):
    answers = filled(cast, {"channel": ["visit"]})
    desk = signed_in(client, cast.counsellor)

    record, review = (text(desk.get(at(name, answers.key))) for name in ("answers", "review"))

    assert "選んでください。" not in record
    assert "選んでください。" in review
    assert "この内容で提出する" not in review


def test_another_section_is_led_to_the_page_on_which_a_reason_is_given(client, cast):
    answers = submitted(cast)

    page = text(signed_in(client, cast.city_officer).get(at("answers", answers.key)))

    assert f'href="{address_to_open(answers)}"' in page


def test_easy_japanese_is_offered_on_the_japanese_page_only(client, cast):
    answers = draft(cast)
    desk = signed_in(client, cast.counsellor)

    japanese, english = (text(desk.get(prefix + at("fill", answers.key))) for prefix in ("", "/en"))

    assert "やさしい日本語" in japanese
    assert "Easy Japanese" not in english
