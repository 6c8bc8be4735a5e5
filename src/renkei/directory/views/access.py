"""Looking from outside: why one may, asking with a reason, and who has looked."""

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from renkei.core.limits import count_as_done
from renkei.core.paging import page_of
from renkei.core.rights import Asker, RecordKind, Verb, asker_of, may
from renkei.core.writing import localized
from renkei.directory.actions.access import close_opening, open_record
from renkei.directory.forms.access import OpenForm
from renkei.directory.models import Opening
from renkei.directory.queries import access as queries
from renkei.directory.queries.handing import received_now, shares_shown
from renkei.directory.queries.names import unit_names
from renkei.directory.queries.records import any_record, owner_of, record_for


def somebody(request: HttpRequest) -> Asker:
    """Pages about oneself need oneself.

    Errors  Http404 when nobody is signed in
    """
    asker = asker_of(request)
    if not asker.is_somebody:
        raise Http404("nobody is signed in")
    return asker


def about(kind: RecordKind, record: Model) -> dict[str, object]:
    """What every page about a record says of it at its top."""
    return {
        "kind": localized(kind.label),
        "title": kind.title(record),
        "address": kind.address(record),
        "record": (kind.name, str(record.pk)),
    }


def why(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    asker = asker_of(request)
    declared, record = record_for(asker, Verb.FIND, kind, key)
    owner = owner_of(record)
    context = about(declared, record) | {
        "allowed": queries.why(asker, record),
        "may_read": may(asker, Verb.READ, record),
        "may_open": may(asker, Verb.OPEN, record),
        "may_see_looks": may(asker, Verb.READ, queries.look_like_one_at(record)),
        "owner": unit_names([owner.unit]).get(owner.unit, ""),
    }
    return render(request, "directory/why.html", context)


def open_it(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    asker = asker_of(request)
    declared, record = record_for(asker, Verb.FIND, kind, key)
    if may(asker, Verb.READ, record):
        return redirect(declared.address(record))
    if not may(asker, Verb.OPEN, record):
        return redirect("directory:why", kind, key)
    form = OpenForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        count_as_done("opening", asker)
        open_record(record, by=asker, **form.cleaned_data)
        return redirect(declared.address(record))
    owner = owner_of(record)
    context = about(declared, record) | {
        "form": form,
        "owner": unit_names([owner.unit]).get(owner.unit, ""),
    }
    return render(request, "directory/open.html", context, status=422 if form.errors else 200)


def seen(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Whoever answers for the record, its subject and the auditor see who looked."""
    asker = asker_of(request)
    declared, record = any_record(kind, key)
    if not may(asker, Verb.READ, queries.look_like_one_at(record)):
        raise Http404("no such page for this reader")
    page = page_of(queries.looks_at(kind, key, asker), request)
    may_find = may(asker, Verb.FIND, record)
    context = about(declared, record) if may_find else {"kind": localized(declared.label)}
    context |= {
        "page": page.with_rows(queries.looks_shown(page.rows, asker, with_record=False)),
        "is_watched": declared.is_watched,
    }
    return render(request, "directory/seen.html", context)


def seen_of_me(request: HttpRequest) -> HttpResponse:
    asker = somebody(request)
    page = page_of(queries.looks_about(asker.person), request)
    shown = queries.looks_shown(page.rows, asker, with_record=True)
    context = {"page": page.with_rows(shown), "is_about_me": True, "is_watched": True}
    return render(request, "directory/seen.html", context)


def openings(request: HttpRequest) -> HttpResponse:
    """What others opened of us; and, as the other list, what I opened of others."""
    asker = somebody(request)
    is_mine = request.GET.get("of") == "me"
    found = queries.openings_of(asker) if is_mine else queries.openings_at(asker)
    page = page_of(found, request)
    context = {
        "page": page.with_rows(queries.openings_shown(page.rows, asker)),
        "is_mine": is_mine,
        "may_close": {row.key for row in page.rows if may(asker, Verb.MANAGE, row)},
    }
    return render(request, "directory/openings.html", context)


@require_POST
def close(request: HttpRequest, key: str) -> HttpResponse:
    asker = somebody(request)
    opening = close_opening(Opening.objects.seen_by(asker, key=key), by=asker)
    messages.success(request, _("閲覧を終わらせました。いまから読めません。"))
    mine = "?of=me" if opening.person_id == asker.person else ""
    return redirect(reverse("directory:openings") + mine)


def my_rights(request: HttpRequest) -> HttpResponse:
    asker = somebody(request)
    opened = list(queries.openings_of(asker).open_now()[:50])
    received = list(received_now(asker)[:50])
    context = {
        "seats": queries.seats_shown(asker),
        "kinds": queries.my_kinds(asker),
        "openings": queries.openings_shown(opened, asker),
        "shares": shares_shown(received, asker),
    }
    return render(request, "directory/my_rights.html", context)
