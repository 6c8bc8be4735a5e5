"""Decisions of a council, and what is done after them."""

from datetime import date

import pytest

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.rights import NOBODY, Verb, may
from renkei.journal.models import Entry
from renkei.programme.actions.council_decisions import (
    Decided,
    ToDo,
    decide,
    drop_follow_up,
    finish_follow_up,
    publish_decision,
    set_follow_up,
)
from renkei.programme.models import CouncilDecision, FollowUp
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.programme.councils import TODAY, Council, called, council, held

pytestmark = pytest.mark.django_db
AGREED = Decided(kind="agreed", text_ja="合同説明会を開く", carried_by="joint")
DUE = date(2026, 9, 30)


def decided(of: Council, **more: object) -> CouncilDecision:
    meeting = held(of, **more)
    of_item = Decided(
        kind="agreed",
        text_ja="合同説明会を開く",
        carried_by="joint",
        item=meeting.items.first(),
    )
    return decide(meeting, of_item, by=of.office)


def followed(of: Council, decision: CouncilDecision | None = None) -> FollowUp:
    return set_follow_up(
        decision or decided(of),
        of.cast.units["prefecture_section"],
        ToDo(text_ja="会場を決める", due_on=DUE),
        by=of.office,
        on=TODAY,
    )


def test_decision_counts_for_the_initiatives_of_its_item() -> None:
    of = council()

    decision = decided(of)

    assert decision.references == ("II-3", "II-4")
    entry = Entry.objects.get(kind="council.decided")
    assert (entry.initiatives, entry.on, entry.side) == (
        " II-3 II-4 ",
        decision.meeting.day,
        "joint",
    )
    assert entry.facts == '{"body":"council","ruling":"agreed"}'


def test_decision_is_written_down_after_the_meeting_by_secretaries() -> None:
    of = council()

    with pytest.raises(WrongState):
        decide(called(of), AGREED, by=of.office)
    with pytest.raises(NotPermitted):
        decide(held(of), AGREED, by=of.asker("city_officer"))
    with pytest.raises(Refused):
        decide(held(of), Decided(kind="noted", text_ja="", carried_by="city"), by=of.office)


def test_publishing_shows_decision_and_follow_ups() -> None:
    of = council()
    decision = decided(of)
    follow_up = followed(of, decision)
    before = may(NOBODY, Verb.READ, decision), may(NOBODY, Verb.READ, follow_up)

    decision = publish_decision(decision, by=of.office, on=TODAY)

    follow_up = FollowUp.objects.get()
    assert before == (False, False)
    assert may(NOBODY, Verb.READ, decision)
    assert may(NOBODY, Verb.READ, follow_up)
    with pytest.raises(WrongState):
        publish_decision(decision, by=of.office, on=TODAY)


def test_decision_of_a_closed_meeting_stays_inside() -> None:
    of = council()

    with pytest.raises(Refused):
        publish_decision(decided(of, is_public=False), by=of.office, on=TODAY)


@pytest.mark.parametrize(("on", "days"), [(date(2026, 9, 30), 0), (date(2026, 10, 5), 5)])
def test_follow_up_is_done_by_its_unit(on: date, days: int) -> None:
    of = council()
    follow_up = followed(of)

    officer = of.asker("prefecture_officer")
    done = finish_follow_up(follow_up, result="会場を予約した", by=officer, on=on)

    assert (done.state, done.closed_on) == ("done", on)
    entry = Entry.objects.get(kind="followup.done")
    assert entry.initiatives == " II-3 II-4 "
    assert entry.organisation == of.cast.units["prefecture_section"].key
    assert f'"days_late":{days}' in entry.facts


def test_follow_up_is_dropped_by_secretaries_with_a_reason() -> None:
    of = council()
    follow_up = followed(of)

    with pytest.raises(NotPermitted):
        drop_follow_up(follow_up, reason="不要", by=of.asker("prefecture_officer"), on=TODAY)
    with pytest.raises(Refused):
        drop_follow_up(follow_up, reason=" ", by=of.office, on=TODAY)
    drop_follow_up(follow_up, reason="別の取組で行う", by=of.office, on=TODAY)

    with pytest.raises(WrongState):
        finish_follow_up(follow_up, result="した", by=of.asker("prefecture_officer"), on=TODAY)


def test_follow_up_is_set_and_finished_by_those_who_may() -> None:
    of = council()
    follow_up = followed(of)

    with pytest.raises(NotPermitted):
        finish_follow_up(follow_up, result="した", by=of.asker("city_officer"), on=TODAY)
    with pytest.raises(Refused):
        finish_follow_up(follow_up, result="", by=of.asker("prefecture_officer"), on=TODAY)
    for wrong in (
        ToDo(text_ja=" ", due_on=DUE),
        ToDo(text_ja="急ぐ", due_on=date(2026, 7, 1)),
    ):
        with pytest.raises(Refused):
            set_follow_up(follow_up.decision, follow_up.unit, wrong, by=of.office, on=TODAY)
    with pytest.raises(NotPermitted):
        set_follow_up(
            follow_up.decision,
            of.cast.units["city_section"],
            ToDo(text_ja="する", due_on=DUE),
            by=of.asker("city_officer"),
            on=TODAY,
        )


@pytest.mark.django_db(transaction=True)
def test_decisions_at_once_have_numbers_of_their_own() -> None:
    with shared_database():
        of = council()
        office, meeting = of.office, held(of)

        outcomes = at_once(*(lambda: decide(meeting, AGREED, by=office) for _ in range(2)))

        assert sorted(one.number for one in outcomes) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_follow_up_is_closed_once() -> None:
    with shared_database():
        of = council()
        follow_up = followed(of)
        officer, office = of.asker("prefecture_officer"), of.office

        outcomes = at_once(
            lambda: finish_follow_up(follow_up, result="した", by=officer, on=TODAY),
            lambda: drop_follow_up(follow_up, reason="不要", by=office, on=TODAY),
        )

        assert refusals(outcomes) == 1
