"""Looks into watched records, told by rooms that stand below the one that keeps the log.

The directory knows people and their units, so it keeps the log of who looked and the page on
which a record is opened with a reason. Rooms below it may not ask it; it tells us once at start.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from renkei.core.rights import Asker


@dataclass(frozen=True, slots=True)
class Keeper:
    look: Callable[..., Any]  # (record, *, by) -> what was written, if anything
    open_address: Callable[[Model], str]  # the page on which it is opened with a reason


_KEEPERS: list[Keeper] = []


def keep_looks(keeper: Keeper) -> None:
    _KEEPERS[:] = [keeper]


def looked_at(record: Model, *, by: Asker) -> None:
    """Somebody reads a record of a watched kind; called by every page that shows its content."""
    for keeper in _KEEPERS:
        keeper.look(record, by=by)


def address_to_open(record: Model) -> str:
    """Empty where nobody keeps a log: then nothing can be opened either."""
    return _KEEPERS[0].open_address(record) if _KEEPERS else ""
