"""Who was introduced to what: the list, one placement with its steps, what is recorded of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from renkei.charter.market_reader import markets
from renkei.core.choices import labels
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.writing import as_read, listed, localized, long_date
from renkei.directory.queries.places import place_names
from renkei.directory.views.refusals import said
from renkei.journal.queries import entries_about
from renkei.opportunities.actions.answers import awaited
from renkei.opportunities.actions.placements import advance, check, end
from renkei.opportunities.desks import works_at_a_desk
from renkei.opportunities.forms.placements import CheckForm, EndForm, StepForm
from renkei.opportunities.models import Placement
from renkei.opportunities.queries.on_the_way import days_of_steps
from renkei.opportunities.queries.placements import WAITING, PlacementsAsked, placements_of
from renkei.opportunities.queries.steps import next_steps, steps_of
from renkei.opportunities.rules.placements import (
    address,
    may_end,
    may_reply,
    reads_name,
    reads_wishes,
)
from renkei.opportunities.rules.postings import address as address_of_posting
from renkei.opportunities.rules.rounds import sides_to_answer
from renkei.opportunities.rules.seekers import address as address_of_seeker
from renkei.opportunities.states import EndReason, Step, Whose
from renkei.opportunities.views.certificates import may_be_certified
from renkei.opportunities.views.introductions import REASONS_SHOWN
from renkei.opportunities.views.seekers import step_label


@dataclass(frozen=True, slots=True)
class Row:
    address: str
    title: str
    organisation: str
    who: str
    market: str
    step: str
    is_live: bool
    since: str
    ask: str  # the day on which it is asked next


@dataclass(frozen=True, slots=True)
class Forms:
    """What may be recorded now; one of them with what was wrong in it."""

    step: StepForm
    end: EndForm
    check: CheckForm
    is_ending: bool = False


@require_safe
def placements(request: HttpRequest) -> HttpResponse:
    asker, asked = asker_of(request), asked_for(request)
    page = page_of(placements_of(asker, asked), request)
    context = {
        "page": page.with_rows(rows_of(page.rows, asker)),
        "asked": asked,
        "is_filtered": asked != PlacementsAsked(),
        "markets": [(key, localized(one.title)) for key, one in markets().items()],
        "states": Step.choices,
        "is_at_a_desk": works_at_a_desk(asker),
        "is_somebody": asker.is_somebody,
    }
    return render(request, "opportunities/placements.html", context)


@require_safe
def placement(request: HttpRequest, key: str) -> HttpResponse:
    found = _found(request, key)
    return _page(request, found, _forms(found))


@require_POST
def step(request: HttpRequest, key: str) -> HttpResponse:
    asker, found = asker_of(request), _found(request, key, Verb.WRITE)
    form = StepForm(request.POST, steps=[one.step for one in next_steps(found)])

    def act() -> Placement:
        told = form.cleaned_data
        return advance(found, to=told["to"], by=asker, on=told["on"], days=told["days"])

    if _done(form, act):
        messages.success(request, _("記録しました。"))
        return redirect(address(found))
    return _page(request, found, _forms(found, step=form))


@require_POST
def end_one(request: HttpRequest, key: str) -> HttpResponse:
    asker, found = asker_of(request), _found(request, key)
    form = EndForm(request.POST)

    def act() -> Placement:
        told = form.cleaned_data
        return end(found, reason=told["reason"], by=asker, on=told["on"], note=told["note"])

    if _done(form, act):
        messages.success(request, _("終わりを記録しました。"))
        return redirect(address(found))
    return _page(request, found, _forms(found, end=form))


@require_POST
def check_one(request: HttpRequest, key: str) -> HttpResponse:
    asker, found = asker_of(request), _found(request, key, Verb.WRITE)
    form = CheckForm(request.POST)

    def act() -> object:
        told = form.cleaned_data
        is_there = told["is_there"] == "yes"
        return check(found, months=told["months"], is_there=is_there, on=told["on"], by=asker)

    if _done(form, act):
        messages.success(request, _("様子を記録しました。"))
        return redirect(address(found))
    return _page(request, found, _forms(found, check=form))


def asked_for(request: HttpRequest) -> PlacementsAsked:
    """What cannot be read asks for everything."""
    market, state = request.GET.get("market", ""), request.GET.get("state", "")
    return PlacementsAsked(
        market=market if market in markets() else "",
        state=state if state in Step.values else "",
    )


# --- as pages show it ---------------------------------------------------------------------------


def rows_of(found: Sequence[Placement], asker: Asker) -> list[Row]:
    titles = {key: localized(one.title) for key, one in markets().items()}
    return [
        Row(
            address=address(one),
            title=one.posting.title,
            organisation=one.organisation.name,
            who=name_for(asker, one),
            market=titles[one.market],
            step=step_label(one),
            is_live=one.is_live,
            since=long_date(one.introduced_on),
            ask=long_date(one.ask_on) if one.ask_on else "",
        )
        for one in found
    ]


def name_for(asker: Asker, found: Placement) -> str:
    """The number where the reader may not know who it is."""
    seeker = found.seeker
    return seeker.shown_name if reads_name(asker, found) else seeker.number


def _page(request: HttpRequest, found: Placement, shown: Forms) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    may_write, asked = may(asker, Verb.WRITE, found), _asked(asker, found)
    # While a round asks both sides, a place is taken by their answers and in no other way.
    follows = [one for one in next_steps(found) if not (asked and one.step == Step.ACCEPTED)]
    told = found.reasons if reads_wishes(asker, found) else []
    reasons = [as_read(one["ja"], one["en"]) for one in told]
    context = {
        "placement": found,
        "who": name_for(asker, found),
        "market": localized(found.of_market.title),
        "state": _state(found, today, asks=may_write),
        "steps": steps_of(found, days_of_steps(found)),
        "next": follows[0] if follows else None,
        "others": follows[1:],
        "forms": shown,
        "may_write": may_write,
        "may_end": found.is_live and may_end(asker, found),
        "asked": asked,
        "may_certify": may_be_certified(found) and reads_name(asker, found),
        "until": long_date(found.answer_by) if found.answer_by else "",
        "may_reply": may_reply(asker, found),
        "is_firm": bool(found.seeker.organisation_id),
        "asks_now": may_write and _is_to_ask(found, today),
        "checks": list(found.checks.all()),
        "facts": _facts(asker, found),
        "seeker_address": address_of_seeker(found.seeker)
        if may(asker, Verb.READ, found.seeker)
        else "",
        "posting_address": address_of_posting(found.posting)
        if may(asker, Verb.READ, found.posting)
        else "",
        "reasons": reasons[:REASONS_SHOWN],
        "more_reasons": reasons[REASONS_SHOWN:],
        "entries": entries_about("placement", found.key).visible_to(asker),
    }
    is_wrong = any(one.is_bound for one in (shown.step, shown.end, shown.check))
    status = 422 if is_wrong else 200
    return render(request, "opportunities/placement.html", context, status=status)


def _forms(
    found: Placement,
    *,
    step: StepForm | None = None,
    end: EndForm | None = None,
    check: CheckForm | None = None,
) -> Forms:
    today = {"on": timezone.localdate()}
    return Forms(
        step=step or StepForm(initial=today, steps=()),
        end=end or EndForm(initial=today),
        check=check or CheckForm(initial={**today, "months": found.ask_months}),
        is_ending=end is not None,
    )


def _done(form: forms.Form, act: Callable[[], Any]) -> bool:
    return form.is_valid() and said(form, act) is not None


def _found(request: HttpRequest, key: str, verb: Verb = Verb.READ) -> Placement:
    found = Placement.objects.select_related(
        "posting__organisation", "seeker__organisation", "organisation", "unit__organisation"
    )
    return found.seen_by(asker_of(request), verb, key=key)


def _asked(asker: Asker, found: Placement) -> list[tuple[str, str]]:
    """The sides of which this reader may say whether they take what a round gave."""
    names, left = labels(Whose), awaited(found)
    return [(one, names[one]) for one in sides_to_answer(asker, found) if one in left]


def _is_to_ask(found: Placement, today: date) -> bool:
    return found.state == Step.STARTED and found.ask_on is not None and found.ask_on <= today


def _state(found: Placement, today: date, *, asks: bool) -> str:
    """Where it stands and what comes next, in a sentence."""
    if found.state == Step.ENDED:
        return _("%(day)sに終わりました。理由：%(reason)s") % {
            "day": long_date(found.ended_on) if found.ended_on else "",
            "reason": labels(EndReason)[found.end_reason],
        }
    if found.state == Step.COMPLETED:
        return _("修了しました。")
    if found.answer_by and found.state in WAITING:
        return _awaiting(found)
    if asks and _is_to_ask(found, today):
        return _("始まってから%(n)sか月たちました。様子を伺って記録してください。") % {
            "n": found.ask_months
        }
    if asks and found.state == Step.STARTED and found.ask_on:
        return _("続いています。次は%(day)sに様子を伺います。") % {"day": long_date(found.ask_on)}
    label = step_label(found)
    return _("いまの段階は「%(step)s」です。") % {"step": label}


def _awaiting(found: Placement) -> str:
    """Of a place that a round gave: who has still to say yes."""
    names = labels(Whose)
    told = {
        "day": long_date(found.answer_by) if found.answer_by else "",
        "who": listed([names[one] for one in awaited(found)]),
    }
    return _("割り当てられました。%(who)sの返事を%(day)sまで待っています。") % told


def _facts(asker: Asker, found: Placement) -> list[tuple[str, str]]:
    posting, unit = found.posting, found.unit
    tells = reads_name(asker, found)
    place = place_names([posting.place]).get(posting.place, "")
    told = [
        (_("募集した側"), found.organisation.name),
        (_("場所"), place),
        (_("登録した方"), name_for(asker, found)),
        (_("連絡先"), found.seeker.email if tells else ""),
        (_("紹介した窓口"), f"{unit.organisation.name} {unit.name}"),
        (_("紹介した日"), long_date(found.introduced_on)),
        (
            _("紹介したときの点数"),
            _("%(n)s点") % {"n": round(found.score / 1000)}
            if found.score is not None and reads_wishes(asker, found)
            else "",
        ),
        (_("覚え書き"), found.end_note if may(asker, Verb.WRITE, found) else ""),
    ]
    return [(label, value) for label, value in told if value]
