"""Every night: what is new is announced, and who asked for it is told by mail.

Which postings are new in a night is settled in one transaction, and no posting is new in two. A
search is moved on to the night by one conditional statement, in the transaction that writes its
letter: of two workers one writes, and what was written is never written again.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from renkei.opportunities.actions.searches import KIND, end_for_want_of_use, end_search
from renkei.opportunities.models import Announcement, Night, Posting, SavedSearch
from renkei.opportunities.notices import new_postings
from renkei.opportunities.queries.searches import (
    due_to_be_told,
    news_for,
    unconfirmed_since,
    unused_since,
)
from renkei.opportunities.states import PostingState
from renkei.paperwork.actions.notices import forget_letters_that_left
from renkei.paperwork.queries.notices import refused_about
from renkei.paperwork.retaining import schedule

UNCONFIRMED_DAYS = 7


@dataclass(frozen=True, slots=True)
class Told:
    """How many letters were written, and how many searches ended by themselves."""

    n_letters: int
    n_ended: int


def tell_of_new_postings(on: date) -> Told:
    n_ended = _end_what_is_over(on)
    forget_letters_that_left(KIND, but_about=SavedSearch.objects.order_by().values("pk"))
    announce(on)
    return Told(sum(_tell(one, on) for one in due_to_be_told(on)), n_ended)


@transaction.atomic
def announce(on: date) -> int:
    """How many postings are new this night; none when it was done before, or is done at this
    moment: whoever comes second waits until it is."""
    night, is_new = Night.objects.get_or_create(on=on)
    if not is_new:
        return 0
    found = Posting.objects.filter(state=PostingState.OPEN, is_public=True, announcement=None)
    new = [Announcement(posting_id=key, night=night) for key in found.values_list("pk", flat=True)]
    Announcement.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    return len(new)


@transaction.atomic
def _tell(search: SavedSearch, on: date) -> bool:
    """Whether a letter was written."""
    ours = SavedSearch.objects.filter(pk=search.pk, told_until=search.told_until)
    if not ours.update(told_until=on):
        return False  # another worker has it, or it has ended
    news = list(news_for(search, on))
    if news:
        new_postings(search, news)
    return bool(news)


def _end_what_is_over(on: date) -> int:
    """What nobody confirmed in time, whose address takes no mail, or nobody has wanted for long."""
    start = datetime.combine(on - timedelta(days=UNCONFIRMED_DAYS), time.min)
    never = unconfirmed_since(timezone.make_aware(start)).values_list("pk", flat=True)
    refused = SavedSearch.objects.filter(pk__in=refused_about(KIND)).values_list("pk", flat=True)
    keys = {*never, *refused}
    for key in keys:
        end_search(key)
    unused = list(unused_since(schedule()[KIND].starts_before(on)))
    for search in unused:
        end_for_want_of_use(search)
    return len(keys) + len(unused)
