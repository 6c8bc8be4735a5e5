"""Inviting, sending again, taking back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from renkei.core.limits import count_as_done
from renkei.core.rights import Verb, asker_of
from renkei.directory.actions import invitations as actions
from renkei.directory.forms.people import Invite
from renkei.directory.models import Invitation, Unit
from renkei.directory.queries.people import terms_to_come
from renkei.directory.rules.people import roles_to_give, terms_to_offer
from renkei.directory.views.refusals import said


def invite(request: HttpRequest, key: str) -> HttpResponse:
    asker, on = asker_of(request), timezone.localdate()
    unit: Unit = get_object_or_404(Unit.objects.select_related("organisation"), pk=key)
    roles = roles_to_give(asker, unit)
    if not roles:
        raise Http404("no unit to which somebody may be invited")
    terms, is_within_term = terms_to_offer(asker, unit, terms_to_come(unit, on=on))
    form = Invite(
        request.POST or None,
        unit=unit,
        roles=roles,
        terms=terms,
        is_within_term=is_within_term,
        initial={"valid_from": on},
    )

    def act() -> Any:
        given = form.cleaned_data
        count_as_done("invitation", asker)
        return actions.invite(given["email"], form.offer(), name=given["name"], by=asker, on=on)

    if request.method == "POST" and form.is_valid() and said(form, act):
        messages.success(request, _("招待のメールを送りました。14日以内に受けてもらってください。"))
        return redirect("directory:unit_people", unit.key)
    return render(request, "directory/invite.html", {"form": form, "unit": unit})


@require_POST
def resend(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    invitation = Invitation.objects.seen_by(asker, Verb.MANAGE, key=key)
    actions.resend(invitation, by=asker)
    messages.success(request, _("新しいリンクを送りました。前のリンクは使えません。"))
    return redirect("directory:unit_people", invitation.unit_id)


@require_POST
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    invitation = Invitation.objects.seen_by(asker, Verb.MANAGE, key=key)
    actions.withdraw(invitation, by=asker, on=timezone.localdate())
    messages.success(request, _("招待を取り消しました。"))
    return redirect("directory:unit_people", invitation.unit_id)
