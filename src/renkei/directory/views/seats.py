"""One seat: its days, its end, and a lost second factor of whoever sits there."""

from datetime import timedelta

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.rights import Verb, asker_of, may
from renkei.directory.actions.accounts import reset_factor
from renkei.directory.actions.seats import change_period, end_seat
from renkei.directory.forms.people import End, Period, Why
from renkei.directory.models import Membership
from renkei.directory.queries.people import sittings, with_factors
from renkei.directory.views.refusals import said

SEATS = Membership.objects.select_related("person", "unit__organisation", "term__contractor")


def seat(request: HttpRequest, key: str) -> HttpResponse:
    asker, on = asker_of(request), timezone.localdate()
    membership = with_factors(SEATS).seen_by(asker, key=key)
    context = {
        "membership": membership,
        "sitting": sittings([membership], on=on)[0],
        "is_managed": may(asker, Verb.MANAGE, membership),
        "is_over": bool(membership.valid_to and membership.valid_to < on),
        "is_own": membership.person_id == asker.person,
    }
    return render(request, "directory/seat.html", context)


def period(request: HttpRequest, key: str) -> HttpResponse:
    asker, on = asker_of(request), timezone.localdate()
    membership = SEATS.seen_by(asker, Verb.MANAGE, key=key)
    form = Period(request.POST or None, initial={"valid_to": membership.valid_to})
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["valid_to"]
        if said(form, lambda: change_period(membership, valid_to=until, by=asker, on=on)):
            messages.success(request, _("期間を変えました。"))
            return redirect("directory:seat", key)
    return render(request, "directory/seat_period.html", _context(membership, form))


def end(request: HttpRequest, key: str) -> HttpResponse:
    asker, on = asker_of(request), timezone.localdate()
    membership = SEATS.seen_by(asker, Verb.MANAGE, key=key)
    form = End(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        last = given["last_day"] if given["when"] == "day" else on - timedelta(days=1)

        def act() -> bool:
            end_seat(membership, last_day=last, reason=given["reason"], by=asker, on=on)
            return True

        if said(form, act):
            messages.success(request, _("席を終えました。"))
            return redirect("directory:unit_people", membership.unit_id)
    return render(request, "directory/end_seat.html", _context(membership, form))


@reauthentication_required
def factor(request: HttpRequest, key: str) -> HttpResponseBase:
    asker, on = asker_of(request), timezone.localdate()
    membership = SEATS.seen_by(asker, Verb.MANAGE, key=key)
    form = Why(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> bool:
            reset_factor(membership, reason=form.cleaned_data["reason"], by=asker, on=on)
            return True

        if said(form, act):
            messages.success(
                request,
                _("リセットしました。本人にはメールで知らせ、すべての端末でログアウトしました。"),
            )
            return redirect("directory:seat", key)
    return render(request, "directory/reset_factor.html", _context(membership, form))


def _context(membership: Membership, form: object) -> dict[str, object]:
    return {"membership": membership, "form": form}
