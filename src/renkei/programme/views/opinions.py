"""Calls for opinions: the list, one call with its results, taking part, and the unit's work."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from renkei.charter.reader import programme
from renkei.core.errors import NotPermitted, Refused
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.sides import OTHER
from renkei.core.writing import localized, long_date, number
from renkei.directory.queries.charges import units_to_charge
from renkei.directory.queries.standing import municipalities
from renkei.paperwork.queries.units import names
from renkei.programme.actions.opinions import (
    Answered,
    Question,
    add_opinions,
    answer_opinions,
    ask_organisations,
    begin_opinion,
    begin_opinion_of,
    change_call,
    close_call,
    draft_call,
    open_call,
    publish_answers,
)
from renkei.programme.forms.opinions import AnswerForm, CallForm, initial_of, units_of
from renkei.programme.models import OpinionCall
from renkei.programme.queries.opinions import (
    answer_rows,
    call_rows,
    opinion_calls,
    opinions_given,
    period,
    results,
    unfiled,
)
from renkei.programme.states import CallState, Voice
from renkei.programme.views.form_pages import FormPage, form_page

STEPS: dict[str, Callable[..., OpinionCall]] = {
    "open": open_call,
    "close": close_call,
    "publish": publish_answers,
}
MOST_AT_ONCE = 50  # opinions on one page of work


def calls(request: HttpRequest) -> HttpResponse:
    asker = asker_of(request)
    titles = programme().titles
    # An initiative nobody knows narrows nothing down.
    initiative = request.GET.get("initiative", "")
    initiative = initiative if initiative in titles else ""
    page = page_of(opinion_calls(asker, initiative), request)
    context = {
        "page": page.with_rows(call_rows(page.rows)),
        "about": (initiative, localized(titles[initiative])) if initiative else None,
        "may_draft": bool(_own_units(asker)),
        "crumbs": crumbs()[:-1],
    }
    return render(request, "programme/opinion_calls.html", context)


def call(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found = OpinionCall.objects.select_related("unit__organisation").seen_by(asker, key=key)
    titles = programme().titles
    is_out = found.state == CallState.ANSWERED
    may_write = may(asker, Verb.WRITE, found)
    context = {
        "call": found,
        "row": call_rows([found])[0],
        "period": period(found),
        "unit": f"{found.unit.organisation.name} {found.unit.name}",
        "initiatives": [(one, localized(titles[one])) for one in found.references if one in titles],
        "is_open": found.is_open_on(today),
        "begins": long_date(found.first_day) if found.first_day > today else "",
        "asks_citizens": Voice.CITIZEN in found.asked,
        "own": _speaks_for(found, asker),
        "results": results(found, asker) if is_out else None,
        "crumbs": crumbs(),
        **(_work(found, asker) if may_write else {}),
    }
    return render(request, "programme/opinion_call.html", context)


@csrf_protect
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """For whoever came: a page that says what happens, and one button."""
    asker, today = asker_of(request), timezone.localdate()
    found = OpinionCall.objects.seen_by(asker, key=key)
    problem = ""
    if request.method == "POST":
        try:
            secret = begin_opinion(found, by=asker, on=today)
        except NotPermitted:
            raise
        except Refused as refusal:
            problem = str(refusal)
        else:
            return redirect("paperwork:link_fill", secret)
    context = {
        "call": found,
        "until": long_date(found.last_day),
        "is_open": found.is_open_on(today) and Voice.CITIZEN in found.asked,
        "problem": problem,
        "crumbs": [*crumbs(), (reverse("programme:opinion_call", args=[key]), found.title)],
    }
    return render(request, "programme/opinion_begin.html", context)


@require_POST
def begin_of(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found = OpinionCall.objects.seen_by(asker, key=key)
    organisation = request.POST.get("organisation", "")[:26]
    answers = begin_opinion_of(found, organisation, by=asker, on=today)
    return redirect("paperwork:fill", answers)


def draft(request: HttpRequest) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    units = _own_units(asker)
    if not units:
        raise Http404("for units of the governments")
    form = CallForm(request.POST or None, units=units, initial={"first_day": today})
    page = _page(_("意見募集を準備する"), _("準備を始める"), reverse("programme:opinion_calls"))

    def act() -> str:
        values = dict(form.cleaned_data)
        unit = {one.key: one for one in units_to_charge(OTHER)}[values.pop("unit")]
        made = draft_call(unit, Question(**_asked(values)), by=asker, on=today)
        return reverse("programme:opinion_call", args=[made.key])

    return form_page(request, form, page, act)


def change(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found = _own(asker, key)
    units = [(found.unit_id, f"{found.unit.organisation.name} {found.unit.name}")]
    form = CallForm(request.POST or None, units=units, initial=initial_of(found))
    back = reverse("programme:opinion_call", args=[key])
    page = _page(_("意見募集を書き直す"), _("この内容に変える"), back)

    def act() -> None:
        values = dict(form.cleaned_data)
        values.pop("unit")
        change_call(found, Question(**_asked(values)), by=asker, on=today)

    return form_page(request, form, page, act)


@require_POST
def step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    if step not in STEPS:
        raise Http404("no such step")
    found = _own(asker, key)
    done = {
        "open": _("意見募集を公開しました。"),
        "close": _("締め切りました。次に、意見に答えてください。"),
        "publish": _("結果を公表しました。"),
    }
    _said(request, lambda: STEPS[step](found, by=asker, on=today), done[step])
    return redirect("programme:opinion_call", key)


@require_POST
def ask_municipalities(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found = _own(asker, key)
    if Voice.MUNICIPALITY not in found.asked:
        raise Http404("municipalities are not asked")

    def act() -> None:
        n = ask_organisations(found, municipalities(), by=asker, on=today)
        messages.success(request, _("%(n)sの市町村に照会しました。") % {"n": number(n)})

    _said(request, act, "")
    return redirect("programme:opinion_call", key)


def answer(request: HttpRequest, key: str) -> HttpResponse:
    """The opinions that wait, some ticked, and one answer for those."""
    asker, today = asker_of(request), timezone.localdate()
    found = _own(asker, key)
    form = AnswerForm(request.POST or None, call=found, asker=asker)
    chosen, problem = request.POST.getlist("opinion"), ""
    if request.method == "POST" and form.is_valid():
        try:
            _answer(form, found, chosen, asker, today)
        except NotPermitted:
            raise
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("意見に答えました。"))
            return redirect("programme:answer_opinions", key)
    waiting = unfiled(found).visible_to(asker)
    context = {
        "call": found,
        "form": form,
        "opinions": _opinions(waiting[:MOST_AT_ONCE], set(chosen)),
        "n_waiting": waiting.count(),
        "answers": answer_rows(found, asker),
        "problem": problem,
        "crumbs": [*crumbs(), (reverse("programme:opinion_call", args=[key]), found.title)],
    }
    return render(request, "programme/answer_opinions.html", context)


def crumbs() -> list[tuple[str, str]]:
    return [
        (reverse("programme:home"), _("共同プログラム")),
        (reverse("programme:opinion_calls"), _("意見募集")),
    ]


def _answer(form: AnswerForm, call: OpinionCall, keys: list[str], asker: Asker, today: Any) -> None:
    there = form.answers.get(form.cleaned_data["answer"])
    if there:
        add_opinions(there, keys, by=asker, on=today)
    else:
        answer_opinions(call, keys, Answered(**form.values()), by=asker, on=today)


def _opinions(found: Iterable[Any], chosen: set[str]) -> list[dict[str, Any]]:
    found = list(found)
    known = names("organisation", [one.organisation for one in found])
    return [
        {
            "key": one.key,
            "voice": Voice(one.values["voice"]).label,
            "who": known.get(one.organisation, ""),
            "text": one.values.get("opinion", ""),
            "on": long_date(timezone.localdate(one.submitted_at)),
            "is_chosen": one.key in chosen,
        }
        for one in found
    ]


def _work(call: OpinionCall, asker: Asker) -> dict[str, Any]:
    """What the unit does next."""
    today, state = timezone.localdate(), call.state
    return {
        "may_write": True,
        "may_open": state == CallState.DRAFT,
        "may_close": state == CallState.OPEN and today > call.last_day,
        "may_answer": state in (CallState.OPEN, CallState.CLOSED),
        "may_publish": state == CallState.CLOSED and may(asker, Verb.PUBLISH, call),
        "may_ask": call.is_open_on(today) and Voice.MUNICIPALITY in call.asked,
        "n_given": number(opinions_given(call).count()),
        "n_waiting": number(unfiled(call).count()),
    }


def _speaks_for(call: OpinionCall, asker: Asker) -> list[tuple[str, str]]:
    """Organisations of the asker that are asked, while the call is open."""
    if not call.is_open_on(timezone.localdate()):
        return []
    seats = {seat.organisation: seat for seat in asker.seats if not seat.side}
    return [(key, one.organisation_name) for key, one in seats.items()]


def _own_units(asker: Asker) -> list[tuple[str, str]]:
    sides = {seat.unit: seat.side for seat in asker.seats}
    return [
        (key, name)
        for key, name in units_of(asker)
        if may(asker, Verb.WRITE, OpinionCall(unit_id=key, side=sides[key]))
    ]


def _own(asker: Asker, key: str) -> OpinionCall:
    found = OpinionCall.objects.select_related("unit__organisation")
    return found.seen_by(asker, Verb.WRITE, key=key)


def _asked(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "voices": tuple(values["voices"])}


def _said(request: HttpRequest, act: Callable[[], Any], done: str) -> None:
    try:
        act()
    except NotPermitted:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, done)


def _page(title: str, button: str, back: str) -> FormPage:
    return FormPage(title=title, button=button, back=back, crumbs=crumbs())
