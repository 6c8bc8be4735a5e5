"""Tables of official figures as data frames, verified against their catalogue entries."""

import hashlib
from functools import lru_cache
from io import BytesIO

import polars as pl

from renkei.observatory.catalogue import CatalogueError, Entry, editions, version

__all__ = ["asked", "read_parquet", "table", "version"]

_asked: set[str] = set()

TYPES = {"text": pl.String(), "integer": pl.Int64(), "number": pl.Float64()}


def table(key: str) -> pl.DataFrame:
    """The table with the rows of every loaded edition; nobody may change it in place.

    Errors  CatalogueError when there is no such table, when a file is not what its entry says, or
            when two editions hold the same row
    """
    _asked.add(key)
    return _table(key, version())


def asked() -> tuple[str, ...]:
    """The keys of all tables that this process has asked for, in their order."""
    return tuple(sorted(_asked))


@lru_cache(maxsize=64)
def _table(key: str, _version: str) -> pl.DataFrame:
    found = editions(key)
    frame = pl.concat([read_parquet(entry) for entry in found])
    if len(found) > 1:
        _refuse_double_rows(found, frame)
    return frame


def read_parquet(entry: Entry) -> pl.DataFrame:
    """The rows of one entry's file, once checksum, columns and number of rows are right."""
    if not entry.path.exists():
        raise CatalogueError(f"{entry.path}: is missing; its catalogue entry is there")
    content = entry.path.read_bytes()
    if (found := hashlib.sha256(content).hexdigest()) != entry.sha256:
        raise CatalogueError(
            f"{entry.path}: has the checksum {found}, its catalogue entry says {entry.sha256}; "
            "the file was changed after it was catalogued"
        )
    frame = pl.read_parquet(BytesIO(content))
    stated = {column.name: TYPES[column.type] for column in entry.columns}
    if dict(frame.schema) != stated:
        raise CatalogueError(f"{entry.path}: has {dict(frame.schema)}, should have {stated}")
    if frame.height != entry.rows:
        raise CatalogueError(f"{entry.path}: has {frame.height} rows, should have {entry.rows}")
    return frame


def _refuse_double_rows(found: tuple[Entry, ...], frame: pl.DataFrame) -> None:
    double = frame.filter(frame.select(found[0].dimensions).is_duplicated())
    if not double.is_empty():
        row = double.select(found[0].dimensions).row(0, named=True)
        names = ", ".join(str(entry.path) for entry in found)
        raise CatalogueError(f"{names}: two of these files hold the same row {row}")
