"""Compute the base projection on the figures that are held now, and store it for the pages."""

import time
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from renkei.engines.demography.projection.draws import Draws
from renkei.observatory.ahead.cluster import cluster, is_cluster_installed
from renkei.observatory.ahead.executors import Executor, inline, processes
from renkei.observatory.ahead.making import make_run
from renkei.observatory.ahead.manifests import WrongRun
from renkei.observatory.ahead.orders import BASE, CannotCompute, Order, base_of, order_of
from renkei.observatory.ahead.series import Layout
from renkei.observatory.ahead.shards import Bench
from renkei.observatory.ahead.summaries import layout_of
from renkei.observatory.catalogue import CatalogueError

WAYS = ("inline", "processes", "queue", "cluster")
MOST_DRAWS, MOST_WORKERS = 100_000, 256
PER_SHARD = 50
MB = 1_000_000


def whole_number(low: int, high: int) -> Any:
    def read(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise ArgumentTypeError(f"“{text}” should be a whole number from {low} to {high}")
        return int(text)

    return read


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--draws", type=whole_number(1, MOST_DRAWS), default=1000)
        parser.add_argument("--seed", type=whole_number(0, 2**32 - 1), default=0)
        parser.add_argument(
            "--through", choices=WAYS, default="inline", help="who computes the shards"
        )
        parser.add_argument(
            "--workers",
            type=whole_number(1, MOST_WORKERS),
            help="how many processes, or workers of a cluster on this machine (usual: 2)",
        )
        parser.add_argument("--scheduler", help="the address of a Dask cluster that is there")
        parser.add_argument(
            "--out", type=Path, help="the folder of the run (usual: one in RENKEI_PROJECTIONS)"
        )
        parser.add_argument("--plain", action="store_true", help="without Numba where it is there")
        begun = parser.add_mutually_exclusive_group()
        begun.add_argument("--resume", action="store_true", help="go on with what was interrupted")
        begun.add_argument("--anew", action="store_true", help="compute every shard again")
        parser.add_argument("--plan", action="store_true", help="say what would be computed")

    def handle(self, *_: object, **options: Any) -> None:
        through = self._executor(options)
        try:
            order = order_of(
                Draws(options["draws"], seed=options["seed"], n_per_shard=PER_SHARD),
                base=BASE,
                fast=not options["plain"],
            )
            folder = options["out"] or settings.PROJECTIONS / _usual_key(order)
            if options["plan"]:
                self._say_plan(order, folder)
                return
            self._make_ready(order, options)
            self._run(order, folder, through)
        # What the engine refuses in the figures of an office is a ValueError that names the cell.
        except (CannotCompute, CatalogueError, ValueError, WrongRun) as problem:
            raise CommandError(str(problem)) from problem
        except KeyboardInterrupt:
            raise CommandError(
                "stopped; what is done is kept. Go on with the same command and --resume."
            ) from None

    def _executor(self, options: dict[str, Any]) -> Executor:
        through, workers = options["through"], options["workers"]
        if workers and through in {"inline", "queue"}:
            raise CommandError(
                f"--workers has no meaning with --through {through}"
                + ("; start as many db_worker as you want" if through == "queue" else "")
            )
        if options["scheduler"] and through != "cluster":
            raise CommandError("--scheduler needs --through cluster")
        if through == "cluster":
            if not is_cluster_installed():
                raise CommandError("--through cluster needs the extra “cluster” (distributed)")
            return cluster(workers or 2, scheduler=options["scheduler"])
        if through == "queue":
            # Imported late: with it come the tables of the queue.
            from renkei.observatory.ahead.queue import queue

            self.stdout.write("Waiting for workers. Start one or more: python manage.py db_worker")
            return queue()
        return processes(workers or 2) if through == "processes" else inline

    def _make_ready(self, order: Order, options: dict[str, Any]) -> None:
        bench = Bench(order.digest)
        done = len(bench.done(order.shards))
        if options["anew"]:
            bench.clear()
        elif done and not options["resume"]:
            raise CommandError(
                f"{done} of {len(order.shards)} shards of this run are there from an interrupted "
                "computation: go on with --resume, or compute them again with --anew"
            )
        elif options["resume"] and not done:
            self.stdout.write("There is nothing to resume; this begins at the beginning.")

    def _run(self, order: Order, folder: Path, through: Executor) -> None:
        started = time.monotonic()
        manifest = make_run(
            order,
            folder,
            through=through,
            created_on=timezone.localdate(),
            progress=Reporter(self.stdout),
        )
        seconds = time.monotonic() - started
        self.stdout.write(
            f"Stored in {folder} after {seconds:.0f} s.\n"
            f"{manifest.draws} draws, path: {manifest.path}, digest {manifest.digest}"
        )

    def _say_plan(self, order: Order, folder: Path) -> None:
        base = base_of(order.base)
        layout = layout_of(base)
        shard = _shard_bytes(layout, order.draws.n_per_shard)
        done = len(Bench(order.digest).done(order.shards))
        periods, n_areas = base.assumptions.periods, len(base.start.areas)
        lines = (
            f"{n_areas} areas and {len(layout.places) - n_areas} wholes, "
            f"{periods[0][0]}-{periods[-1][1]}, path: {order.path}",
            f"{order.draws.n_draws} draws in {len(order.shards)} shards of "
            f"{order.draws.n_per_shard}, of which {done} are there",
            f"{shard / MB:.0f} MB for a shard, {len(order.shards) * shard / MB:.0f} MB on the disk "
            f"until the run is stored: {Bench(order.digest).folder}",
            f"run: {folder}",
        )
        self.stdout.write("\n".join(lines))


class Reporter:
    """Tells of progress: on a terminal in one line, elsewhere in a few."""

    def __init__(self, out: Any) -> None:
        self.out = out
        self.step, self.started, self.begun_with = "", 0.0, 0

    def __call__(self, step: str, done: int, total: int) -> None:
        if step != self.step:
            self.step, self.started, self.begun_with = step, time.monotonic(), done
        if self.out.isatty():
            self.out.write(f"\r{self._line(done, total)}", ending="\n" if done == total else "")
            self.out.flush()
        elif done == total or done % max(1, total // 10) == 0:
            self.out.write(self._line(done, total))

    def _line(self, done: int, total: int) -> str:
        line = f"{NAMES[self.step]}: {done} of {total}"
        fresh = done - self.begun_with
        if not fresh or done == total:
            return f"{line:<60}"
        left = (time.monotonic() - self.started) / fresh * (total - done)
        return f"{line + f', about {left:.0f} s left':<60}"


NAMES = {"drawing": "Computing shards", "summing": "Summing up places"}


def _usual_key(order: Order) -> str:
    start = base_of(order.base).assumptions.periods[0][0]
    return f"base-{start}-{order.digest[:8]}"


def _shard_bytes(layout: Layout, n_draws: int) -> int:
    return 4 * len(layout.places) * layout.n_series * n_draws
