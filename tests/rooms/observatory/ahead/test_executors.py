"""Whoever computes the shards, the files of the run are the same byte for byte."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models.signals import post_init
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from renkei.observatory.ahead import orders
from renkei.observatory.ahead import queue as jobs
from renkei.observatory.ahead.cluster import cluster
from renkei.observatory.ahead.executors import inline, processes
from renkei.observatory.ahead.orders import CannotCompute
from renkei.observatory.ahead.queue import queue
from renkei.observatory.ahead.shards import Bench


def files(run):
    return {path.name: path.read_bytes() for path in run.folder.iterdir()}


def work() -> None:
    """What `manage.py db_worker --batch` does: everything that waits, then it ends."""
    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="in this test",
        excluded_queue_names=[],
    ).run()


def through_jobs():
    return queue(look_again_s=0.01, meanwhile=work)


def test_run_that_is_made_twice_is_the_same(made):
    first = files(made("run"))

    assert files(made("run")) == first
    assert sorted(first) == [
        "events.parquet",
        "halved.parquet",
        "manifest.toml",
        "people.parquet",
        "pyramids.parquet",
    ]


def test_run_with_another_seed_is_another(made, order):
    other = replace(order, draws=replace(order.draws, seed=8))

    assert made("other", ordered=other).manifest.digest != made().manifest.digest


def test_processes_make_the_same_run(made):
    here = files(made("run"))

    assert files(made("run", through=processes(2))) == here


@pytest.mark.django_db(transaction=True)
def test_job_queue_makes_the_same_run(made):
    here = files(made("run"))

    assert files(made("run", through=through_jobs())) == here
    assert DBTaskResult.objects.successful().count() == 4


def test_cluster_makes_the_same_run(made):
    pytest.importorskip("distributed", reason="the extra “cluster” is not installed")
    here = files(made("run"))

    assert files(made("run", through=cluster(2))) == here


# --- what goes wrong ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"inputs": "0" * 64}, "the figures here are not those"),
        ({"code": "0" * 64}, "another version of renkei"),
    ],
)
def test_process_with_other_figures_or_code_takes_no_part(order, change, said):
    other = replace(order, **change)
    Bench(other.digest).lay_open(other)

    with pytest.raises(CannotCompute, match=said):
        next(inline(Bench(other.digest), [0]))


def test_process_without_numba_does_not_compute_what_was_ordered_with_it(order, monkeypatch):
    other = replace(order, path="compiled")
    Bench(other.digest).lay_open(other)
    monkeypatch.setattr(orders, "is_fast_installed", lambda: False)

    with pytest.raises(CannotCompute, match="--plain"):
        next(inline(Bench(other.digest), [0]))


def test_failure_in_a_process_is_told(order):
    other = replace(order, inputs="0" * 64)
    Bench(other.digest).lay_open(other)

    with pytest.raises(CannotCompute, match="the figures here are not those"):
        list(processes(1)(Bench(other.digest), [0, 1]))


def test_end_of_a_process_is_told(order):
    other = replace(order, base="tests.rooms.observatory.ahead.fatal")
    Bench(other.digest).lay_open(other)

    with pytest.raises(CannotCompute, match="a process ended by itself"):
        list(processes(1)(Bench(other.digest), [0]))


@pytest.mark.django_db(transaction=True)
def test_failure_in_the_queue_is_told(order):
    other = replace(order, inputs="0" * 64)
    Bench(other.digest).lay_open(other)

    with pytest.raises(CannotCompute, match=r"shard 0: .*the figures here are not those"):
        list(through_jobs()(Bench(other.digest), [0]))


@pytest.mark.django_db(transaction=True)
def test_worker_with_a_folder_of_its_own_is_told_of(order, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(jobs, "UNTIL_SHARED", timedelta(0))
    bench = Bench(order.digest)
    ours = settings.PROJECTIONS
    bench.lay_open(order)

    def work_elsewhere() -> None:
        settings.PROJECTIONS = tmp_path / "theirs"
        Bench(order.digest).lay_open(order)
        work()
        settings.PROJECTIONS = ours

    with pytest.raises(CannotCompute, match="must share the folder"):
        list(queue(look_again_s=0.01, meanwhile=work_elsewhere)(bench, [0]))


# --- left and found again -------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_jobs_are_found_again(made, order):
    def leave() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        made("run", through=queue(meanwhile=leave))
    assert DBTaskResult.objects.ready().count() == 4

    run = made("run", through=through_jobs())

    assert DBTaskResult.objects.count() == 4
    assert run.results().digest == run.manifest.digest


@pytest.mark.django_db(transaction=True)
def test_jobs_of_the_past_are_not_read_again(made, order):
    long_ago = timezone.now() - timedelta(days=1)
    for shard in range(4):
        jobs.compute_shard_of_order.enqueue(order.digest, shard)
    DBTaskResult.objects.update(
        status=TaskResultStatus.SUCCESSFUL, started_at=long_ago, finished_at=long_ago
    )
    past, read = set(DBTaskResult.objects.values_list("id", flat=True)), []

    def note(instance, **_):
        read.append(instance.id)

    post_init.connect(note, sender=DBTaskResult)
    try:
        made("run", through=through_jobs())
    finally:
        post_init.disconnect(note, sender=DBTaskResult)

    assert past.isdisjoint(read)
    assert len(set(read)) == 4
