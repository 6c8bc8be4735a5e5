"""Make a run: have the shards computed, sum them up, and put the run where pages find it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from renkei.charter.text import Text
from renkei.observatory.ahead.base import Base
from renkei.observatory.ahead.executors import Executor
from renkei.observatory.ahead.manifests import (
    MANIFEST,
    Manifest,
    Spreads,
    as_toml,
    code_version,
    versions_of,
)
from renkei.observatory.ahead.orders import Order, require_computable, tables_of
from renkei.observatory.ahead.results import Results, together
from renkei.observatory.ahead.shards import Bench
from renkei.observatory.ahead.storing import files_of, write_whole
from renkei.observatory.ahead.summaries import layout_of, summaries

# Told of each step: its name, how much of it is done, of how much.
Progress = Callable[[str, int, int], None]
DRAWING, SUMMING = "drawing", "summing"


def make_run(
    order: Order, folder: Path, *, through: Executor, created_on: date, progress: Progress
) -> Manifest:
    """Compute what is missing of an order and store its run in `folder`, named after it.

    Errors  CannotCompute when this process or a worker has other code, other figures, or no Numba;
            WrongRun when the order was taken away meanwhile
    """
    base, bench = require_computable(order), Bench(order.digest)
    bench.lay_open(order)
    draw(order, bench, through, progress)
    layout = layout_of(base)
    found = _told(SUMMING, summaries(base, bench), len(layout.places), progress)
    results = together(list(found))
    manifest = manifest_of(order, base, results, key=folder.name, created_on=created_on)
    _put(folder, manifest, results, base)
    bench.clear()
    return manifest


def draw(order: Order, bench: Bench, through: Executor, progress: Progress) -> None:
    """Have every shard computed that is not there yet."""
    done = bench.done(order.shards)
    progress(DRAWING, len(done), len(order.shards))
    missing = [shard for shard in order.shards if shard not in done]
    if missing:
        for n, _ in enumerate(through(bench, missing), start=len(done) + 1):
            progress(DRAWING, n, len(order.shards))


def manifest_of(
    order: Order, base: Base, results: Results, *, key: str, created_on: date
) -> Manifest:
    periods = base.assumptions.periods
    start, end = periods[0][0], periods[-1][1]
    return Manifest(
        key=key,
        title=Text(f"{start}年1月1日からの基準推計", f"Base projection from 1 January {start}"),
        created_on=created_on,
        base=order.base,
        start=start,
        end=end,
        draws=order.draws.n_draws,
        per_shard=order.draws.n_per_shard,
        shards=len(order.shards),
        run=order.draws.run,
        seed=order.draws.seed,
        path=order.path,
        inputs=order.inputs,
        code_version=code_version(),
        code_sha256=order.code,
        digest=results.digest,
        uncertainty=Spreads.of(base.uncertainty),
        conventions=base.assumptions.conventions,
        tables=versions_of(tables_of(order.base)),
    )


def _put(folder: Path, manifest: Manifest, results: Results, base: Base) -> None:
    """Write the files, the manifest last: without it a folder is no run and nobody reads it."""
    (folder / MANIFEST).unlink(missing_ok=True)
    for name, content in files_of(results, layout_of(base)):
        write_whole(folder / name, content)
    write_whole(folder / MANIFEST, as_toml(manifest).encode())


def _told(step: str, parts: Iterable[Results], total: int, progress: Progress) -> Iterator[Results]:
    progress(step, 0, total)
    for n, part in enumerate(parts, start=1):
        yield part
        progress(step, n, total)
