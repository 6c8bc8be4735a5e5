"""Seats that are about to end: whoever sits there, and whoever gives them, is told in time."""

from datetime import date
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from renkei.charter.text import Text
from renkei.core.moves import locked
from renkei.core.rights import Role
from renkei.directory.models import Membership, Person, Unit
from renkei.directory.queries.endings import administrators_of, ending_seats
from renkei.paperwork.actions.notices import Recipient, send


def tell_of_ending_seats(on: date) -> int:
    """Tell each person of her seat, and the administrators of a unit of all that end on a day.

    Answers the number of seats; started again, it tells of none twice.
    """
    found = groupby(ending_seats(on), key=lambda seat: (seat.unit, seat.valid_to))
    return sum(_tell(unit, last_day, on) for (unit, last_day), _seats in found)


@transaction.atomic
def _tell(unit: Unit, last_day: date, on: date) -> int:
    unit = locked(unit)
    seats = [
        seat for seat in ending_seats(on) if (seat.unit_id, seat.valid_to) == (unit.pk, last_day)
    ]
    if not seats:
        return 0  # another run was faster
    Membership.objects.filter(pk__in=[seat.pk for seat in seats]).update(warned_on=on)
    for seat in seats:
        send(
            "directory.seat_ends",
            to=_recipients([seat.person]),
            context={"unit": _name(unit), "role": _role(seat.role), "last_day": last_day},
            about=("membership", seat.key),
            unit=unit.key,
        )
    send(
        "directory.seats_end",
        to=_recipients(administrators_of(unit, on=on)),
        context={"unit": _name(unit), "n": len(seats), "last_day": last_day},
        about=("unit", unit.key),
        unit=unit.key,
    )
    return len(seats)


def _recipients(people: list[Person]) -> list[Recipient]:
    return [Recipient(person=one.key, email=one.email, language=one.language) for one in people]


def _name(unit: Unit) -> Text:
    return Text(unit.name_ja, unit.name_en or unit.name_ja)


def _role(role: str) -> Text:
    said = []
    for language, _label in settings.LANGUAGES:
        with override(language):
            said.append(str(Role(role).label))
    return Text(*said)
