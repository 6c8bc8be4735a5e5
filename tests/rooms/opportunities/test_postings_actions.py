"""A posting from the draft to its end, and the days on which it was published."""

from datetime import date, timedelta

import pytest
import time_machine

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.opportunities.actions.expiring import close_expired
from renkei.opportunities.actions.placements import introduce
from renkei.opportunities.actions.postings import (
    change_posting,
    check_posting,
    close_posting,
    copy_posting,
    enter_posting,
    open_posting,
    renew_posting,
    return_posting,
)
from renkei.opportunities.models import Posting
from renkei.opportunities.queries.postings import history_of, was_published_on
from tests.rooms.opportunities.doing import (
    JOB,
    OBIHIRO,
    SAPPORO,
    TODAY,
    desk_cast,
    entered,
    offered,
    placed,
    published,
    registered,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
LAST = TODAY + timedelta(days=60)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.mark.parametrize(
    ("place", "region", "desk"),
    [(SAPPORO, SAPPORO, "city_desk"), (OBIHIRO, "016306", "prefecture_desk")],
)
def test_firm_enters_a_draft_that_goes_to_the_desk_of_the_place(place, region, desk):
    cast = desk_cast()

    posting = entered(cast, "representative", place=place)

    assert (posting.state, posting.region, posting.unit) == ("draft", region, cast.units[desk])


def test_market_without_a_desk_says_so():
    cast = desk_cast("II-3")

    with pytest.raises(Refused, match="担当する窓口"):
        entered(cast, "representative")


def test_firm_enters_nothing_for_another():
    cast = desk_cast()

    with pytest.raises(NotPermitted):
        entered(cast, "other_representative")


def test_same_form_sent_twice_makes_one_draft():
    cast = desk_cast()
    firm = cast.asker("representative")

    first, second = (
        enter_posting("jobs", offered(cast), by=firm, on=TODAY, token="t") for _ in range(2)
    )

    assert first == second
    assert Posting.objects.count() == 1


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ({"place": "130001"}, "北海道の市町村"),
        ({"title_ja": " "}, "題名"),
        ({"capacity": 0}, "定員"),
        ({"minimum": 2}, "定員"),
        ({"last_day": TODAY}, "終わりの日"),
        ({"valid_until": TODAY - timedelta(days=1)}, "期限"),
        ({"valid_until": TODAY + timedelta(days=367)}, "1年以内"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(what, told):
    cast = desk_cast()

    with pytest.raises(Refused, match=told):
        entered(cast, **what)

    assert not Posting.objects.exists()


def test_incomplete_posting_is_not_checked_and_the_question_is_named():
    cast = desk_cast()
    posting = entered(cast, answers={key: JOB[key] for key in JOB if key != "occupation"})

    with pytest.raises(Refused, match="職種"):
        check_posting(posting, by=cast.asker("counsellor"), on=TODAY)


def test_firm_does_not_publish_by_itself():
    cast = desk_cast()
    posting = entered(cast, "representative", place=SAPPORO)
    firm = cast.asker("representative")

    for act in (check_posting, open_posting):
        with pytest.raises(NotPermitted):
            act(posting, by=firm, on=TODAY)


def test_checked_posting_goes_back_with_a_reason():
    cast = desk_cast()
    counsellor = cast.asker("counsellor")
    posting = check_posting(entered(cast), by=counsellor, on=TODAY)

    with pytest.raises(Refused, match="理由"):
        return_posting(posting, by=counsellor, on=TODAY, reason=" ")
    posting.refresh_from_db()
    returned = return_posting(posting, by=counsellor, on=TODAY, reason="月給を確かめてください")

    assert (returned.state, returned.shown_to) == ("draft", "")


def test_what_a_firm_changes_after_publication_is_checked_anew():
    cast = desk_cast()
    posting = published(cast, place=SAPPORO)

    changed = change_posting(
        posting,
        offered(cast, place=SAPPORO, title_ja="別の題名"),
        by=cast.asker("representative"),
        on=TODAY,
    )

    assert (changed.state, changed.is_public, changed.revision) == ("draft", False, 2)


def test_second_of_two_who_change_it_is_told():
    cast = desk_cast()
    counsellor = cast.asker("counsellor")
    posting = entered(cast)
    change_posting(posting, offered(cast), by=counsellor, on=TODAY, revision=1)

    with pytest.raises(WrongState, match="先に直しました"):
        change_posting(posting, offered(cast), by=counsellor, on=TODAY, revision=1)


def test_places_are_never_fewer_than_people_who_accepted():
    cast = desk_cast()
    counsellor = cast.asker("counsellor")
    posting = published(cast, capacity=3)
    for _ in range(2):
        one = introduce(registered(cast), posting, by=counsellor, on=TODAY)
        placed(one, "accepted", by=counsellor)

    with pytest.raises(Refused, match="2人が決まって"):
        change_posting(posting, offered(cast, capacity=1), by=counsellor, on=TODAY)


def test_days_of_publication_stand_in_the_journal():
    cast = desk_cast()
    counsellor = cast.asker("counsellor")
    posting = published(cast)
    with time_machine.travel(TODAY + timedelta(days=10)):
        close_posting(posting, reason="withdrawn", by=counsellor, on=TODAY + timedelta(days=10))
    with time_machine.travel(TODAY + timedelta(days=20)):
        renewed = renew_posting(
            posting,
            valid_until=TODAY + timedelta(days=90),
            by=counsellor,
            on=TODAY + timedelta(days=20),
        )

    assert renewed.is_public
    assert [one.kind.partition(".")[2] for one in history_of(posting)] == [
        "opened",
        "closed",
        "opened",
    ]
    days = {day: was_published_on(posting, TODAY + timedelta(days=day)) for day in (-1, 0, 10)}
    assert days == {-1: False, 0: True, 10: True}
    later = {day: was_published_on(posting, TODAY + timedelta(days=day)) for day in (11, 20, 91)}
    assert later == {11: False, 20: True, 91: False}


def test_last_years_posting_is_copied_as_a_draft_without_days():
    cast = desk_cast()
    first, last = TODAY, TODAY + timedelta(days=2)
    posting = published(cast, first_day=first, last_day=last)

    copy = copy_posting(posting, by=cast.asker("counsellor"), on=date(2027, 4, 1))

    assert (copy.state, copy.title_ja, copy.answers) == ("draft", posting.title_ja, JOB)
    assert (copy.first_day, copy.last_day, copy.taken) == (None, None, 0)


def test_night_closes_what_is_published_beyond_its_last_day():
    cast = desk_cast()
    posting, longer = (
        published(cast, valid_until=TODAY + timedelta(days=days)) for days in (3, 30)
    )

    assert close_expired(TODAY + timedelta(days=3)) == 0
    assert close_expired(TODAY + timedelta(days=4)) == 1

    posting.refresh_from_db()
    longer.refresh_from_db()
    assert (posting.state, posting.close_reason, posting.is_public) == ("closed", "expired", False)
    assert longer.is_public
