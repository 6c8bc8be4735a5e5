"""A table that is too long to wait for becomes records by a worker, part by part."""

import pytest

from renkei.core.jobs.running import run_job
from renkei.core.models import Job
from renkei.core.people import know_people
from renkei.core.states import BatchState, JobState
from renkei.core.tables.imports import actions, confirm_import, continue_import, undo_import
from renkei.directory.models import Organisation
from tests.cast import organisation
from tests.rooms.core.importing import CITIZEN, DAY, OFFICER, batch_of, places

pytestmark = pytest.mark.django_db


@pytest.fixture
def short(monkeypatch):
    """A worker takes in what is longer than two rows, two rows at a time."""
    monkeypatch.setattr(actions, "WHILE_ONE_WAITS", 2)
    monkeypatch.setattr(actions, "PART", 2)


@pytest.fixture
def people(monkeypatch):
    """The worker finds the officer by her key."""
    from renkei.core import people as module

    monkeypatch.setattr(module, "_FIND", [])
    know_people({"officer": OFFICER, "citizen": CITIZEN}.__getitem__)


LONG = ["甲,011002,", "乙,011002,", "丙,011002,", "丁,011002,", "戊,011002,"]


def test_long_table_is_taken_in_by_a_worker(short, people):
    batch = confirm_import(batch_of(*LONG), by=OFFICER, on=DAY)
    waiting = (batch.state, places())

    run_job.call(batch.job)

    batch.refresh_from_db()
    job = Job.objects.get(key=batch.job)
    assert waiting == (BatchState.APPLYING, {})
    assert (batch.state, len(places())) == (BatchState.APPLIED, 5)
    assert (job.state, job.done, job.total) == (JobState.DONE, 5, 5)
    assert job.result["address"] == f"/imports/batches/{batch.key}/"


def test_worker_that_was_killed_is_followed_by_one_that_goes_on(short, people):
    """Killed after the first part: the second worker takes in the rest, nothing twice."""
    batch = confirm_import(batch_of(*LONG), by=OFFICER, on=DAY)
    actions._apply_part(batch, actions.importer_of(batch), OFFICER)
    begun = len(places())

    run_job.call(batch.job)

    batch.refresh_from_db()
    assert (begun, len(places()), batch.state) == (2, 5, BatchState.APPLIED)


def test_long_import_that_stopped_can_go_on_or_be_taken_back(short, people):
    there = organisation("丁", place="012076")
    batch = confirm_import(batch_of(*LONG), by=OFFICER, on=DAY)
    Organisation.objects.filter(pk=there.pk).update(address="四条")
    run_job.call(batch.job)
    stopped = Job.objects.get(key=batch.job)
    begun = len(places())

    Organisation.objects.filter(pk=there.pk).update(address="")
    batch = continue_import(batch, by=OFFICER)
    run_job.call(batch.job)

    batch.refresh_from_db()
    assert (stopped.state, begun) == (JobState.FAILED, 3)
    assert "5行目の「丁」は、確認のあとに変わりました" in stopped.message
    assert (batch.state, len(places())) == (BatchState.APPLIED, 5)


def test_half_an_import_is_taken_back(short, people):
    batch = confirm_import(batch_of(*LONG), by=OFFICER, on=DAY)
    actions._apply_part(batch, actions.importer_of(batch), OFFICER)

    undo_import(batch, by=OFFICER, on=DAY)
    run_job.call(batch.job)

    batch.refresh_from_db()
    assert (batch.state, places()) == (BatchState.UNDONE, {})


def test_long_import_is_taken_back_by_a_worker(short, people):
    batch = confirm_import(batch_of(*LONG), by=OFFICER, on=DAY)
    run_job.call(batch.job)
    batch.refresh_from_db()

    batch = undo_import(batch, by=OFFICER, on=DAY)
    run_job.call(batch.job)

    batch.refresh_from_db()
    assert (batch.state, places()) == (BatchState.UNDONE, {})
    assert Job.objects.get(key=batch.job).state == JobState.DONE


def test_whoever_lost_the_right_meanwhile_takes_nothing_in(short, people):
    batch = confirm_import(batch_of(*LONG), by=OFFICER, on=DAY)
    Job.objects.filter(key=batch.job).update(owner="citizen")

    run_job.call(batch.job)

    assert Job.objects.get(key=batch.job).state == JobState.FAILED
    assert places() == {}
