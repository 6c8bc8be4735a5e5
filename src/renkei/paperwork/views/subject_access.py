"""Everything about me: what is held, as a file, and how to mend or end it; the public register."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from renkei.core.jobs import start_job
from renkei.core.limits import count_as_done
from renkei.core.rights import Verb, asker_of
from renkei.core.writing import language, localized, long_date, number
from renkei.paperwork.actions.subject_access import make_disclosure
from renkei.paperwork.content.storing import path_of
from renkei.paperwork.models import Disclosure
from renkei.paperwork.personal import PersonalFile, register
from renkei.paperwork.queries.attachments import size_written
from renkei.paperwork.queries.subject_access import (
    Section,
    attachments_about,
    disclosures_of,
    everything_about,
)
from renkei.paperwork.records import address_of
from renkei.paperwork.retaining import schedule

# What is made at once; more than this is made while nobody waits for it.
MOST_ROWS = 2000
MOST_BYTES = 20 * 1024 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
def about_me(request: HttpRequest) -> HttpResponse:
    asker = asker_of(request)
    if not asker.is_somebody:
        return redirect_to_login(request.get_full_path())
    counted = [(one, one.n_rows) for one in everything_about(asker.person)]
    if request.method == "POST":
        return _make(request, sum(n for _one, n in counted))
    context = {
        "sections": [_shown(one, n) for one, n in counted if n],
        "empty": [localized(one.table.name) for one, n in counted if not n],
        "files": [
            {
                "file": one,
                "size": size_written(one.size),
                "made": long_date(timezone.localdate(one.made_at)),
                "until": long_date(timezone.localdate(one.expires_at)),
            }
            for one in disclosures_of(asker, timezone.now())
        ],
        "account": address_of("person", asker.person, asker),
    }
    return render(request, "paperwork/about_me.html", context)


def _shown(section: Section, n: int) -> dict[str, str]:
    return {
        "name": localized(section.table.name),
        "purpose": localized(section.file.purpose),
        "n": number(n),
    }


def _make(request: HttpRequest, n_rows: int) -> HttpResponse:
    asker = asker_of(request)
    count_as_done("disclosure", asker)
    n_bytes = sum(one.size for one in attachments_about(asker.person))
    if n_rows > MOST_ROWS or n_bytes > MOST_BYTES:
        return redirect(start_job("paperwork.disclosure", by=asker).get_absolute_url())
    make_disclosure(by=asker, language=language()[:2])
    messages.success(request, _("ファイルができました。下から受け取れます。"))
    return redirect("paperwork:about_me")


@require_safe
def download(request: HttpRequest, key: str) -> FileResponse:
    asker = asker_of(request)
    found = Disclosure.objects.seen_by(asker, Verb.READ, key=key)
    try:
        if found.expires_at <= timezone.now():
            raise FileNotFoundError
        file = path_of(found.stored).open("rb")
    except OSError as error:
        raise Http404("it has waited long enough") from error
    name = f"renkei-{timezone.localdate(found.made_at).isoformat()}.zip"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def personal_files(request: HttpRequest) -> HttpResponse:
    """For everybody: the law wants it published."""
    context = {"files": [_file_shown(one) for one in register().files]}
    return render(request, "paperwork/personal_files.html", context)


def _file_shown(file: PersonalFile) -> dict[str, object]:
    items = {localized(label): None for table in file.tables for label in table.fields.values()}
    terms = [schedule()[kind] for kind in file.kinds if kind in schedule()]
    return {
        "key": file.key,
        "name": localized(file.name),
        "purpose": localized(file.purpose),
        "people": localized(file.people),
        "items": list(items),
        "collected": localized(file.collected),
        "recipients": localized(file.recipients),
        "is_sensitive": file.is_sensitive,
        "terms": [
            {
                "years": term.years,
                "after": localized(term.after),
                "then": term.then.label,
                "is_assumed": term.is_assumed,
            }
            for term in terms
        ],
    }
