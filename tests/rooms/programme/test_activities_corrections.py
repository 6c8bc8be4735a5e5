"""A recorded activity corrected, withdrawn, answered by the other side, shown to everybody."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.directory.queries.units import reasons_to_stay_open
from renkei.journal.models import Entry
from renkei.paperwork.actions.attachments import attach
from renkei.paperwork.models import Notice
from renkei.paperwork.parts import attachments_part
from renkei.programme.actions.activities import (
    answer_activity,
    correct_activity,
    keep_draft,
    record_activity,
    show_activity,
    withdraw_activity,
)
from renkei.programme.models import Activity
from tests.cast import Cast
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.programme.doing import TODAY, charged_cast, counted, done, n_written, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
YESTERDAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 26)


@pytest.fixture
def cast() -> Cast:
    return charged_cast()


def corrected(cast: Cast, activity: Activity, **more: object) -> Activity:
    return correct_activity(
        activity,
        done(**more),
        by=cast.asker("city_officer"),
        on=TODAY,
        reason="数え直し",
    )


# --- correcting ---------------------------------------------------------------------------------


def test_correction_takes_back_and_writes_again(cast: Cast) -> None:
    made = recorded(cast)

    corrected(cast, made, participants=38)

    made.refresh_from_db()
    assert counted(made) == [("city", 38, "I-3")]
    assert n_written(made) == 3  # the first, its reversal, the second
    reversal = Entry.objects.get(reverses__isnull=False)
    assert (reversal.reason, reversal.on) == ("数え直し", TODAY)


def test_correction_of_words_alone_leaves_the_entry(cast: Cast) -> None:
    made = recorded(cast)
    before = made.entry

    corrected(cast, made, narrative="会場は満席だった。")

    made.refresh_from_db()
    assert (made.entry, n_written(made)) == (before, 1)
    assert n_written(made, "activity.described") == 1


def test_correction_may_change_the_day_and_the_side(cast: Cast) -> None:
    made = recorded(cast)

    corrected(cast, made, first_day=date(2026, 9, 30), is_joint=True)

    made.refresh_from_db()
    assert counted(made) == [("joint", 40, "I-3")]
    assert Entry.objects.get(pk=made.entry).on == date(2026, 9, 30)


@pytest.mark.parametrize("who", ["bureau_officer", "prefecture_officer", "auditor", "citizen"])
def test_others_do_not_correct(cast: Cast, who: str) -> None:
    made = recorded(cast, is_joint=True)

    with pytest.raises(NotPermitted):
        correct_activity(made, done(participants=1), by=cast.asker(who), on=TODAY, reason="違う")

    assert counted(made) == [("joint", 40, "I-3")]


def test_correction_needs_a_reason(cast: Cast) -> None:
    made = recorded(cast)

    with pytest.raises(Refused, match="理由"):
        correct_activity(
            made, done(participants=1), by=cast.asker("city_officer"), on=TODAY, reason=" "
        )


def test_page_opened_before_a_correction_corrects_nothing(cast: Cast) -> None:
    made = recorded(cast)
    corrected(cast, made, participants=38)

    with pytest.raises(WrongState, match="先に直しました"):
        correct_activity(
            made,
            done(participants=39),
            by=cast.asker("city_officer"),
            on=TODAY,
            reason="数え直し",
            version=1,
        )

    assert counted(made) == [("city", 38, "I-3")]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_correct_at_once_the_second_is_told() -> None:
    with shared_database():
        cast = charged_cast()
        made = recorded(cast, place="")

        def correct(who: str, n: int) -> Activity:
            return correct_activity(
                made,
                done(participants=n, place=""),
                by=cast.asker(who),
                on=TODAY,
                reason="数え直し",
                version=1,
            )

        outcomes = at_once(lambda: correct("city_officer", 41), lambda: correct("city_office", 42))

        assert refusals(outcomes) == 1
        assert len(counted(made)) == 1
        assert n_written(made) == 3


# --- withdrawing --------------------------------------------------------------------------------


def test_withdrawal_takes_the_entry_back(cast: Cast) -> None:
    made = recorded(cast)
    show_activity(made, is_public=True, by=cast.asker("city_officer"), on=TODAY)

    withdraw_activity(made, by=cast.asker("city_officer"), on=TODAY, reason="中止だった")

    made.refresh_from_db()
    assert (made.state, made.is_public, made.entry) == ("withdrawn", False, None)
    assert counted(made) == []


def test_what_was_withdrawn_stays_so(cast: Cast) -> None:
    made = recorded(cast)
    by = cast.asker("city_officer")
    withdraw_activity(made, by=by, on=TODAY, reason="中止だった")

    with pytest.raises(WrongState):
        withdraw_activity(made, by=by, on=TODAY, reason="もう一度")
    with pytest.raises(WrongState):
        corrected(cast, made)


def test_withdrawal_of_a_record_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(Refused, match="理由"):
        withdraw_activity(recorded(cast), by=cast.asker("city_officer"), on=TODAY)


# --- the other side, and everybody --------------------------------------------------------------


def test_other_side_says_that_it_has_seen_the_record(cast: Cast) -> None:
    made = recorded(cast, is_joint=True)

    answer_activity(made, "seen", by=cast.asker("prefecture_officer"), on=TODAY)

    made.refresh_from_db()
    assert (made.others_view, made.others_by) == ("seen", cast.prefecture_officer.key)
    assert n_written(made, "activity.answered") == 1


def test_objection_says_what_is_wrong_and_is_sent(cast: Cast) -> None:
    made = recorded(cast, is_joint=True)
    by = cast.asker("prefecture_officer")

    with pytest.raises(Refused, match="どこが違うか"):
        answer_activity(made, "objected", by=by, on=TODAY)
    answer_activity(made, "objected", by=by, on=TODAY, note="参加者は30人です")

    told = Notice.objects.get(template="programme.activity_objected")
    assert told.person == cast.city_officer.key
    assert "参加者は30人です" in told.body


def test_correction_asks_the_other_side_again(cast: Cast) -> None:
    made = recorded(cast, is_joint=True)
    answer_activity(made, "seen", by=cast.asker("prefecture_officer"), on=TODAY)
    made.refresh_from_db()

    corrected(cast, made, is_joint=True, participants=38)

    made.refresh_from_db()
    assert (made.others_view, made.others_at) == ("", None)


@pytest.mark.parametrize("who", ["city_officer", "city_office", "auditor", "citizen"])
def test_nobody_else_answers_for_the_other_side(cast: Cast, who: str) -> None:
    made = recorded(cast, is_joint=True)

    with pytest.raises(NotPermitted):
        answer_activity(made, "seen", by=cast.asker(who), on=TODAY)


def test_programme_office_answers_where_nobody_is_in_charge(cast: Cast) -> None:
    made = recorded(cast, "city_office", initiatives=("II-5",), is_joint=True)
    assert made.other_unit_id is None

    answer_activity(made, "seen", by=cast.asker("prefecture_office"), on=TODAY)

    made.refresh_from_db()
    assert made.others_view == "seen"


def test_what_is_shown_everybody_may_read(cast: Cast) -> None:
    made = recorded(cast)
    assert not Activity.objects.visible_to(cast.asker("citizen")).exists()

    show_activity(made, is_public=True, by=cast.asker("city_officer"), on=TODAY)

    assert Activity.objects.visible_to(cast.asker("citizen")).get() == made
    assert n_written(made, "activity.shown") == 1


def test_draft_is_not_shown_to_everybody(cast: Cast) -> None:
    unit, by = cast.units["city_section"].key, cast.asker("city_officer")
    draft = keep_draft(unit, done(), by=by, on=TODAY)

    with pytest.raises(WrongState):
        show_activity(draft, is_public=True, by=by, on=TODAY)


# --- pictures and files ---------------------------------------------------------------------------


def test_pictures_stay_with_the_record_and_its_officials(cast: Cast) -> None:
    made = recorded(cast)
    show_activity(made, is_public=True, by=cast.asker("city_officer"), on=TODAY)
    file = SimpleUploadedFile("会場.txt", "満席".encode(), "text/plain")

    attach(made, file, by=cast.asker("city_officer"))

    def names(who: str) -> list[str]:
        part = attachments_part(made, cast.asker(who))
        return [one.name for one in part.files] if part else []

    assert names("prefecture_officer") == ["会場.txt"]
    assert names("citizen") == []


def test_files_of_what_was_withdrawn_neither_come_nor_go(cast: Cast) -> None:
    made = recorded(cast)
    by = cast.asker("city_officer")
    withdraw_activity(made, by=by, on=TODAY, reason="中止だった")

    with pytest.raises(WrongState):
        attach(made, SimpleUploadedFile("会場.txt", b"x", "text/plain"), by=by)


# --- its unit -------------------------------------------------------------------------------------


def test_unit_is_kept_open_by_drafts_and_not_by_what_was_recorded(cast: Cast) -> None:
    desk, by = cast.units["city_desk"], cast.asker("city_office")
    record_activity(desk.key, done(), by=by, on=TODAY)
    before = reasons_to_stay_open(desk, on=TODAY)

    keep_draft(desk.key, done(), by=by, on=TODAY)
    after = reasons_to_stay_open(desk, on=TODAY)

    assert [reason for reason in after if reason not in before] == [
        "終わっていない「活動の実績」が1件"
    ]
