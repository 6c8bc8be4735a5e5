"""To which councils somebody belongs: what the rights ask for the reaches of circles."""

from django.db.models import Q
from django.utils import timezone

from renkei.core.periods import not_over
from renkei.core.rights import Asker, Belonging, Role
from renkei.programme.models import CouncilMember
from renkei.programme.states import MemberRole

# Where a unit or an organisation is a member, these speak for it.
FOR_A_UNIT = frozenset({Role.PROGRAMME_OFFICE, Role.OFFICER, Role.BUREAU_OFFICER})
FOR_AN_ORGANISATION = frozenset({Role.REPRESENTATIVE, Role.MUNICIPALITY_OFFICER})


def belonging(asker: Asker) -> Belonging:
    """By the terms that run on the day of the asker; one query."""
    on = asker.on or timezone.localdate()
    held = CouncilMember.objects.filter(_stands_for(asker), valid_from__lte=on)
    found = list(held.filter(not_over(on)).order_by().values_list("body", "role"))
    return Belonging(
        joined=frozenset(body for body, _role in found),
        kept=frozenset(body for body, role in found if role == MemberRole.SECRETARY),
    )


def _stands_for(asker: Asker) -> Q:
    units = {seat.unit for seat in asker.seats if seat.side and seat.role in FOR_A_UNIT}
    bodies = {
        seat.organisation
        for seat in asker.seats
        if not seat.side and seat.role in FOR_AN_ORGANISATION
    }
    return Q(person=asker.person) | Q(organisation__in=bodies) | Q(unit__in=units)
