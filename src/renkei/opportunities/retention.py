"""What happens to registrations that have ended: who it was is emptied, what was counted stays."""

from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from renkei.charter.text import Text
from renkei.opportunities.actions.seekers import forget_seeker
from renkei.opportunities.models import Seeker
from renkei.opportunities.states import LIVE, SeekerState
from renkei.paperwork.retaining import Retention, retain
from renkei.paperwork.states import Disposing


def seekers_due(before: date) -> QuerySet[Seeker]:
    """Who left, or never registered, and of whom nothing has been written since before that day."""
    start = timezone.make_aware(datetime.combine(before, time.min)) if before > date.min else None
    found = Seeker.objects.filter(
        anonymised_at=None, state__in=[SeekerState.LEFT, SeekerState.DRAFT]
    ).exclude(placements__state__in=LIVE)
    return found.filter(changed_at__lt=start) if start else found.none()


retain(
    Retention(
        kind="seeker",
        label=Text("登録（求職者・学生など）", "Registrations of seekers"),
        due=seekers_due,
        ways={Disposing.ANONYMISE: forget_seeker},
    )
)
