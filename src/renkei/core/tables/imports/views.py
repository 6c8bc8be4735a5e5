"""Pages of an import: hand in, look, confirm, receipt, take back."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from renkei.core.choices import labels
from renkei.core.limits import count_as_done
from renkei.core.models import ImportBatch
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.states import BatchState, ChangeKind
from renkei.core.tables.guards import UPLOADS, NotATable, refuse_too_large
from renkei.core.tables.imports import actions, words
from renkei.core.tables.imports.checking import Checked, check_table
from renkei.core.tables.imports.importers import (
    Importer,
    importer_named,
    importers,
    importers_for,
)
from renkei.core.tables.imports.template import as_attachment, empty_workbook
from renkei.core.tables.intake import Intake, Remark
from renkei.core.writing import localized, moment, number


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    asker = asker_of(request)
    if not asker.is_somebody:
        return redirect_to_login(request.get_full_path())
    page = page_of(ImportBatch.objects.visible_to(asker), request)
    names = {one.name: localized(one.label) for one in importers()}
    states = labels(BatchState)
    context = {
        "page": page,
        "offered": [{"name": one.name, "label": names[one.name]} for one in importers_for(asker)],
        "rows": [
            {
                "batch": batch,
                "label": names.get(batch.importer, batch.importer),
                "state": states[batch.state],
                "when": moment(batch.made_at),
                "n": number(batch.n_rows),
            }
            for batch in page.rows
        ],
    }
    return render(request, "core/imports/home.html", context)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, name: str) -> HttpResponse:
    asker = asker_of(request)
    importer = _importer(name, asker)
    checked = _checked(request, importer, asker) if request.method == "POST" else None
    if checked and checked.batch:
        return redirect(checked.batch)
    problems = checked.intake.problems if checked else []
    context = {
        "importer": importer.name,
        "label": localized(importer.label),
        "columns": importer.columns,
        "limits": {"mb": number(UPLOADS.megabytes), "rows": number(UPLOADS.rows)},
        "problems": words.places(problems),
        "n_problems": number(len(problems)),
        "n_shown": number(min(len(problems), words.MOST_REMARKS)),
        "has_more": len(problems) > words.MOST_REMARKS,
    }
    return render(request, "core/imports/upload.html", context, status=422 if problems else 200)


@require_GET
def template(request: HttpRequest, name: str) -> HttpResponse:
    importer = _importer(name, asker_of(request))
    return as_attachment(empty_workbook(importer), f"{importer.name}-template.xlsx")


@require_GET
def batch(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = ImportBatch.objects.seen_by(asker, key=key)
    importer = actions.importer_of(found)
    chosen = request.GET.get("show", "")
    rows = found.rows.filter(change=chosen) if chosen in ChangeKind else found.rows.all()
    page = page_of(rows.order_by("number"), request)
    tallies, n_done = words.tallies(found, chosen)
    remarks = [Remark(**one) for one in found.repairs]
    notices = [one for one in remarks if one.is_notice]
    repairs = [one for one in remarks if not one.is_notice]
    context = {
        "batch": found,
        "label": localized(importer.label),
        "state": words.said_of(found, n_done, asker),
        "tallies": tallies,
        "chosen": chosen,
        "changes_nothing": all(t.n == "0" for t in tallies if t.kind != ChangeKind.SAME),
        "page": page,
        "lines": words.lines(page.rows, importer),
        "notices": words.places(notices),
        "n_notices": number(len(notices)),
        "repairs": words.places(repairs),
        "n_repairs": number(len(repairs)),
        "earlier": words.earlier_of_same_file(found, asker),
        "may_write": may(asker, Verb.WRITE, found) and importer.may_import(asker),
    }
    return render(request, "core/imports/batch.html", context)


@require_POST
def apply(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = ImportBatch.objects.seen_by(asker, Verb.WRITE, key=key)
    actions.confirm_import(found, by=asker, on=timezone.localdate())
    return redirect(found)


@require_POST
def resume(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = ImportBatch.objects.seen_by(asker, Verb.WRITE, key=key)
    actions.continue_import(found, by=asker)
    return redirect(found)


@require_POST
def undo(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = ImportBatch.objects.seen_by(asker, Verb.WRITE, key=key)
    actions.undo_import(found, by=asker, on=timezone.localdate())
    return redirect(found)


@require_POST
def drop(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = ImportBatch.objects.seen_by(asker, Verb.WRITE, key=key)
    actions.drop_import(found, by=asker)
    messages.success(request, _("読み込んだ表を破棄しました。記録は何も変わっていません。"))
    return redirect("imports:home")


def _importer(name: str, asker: Asker) -> Importer:
    """Whoever may not hand in such a table does not learn that it exists."""
    importer = importer_named(name)
    if importer is None or not importer.may_import(asker):
        raise Http404(f"no tables of the kind {name!r}")
    return importer


def _checked(request: HttpRequest, importer: Importer, asker: Asker) -> Checked:
    """What came of the file in the form; a file that is too large is not even taken into memory."""
    count_as_done("import", asker)
    file = request.FILES.get("file")
    if file is None or not file.size:
        return Checked(Intake(problems=[Remark(_("ファイルを選んでください。"))]))
    try:
        refuse_too_large(file.size, UPLOADS)
    except NotATable as error:
        return Checked(Intake(problems=[Remark(str(error))]))
    return check_table(importer, name=file.name or "", content=file.read(), by=asker)
