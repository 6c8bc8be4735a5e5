"""What waits of the markets, for the desk and for whoever left a form half-way."""

from datetime import date, timedelta

import pytest
import time_machine

from renkei.core.waiting import told
from renkei.opportunities.actions.seekers import keep_seeker
from renkei.opportunities.models import Placement, Seeker
from renkei.opportunities.queries.waiting import OPPORTUNITIES
from renkei.web.tasks import all_waiting
from tests.cast import Cast
from tests.rooms.opportunities.doing import (
    TODAY,
    desk_cast,
    desk_of,
    entered,
    introduced,
    placed,
    registered,
    sought,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
NOT_OF_THE_DESK = ("outsider", "prefecture_counsellor", "representative")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def cast() -> Cast:
    return desk_cast("II-1")


def waiting(cast: Cast, who: str = "counsellor", on: date = TODAY) -> list[tuple[str, str]]:
    found = told(cast.asker(who, on=on), OPPORTUNITIES)
    return [(one.step, one.title) for one in found]


def draft(cast: Cast, who: str = "counsellor", **more: object) -> Seeker:
    by = cast.asker(who)
    unit = cast.units["city_desk"].key if not by.seats else desk_of(by)
    return keep_seeker("jobs", unit, sought(**more), by=by, on=TODAY)


def test_posting_waits_to_be_checked_by_the_desk_alone(cast: Cast) -> None:
    posting = entered(cast)

    assert waiting(cast) == [("募集を確かめる", posting.title)]
    assert [waiting(cast, who) for who in NOT_OF_THE_DESK] == [[], [], []]


def test_form_left_half_way_waits_from_the_day_after_the_next(cast: Cast) -> None:
    seeker = draft(cast)

    assert waiting(cast) == []
    with time_machine.travel(TODAY + timedelta(days=2), tick=True):
        assert waiting(cast, on=TODAY + timedelta(days=2)) == [
            ("続きを書いて登録する", seeker.name)
        ]


def test_own_form_waits_for_whoever_left_it(cast: Cast) -> None:
    seeker = draft(cast, "citizen", person=cast.citizen.key, name="")

    (one,) = told(cast.asker("citizen"), OPPORTUNITIES)

    assert (one.title, one.person) == (seeker.number, cast.citizen.key)
    assert one.address == f"/opportunities/seekers/{seeker.key}/change/"
    assert waiting(cast, "outsider") == []


def test_placement_in_which_nothing_is_heard_for_two_weeks_waits(cast: Cast) -> None:
    placement = introduced(cast)
    later = TODAY + timedelta(days=15)

    assert waiting(cast) == []
    with time_machine.travel(later, tick=True):
        (one,) = waiting(cast, on=later)

    assert one == (
        "どうなったかを聞いて記録する",
        f"{placement.posting.title} / {placement.seeker.number}",
    )


def test_time_to_ask_how_somebody_is_waits_and_goes_with_the_answer(cast: Cast) -> None:
    placement = placed(introduced(cast), "accepted", "started", by=cast.asker("counsellor"))
    later = date(2027, 2, 1)
    Placement.objects.filter(pk=placement.pk).update(ask_on=later)

    assert waiting(cast) == []
    with time_machine.travel(later, tick=True):
        assert [step for step, _title in waiting(cast, on=later)] == ["その後の様子を伺う"]
        Placement.objects.filter(pk=placement.pk).update(ask_on=None)
        assert waiting(cast, on=later) == []


def test_names_of_people_stand_in_no_line_about_a_placement(cast: Cast) -> None:
    introduced(cast)
    later = TODAY + timedelta(days=15)

    with time_machine.travel(later, tick=True):
        titles = [title for _step, title in waiting(cast, on=later)]

    assert not any("試験 花子" in title for title in titles)


def test_everything_of_the_markets_is_asked_for_at_once(
    cast: Cast, django_assert_num_queries
) -> None:
    entered(cast)
    draft(cast)
    asker = cast.asker("counsellor")
    told(asker, OPPORTUNITIES)

    with django_assert_num_queries(1):
        told(asker, OPPORTUNITIES)


def test_tasks_of_the_house_hold_what_waits_here(cast: Cast) -> None:
    posting = entered(cast)

    assert posting.title in {one.title for one in all_waiting(cast.asker("counsellor"))}


def test_whoever_has_nothing_to_do_here_is_not_asked(cast: Cast) -> None:
    registered(cast)

    assert waiting(cast) == []
