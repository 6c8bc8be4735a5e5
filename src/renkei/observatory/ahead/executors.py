"""Who computes the shards: this process, other processes, the job queue, a cluster.

An executor is given the order's bench and the shards that are missing, and yields the number of
each one once it is kept there. All of them call `compute_shard`, so all give the same bytes.
"""

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context

import django

from renkei.observatory.ahead.orders import CannotCompute
from renkei.observatory.ahead.shards import Bench, compute_and_keep

Executor = Callable[[Bench, Sequence[int]], Iterator[int]]


def inline(bench: Bench, shards: Sequence[int]) -> Iterator[int]:
    """One shard after another, in this process."""
    for shard in shards:
        compute_and_keep(bench.digest, shard)
        yield shard


def processes(workers: int) -> Executor:
    """So many processes of this machine.

    Errors of the executor  CannotCompute when a process ended by itself; as `compute_shard`
    """

    def compute(bench: Bench, shards: Sequence[int]) -> Iterator[int]:
        # Forked processes would inherit the locks of threads that are not there any more.
        pool = ProcessPoolExecutor(
            min(workers, len(shards)), mp_context=get_context("spawn"), initializer=_begin
        )
        try:
            yield from _through(pool, workers, bench, shards)
        except BrokenProcessPool:
            raise CannotCompute(
                "a process ended by itself, perhaps for want of memory: try fewer --workers"
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)

    return compute


def _through(
    pool: ProcessPoolExecutor, workers: int, bench: Bench, shards: Sequence[int]
) -> Iterator[int]:
    """Hand out no more shards than are computed at once: whoever stops us waits for these alone."""
    left, running = iter(shards), dict[Future[None], int]()
    while True:
        for shard in islice(left, workers - len(running)):
            running[pool.submit(compute_and_keep, bench.digest, shard)] = shard
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            future.result()
            yield running.pop(future)


def _begin() -> None:
    # Ctrl-C reaches every process of a terminal; the shards in hand are finished and kept.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
