"""Shards through the job queue: `manage.py db_worker` computes them, on this host or on others.

A job names the order and the shard; the worker finds the order in its own folder PROJECTIONS, so
hosts share that folder. Whoever waits may leave: the jobs stay, and who comes back finds them.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from renkei.observatory.ahead.executors import Executor
from renkei.observatory.ahead.orders import CannotCompute
from renkei.observatory.ahead.shards import Bench, compute_and_keep

# A worker that was killed leaves its job "running" for ever; after so long another takes it on.
# Should it live after all, both write the same bytes.
PATIENCE = timedelta(minutes=15)
# A folder on a file server may show a new file to other hosts only after a while.
UNTIL_SHARED = timedelta(minutes=2)
LOOK_AGAIN_S = 1.0


@task()
def compute_shard_of_order(digest: str, shard: int) -> None:
    compute_and_keep(digest, shard)


def queue(
    *, look_again_s: float = LOOK_AGAIN_S, meanwhile: Callable[[], object] | None = None
) -> Executor:
    """Jobs for workers elsewhere; `meanwhile` is called each time before we look again.

    Errors of the executor  CannotCompute when a worker failed, or keeps its shards elsewhere
    """

    def compute(bench: Bench, shards: Sequence[int]) -> Iterator[int]:
        missing, since = set(shards), timezone.now()
        while missing:
            jobs = _jobs(bench.digest, since)
            done = bench.done(sorted(missing))
            yield from done
            missing -= set(done)
            _require_progress([job for job in jobs if _shard(job) in missing], since)
            for shard in sorted(missing - {_shard(job) for job in jobs if _is_alive(job)}):
                compute_shard_of_order.enqueue(bench.digest, shard)
            if meanwhile:
                meanwhile()
            if missing and not done:
                time.sleep(look_again_s)

    return compute


def _jobs(digest: str, since: datetime) -> list[DBTaskResult]:
    """The jobs of an order that still matter to somebody who has waited since then.

    Jobs of the past stay in the database; one that ended long before tells nothing any more.
    """
    still_matter = Q(finished_at__isnull=True) | Q(finished_at__gte=since - UNTIL_SHARED)
    jobs = DBTaskResult.objects.filter(still_matter, task_path=compute_shard_of_order.module_path)
    # The arguments are JSON, and databases differ in how they compare it.
    return [job for job in jobs if job.args_kwargs["args"][0] == digest]


def _shard(job: DBTaskResult) -> int:
    shard: int = job.args_kwargs["args"][1]
    return shard


def _is_alive(job: DBTaskResult) -> bool:
    """Whether the job waits for a worker, is in the hands of one, or was done just now."""
    now = timezone.now()
    match job.status:
        case TaskResultStatus.READY:
            return True
        case TaskResultStatus.RUNNING:
            return bool(job.started_at and job.started_at > now - PATIENCE)
        case TaskResultStatus.SUCCESSFUL:
            return bool(job.finished_at and job.finished_at > now - UNTIL_SHARED)
    return False


def _require_progress(jobs: Sequence[DBTaskResult], since: datetime) -> None:
    for job in jobs:
        if not job.finished_at or job.finished_at < since:
            continue
        if job.status == TaskResultStatus.FAILED:
            reason = job.traceback.strip().splitlines()[-1]
            raise CannotCompute(f"a worker could not compute shard {_shard(job)}: {reason}")
        if not _is_alive(job):
            raise CannotCompute(
                f"a worker has computed shard {_shard(job)}, but it is not in our folder: "
                "all hosts must share the folder RENKEI_PROJECTIONS"
            )
