"""Who was in charge on a day, as the journal knew it on a moment: charges are changed later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from renkei.directory.states import ChargeRole
from renkei.journal.facts import read
from renkei.journal.kinds import kind_called
from renkei.journal.queries import entries_known_on

TAKEN, ENDED = "charge.taken", "charge.ended"
COLUMNS = ("kind", "subject_key", "side", "organisation_name", "initiatives", "facts")


@dataclass(frozen=True, slots=True)
class InCharge:
    initiative: str
    side: str
    unit: str  # as it was called then
    is_lead: bool


def in_charge(on: date, known_at: datetime) -> list[InCharge]:
    """Who leads first; one query."""
    found = entries_known_on(known_at).filter(kind__in=[TAKEN, ENDED]).order_by("id")
    standing = dict[str, InCharge]()
    for kind, key, side, unit, initiatives, facts in found.values_list(*COLUMNS):
        told = read(kind_called(kind), facts)
        if kind == TAKEN and told["first_day"] <= on:
            is_lead = told["role"] == ChargeRole.LEAD
            standing[key] = InCharge(initiatives.strip(), side, unit, is_lead)
        elif kind == ENDED and (told["last_day"] is None or told["last_day"] < on):
            standing.pop(key, None)
    return sorted(standing.values(), key=_order)


def _order(one: InCharge) -> tuple[str, bool, bool, str]:
    return one.initiative, one.side != "prefecture", not one.is_lead, one.unit


def units_of(charges: list[InCharge], initiative: str) -> Iterator[dict[str, str]]:
    for one in charges:
        if one.initiative == initiative:
            yield {"side": one.side, "unit": one.unit}
