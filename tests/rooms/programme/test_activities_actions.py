"""What was done is counted once: recorded, corrected, withdrawn, by one side or by both."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import TestCase

from renkei.core.errors import NotPermitted, Refused
from renkei.journal.models import Entry
from renkei.paperwork.models import Notice
from renkei.programme.actions.activities import (
    change_draft,
    correct_activity,
    keep_draft,
    record_activity,
    record_draft,
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
