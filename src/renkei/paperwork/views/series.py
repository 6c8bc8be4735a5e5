"""Series of document numbers: which there are, and setting one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renkei.core.rights import Asker, Role, Verb, asker_of, may, must
from renkei.paperwork.actions.series import change_series, make_series
from renkei.paperwork.forms.documents import SeriesForm
from renkei.paperwork.models import Series
from renkei.paperwork.queries.units import unit_names

FIELDS = ("sign", "name_ja", "name_en", "sender_ja", "sender_en", "is_closed")
MANAGERS = (Role.ADMINISTRATOR, Role.PROGRAMME_OFFICE)


@require_safe
def all_series(request: HttpRequest) -> HttpResponse:
    asker = asker_of(request)
    found = list(Series.objects.visible_to(asker)[:200])
    units = unit_names(one.unit for one in found)
    rows = [
        {
            "key": one.key,
            "sign": one.sign,
            "name": one.name,
            "sender": one.sender_ja,
            "unit": units.get(one.unit, ""),
            "is_closed": one.is_closed,
            "may_change": may(asker, Verb.MANAGE, one),
        }
        for one in found
    ]
    return render(
        request, "paperwork/all_series.html", {"rows": rows, "may_make": bool(units_of(asker))}
    )


def new_series(request: HttpRequest) -> HttpResponse:
    by = asker_of(request)
    units = units_of(by)
    form = SeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        make_series(form.named(), by=by, unit=request.POST.get("unit", "")[:26])
        messages.success(request, _("文書番号の系列を作りました。"))
        return redirect("paperwork:all_series")
    must(by, Verb.MANAGE, Series(unit=units[0][0] if units else ""))
    context = {"form": form, "units": units}
    return render(request, "paperwork/series.html", context, status=422 if form.errors else 200)


def one_series(request: HttpRequest, key: str) -> HttpResponse:
    by = asker_of(request)
    one = Series.objects.seen_by(by, Verb.MANAGE, key=key)
    form = SeriesForm(request.POST or None, initial={name: getattr(one, name) for name in FIELDS})
    if request.method == "POST" and form.is_valid():
        change_series(one, form.named(), by=by, is_closed=form.cleaned_data["is_closed"])
        messages.success(request, _("系列を変えました。発出済みの文書はそのままです。"))
        return redirect("paperwork:all_series")
    context = {"form": form, "series": one}
    return render(request, "paperwork/series.html", context, status=422 if form.errors else 200)


def units_of(asker: Asker) -> list[tuple[str, str]]:
    """The units for which the asker may set numbers: her own and those below."""
    keys = {unit for seat in asker.seats if seat.role in MANAGERS for unit in seat.units}
    named = unit_names(keys)
    return sorted(((key, named[key]) for key in keys if key in named), key=lambda unit: unit[1])
