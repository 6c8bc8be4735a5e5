"""Long work that stopped half way waits for whoever started it."""

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from renkei.core.addresses import addresses_of
from renkei.core.models import Job
from renkei.core.rights import Asker
from renkei.core.states import JobState
from renkei.core.waiting import Head, Sort, Waiting, Waits, named, told


def waiting_for(asker: Asker) -> list[Waiting]:
    return told(asker, JOBS)


def _sorts(asker: Asker) -> list[Sort]:
    step = _("続きから始める")
    address = addresses_of("jobs:job")

    def tell(one: Head) -> Waiting:
        return Waiting(
            title=one.title,
            step=step,
            address=address(one.key),
            since=one.since_day,
            person=one.person,
        )

    stopped = Job.objects.visible_to(asker).filter(owner=asker.person, state=JobState.FAILED)
    since = Coalesce("finished_at", "made_at")
    return [Sort(stopped, tell, {"title": named("title"), "since": since, "person": "owner"})]


JOBS = Waits(_sorts)
