"""Writes of the observatory: the next edition of a table, and what-ifs that readers save."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from django.conf import settings
from django.db import transaction

from renkei.charter.text import Text
from renkei.core.tables.cells import Value
from renkei.observatory.catalogue import Entry, as_toml, editions, read_entry
from renkei.observatory.models import Scenario
from renkei.observatory.tables import TYPES, read_parquet


class EditionHeld(Exception):
    """This edition of the table is there already."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an edition comes from, as its catalogue entry will say."""

    institution: Text
    source_table: Text
    period: Text
    credit: Text
    read_on: str


def store_table(
    key: str,
    rows: Sequence[dict[str, Value]],
    *,
    edition: str,
    origin: Origin,
    overwrite: bool = False,
) -> Entry:
    """Add an edition of a table to the figures of this office, whole or not at all.

    Columns, title, licence and definition are those of the shipped edition: an edition with
    another definition is another table.

    Errors  EditionHeld when the edition is there and `overwrite` is not set, or is the shipped one;
            CatalogueError when there is no such table;
            MisfitError when edition or day of reading is not written as it should be
    """
    shipped = editions(key)[0]
    held = [one for one in editions(key) if one.edition == edition]
    if held and not (overwrite and shipped not in held):
        raise EditionHeld(f"{key} {edition}")
    settings.STATISTICS.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=settings.STATISTICS, prefix=".loading-") as scratch:
        # One level deeper than the catalogue looks: a half-written file is never seen.
        new = Path(scratch) / "new"
        new.mkdir()
        entry = _write(shipped, rows, edition, origin, new)
        return _put_in_place(entry, settings.STATISTICS / key)


def _write(
    shipped: Entry,
    rows: Sequence[dict[str, Value]],
    edition: str,
    origin: Origin,
    directory: Path,
) -> Entry:
    """Parquet and entry in a directory of their own, read back as the observatory will."""
    schema = {column.name: TYPES[column.type] for column in shipped.columns}
    content = _as_parquet(pl.DataFrame(list(rows), schema=schema))
    # The entry refuses an edition that cannot name a file, so it comes before the file.
    entry = replace(
        shipped,
        edition=edition,
        institution=origin.institution,
        source_table=origin.source_table,
        period=origin.period,
        credit=origin.credit,
        read_on=origin.read_on,
        rows=len(rows),
        sha256=hashlib.sha256(content).hexdigest(),
        path=directory / f"{edition}.parquet",
        caveats=(),
    )
    entry.path.write_bytes(content)
    stated = entry.path.with_suffix(".toml")
    stated.write_text(as_toml(entry), encoding="utf-8")
    read_parquet(read_entry(stated))
    return entry


def _as_parquet(frame: pl.DataFrame) -> bytes:
    buffer = BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def _put_in_place(entry: Entry, directory: Path) -> Entry:
    """Rename the new pair over the old one; the entry comes last, for it makes the rows seen.

    While it happens the edition is at worst not there at all. When it fails the old pair is put
    back.
    """
    directory.mkdir(exist_ok=True)
    old = entry.path.parent.parent / "old"
    old.mkdir()
    names = [entry.path.with_suffix(".toml").name, entry.path.name]
    held = [name for name in names if (directory / name).exists()]
    try:
        for name in held:
            (directory / name).replace(old / name)
        for name in reversed(names):
            (entry.path.parent / name).replace(directory / name)
    except BaseException:
        for name in reversed(names):
            if name not in held:
                (directory / name).unlink(missing_ok=True)
            elif (old / name).exists():
                (old / name).replace(directory / name)
        raise
    return replace(entry, path=directory / entry.path.name)


# --- what-ifs that readers save ---------------------------------------------------------------

KEY_BYTES = 16  # nobody finds a saved what-if by trying
# Everybody together, in 24 hours: more than readers save, too few to fill a disk.
MOST_A_DAY = 500


class TooManyToday(Exception):
    """As many what-ifs as may be were saved in the last 24 hours."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a what-if says when it is saved: on which figures, and how many people."""

    figures: str
    base: float
    people: float


@transaction.atomic
def save_scenario(name: str, query: str, said: Said, *, at: datetime) -> Scenario:
    """Keep a what-if under a new key that cannot be guessed.

    Errors  TooManyToday when as many as may be were saved in the 24 hours before
    """
    if Scenario.objects.filter(saved_at__gt=at - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooManyToday(f"{MOST_A_DAY} what-ifs were saved in 24 hours")
    return Scenario.objects.create(
        key=secrets.token_urlsafe(KEY_BYTES),
        name=name,
        query=query,
        figures=said.figures,
        base=said.base,
        people=said.people,
        saved_at=at,
    )
