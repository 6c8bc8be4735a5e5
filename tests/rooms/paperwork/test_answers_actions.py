"""Filling in a sheet and deciding about it: who may, in which order, and who was faster."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from renkei.charter import sheet_reader
from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.journal.models import Entry
from renkei.paperwork.actions.answers import (
    Incomplete,
    SavedMeanwhile,
    save_answers,
    start_answers,
    submit_answers,
    take_back_answers,
)
from renkei.paperwork.actions.deciding import (
    accept_answers,
    discard_answers,
    make_link,
    return_answers,
    withdraw_link,
)
from renkei.paperwork.models import Answers, SheetUsed
from renkei.paperwork.queries.answers import link_with
from renkei.paperwork.queries.sheets import changed_since_used, version_of
from renkei.paperwork.states import AnswersState
from tests.cast import Cast, standing_cast
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.paperwork.filling import (
    ANONYMOUS,
    CARD,
    NAME,
    TODAY,
    card,
    draft,
    filled,
    submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def told() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


# --- begin ------------------------------------------------------------------------------------


def test_draft_is_bound_to_the_version_of_the_day(cast):
    answers = draft(cast)

    version = sheet_reader.sheets()["intake_card"].versions[0]
    assert (answers.version, answers.used_id) == ("2026-04", version.digest)
    assert (answers.unit, answers.side) == (cast.units["city_desk"].key, "city")
    assert told() == []


@pytest.mark.parametrize(
    "who", ["city_office", "prefecture_counsellor", "last_counsellor", "representative", "citizen"]
)
def test_nobody_begins_a_sheet_at_a_desk_of_others(cast, who):
    with pytest.raises(NotPermitted):
        draft(cast, who)

    assert not Answers.objects.exists()


def test_sheet_without_a_version_on_that_day_is_refused(cast):
    with pytest.raises(WrongState):
        start_answers(
            "intake_card",
            by=cast.asker("counsellor"),
            unit=cast.units["city_desk"].key,
            on=TODAY.replace(year=2020),
        )

    assert not Answers.objects.exists()


# --- save -------------------------------------------------------------------------------------


def test_save_keeps_what_is_right_and_what_is_not(cast):
    answers = draft(cast)

    save_answers(
        answers,
        card({**CARD, "email": ["hanako@"]}),
        by=cast.asker("counsellor"),
        revision=0,
    )

    answers.refresh_from_db()
    assert answers.values["name"] == NAME
    assert answers.unread == {"email": ["hanako@"]}
    assert (answers.revision, answers.saved_by) == (1, cast.counsellor.key)


def test_second_tab_is_told_and_overwrites_nothing(cast):
    answers = filled(cast)

    with pytest.raises(SavedMeanwhile) as told_so:
        save_answers(answers, card(ANONYMOUS), by=cast.asker("desk_manager"), revision=0)

    answers.refresh_from_db()
    assert answers.values["name"] == NAME
    assert told_so.value.answers.saved_by == cast.counsellor.key


@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_that_save_at_once_one_is_kept_and_one_is_told(cast):
    answers = draft(cast)
    by = cast.asker("counsellor")
    texts = [{"topics": [topic]} for topic in ("work", "housing", "children", "other")]

    with shared_database():
        outcomes = at_once(
            *(lambda t=t: save_answers(answers, card(t), by=by, revision=0) for t in texts)
        )
        kept = Answers.objects.get()

    assert refusals(outcomes) == 3
    winner = next(n for n, outcome in enumerate(outcomes) if isinstance(outcome, Answers))
    assert (kept.revision, kept.values) == (1, texts[winner])


# --- submit -----------------------------------------------------------------------------------


def test_submitting_tells_the_journal_which_sheet_and_never_what_was_answered(cast):
    submitted(cast)

    entry = Entry.objects.get()
    assert (entry.kind, json.loads(entry.facts)) == (
        "sheet.submitted",
        {"sheet": "intake_card", "version": "2026-04", "by_link": False},
    )
    assert (entry.organisation, entry.side) == (cast.units["city_desk"].key, "city")
    assert entry.initiatives.split() == ["II-1"]
    assert NAME not in str(entry.__dict__)


def test_anonymous_consultation_can_be_submitted(cast):
    answers = submitted(cast, ANONYMOUS)

    assert (answers.state, answers.person) == (AnswersState.SUBMITTED, "")


def test_incomplete_answers_are_refused_with_what_is_missing(cast):
    answers = filled(cast, {**CARD, "name": [""], "email": ["hanako@"]})

    with pytest.raises(Incomplete) as told_so:
        submit_answers(answers, by=cast.asker("counsellor"), on=TODAY, revision=1)

    assert [p.question.key for p in told_so.value.problems] == ["name", "email"]
    answers.refresh_from_db()
    assert answers.state == AnswersState.DRAFT
    assert told() == []


def test_answers_to_questions_no_longer_asked_are_left_out(cast):
    answers = submitted(cast, {**CARD, "gives_name": ["no"]})

    assert answers.values == {
        "channel": "visit",
        "gives_name": False,
        "topics": ["work", "housing"],
    }


def test_what_somebody_changed_after_the_review_is_not_submitted(cast):
    answers = filled(cast)
    save_answers(answers, card(ANONYMOUS), by=cast.asker("desk_manager"), revision=1)

    with pytest.raises(SavedMeanwhile):
        submit_answers(answers, by=cast.asker("counsellor"), on=TODAY, revision=1)

    answers.refresh_from_db()
    assert answers.state == AnswersState.DRAFT


@pytest.mark.django_db(transaction=True)
def test_submitted_twice_at_once_counts_once(cast):
    answers = filled(cast)
    by = cast.asker("counsellor")

    with shared_database():
        outcomes = at_once(*[lambda: submit_answers(answers, by=by, on=TODAY, revision=1)] * 4)
        n_told = Entry.objects.filter(kind="sheet.submitted").count()

    assert (refusals(outcomes), n_told) == (3, 1)


def test_submitted_answers_cannot_be_changed_but_taken_back(cast):
    answers = submitted(cast)
    by = cast.asker("counsellor")
    with pytest.raises(WrongState):
        save_answers(answers, card(ANONYMOUS), by=by, revision=answers.revision)

    again = take_back_answers(answers, by=by, on=TODAY)
    save_answers(again, card(ANONYMOUS), by=by, revision=again.revision)

    answers.refresh_from_db()
    assert (answers.state, answers.values["topics"]) == (AnswersState.DRAFT, ["work"])
    assert told() == ["sheet.submitted", "sheet.taken_back"]


# --- decide -----------------------------------------------------------------------------------


def test_accepted_answers_stay_until_they_are_returned_with_a_reason(cast):
    answers = accept_answers(submitted(cast), by=cast.asker("desk_manager"), on=TODAY)
    with pytest.raises(WrongState):
        take_back_answers(answers, by=cast.asker("counsellor"), on=TODAY)
    with pytest.raises(Refused):
        return_answers(answers, by=cast.asker("desk_manager"), on=TODAY, reason="  ")

    return_answers(answers, by=cast.asker("desk_manager"), on=TODAY, reason="電話番号も")

    answers.refresh_from_db()
    assert (answers.state, answers.return_reason) == (AnswersState.RETURNED, "電話番号も")
    assert told() == ["sheet.submitted", "sheet.accepted", "sheet.returned"]


@pytest.mark.parametrize(
    "who", ["city_office", "city_officer", "prefecture_officer", "last_counsellor", "citizen"]
)
def test_nobody_else_decides_about_a_desks_answers(cast, who):
    answers = submitted(cast)

    for decide in (
        lambda by: accept_answers(answers, by=by, on=TODAY),
        lambda by: return_answers(answers, by=by, on=TODAY, reason="だめ"),
        lambda by: make_link(answers, by=by, on=TODAY, days=1),
        lambda by: discard_answers(answers, by=by),
    ):
        with pytest.raises(NotPermitted):
            decide(cast.asker(who))

    answers.refresh_from_db()
    assert answers.state == AnswersState.SUBMITTED


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_the_second_is_told(cast):
    answers = submitted(cast)

    with shared_database():
        outcomes = at_once(
            lambda: accept_answers(answers, by=cast.asker("desk_manager"), on=TODAY),
            lambda: take_back_answers(answers, by=cast.asker("counsellor"), on=TODAY),
        )

    assert refusals(outcomes) == 1


def test_draft_is_thrown_away_but_nothing_that_was_submitted(cast):
    discard_answers(filled(cast), by=cast.asker("counsellor"))
    again = take_back_answers(submitted(cast), by=cast.asker("counsellor"), on=TODAY)

    with pytest.raises(WrongState):
        discard_answers(again, by=cast.asker("desk_manager"))

    assert Answers.objects.get() == again


# --- by a link --------------------------------------------------------------------------------


def test_link_opens_one_sheet_for_somebody_without_an_account(cast):
    answers = draft(cast)
    link, secret = make_link(answers, by=cast.asker("counsellor"), on=TODAY, days=14)

    found = link_with(secret)
    saved = save_answers(found.answers, card(ANONYMOUS), by=found, revision=0)
    submit_answers(saved, by=found, on=TODAY, revision=1)

    answers.refresh_from_db()
    assert (answers.state, answers.submitted_by) == (AnswersState.SUBMITTED, "")
    assert told() == ["sheet.requested", "sheet.submitted"]
    assert json.loads(Entry.objects.order_by("id").last().facts)["by_link"] is True
    assert secret not in str(link.__dict__)


def test_link_opens_no_other_answers(cast):
    link, _secret = make_link(draft(cast), by=cast.asker("counsellor"), on=TODAY, days=14)
    others = draft(cast)

    with pytest.raises(NotPermitted):
        save_answers(others, card(ANONYMOUS), by=link, revision=0)

    others.refresh_from_db()
    assert others.values == {}


def test_link_that_was_withdrawn_or_is_over_opens_nothing(cast):
    answers = draft(cast)
    withdrawn, _secret = make_link(answers, by=cast.asker("counsellor"), on=TODAY, days=14)
    over, _secret = make_link(answers, by=cast.asker("counsellor"), on=TODAY, days=14)
    withdraw_link(withdrawn, by=cast.asker("desk_manager"))

    with pytest.raises(NotPermitted):
        save_answers(answers, card(ANONYMOUS), by=withdrawn, revision=0)
    with (
        time_machine.travel(timezone.now() + timedelta(days=14, seconds=1), tick=False),
        pytest.raises(NotPermitted),
    ):
        save_answers(answers, card(ANONYMOUS), by=over, revision=0)

    answers.refresh_from_db()
    assert answers.values == {}


@pytest.mark.parametrize("days", [0, 181])
def test_link_lasts_a_time_that_can_be_overseen(cast, days):
    with pytest.raises(Refused):
        make_link(draft(cast), by=cast.asker("counsellor"), on=TODAY, days=days)


# --- versions ---------------------------------------------------------------------------------


def test_answers_are_read_as_they_were_asked_when_the_file_has_changed(cast, monkeypatch):
    answers = submitted(cast)
    asked = version_of(answers)
    monkeypatch.setattr(sheet_reader, "sheets", dict)

    answers = Answers.objects.get()

    assert version_of(answers).questions == asked.questions
    assert [used.sheet for used in changed_since_used()] == ["intake_card"]


def test_copy_of_a_version_is_kept_once(cast):
    submitted(cast)
    draft(cast)

    assert SheetUsed.objects.count() == 1
    assert changed_since_used() == []
