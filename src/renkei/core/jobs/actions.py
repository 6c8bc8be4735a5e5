"""Starting long work, stopping it, taking it up again."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import NotPermitted, WrongState
from renkei.core.jobs.register import job_kind
from renkei.core.jobs.running import enqueue, is_left
from renkei.core.models import Job
from renkei.core.moves import move
from renkei.core.rights import Asker, Verb, must
from renkei.core.states import JobState
from renkei.core.writing import language


@transaction.atomic
def start_job(kind: str, /, *, by: Asker, title: str = "", **arguments: Any) -> Job:
    """Put long work into the queue; a worker sees it when this transaction has ended.

    The arguments are JSON and hold keys, never what records say: the queue is nobody's file.
    Errors  LookupError when no room declares such work; NotPermitted when nobody asks
    """
    if not by.is_somebody:
        raise NotPermitted(_("ログインしてください。"))
    label = job_kind(kind).label
    job = Job.objects.create(
        kind=kind,
        title_ja=label.ja + (f"（{title}）" if title else ""),
        title_en=label.en + (f" ({title})" if title else ""),
        owner=by.person,
        unit=next((seat.unit for seat in by.seats), ""),
        arguments=arguments,
        language=language()[:2],
    )
    enqueue(job)
    return job


@transaction.atomic
def cancel_job(job: Job, *, by: Asker) -> None:
    """Stop the work; what it has stored part by part stays stored.

    Errors  NotPermitted when it is not the person's own; WrongState when it has ended
    """
    must(by, Verb.WRITE, job)
    move(job, to=JobState.CANCELLED, finished_at=timezone.now())


@transaction.atomic
def resume_job(job: Job, *, by: Asker) -> None:
    """Put work that failed, or whose worker is gone, into the queue again.

    Errors  NotPermitted when it is not the person's own; WrongState when it is in good hands
    """
    must(by, Verb.WRITE, job)
    if job.state == JobState.RUNNING and not is_left(job):
        raise WrongState(_("この処理はいま進んでいます。"))
    move(job, to=JobState.WAITING, finished_at=None, message="", attempt=0)
    enqueue(job)
