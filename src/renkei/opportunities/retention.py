"""What happens to registrations that have ended: who it was is emptied, what was counted stays.

Searches that nobody uses end every night by the same term, whether or not an installation disposes
of records: their holders were told so.
"""

from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from renkei.charter.text import Text
from renkei.opportunities.actions.searches import KIND, end_for_want_of_use
from renkei.opportunities.actions.seekers import forget_seeker
from renkei.opportunities.models import Seeker
from renkei.opportunities.queries.searches import unused_since
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

retain(
    Retention(
        kind=KIND,
        label=Text("保存した検索（新着のお知らせ）", "Searches kept for news by mail"),
        due=unused_since,
        ways={Disposing.DELETE: end_for_want_of_use},
    )
)
