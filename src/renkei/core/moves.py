"""Moves: the life of a record is a table of allowed moves, and this is the one way to make one."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from renkei.core.errors import WrongState

Record = TypeVar("Record", bound=Model)
Moves = Mapping[str, AbstractSet[str]]


def locked(record: Record) -> Record:
    """The record as it is now, kept from everybody else until the transaction ends.

    SQLite has one writer at a time and needs no lock on the row.
    """
    return type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)


def move(record: Any, *, to: str, **also: Any) -> None:
    """Bring the record into the state `to`, and set what belongs to it, in one statement.

    The record's class keeps the table of moves in `MOVES`. The statement asks for the state the
    record was read in, so of two people who decide at once the second is told.

    Errors  WrongState when the table does not hold the move, or the record has moved meanwhile
    """
    before = record.state
    if to not in record.MOVES.get(before, frozenset()):
        raise WrongState(
            _("「%(now)s」から「%(to)s」へは進めません。")
            % {"now": record.get_state_display(), "to": _label(record, to)}
        )
    changed = type(record)._base_manager.filter(pk=record.pk, state=before).update(state=to, **also)
    if not changed:
        raise WrongState(_("ほかの人が先に処理しました。いまの状態を確かめてください。"))
    for name, value in {"state": to, **also}.items():
        setattr(record, name, value)


def _label(record: Any, state: str) -> str:
    return str(dict(record._meta.get_field("state").flatchoices).get(state, state))
