"""Filling in what somebody looks for: at a desk beside her, or by herself; kept or registered."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.market_reader import markets
from renkei.charter.markets import Market, MarketVersion
from renkei.core.access import looked_at
from renkei.core.rights import Verb, asker_of
from renkei.core.writing import localized
from renkei.directory.queries.places import offered_places
from renkei.directory.views.refusals import said
from renkei.opportunities.actions.seekers import change_seeker, keep_seeker, register_seeker
from renkei.opportunities.forms.seekers import SeekerForm, as_typed, beginning, mistakes
from renkei.opportunities.models import Seeker
from renkei.opportunities.queries.registering import ORGANISED, Entrance, entrance_to
from renkei.opportunities.queries.seekers import profile_of
from renkei.opportunities.rules.seekers import address
from renkei.opportunities.states import SeekerState
from renkei.paperwork.sheets.fields import Shown, field_id, form_parts
from renkei.paperwork.sheets.reading import Given, Problem, problems, read_sent
from renkei.paperwork.sheets.wording import as_html, as_text


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, and what was answered before."""

    market: Market
    version: MarketVersion
    given: Given = field(default_factory=Given)
    begun: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filled:
    """The questions of the market and those beside them, as far as they are filled in."""

    asked: Asked
    form: SeekerForm
    given: Given
    found: list[Problem] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        return self.form.is_valid() and not self.found


def new(request: HttpRequest, market: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    wanted = markets().get(market)
    version = wanted.version_on(today) if wanted else None
    if wanted is None or version is None:
        raise Http404("no such market today")
    entrance = entrance_to(wanted, asker, today)
    if entrance is None:
        raise Http404("for a desk of the market, and whoever looks herself")
    begun = {**beginning(asker, entrance), "token": secrets.token_hex(16)}
    filled = _filled(request, Asked(wanted, version, begun=begun), entrance)
    if request.method == "POST" and filled.is_right:
        made = said(filled.form, lambda: _made(request, filled, entrance))
        if made:
            return _arrived(request, made)
    return _page(request, filled, entrance)


def change(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Seeker.objects.select_related("organisation").seen_by(asker, Verb.WRITE, key=key)
    if found.state == SeekerState.LEFT:
        raise Http404("has left")
    looked_at(found, by=asker)
    entrance = _entrance_of(request, found)
    begun = as_typed(found, profile_of(found))
    asked = Asked(found.of_market, found.asked_by, Given(dict(found.answers)), begun)
    filled = _filled(request, asked, entrance)
    if request.method == "POST" and filled.is_right:
        changed = said(filled.form, lambda: _changed(request, found, filled, entrance))
        if changed:
            return _arrived(request, changed)
    return _page(request, filled, entrance, found)


def _filled(request: HttpRequest, asked: Asked, entrance: Entrance) -> Filled:
    version = asked.version
    form = SeekerForm(
        request.POST or None,
        initial=asked.begun,
        version=version,
        asker=asker_of(request),
        today=timezone.localdate(),
        asks_firm=version.seeker.kind in ORGANISED and not entrance.organisation,
    )
    if request.method != "POST":
        return Filled(asked, form, asked.given)
    sheet = version.sheet("seeker")
    given = read_sent(sheet, dict(request.POST.lists()))
    found = list(problems(sheet, given))
    if "draft" in request.POST:
        found = [one for one in found if not one.is_missing]
    return Filled(asked, form, given, found)


def _made(request: HttpRequest, filled: Filled, entrance: Entrance) -> Seeker:
    by, on = asker_of(request), timezone.localdate()
    what, token = filled.form.what(filled.given.values, entrance), filled.form.cleaned_data["token"]
    with transaction.atomic():  # of a form that is refused nothing is kept
        kept = keep_seeker(filled.asked.market.key, entrance.unit, what, by=by, on=on, token=token)
        return _registered(request, kept)


def _changed(request: HttpRequest, found: Seeker, filled: Filled, entrance: Entrance) -> Seeker:
    what = filled.form.what(filled.given.values, entrance)
    revision = filled.form.cleaned_data["revision"]
    by, on = asker_of(request), timezone.localdate()
    with transaction.atomic():
        changed = change_seeker(found, what, by=by, on=on, revision=revision)
        return _registered(request, changed)


def _registered(request: HttpRequest, kept: Seeker) -> Seeker:
    """A form that is sent twice registers once."""
    if "draft" in request.POST or kept.state != SeekerState.DRAFT:
        return kept
    return register_seeker(kept, by=asker_of(request), on=timezone.localdate())


def _entrance_of(request: HttpRequest, found: Seeker) -> Entrance:
    """Whoever changes it, it stays with whom it is about."""
    asker = asker_of(request)
    mine = {seat.organisation for seat in asker.seats if not seat.side}
    firm = found.organisation_id or ""
    return Entrance(found.unit_id, found.person, firm if firm in mine else "")


def _arrived(request: HttpRequest, seeker: Seeker) -> HttpResponse:
    if seeker.state == SeekerState.DRAFT:
        messages.success(request, _("書いたところまで残しました。続きはいつでも書けます。"))
        return redirect(address(seeker))
    if request.POST.get("revision"):
        messages.success(request, _("保存しました。"))
    else:
        afterwards = as_text(seeker.asked_by.seeker.afterwards)
        messages.success(request, _("登録しました。%(next)s") % {"next": afterwards})
    return redirect("opportunities:introductions", seeker.key)


def _page(
    request: HttpRequest, filled: Filled, entrance: Entrance, seeker: Seeker | None = None
) -> HttpResponse:
    version, form = filled.asked.version, filled.form
    how = Shown(problems=filled.found, is_about_reader=not entrance.is_at_a_desk)
    wrong = mistakes(form) if request.method == "POST" else []
    refused = [str(one) for one in form.non_field_errors()] if request.method == "POST" else []
    context = {
        "form": form,
        "parts": form_parts(version.sheet("seeker"), filled.given, how),
        "problems": [*wrong, *(_summed_up(one) for one in filled.found)],
        "refused": refused,
        "market": localized(filled.asked.market.title),
        "noun": localized(version.seeker.noun),
        "intro": as_html(version.seeker.intro),
        "seeker": seeker,
        "is_draft": seeker is None or seeker.state == SeekerState.DRAFT,
        "is_at_a_desk": entrance.is_at_a_desk,
        "places": [name for _code, name in offered_places()],
    }
    status = 422 if wrong or refused or filled.found else 200
    return render(request, "opportunities/seeker_form.html", context, status=status)


def _summed_up(problem: Problem) -> dict[str, str]:
    label = as_text(problem.question.label)
    return {"id": field_id(problem.question), "label": label, "message": problem.message}
