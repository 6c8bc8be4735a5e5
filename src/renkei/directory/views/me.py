"""One's own account: name and language, factors, sessions, seats, and its end."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from renkei.core.rights import asker_of
from renkei.directory.actions.accounts import end_one_session, end_other_sessions, update_person
from renkei.directory.actions.anonymising import anonymise_person
from renkei.directory.forms.people import Me, Why
from renkei.directory.models import Person
from renkei.directory.queries.endings import seats_that_ended
from renkei.directory.queries.factors import factors_of, has_shown_factor, must_show_factor
from renkei.directory.queries.people import seats_of, sittings_of
from renkei.directory.queries.sessions import sessions_of
from renkei.directory.views.refusals import said


def _person(request: HttpRequest) -> Person:
    return Person.objects.get(pk=request.user.pk)


@login_required
def me(request: HttpRequest) -> HttpResponseBase:
    person = _person(request)
    form = Me(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        update_person(person, by=asker_of(request), **form.cleaned_data)
        messages.success(request, _("保存しました。"))
        return redirect("directory:me")
    on = timezone.localdate()
    context = {
        "form": form,
        "person": person,
        "factors": factors_of(person),
        "sittings": sittings_of(seats_of(person, on=on), on=on),
        "ended": sittings_of(seats_that_ended(person, on=on), on=on),
        "has_password": person.has_usable_password(),
        "has_providers": bool(settings.IDENTITY_PROVIDERS),
    }
    return render(request, "directory/me.html", context)


@login_required
def factor(request: HttpRequest) -> HttpResponse:
    """Where staff is led that has shown only a password."""
    person = _person(request)
    if has_shown_factor(request) or not must_show_factor(person):
        return redirect("mfa_index")
    return render(request, "directory/factor.html", {"factors": factors_of(person)})


@login_required
def factors(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    context = {"factors": factors_of(person), "is_needed": must_show_factor(person)}
    return render(request, "directory/factors.html", context)


@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    here = request.session.session_key or ""
    context = {
        "sessions": sessions_of(_person(request), here=here),
        "hours": settings.STAFF_SESSION_HOURS,
        "minutes": settings.STAFF_IDLE_MINUTES,
        "is_staff": must_show_factor(request.user),
    }
    return render(request, "directory/sessions.html", context)


@login_required
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    person, here = _person(request), request.session.session_key or ""
    if "others" in request.POST:
        end_other_sessions(person, but=here)
    else:
        end_one_session(person, request.POST.get("session", ""), but=here)
    messages.success(request, _("終えました。"))
    return redirect("directory:sessions")


@login_required
@reauthentication_required
def erase(request: HttpRequest) -> HttpResponseBase:
    """The person's own wish to be forgotten."""
    form = Why(request.POST or None, initial={"reason": _("本人の希望")})
    by, on = asker_of(request), timezone.localdate()

    def act() -> Any:
        return anonymise_person(_person(request), reason=form.cleaned_data["reason"], by=by, on=on)

    if request.method == "POST" and form.is_valid() and said(form, act):
        logout(request)
        messages.success(request, _("アカウントを消しました。"))
        return redirect("home")
    return render(request, "directory/erase_me.html", {"form": form})
