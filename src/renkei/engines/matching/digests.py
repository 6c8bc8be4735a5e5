"""The digest of a run: one number for inputs, parameters, seed, version, result and certificate."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from renkei.engines.matching.errors import MarketError

ENGINE_VERSION = "matching-1"


def digest(**parts: object) -> str:
    """SHA-256 over canonical bytes of everything that a run read and gave.

    1. the engine's version, then the parts in the order of their names
    2. each value as its kind, its size and its bytes: arrays in little-endian order with type and
       shape, numbers and texts as UTF-8, records and mappings by the names of their fields

    The same run gives the same digest on any number of threads, in any process, on any machine.

    Shapes  -> 64 hexadecimal digits
    Errors  MarketError for a value that has no canonical bytes (a set, a function, a float)
    Source  FIPS 180-4 (2015), Secure Hash Standard
    """
    into = hashlib.sha256()
    _add(into, "version", ENGINE_VERSION)
    for name in sorted(parts):
        _add(into, name, parts[name])
    return into.hexdigest()


def _add(into: Any, name: str, value: object) -> None:
    into.update(f"{len(name)}:{name}=".encode())
    if isinstance(value, np.ndarray):
        _add_array(into, name, value)
    elif value is None or isinstance(value, bool | int | str | np.integer):
        text = str(int(value)) if isinstance(value, np.integer) else str(value)
        kind = "int" if isinstance(value, np.integer) else type(value).__name__
        octets = text.encode()
        into.update(f"{kind}{len(octets)}:".encode() + octets)
    elif is_dataclass(value) and not isinstance(value, type):
        _add_items(into, {field.name: getattr(value, field.name) for field in fields(value)})
    elif isinstance(value, Mapping):
        _add_items(into, value)
    elif isinstance(value, tuple | list):
        into.update(f"list{len(value)}:".encode())
        for position, item in enumerate(value):
            _add(into, str(position), item)
    else:
        problem = f"{type(value).__name__} has no canonical bytes"
        raise MarketError(
            f"digest of “{name}”", problem, "give arrays, whole numbers, texts, records"
        )


def _add_items(into: Any, items: Mapping[str, object]) -> None:
    into.update(f"record{len(items)}:".encode())
    for name in sorted(items):
        _add(into, name, items[name])


def _add_array(into: Any, name: str, values: np.ndarray[Any, np.dtype[Any]]) -> None:
    if values.dtype.kind not in "biu":
        problem = f"an array of {values.dtype} has no canonical bytes"
        raise MarketError(f"digest of “{name}”", problem, "give whole numbers or bits")
    kind = f"{values.dtype.kind}{values.dtype.itemsize}"
    into.update(f"array{kind}{values.shape}:".encode())
    octets = np.ascontiguousarray(values).astype(values.dtype.newbyteorder("<"), copy=False)
    into.update(octets.data if octets.size else b"")
