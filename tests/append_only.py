"""Lifts the guards of the journal for tests: to empty a database, and to play who breaks in.

The product has no such way.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

from renkei.journal.guards import TABLES, guard

Flush = Callable[[BaseDatabaseOperations, Sequence[str]], None]


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without triggers inside the block; they stand again after it."""
    _run(connection, _triggers(connection))
    try:
        yield
    finally:
        guard(connection)


def lifted_for(flush: Flush) -> Flush:
    """Django empties tables between tests that commit; the journal lets nobody do that."""

    @wraps(flush)
    def execute_sql_flush(operations: Any, statements: Sequence[str]) -> None:
        connection = operations.connection
        # Some tests flush databases that never had a journal.
        if "journal_entry" not in connection.introspection.table_names():
            flush(operations, statements)
            return
        with lifted(connection):
            flush(operations, statements)
        # Django does not know the table of its cache; what is counted there would go on counting.
        cache.clear()

    return execute_sql_flush


def _triggers(connection: BaseDatabaseWrapper) -> list[str]:
    if connection.vendor == "postgresql":
        # Inside a transaction nothing may wait for its end when a table is altered.
        lifting = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES]
        return ["SET CONSTRAINTS ALL IMMEDIATE", *lifting]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", ["journal%"]
        )
        return [f"DROP TRIGGER {name}" for (name,) in cursor.fetchall()]


def _run(connection: BaseDatabaseWrapper, statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
