"""Postings: those of the public, of a desk, of an organisation."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet

from renkei.charter.market_reader import markets
from renkei.charter.markets import Market
from renkei.core.rights import Asker, Reach, RuledQuerySet, Verb
from renkei.core.search import hits
from renkei.core.sides import Side
from renkei.directory.queries.charges import desk_of, initiatives_at
from renkei.journal.facts import read
from renkei.journal.kinds import kind_called
from renkei.journal.queries import entries_about
from renkei.opportunities.models import Posting
from renkei.opportunities.queries.places import is_elsewhere, region_of
from renkei.opportunities.states import PostingState
from renkei.places.codes import SAPPORO

MOST_FOUND = 500


@dataclass(frozen=True, slots=True)
class PostingsAsked:
    """What is asked of the public's list, or of a desk's; empty asks for everything."""

    words: str = ""
    market: str = ""
    region: str = ""
    place: str = ""
    is_beyond: bool = False
    is_remote: bool = False
    state: str = ""
    organisation: str = ""


def public_postings(asked: PostingsAsked, asker: Asker) -> QuerySet[Posting]:
    """What is published, the newest first; also for whoever is signed in."""
    return _asked(Posting.objects.filter(is_public=True), asked, asker)


def postings_of(asker: Asker, asked: PostingsAsked, verb: Verb = Verb.READ) -> RuledQuerySet[Any]:
    """What the asker reads by a seat: her desk's and, once checked, those of both governments; of
    a firm or a town its own."""
    found = Posting.objects.visible_to(asker, verb, but_for=Reach.PUBLIC)
    return _asked(found, asked, asker)


def narrowed(found: Any, asked: PostingsAsked) -> Any:
    """By everything but the words."""
    for name in ("market", "region", "state", "organisation"):
        if value := getattr(asked, name):
            found = found.filter(**{name: value})
    if asked.place:
        # Whoever looks in Sapporo looks in its wards too.
        column = "region" if asked.place == SAPPORO else "place"
        found = found.filter(**{column: asked.place})
    if asked.is_beyond:
        found = found.exclude(region=SAPPORO)
    return found.filter(is_remote=True) if asked.is_remote else found


def _asked(found: Any, asked: PostingsAsked, asker: Asker) -> Any:
    found = narrowed(found, asked)
    if asked.words.strip():
        keys = [hit.key for hit in hits(asker, asked.words, limit=MOST_FOUND, kinds={"posting"})]
        found = found.filter(pk__in=keys)
    return found


def open_postings(market: str) -> QuerySet[Posting]:
    """Those to which people may be introduced, in a fixed order."""
    found = Posting.objects.filter(market=market, state=PostingState.OPEN)
    return found.select_related("organisation").order_by("key")


def watermark(market: str) -> tuple[Any, ...]:
    """Another one as soon as any open posting of the market has come, gone or changed."""
    found = Posting.objects.filter(market=market, state=PostingState.OPEN).order_by()
    last = found.aggregate(changed=Max("changed_at"), newest=Max("key"))
    return (found.count(), last["changed"], last["newest"])


def desk_for(market: Market, place: str, on: date) -> str:
    """The key of the unit that keeps a posting at a place: the city's in Sapporo, the
    prefecture's elsewhere; of one of them where only one has a desk. Empty where nobody has."""
    first = Side.PREFECTURE if is_elsewhere(region_of(place)) else Side.CITY
    second = Side.CITY if first == Side.PREFECTURE else Side.PREFECTURE
    for side in (first, second):
        for reference in market.initiatives:
            if unit := desk_of(reference, side, on):
                return unit
    return ""


def markets_of(asker: Asker, on: date) -> list[Market]:
    """The markets that run at the asker's desks: those whose initiatives they are in charge of."""
    served = {one for unit in _own_units(asker) for one in initiatives_at(unit, on)}
    return [one for one in markets().values() if served.intersection(one.initiatives)]


def _own_units(asker: Asker) -> set[str]:
    return {seat.unit for seat in asker.seats if seat.side}


def history_of(posting: Posting) -> Any:
    """When it was published, until when, and when it ended: entries of the journal, oldest first.

    They cannot be changed, which is why a grant may be paid by them."""
    kinds = ("posting.opened", "posting.closed", "posting.filled", "posting.freed")
    return entries_about("posting", posting.key).filter(kind__in=kinds).order_by("at", "pk")


def was_published_on(posting: Posting, day: date) -> bool:
    """Whether everybody could read it on a day, by the journal."""
    is_open = False
    for entry in history_of(posting).filter(on__lte=day):
        if entry.kind == "posting.opened":
            told = read(kind_called(entry.kind), entry.facts)
            is_open = told["valid_until"] >= day
        elif entry.kind == "posting.closed":
            # On the day on which it was closed it had been published.
            is_open = is_open and entry.on == day
    return is_open


def expired(on: date) -> QuerySet[Posting]:
    """Published beyond the last day for which they were meant to be."""
    still = Q(state__in=[PostingState.OPEN, PostingState.FILLED])
    return Posting.objects.filter(still, valid_until__lt=on).order_by("key")
