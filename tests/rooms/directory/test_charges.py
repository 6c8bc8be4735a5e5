"""Who is in charge: one lead of each side at a time, handed over without losing what was."""

from datetime import date

import pytest

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.directory.actions.charges import Work, end_charge, hand_over_charges, take_charge
from renkei.directory.actions.units import close_unit
from renkei.directory.models import Charge, Membership, Unit
from renkei.directory.states import ChargeRole
from renkei.journal.models import Entry
from tests.cast import Cast, organisation, standing_cast, unit
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.directory.charges import (
    APRIL,
    MARCH,
    SPRING,
    TODAY,
    ended,
    handed_over,
    on_the,
    taken,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


# --- taking -----------------------------------------------------------------------------------


def test_both_sides_have_a_lead(cast: Cast) -> None:
    taken(cast, "city_section")
    taken(cast, "prefecture_section")
    taken(cast, "prefecture_desk", role=ChargeRole.SUPPORT)

    assert on_the(TODAY) == [
        ("prefecture section", "主担当"),
        ("prefecture desk", "副担当"),
        ("city section", "主担当"),
    ]


def test_charge_is_told_to_the_unit_and_the_initiative(cast: Cast) -> None:
    taken(cast)

    entry = Entry.objects.get(kind="charge.taken")
    assert (entry.organisation, entry.initiatives, entry.side, entry.on) == (
        cast.units["city_section"].key,
        " II-3 ",
        "city",
        TODAY,
    )


@pytest.mark.parametrize("name", ["prefecture_office", "city_officer", "city_administrator"])
def test_only_the_own_programme_office_says_who_is_in_charge(cast: Cast, name: str) -> None:
    work = Work(initiative="II-3", valid_from=SPRING)
    charge = taken(cast)

    with pytest.raises(NotPermitted):
        take_charge(cast.units["city_desk"], work, by=cast.asker(name), on=TODAY)
    with pytest.raises(NotPermitted):
        end_charge(charge, last_day=TODAY, by=cast.asker(name), on=TODAY)
    with pytest.raises(NotPermitted):
        hand_over_charges(
            cast.units["city_section"],
            cast.units["city_desk"],
            first_day=APRIL,
            by=cast.asker(name),
            on=TODAY,
        )


def test_second_lead_is_refused_by_name(cast: Cast) -> None:
    taken(cast, "city_section")

    with pytest.raises(Refused, match="city section"):
        taken(cast, "city_desk", since=APRIL)
    assert Charge.objects.count() == 1


def test_lead_follows_the_day_after(cast: Cast) -> None:
    ended(cast, taken(cast, "city_section"), MARCH)

    with pytest.raises(Refused, match="city section"):
        taken(cast, "city_desk", since=MARCH)
    taken(cast, "city_desk", since=APRIL)
    assert (on_the(MARCH), on_the(APRIL)) == (
        [("city section", "主担当")],
        [("city desk", "主担当")],
    )


def test_unit_works_once_at_an_initiative(cast: Cast) -> None:
    taken(cast, role=ChargeRole.SUPPORT)

    with pytest.raises(Refused, match="すでに"):
        taken(cast, role=ChargeRole.LEAD)


@pytest.mark.parametrize("reference", ["IV-1", "II-9", ""])
def test_unknown_initiative_is_refused(cast: Cast, reference: str) -> None:
    with pytest.raises(Refused, match="という取組はありません"):
        taken(cast, initiative=reference)


def test_closed_unit_is_refused(cast: Cast) -> None:
    Unit.objects.filter(name_ja="city section").update(closed_on=TODAY)

    with pytest.raises(Refused, match="廃止"):
        taken(cast)


def test_unit_in_charge_is_not_closed(cast: Cast) -> None:
    charge = taken(cast)
    section = cast.units["city_section"]
    Membership.objects.filter(unit=section).update(valid_to=TODAY)

    with pytest.raises(Refused, match="取組の担当が1件"):
        close_unit(section, by=cast.asker("city_office"), on=TODAY)
    ended(cast, charge, TODAY)
    close_unit(section, by=cast.asker("city_office"), on=TODAY)
    section.refresh_from_db()
    assert section.closed_on == TODAY


# --- ending -----------------------------------------------------------------------------------


def test_ended_charge_stays_in_history(cast: Cast) -> None:
    ended(cast, taken(cast), TODAY)

    assert (on_the(SPRING), on_the(MARCH)) == ([("city section", "主担当")], [])
    assert Entry.objects.filter(kind="charge.ended").count() == 1


def test_charge_ends_once(cast: Cast) -> None:
    charge = taken(cast)
    ended(cast, charge, date(2026, 6, 30))

    with pytest.raises(WrongState, match="2026年6月30日"):
        ended(cast, charge, TODAY)


def test_charge_does_not_end_before_it_began(cast: Cast) -> None:
    with pytest.raises(Refused, match="始まり"):
        ended(cast, taken(cast), date(2026, 3, 31))


def test_end_is_brought_forward_but_not_put_off(cast: Cast) -> None:
    charge = taken(cast)
    ended(cast, charge, MARCH)

    with pytest.raises(Refused, match="2027年3月31日"):
        ended(cast, charge, APRIL)
    ended(cast, charge, TODAY)
    charge.refresh_from_db()
    assert charge.valid_to == TODAY


def test_charge_that_has_not_begun_is_taken_back(cast: Cast) -> None:
    charge = taken(cast, since=APRIL)

    assert ended(cast, charge, TODAY) is None
    assert not Charge.objects.exists()
    assert '"last_day":null' in Entry.objects.get(kind="charge.ended").facts
    with pytest.raises(WrongState, match="取りやめ"):
        ended(cast, charge, TODAY)


# --- handing over -----------------------------------------------------------------------------


def test_everything_is_handed_over_from_a_day(cast: Cast) -> None:
    taken(cast, initiative="I-1")
    taken(cast, initiative="II-3", role=ChargeRole.SUPPORT)

    moved = handed_over(cast, "city_section", "city_desk")

    assert [(one.initiative, one.role) for one in moved] == [("I-1", "lead"), ("II-3", "support")]
    assert (on_the(MARCH, "I-1"), on_the(APRIL, "I-1")) == (
        [("city section", "主担当")],
        [("city desk", "主担当")],
    )
    assert Entry.objects.filter(kind="charge.ended").count() == 2


def test_supporter_becomes_the_lead(cast: Cast) -> None:
    taken(cast, "city_section")
    taken(cast, "city_desk", role=ChargeRole.SUPPORT)

    handed_over(cast, "city_section", "city_desk")

    assert on_the(APRIL) == [("city desk", "主担当")]


@pytest.mark.parametrize("role", [ChargeRole.LEAD, ChargeRole.SUPPORT])
def test_lead_stays_the_lead(cast: Cast, role: ChargeRole) -> None:
    taken(cast, "city_section", role=ChargeRole.SUPPORT)
    taken(cast, "city_desk", role=role)

    handed_over(cast, "city_section", "city_desk")

    assert on_the(APRIL) == [("city desk", str(role.label))]
    assert Charge.objects.count() == 2


def test_charge_yet_to_begin_goes_along(cast: Cast) -> None:
    taken(cast, since=date(2027, 6, 1))

    handed_over(cast, "city_section", "city_desk")

    assert (on_the(date(2027, 5, 31)), on_the(date(2027, 6, 1))) == (
        [],
        [("city desk", "主担当")],
    )


def test_charge_of_a_day_keeps_its_end(cast: Cast) -> None:
    ended(cast, taken(cast), date(2027, 6, 30))

    (moved,) = handed_over(cast, "city_section", "city_desk")

    assert moved.valid_to == date(2027, 6, 30)


@pytest.mark.parametrize(
    ("to", "message"), [("city_section", "同じ部署"), ("prefecture_section", "同じ側")]
)
def test_hand_over_is_to_another_unit_of_the_side(cast: Cast, to: str, message: str) -> None:
    taken(cast)

    with pytest.raises(Refused, match=message):
        handed_over(cast, "city_section", to)


def test_nothing_is_not_handed_over(cast: Cast) -> None:
    ended(cast, taken(cast), TODAY)

    with pytest.raises(Refused, match="引き継ぐ担当がありません"):
        handed_over(cast, "city_section", "city_desk")


# --- at once ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_taken_at_once_one_is_refused() -> None:
    with shared_database():
        cast = standing_cast()

        outcomes = at_once(lambda: taken(cast, "city_section"), lambda: taken(cast, "city_desk"))

        assert (refusals(outcomes), Charge.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_leads_of_periods_that_end_do_not_overlap_at_once() -> None:
    """No constraint sees these: only the lock on the side keeps them apart."""
    with shared_database():
        cast = standing_cast()
        ended(cast, taken(cast, "city_section"), MARCH)
        agency = organisation("agency", "government", side="city")
        cast.units["agency"] = unit(agency, "agency office")
        ended(cast, taken(cast, "agency", since=APRIL), date(2027, 6, 30))

        outcomes = at_once(
            lambda: handed_over(cast, "city_section", "city_desk", TODAY),
            lambda: handed_over(cast, "city_section", "agency", TODAY),
        )

        leads = Charge.objects.filter(valid_from__lte=MARCH, valid_to__gte=TODAY)
        assert (refusals(outcomes), leads.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_unit_is_not_closed_while_it_takes_charge() -> None:
    with shared_database():
        cast = standing_cast()
        Membership.objects.filter(unit=cast.units["city_section"]).update(valid_to=TODAY)
        by = cast.asker("city_office")

        outcomes = at_once(
            lambda: taken(cast, "city_section"),
            lambda: close_unit(cast.units["city_section"], by=by, on=TODAY),
        )

        assert refusals(outcomes) == 1
