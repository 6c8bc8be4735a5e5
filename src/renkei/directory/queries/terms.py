"""For which contractors' terms somebody sits."""

from collections.abc import Collection

from renkei.core.rights import Asker, Role
from renkei.directory.models import Membership, Unit


def terms_held(asker: Asker, unit: Unit, *, roles: Collection[Role]) -> frozenset[str]:
    """Keys of the terms for which the asker sits at this very unit in one of the roles."""
    seats = [seat.membership for seat in asker.seats if seat.unit == unit.pk and seat.role in roles]
    if not seats:
        return frozenset()
    held = Membership.objects.filter(pk__in=seats).exclude(term=None).order_by()
    return frozenset(held.values_list("term", flat=True))
