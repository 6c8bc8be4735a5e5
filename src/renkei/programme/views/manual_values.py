"""Values that are entered by hand: put down, confirmed by a second person, taken back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from renkei.core.errors import NotPermitted, Refused
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.writing import localized
from renkei.programme.actions.manual_values import (
    BY_HAND,
    confirm_manual_value,
    enter_manual_value,
    withdraw_manual_value,
)
from renkei.programme.forms.measurements import ValueForm, WithdrawValueForm
from renkei.programme.models import ManualValue
from renkei.programme.periods import Period
from renkei.programme.views.form_pages import FormPage, form_page
from renkei.programme.views.indicators import known


def enter(request: HttpRequest, indicator: str, period: str) -> HttpResponse:
    asker, found, of = asker_of(request), known(indicator), Period.called(period)
    if found.source not in BY_HAND:
        raise Http404("this indicator is computed")
    units = _units(asker)
    if not units:
        raise NotPermitted(_("値を入力できるのは、取組の担当職員と総括担当です。"))
    form = ValueForm(
        request.POST or None,
        units=[(key, name) for key, _side, name in units],
        is_rate=found.basis == "rate",
    )
    back = f"{reverse('programme:indicator', args=[found.id])}?period={of.key}"
    page = FormPage(
        title=_("資料の値を入力する"),
        lead=_(
            "%(name)s、%(period)s（単位：%(unit)s）。ほかの人が出典を見て確認すると、値として扱われます。"
        )
        % {"name": localized(found.name), "period": of.label, "unit": localized(found.unit)},
        button=_("入力する"),
        back=back,
        crumbs=[(back, found.id)],
        done=_("入力しました。ほかの人の確認を待ちます。"),
    )

    def act() -> None:
        unit = next((one for one in units if one[0] == form.cleaned_data["unit"]), units[0])
        enter_manual_value(
            found.id, of, form.entered(), unit=unit[:2], by=asker, on=timezone.localdate()
        )

    return form_page(request, form, page, act)


def _units(asker: Asker) -> list[tuple[str, str, str]]:
    """Key, side and name of the units for which the person may enter a value."""
    return [
        (seat.unit, seat.side, f"{seat.organisation_name} {seat.unit_name}")
        for seat in asker.seats
        if may(asker.from_seat(seat), Verb.WRITE, ManualValue(unit=seat.unit, unit_side=seat.side))
    ]


@require_POST
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = ManualValue.objects.seen_by(asker, Verb.DECIDE, key=key)
    try:
        confirm_manual_value(found, by=asker, on=timezone.localdate())
    except NotPermitted:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("確認しました。次の算出から値に入ります。"))
    return redirect(_back(found))


def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = ManualValue.objects.seen_by(asker, Verb.WRITE, key=key)
    form = WithdrawValueForm(request.POST or None)
    page = FormPage(
        title=_("入力した値を取り下げる"),
        lead=f"{found.indicator} {Period.called(found.period).label}",
        button=_("取り下げる"),
        back=_back(found),
        crumbs=[(_back(found), found.indicator)],
        done=_("取り下げました。"),
    )

    def act() -> None:
        reason = form.cleaned_data["reason"]
        withdraw_manual_value(found, reason=reason, by=asker, on=timezone.localdate())

    return form_page(request, form, page, act)


def _back(value: ManualValue) -> str:
    return f"{reverse('programme:indicator', args=[value.indicator])}?period={value.period}"
