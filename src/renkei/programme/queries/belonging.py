"""To which councils somebody belongs: what the rights ask for the reaches of circles."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from renkei.core.periods import not_over
from renkei.core.prepared import Prepared
from renkei.core.rights import Asker, Belonging, Role
from renkei.programme.models import CouncilMember
from renkei.programme.states import MemberRole

# Where a unit or an organisation is a member, these speak for it.
FOR_A_UNIT = frozenset({Role.PROGRAMME_OFFICE, Role.OFFICER, Role.BUREAU_OFFICER})
FOR_AN_ORGANISATION = frozenset({Role.REPRESENTATIVE, Role.MUNICIPALITY_OFFICER})
NONE = ["nobody"]  # no key is so short; a member without an organisation has an empty one


def belonging(asker: Asker) -> Belonging:
    """By the terms that run on the day of the asker; one query."""
    units = {seat.unit for seat in asker.seats if seat.side and seat.role in FOR_A_UNIT}
    bodies = {
        seat.organisation
        for seat in asker.seats
        if not seat.side and seat.role in FOR_AN_ORGANISATION
    }
    found = _HELD.rows(
        person=asker.person,
        bodies=sorted(bodies) or NONE,
        units=sorted(units) or NONE,
        on=asker.on or timezone.localdate(),
    )
    return Belonging(
        joined=frozenset(body for body, _role in found),
        kept=frozenset(body for body, role in found if role == MemberRole.SECRETARY),
    )


def _held(person: str, bodies: list[str], units: list[str], on: date) -> QuerySet[Any, Any]:
    stands_for = Q(person=person) | Q(organisation__in=bodies) | Q(unit__in=units)
    held = CouncilMember.objects.filter(stands_for, not_over(on), valid_from__lte=on)
    return held.order_by().values_list("body", "role")


_HELD = Prepared(_held)
