"""Attachments: the list with its form, the file, its picture, and taking it away."""

from django.conf import settings
from django.contrib import messages
from django.core.files import File
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from renkei.core.access import looked_at
from renkei.core.errors import NotPermitted
from renkei.core.limits import count_as_done
from renkei.core.rights import Asker, asker_of, kind_of
from renkei.paperwork import rules
from renkei.paperwork.actions.attachments import attach, remove_attachment
from renkei.paperwork.content import KINDS, Unwelcome
from renkei.paperwork.content.check import too_large
from renkei.paperwork.content.storing import path_of
from renkei.paperwork.models import Attachment
from renkei.paperwork.parts import attachments_part
from renkei.paperwork.queries.attachments import record_of, shown
from renkei.paperwork.records import record_named

# Were a content ever read as a page, it could do nothing there.
SANDBOX = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def attachments(request: HttpRequest, kind: str, record_key: str) -> HttpResponse:
    asker = asker_of(request)
    record = _record(asker, kind, record_key)
    problem = ""
    if request.method == "POST":
        count_as_done("attachment", asker)
        try:
            attach(record, _uploaded(request), by=asker)
        except Unwelcome as error:
            problem = str(error)
        else:
            messages.success(request, _("ファイルを添付しました。"))
            return redirect(kind_of(record).address(record))
    context = {
        "part": attachments_part(record, asker, problem=problem),
        "title": kind_of(record).title(record),
        "back": kind_of(record).address(record),
    }
    status = 422 if problem else 200
    return render(request, "paperwork/attachments.html", context, status=status)


def _record(asker: Asker, kind: str, key: str) -> Model:
    record = record_named(kind, key)
    if record is None or not rules.attachments.may_read_files_of(asker, record):
        raise Http404("no record to show")
    _look(record, asker)
    return record


def _look(record: Model, asker: Asker) -> None:
    if kind_of(record).is_watched:
        looked_at(record, by=asker)


def _uploaded(request: HttpRequest) -> File:
    """Errors  Unwelcome when nothing was chosen, or it was too large to be read to its end"""
    file = request.FILES.get("file")
    if getattr(request, "has_too_large_file", False):
        raise too_large(settings.UPLOAD_BYTES)
    if file is None:
        raise Unwelcome(
            _("ファイルが選ばれていません。ファイルを選んでから「添付する」を押してください。")
        )
    return file


@require_safe
def download(request: HttpRequest, key: str) -> FileResponse:
    return _content(_attachment(request, key), as_attachment=True)


@require_safe
def picture(request: HttpRequest, key: str) -> FileResponse:
    attachment = _attachment(request, key)
    if not KINDS[attachment.kind].is_picture:
        raise Http404("no picture")
    return _content(attachment, as_attachment=False)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    attachment = _attachment(request, key)
    record = record_of(attachment)
    assert record is not None
    if not rules.attachments.may_remove(asker, attachment):
        raise NotPermitted("may not remove")
    back = kind_of(record).address(record)
    if request.method == "POST":
        remove_attachment(attachment, by=asker)
        messages.success(request, _("ファイルを削除しました。"))
        return redirect(back)
    context = {"file": shown([attachment])[0], "title": kind_of(record).title(record), "back": back}
    return render(request, "paperwork/remove_attachment.html", context)


def _attachment(request: HttpRequest, key: str) -> Attachment:
    """One that the asker may read; that it was read is written down where the record is watched."""
    asker = asker_of(request)
    attachment = Attachment.objects.filter(key=key).first() if key.isprintable() else None
    if attachment is None or not rules.attachments.may_read(asker, attachment):
        raise Http404("no attachment to show")
    record = record_of(attachment)
    if record is not None:
        _look(record, asker)
    return attachment


def _content(attachment: Attachment, *, as_attachment: bool) -> FileResponse:
    try:
        file = path_of(attachment.stored).open("rb")
    except OSError as error:
        raise Http404("the content is lost") from error
    response = FileResponse(
        file,
        as_attachment=as_attachment,
        filename=attachment.name,
        content_type=KINDS[attachment.kind].media_type,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
