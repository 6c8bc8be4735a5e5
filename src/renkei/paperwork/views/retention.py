"""Keeping and disposing: the schedule, what is held, what was disposed of and its proof."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renkei.core.errors import NotPermitted
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of, kind_named, kind_of, may
from renkei.core.writing import localized, long_date, number
from renkei.paperwork.actions.retention import lift_hold, place_hold
from renkei.paperwork.forms.retention import HoldForm
from renkei.paperwork.models import Disposal, Hold
from renkei.paperwork.queries.retention import disposals_for, due, hold_on, holds_for
from renkei.paperwork.records import record_named
from renkei.paperwork.retaining import retentions


@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """For whoever works for a government. Counting what is due reads whole tables, so it is asked
    for."""
    asker = asker_of(request)
    if not asker.is_somebody:
        return redirect_to_login(request.get_full_path())
    if not asker.is_staff:
        raise NotPermitted("the schedule is a paper of the office")
    counts = "count" in request.GET
    page = page_of(disposals_for(asker), request)
    context = {
        "lines": [
            {
                "label": localized(one.retention.label),
                "term": one.term,
                "after": localized(one.term.after),
                "because": localized(one.term.because),
                "then": one.term.then.label,
                "n": number(one.n_records) if counts else "",
                "before": long_date(one.before),
            }
            for one in due(timezone.localdate())
        ],
        "counts": counts,
        "holds": [_hold_shown(hold, asker) for hold in holds_for(asker)[:100]],
        "page": page.with_rows([_disposal_shown(one) for one in page.rows]),
    }
    return render(request, "paperwork/retention.html", context)


def _hold_shown(hold: Hold, asker: Asker) -> dict[str, object]:
    return {
        "hold": hold,
        "kind": _label(hold.record_kind),
        "on": long_date(timezone.localdate(hold.placed_at)),
        "may_lift": may(asker, Verb.WRITE, hold),
    }


def _disposal_shown(disposal: Disposal) -> dict[str, object]:
    return {
        "disposal": disposal,
        "kind": _label(disposal.record_kind),
        "way": disposal.get_way_display(),
        "n": number(disposal.n_records),
        "on": long_date(timezone.localdate(disposal.done_at)),
        "before": long_date(disposal.before),
    }


def _label(kind: str) -> str:
    declared = retentions().get(kind) or kind_named(kind)
    return localized(declared.label) if declared else kind


@require_safe
def disposal(request: HttpRequest, key: str) -> HttpResponse:
    found = Disposal.objects.seen_by(asker_of(request), Verb.READ, key=key)
    context = _disposal_shown(found) | {"page": page_of(found.records.all(), request)}
    return render(request, "paperwork/disposal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, kind: str, record_key: str) -> HttpResponse:
    asker = asker_of(request)
    record = _record(asker, kind, record_key)
    units = _units(asker)
    if not units:
        raise NotPermitted("no seat from which records are held back")
    form = HoldForm(request.POST if request.method == "POST" else None, units=units)
    if form.is_valid():
        place_hold(kind, record_key, **form.cleaned_data, by=asker)
        messages.success(request, _("処分を保留しました。解除するまで、この記録は消えません。"))
        return redirect("paperwork:retention")
    context = {
        "form": form,
        "title": kind_of(record).title(record),
        "back": kind_of(record).address(record),
        "held": hold_on(kind, record_key),
    }
    return render(request, "paperwork/hold.html", context, status=422 if form.is_bound else 200)


def _record(asker: Asker, kind: str, key: str) -> Model:
    record = record_named(kind, key)
    if record is None or not may(asker, Verb.FIND, record):
        raise Http404("no record to hold back")
    return record


def _units(asker: Asker) -> list[tuple[str, str]]:
    """The asker's own units, from which a record may be held back."""
    return [
        (seat.unit, seat.unit_name)
        for seat in asker.seats
        if may(asker, Verb.WRITE, Hold(unit=seat.unit))
    ]


@require_POST
def lift(request: HttpRequest, key: str) -> HttpResponse:
    found = Hold.objects.seen_by(asker_of(request), Verb.READ, key=key)
    lift_hold(found, by=asker_of(request))
    messages.success(request, _("保留を解除しました。"))
    return redirect("paperwork:retention")
