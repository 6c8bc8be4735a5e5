"""Shards of a run: a few draws each, computed anywhere, kept as files that are whole or not there.

A shard depends on its order and its number alone. It is written under another name, brought to
the disk and renamed; its checksum follows in a second file, which makes it count. So whatever is
interrupted, a shard is either whole or computed again.
"""

import hashlib
import tomllib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from django.conf import settings

from renkei.charter.errors import CharterError
from renkei.charter.parsing import Spot, read_table
from renkei.engines.demography.projection.accounts import Values
from renkei.engines.demography.projection.operator import Options, project_shard
from renkei.observatory.ahead.manifests import WrongRun, as_toml
from renkei.observatory.ahead.orders import Order, require_computable
from renkei.observatory.ahead.series import Layout, cube_of, groups_to_count
from renkei.observatory.ahead.storing import write_whole
from renkei.observatory.ahead.wholes import places_of

ORDER = "order.toml"


def compute_shard(order: Order, shard: int) -> Values:
    """The series of every place in the draws of one shard.

    Shapes  -> (place, series, draw), single precision
    Errors  CannotCompute when this process has other code, other figures, or no Numba;
            ValueError when there is no such shard
    Check   the same bytes in every process that can compute it
    """
    base = require_computable(order)
    drawn = project_shard(
        base.start,
        base.assumptions,
        uncertainty=base.uncertainty,
        draws=order.draws,
        shard=shard,
        groups=groups_to_count(),
        options=Options(fast=order.path == "compiled", events=True),
    )
    return cube_of(drawn, Layout(places_of(base.start.areas), base.assumptions.periods))


def compute_and_keep(digest: str, shard: int) -> None:
    """Compute one shard of an order that was laid open, if it is not there yet.

    Errors  WrongRun when the order is not there; as `compute_shard`
    """
    bench = Bench(digest)
    if not bench.is_done(shard):
        bench.keep(shard, compute_shard(bench.order, shard))


class Bench:
    """The folder in which the shards of one order are gathered, below the setting PROJECTIONS."""

    def __init__(self, digest: str) -> None:
        self.digest = digest
        self.folder = settings.PROJECTIONS / ".shards" / digest[:16]

    def lay_open(self, order: Order) -> None:
        """Write the order down for those who compute its shards."""
        write_whole(self.folder / ORDER, as_toml(order).encode())

    @property
    def order(self) -> Order:
        path = self.folder / ORDER
        try:
            stated = tomllib.loads(path.read_text(encoding="utf-8"))
            order = read_table(Order, stated, Spot(str(path)))
        except (OSError, ValueError, CharterError) as error:
            raise WrongRun(f"{path}: {error}; give the order again") from error
        if order.digest != self.digest:
            raise WrongRun(f"{path}: is another order; give the order again")
        return order

    def keep(self, shard: int, cube: Values) -> None:
        content = BytesIO()
        np.save(content, cube)
        checksum = write_whole(self._path(shard), content.getvalue())
        write_whole(self._seal(shard), f"{checksum} {self.digest}\n".encode())

    def is_done(self, shard: int) -> bool:
        """Whether the shard is there, whole, and of this order."""
        try:
            stated = self._seal(shard).read_text(encoding="utf-8").split()
            with self._path(shard).open("rb") as file:
                checksum = hashlib.file_digest(file, "sha256").hexdigest()
        except (OSError, UnicodeDecodeError):
            return False
        return stated == [checksum, self.digest]

    def done(self, shards: Sequence[int]) -> list[int]:
        return [shard for shard in shards if self.is_done(shard)]

    def open(self, shard: int) -> Values:
        """The cube of a shard; what is read of it is all that comes into memory."""
        cube: Values = np.load(self._path(shard), mmap_mode="r")
        return cube

    def clear(self) -> None:
        """Take the shards away, the order last: an interrupted clearing leaves nothing in doubt."""
        for path in sorted(self.folder.glob("*"), key=lambda path: path.name == ORDER):
            path.unlink(missing_ok=True)
        if self.folder.exists():
            self.folder.rmdir()

    def _path(self, shard: int) -> Path:
        return self.folder / f"shard-{shard:04}.npy"

    def _seal(self, shard: int) -> Path:
        return self.folder / f"shard-{shard:04}.sha256"
