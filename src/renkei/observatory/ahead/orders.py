"""An order: what a run is to compute, so exactly that any process can compute a part of it."""

import hashlib
import importlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from types import ModuleType
from typing import Any, Literal

import numpy as np

from renkei.engines.demography.projection.draws import Draws
from renkei.engines.demography.projection.fast import is_fast_installed
from renkei.observatory import tables
from renkei.observatory.ahead.base import Base
from renkei.observatory.ahead.manifests import code_sha256

BASE = "renkei.observatory.ahead.base"
Way = Literal["compiled", "plain"]


class CannotCompute(Exception):
    """This process cannot compute what was ordered; the message says why and what would help."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to compute. `base` is a module with a function `base()`, which each process calls.

    `inputs` is the digest of what that function returns where the order was given, `code` the
    checksum of the source: whoever has other figures or other code must not take part.
    """

    base: str
    draws: Draws
    path: Way
    inputs: str
    code: str

    @property
    def digest(self) -> str:
        """The name of the order: shards of different orders never meet."""
        stated = {"base": self.base, "path": self.path, "inputs": self.inputs, "code": self.code}
        stated |= {f.name: getattr(self.draws, f.name) for f in fields(self.draws)}
        return hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()

    @property
    def shards(self) -> tuple[int, ...]:
        return tuple(shard for shard, _ in self.draws.shards())


def order_of(draws: Draws, *, base: str = BASE, fast: bool = True) -> Order:
    """The order for a run on the figures that are held now, by the fastest path there is."""
    path: Way = "compiled" if fast and is_fast_installed() else "plain"
    return Order(base, draws, path, digest_of(base_of(base)), code_sha256())


def base_of(name: str) -> Base:
    found: Base = _module(name).base()
    return found


def tables_of(name: str) -> tuple[str, ...]:
    """The keys of the tables that a base is made of: those it states, or else those it asked for.

    What this process has asked for otherwise counts as well, so a run is made by a fresh one.
    """
    module = _module(name)
    module.base()
    return tuple(getattr(module, "TABLES", tables.asked()))


def require_computable(order: Order) -> Base:
    """The base of the order.

    Errors  CannotCompute when this process has other code, other figures, or no Numba
    """
    if order.code != code_sha256():
        raise CannotCompute("the run was ordered by another version of renkei: install the same")
    if order.path == "compiled" and not is_fast_installed():
        raise CannotCompute(
            "the run was ordered where Numba is installed, and here it is not: "
            "install the extra “engine” or order the run with --plain"
        )
    if order.inputs != _digest_now(order.base, tables.version()):
        raise CannotCompute(
            "the figures here are not those the run was ordered with: give every host the same "
            "folder RENKEI_STATISTICS and the same kind of processor"
        )
    return base_of(order.base)


def digest_of(value: object) -> str:
    """SHA-256 over all numbers and names in nested dataclasses, tuples and arrays."""
    found = hashlib.sha256()
    for part in _parts(value):
        found.update(part)
    return found.hexdigest()


@lru_cache(maxsize=2)
def _digest_now(base: str, _version: str) -> str:
    return digest_of(base_of(base))


def _module(name: str) -> ModuleType:
    return importlib.import_module(name)


def _parts(value: Any) -> Iterator[bytes]:
    if isinstance(value, np.ndarray):
        yield f"{value.dtype.str}{value.shape}".encode()
        yield from _slices(value)
    elif is_dataclass(value):
        for field in fields(value):
            yield f".{field.name}".encode()
            yield from _parts(getattr(value, field.name))
    elif isinstance(value, list | tuple):
        yield f"[{len(value)}".encode()
        for one in value:
            yield from _parts(one)
    else:
        yield repr(value).encode()


def _slices(values: np.ndarray) -> Iterator[bytes]:
    """The numbers step by step: an array repeated along time is not written out as a whole."""
    if values.ndim < 2:
        yield values.tobytes()
    else:
        for part in values:
            yield np.ascontiguousarray(part).tobytes()
