"""Rounds to read: the list of a desk, one round with what comes next, who gets what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renkei.charter.market_reader import markets
from renkei.core.choices import labels
from renkei.core.paging import page_of
from renkei.core.rights import Verb, asker_of, may
from renkei.core.writing import as_read, localized, long_date, number
from renkei.directory.queries.organisations import organisations_by_keys
from renkei.directory.queries.places import place_names
from renkei.journal.queries import entries_about
from renkei.opportunities.forms.rounds import CancelForm, RunForm
from renkei.opportunities.models import Posting, Proposal, Round
from renkei.opportunities.queries.placements import WAITING
from renkei.opportunities.queries.rounds import (
    RoundsAsked,
    all_proposals,
    n_waiting,
    rounds_of,
    rulings_of,
    wave_shown,
)
from renkei.opportunities.rounds.bounds import bounds_of
from renkei.opportunities.rules.rounds import address, markets_to_round
from renkei.opportunities.states import EndReason, RoundState, Ruled, Step
from renkei.opportunities.views.round_states import days_of, next_of, sentence_of
from renkei.opportunities.views.seekers import step_label

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Row:
    address: str
    title: str
    market: str
    desk: str
    state: str
    is_running: bool
    closes: str
    placed: str


@dataclass(frozen=True, slots=True)
class GivenRow:
    """Who gets what, as the table shows it."""

    address: str
    who: str
    posting: str
    organisation: str
    rank: str
    points: str
    standing: str
    is_new: bool
    is_pinned: bool


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    asker, asked = asker_of(request), asked_for(request)
    page = page_of(rounds_of(asker, asked), request)
    offered = markets_to_round(asker, timezone.localdate())
    context = {
        "page": page.with_rows(_rows(page.rows)),
        "asked": asked,
        "is_filtered": asked != RoundsAsked(),
        "markets": [(key, localized(one.title)) for key, one in markets().items()],
        "states": RoundState.choices,
        "offered": [(one.key, localized(one.title)) for one in offered],
    }
    return render(request, "opportunities/rounds.html", context)


@require_safe
def round_(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Round.objects.select_related("unit__organisation").seen_by(asker, key=key)
    return round_page(request, found)


def round_page(
    request: HttpRequest, found: Round, *, cancelling: CancelForm | None = None
) -> HttpResponse:
    """Also shown again with what was wrong in a form."""
    asker, today = asker_of(request), timezone.localdate()
    may_decide, waiting = may(asker, Verb.DECIDE, found), n_waiting(found)
    follows = next_of(found, today, waiting)
    context = {
        "round": found,
        "market": localized(found.of_market.title),
        "desk": f"{found.unit.organisation.name} {found.unit.name}",
        "sentence": sentence_of(found, today, waiting),
        "days": days_of(found, today),
        "next": follows if may_decide else None,
        "is_filling": found.wave > 1 or (found.wave == 1 and found.state == RoundState.PROPOSED),
        "figures": _figures(found, waiting),
        "small": _titles(found.result.get("small", ())),
        "rehearsal": _rehearsal(found),
        "bounds": _bounds(found),
        "rulings": _rulings(found) if may_decide else (),
        "may_decide": may_decide,
        "may_change": may_decide and found.state in (RoundState.OPEN, RoundState.PROPOSED),
        "may_cancel": may_decide and follows.may_cancel,
        "run": RunForm() if follows.asks_way else None,
        "cancel": cancelling or CancelForm(),
        "is_cancelling": cancelling is not None,
        "entries": entries_about("round", found.key).visible_to(asker),
    }
    status = 422 if cancelling else 200
    return render(request, "opportunities/round.html", context, status=status)


@require_safe
def proposals(request: HttpRequest, key: str) -> HttpResponse:
    """Who gets what, person by person; for the desk alone."""
    asker = asker_of(request)
    found = Round.objects.seen_by(asker, Verb.DECIDE, key=key)
    show = request.GET.get("show", "")
    rows = all_proposals(found)
    if show == "nothing":
        rows = rows.filter(posting=None)
    elif show == "given":
        rows = rows.exclude(posting=None)
    elif show == "new":
        rows = rows.filter(is_new=True, wave=wave_shown(found))
    page = page_of(rows, request)
    context = {
        "round": found,
        "market": localized(found.of_market.title),
        "page": page.with_rows(_given_rows(found, page.rows)),
        "show": show,
        "shows": [
            ("given", _("決まる人")),
            ("nothing", _("決まらない人")),
            ("new", _("前の案と違う人")),
        ],
    }
    return render(request, "opportunities/proposals.html", context)


def asked_for(request: HttpRequest) -> RoundsAsked:
    """What cannot be read asks for everything."""
    market, state = request.GET.get("market", ""), request.GET.get("state", "")
    return RoundsAsked(
        market=market if market in markets() else "",
        state=state if state in RoundState.values else "",
    )


# --- as pages show it ---------------------------------------------------------------------------


def _rows(found: Sequence[Round]) -> list[Row]:
    titles = {key: localized(one.title) for key, one in markets().items()}
    states = labels(RoundState)
    return [
        Row(
            address=address(one),
            title=one.title,
            market=titles[one.market],
            desk=f"{one.unit.organisation.name} {one.unit.name}",
            state=states[one.state],
            is_running=one.is_running,
            closes=long_date(one.closes_on),
            placed=_placed(one),
        )
        for one in found
    ]


def _placed(one: Round) -> str:
    told = one.result
    if not told:
        return ""
    return f"{number(told['n_placed'])} / {number(told['n_seekers'])}"


def _figures(found: Round, waiting: int) -> list[tuple[str, str]]:
    told = found.result
    if not told:
        return []
    share = round(100 * told["n_first"] / told["n_placed"]) if told["n_placed"] else None
    figures = [
        (_("加わった人"), number(told["n_seekers"])),
        (_("加わった募集"), number(told["n_postings"])),
        (_("決まる人"), number(told["n_placed"])),
        (_("決まらない人"), number(told["n_unplaced"])),
        (_("第1希望の割合"), f"{share}%" if share is not None else "–"),
    ]
    if found.state == RoundState.PUBLISHED:
        figures.append((_("返事を待つ人"), number(waiting)))
    return figures


def _rehearsal(found: Round) -> dict[str, Any]:
    """What the last rehearsal showed: each cap, and the postings that need somebody's eye."""
    told = found.rehearsal
    if not told:
        return {}
    rows = told["postings"]
    first = [row for row in rows if row["is_small"] or row["first"] > row["places"]]
    shown = [*first, *(row for row in rows if row not in first)][:MOST_SHOWN]
    titles = _titles(row["posting"] for row in shown)
    return {
        "on": long_date(timezone.localdate(datetime.fromisoformat(told["at"]))),
        "is_old": told["revision"] != found.revision,
        "n_placed": told["n_placed"],
        "n_seekers": told["n_seekers"],
        "caps": [{**one, "name": as_read(one["ja"], one["en"])} for one in told["caps"]],
        "floors": [{**one, "name": as_read(one["ja"], one["en"])} for one in told["floors"]],
        "postings": [{**row, "title": titles.get(row["posting"], "")} for row in shown],
        "n_more": len(rows) - len(shown),
        "n_small": sum(row["is_small"] for row in rows),
        "n_unlisted": sum(row["listed"] == 0 for row in rows),
    }


def _titles(keys: Iterable[str]) -> dict[str, str]:
    wanted = list(keys)
    if not wanted:
        return {}
    return {one.key: one.title for one in Posting.objects.filter(pk__in=wanted)}


def _bounds(found: Round) -> list[tuple[str, str]]:
    each = {
        "region": _("地域ごとに"),
        "municipality": _("市町村ごとに"),
        "organisation": _("組織ごとに"),
    }
    bounds = bounds_of(found.bounds)
    names = place_names(one.code for one in bounds if one.by != "organisation")
    firms = organisations_by_keys(
        [one.code for one in bounds if one.by == "organisation" and one.code]
    )
    names |= {key: firm.name for key, firm in firms.items()}
    lines = []
    for one in bounds:
        cap = _("%(n)s人まで") % {"n": number(one.cap)} if one.cap is not None else ""
        floor = _("%(n)s人以上") % {"n": number(one.floor)} if one.floor else ""
        name = names.get(one.code, one.code) if one.code else each[one.by]
        lines.append((name, "　".join(part for part in (floor, cap) if part)))
    return lines


def _rulings(found: Round) -> list[dict[str, str]]:
    said = labels(Ruled)
    return [
        {
            "key": one.key,
            "who": one.seeker.shown_name,
            "address": reverse("opportunities:round_person", args=[found.key, one.seeker_id]),
            "posting": one.posting.title,
            "ruled": said[one.ruled],
            "reason": one.reason,
        }
        for one in rulings_of(found)
    ]


def _given_rows(found: Round, rows: Sequence[Proposal]) -> list[GivenRow]:
    return [
        GivenRow(
            address=reverse("opportunities:round_person", args=[found.key, one.seeker_id]),
            who=one.seeker.shown_name,
            posting=one.posting.title if one.posting else "",
            organisation=one.posting.organisation.name if one.posting else "",
            rank=_("第%(n)s希望") % {"n": one.place_in_list} if one.place_in_list else "",
            points=_("%(n)s点") % {"n": round(one.score / 1000)} if one.score is not None else "",
            standing=standing_of(one),
            is_new=one.is_new,
            is_pinned=one.is_pinned,
        )
        for one in rows
    ]


def standing_of(one: Proposal) -> str:
    """What came of it, as far as it is known."""
    placement = one.placement
    if placement is None:
        return ""
    if placement.state == Step.ENDED:
        return str(labels(EndReason)[placement.end_reason])
    if placement.state not in WAITING or placement.answer_by is None:
        return step_label(placement)
    said = [
        (_("本人は受けると返事"), placement.seeker_yes_on),
        (_("募集した側は受けると返事"), placement.posting_yes_on),
    ]
    answered = [text for text, day in said if day]
    return "、".join(answered) or _("返事を待っています")
