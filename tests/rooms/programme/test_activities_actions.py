"""What was done is counted once: recorded, corrected, withdrawn, by one side or by both."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import TestCase

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.journal.models import Entry
from renkei.paperwork.models import Notice
from renkei.programme.actions.activities import (
    answer_activity,
    change_draft,
    correct_activity,
    keep_draft,
    record_activity,
    record_draft,
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


# --- recording ----------------------------------------------------------------------------------


def test_recorded_activity_is_one_entry(cast: Cast) -> None:
    made = recorded(cast, hours=Decimal("2.5"), cost_yen=50_000, firms=12)

    entry = Entry.objects.get(kind="activity.held")
    assert (entry.pk, entry.subject_key) == (made.entry, made.key)
    assert (entry.side, entry.organisation) == ("city", cast.units["city_section"].key)
    assert (entry.on, entry.place, entry.initiatives) == (date(2026, 11, 20), "012041", " I-3 ")
    assert (entry.quantity, entry.quantity_unit) == (40, "人")
    assert '"firms":12' in entry.facts
    assert (made.state, made.shown_to) == ("recorded", "city")


def test_unknown_number_of_participants_stays_unknown(cast: Cast) -> None:
    made = recorded(cast, participants=None)

    assert counted(made) == [("city", None, "I-3")]


def test_joint_activity_is_one_entry_of_both(cast: Cast) -> None:
    made = recorded(cast, is_joint=True)

    assert counted(made) == [("joint", 40, "I-3")]
    assert made.other_unit_id == cast.units["prefecture_section"].key


def test_other_side_is_told_of_a_joint_activity(cast: Cast) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        recorded(cast, is_joint=True)

    told = Notice.objects.get(template="programme.joint_activity")
    assert told.person == cast.prefecture_officer.key
    assert "働き方セミナー" in told.body


def test_activity_serves_several_initiatives_in_their_order() -> None:
    cast = charged_cast("I-3", "II-1")

    made = recorded(cast, initiatives=("II-1", "I-3", "II-1"))

    assert made.references == ("I-3", "II-1")
    assert counted(made) == [("city", 40, "I-3 II-1")]


def test_partners_tell_with_whom(cast: Cast) -> None:
    keys = tuple(cast.organisations[name].key for name in ("company", "university"))

    made = recorded(cast, partners=keys)

    assert (made.is_with_business, made.is_with_universities) == (True, True)
    assert made.is_with_municipalities is False
    mentioned = Entry.objects.get(pk=made.entry).mentions.filter(of="organisation")
    assert set(mentioned.values_list("key", flat=True)) == set(keys)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"initiatives": ()}, "どの取組"),
        ({"initiatives": ("IX-9",)}, "IX-9"),
        ({"first_day": TOMORROW}, "まだ来ていません"),
        ({"last_day": date(2026, 11, 1)}, "終わりの日"),
        ({"place": "999999"}, "999999"),
        ({"hours": Decimal(0)}, "時間"),
        ({"initiatives": ("II-5",)}, "担当として登録されていません"),
    ],
)
def test_recording_says_what_to_mend(cast: Cast, what: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said):
        recorded(cast, **what)

    assert Activity.objects.count() == 0
    assert Entry.objects.filter(kind="activity.held").count() == 0


def test_unit_above_may_be_the_one_in_charge() -> None:
    cast = charged_cast()
    desk = cast.units["city_desk"]

    made = record_activity(desk.key, done(), by=cast.asker("city_office"), on=TODAY)

    assert made.unit_id == desk.key


def test_programme_office_records_for_its_side(cast: Cast) -> None:
    made = recorded(cast, "city_office", initiatives=("II-5",))

    assert counted(made) == [("city", 40, "II-5")]


@pytest.mark.parametrize(
    "who", ["prefecture_officer", "prefecture_office", "counsellor", "representative", "outsider"]
)
def test_nobody_records_for_a_unit_of_others(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        record_activity(cast.units["city_section"].key, done(), by=cast.asker(who), on=TODAY)

    assert Activity.objects.count() == 0


def test_same_token_makes_one_record(cast: Cast) -> None:
    unit, by = cast.units["city_section"].key, cast.asker("city_officer")

    first = record_activity(unit, done(), by=by, on=TODAY, token="t" * 32)
    second = record_activity(unit, done(participants=99), by=by, on=TODAY, token="t" * 32)

    assert second.key == first.key
    assert counted(first) == [("city", 40, "I-3")]


@pytest.mark.django_db(transaction=True)
def test_same_token_sent_twice_at_once_makes_one_record() -> None:
    with shared_database():
        cast = charged_cast()
        unit, by = cast.units["city_section"].key, cast.asker("city_officer")

        def send() -> str:
            return record_activity(unit, done(place=""), by=by, on=TODAY, token="t" * 32).key

        outcomes = at_once(send, send)

        assert refusals(outcomes) == 0
        assert outcomes[0] == outcomes[1]
        assert Activity.objects.count() == 1
        assert Entry.objects.filter(kind="activity.held").count() == 1


# --- drafts -------------------------------------------------------------------------------------


def test_draft_counts_nothing_until_it_is_recorded(cast: Cast) -> None:
    unit, by = cast.units["city_section"].key, cast.asker("city_officer")
    draft = keep_draft(unit, done(first_day=TOMORROW), by=by, on=TODAY)
    assert (n_written(draft), draft.shown_to) == (0, "")

    change_draft(draft, done(first_day=YESTERDAY, participants=9), by=by)
    made = record_draft(draft, done(first_day=YESTERDAY), by=by, on=TODAY)

    assert counted(made) == [("city", 40, "I-3")]
    assert (made.state, made.version) == ("recorded", 3)


def test_draft_is_a_matter_of_its_unit(cast: Cast) -> None:
    unit, by = cast.units["city_section"].key, cast.asker("city_officer")
    keep_draft(unit, done(is_joint=True), by=by, on=TODAY)

    readers = {
        name for name in cast.people if Activity.objects.visible_to(cast.asker(name)).exists()
    }

    assert readers == {"city_officer", "city_office"}


def test_draft_is_put_away_without_a_reason(cast: Cast) -> None:
    unit, by = cast.units["city_section"].key, cast.asker("city_officer")
    draft = keep_draft(unit, done(), by=by, on=TODAY)

    assert withdraw_activity(draft, by=by, on=TODAY).state == "withdrawn"
    assert n_written(draft) == 0


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
