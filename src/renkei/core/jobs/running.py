"""What a worker does with a job: take it, do it, say how far it is, say how it ended."""

import logging
import time
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from renkei.core.errors import Refused
from renkei.core.jobs.register import job_kind
from renkei.core.models import Job
from renkei.core.people import asker_with_key
from renkei.core.rights import Asker
from renkei.core.states import JobState

log = logging.getLogger(__name__)

SECONDS_BETWEEN_SIGNS = 1.0
# A worker that was killed leaves its job "running"; after so long without a sign it is taken up
# again. Work that tells of its progress gives a sign every few seconds.
PATIENCE = timedelta(minutes=15)
MOST_ATTEMPTS = 3


class Stopped(Exception):
    """The work was stopped, or another worker has it: whoever hears this ends quietly."""


@task()
def run_job(key: str) -> None:
    take_up_left_jobs()
    job = _taken(key)
    if job is None:
        return
    with override(job.language):
        try:
            result = job_kind(job.kind).work(Reporter(job), **job.arguments)
        except Stopped:
            return
        except Refused as refusal:
            _end(job, JobState.FAILED, message=str(refusal))
        except Exception:
            log.exception("job %s (%s) failed", job.key, job.kind)
            told = _(
                "予期しない問題で止まりました。もう一度始めても同じなら、"
                "番号%(key)sを管理者に知らせてください。"
            )
            _end(job, JobState.FAILED, message=told % {"key": job.key})
        else:
            _end(job, JobState.DONE, result=dict(result or {}))


class Reporter:
    """`Progress` into the table, at most once a second."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._told = 0.0

    @cached_property
    def by(self) -> Asker:
        return asker_with_key(self.job.owner)

    def __call__(self, done: int, total: int = 0, message: str = "") -> None:
        now = time.monotonic()
        if now - self._told < SECONDS_BETWEEN_SIGNS and done != total:
            return
        self._told = now
        said = {"done": done, "total": total, "message": message[:500]}
        if not _own(self.job).update(heard_at=timezone.now(), **said):
            raise Stopped


def _taken(key: str) -> Job | None:
    """The job for this worker alone; None when it was stopped, or another worker has it."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=key, state=JobState.WAITING)
    mine = waiting.update(
        state=JobState.RUNNING, attempt=F("attempt") + 1, started_at=now, heard_at=now
    )
    return Job.objects.get(pk=key) if mine else None


def _own(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)


def _end(job: Job, state: JobState, **said: Any) -> None:
    _own(job).update(state=state, finished_at=timezone.now(), **said)


# --- work whose worker is gone ----------------------------------------------------------------


def is_left(job: Job) -> bool:
    """Whether its worker gave no sign for so long that it must be gone."""
    return bool(
        job.state == JobState.RUNNING and job.heard_at and job.heard_at < timezone.now() - PATIENCE
    )


def take_up_left_jobs() -> int:
    """Put all work whose worker is gone into the queue again; of no use after some attempts."""
    left = Job.objects.filter(state=JobState.RUNNING, heard_at__lt=timezone.now() - PATIENCE)
    return sum(_take_up(job) for job in left)


@transaction.atomic
def _take_up(job: Job) -> bool:
    """Of several who notice at once, one takes it up."""
    now = timezone.now()
    if job.attempt >= MOST_ATTEMPTS:
        told = _("%(n)d回試しましたが、途中で止まりました。管理者に知らせてください。")
        _end(job, JobState.FAILED, message=told % {"n": job.attempt})
        return False
    if not _own(job).update(state=JobState.WAITING, heard_at=now):
        return False
    enqueue(job)
    return True


def enqueue(job: Job) -> None:
    """Into the same database and the same transaction: neither is there without the other, and a
    worker sees both after the commit."""
    run_job.enqueue(job.key)
