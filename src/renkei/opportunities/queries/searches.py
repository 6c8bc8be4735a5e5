"""Searches that are kept: whose turn it is, and what is new for each."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from renkei.core.rights import Asker
from renkei.core.search import hits
from renkei.opportunities.models import HowOften, Posting, SavedSearch
from renkei.opportunities.queries.postings import PostingsAsked, narrowed
from renkei.opportunities.states import PostingState

WEEK = timedelta(days=7)
EVERYBODY = Asker()


def conditions_of(search: SavedSearch) -> PostingsAsked:
    return PostingsAsked(**{name: getattr(search, name) for name in SavedSearch.CONDITIONS})


def confirmed() -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(confirmed_on__isnull=False)


def same_for_the_address(search: SavedSearch) -> QuerySet[SavedSearch]:
    """Another one, confirmed, that would tell the same address of the same postings."""
    told = {name: getattr(search, name) for name in SavedSearch.CONDITIONS}
    return confirmed().filter(email=search.email, **told).exclude(pk=search.pk)


def due_to_be_told(on: date) -> QuerySet[SavedSearch]:
    """Those that were not told this night yet, or within a week."""
    daily = Q(how_often=HowOften.DAILY, told_until__lt=on)
    weekly = Q(how_often=HowOften.WEEKLY, told_until__lte=on - WEEK)
    return confirmed().filter(daily | weekly).order_by("key")


def unconfirmed_since(moment: datetime) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(confirmed_on=None, made_at__lt=moment)


def unused_since(day: date) -> QuerySet[SavedSearch]:
    """Those of which nobody has said since then that she still wants it."""
    return confirmed().filter(used_on__lt=day).order_by("key")


def news_for(search: SavedSearch, on: date) -> QuerySet[Posting]:
    """What was announced after the night up to which it has been told, fits it and is open now;
    the newest first."""
    found = Posting.objects.filter(
        state=PostingState.OPEN,
        announcement__night__gt=search.told_until,
        announcement__night__lte=on,
    )
    asked = conditions_of(search)
    found = narrowed(found, asked)
    if asked.words.strip():
        keys = list(found.order_by().values_list("pk", flat=True))
        # A search by words looks among these alone: it would stop at so many of all.
        held = hits(EVERYBODY, asked.words, limit=len(keys), kinds={"posting"}, keys=keys)
        found = found.filter(pk__in=[hit.key for hit in held])
    return found.select_related("organisation").order_by("-key")
