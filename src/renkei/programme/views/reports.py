"""Reports: the list, making one, one of them with its files, and what a programme office does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from renkei.core.jobs import start_job
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of, may, must
from renkei.core.sides import OTHER, Side
from renkei.core.tables.out import XLSX_TYPE
from renkei.core.writing import fiscal_year, long_date, moment
from renkei.directory.views.refusals import said
from renkei.programme.actions.reports import agree_to_report, check_wanted, withdraw_report
from renkei.programme.charters import charter_on
from renkei.programme.forms.reports import MakeForm, WithdrawForm
from renkei.programme.models import Report
from renkei.programme.queries.reports import (
    before,
    newest_published,
    reports_for,
    sides_to_agree,
    told_by,
    years_of_reports,
)
from renkei.programme.reporting.changes import changes
from renkei.programme.reporting.telling import paper
from renkei.programme.states import ReportState, Scope

OPEN = (ReportState.DRAFT, ReportState.CHECKED)


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    asker, asked = asker_of(request), request.GET
    scope, year = asked.get("scope", "")[:12], asked.get("year", "")
    wanted_year = int(year) if year.isdecimal() and len(year) == 4 else None
    page = page_of(reports_for(asker, scope=scope, fiscal_year=wanted_year), request)
    context = {
        "page": page.with_rows([_row(one) for one in page.rows]),
        "scopes": Scope.choices,
        "years": [(str(one), fiscal_year(one)) for one in years_of_reports(asker)],
        "asked": {"scope": scope, "year": year},
        "is_filtered": bool(scope or year),
        "may_make": may(asker, Verb.WRITE, Report()),
    }
    return render(request, "programme/reports.html", context)


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    title: str
    scope: str
    revision: str
    state: str
    is_open: bool
    day: str  # on which it was let out, else made


def _row(report: Report) -> Row:
    at = report.published_at or report.made_at
    return Row(
        key=report.key,
        title=report.title,
        scope=str(report.get_scope_display()),
        revision=_("第%(n)s版") % {"n": report.revision},
        state=str(report.get_state_display()),
        is_open=report.state in OPEN,
        day=long_date(timezone.localdate(at)),
    )


def make(request: HttpRequest) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    must(asker, Verb.WRITE, Report())
    form = MakeForm(
        request.POST or None,
        agreed=charter_on(today),
        on=today,
        initial={"subject": request.GET.get("subject", ""), "year": request.GET.get("year", "")},
    )
    if request.method == "POST" and form.is_valid():
        wanted = form.wanted()
        title = said(form, lambda: check_wanted(wanted, by=asker))
        if title:
            job = start_job(
                "programme.report",
                by=asker,
                title=title,
                scope=wanted.scope,
                about=wanted.about,
                fiscal_year=wanted.fiscal_year,
                known_at=wanted.known_at.isoformat(),
                reason=wanted.reason,
            )
            return redirect(job)
    context = {"form": form}
    return render(request, "programme/make_report.html", context, status=_status(form))


@require_safe
def report(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    one = Report.objects.seen_by(asker, key=key)
    return render(request, "programme/report.html", _shown(one, asker))


def _shown(one: Report, asker: Asker) -> dict[str, Any]:
    is_open, is_office = one.state in OPEN, may(asker, Verb.PUBLISH, one)
    earlier = before(one, asker) if asker.is_staff else None
    return {
        "report": one,
        "paper": paper(one),
        "state": one.get_state_display(),
        "newer": newest_published(one),
        "is_open": is_open,
        "agreed": [(side.label, _agreed_on(one, side)) for side in OTHER] if is_open else [],
        "to_agree": [(side, Side(side).label) for side in sides_to_agree(one, asker) if is_open],
        "may_withdraw": is_open and is_office,
        "earlier": earlier,
        "changes": changes(told_by(earlier), told_by(one)) if earlier else [],
    }


def _agreed_on(one: Report, side: str) -> str:
    at = getattr(one, f"{side}_at")
    return moment(at) if at else ""


@require_safe
def file(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Errors  Http404 for a kind that is not offered"""
    one = Report.objects.seen_by(asker_of(request), Verb.EXPORT, key=key)
    if kind not in FILES:
        raise Http404(f"no file of the kind {kind!r}")
    content_type, make_file = FILES[kind]
    name = f"report-{one.scope}{f'-{one.about}' if one.about else ''}-{one.fiscal_year}"
    disposition = content_disposition_header(True, f"{name}-r{one.revision}.{kind}")
    return HttpResponse(
        make_file(one),
        content_type=content_type,
        headers={"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"},
    )


def _pdf(one: Report) -> bytes:
    from renkei.programme.reporting.printing import pdf_of

    return pdf_of(paper(one))


def _xlsx(one: Report) -> bytes:
    from renkei.programme.reporting.book import book_of

    return book_of(one, paper(one))


def _zip(one: Report) -> bytes:
    from renkei.programme.reporting.opendata import zip_of

    return zip_of(one)


FILES: dict[str, tuple[str, Callable[[Report], bytes]]] = {
    "pdf": ("application/pdf", _pdf),
    "xlsx": (XLSX_TYPE, _xlsx),
    "zip": ("application/zip", _zip),
}


@require_POST
def agree(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    one = Report.objects.seen_by(asker, key=key)
    side = request.POST.get("side", "")[:10]
    agreed = agree_to_report(one, side=side, by=asker, on=timezone.localdate())
    if agreed.is_public:
        messages.success(request, _("道と市の両方が確かめたので、公表しました。"))
    else:
        messages.success(request, _("確かめました。もう一方の側が確かめると公表されます。"))
    return redirect("programme:report", key)


def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    one = Report.objects.seen_by(asker, Verb.WRITE, key=key)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = said(
            form,
            lambda: withdraw_report(one, reason=reason, by=asker, on=timezone.localdate()),
        )
        if done:
            messages.success(request, _("報告書の案を取り下げました。"))
            return redirect("programme:reports")
    context = {"form": form, "report": one}
    return render(request, "programme/withdraw_report.html", context, status=_status(form))


def _status(form: Any) -> int:
    return 422 if form.errors else 200
