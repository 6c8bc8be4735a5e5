"""Numbered documents: the list, drafting, one of them, deciding, on paper and as PDF."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from renkei.core.access import address_to_open, looked_at
from renkei.core.errors import NotPermitted
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of, may, must
from renkei.core.writing import fiscal_year, is_english, localized, long_date
from renkei.journal.queries import entries_about
from renkei.paperwork.actions.documents import (
    approve_document,
    discard_document,
    draft_document,
    edit_document,
    issue_document,
    send_back_document,
)
from renkei.paperwork.forms.documents import DocumentForm
from renkei.paperwork.models import Document, Series
from renkei.paperwork.parts import attachments_part
from renkei.paperwork.printing.letter import letter_of
from renkei.paperwork.queries.documents import (
    documents_list,
    letters,
    series_and_years,
    series_of,
)
from renkei.paperwork.queries.units import names, unit_names
from renkei.paperwork.rules.documents import may_approve
from renkei.paperwork.states import DocumentState
from renkei.paperwork.views.reminders import about

PDF = "application/pdf"
CANCELLING = "cancelling"


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    asker = asker_of(request)
    asked = {name: request.GET.get(name, "") for name in ("series", "state", "year")}
    year = int(asked["year"]) if asked["year"].isdecimal() and len(asked["year"]) == 4 else None
    found = documents_list(
        asker, series=asked["series"][:26], state=asked["state"][:10], fiscal_year=year
    )
    page = page_of(found, request)
    series, years = series_and_years(asker)
    context = {
        "page": page.with_rows([_row(one) for one in page.rows]),
        "asked": asked,
        "is_filtered": any(asked.values()),
        "series": [(one.key, f"{one.sign} {one.name}") for one in series],
        "states": DocumentState.choices,
        "years": [(one, fiscal_year(one)) for one in years],
        "may_draft": any(not one.is_closed and _may_write(asker, one) for one in series),
    }
    return render(request, "paperwork/documents.html", context)


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Which series, and from which letter; the next page is the draft itself."""
    asker = asker_of(request)
    series = [one for one in series_of(asker) if _may_write(asker, one)]
    if not series:
        raise NotPermitted("no series")
    units = unit_names(one.unit for one in series)
    context = {
        "series": [(one.key, f"{units.get(one.unit, '')} {one.sign}") for one in series],
        "letters": [
            {"key": key, "name": one.name, "origin": one.origin}
            for key, one in letters().items()
            if key != CANCELLING  # that one is begun from the letter that it cancels
        ],
        "passed": {
            name: request.GET[name] for name in ("kind", "key", "cancels") if name in request.GET
        },
    }
    return render(request, "paperwork/begin_document.html", context)


def draft(request: HttpRequest) -> HttpResponse:
    """A new letter; what it is about, or what it cancels, stands in the address."""
    by = asker_of(request)
    given = request.GET
    series = get_object_or_404(
        Series.objects.visible_to(by), key=given.get("series", "")[:26], is_closed=False
    )
    cancels = (
        Document.objects.seen_by(by, Verb.WRITE, key=given["cancels"][:26])
        if given.get("cancels")
        else None
    )
    kind, key = given.get("kind", "")[:30], given.get("key", "")[:26]
    if (kind or key) and not about(by, kind, key):
        raise Http404("no such record")
    must(by, Verb.WRITE, Document(unit=series.unit, side=series.side))
    form = DocumentForm(request.POST or None, initial=_begun(given.get("letter", ""), cancels))
    if request.method == "POST" and form.is_valid():
        made = draft_document(
            form.draft(about_kind=kind, about_key=key, template=given.get("letter", "")[:40]),
            by=by,
            series=series,
            on=timezone.localdate(),
            cancels=cancels,
        )
        messages.success(request, _("起案しました。ほかの人の決裁を待ちます。"))
        return redirect("paperwork:document", made.key)
    context = {"form": form, "series": series, "cancels": cancels}
    return render(request, "paperwork/draft.html", context, status=422 if form.errors else 200)


@require_safe
def document(request: HttpRequest, key: str) -> HttpResponse:
    by = asker_of(request)
    one = Document.objects.select_related("series").seen_by(by, Verb.FIND, key=key)
    if not may(by, Verb.READ, one):
        return _closed(request, by, one)
    looked_at(one, by=by)
    people = names("person", [one.drafted_by, one.edited_by, one.approved_by, one.issued_by])
    context = {
        "document": one,
        "state": one.get_state_display(),
        "letter": letter_of(one),
        "unit": unit_names([one.unit]).get(one.unit, ""),
        "drafted_by": people.get(one.drafted_by, ""),
        "edited_by": people.get(one.edited_by, ""),
        "approved_by": people.get(one.approved_by, ""),
        "issued_by": people.get(one.issued_by, ""),
        "drafted_on": long_date(timezone.localdate(one.drafted_at)),
        "approved_on": long_date(timezone.localdate(one.approved_at)) if one.approved_at else "",
        "about": about(by, one.about_kind, one.about_key),
        "canceller": Document.objects.filter(cancels=one).first(),
        "entries": entries_about("document", one.key),
        "today": timezone.localdate().isoformat(),
        "part": attachments_part(one, by),
        **_possible(by, one),
    }
    return render(request, "paperwork/document.html", context)


def edit(request: HttpRequest, key: str) -> HttpResponse:
    by = asker_of(request)
    one = Document.objects.select_related("series").seen_by(by, Verb.WRITE, key=key)
    fields = ("addressee", "title", "body", "language")
    form = DocumentForm(request.POST or None, initial={name: getattr(one, name) for name in fields})
    if request.method == "POST" and form.is_valid():
        edit_document(one, form.draft(), by=by, revision=_revision(request))
        messages.success(request, _("書き直しました。"))
        return redirect("paperwork:document", key)
    revision = _revision(request) if request.method == "POST" else one.revision
    context = {"form": form, "document": one, "series": one.series, "revision": revision}
    return render(request, "paperwork/draft.html", context, status=422 if form.errors else 200)


@require_POST
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """One of the buttons of the page: approve, send back, issue, throw away."""
    by = asker_of(request)
    one = Document.objects.seen_by(by, key=key)
    today = timezone.localdate()
    on = parse_date(request.POST.get("on", "")[:10]) or today
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "approve": (
            lambda: approve_document(one, by=by, on=today, revision=_revision(request)),
            _("決裁しました。発出できます。"),
        ),
        "send_back": (
            lambda: send_back_document(one, by=by, on=today, reason=request.POST.get("reason", "")),
            _("差し戻しました。"),
        ),
        "issue": (
            lambda: issue_document(one, by=by, on=on),
            _("番号を付けて発出しました。"),
        ),
        "discard": (lambda: discard_document(one, by=by), _("起案を取りやめました。")),
    }
    choice = request.POST.get("choice", "")
    if choice not in acts:
        raise Http404("no such choice")
    act, done = acts[choice]
    act()
    messages.success(request, done)
    if choice == "discard":
        return redirect("paperwork:documents")
    return redirect("paperwork:document", key)


@require_safe
def on_paper(request: HttpRequest, key: str) -> HttpResponse:
    """The letter alone, to print; works without anything installed."""
    one = _readable(request, key)
    context = {"document": one, "letter": letter_of(one)}
    return render(request, "paperwork/on_paper.html", context)


@require_safe
def pdf(request: HttpRequest, key: str) -> HttpResponse:
    # Typst is an extra, and heavy: imported by whoever asks for a PDF.
    from renkei.paperwork.printing.pdf import pdf_of

    one = _readable(request, key)
    name = f"{one.number_written or one.key}.pdf"
    return HttpResponse(
        pdf_of(letter_of(one)),
        content_type=PDF,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
            "X-Content-Type-Options": "nosniff",
        },
    )


def _readable(request: HttpRequest, key: str) -> Document:
    by = asker_of(request)
    one = Document.objects.select_related("series").seen_by(by, key=key)
    looked_at(one, by=by)
    return one


def _row(one: Document) -> dict[str, object]:
    day = one.issued_on or timezone.localdate(one.drafted_at)
    return {
        "key": one.key,
        "number": one.number_written,
        "title": one.title,
        "addressee": one.addressee,
        "state": one.state,
        "state_name": DocumentState(one.state).label,
        "on": long_date(day),
    }


def _may_write(asker: Asker, series: Series) -> bool:
    return may(asker, Verb.WRITE, Document(unit=series.unit, side=series.side))


def _begun(name: str, cancels: Document | None) -> dict[str, str]:
    """What a letter begins with, in the reader's language."""
    language = "en" if is_english() else "ja"
    begun = letters().get(CANCELLING if cancels else name)
    said = {"language": language, "addressee": cancels.addressee if cancels else ""}
    if begun is not None:
        said |= {"title": localized(begun.title), "body": localized(begun.body)}
    return said


def _possible(by: Asker, one: Document) -> dict[str, object]:
    may_write = may(by, Verb.WRITE, one)
    is_drafted = one.state == DocumentState.DRAFTED
    is_approved = one.state == DocumentState.APPROVED
    return {
        "may_edit": may_write and is_drafted,
        "may_approve": may_approve(by, one),
        "may_send_back": (is_drafted or is_approved) and may(by, Verb.DECIDE, one),
        "may_issue": may_write and is_approved,
        "may_cancel": may_write
        and one.state == DocumentState.ISSUED
        and not Document.objects.filter(cancels=one).exists(),
        "is_own_draft": is_drafted and by.person in (one.drafted_by, one.edited_by),
    }


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def _closed(request: HttpRequest, by: Asker, one: Document) -> HttpResponse:
    """That there is a letter of another section, with its number and not its title."""
    context = {
        "title": _("文書"),
        "reference": one.number_written,
        "unit": unit_names([one.unit]).get(one.unit, ""),
        "open_address": address_to_open(one) if may(by, Verb.OPEN, one) else "",
        "list_address": reverse("paperwork:documents"),
    }
    return render(request, "paperwork/closed.html", context)
