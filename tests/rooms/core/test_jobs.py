"""Long work survives leaving the page, a killed worker, and being stopped."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult

from renkei.charter.text import Text
from renkei.core import people
from renkei.core.errors import NotPermitted, WrongState
from renkei.core.jobs import cancel_job, job, resume_job, running, start_job
from renkei.core.jobs.running import MOST_ATTEMPTS, Reporter, Stopped, run_job, take_up_left_jobs
from renkei.core.models import Job
from renkei.core.people import know_people
from renkei.core.rights import NOBODY, Asker
from tests.concurrency import at_once, shared_database
from tests.rooms.core.working import DONE

pytestmark = pytest.mark.django_db

OWNER, OTHER = Asker(person="owner"), Asker(person="other")
LATER = timedelta(minutes=16)


@pytest.fixture(autouse=True)
def _known(monkeypatch):
    monkeypatch.setattr(people, "_FIND", [])
    know_people({"owner": OWNER}.__getitem__)
    DONE.clear()


@pytest.fixture(autouse=True)
def _tell_everything(monkeypatch):
    monkeypatch.setattr(running, "SECONDS_BETWEEN_SIGNS", 0.0)


def started(**arguments: object) -> Job:
    return start_job("tested.steps", by=OWNER, **{"n": 3, **arguments})


def as_it_is(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_started_work_waits_and_is_in_the_queue():
    with override("en"):
        job = started()

    [queued] = DBTaskResult.objects.all()
    assert (job.state, job.owner, job.title, job.language) == (
        "waiting",
        "owner",
        "試験の処理",
        "en",
    )
    assert queued.args_kwargs == {"args": [job.key], "kwargs": {}}


def test_work_that_is_rolled_back_was_never_started():
    with transaction.atomic():
        started()
        transaction.set_rollback(True)

    assert (Job.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_nobody_starts_work():
    with pytest.raises(NotPermitted):
        start_job("tested.steps", by=NOBODY, n=1)


def test_work_that_no_room_declares_is_not_started():
    with pytest.raises(LookupError):
        start_job("unknown", by=OWNER)


def test_work_is_declared_once():
    with pytest.raises(ValueError, match="declared twice"):
        job("tested.steps", Text("甲", "A"))(lambda progress: {})


def test_worker_does_the_work_and_keeps_its_result():
    job = started()

    run_job.call(job.key)

    found = as_it_is(job)
    assert DONE == ["owner 1", "owner 2", "owner 3"]
    assert (found.state, found.done, found.total, found.message) == ("done", 3, 3, "3件目")
    assert found.result == {"address": "/search/", "text": "おわり"}
    assert found.finished_at is not None


@pytest.mark.django_db(transaction=True)
def test_worker_of_the_queue_finds_the_work():
    with shared_database():
        job = started()

        call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)

        assert as_it_is(job).state == "done"


def test_work_that_is_done_is_not_done_again():
    job = started()
    run_job.call(job.key)

    run_job.call(job.key)

    assert len(DONE) == 3


def test_refusal_is_told_in_the_words_of_the_room():
    job = started(refuse="所在地が決まっていません。")

    run_job.call(job.key)

    found = as_it_is(job)
    assert (found.state, found.message) == ("failed", "所在地が決まっていません。")


def test_crash_tells_the_reader_no_system_words(caplog):
    job = started(crash=True)

    run_job.call(job.key)

    found = as_it_is(job)
    assert found.state == "failed"
    assert found.message.startswith("予期しない問題で止まりました。")
    assert job.key in found.message
    assert "nobody should read" not in found.message
    assert job.key in caplog.text


def test_failed_work_can_be_started_again():
    job = started(refuse="あとで")
    run_job.call(job.key)

    resume_job(as_it_is(job), by=OWNER)
    run_job.call(job.key)

    assert len(DONE) == 6
    assert DBTaskResult.objects.count() == 2


# --- stopping -------------------------------------------------------------------------------------


def test_waiting_work_that_is_stopped_is_not_done():
    job = started()

    cancel_job(job, by=OWNER)
    run_job.call(job.key)

    assert (as_it_is(job).state, DONE) == ("cancelled", [])


def test_running_work_hears_that_it_was_stopped(monkeypatch):
    job = started()
    original = Reporter.__call__

    def stop_before(self, done, total=0, message=""):
        if done == 2:
            cancel_job(as_it_is(job), by=OWNER)
        original(self, done, total, message)

    monkeypatch.setattr(Reporter, "__call__", stop_before)
    run_job.call(job.key)

    assert DONE == ["owner 1", "owner 2"]
    assert as_it_is(job).state == "cancelled"


@pytest.mark.parametrize("act", [cancel_job, resume_job])
def test_work_of_somebody_else_is_left_alone(act):
    job = started()

    with pytest.raises(NotPermitted):
        act(job, by=OTHER)

    assert as_it_is(job).state == "waiting"


@pytest.mark.parametrize("act", [cancel_job, resume_job])
def test_work_that_is_done_is_neither_stopped_nor_started(act):
    job = started()
    run_job.call(job.key)

    with pytest.raises(WrongState):
        act(as_it_is(job), by=OWNER)


# --- a worker that was killed ---------------------------------------------------------------------


def killed(job: Job) -> Job:
    """A worker has taken the work and never says anything again."""
    return running._taken(job.key)


def test_work_of_a_killed_worker_is_taken_up_after_a_while():
    job = started()
    killed(job)

    at_once_ = take_up_left_jobs()
    with time_machine.travel(timezone.now() + LATER):
        later = take_up_left_jobs()
        again = take_up_left_jobs()

    assert (at_once_, later, again) == (0, 1, 0)
    assert (as_it_is(job).state, DBTaskResult.objects.count()) == ("waiting", 2)


def test_any_worker_takes_up_what_was_left():
    left, other = started(), started(n=1)
    killed(left)

    with time_machine.travel(timezone.now() + LATER):
        run_job.call(other.key)

    assert as_it_is(left).state == "waiting"


def test_owner_need_not_wait_for_another_worker():
    job = started()
    killed(job)

    with pytest.raises(WrongState):
        resume_job(as_it_is(job), by=OWNER)
    with time_machine.travel(timezone.now() + LATER):
        resume_job(as_it_is(job), by=OWNER)

    assert as_it_is(job).state == "waiting"


def test_worker_that_lives_after_all_finds_the_work_in_other_hands():
    job = started()
    slow = killed(job)
    with time_machine.travel(timezone.now() + LATER):
        take_up_left_jobs()
        run_job.call(job.key)

    with pytest.raises(Stopped):
        Reporter(slow)(2, 3)
    running._end(slow, "failed", message="late")

    assert (as_it_is(job).state, as_it_is(job).message) == ("done", "3件目")


def test_work_that_kills_its_workers_is_given_up():
    job = started()
    now = timezone.now()

    for attempt in range(1, MOST_ATTEMPTS + 1):
        with time_machine.travel(now + attempt * LATER):
            killed(job)
        with time_machine.travel(now + (attempt + 1) * LATER):
            take_up_left_jobs()

    found = as_it_is(job)
    assert (found.state, found.attempt) == ("failed", MOST_ATTEMPTS)
    assert found.message.startswith("3回試しましたが")


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_one_takes_the_work():
    with shared_database():
        job = started()

        taken = at_once(*[lambda: running._taken(job.key)] * 8)

    assert sum(one is not None for one in taken) == 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_notice_a_killed_worker_one_takes_the_work_up():
    with shared_database():
        job = started()
        killed(job)
        Job.objects.update(heard_at=timezone.now() - LATER)

        outcomes = at_once(*[take_up_left_jobs] * 8)
        n_queued = DBTaskResult.objects.count()

    assert (sum(outcomes), n_queued) == (1, 2)


def test_signs_of_life_are_few(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(running, "SECONDS_BETWEEN_SIGNS", 3600.0)
    job = killed(started())
    report = Reporter(job)
    report(0, 10_000)

    with django_assert_num_queries(1):
        for n in range(1, 10_001):
            report(n, 10_000)
