"""Openings, for everybody: one search over all markets."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from renkei.charter.market_reader import markets
from renkei.core.paging import page_of
from renkei.core.rights import asker_of
from renkei.core.writing import UNKNOWN, localized, long_date, number
from renkei.directory.queries.places import offered_places, places_by_name
from renkei.opportunities.conditions import query_of
from renkei.opportunities.models import Posting
from renkei.opportunities.queries.places import is_elsewhere
from renkei.opportunities.queries.postings import PostingsAsked, public_postings
from renkei.opportunities.queries.regions import published_by_region, regions
from renkei.opportunities.rules.offering import works_with_postings
from renkei.opportunities.rules.postings import address
from renkei.opportunities.states import PostingState

NOWHERE = "none"  # of a place that there is not, nothing is found


@dataclass(frozen=True, slots=True)
class Opening:
    """A posting as the public's list shows it."""

    address: str
    title: str
    market: str
    organisation: str
    place: str
    until: str
    is_filled: bool


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    name: str
    n: int
    found: str


def search(request: HttpRequest) -> HttpResponse:
    asker, named, places = asker_of(request), regions(), offered_places()
    asked = asked_for(request, named)
    page = page_of(public_postings(asked, asker).select_related("organisation"), request)
    counts = published_by_region()
    context = search_choices(request, asked, named, places) | {
        "page": page.with_rows(openings(page.rows, dict(places))),
        "is_filtered": asked != PostingsAsked(),
        "query": query_of(asked, request.GET.get("place", "")[:60].strip()),
        "says": _sentence(counts.total(), sum(counts[one] for one in named if is_elsewhere(one))),
        "by_region": [
            Region(code, name, counts[code], number(counts[code])) for code, name in named.items()
        ],
        "works_here": works_with_postings(asker),
    }
    return render(request, "opportunities/search.html", context)


def search_choices(
    request: HttpRequest,
    asked: PostingsAsked,
    named: dict[str, str],
    places: Sequence[tuple[str, str]],
) -> dict[str, object]:
    """What the form of the conditions shows."""
    return {
        "asked": asked,
        "place": request.GET.get("place", "")[:60],
        "markets": market_choices(),
        "regions": list(named.items()),
        "places": [name for _code, name in places],
    }


def asked_for(request: HttpRequest, known: Container[str]) -> PostingsAsked:
    """What cannot be read asks for everything."""
    given = request.GET
    market, region, state = (given.get(one, "") for one in ("market", "region", "state"))
    text = given.get("place", "")[:60].strip()
    return PostingsAsked(
        words=given.get("words", "")[:100].strip(),
        market=market if market in markets() else "",
        region=region if region in known else "",
        place=(places_by_name([text]).get(text, "") or NOWHERE) if text else "",
        is_beyond="beyond" in given,
        is_remote="remote" in given,
        state=state if state in PostingState.values else "",
    )


def market_choices() -> list[tuple[str, str]]:
    return [(one.key, localized(one.title)) for one in markets().values()]


def openings(found: Sequence[Posting], names: dict[str, str]) -> list[Opening]:
    titles = dict(market_choices())
    return [
        Opening(
            address=address(one),
            title=one.title,
            market=titles[one.market],
            organisation=one.organisation.name,
            place=names.get(one.place, "") or UNKNOWN,
            until=long_date(one.valid_until),
            is_filled=one.state == PostingState.FILLED,
        )
        for one in found
    ]


def _sentence(n: int, n_beyond: int) -> str:
    """How many there are now, and how many of them lead out of Sapporo."""
    if not n:
        return _("いま公開している募集はありません。新しい募集は、ここに並びます。")
    if not n_beyond:
        return _("いま%(n)s件の募集があります。すべて札幌市の中です。") % {"n": number(n)}
    if n_beyond == n:
        return _("いま%(n)s件の募集があります。すべて札幌市の外です。") % {"n": number(n)}
    return _("いま%(n)s件の募集があります。そのうち%(beyond)s件は札幌市の外です。") % {
        "n": number(n),
        "beyond": number(n_beyond),
    }
