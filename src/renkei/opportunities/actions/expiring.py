"""Postings whose last day of publication is over are closed by the house itself, every night."""

from datetime import date

from django.db import transaction

from renkei.core.errors import WrongState
from renkei.core.moves import locked
from renkei.core.rights import Asker
from renkei.opportunities.actions.postings import end_posting
from renkei.opportunities.queries.postings import expired
from renkei.opportunities.states import CloseReason

NOBODY = Asker()


def close_expired(on: date) -> int:
    """How many were closed; each by itself, so that one that fails keeps no other open."""
    return sum(_close(key, on) for key in expired(on).values_list("pk", flat=True))


@transaction.atomic
def _close(key: str, on: date) -> bool:
    posting = locked(expired(on).model(pk=key))
    if posting.valid_until >= on:
        return False  # renewed meanwhile
    try:
        end_posting(posting, CloseReason.EXPIRED, by=NOBODY, on=on)
    except WrongState:
        return False  # somebody closed it meanwhile
    return True
