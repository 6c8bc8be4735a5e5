"""Who belongs to a council, as what, until when."""

from datetime import date
from typing import Any

import pytest

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.rights import circles, may
from renkei.core.rights.verbs import Verb
from renkei.journal.models import Entry
from renkei.programme.actions.council_members import Named, end_membership, name_member
from renkei.programme.models import CouncilMember
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.programme.councils import A_TERM, BODY, TODAY, called, council

pytestmark = pytest.mark.django_db


def named(**more: Any) -> Named:
    values: dict[str, Any] = {"role": "member", "post_ja": "商工団体", "valid_from": A_TERM}
    return Named(**{**values, **more})


def test_naming_is_told_to_the_journal() -> None:
    of = council()

    entry = Entry.objects.filter(kind="council.joined").latest("pk")

    assert (entry.subject_key, entry.side) == (of.town.key, "joint")
    assert entry.facts == '{"body":"council","role":"member"}'


@pytest.mark.parametrize("who", ["city_officer", "prefecture_officer", "outsider", "auditor"])
def test_members_are_named_by_secretaries_alone(who: str) -> None:
    of = council()

    with pytest.raises(NotPermitted):
        name_member(BODY, named(), by=of.asker(who), on=TODAY)


def test_body_of_one_government_is_kept_by_that_government() -> None:
    of = council()

    with pytest.raises(NotPermitted):
        name_member("prefecture_council", named(), by=of.office, on=TODAY)
    with pytest.raises(NotPermitted):
        name_member("nowhere", named(), by=of.office, on=TODAY)


def test_same_person_belongs_once_at_a_time() -> None:
    of = council()
    outsider = of.cast.outsider.key

    with pytest.raises(Refused, match="すでに"):
        name_member(BODY, named(person=outsider, valid_from=TODAY), by=of.office, on=TODAY)
    before = named(person=outsider, valid_from=date(2020, 4, 1), valid_to=date(2026, 3, 31))
    name_member(BODY, before, by=of.office, on=TODAY)

    assert CouncilMember.objects.filter(person=outsider).count() == 2


def test_only_one_chairs_at_a_time() -> None:
    of = council()

    with pytest.raises(Refused, match="議長"):
        name_member(BODY, named(role="chair"), by=of.office, on=TODAY)


@pytest.mark.parametrize(
    "wrong", [{"post_ja": " "}, {"valid_to": date(2026, 3, 31)}], ids=["post", "days"]
)
def test_faulty_member_is_refused(wrong: dict[str, Any]) -> None:
    of = council()

    with pytest.raises(Refused):
        name_member(BODY, named(**wrong), by=of.office, on=TODAY)


def test_term_ends_with_its_last_day() -> None:
    of = council()

    end_membership(of.expert, last_day=TODAY, by=of.office, on=TODAY)

    today, tomorrow = of.asker("outsider"), of.asker("outsider", on=date(2026, 7, 2))
    assert circles.circles_of(today).joined == {BODY}
    assert circles.circles_of(tomorrow).joined == frozenset()


def test_whoever_left_reads_no_more() -> None:
    of = council()
    meeting = called(of, is_public=False)
    end_membership(of.expert, last_day=TODAY, by=of.office, on=TODAY)

    assert may(of.asker("outsider"), Verb.READ, meeting)
    assert not may(of.asker("outsider", on=date(2026, 7, 2)), Verb.READ, meeting)


def test_organisation_is_spoken_for_by_its_people() -> None:
    of = council()

    joined = {
        who: circles.circles_of(of.asker(who)).joined
        for who in ("municipality_officer", "representative", "city_officer")
    }

    assert joined == {
        "municipality_officer": {BODY},
        "representative": frozenset(),
        "city_officer": frozenset(),
    }


def test_secretary_keeps_the_council_for_a_term() -> None:
    of = council()
    unit = of.cast.units["prefecture_section"]
    name_member(BODY, named(role="secretary", unit=unit), by=of.office, on=TODAY)

    assert circles.circles_of(of.asker("prefecture_officer")).kept == {BODY}
    assert circles.circles_of(of.asker("prefecture_officer", on=date(2026, 3, 1))).kept == set()


def test_term_that_is_over_is_not_ended_again() -> None:
    of = council()
    end_membership(of.expert, last_day=date(2026, 6, 1), by=of.office, on=TODAY)

    with pytest.raises(WrongState):
        end_membership(of.expert, last_day=TODAY, by=of.office, on=TODAY)
    with pytest.raises(Refused):
        end_membership(of.town, last_day=date(2026, 3, 1), by=of.office, on=TODAY)
    with pytest.raises(NotPermitted):
        end_membership(of.town, last_day=TODAY, by=of.asker("municipality_officer"), on=TODAY)


def test_only_members_of_the_day_are_asked() -> None:
    of = council()
    end_membership(of.town, last_day=date(2026, 7, 19), by=of.office, on=TODAY)

    meeting = called(of)

    assert list(meeting.attendances.values_list("member", flat=True)) == [of.expert.pk]


def test_meeting_without_members_is_not_called() -> None:
    of = council()
    for member in (of.expert, of.town):
        end_membership(member, last_day=TODAY, by=of.office, on=TODAY)

    with pytest.raises(Refused, match="任期"):
        called(of)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_name_a_chair_the_second_is_told() -> None:
    with shared_database():
        of = council()
        office = of.office
        end_membership(of.expert, last_day=TODAY, by=office, on=TODAY)
        chair = named(role="chair", valid_from=date(2026, 7, 2))

        outcomes = at_once(
            lambda: name_member(BODY, chair, by=office, on=TODAY),
            lambda: name_member(BODY, chair, by=office, on=TODAY),
        )

        assert refusals(outcomes) == 1
