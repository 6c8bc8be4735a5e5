"""Postings to read: one address for everybody and for the desk; the desk's list; the days."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Case, IntegerField, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from renkei.charter.reader import programme
from renkei.core.calendar_files import MEDIA_TYPE
from renkei.core.choices import labels
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.writing import UNKNOWN, localized, long_date, number
from renkei.directory.queries.places import place_names
from renkei.directory.rules.organisations import address as address_of_organisation
from renkei.journal.facts import read
from renkei.journal.kinds import kind_called
from renkei.journal.queries import entries_about
from renkei.opportunities.calendars import calendar_file
from renkei.opportunities.models import Posting
from renkei.opportunities.queries.postings import PostingsAsked, history_of, postings_of
from renkei.opportunities.queries.regions import regions
from renkei.opportunities.rules.offering import (
    enters_for_a_desk,
    enters_postings,
    is_settled_for,
    markets_to_offer,
    reads_by_a_seat,
    sees_page_of,
    works_with_postings,
)
from renkei.opportunities.rules.postings import address
from renkei.opportunities.states import CloseReason, PostingState, Step
from renkei.opportunities.structured import as_script, is_vacancy, job_posting
from renkei.opportunities.views.fitting import introduces
from renkei.opportunities.views.public_postings import asked_for, market_choices
from renkei.opportunities.views.way_in import way_in_to
from renkei.paperwork.parts import attachments_part
from renkei.paperwork.sheets.fields import Part, answered_parts
from renkei.paperwork.sheets.reading import Given, problems

# What waits for somebody stands first: a draft for the desk's check, then what may be published.
WAITING = Case(
    When(state=PostingState.DRAFT, then=Value(0)),
    When(state=PostingState.CHECKED, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A posting as a desk's list shows it."""

    address: str
    title: str
    market: str
    organisation: str
    place: str
    state: str
    waits: str  # for what
    until: str
    places: str


@dataclass(frozen=True, slots=True)
class Published:
    """One line of when it was published."""

    day: str
    what: str
    until: str
    places: str


def desk(request: HttpRequest) -> HttpResponse:
    asker, named = asker_of(request), regions()
    if not works_with_postings(asker):
        raise Http404("for whoever works with postings")
    asked = replace(asked_for(request, named), is_beyond=False, place="")
    found = postings_of(asker, asked).select_related("organisation").order_by(WAITING, "-key")
    page = page_of(found, request)
    names = place_names(one.place for one in page.rows)
    context = {
        "page": page.with_rows(_rows(page.rows, names)),
        "asked": asked,
        "is_filtered": asked != PostingsAsked(),
        "markets": market_choices(),
        "states": PostingState.choices,
        "regions": list(named.items()),
        "may_offer": enters_postings(asker),
        "is_own": not enters_for_a_desk(asker) and enters_postings(asker),
    }
    return render(request, "opportunities/desk.html", context)


def posting(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    related = Posting.objects.select_related("organisation", "unit__organisation")
    found: Posting | None = related.visible_to(asker).filter(pk=key).first()
    if found is None:
        return _gone(request, key)
    by_seat = reads_by_a_seat(asker, found)
    context = {
        "posting": found,
        "market": localized(found.of_market.title),
        "facts": _facts(found, by_seat=by_seat),
        "organisation": _organisation(found, asker),
        "parts": _parts(found, by_seat=by_seat),
        "by_seat": by_seat,
        "is_mine": by_seat and may(asker, Verb.WRITE, found),
        "part": attachments_part(found, asker),
        "structured": _structured(found),
        "kept": request.GET.get("kept", "")[:40],
        "way_in": {} if by_seat else way_in_to(found, asker),
        **(_for_seats(found, asker) if by_seat else {}),
    }
    return render(request, "opportunities/posting.html", context)


def days(request: HttpRequest, key: str) -> HttpResponse:
    found = Posting.objects.select_related("organisation").seen_by(asker_of(request), key=key)
    text = calendar_file(
        found,
        address=settings.ADDRESS + address(found),
        host=settings.ADDRESS.partition("//")[2] or "renkei",
        place=place_names([found.place]).get(found.place, ""),
    )
    response = HttpResponse(text, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="posting-{key}.ics"'
    return response


def days_of(found: Posting) -> str:
    if found.first_day is None:
        return ""
    if found.last_day is None or found.last_day == found.first_day:
        return long_date(found.first_day)
    return _("%(first)sから%(last)sまで") % {
        "first": long_date(found.first_day),
        "last": long_date(found.last_day),
    }


def _gone(request: HttpRequest, key: str) -> HttpResponse:
    """What everybody could read and is over says so; of anything else nothing is known here.

    Errors  Http404 where nothing of the key was ever published, or it may be again
    """
    found = Posting.objects.filter(pk=key, state=PostingState.CLOSED).first()
    if found is None or _first_published(found) is None:
        raise Http404("no posting to show")
    return render(request, "opportunities/gone.html", status=410)


def _first_published(found: Posting) -> date | None:
    first = history_of(found).filter(kind="posting.opened").first()
    day: date | None = first.on if first else None
    return day


# --- as pages show it ---------------------------------------------------------------------------


def _rows(found: Sequence[Posting], names: dict[str, str]) -> list[Row]:
    titles, states = dict(market_choices()), labels(PostingState)
    return [
        Row(
            address=address(one),
            title=one.title,
            market=titles[one.market],
            organisation=one.organisation.name,
            place=names.get(one.place, "") or UNKNOWN,
            state=states[one.state],
            waits=_waits(one),
            until=long_date(one.valid_until),
            places=f"{number(one.taken)} / {number(one.capacity)}",
        )
        for one in found
    ]


def _waits(one: Posting) -> str:
    if one.state == PostingState.CHECKED:
        return _("公開を待っています")
    if one.state == PostingState.DRAFT:
        return _("書きかけ") if _missing(one) else pgettext("posting", "確認を待っています")
    return ""


def _missing(one: Posting) -> list[str]:
    """Questions that lack an answer."""
    found = problems(one.asked_by.sheet("posting"), Given(dict(one.answers)))
    return [localized(problem.question.label) for problem in found]


def _facts(found: Posting, *, by_seat: bool) -> list[tuple[str, str]]:
    names = place_names([found.place, found.region])
    told = [
        (_("場所"), names.get(found.place, "") or UNKNOWN),
        (_("日程"), days_of(found)),
        (_("定員"), _capacity(found)),
        (_("掲載の最後の日"), long_date(found.valid_until)),
        (_("取組"), " / ".join(_initiatives(found))),
    ]
    if by_seat:
        told.append((_("窓口"), f"{found.unit.organisation.name} {found.unit.name}"))
    return [(label, value) for label, value in told if value]


def _capacity(found: Posting) -> str:
    told = {
        "n": number(found.capacity),
        "left": number(found.places_left),
        "least": number(found.minimum),
    }
    if not found.places_left:
        return _("%(n)s（すべて決まりました）") % told
    if found.minimum:
        return _("%(n)s（残り%(left)s、%(least)sから実施）") % told
    return _("%(n)s（残り%(left)s）") % told


def _initiatives(found: Posting) -> list[str]:
    return [
        f"{one.reference} {localized(one.title)}"
        for one in programme().initiatives
        if one.reference in found.references
    ]


def _organisation(found: Posting, asker: Asker) -> dict[str, str]:
    organisation = found.organisation
    reads = may(asker, Verb.READ, organisation)
    return {
        "name": organisation.name,
        "address": address_of_organisation(organisation) if reads else "",
        "openings": reverse("opportunities:organisation", args=[organisation.key])
        if sees_page_of(asker, organisation)
        else "",
    }


def _parts(found: Posting, *, by_seat: bool) -> list[Part]:
    """Whoever only reads it is not shown what was left out."""
    parts = answered_parts(found.asked_by.sheet("posting"), Given(dict(found.answers)))
    if by_seat:
        return parts
    told = [replace(part, rows=tuple(row for row in part.rows if row.text)) for part in parts]
    return [part for part in told if part.rows]


def _structured(found: Posting) -> str:
    """For search engines; only what everybody reads."""
    since = _first_published(found) if is_vacancy(found, timezone.localdate()) else None
    if since is None:
        return ""
    place = place_names([found.place]).get(found.place, "")
    return as_script(
        job_posting(found, since=since, address=settings.ADDRESS + address(found), place=place)
    )


# --- for whoever works with it ------------------------------------------------------------------


def _for_seats(found: Posting, asker: Asker) -> dict[str, Any]:
    entries = list(entries_about("posting", found.key).visible_to(asker))
    missing = _missing(found) if found.state == PostingState.DRAFT else []
    return {
        "says": _("書きかけです。") if missing else _says(found, asker),
        "returned": _returned(found),
        "missing": missing,
        "history": [_published(one) for one in history_of(found)],
        "entries": entries,
        "copy_token": secrets.token_hex(16),
        "fitting_noun": localized(found.asked_by.seeker.noun)
        if found.is_open and introduces(asker, found)
        else "",
        **_allowed(found, asker),
    }


def _says(found: Posting, asker: Asker) -> str:
    """The state in a sentence, and who moves next."""
    until, mine = long_date(found.valid_until), may(asker, Verb.DECIDE, found)
    if found.state == PostingState.CLOSED:
        reason = labels(CloseReason)[found.close_reason]
        return _("公開を終えました（%(reason)s）。") % {"reason": reason}
    told = {
        PostingState.DRAFT: _("内容を確かめて、よければ確認済みにしてください。")
        if mine
        else _("窓口が内容を確かめます。公開されるまで、ほかの人には見えません。"),
        PostingState.CHECKED: _("確認が済みました。公開すると、だれでも読めるようになります。")
        if mine
        else _("窓口の確認が済みました。まもなく公開されます。"),
        PostingState.OPEN: _("%(until)sまで、だれでも読めます。"),
        PostingState.FILLED: _("定員がすべて決まりました。%(until)sまで、だれでも読めます。"),
    }
    return told[PostingState(found.state)] % {"until": until}


def _returned(found: Posting) -> str:
    """Why the desk gave it back, until it was changed; the firm reads it too."""
    if found.state != PostingState.DRAFT:
        return ""
    last = entries_about("posting", found.key).order_by("-pk").first()
    is_returned = last is not None and last.kind == "posting.returned"
    return str(_told(last)["reason"]) if is_returned else ""


def _published(entry: Any) -> Published:
    facts = _told(entry)
    told = {
        "posting.opened": _("更新した") if facts.get("is_renewed") else _("公開した"),
        "posting.closed": _("終えた"),
        "posting.filled": _("満員になった"),
        "posting.freed": _("また空きができた"),
    }
    until, reason = facts.get("valid_until"), facts.get("reason")
    why = f"（{labels(CloseReason)[reason]}）" if reason else ""
    return Published(
        day=long_date(entry.on),
        what=told[entry.kind] + why,
        until=long_date(until) if until else "",
        places=number(facts["places"]) if "places" in facts else "",
    )


def _told(entry: Any) -> dict[str, Any]:
    return dict(read(kind_called(entry.kind), entry.facts))


def _allowed(found: Posting, asker: Asker) -> dict[str, bool]:
    """The steps that the reader may take now."""
    writes, decides, publishes = (
        may(asker, verb, found) for verb in (Verb.WRITE, Verb.DECIDE, Verb.PUBLISH)
    )
    is_closed = found.state == PostingState.CLOSED
    offered = {one.key for one in markets_to_offer(asker, timezone.localdate())}
    return {
        "may_change": writes and not is_closed and not is_settled_for(publishes, found),
        "may_check": decides and found.state == PostingState.DRAFT,
        "may_return": decides and found.state == PostingState.CHECKED,
        "may_publish": publishes and found.state == PostingState.CHECKED,
        "may_renew": publishes and (found.is_public or (is_closed and found.places_left > 0)),
        "may_close": writes and not is_closed,
        "may_copy": writes and found.market in offered,
        "may_adopt": writes and found.taken > 0 and Step.COMPLETED in found.asked_by.steps,
    }
