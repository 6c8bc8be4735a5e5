"""Compile the shipped reference set from tidy source tables.

    python -m tools.compile_reference SOURCE_DIR              every table
    python -m tools.compile_reference SOURCE_DIR census ...   these tables only

Writes one Parquet file per table into `src/renkei/observatory/reference/` and corrects number of
rows and checksum in the catalogue entry beside it. Everything else in an entry (source, dates,
definition, caveats) is written by people; a table without an entry is refused. The same source
gives the same bytes.
"""

import argparse
import hashlib
import os
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import polars as pl

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renkei.settings")
os.environ.setdefault("RENKEI_DEMO", "1")

from renkei.observatory.catalogue import SHIPPED, as_toml, read_entry
from renkei.observatory.tables import TYPES, read_parquet
from tools.reference import TABLES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path, metavar="SOURCE_DIR")
    parser.add_argument("keys", nargs="*", metavar="TABLE", help=", ".join(TABLES))
    arguments = parser.parse_args()
    total = 0
    for key in arguments.keys or TABLES:
        size = compile_table(key, arguments.source)
        total += size
        print(f"{key}: {size:,} bytes")
    print(f"together: {total:,} bytes")


def compile_table(key: str, source: Path) -> int:
    """Write table and checksum; the number of bytes written."""
    path = SHIPPED / f"{key}.toml"
    entry = read_entry(path)
    frame = TABLES[key](source)
    content = as_parquet(
        frame.select(pl.col(column.name).cast(TYPES[column.type]) for column in entry.columns)
    )
    entry.path.write_bytes(content)
    entry = replace(entry, rows=frame.height, sha256=hashlib.sha256(content).hexdigest())
    path.write_text(as_toml(entry), encoding="utf-8")
    read_parquet(entry)
    return len(content)


def as_parquet(frame: pl.DataFrame) -> bytes:
    buffer = BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=19, statistics=False)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
