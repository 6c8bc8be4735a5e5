"""Units: of both governments in one table, and the forms that make, rename, move and close one."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import NotPermitted, Refused
from renkei.core.rights import Verb, asker_of, may, must
from renkei.core.sides import OTHER
from renkei.directory.actions.units import (
    UnitNames,
    close_unit,
    make_unit,
    move_unit,
    rename_unit,
)
from renkei.directory.forms.organisations import CloseForm, UnitForm
from renkei.directory.models import Charge, Organisation, Unit
from renkei.directory.queries.charges import charges_by_unit, charges_of, in_order, shown
from renkei.directory.queries.places import place_names
from renkei.directory.queries.units import branches, reasons_to_stay_open, units_of
from renkei.directory.rules.organisations import address
from renkei.directory.states import UnitKind


def units(request: HttpRequest) -> HttpResponse:
    asker = asker_of(request)
    governments = list(
        Organisation.objects.visible_to(asker).filter(side__in=OTHER).order_by("-side")
    )
    tables = [(one, branches(units_of(one)), _may_add(request, one)) for one in governments]
    places = place_names(
        branch.unit.place for _one, found, _may in tables for branch in found if branch.unit.place
    )
    keys = [branch.unit.key for _one, found, _may in tables for branch in found]
    charges = charges_by_unit(keys, timezone.localdate(), asker)
    context = {
        "tables": [
            (
                one,
                [
                    (
                        branch,
                        branch.unit.get_kind_display(),
                        places.get(branch.unit.place, ""),
                        charges.get(branch.unit.key, []),
                    )
                    for branch in found
                ],
                may_add,
            )
            for one, found, may_add in tables
        ]
    }
    return render(request, "directory/units.html", context)


def make(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Organisation.objects.seen_by(asker, key=key, merged_into=None)
    must(asker, Verb.WRITE, Unit(organisation=found, side=found.side))
    form = UnitForm(request.POST or None, organisation=found)
    if request.method == "POST" and form.is_valid():
        try:
            made = make_unit(
                found,
                _names(form),
                UnitKind(form.cleaned_data["kind"]),
                by=asker,
                on=timezone.localdate(),
                parent=form.unit_above,
                place=form.cleaned_data["place"],
            )
        except NotPermitted:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("「%(name)s」を置きました。") % {"name": made.name})
            return redirect(address(found))
    context = {"organisation": found, "form": form}
    return render(request, "directory/unit_form.html", context)


def change(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    unit = Unit.objects.select_related("organisation", "parent").seen_by(asker, Verb.WRITE, key=key)
    is_closing = "close" in request.POST
    form = UnitForm(
        None if is_closing else request.POST or None,
        organisation=unit.organisation,
        unit=unit,
        initial={
            "name_ja": unit.name_ja,
            "name_kana": unit.name_kana,
            "name_en": unit.name_en,
            "parent": unit.parent_id or "",
        },
    )
    closing = CloseForm(request.POST if is_closing else None)
    if request.method == "POST" and _did(request, unit, form, closing):
        return redirect(address(unit.organisation))
    context = {
        "organisation": unit.organisation,
        "unit": unit,
        "form": form,
        "closing": closing,
        "reasons": reasons_to_stay_open(unit, on=today),
        "charges": list(shown(in_order(charges_of(unit, asker=asker)), today)),
        "may_charge": may(asker, Verb.WRITE, Charge(unit=unit, side=unit.side)),
    }
    return render(request, "directory/unit_form.html", context)


def _did(request: HttpRequest, unit: Unit, form: UnitForm, closing: CloseForm) -> bool:
    """Whether what was asked is done; a refusal stands in its form."""
    asker, today = asker_of(request), timezone.localdate()
    asked = closing if closing.is_bound else form
    if not asked.is_valid():
        return False
    try:
        if closing.is_bound:
            close_unit(unit, by=asker, on=today, reason=closing.cleaned_data["reason"])
            messages.success(request, _("「%(name)s」を廃止しました。") % {"name": unit.name})
        else:
            with transaction.atomic():  # of a form that is refused nothing is done
                rename_unit(unit, _names(form), by=asker, on=today)
                move_unit(unit, form.unit_above, by=asker, on=today)
            messages.success(request, _("変更しました。"))
    except NotPermitted:
        raise
    except Refused as refused:
        asked.add_error(None, str(refused))
        return False
    return True


def _names(form: UnitForm) -> UnitNames:
    return UnitNames(**{name: form.cleaned_data[name] for name in UnitNames.__slots__})


def _may_add(request: HttpRequest, organisation: Organisation) -> bool:
    return may(asker_of(request), Verb.WRITE, Unit(organisation=organisation))
