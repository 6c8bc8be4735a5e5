"""A placement from the introduction to what became of it, and what of it stands in the journal."""

from datetime import date

import pytest
import time_machine

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.journal.queries import standing_entries
from renkei.opportunities.actions.placements import advance, apply_for, check, end, introduce
from renkei.opportunities.models import Posting
from tests.rooms.opportunities.doing import (
    TODAY,
    desk_cast,
    introduced,
    placed,
    published,
    registered,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
ALL_THE_WAY = ("applied", "met", "offered", "accepted", "started")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=True):
        yield


def written(placement) -> list[str]:
    found = standing_entries().filter(subject_key=placement.key).order_by("pk")
    return [one.kind.partition(".")[2] for one in found]


def test_each_step_is_one_entry_of_the_desk_with_place_and_person():
    cast = desk_cast()

    placement = placed(introduced(cast), *ALL_THE_WAY, by=cast.asker("counsellor"))

    assert written(placement) == ["introduced", *ALL_THE_WAY]
    entries = standing_entries().filter(subject_key=placement.key)
    assert {(one.side, one.place, one.initiatives.strip()) for one in entries} == {
        ("city", "012076", "II-1")
    }
    assert {one.person for one in entries} == {placement.seeker.who}


def test_start_tells_age_sex_and_origin_and_nothing_before_it_does():
    cast = desk_cast()

    placement = placed(introduced(cast), *ALL_THE_WAY, by=cast.asker("counsellor"))

    entries = standing_entries().filter(subject_key=placement.key)
    told = {one.kind.partition(".")[2]: (one.age, one.sex, one.origin) for one in entries}
    assert told.pop("started") == (32, "female", "130001")
    assert set(told.values()) == {(None, "", "")}


def test_acceptance_fills_the_posting_and_the_last_place_goes_once():
    cast = desk_cast()
    counsellor = cast.asker("counsellor")
    posting = published(cast)
    first, second = (
        introduce(registered(cast), posting, by=counsellor, on=TODAY) for _ in range(2)
    )

    advance(first, to="accepted", by=counsellor, on=TODAY)

    posting.refresh_from_db()
    assert (posting.taken, posting.state, posting.is_public) == (1, "filled", True)
    with pytest.raises(Refused, match="定員がいっぱい"):
        advance(second, to="accepted", by=counsellor, on=TODAY)
    second.refresh_from_db()
    assert second.state == "introduced"


def test_a_place_that_is_given_up_is_free_again():
    cast = desk_cast()
    counsellor = cast.asker("counsellor")
    placement = placed(introduced(cast), "accepted", by=counsellor)

    end(placement, reason="seeker_declined", by=counsellor, on=TODAY)

    posting = Posting.objects.get()
    assert (posting.taken, posting.state) == (0, "open")
    placement.seeker.refresh_from_db()
    assert placement.seeker.state == "active"


def test_desk_without_the_right_to_place_informs_and_does_not_introduce():
    cast = desk_cast()
    desk = cast.units["city_desk"]
    desk.may_place_jobs = False
    desk.save()
    seeker, posting = registered(cast), published(cast)

    with pytest.raises(NotPermitted, match="職業紹介"):
        introduce(seeker, posting, by=cast.asker("counsellor"), on=TODAY)


def test_same_pair_is_introduced_once_at_a_time():
    cast = desk_cast()
    placement = introduced(cast)

    with pytest.raises(Refused, match="すでに紹介"):
        introduce(placement.seeker, placement.posting, by=cast.asker("counsellor"), on=TODAY)


def test_steps_that_a_market_does_not_have_are_refused():
    cast = desk_cast()

    with pytest.raises(WrongState, match="その段階はありません"):
        advance(introduced(cast), to="completed", by=cast.asker("counsellor"), on=TODAY)


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 11, 26)])
def test_day_before_the_introduction_or_ahead_is_refused(day):
    cast = desk_cast()

    with pytest.raises(Refused, match="日"):
        advance(introduced(cast), to="applied", by=cast.asker("counsellor"), on=day)


def test_outsider_moves_nothing():
    cast = desk_cast()

    with pytest.raises(NotPermitted):
        advance(introduced(cast), to="applied", by=cast.asker("outsider"), on=TODAY)


def test_six_and_twelve_months_later_it_is_asked_once_each():
    cast = desk_cast()
    counsellor = cast.asker("counsellor")
    placement = placed(introduced(cast), "accepted", "started", by=counsellor)
    assert (placement.ask_months, placement.ask_on) == (6, date(2027, 5, 25))

    with time_machine.travel(date(2027, 5, 26), tick=True):
        check(placement, months=6, is_there=True, by=counsellor, on=date(2027, 5, 26))

        placement.refresh_from_db()
        assert (placement.ask_months, placement.ask_on) == (12, date(2027, 11, 25))
        with pytest.raises(Refused, match="すでに伺って"):
            check(placement, months=6, is_there=False, by=counsellor, on=date(2027, 5, 26))


def test_who_is_no_longer_there_has_ended_and_looks_again():
    cast = desk_cast()
    counsellor = cast.asker("counsellor")
    placement = placed(introduced(cast), "accepted", "started", by=counsellor)

    check(placement, months=6, is_there=False, on=TODAY)

    placement.refresh_from_db()
    assert (placement.state, placement.end_reason) == ("ended", "left")
    assert written(placement)[-2:] == ["checked", "ended"]
    assert placement.seeker.state == "active"


def test_whoever_looks_for_herself_is_not_her_own_desk():
    cast = desk_cast()
    seeker, posting = registered(cast, person=cast.citizen.key), published(cast)

    with pytest.raises(NotPermitted):
        introduce(seeker, posting, by=cast.asker("citizen"), on=TODAY)
    assert apply_for(seeker, posting, by=cast.asker("citizen"), on=TODAY).state == "applied"
