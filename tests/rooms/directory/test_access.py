"""Access from outside the owning unit: the reason, the end, and each look."""

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.rights import NOBODY, Reach, Role, Standing, Verb, may
from renkei.directory.actions.access import close_opening, look, open_record
from renkei.directory.models import Agreement, Look, Membership, Opening
from renkei.journal.models import Entry
from renkei.paperwork.models import Notice
from tests.cast import Cast, seat, standing_cast
from tests.rights.example import FILE, file_of
from tests.rights.patched import declared_as

pytestmark = pytest.mark.django_db
REASON = "転入の手続きで、窓口から問い合わせを受けたため"


@pytest.fixture(autouse=True)
def _files() -> Iterator[None]:
    with declared_as(FILE):
        yield


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def entries_about(file: Agreement) -> QuerySet[Entry]:
    return Entry.objects.filter(subject_kind="agreement", subject_key=file.key)


def opened(cast: Cast, file: Agreement, who: str = "prefecture_officer", hours: int = 2) -> Opening:
    return open_record(file, by=cast.asker(who), reason=REASON, hours=hours)


def test_opening_lets_one_person_read_one_record(cast: Cast) -> None:
    file, other = file_of(cast), file_of(cast)

    opened(cast, file)

    asker = cast.asker("prefecture_officer")
    assert list(Agreement.objects.visible_to(asker)) == [file]
    assert (may(asker, Verb.READ, file), may(asker, Verb.READ, other)) == (True, False)
    assert not may(asker, Verb.WRITE, file)
    assert not may(cast.asker("prefecture_counsellor"), Verb.READ, file)


def test_opening_names_owner_and_subject_and_stands_in_the_owner_s_journal(cast: Cast) -> None:
    file = file_of(cast)

    opening = opened(cast, file, hours=3)

    assert (opening.owner_unit, opening.owner_side) == (cast.units["city_desk"].key, "city")
    assert (opening.subject, opening.reason) == (cast.citizen.key, REASON)
    (entry,) = entries_about(file)
    assert (entry.kind, entry.organisation) == ("access.opened", cast.units["city_desk"].key)
    assert (entry.by, entry.person) == (cast.prefecture_officer.key, cast.citizen.key)
    assert json.loads(entry.facts) == {"hours": 3}


@pytest.mark.parametrize(
    ("reason", "hours", "told"),
    [
        ("急ぎ", 2, "理由は10字以上"),
        ("あ" + " " * 20, 2, "理由は10字以上"),
        (REASON, 0, "72時間まで"),
        (REASON, 73, "72時間まで"),
    ],
)
def test_opening_without_reason_or_end_is_refused(
    cast: Cast, reason: str, hours: int, told: str
) -> None:
    with pytest.raises(Refused, match=told):
        open_record(file_of(cast), by=cast.asker("prefecture_officer"), reason=reason, hours=hours)

    assert Opening.objects.count() == 0


@pytest.mark.parametrize("who", ["representative", "outsider", "auditor", "bureau_officer"])
def test_opening_without_the_right_is_refused(cast: Cast, who: str) -> None:
    file = file_of(cast)

    with pytest.raises(NotPermitted):
        opened(cast, file, who)

    assert not may(cast.asker(who), Verb.READ, file)


def test_own_record_is_not_opened(cast: Cast) -> None:
    seat(cast.outsider, cast.units["city_desk"], Role.OFFICER)

    with pytest.raises(Refused, match="理由を書かずに読めます"):
        opened(cast, file_of(cast), "outsider")


def test_opening_ends_by_itself(cast: Cast) -> None:
    file = file_of(cast)
    opened(cast, file, hours=2)

    with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=1)):
        asker = cast.asker("prefecture_officer")

        assert not may(asker, Verb.READ, file)
        assert not Agreement.objects.visible_to(asker).exists()


def test_opening_ends_with_the_seat_from_which_it_was_made(cast: Cast) -> None:
    file = file_of(cast)
    opened(cast, file)

    Membership.objects.filter(person=cast.prefecture_officer).update(valid_to=date(2021, 1, 1))
    seat(cast.prefecture_officer, cast.units["prefecture_desk"], Role.COUNSELLOR)

    assert not may(cast.asker("prefecture_officer"), Verb.READ, file)


@pytest.mark.parametrize(
    ("who", "by_owner"), [("desk_manager", True), ("prefecture_officer", False)]
)
def test_opening_is_closed_early_by_owner_or_opener(cast: Cast, who: str, by_owner: bool) -> None:
    file = file_of(cast)
    opening = opened(cast, file)

    close_opening(opening, by=cast.asker(who))

    assert not may(cast.asker("prefecture_officer"), Verb.READ, file)
    closed = entries_about(file).get(kind="access.closed")
    assert json.loads(closed.facts) == {"by_owner": by_owner}


@pytest.mark.parametrize("who", ["city_officer", "counsellor", "auditor", "outsider"])
def test_others_cannot_close_an_opening(cast: Cast, who: str) -> None:
    opening = opened(cast, file_of(cast))

    with pytest.raises(NotPermitted):
        close_opening(opening, by=cast.asker(who))

    assert Opening.objects.open_now().count() == 1


def test_opening_is_closed_once(cast: Cast) -> None:
    opening = opened(cast, file_of(cast))
    close_opening(opening, by=cast.asker("desk_manager"))

    with pytest.raises(WrongState):
        close_opening(opening, by=cast.asker("prefecture_officer"))


# --- looks -----------------------------------------------------------------------------------


def test_look_from_outside_is_written_down_with_its_ground(cast: Cast) -> None:
    file = file_of(cast)
    opening = opened(cast, file)

    look(file, by=cast.asker("prefecture_officer"))

    (written,) = Look.objects.all()
    assert (written.person, written.unit) == (
        cast.prefecture_officer.key,
        cast.units["prefecture_section"].key,
    )
    assert (written.reach, written.opening, written.role) == (Reach.OPENED, opening, Role.OFFICER)
    assert (written.owner_unit, written.subject) == (cast.units["city_desk"].key, cast.citizen.key)


def test_look_from_a_unit_above_is_a_look_from_outside(cast: Cast) -> None:
    look(file_of(cast), by=cast.asker("city_office"))

    (written,) = Look.objects.all()
    assert (written.unit, written.reach) == (cast.units["city_bureau"].key, Reach.OWN_UNIT)


@pytest.mark.parametrize("who", ["counsellor", "desk_manager", "citizen"])
def test_look_of_owner_or_subject_is_not_written_down(cast: Cast, who: str) -> None:
    look(file_of(cast), by=cast.asker(who, on=date(2026, 11, 1)))

    assert Look.objects.count() == 0


def test_look_is_written_once_in_ten_minutes(cast: Cast) -> None:
    file = file_of(cast)
    asker = cast.asker("city_office")
    begin = timezone.now().replace(minute=1, second=0)

    for minutes in (0, 3, 8, 10, 12):
        with time_machine.travel(begin + timedelta(minutes=minutes), tick=False):
            look(file, by=asker)

    assert Look.objects.count() == 2


def test_look_costs_one_insert(cast: Cast) -> None:
    file = Agreement.objects.with_columns().get(pk=file_of(cast).pk)
    asker = cast.asker("city_office")

    asker.handed.opened("agreement", None)  # what a page has asked before it shows the record
    with CaptureQueriesContext(connection) as queries:
        look(file, by=asker)
        look(file, by=asker)

    assert [query["sql"].split()[0] for query in queries] == ["INSERT", "INSERT"]


@pytest.mark.parametrize("who", ["prefecture_officer", "outsider", "other_representative"])
def test_looking_without_the_right_is_impossible(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        look(file_of(cast), by=cast.asker(who))

    assert Look.objects.count() == 0


def test_nobody_looks_at_what_is_not_public(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        look(file_of(cast), by=NOBODY)


def test_desk_manager_is_told_of_an_opening_with_its_reason(cast: Cast) -> None:
    opening = opened(cast, file_of(cast))

    (notice,) = Notice.objects.filter(template="directory.access_opened")
    assert (notice.person, notice.about_key) == (cast.desk_manager.key, opening.pk)
    assert REASON in notice.body


def test_officers_are_told_where_a_unit_has_no_manager(cast: Cast) -> None:
    file = file_of(cast, unit="city_section")

    open_record(file, by=cast.asker("prefecture_officer"), reason=REASON, hours=2)

    told = Notice.objects.filter(template="directory.access_opened")
    assert [notice.person for notice in told] == [cast.city_officer.key]


def test_who_opened_a_record_stands_elsewhere_than_before(cast: Cast) -> None:
    file, asker = file_of(cast), cast.asker("prefecture_officer")
    asker.handed.everything()
    before = Standing.asked_of(asker)
    unasked = Standing.asked_of(cast.asker("prefecture_officer"))
    same = before.holds_for(cast.asker("prefecture_officer"))

    open_record(file, by=cast.asker("prefecture_officer"), reason=REASON, hours=2)

    after = cast.asker("prefecture_officer")
    assert same
    assert not before.holds_for(after)
    assert unasked.holds_for(after)  # no rule asked for what was opened
