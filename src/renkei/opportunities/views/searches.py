"""Searches kept by whoever has no account: asked for, confirmed, kept on, ended."""

from dataclasses import replace

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from renkei.core.errors import Refused, WrongState
from renkei.core.writing import language, listed, long_date
from renkei.opportunities.actions.searches import (
    KIND,
    Reader,
    confirm_search,
    end_search,
    keep_search,
    save_search,
)
from renkei.opportunities.conditions import address_of_search, in_words
from renkei.opportunities.forms.searches import HowOftenForm, SaveSearchForm
from renkei.opportunities.links import read_confirming, read_keeping, token_of
from renkei.opportunities.models import SavedSearch
from renkei.opportunities.queries.postings import PostingsAsked
from renkei.opportunities.queries.regions import regions
from renkei.opportunities.queries.searches import conditions_of
from renkei.opportunities.views.by_link import kept_from_others
from renkei.opportunities.views.public_postings import NOWHERE, asked_for
from renkei.paperwork.retaining import schedule

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def save(request: HttpRequest) -> HttpResponse:
    """The conditions stand in the address, as on the page of the search."""
    asked = replace(asked_for(request, regions()), state="")
    is_place = asked.place != NOWHERE
    form = SaveSearchForm(request.POST if request.method == "POST" else None)
    if is_place and settings.SENDS_EMAIL and request.method == "POST" and form.is_valid():
        reader = Reader(
            **form.cleaned_data,
            language=language(),
            client=get_adapter().get_client_ip(request),
        )
        try:
            save_search(asked, reader)
            return redirect("opportunities:search_sent")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "conditions": in_words(asked) if is_place else [],
        "back": address_of_search(replace(asked, place="") if not is_place else asked),
        "sends": settings.SENDS_EMAIL,
        "months": 12 * schedule()[KIND].years,
    }
    status = 422 if form.errors else 200
    return render(request, "opportunities/save_search.html", context, status=status)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The same for everybody: it tells nobody which addresses are known here."""
    return render(request, "opportunities/search_sent.html")


@kept_from_others
@FORM
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at the page confirms nothing: programs that read e-mail follow links too."""
    key = read_confirming(token)
    found = SavedSearch.objects.filter(pk=key).first() if key else None
    if found is None:
        return _over(request)
    if found.confirmed_on:
        return redirect("opportunities:saved_search", token_of(found))
    problem = ""
    if request.method == "POST":
        try:
            kept = confirm_search(found.key, on=timezone.localdate())
        except WrongState:
            return _over(request)
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("お知らせを始めます。これから公開される募集が対象です。"))
            return redirect("opportunities:saved_search", token_of(kept))
    asked = conditions_of(found)
    context = {"conditions": in_words(asked), "search": found, "problem": problem}
    return render(request, "opportunities/confirm_search.html", context)


@kept_from_others
@FORM
def saved(request: HttpRequest, token: str) -> HttpResponse:
    """Her own page: what is searched for, how often she is told, until when it runs."""
    found = _kept(token)
    if found is None:
        return _over(request)
    given = request.POST if request.method == "POST" else None
    form = HowOftenForm(given, initial={"how_often": found.how_often})
    if request.method == "POST" and form.is_valid():
        try:
            keep_search(found.key, **form.cleaned_data, on=timezone.localdate())
        except WrongState:
            return _over(request)
        messages.success(request, _("続けます。"))
        return redirect("opportunities:saved_search", token)
    asked = conditions_of(found)
    context = {
        "search": found,
        "form": form,
        "token": token,
        "conditions": in_words(asked),
        "title": listed(in_words(asked)),
        "postings": address_of_search(asked),
        "until": _until(found),
    }
    return render(request, "opportunities/saved_search.html", context)


@kept_from_others
@FORM
def end(request: HttpRequest, token: str) -> HttpResponse:
    """One button, without signing in; mail programs press it by themselves."""
    key = read_keeping(token)
    if key is None:
        raise Http404("no such address was written by us")
    if request.method == "POST":
        end_search(key)
        return render(request, "opportunities/search_over.html", {"is_ended": True})
    found = _kept(token)
    if found is None:
        return _over(request)
    asked: PostingsAsked = conditions_of(found)
    context = {"conditions": in_words(asked), "token": token}
    return render(request, "opportunities/end_search.html", context)


def _kept(token: str) -> SavedSearch | None:
    """Errors  Http404 for an address that nobody of ours wrote"""
    key = read_keeping(token)
    if key is None:
        raise Http404("no such address was written by us")
    return SavedSearch.objects.filter(pk=key).exclude(confirmed_on=None).first()


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "opportunities/search_over.html", status=410)


def _until(search: SavedSearch) -> str:
    """The last day on which it runs if nobody says again that it is wanted."""
    assert search.used_on, "it is confirmed"
    return long_date(schedule()[KIND].ends_on(search.used_on))
