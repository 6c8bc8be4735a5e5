"""Minutes: written by one, checked by another, published."""

import pytest

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.rights import NOBODY, Verb, may
from renkei.journal.models import Entry
from renkei.programme.actions.minutes import (
    check_minutes,
    publish_minutes,
    return_minutes,
    write_minutes,
)
from renkei.programme.models import Minutes
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.programme.councils import TODAY, Council, called, council, held

pytestmark = pytest.mark.django_db
TEXT = ("議長が開会を告げた。\n\n意見があった。", "The chair opened the meeting.")


def drafted(of: Council, **more: object) -> Minutes:
    return write_minutes(held(of, **more), TEXT, by=of.office, on=TODAY)


def test_draft_is_with_the_secretaries() -> None:
    of = council()
    minutes = drafted(of)

    assert may(of.asker("prefecture_office"), Verb.READ, minutes)
    assert not may(of.asker("city_officer"), Verb.READ, minutes)
    assert not may(of.asker("outsider"), Verb.READ, minutes)


def test_whoever_wrote_them_does_not_check_them() -> None:
    of = council()
    minutes = drafted(of)

    with pytest.raises(Refused, match="別の人"):
        check_minutes(minutes, by=of.office, on=TODAY)
    with pytest.raises(NotPermitted):
        check_minutes(minutes, by=of.asker("city_officer"), on=TODAY)
    checked = check_minutes(minutes, by=of.asker("prefecture_office"), on=TODAY)

    assert may(of.asker("outsider"), Verb.READ, checked)
    assert not may(NOBODY, Verb.READ, checked)


@pytest.mark.parametrize("is_public", [True, False])
def test_published_minutes_are_as_public_as_the_meeting(is_public: bool) -> None:
    of = council()
    other = of.asker("prefecture_office")
    minutes = check_minutes(drafted(of, is_public=is_public), by=other, on=TODAY)

    published = publish_minutes(minutes, by=of.office, on=TODAY)

    assert may(NOBODY, Verb.READ, published) == is_public
    assert Entry.objects.filter(kind="minutes.published").count() == 1


def test_minutes_are_not_published_unchecked() -> None:
    of = council()

    with pytest.raises(WrongState):
        publish_minutes(drafted(of), by=of.office, on=TODAY)


def test_returned_minutes_are_a_draft_again() -> None:
    of = council()
    other = of.asker("prefecture_office")
    minutes = check_minutes(drafted(of), by=other, on=TODAY)

    with pytest.raises(Refused):
        return_minutes(minutes, reason="", by=other, on=TODAY)
    returned = return_minutes(minutes, reason="発言者を直す", by=other, on=TODAY)

    assert (returned.state, returned.return_reason) == ("draft", "発言者を直す")
    assert not may(of.asker("outsider"), Verb.READ, returned)
    again = write_minutes(minutes.meeting, TEXT, version=1, by=of.office, on=TODAY)
    assert (again.version, again.return_reason) == (2, "")


def test_checked_minutes_are_not_written_over() -> None:
    of = council()
    minutes = check_minutes(drafted(of), by=of.asker("prefecture_office"), on=TODAY)

    with pytest.raises(WrongState, match="差し戻し"):
        write_minutes(minutes.meeting, TEXT, version=1, by=of.office, on=TODAY)


def test_minutes_come_after_the_meeting() -> None:
    of = council()

    with pytest.raises(WrongState):
        write_minutes(called(of), TEXT, by=of.office, on=TODAY)
    with pytest.raises(Refused):
        write_minutes(held(of), (" ", ""), by=of.office, on=TODAY)
    with pytest.raises(NotPermitted):
        write_minutes(held(of), TEXT, by=of.asker("city_officer"), on=TODAY)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_the_second_is_told() -> None:
    with shared_database():
        of = council()
        office, other, meeting = of.office, of.asker("prefecture_office"), held(of)

        outcomes = at_once(
            lambda: write_minutes(meeting, TEXT, by=office, on=TODAY),
            lambda: write_minutes(meeting, TEXT, by=other, on=TODAY),
        )

        assert refusals(outcomes) == 1
        assert Minutes.objects.get().version == 1
