"""Who changed a row and why, kept by its field history."""

from django.db.models import Model

from renkei.core.rights import Asker
from renkei.directory.models import Person

LONGEST_REASON = 100  # of a column of the history


def signed(record: Model, *, by: Asker, reason: str = "") -> None:
    """Let the next save of the record say in its history who made it and why."""
    record._history_user = signer(by)  # type: ignore[attr-defined]
    record._change_reason = reason[:LONGEST_REASON]  # type: ignore[attr-defined]


def signer(by: Asker) -> Person | None:
    """Only the key is stored, so nobody needs to be read."""
    return Person(key=by.person) if by.person else None
