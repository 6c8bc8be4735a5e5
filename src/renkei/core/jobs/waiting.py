"""Long work that stopped half way waits for whoever started it."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.models import Job
from renkei.core.rights import Asker
from renkei.core.states import JobState
from renkei.core.waiting import Waiting

MOST = 20


def waiting_for(asker: Asker) -> list[Waiting]:
    stopped = Job.objects.visible_to(asker).filter(owner=asker.person, state=JobState.FAILED)
    return [
        Waiting(
            title=one.title,
            step=_("続きから始める"),
            address=reverse("jobs:job", args=[one.key]),
            since=timezone.localdate(one.finished_at or one.made_at),
            person=one.owner,
        )
        for one in stopped[:MOST]
    ]
