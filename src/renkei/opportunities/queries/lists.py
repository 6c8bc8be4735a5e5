"""Postings as lists of them are made: how many stand in each market, and how many have ended."""

from django.db.models import Count, QuerySet

from renkei.opportunities.models import Posting
from renkei.opportunities.states import PostingState


def count_by_market(found: QuerySet[Posting]) -> dict[tuple[str, bool], int]:
    """How many, by market and by whether they have ended."""
    rows = found.order_by().values_list("market", "state").annotate(n=Count("pk"))
    counted: dict[tuple[str, bool], int] = {}
    for market, state, n in rows:
        key = (market, state == PostingState.CLOSED)
        counted[key] = counted.get(key, 0) + n
    return counted
