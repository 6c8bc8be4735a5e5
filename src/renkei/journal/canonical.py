"""The canonical form of what is sealed: the same row is the same bytes on both databases.

An entry is one JSON array of all its columns in the order of `ENTRY`, and last of its mentions,
each an array of its columns. Text stands as stored, numbers as numbers, a quantity as plain text,
a day as 2026-10-05, a moment as 2026-10-05 01:02:03.000004 in UTC, without zeros after whole
seconds. No spaces, no escapes beyond JSON's own, encoded in UTF-8.

Columns are read past the converters of the database's driver, which would read two forms of one
day alike and so overlook a byte that was altered.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import OperationalError, connection

from renkei.journal.facts import plain
from renkei.journal.ranges import Range

ENTRY = (
    *("id", "kind", "on", "at", "by", "unit", "unit_name", "side", "organisation"),
    *("organisation_name", "initiatives", "place", "origin", "person", "sex", "age", "quantity"),
    *("quantity_unit", "subject_kind", "subject_key", "facts", "reverses_id", "reason"),
)
MENTION = ("id", "entry_id", "of", "key", "on")
SEAL = ("number", "previous", "digest", "covered", "count", "marks", "sealed_at")
AT, QUANTITY = ENTRY.index("at"), ENTRY.index("quantity")
DATES = frozenset({"on", "at", "sealed_at"})
MARK = 16  # hexadecimal digits of an entry's digest that its seal keeps
FIRST = "0" * 64  # stands before the first seal
LENIENT = ("utf-8", "surrogateescape")
AT_ONCE = 40  # ranges in one condition


class Leaf(NamedTuple):
    id: int
    at: str
    digest: bytes

    @property
    def mark(self) -> str:
        return self.digest.hex()[:MARK]


def leaves(ranges: Sequence[Range]) -> Iterator[Leaf]:
    """Each entry in the ranges, by id; an id without entry is left out."""
    for start in range(0, len(ranges), AT_ONCE):
        some = ranges[start : start + AT_ONCE]
        mentions = {
            entry: [(row[0], *row[2:]) for row in rows]
            for entry, rows in groupby(
                _rows("journal_mention", MENTION, "entry_id", some), key=itemgetter(1)
            )
        }
        for row in _rows("journal_entry", ENTRY, "id", some):
            yield Leaf(row[0], row[AT], _digest(row, mentions.get(row[0], [])))


def seal_digest(head: Sequence[Any], marks: str, leaves: Iterable[Leaf]) -> str:
    """Over the head (number, previous digest, covered ids, count, moment), the marks of the
    entries, and the digest of each entry in full."""
    made = hashlib.sha256(_json([*head, marks]))
    for leaf in leaves:
        made.update(leaf.digest)
    return made.hexdigest()


def marks_of(leaves: Iterable[Leaf]) -> str:
    return "".join(leaf.mark for leaf in leaves)


def moment(at: datetime) -> str:
    return str(at.astimezone(UTC).replace(tzinfo=None))


def seals_after(number: int, limit: int) -> list[tuple[Any, ...]]:
    sql = f"SELECT {_columns(SEAL)} FROM journal_seal WHERE number > %s ORDER BY number LIMIT %s"  # noqa: S608 - of our own words
    return list(map(_canonical, _fetched(sql, [number, limit])))


def _rows(
    table: str, columns: Sequence[str], key: str, ranges: Sequence[Range]
) -> Iterator[tuple[Any, ...]]:
    inside = " OR ".join(f"{key} BETWEEN %s AND %s" for _ in ranges)
    order = ", ".join(dict.fromkeys((key, "id")))
    sql = f"SELECT {_columns(columns)} FROM {table} WHERE {inside} ORDER BY {order}"  # noqa: S608 - of our own words
    yield from map(_canonical, _fetched(sql, [end for one in ranges for end in one]))


def _fetched(sql: str, values: Sequence[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        try:
            cursor.execute(sql, values)
            return cursor.fetchall()
        except OperationalError:
            if connection.vendor != "sqlite":
                raise
            return _fetched_with_broken_text(sql, values)


def _fetched_with_broken_text(sql: str, values: Sequence[int]) -> list[tuple[Any, ...]]:
    """SQLite keeps bytes that are no UTF-8; they must be found, not stop the search."""
    driver = connection.connection
    before, driver.text_factory = driver.text_factory, lambda text: text.decode(*LENIENT)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()
    finally:
        driver.text_factory = before


def _columns(names: Sequence[str]) -> str:
    is_sqlite = connection.vendor == "sqlite"
    return ", ".join(
        f'CAST("{name}" AS TEXT)' if is_sqlite and name in DATES else f'"{name}"' for name in names
    )


def _canonical(row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(value if type(value) in (str, int) else _plain(value) for value in row)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return plain(Decimal(repr(value)))
    if isinstance(value, Decimal):
        return plain(value)
    # Bytes where text belongs are nothing that we wrote.
    return value if value is None else repr(value)


def _digest(entry: Sequence[Any], mentions: Sequence[Any]) -> bytes:
    row = list(entry)
    if type(row[QUANTITY]) is int:
        # SQLite keeps 12.000 as a whole number.
        row[QUANTITY] = str(row[QUANTITY])
    return hashlib.sha256(_json([*row, mentions])).digest()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(*LENIENT)
