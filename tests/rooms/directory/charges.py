"""Entered, ended and handed over as a programme office does it, for the tests of charges."""

from datetime import date

from renkei.directory.actions.charges import Work, end_charge, hand_over_charges, take_charge
from renkei.directory.models import Charge
from renkei.directory.queries.charges import in_charge_of
from renkei.directory.states import ChargeRole
from tests.cast import Cast

TODAY = date(2026, 11, 25)
SPRING, APRIL = date(2026, 4, 1), date(2027, 4, 1)
MARCH = date(2027, 3, 31)


def taken(
    cast: Cast,
    where: str = "city_section",
    initiative: str = "II-3",
    role: str = ChargeRole.LEAD,
    since: date = SPRING,
) -> Charge:
    there = cast.units[where]
    work = Work(initiative=initiative, role=role, valid_from=since)
    return take_charge(there, work, by=cast.asker(f"{there.side}_office"), on=TODAY)


def ended(cast: Cast, charge: Charge, last_day: date) -> Charge | None:
    return end_charge(charge, last_day=last_day, by=cast.asker("city_office"), on=TODAY)


def handed_over(cast: Cast, unit: str, to: str, first_day: date = APRIL) -> list[Charge]:
    return hand_over_charges(
        cast.units[unit],
        cast.units[to],
        first_day=first_day,
        by=cast.asker("city_office"),
        on=TODAY,
    )


def on_the(day: date, reference: str = "II-3") -> list[tuple[str, str]]:
    return [(one.name, one.role) for one in in_charge_of(reference, day)]
