"""What an organisation has here: who it is, what waits for it, its openings, the people it met.

A firm, a town, an NPO comes here from the bar; a desk from the entry of the directory.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from renkei.charter.market_reader import markets
from renkei.core.choices import labels
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Role, Verb, asker_of, may
from renkei.core.writing import UNKNOWN, localized, long_date, number
from renkei.directory.industries import industry_name
from renkei.directory.queries.organisations import organisations_by_keys
from renkei.directory.queries.places import place_names
from renkei.directory.rules.organisations import address as address_of_entry
from renkei.directory.views.refusals import told
from renkei.opportunities.actions.postings import renew_posting
from renkei.opportunities.models import Placement, Posting
from renkei.opportunities.queries.of_organisations import (
    Tally,
    placements_with,
    postings_with_people,
    tallies,
    tallies_of,
)
from renkei.opportunities.rules.offering import (
    USUAL_DAYS,
    enters_for_a_desk,
    markets_to_offer,
    own_organisations,
    sees_page_of,
)
from renkei.opportunities.rules.postings import address
from renkei.opportunities.states import PostingState, Step
from renkei.opportunities.views.organisation_waits import note_of, waits_of
from renkei.opportunities.views.placements import Row as Person
from renkei.opportunities.views.placements import rows_of

MOST_PEOPLE = 20
MOST_WAITING = 60  # people among whom it is looked who waits for an answer
FEW = 5  # openings of one market, which nobody needs counted
STATES = tuple(PostingState)
TO_ANSWER = (Step.INTRODUCED, Step.APPLIED)


@dataclass(frozen=True, slots=True)
class Opening:
    """A posting with what came of it."""

    address: str
    title: str
    market: str
    place: str
    state: str
    note: str  # what it waits for
    until: str
    places: str
    introduced: str
    met: str
    started: str


@dataclass(frozen=True, slots=True)
class OfAMarket:
    title: str
    states: list[tuple[str, str]]
    introduced: str
    met: str
    started: str


@require_safe
def ours(request: HttpRequest) -> HttpResponse:
    """The first of those at which somebody sits; the others are a link away."""
    asker = asker_of(request)
    own = own_organisations(asker)
    if not own:
        raise Http404("for whoever sits at an organisation")
    return _page(request, asker, _found(asker, own[0][0]))


@require_safe
def organisation(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = _found(asker, key)
    if found.key != key:
        return redirect("opportunities:organisation", found.key)
    return _page(request, asker, found)


@require_POST
def keep(request: HttpRequest, key: str) -> HttpResponse:
    """What is soon over still holds as it is: published for as long as usual from today."""
    asker, today = asker_of(request), timezone.localdate()
    found = Posting.objects.seen_by(asker, Verb.WRITE, key=key)
    until = today + timedelta(days=USUAL_DAYS)
    if told(request, lambda: renew_posting(found, valid_until=until, by=asker, on=today)):
        text = _("「%(title)s」を%(until)sまで公開します。")
        messages.success(request, text % {"title": found.title, "until": long_date(until)})
    own = own_organisations(asker)
    if own and own[0][0] == found.organisation_id:
        return redirect("opportunities:ours")
    return redirect("opportunities:organisation", found.organisation_id)


def _page(request: HttpRequest, asker: Asker, found: Any) -> HttpResponse:
    today = timezone.localdate()
    page = page_of(postings_with_people(asker, found.key, today), request)
    met = _people(asker, found)
    is_all = page.number == 1 and not page.has_next
    counted = tallies_of(page.rows) if is_all else tallies(asker, found.key)
    names = place_names([found.place, *(one.place for one in page.rows)])
    is_own = found.key in dict(own_organisations(asker))
    context = {
        "organisation": found,
        "is_own": is_own,
        "others": [one for one in own_organisations(asker) if is_own and one[0] != found.key],
        "facts": _facts(found, names),
        "entry": _entry(asker, found),
        "says": _sentence(counted),
        "waits": list(waits_of(page.rows, met, asker, today)) if page.number == 1 else [],
        "page": page.with_rows([_opening(one, names) for one in page.rows]),
        "tallies": [_tally(market, one) for market, one in counted.items()],
        "is_counted": len(counted) > 1 or page.n_found > FEW,
        "states": [str(one.label) for one in STATES],
        "people": [_person(one, found, asker) for one in met[:MOST_PEOPLE]],
        "has_more_people": len(met) > MOST_PEOPLE,
        **_ways_in(asker, found, today, is_own=is_own),
    }
    return render(request, "opportunities/organisation.html", context)


def _found(asker: Asker, key: str) -> Any:
    """What the key means today.

    Errors  Http404 for whoever is not shown what it has here
    """
    found = organisations_by_keys([key]).get(key)
    if found is None or not sees_page_of(asker, found):
        raise Http404("no organisation, or not for this reader")
    return found


def _people(asker: Asker, found: Any) -> list[Placement]:
    met = placements_with(asker, found.key)
    met = met.select_related("posting", "seeker__organisation", "organisation")
    return list(met[:MOST_WAITING])


# --- as the page shows it -----------------------------------------------------------------------


def _facts(found: Any, names: Mapping[str, str]) -> list[str]:
    told = (
        str(found.get_kind_display()),
        names.get(found.place, ""),
        industry_name(found.industry),
        str(found.get_size_display()),
    )
    return [one for one in told if one]


def _entry(asker: Asker, found: Any) -> dict[str, str]:
    """Where the directory tells more, and where that is changed."""
    reads, writes = may(asker, Verb.READ, found), may(asker, Verb.WRITE, found)
    return {
        "address": address_of_entry(found) if reads else "",
        "change": reverse("directory:change_organisation", args=[found.key]) if writes else "",
    }


def _sentence(counted: Mapping[str, Tally]) -> str:
    """What came of it, in one sentence; empty where nothing has begun."""
    n_open = sum(one.states.get(PostingState.OPEN, 0) for one in counted.values())
    introduced = sum(one.introduced for one in counted.values())
    started = sum(one.started for one in counted.values())
    if not counted:
        return ""
    told = {"open": number(n_open), "n": number(introduced), "started": number(started)}
    if not introduced:
        return _("公開中の募集は%(open)s件です。まだだれも紹介されていません。") % told
    if not started:
        return _("公開中の募集は%(open)s件です。これまでに%(n)s件の紹介がありました。") % told
    return (
        _(
            "公開中の募集は%(open)s件です。これまでに%(n)s件の紹介があり、%(started)s件が始まりました。"
        )
        % told
    )


def _opening(one: Any, names: Mapping[str, str]) -> Opening:
    return Opening(
        address=address(one),
        title=one.title,
        market=localized(one.of_market.title),
        place=names.get(one.place, "") or UNKNOWN,
        state=str(labels(PostingState)[one.state]),
        note=note_of(one),
        until=long_date(one.valid_until),
        places=f"{number(one.taken)} / {number(one.capacity)}",
        introduced=_n(one.introduced),
        met=_n(one.met) if Step.MET in one.asked_by.steps else "",
        started=_n(one.started),
    )


def _n(count: int) -> str:
    return number(count) if count else ""


def _person(one: Placement, found: Any, asker: Asker) -> Person:
    """Whom it met: who was introduced to it, or to whom it was introduced itself."""
    [row] = rows_of([one], asker)
    return row if one.organisation_id == found.key else replace(row, who=row.organisation)


def _tally(market: str, one: Tally) -> OfAMarket:
    has_met = any(Step.MET in version.steps for version in markets()[market].versions)
    return OfAMarket(
        title=localized(markets()[market].title),
        states=[(str(state.label), _n(one.states.get(state, 0))) for state in STATES],
        introduced=_n(one.introduced),
        met=_n(one.met) if has_met else "",
        started=_n(one.started),
    )


def _ways_in(asker: Asker, found: Any, today: date, *, is_own: bool) -> dict[str, Any]:
    """Where a posting is entered: a firm or a town chooses here, a desk on the way."""
    asked = f"?organisation={found.key}"
    if not is_own:
        enters = enters_for_a_desk(asker)
        return {"offer": reverse("opportunities:offer") + asked if enters else ""}
    return {
        "markets": [
            (
                reverse("opportunities:new_posting", args=[one.key]) + asked,
                localized(one.title),
                localized(one.purpose),
            )
            for one in markets_to_offer(asker, today)
        ],
        "seeks_too": asker.has_role(Role.REPRESENTATIVE),
    }
