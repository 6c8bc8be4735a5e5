"""Entering a posting and changing it: what is asked everywhere, then the market's own questions."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.markets import Market, MarketVersion
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.typed import arrived
from renkei.core.writing import localized
from renkei.directory.queries.organisations import organisations_by_keys
from renkei.directory.queries.places import offered_places
from renkei.directory.views.refusals import said
from renkei.opportunities.actions.postings import change_posting, enter_posting
from renkei.opportunities.facts import Entry, answers_from
from renkei.opportunities.forms.postings import PostingForm, as_typed, beginning
from renkei.opportunities.models import Posting
from renkei.opportunities.rules.offering import (
    enters_for_a_desk,
    enters_postings,
    is_settled_for,
    markets_to_offer,
    own_organisations,
)
from renkei.opportunities.rules.postings import address
from renkei.opportunities.states import PostingState
from renkei.paperwork.sheets.fields import Shown, field_id, form_parts
from renkei.paperwork.sheets.reading import Given, Problem, problems, read_sent
from renkei.paperwork.sheets.wording import as_html, as_text


@dataclass(frozen=True, slots=True)
class Filled:
    """Both halves of the form as they were sent or begun."""

    version: MarketVersion
    form: PostingForm
    given: Given
    found: tuple[Problem, ...] = ()

    @property
    def is_right(self) -> bool:
        return self.form.is_valid() and not self.found


def offer(request: HttpRequest) -> HttpResponse:
    """Which market: what somebody offers decides what is asked."""
    asker = asker_of(request)
    if not enters_postings(asker):
        raise Http404("for whoever enters postings")
    offered = markets_to_offer(asker, timezone.localdate())
    asked = request.GET.urlencode()
    if len(offered) == 1:
        there = reverse("opportunities:new_posting", args=[offered[0].key])
        return redirect(f"{there}?{asked}" if asked else there)
    shown = [(one.key, localized(one.title), localized(one.purpose)) for one in offered]
    return render(request, "opportunities/offer.html", {"markets": shown, "asked": asked})


def new(request: HttpRequest, market: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found = _offered(asker, market)
    version = found.version_on(today)
    assert version, "only markets in use are offered"
    token = request.POST.get("token", "")[:40] or secrets.token_hex(16)
    entry = _entry(request, asker)
    given = Given(answers_from(entry, version))
    filled = _filled(request, version, begun=beginning(asker, today, entry), given=given)
    if request.method == "POST" and filled.is_right:
        what = filled.form.what(filled.given.values)
        made = said(
            filled.form, lambda: enter_posting(market, what, by=asker, on=today, token=token)
        )
        if made:
            messages.success(request, _receipt(request, made))
            return arrived(request, address(made), token)
    context = {"market": localized(found.title), "of": market, "token": token}
    return _page(request, filled, context)


def change(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found = Posting.objects.select_related("organisation").seen_by(asker, Verb.WRITE, key=key)
    if found.state == PostingState.CLOSED:
        raise Http404("over")
    if is_settled_for(may(asker, Verb.PUBLISH, found), found):
        messages.warning(
            request, _("すでに決まった人がいます。内容を変えるには、窓口に連絡してください。")
        )
        return redirect(address(found))
    filled = _filled(
        request, found.asked_by, begun=as_typed(found), given=Given(dict(found.answers))
    )
    if request.method == "POST" and filled.is_right:
        what, revision = filled.form.what(filled.given.values, found), _revision(request)
        changed = said(
            filled.form,
            lambda: change_posting(found, what, by=asker, on=today, revision=revision),
        )
        if changed:
            messages.success(request, _receipt(request, changed))
            return arrived(request, address(changed), changed.key)
    context = {
        "market": localized(found.of_market.title),
        "of": found.key,
        "posting": found,
        "revision": request.POST.get("revision", found.revision),
        "hides_again": found.is_public and not may(asker, Verb.PUBLISH, found),
    }
    return _page(request, filled, context)


def _entry(request: HttpRequest, asker: Asker) -> Entry | None:
    """The organisation whose posting it will be, where that is known before anything is written."""
    asked = request.GET.get("organisation", "")
    if enters_for_a_desk(asker):
        named = organisations_by_keys([asked]).get(asked) if asked else None
        return named if named and may(asker, Verb.READ, named) else None
    own = [key for key, _name in own_organisations(asker)]
    chosen = asked if asked in own else own[0]
    return organisations_by_keys([chosen]).get(chosen)


def _offered(asker: Asker, market: str) -> Market:
    """Errors  Http404 for a market in which the person offers nothing"""
    offered = markets_to_offer(asker, timezone.localdate())
    found = next((one for one in offered if one.key == market), None)
    if found is None:
        raise Http404("no market to offer something in")
    return found


def _filled(
    request: HttpRequest, version: MarketVersion, *, begun: dict[str, Any], given: Given
) -> Filled:
    asker = asker_of(request)
    form = PostingForm(
        request.POST or None,
        asker=asker,
        version=version,
        own=[] if enters_for_a_desk(asker) else own_organisations(asker),
        initial=begun,
    )
    if request.method != "POST":
        return Filled(version, form, given)
    sheet = version.sheet("posting")
    sent = read_sent(sheet, dict(request.POST.lists()))
    found = problems(sheet, sent)
    # Half written it may be put down; what cannot be read, or contradicts, is mended first.
    is_draft = "later" in request.POST
    kept = tuple(one for one in found if not (is_draft and one.is_missing))
    return Filled(version, form, sent, kept)


def _page(request: HttpRequest, filled: Filled, context: dict[str, Any]) -> HttpResponse:
    sheet = filled.version.sheet("posting")
    wrong = _problems(filled) if request.method == "POST" else []
    more = {
        "form": filled.form,
        "person": asker_of(request).person,
        "intro": as_html(sheet.intro),
        "noun": localized(filled.version.posting.noun),
        "parts": form_parts(sheet, filled.given, Shown(problems=filled.found)),
        "problems": wrong,
        "places": [name for _code, name in offered_places()],
    }
    status = 422 if wrong else 200
    return render(request, "opportunities/posting_form.html", context | more, status=status)


def _problems(filled: Filled) -> list[dict[str, str]]:
    """Those of both halves, in the order of the page, each with where it is mended."""
    form = filled.form
    whole = [
        {"id": "posting-form", "label": _("全体"), "message": str(error)}
        for error in form.non_field_errors()
    ]
    fields = [
        {"id": field.id_for_label, "label": str(field.label), "message": str(field.errors[0])}
        for field in form
        if field.errors
    ]
    questions = [
        {
            "id": field_id(one.question),
            "label": as_text(one.question.label),
            "message": one.message,
        }
        for one in filled.found
    ]
    return [*whole, *fields, *questions]


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def _receipt(request: HttpRequest, made: Posting) -> str:
    """What happens next, and who moves."""
    if "later" in request.POST:
        return _("書きかけのまま残しました。続きは「内容を直す」から書けます。")
    if made.state != PostingState.DRAFT:
        return _("直しました。")
    if may(asker_of(request), Verb.DECIDE, made):
        return _("下書きに残しました。内容を確かめて、確認済みにしてください。")
    return localized(made.asked_by.sheet("posting").afterwards)
