"""The pages from which those who are signed in begin."""

from datetime import timedelta

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from renkei.core.paging import page_of_list
from renkei.core.rights import asker_of
from renkei.directory.queries.names import unit_names
from renkei.paperwork.queries.notices import unread_count
from renkei.web import tasks as work


def start(request: HttpRequest) -> HttpResponse:
    """Where somebody stands after signing in: before the work, or before what is her own."""
    asker = asker_of(request)
    if not asker.is_somebody:
        return redirect_to_login(request.get_full_path())
    if asker.is_staff:
        return redirect("tasks")
    if asker.seats:
        return redirect("opportunities:ours")
    return redirect("tasks" if work.to_do(asker) else "directory:me")


def tasks(request: HttpRequest) -> HttpResponse:
    asker = asker_of(request)
    if not asker.is_somebody:
        return redirect_to_login(request.get_full_path())
    waiting = work.all_waiting(asker)
    filters = work.Filters(whose=request.GET.get("whose", ""), due=request.GET.get("due", ""))
    part = page_of_list(filters.kept(waiting, asker), request)
    own = {seat.unit: f"{seat.organisation_name} {seat.unit_name}" for seat in asker.seats}
    unnamed = {one.unit for one in part.rows if one.unit and not one.unit_name}
    names = own | unit_names(unnamed - own.keys())
    context = {
        "page": part.with_rows(work.rows(part.rows, asker, names)),
        "tomorrow": (timezone.localdate() + timedelta(days=1)).isoformat(),
        "choices": work.choices(filters, waiting, asker),
        "is_filtered": bool(filters.query()),
        "n_to_do": work.n_to_do(waiting),
        "n_overdue": work.n_to_do(work.Filters(due="overdue").kept(waiting, asker)),
    }
    return render(request, "web/tasks.html", context)


def counts(request: HttpRequest) -> HttpResponse:
    """How much waits: asked for by the bar after the page is there, so no page waits for it."""
    asker = asker_of(request)
    if not asker.is_somebody:
        return HttpResponse(status=204)
    context = {
        "n_to_do": work.n_to_do(work.all_waiting(asker)),
        "n_unread": unread_count(asker.person),
    }
    return render(request, "web/_counts.html", context)
