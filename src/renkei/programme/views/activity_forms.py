"""Entering what was done, on a phone at the venue or later at a desk; correcting, answering."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from renkei.charter.reader import programme
from renkei.core.rights import Asker, Role, Verb, asker_of
from renkei.core.typed import arrived
from renkei.directory.queries.charges import initiatives_at
from renkei.directory.queries.places import offered_places
from renkei.directory.views.refusals import said
from renkei.programme.actions.activities import (
    answer_activity,
    change_draft,
    correct_activity,
    keep_draft,
    record_activity,
    record_draft,
    show_activity,
    withdraw_activity,
)
from renkei.programme.forms.activities import (
    AnswerForm,
    DoneForm,
    ReasonForm,
    as_typed,
    beginning,
)
from renkei.programme.models import Activity
from renkei.programme.queries.activities import last_of
from renkei.programme.rules.activities import units_to_record
from renkei.programme.states import ActivityState, OthersView
from renkei.programme.views.activities import address_of


def new(request: HttpRequest) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    units = units_to_record(asker)
    if not units:
        raise Http404("for whoever records what was done")
    mine = _mine(asker, units)
    form = DoneForm(
        request.POST or None,
        asker=asker,
        mine=mine,
        units=_named(asker, units),
        initial={**_beginning(request, asker, mine), "token": secrets.token_hex(16)},
    )
    if request.method == "POST" and form.is_valid():
        act = keep_draft if "draft" in request.POST else record_activity
        values = form.cleaned_data
        made = said(
            form,
            lambda: act(values["unit"], form.what(), by=asker, on=today, token=values["token"]),
        )
        if made:
            messages.success(request, _receipt(made))
            return arrived(request, address_of(made), values["token"])
    return render(request, "programme/activity_form.html", _context(asker, form))


def change(request: HttpRequest, key: str) -> HttpResponse:
    """Go on with a draft, or correct what was recorded."""
    asker = asker_of(request)
    found = Activity.objects.select_related("unit__organisation").seen_by(asker, key=key)
    verb = Verb.WRITE if found.state == ActivityState.DRAFT else Verb.DECIDE
    found = Activity.objects.select_related("unit__organisation").seen_by(asker, verb, key=key)
    if found.state == ActivityState.WITHDRAWN:
        raise Http404("withdrawn")
    form = DoneForm(
        request.POST or None,
        asker=asker,
        mine=_mine(asker, [found.unit_id]),
        units=[(found.unit_id, found.unit.name)],
        initial=as_typed(found),
    )
    why = ReasonForm(request.POST or None) if found.is_recorded else None
    is_valid = form.is_valid() and (why is None or why.is_valid())
    if request.method == "POST" and is_valid:
        changed = said(form, lambda: _changed(request, found, form, why))
        if changed:
            messages.success(request, _receipt(changed))
            return arrived(request, address_of(changed), changed.key)
    context = {**_context(asker, form), "activity": found, "why": why}
    return render(request, "programme/activity_form.html", context)


def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found = Activity.objects.select_related("unit").seen_by(asker, Verb.WRITE, key=key)
    form = ReasonForm(request.POST or None)
    if found.state == ActivityState.DRAFT:
        form.fields["reason"].required = False
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if said(form, lambda: withdraw_activity(found, by=asker, on=today, reason=reason)):
            messages.success(request, _("取り消しました。数えた分も元に戻しました。"))
            return redirect(address_of(found))
    return render(request, "programme/withdraw_activity.html", {"activity": found, "form": form})


@require_POST
def show(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Activity.objects.seen_by(asker, Verb.PUBLISH, key=key)
    is_public = request.POST.get("show") == "yes"
    show_activity(found, is_public=is_public, by=asker, on=timezone.localdate())
    messages.success(request, _("公表しました。") if is_public else _("公表をやめました。"))
    return redirect(address_of(found))


@require_POST
def answer(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Activity.objects.select_related("unit").seen_by(asker, key=key)
    form = AnswerForm(request.POST)
    view = OthersView.OBJECTED if "objected" in request.POST else OthersView.SEEN
    on = timezone.localdate()
    note = form.cleaned_data["note"] if form.is_valid() else ""
    answered = said(form, lambda: answer_activity(found, view, by=asker, on=on, note=note))
    if answered:
        messages.success(request, _("回答を、記録した部署に伝えました。"))
    else:
        messages.warning(request, " ".join(map(str, form.non_field_errors())))
    return redirect(address_of(found))


def _changed(
    request: HttpRequest, found: Activity, form: DoneForm, why: ReasonForm | None
) -> Activity:
    by, on, version = asker_of(request), timezone.localdate(), form.cleaned_data["version"]
    if why is not None:
        reason = why.cleaned_data["reason"]
        return correct_activity(found, form.what(), by=by, on=on, reason=reason, version=version)
    if "draft" in request.POST:
        return change_draft(found, form.what(), by=by, version=version)
    return record_draft(found, form.what(), by=by, on=on, version=version)


def _receipt(made: Activity) -> str:
    if made.state == ActivityState.DRAFT:
        return _("下書きとして残しました。まだ数えていません。")
    if made.is_joint and made.other_unit:
        return _("記録しました。「%(unit)s」に知らせました。") % {"unit": made.other_unit.name}
    return _("記録しました。指標に数えられます。")


def _mine(asker: Asker, units: list[str]) -> list[str]:
    """What the units are in charge of; for a programme office everything."""
    if asker.has_role(Role.PROGRAMME_OFFICE):
        return [one.reference for one in programme().initiatives]
    on = timezone.localdate()
    found = {reference for unit in units for reference in initiatives_at(unit, on)}
    return [one.reference for one in programme().initiatives if one.reference in found]


def _named(asker: Asker, units: list[str]) -> list[tuple[str, str]]:
    names = {seat.unit: f"{seat.organisation_name} {seat.unit_name}" for seat in asker.seats}
    return [(unit, names[unit]) for unit in units]


def _beginning(request: HttpRequest, asker: Asker, mine: list[str]) -> dict[str, Any]:
    """My initiative, today, where I was last; an initiative in the address comes first."""
    places = sorted({place for seat in asker.seats for place in seat.places})
    towns = [place for place in places if not place.endswith("0006")]
    begun = beginning(last_of(asker.person), mine, towns[0] if towns else "", timezone.localdate())
    asked = request.GET.get("initiative", "")
    return begun | ({"initiative": asked} if asked else {})


def _context(asker: Asker, form: DoneForm) -> dict[str, Any]:
    return {
        "form": form,
        "person": asker.person,
        "places": [name for _code, name in offered_places()],
    }
