"""Contractors' terms at a desk."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.rights import Verb, asker_of, may
from renkei.directory.actions import terms as actions
from renkei.directory.forms.people import RenewTerm, ShortenTerm, StartTerm
from renkei.directory.models import Term
from renkei.directory.queries.people import contractors, term_rows, terms_of
from renkei.directory.views.people import unit_for
from renkei.directory.views.refusals import said


def terms(request: HttpRequest, key: str) -> HttpResponse:
    asker, on = asker_of(request), timezone.localdate()
    unit = unit_for(asker, key)
    context = {
        "unit": unit,
        "rows": term_rows(terms_of(unit, asker), on=on),
        "is_managed": may(asker, Verb.WRITE, Term(unit=unit)),
    }
    return render(request, "directory/terms.html", context)


def start_term(request: HttpRequest, key: str) -> HttpResponse:
    asker, on = asker_of(request), timezone.localdate()
    unit = unit_for(asker, key)
    if not may(asker, Verb.WRITE, Term(unit=unit)):
        raise Http404("no term to start")
    form = StartTerm(request.POST or None, contractors=contractors(asker))

    def act() -> Any:
        given = form.cleaned_data
        return actions.start_term(
            unit,
            given["contractor"],
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
            by=asker,
            on=on,
        )

    if request.method == "POST" and form.is_valid() and said(form, act):
        messages.success(request, _("受託期間を登録しました。次は、受託者の人を招待してください。"))
        return redirect("directory:terms", unit.key)
    return render(request, "directory/start_term.html", {"form": form, "unit": unit})


def renew_term(request: HttpRequest, key: str) -> HttpResponse:
    asker, on = asker_of(request), timezone.localdate()
    term = _term(request, key)
    form = RenewTerm(request.POST or None)

    def act() -> Any:
        return actions.renew_term(term, valid_to=form.cleaned_data["valid_to"], by=asker, on=on)

    if request.method == "POST" and form.is_valid() and said(form, act):
        messages.success(request, _("次の受託期間を登録し、最後まで席のある人を引き継ぎました。"))
        return redirect("directory:terms", term.unit_id)
    return render(request, "directory/renew_term.html", {"form": form, "term": term})


def shorten_term(request: HttpRequest, key: str) -> HttpResponse:
    asker, on = asker_of(request), timezone.localdate()
    term = _term(request, key)
    form = ShortenTerm(request.POST or None)

    def act() -> Any:
        given = form.cleaned_data
        return actions.shorten_term(
            term, last_day=given["last_day"], reason=given["reason"], by=asker, on=on
        )

    if request.method == "POST" and form.is_valid() and said(form, act):
        messages.success(request, _("受託期間を短くしました。席もその日に終わります。"))
        return redirect("directory:terms", term.unit_id)
    return render(request, "directory/shorten_term.html", {"form": form, "term": term})


def _term(request: HttpRequest, key: str) -> Term:
    found = Term.objects.select_related("contractor", "unit__organisation")
    term: Term = found.seen_by(asker_of(request), Verb.MANAGE, key=key)
    return term
