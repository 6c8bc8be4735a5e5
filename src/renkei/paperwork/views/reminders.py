"""Reminders: the open ones, one of them, and setting one from any record."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from renkei.core.errors import NotPermitted
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of, kind_of, may
from renkei.core.writing import long_date
from renkei.paperwork.actions.reminders import finish_reminder, postpone_reminder, remind
from renkei.paperwork.forms.reminders import MYSELF, ReminderForm
from renkei.paperwork.models import Reminder
from renkei.paperwork.queries.units import names, unit_names
from renkei.paperwork.records import record_named
from renkei.paperwork.states import ReminderState


@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    asker = _somebody(request)
    found = Reminder.objects.visible_to(asker).filter(state=ReminderState.OPEN)
    page = page_of(found, request)
    units = unit_names(one.unit for one in page.rows)
    today = timezone.localdate()
    rows = [
        {
            "key": one.key,
            "text": one.text,
            "due": long_date(one.due_on),
            "is_due": one.due_on <= today,
            "whose": units.get(one.unit, "") if one.unit else _("自分"),
        }
        for one in page.rows
    ]
    return render(request, "paperwork/reminders.html", {"page": page.with_rows(rows)})


@require_safe
def reminder(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    one = Reminder.objects.seen_by(asker, key=key)
    made_by = names("person", [one.made_by, one.done_by])
    context = {
        "reminder": one,
        "due": long_date(one.due_on),
        "whose": unit_names([one.unit]).get(one.unit, "") if one.unit else _("自分"),
        "made_by": made_by.get(one.made_by, ""),
        "done_by": made_by.get(one.done_by, ""),
        "about": about(asker, one.about_kind, one.about_key),
        "tomorrow": (timezone.localdate() + timedelta(days=1)).isoformat(),
    }
    return render(request, "paperwork/reminder.html", context)


def set_reminder(request: HttpRequest) -> HttpResponse:
    """From any record: its kind and key stand in the address."""
    asker = _somebody(request)
    kind, key = request.GET.get("kind", "")[:30], request.GET.get("key", "")[:26]
    found = about(asker, kind, key) if kind and key else {}
    if (kind or key) and not found:
        raise Http404("no such record")
    form = ReminderForm(request.POST or None, asker=asker, initial={"whom": MYSELF})
    if request.method == "POST" and form.is_valid():
        made = remind(
            form.recipient(),
            form.cleaned_data["text"],
            by=asker,
            due_on=form.cleaned_data["due_on"],
            about=(kind, key),
        )
        messages.success(request, _("%(day)sに知らせます。") % {"day": long_date(made.due_on)})
        return redirect(found.get("address") or "paperwork:reminders")
    status = 422 if form.errors else 200
    return render(request, "paperwork/remind.html", {"form": form, "about": found}, status=status)


@require_POST
def change_reminder(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    one = Reminder.objects.seen_by(asker, Verb.WRITE, key=key)
    if request.POST.get("choice") == "done":
        finish_reminder(one, by=asker)
        messages.success(request, _("済みにしました。"))
    else:
        day = parse_date(request.POST.get("to", "")[:10])
        if day is None:
            raise Http404("no such day")
        postpone_reminder(one, by=asker, to=day)
        messages.success(request, _("%(day)sに延ばしました。") % {"day": long_date(day)})
    return redirect("tasks" if request.POST.get("from") == "tasks" else "paperwork:reminders")


def about(asker: Asker, kind: str, key: str) -> dict[str, str]:
    """The record it is about, where the reader may know of it; empty elsewhere."""
    record = record_named(kind, key) if kind else None
    if record is None or not may(asker, Verb.FIND, record):
        return {}
    declared = kind_of(record)
    return {"title": declared.title(record), "address": declared.address(record)}


def _somebody(request: HttpRequest) -> Asker:
    asker = asker_of(request)
    if not asker.is_somebody:
        raise NotPermitted("sign in")
    return asker
