"""How much is on its way for whom, and on which day each step was taken."""

from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from renkei.core.rights import RuledQuerySet
from renkei.journal.queries import standing_entries
from renkei.opportunities.models import Placement
from renkei.opportunities.states import LIVE

PLACEMENT = "placement"


def with_live(seekers: RuledQuerySet[Any]) -> RuledQuerySet[Any]:
    """Registrations with `n_live`, their placements on the way; counted for the rows of a page
    alone, and within its query."""
    live = Placement.objects.filter(seeker=OuterRef("pk"), state__in=LIVE).order_by()
    counted = live.values("seeker").annotate(n=Count("pk")).values("n")
    return seekers.annotate(n_live=Coalesce(Subquery(counted, IntegerField()), 0))


def days_of_steps(placement: Placement) -> dict[str, date]:
    """The day of each step that was taken, by the journal; a step may have been left out."""
    entries = standing_entries().filter(subject_kind=PLACEMENT, subject_key=placement.key)
    return {
        kind.removeprefix(f"{PLACEMENT}."): on for kind, on in entries.values_list("kind", "on")
    }


def days_taken_part(placement: Placement) -> int:
    """On how many days somebody took part, by the journal; 0 where nobody counted them."""
    entries = standing_entries().filter(
        kind="placement.completed", subject_kind=PLACEMENT, subject_key=placement.key
    )
    return int(entries.values_list("quantity", flat=True).first() or 0)
