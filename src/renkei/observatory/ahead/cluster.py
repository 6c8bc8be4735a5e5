"""Shards on a Dask cluster (the extra `cluster`): workers return them, this process keeps them.

Workers need the same code, figures and settings, but no folder in common.
"""

import importlib.util
import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import django

from renkei.engines.demography.projection.accounts import Values
from renkei.observatory.ahead.executors import Executor
from renkei.observatory.ahead.orders import Order
from renkei.observatory.ahead.shards import Bench, compute_shard

if TYPE_CHECKING:
    from distributed import Client


def is_cluster_installed() -> bool:
    return importlib.util.find_spec("distributed") is not None


def cluster(workers: int, *, scheduler: str | None = None) -> Executor:
    """A cluster at the address of its scheduler; without one, so many workers on this machine."""

    def compute(bench: Bench, shards: Sequence[int]) -> Iterator[int]:
        from distributed import Client, LocalCluster

        # Every connection is worth a line to it; the command tells of progress itself.
        logging.getLogger("distributed").setLevel(logging.WARNING)
        if scheduler:
            with Client(scheduler, set_as_default=False) as client:
                yield from _through(client, bench, shards)
            return
        with (
            LocalCluster(
                n_workers=min(workers, len(shards)),
                threads_per_worker=1,
                # Any free port of this machine: two runs beside each other do not collide.
                dashboard_address="127.0.0.1:0",
            ) as local,
            Client(local, set_as_default=False) as client,
        ):
            yield from _through(client, bench, shards)

    return compute


def _through(client: "Client", bench: Bench, shards: Sequence[int]) -> Iterator[int]:
    from distributed import as_completed

    order = bench.order
    # Never remembered: a cube that was lost on its way is to be computed, not looked up.
    futures = {client.submit(_compute, order, shard, pure=False): shard for shard in shards}
    for future in as_completed(futures, loop=client.loop):
        shard = futures[future]
        bench.keep(shard, future.result())
        future.release()
        yield shard


def _compute(order: Order, shard: int) -> Values:
    django.setup()
    return compute_shard(order, shard)
