"""Seats: who may give which, their days, their end."""

from datetime import date

import pytest
import time_machine

from renkei.core.errors import NotPermitted, Refused
from renkei.core.rights import NOBODY, Role
from renkei.directory.actions.seats import Offer, change_period, end_seat, give_seat
from renkei.directory.models import Membership
from renkei.directory.queries.seats import asker_for
from renkei.directory.rules.people import may_seat, roles_to_give
from renkei.journal.models import Entry
from tests.cast import THIS_YEAR_TO, Cast, person, seat, standing_cast
from tests.rooms.directory.people import TODAY, fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def offer(cast: Cast, unit: str, role: Role, **more: object) -> Offer:
    return Offer(**{"unit": cast.units[unit], "role": role, "valid_from": TODAY, **more})


# --- who gives what ------------------------------------------------------------------------------

OF_GOVERNMENT = set(Role) - {
    *(Role.MUNICIPALITY_OFFICER, Role.REPRESENTATIVE),
    *(Role.PROGRAMME_OFFICE, Role.AUDITOR),
}


@pytest.mark.parametrize(
    ("who", "where", "roles"),
    [
        ("city_administrator", "city_bureau", OF_GOVERNMENT),
        ("city_administrator", "city_desk", OF_GOVERNMENT),  # below the bureau
        ("city_administrator", "prefecture_desk", set()),
        ("city_administrator", "company", set()),
        ("city_office", "city_desk", OF_GOVERNMENT | {Role.PROGRAMME_OFFICE, Role.AUDITOR}),
        ("city_office", "prefecture_desk", set()),
        ("city_office", "company", {Role.ADMINISTRATOR}),
        ("prefecture_officer", "company", {Role.ADMINISTRATOR}),
        ("prefecture_officer", "municipality", {Role.ADMINISTRATOR}),
        ("prefecture_officer", "prefecture_section", set()),
        # A contractor's people may hold these roles, and leave.
        ("desk_manager", "company", set()),
        ("desk_manager", "municipality", set()),
        ("coordinator", "company", set()),
        ("company_administrator", "company", {Role.REPRESENTATIVE, Role.ADMINISTRATOR}),
        ("company_administrator", "other_company", set()),
        ("representative", "company", set()),
        ("counsellor", "city_desk", set()),
        ("auditor", "prefecture_bureau", set()),
        ("citizen", "company", set()),
    ],
)
def test_roles_to_give(cast: Cast, who: str, where: str, roles: set[Role]) -> None:
    cast.people["coordinator"] = person("coordinator")
    seat(cast.people["coordinator"], cast.units["city_desk"], Role.COORDINATOR)
    asker = cast.asker(who, on=TODAY)

    assert roles_to_give(asker, cast.units[where]) == roles


def test_nobody_gives_nothing(cast: Cast) -> None:
    assert not may_seat(NOBODY, cast.units["company"], Role.REPRESENTATIVE)


def test_administrator_of_a_municipality_gives_its_role(cast: Cast) -> None:
    seat(cast.outsider, cast.units["municipality"], Role.ADMINISTRATOR)

    given = roles_to_give(cast.asker("outsider", on=TODAY), cast.units["municipality"])

    assert given == {Role.MUNICIPALITY_OFFICER, Role.ADMINISTRATOR}


def test_seat_beyond_the_table_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        give_seat(
            cast.outsider,
            offer(cast, "company", Role.PROGRAMME_OFFICE),
            by=cast.asker("company_administrator", on=TODAY),
            on=TODAY,
        )

    assert not cast.outsider.memberships.exists()


# --- giving --------------------------------------------------------------------------------------


def test_give_seat(cast: Cast) -> None:
    by = cast.asker("company_administrator", on=TODAY)

    given = give_seat(cast.outsider, offer(cast, "company", Role.REPRESENTATIVE), by=by, on=TODAY)

    entry = Entry.objects.get(kind="seat.given")
    assert cast.asker("outsider", on=TODAY).has_role(Role.REPRESENTATIVE)
    assert (given.given_by, entry.by, entry.person) == (by.person, by.person, cast.outsider.key)


@pytest.mark.parametrize(
    "days",
    [
        {"valid_to": date(2026, 11, 24)},  # over before it begins
        {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 2, 1)},  # over already
    ],
)
def test_days_without_sense_are_refused(cast: Cast, days: dict[str, date]) -> None:
    with pytest.raises(Refused):
        give_seat(
            cast.outsider,
            offer(cast, "company", Role.REPRESENTATIVE, **days),
            by=cast.asker("company_administrator", on=TODAY),
            on=TODAY,
        )


def test_same_seat_at_the_same_time_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="すでに"):
        give_seat(
            cast.representative,
            offer(cast, "company", Role.REPRESENTATIVE),
            by=cast.asker("company_administrator", on=TODAY),
            on=TODAY,
        )


def test_same_seat_after_the_first_is_given(cast: Cast) -> None:
    cast.representative.memberships.update(valid_to=date(2026, 12, 31))

    given = give_seat(
        cast.representative,
        offer(cast, "company", Role.REPRESENTATIVE, valid_from=date(2027, 1, 1)),
        by=cast.asker("company_administrator", on=TODAY),
        on=TODAY,
    )

    assert given.valid_from == date(2027, 1, 1)


def test_closed_unit_has_no_seats_to_give(cast: Cast) -> None:
    unit = cast.units["company"]
    unit.closed_on = TODAY
    unit.save()

    with pytest.raises(Refused, match="廃止"):
        give_seat(
            cast.outsider,
            offer(cast, "company", Role.REPRESENTATIVE),
            by=cast.asker("company_administrator", on=TODAY),
            on=TODAY,
        )


# --- changing and ending -------------------------------------------------------------------------


def test_change_period(cast: Cast) -> None:
    held = cast.representative.memberships.get()

    change_period(
        held,
        valid_to=date(2027, 3, 31),
        by=cast.asker("company_administrator", on=TODAY),
        on=TODAY,
    )

    held.refresh_from_db()
    assert held.valid_to == date(2027, 3, 31)
    assert Entry.objects.filter(kind="seat.changed").count() == 1


def test_change_period_of_another_firm_is_not_permitted(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        change_period(
            cast.other_representative.memberships.get(),
            valid_to=date(2027, 3, 31),
            by=cast.asker("company_administrator", on=TODAY),
            on=TODAY,
        )


@pytest.mark.parametrize("who", ["city_administrator", "city_office"])
def test_own_seat_is_prolonged_by_somebody_else(cast: Cast, who: str) -> None:
    own = Membership.objects.get(person=cast.people[who])
    Membership.objects.filter(pk=own.pk).update(valid_to=date(2027, 3, 31))

    with pytest.raises(Refused, match="自分の席"):
        change_period(own, valid_to=None, by=cast.asker(who, on=TODAY), on=TODAY)


def test_seat_that_is_over_is_not_prolonged(cast: Cast) -> None:
    held = cast.representative.memberships.get()
    held.valid_to = date(2026, 11, 24)
    held.save()

    with pytest.raises(Refused, match="もう終わって"):
        change_period(
            held, valid_to=None, by=cast.asker("company_administrator", on=TODAY), on=TODAY
        )


def test_seat_of_a_term_is_not_prolonged_beyond_it(cast: Cast) -> None:
    held = cast.counsellor.memberships.get()

    with pytest.raises(Refused, match="受託期間"):
        change_period(
            held,
            valid_to=date(2027, 4, 1),
            by=cast.asker("city_administrator", on=TODAY),
            on=TODAY,
        )

    held.refresh_from_db()
    assert held.valid_to == THIS_YEAR_TO


def test_end_at_once_closes_today(cast: Cast) -> None:
    end_seat(
        cast.representative.memberships.get(),
        last_day=date(2026, 11, 24),
        reason="left the firm",
        by=cast.asker("company_administrator", on=TODAY),
        on=TODAY,
    )

    assert cast.asker("representative", on=TODAY).seats == ()
    assert fact(Entry.objects.get(kind="seat.ended"), "reason") == "left the firm"


def test_seat_that_began_today_ends_at_once_as_well(cast: Cast) -> None:
    by = cast.asker("company_administrator", on=TODAY)
    given = give_seat(cast.outsider, offer(cast, "company", Role.REPRESENTATIVE), by=by, on=TODAY)

    end_seat(given, last_day=date(2026, 11, 24), reason="a mistake", by=by, on=TODAY)

    assert cast.asker("outsider", on=TODAY).seats == ()
    assert Entry.objects.filter(subject_key=given.key).count() == 2


def test_end_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(Refused, match="理由"):
        end_seat(
            cast.representative.memberships.get(),
            last_day=TODAY,
            reason=" ",
            by=cast.asker("company_administrator", on=TODAY),
            on=TODAY,
        )


def test_end_does_not_reach_into_the_past(cast: Cast) -> None:
    with pytest.raises(Refused, match="さかのぼれません"):
        end_seat(
            cast.representative.memberships.get(),
            last_day=date(2026, 11, 1),
            reason="left the firm",
            by=cast.asker("company_administrator", on=TODAY),
            on=TODAY,
        )


def test_end_by_a_colleague_is_not_permitted(cast: Cast) -> None:
    colleague = person("colleague")
    seat(colleague, cast.units["company"], Role.REPRESENTATIVE)

    with pytest.raises(NotPermitted):
        end_seat(
            cast.representative.memberships.get(),
            last_day=TODAY,
            reason="no reason of mine",
            by=asker_for(colleague, on=TODAY),
            on=TODAY,
        )

    assert Membership.objects.get(person=cast.representative).valid_to is None


# --- midnight in Japan ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "n_seats"),
    [("2027-03-31T23:59:59+09:00", 1), ("2027-04-01T00:00:00+09:00", 0)],
)
def test_seat_ends_at_midnight_in_japan(cast: Cast, moment: str, n_seats: int) -> None:
    with time_machine.travel(moment, tick=False):
        asker = asker_for(cast.counsellor)

    assert len(asker.seats) == n_seats


@pytest.mark.parametrize(
    ("moment", "n_seats"),
    [("2026-03-31T23:59:59+09:00", 0), ("2026-04-01T00:00:00+09:00", 1)],
)
def test_seat_begins_at_midnight_in_japan(cast: Cast, moment: str, n_seats: int) -> None:
    with time_machine.travel(moment, tick=False):
        asker = asker_for(cast.counsellor)

    assert len(asker.seats) == n_seats
