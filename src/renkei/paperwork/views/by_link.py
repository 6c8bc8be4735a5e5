"""Sheets that somebody without an account fills in by a link; the address is the key."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from renkei.paperwork.actions.answers import take_back_answers
from renkei.paperwork.models import AnswerLink
from renkei.paperwork.queries.answers import is_open, link_with, opens
from renkei.paperwork.queries.units import unit_names
from renkei.paperwork.states import AnswersState
from renkei.paperwork.views import filling
from renkei.paperwork.views.filling import Flow, wants_easy

View = Callable[..., HttpResponseBase]


def by_link(view: Callable[[HttpRequest, Flow], HttpResponse]) -> View:
    """The view for whoever holds the link. No search engine keeps it, no other site is told it."""

    @wraps(view)
    def with_link(request: HttpRequest, secret: str) -> HttpResponseBase:
        link = link_with(secret)
        if link is None:
            raise Http404("no such link")
        response = (
            view(request, _flow(request, link, secret)) if opens(link) else _over(request, link)
        )
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return with_link


@by_link
def fill(request: HttpRequest, flow: Flow) -> HttpResponse:
    if not is_open(flow.answers):
        return redirect(flow.address("receipt"))
    return filling.fill(request, flow)


@require_POST
@by_link
def autosave(request: HttpRequest, flow: Flow) -> HttpResponse:
    return filling.autosave(request, flow)


@by_link
def review(request: HttpRequest, flow: Flow) -> HttpResponse:
    if not is_open(flow.answers):
        return redirect(flow.address("receipt"))
    return filling.review(request, flow)


@require_safe
@by_link
def receipt(request: HttpRequest, flow: Flow) -> HttpResponse:
    if is_open(flow.answers):
        return redirect(flow.address("fill"))
    return filling.receipt(request, flow)


@require_POST
@by_link
def take_back(_request: HttpRequest, flow: Flow) -> HttpResponse:
    take_back_answers(flow.answers, by=flow.by, on=timezone.localdate())
    return redirect(flow.address("fill"))


def _flow(request: HttpRequest, link: AnswerLink, secret: str) -> Flow:
    def to(step: str) -> str:
        return reverse(f"paperwork:link_{step}", args=[secret])

    return Flow(
        link.answers,
        link,
        to("fill"),
        to("autosave"),
        to("review"),
        to("receipt"),
        easy=wants_easy(request),
        more={
            "take_back_address": to("take_back"),
            "may_take_back": link.answers.state == AnswersState.SUBMITTED,
            "until": filling.moment(link.expires_at),
        },
    )


def _over(request: HttpRequest, link: AnswerLink) -> HttpResponse:
    unit = unit_names([link.answers.unit]).get(link.answers.unit, "")
    return render(request, "paperwork/link_over.html", {"unit": unit}, status=410)
