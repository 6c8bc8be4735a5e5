"""Every night the question goes out to those who began so many months ago: are you still there?"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from renkei.core.moves import locked
from renkei.opportunities.models import Placement
from renkei.opportunities.notices import how_it_goes
from renkei.opportunities.queries.placements import to_ask


def ask_how_it_goes(on: date) -> int:
    """How many were asked; of whom no address is known, the desk asks itself."""
    return sum(_ask(one, on) for one in to_ask(on).filter(asked_at=None))


@transaction.atomic
def _ask(placement: Placement, on: date) -> bool:
    placement = locked(placement)
    is_due = placement.ask_on is not None and placement.ask_on <= on
    reaches = placement.seeker.email or placement.seeker.person
    if not is_due or placement.asked_at or not reaches:
        return False
    placement.asked_at = timezone.now()
    placement.save(update_fields=["asked_at", "changed_at"])
    how_it_goes(placement)
    return True
