"""Notices as their recipients read them, and how they want to be told."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renkei.core.choices import labels
from renkei.core.paging import page_of
from renkei.core.rights import Verb, asker_of, may
from renkei.core.writing import long_date
from renkei.paperwork.actions.notices import mark_all_read, mark_read, prefer
from renkei.paperwork.emails import read_stop
from renkei.paperwork.forms.notices import PreferencesForm
from renkei.paperwork.models import Notice
from renkei.paperwork.queries.notices import inbox_of, preferences_of, unread_count
from renkei.paperwork.records import address_of
from renkei.paperwork.states import NoticeGroup, NoticeWay

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    asker = asker_of(request)
    if not asker.is_somebody:
        return redirect_to_login(request.get_full_path())
    is_unread = request.GET.get("show") == "unread"
    found = inbox_of(asker).filter(read_at=None) if is_unread else inbox_of(asker)
    page = page_of(found, request)
    groups = labels(NoticeGroup)
    rows = [
        {
            "notice": notice,
            "group": groups[notice.group],
            "on": long_date(timezone.localdate(notice.made_at)),
        }
        for notice in page.rows
    ]
    context = {
        "page": page.with_rows(rows),
        "n_unread": unread_count(asker.person),
        "is_unread": is_unread,
    }
    return render(request, "paperwork/inbox.html", context)


@require_safe
def notice(request: HttpRequest, key: str) -> HttpResponse:
    """Its recipient reads it; whoever looks after delivery is led to the state of it."""
    asker = asker_of(request)
    if not asker.is_somebody:
        return redirect_to_login(request.get_full_path())
    found = Notice.objects.seen_by(asker, Verb.FIND, key=key)
    if not may(asker, Verb.READ, found):
        return redirect("notices:delivery")
    mark_read(found, by=asker)
    context = {
        "notice": found,
        "on": long_date(timezone.localdate(found.made_at)),
        "state": _state_in_words(found),
        "about": address_of(found.about_kind, found.about_key, asker),
    }
    return render(request, "paperwork/notice.html", context)


def _state_in_words(found: Notice) -> str:
    if found.sent_at:
        return _("%(day)sに%(email)sへメールでも送りました。") % {
            "day": long_date(timezone.localdate(found.sent_at)),
            "email": found.email,
        }
    return str(found.get_state_display())


@csrf_protect
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    mark_all_read(by=asker_of(request))
    return redirect("notices:inbox")


@csrf_protect
@FORM
def preferences(request: HttpRequest) -> HttpResponse:
    asker = asker_of(request)
    if not asker.is_somebody:
        return redirect_to_login(request.get_full_path())
    form = PreferencesForm(request.POST or None, held=preferences_of(asker.person))
    if form.is_valid():
        prefer(asker.person, form.ways)
        messages.success(request, _("受け取り方を保存しました。"))
        return redirect("notices:preferences")
    return render(
        request,
        "paperwork/notice_preferences.html",
        {"form": form},
        status=422 if form.is_bound else 200,
    )


@FORM
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the e-mails of one group, by whoever holds one of them."""
    meant = read_stop(token)
    if meant is None:
        raise Http404("no such address was written by us")
    person, group = meant
    if request.method == "POST":
        prefer(person, {group: NoticeWay.INBOX})
    context = {"group": NoticeGroup(group).label, "is_done": request.method == "POST"}
    return render(request, "paperwork/notices_stopped.html", context)
