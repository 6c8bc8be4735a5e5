"""Setting up a round and changing it before anybody is told."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.rights import Verb, asker_of
from renkei.core.typed import arrived
from renkei.core.writing import localized
from renkei.directory.views.refusals import said
from renkei.opportunities.actions.rounds import change_round, open_round
from renkei.opportunities.forms.rounds import RoundForm, as_typed, beginning
from renkei.opportunities.models import Round
from renkei.opportunities.queries.regions import regions
from renkei.opportunities.queries.registering import entrance_to
from renkei.opportunities.rules.rounds import address, markets_to_round
from renkei.opportunities.states import RoundState


def new(request: HttpRequest, market: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found = next((one for one in markets_to_round(asker, today) if one.key == market), None)
    entrance = entrance_to(found, asker, today) if found else None
    version = found.version_on(today) if found else None
    if found is None or version is None or entrance is None:
        raise Http404("no market in which somebody holds rounds")
    token = request.POST.get("token", "")[:40] or secrets.token_hex(16)
    form = RoundForm(
        request.POST or None,
        version=version,
        regions=list(regions().items()),
        initial=beginning(version, today),
    )
    if request.method == "POST" and form.is_valid():
        made = said(
            form,
            lambda: open_round(market, entrance.unit, form.what(), by=asker, on=today, token=token),
        )
        if made:
            messages.success(request, _("割り当てを始めました。まず試算で確かめてください。"))
            return arrived(request, address(made), token)
    return _page(request, form, {"market": localized(found.title), "token": token})


def change(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found = Round.objects.seen_by(asker, Verb.WRITE, key=key)
    if found.state not in (RoundState.OPEN, RoundState.PROPOSED):
        raise Http404("people were told")
    form = RoundForm(
        request.POST or None,
        version=found.asked_by,
        regions=list(regions().items()),
        is_begun=True,
        initial=as_typed(found),
    )
    if request.method == "POST" and form.is_valid():
        revision = _revision(request)
        changed = said(
            form,
            lambda: change_round(found, form.what(), by=asker, on=today, revision=revision),
        )
        if changed:
            messages.success(request, _("直しました。"))
            return arrived(request, address(changed), changed.key)
    context = {
        "market": localized(found.of_market.title),
        "round": found,
        "revision": request.POST.get("revision", found.revision),
    }
    return _page(request, form, context)


def _page(request: HttpRequest, form: RoundForm, context: dict[str, Any]) -> HttpResponse:
    context |= {"form": form, "rows": form.bound_rows(), "has_floors": form.has_floors}
    status = 422 if form.errors else 200
    return render(request, "opportunities/round_form.html", context, status=status)


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1
