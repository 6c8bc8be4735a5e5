"""Who is in charge: both sides in one table, its file, and the forms of a programme office."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.reader import programme
from renkei.charter.text import Text
from renkei.core.calendar import read_date
from renkei.core.rights import Verb, asker_of
from renkei.core.sides import OTHER, Side
from renkei.core.tables import Column
from renkei.core.tables.export import Exported, export
from renkei.core.writing import localized, long_date
from renkei.directory.actions.charges import Work, end_charge, hand_over_charges, take_charge
from renkei.directory.forms.charges import EndForm, HandOverForm, TakeForm
from renkei.directory.models import Charge
from renkei.directory.queries.charges import all_charges, matrix, sides_to_charge
from renkei.directory.views.refusals import said

TITLE = Text("取組の担当部局", "Responsible departments")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the table is asked for; what cannot be read asks for everything, today."""

    theme: str
    missing: str  # a side
    day: date
    is_another_day: bool


def charges(request: HttpRequest) -> HttpResponse:
    asker, asked = asker_of(request), asked_for(request)
    context = {
        "rows": matrix(asked.day, asker, theme=asked.theme, missing=asked.missing),
        "asked": asked,
        "day": asked.day.isoformat() if asked.is_another_day else "",
        "day_told": long_date(asked.day),
        "themes": [
            (one.reference, f"{one.reference} {localized(one.title)}") for one in programme().themes
        ],
        "sides": [(side.value, side.label) for side in OTHER],
        "is_filtered": bool(asked.theme or asked.missing or asked.is_another_day),
        "own_sides": [side.value for side in sides_to_charge(asker)],
    }
    return render(request, "directory/charges.html", context)


def charges_file(request: HttpRequest, kind: str) -> HttpResponse:
    asker = asker_of(request)
    found = all_charges(asker, theme=asked_for(request).theme)
    return export(found, COLUMNS, by=asker, title=TITLE, name="charges", kind=kind)


def take(request: HttpRequest) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    sides = _own_sides(request)
    form = TakeForm(
        request.POST or None,
        sides=sides,
        initial={"valid_from": today, **_initial(request, "initiative", "unit", "role")},
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        unit = form.units[values.pop("unit")]
        taken = said(
            form,
            lambda: take_charge(
                unit,
                Work(**values),
                by=asker,
                on=today,
            ),
        )
        if taken:
            messages.success(
                request,
                _("「%(unit)s」を%(reference)sの担当にしました。")
                % {"unit": taken.unit.name, "reference": taken.initiative},
            )
            return redirect(_place(taken.initiative))
    return render(request, "directory/take_charge.html", {"form": form})


def end(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    charge = Charge.objects.select_related("unit__organisation").seen_by(asker, Verb.WRITE, key=key)
    form = EndForm(request.POST or None, initial={"last_day": today})
    if request.method == "POST" and form.is_valid():
        said(form, lambda: end_charge(charge, by=asker, on=today, **form.cleaned_data))
        if not form.errors:
            messages.success(
                request,
                _("「%(unit)s」の%(reference)sの担当を終えました。")
                % {"unit": charge.unit.name, "reference": charge.initiative},
            )
            return redirect(_place(charge.initiative))
    context = {
        "charge": charge,
        "title": _title(charge),
        "since": long_date(charge.valid_from),
        "is_coming": charge.valid_from > today,
        "form": form,
    }
    return render(request, "directory/end_charge.html", context)


def hand_over(request: HttpRequest) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    form = HandOverForm(
        request.POST or None,
        sides=_own_sides(request),
        on=today,
        initial={"first_day": _next_april(today), **_initial(request, "unit")},
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        unit, to = form.busy[values["unit"]], form.units[values["to"]]
        taken = said(
            form,
            lambda: hand_over_charges(unit, to, first_day=values["first_day"], by=asker, on=today),
        )
        if taken is not None:
            messages.success(
                request,
                _("「%(unit)s」の担当を「%(to)s」に引き継ぎました（%(day)sから）。")
                % {"unit": unit.name, "to": to.name, "day": long_date(values["first_day"])},
            )
            return redirect("directory:charges")
    return render(request, "directory/hand_over_charges.html", {"form": form})


def asked_for(request: HttpRequest) -> Asked:
    given, today = request.GET, timezone.localdate()
    theme, missing = given.get("theme", ""), given.get("missing", "")
    try:
        day = read_date(given.get("day", "")[:40])
    except ValueError:
        day = today
    return Asked(
        theme=theme if theme in {one.reference for one in programme().themes} else "",
        missing=missing if missing in OTHER else "",
        day=day,
        is_another_day=day != today,
    )


def _own_sides(request: HttpRequest) -> list[Side]:
    """Errors  Http404 for whoever says of no side who is in charge"""
    sides = sides_to_charge(asker_of(request))
    if not sides:
        raise Http404("for programme offices")
    return sides


def _initial(request: HttpRequest, *names: str) -> dict[str, str]:
    return {name: request.GET[name] for name in names if name in request.GET}


def _place(reference: str) -> str:
    return f"{reverse('directory:charges')}#{reference}"


def _next_april(today: date) -> date:
    """When offices are reorganised."""
    return date(today.year + (today.month >= 4), 4, 1)


def _title(charge: Charge) -> Text | None:
    """None for an initiative that the agreement in force does not hold any more."""
    titles = {one.reference: one.title for one in programme().initiatives}
    return titles.get(charge.initiative)


COLUMNS = (
    Exported(Column("initiative", Text("取組番号", "Initiative")), lambda one: one.initiative),
    Exported(Column("title", Text("取組", "Title")), _title),
    Exported(Column("side", Text("側", "Side")), lambda one: one.side),
    Exported(
        Column("organisation", Text("組織", "Organisation")), lambda one: one.unit.organisation.name
    ),
    Exported(Column("unit", Text("部署", "Unit")), lambda one: one.unit.name),
    Exported(Column("role", Text("担当の別", "As")), lambda one: one.role),
    Exported(Column("valid_from", Text("始まり", "From")), lambda one: one.valid_from),
    Exported(Column("valid_to", Text("終わり", "Until")), lambda one: one.valid_to),
    Exported(Column("note", Text("備考", "Note")), lambda one: one.note or None),
)
