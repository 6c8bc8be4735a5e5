"""Long work that stopped waits for whoever started it, and for nobody else."""

import pytest
from django.utils import timezone

from renkei.core.jobs.waiting import waiting_for
from renkei.core.models import Job
from renkei.core.states import JobState
from tests.cast import Cast, standing_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def job(cast: Cast, state: JobState) -> Job:
    ended = None if state in {JobState.WAITING, JobState.RUNNING} else timezone.now()
    return Job.objects.create(
        kind="test",
        title_ja="取り込み",
        title_en="Import",
        owner=cast.city_officer.key,
        state=state,
        finished_at=ended,
    )


def test_stopped_work_waits_for_whoever_started_it(cast: Cast) -> None:
    stopped = job(cast, JobState.FAILED)

    (waiting,) = waiting_for(cast.asker("city_officer"))

    assert waiting.address == f"/jobs/{stopped.key}/"
    assert waiting.is_mine(cast.asker("city_officer"))
    assert waiting_for(cast.asker("city_office")) == []


@pytest.mark.parametrize("state", [JobState.RUNNING, JobState.DONE, JobState.CANCELLED])
def test_other_work_does_not_wait(cast: Cast, state: JobState) -> None:
    job(cast, state)

    assert waiting_for(cast.asker("city_officer")) == []
