"""What waits in the job queue for a worker; without one, commands of the same effect do it."""

from collections.abc import Sequence

from django_tasks import task


@task
def deliver_notices(keys: list[str]) -> None:
    from renkei.paperwork.actions.delivery import deliver

    for key in keys:
        deliver(key)


def deliver_soon(keys: Sequence[str]) -> None:
    deliver_notices.enqueue(list(keys))
