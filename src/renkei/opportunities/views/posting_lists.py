"""Postings as a list in a spreadsheet: an empty form of each market, what stands already, and where
the filled one is handed in."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from renkei.charter.markets import Market
from renkei.core.calendar import today
from renkei.core.rights import Asker, RuledQuerySet, Verb, asker_of
from renkei.core.tables.imports import importer_named
from renkei.core.tables.imports.template import as_attachment, filled_workbook
from renkei.core.writing import localized, number
from renkei.opportunities.imports.filled import rows_of
from renkei.opportunities.imports.postings import PostingList
from renkei.opportunities.models import Posting
from renkei.opportunities.queries.lists import count_by_market
from renkei.opportunities.rules.offering import enters_postings, markets_to_offer
from renkei.opportunities.states import PostingState

MOST_ROWS = 2000
STANDING, ENDED = "standing", "ended"


@dataclass(frozen=True, slots=True)
class Line:
    market: str
    importer: str
    title: str
    standing: str  # how many; empty where there are none
    ended: str


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    asker = asker_of(request)
    if not enters_postings(asker):
        raise Http404("for whoever enters postings")
    counted = count_by_market(_kept_by(asker))
    lines = [
        Line(
            market=one.key,
            importer=f"postings-{one.key}",
            title=localized(one.title),
            standing=_told(counted, one, is_ended=False),
            ended=_told(counted, one, is_ended=True),
        )
        for one in markets_to_offer(asker, timezone.localdate())
    ]
    return render(request, "opportunities/posting_lists.html", {"lines": lines})


@require_safe
def list_file(request: HttpRequest, market: str, which: str) -> HttpResponse:
    """What the asker keeps in a market, as it would be entered again."""
    asker, importer = asker_of(request), importer_named(f"postings-{market}")
    if not isinstance(importer, PostingList) or not importer.may_import(asker):
        raise Http404("no market to offer something in")
    if which not in (STANDING, ENDED):
        raise Http404("either what stands or what has ended")
    found = _kept_by(asker).filter(market=market).select_related("organisation")
    is_ended = which == ENDED
    found = (
        found.filter(state=PostingState.CLOSED)
        if is_ended
        else found.exclude(state=PostingState.CLOSED)
    )
    rows = rows_of(found[:MOST_ROWS], importer.version, market)
    return as_attachment(
        filled_workbook(importer, rows), f"{importer.name}-{which}-{today().isoformat()}.xlsx"
    )


def _kept_by(asker: Asker) -> RuledQuerySet[Any]:
    """What she writes herself; of the other desks' she could enter nothing again."""
    return Posting.objects.visible_to(asker, Verb.WRITE).visible_to(asker, Verb.EXPORT)


def _told(counted: dict[tuple[str, bool], int], market: Market, *, is_ended: bool) -> str:
    n = counted.get((market.key, is_ended), 0)
    return number(n) if n else ""
