"""The page of whoever holds an invitation's link."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.rights import asker_of
from renkei.core.writing import long_date
from renkei.directory.actions import invitations as actions
from renkei.directory.forms.people import Accept
from renkei.directory.models import Invitation, Person
from renkei.directory.queries.people import invitation_with
from renkei.directory.views.refusals import said

# Of the session: the digest of the link that was opened.
OPENED = "invitation"


def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Keep what the link opens, and go on at an address that holds no secret."""
    digest = actions.digest_of(secret)
    if invitation_with(digest) is None:
        return _gone(request)
    request.session[OPENED] = digest
    return redirect("directory:invited")


def invited(request: HttpRequest) -> HttpResponseBase:
    found = invitation_with(request.session.get(OPENED, ""))
    if found is None:
        return _gone(request)
    if request.user.is_authenticated:
        return _as_known(request, found)
    if Person.objects.filter(email__iexact=found.email).exists():
        return render(request, "directory/invited.html", _context(found, has_account=True))
    return _as_new(request, found)


def _gone(request: HttpRequest) -> HttpResponse:
    """One answer for a link that never was, was used, withdrawn or too old."""
    return render(request, "directory/invitation_gone.html", status=410)


def _as_known(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = forms.Form(request.POST)
    person = Person.objects.get(pk=request.user.pk)

    def act() -> Any:
        by, on = asker_of(request), timezone.localdate()
        return actions.accept(found, person, by=by, on=on)

    if request.method == "POST" and form.is_valid() and said(form, act):
        del request.session[OPENED]
        messages.success(request, _("招待を受けました。"))
        return redirect("directory:me")
    context = _context(found, person=person, problems=form.non_field_errors())
    return render(request, "directory/invited.html", context)


def _as_new(request: HttpRequest, found: Invitation) -> HttpResponseBase:
    form = Accept(request.POST or None, email=found.email, initial={"name": found.name})

    def act() -> Any:
        given = form.cleaned_data
        return actions.accept_as_new(
            found, name=given["name"], password=given["password"], on=timezone.localdate()
        )

    if request.method == "POST" and form.is_valid() and (person := said(form, act)):
        del request.session[OPENED]
        return _signed_in(request, person, form)
    return render(request, "directory/invited.html", _context(found, form=form))


def _signed_in(request: HttpRequest, person: Person, form: Accept) -> HttpResponseBase:
    """Whoever chose a passkey makes it next; a password that was just typed counts as shown."""
    if form.wants_passkey:
        return perform_login(
            request, person, email=person.email, redirect_url=reverse("mfa_add_webauthn")
        )
    record_authentication(request, person, method="password", email=person.email)
    return perform_login(request, person, email=person.email)


def _context(found: Invitation, **more: Any) -> dict[str, Any]:
    return {
        "invitation": found,
        "role": found.get_role_display(),
        "until": long_date(found.valid_to) if found.valid_to else "",
        **more,
    }
