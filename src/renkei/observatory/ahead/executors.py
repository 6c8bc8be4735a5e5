"""Who computes the shards: this process, other processes, the job queue, a cluster.

An executor is given the order's bench and the shards that are missing, and yields the number of
each one once it is kept there. All of them call `compute_shard`, so all give the same bytes.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

import django

from renkei.observatory.ahead.shards import Bench, compute_and_keep

Executor = Callable[[Bench, Sequence[int]], Iterator[int]]


def inline(bench: Bench, shards: Sequence[int]) -> Iterator[int]:
    """One shard after another, in this process."""
    for shard in shards:
        compute_and_keep(bench.digest, shard)
        yield shard


def processes(workers: int) -> Executor:
    """So many processes of this machine."""

    def compute(bench: Bench, shards: Sequence[int]) -> Iterator[int]:
        # Forked processes would inherit the locks of threads that are not there any more.
        pool = ProcessPoolExecutor(
            min(workers, len(shards)), mp_context=get_context("spawn"), initializer=django.setup
        )
        try:
            waiting = {
                pool.submit(compute_and_keep, bench.digest, shard): shard for shard in shards
            }
            for future in as_completed(waiting):
                future.result()
                yield waiting[future]
        finally:
            # Whoever stops us, or the first shard that fails, need not wait for all the others.
            pool.shutdown(cancel_futures=True)

    return compute
