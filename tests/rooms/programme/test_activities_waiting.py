"""What waits of activities, for whom, and until when."""

from datetime import date

import pytest

from renkei.core.waiting import told
from renkei.programme.actions.activities import (
    answer_activity,
    keep_draft,
    record_draft,
    withdraw_activity,
)
from renkei.programme.queries.activity_waiting import ACTIVITIES
from tests.cast import Cast
from tests.rooms.programme.doing import TODAY, charged_cast, done, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
DRAFT, CONFIRM, OBJECTION, NOTHING = (
    "下書きを記録する",
    "共同の活動の記録を確かめる",
    "相手側の異議を確かめる",
    "活動を記録する",
)


@pytest.fixture
def cast() -> Cast:
    return charged_cast("I-3", "II-1")


def steps(cast: Cast, who: str) -> list[str]:
    return [one.step for one in told(cast.asker(who, on=TODAY), ACTIVITIES)]


def test_initiatives_without_anything_this_quarter(cast: Cast) -> None:
    recorded(cast, first_day=date(2026, 9, 30))

    waiting = told(cast.asker("city_officer", on=TODAY), ACTIVITIES)

    assert [one.step for one in waiting] == [NOTHING, NOTHING]
    assert {one.title: one.address for one in waiting} == {
        "I-3 2026年度第3四半期の活動": "/programme/activities/new/?initiative=I-3",
        "II-1 2026年度第3四半期の活動": "/programme/activities/new/?initiative=II-1",
    }
    quarter = (date(2026, 10, 1), date(2026, 12, 31))
    assert {(one.since, one.due) for one in waiting} == {quarter}


def test_recording_ends_the_wait(cast: Cast) -> None:
    recorded(cast)
    waiting = told(cast.asker("city_officer", on=TODAY), ACTIVITIES)
    assert [one.title for one in waiting] == ["II-1 2026年度第3四半期の活動"]

    made = recorded(cast, initiatives=("II-1",))
    assert steps(cast, "city_officer") == []
    withdraw_activity(made, by=cast.asker("city_officer"), on=TODAY, reason="中止")
    assert steps(cast, "city_officer") == [NOTHING]


def test_draft_waits_for_whoever_began_it(cast: Cast) -> None:
    by = cast.asker("city_officer")
    recorded(cast, initiatives=("I-3", "II-1"))
    draft = keep_draft(cast.units["city_section"].key, done(), by=by, on=TODAY)

    waiting = told(cast.asker("city_officer", on=TODAY), ACTIVITIES)
    assert [(one.step, one.title, one.is_mine(by)) for one in waiting] == [
        (DRAFT, "I-3 働き方セミナー", True)
    ]
    assert steps(cast, "prefecture_officer") == [NOTHING, NOTHING]

    record_draft(draft, done(), by=by, on=TODAY)
    assert steps(cast, "city_officer") == []


def test_joint_record_waits_for_the_other_side_until_it_answers(cast: Cast) -> None:
    made = recorded(cast, is_joint=True)
    assert CONFIRM in steps(cast, "prefecture_officer")
    assert CONFIRM not in steps(cast, "city_officer")

    answer_activity(
        made, "objected", by=cast.asker("prefecture_officer"), on=TODAY, note="30人です"
    )

    assert CONFIRM not in steps(cast, "prefecture_officer")
    assert OBJECTION in steps(cast, "city_officer")


def test_joint_record_without_a_unit_waits_for_the_other_programme_office(cast: Cast) -> None:
    recorded(cast, "city_office", initiatives=("II-5",), is_joint=True)

    assert steps(cast, "prefecture_office") == [CONFIRM]
    assert steps(cast, "city_office") == []
    assert CONFIRM not in steps(cast, "prefecture_officer")


@pytest.mark.parametrize("who", ["counsellor", "representative", "citizen", "auditor"])
def test_nothing_waits_for_others(cast: Cast, who: str) -> None:
    recorded(cast, is_joint=True)

    assert steps(cast, who) == []
