"""Rows of a large query, asked again with the statement of before by whoever stands as before.

What a person may see is a part of the statement, and making one of a dozen kinds of records takes
several times as long as asking it. `KeptRows` is kept for one asker, on one day, for one question;
the room that asks keeps as many as it likes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from renkei.core.prepared import Row, Statement, statement_of
from renkei.core.rights import Asker, Standing

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class _Made(Generic[Told]):
    standing: Standing
    statement: Statement | None  # None where nothing can be found
    told: Told


class KeptRows(Generic[Told]):
    """Of a queryset of rows, with whatever is needed to read them.

    What builds it asks the database nothing, and compares with the present moment by `RightNow`.
    """

    def __init__(self, build: Callable[[Asker], tuple[QuerySet[Any, Any] | None, Told]]) -> None:
        self.build = build
        self._made: _Made[Told] | None = None

    def rows(self, asker: Asker) -> tuple[list[Row], Told]:
        """For askers with the same seats on the same day."""
        made = self._made
        if made is None or not made.standing.holds_for(asker):
            made = self._made = self._make(asker)
        return made.statement.rows() if made.statement else [], made.told

    def _make(self, asker: Asker) -> _Made[Told]:
        # As nobody was asked before: so it is known what the rules asked.
        asker = asker.anew()
        found, told = self.build(asker)
        return _Made(Standing.asked_of(asker), _stated(found), told)


def _stated(found: QuerySet[Any, Any] | None) -> Statement | None:
    try:
        return None if found is None else statement_of(found)
    except EmptyResultSet:
        return None
