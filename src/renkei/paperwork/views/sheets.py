"""Which sheets there are, what they ask, blank to print; and to begin one at a desk."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from renkei.charter.sheets import Sheet, Version
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.writing import is_english, localized, long_date
from renkei.paperwork.actions.answers import About, start_answers
from renkei.paperwork.models import Answers
from renkei.paperwork.queries.sheets import sheets as all_sheets
from renkei.paperwork.records import address_of
from renkei.paperwork.sheets.fields import Shown, form_parts
from renkei.paperwork.sheets.reading import Given
from renkei.paperwork.sheets.wording import as_html, as_text
from renkei.paperwork.views.filling import EASY, wants_easy


@dataclass(frozen=True, slots=True)
class Edition:
    """A version as the page of its sheet names it."""

    name: str
    valid: str
    state: str
    n_questions: int
    origin: str
    printed: tuple[tuple[str, str], ...]  # address and name of each printable form


@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = [
        {
            "key": key,
            "title": localized(sheet.title),
            "purpose": localized(sheet.purpose),
            "initiatives": sheet.initiatives,
            "in_use": _in_use(sheet, today),
            "by_link": sheet.by_link,
        }
        for key, sheet in all_sheets().items()
    ]
    return render(request, "paperwork/sheets.html", {"sheets": rows})


@require_safe
def sheet(request: HttpRequest, name: str) -> HttpResponse:
    found = _sheet(name)
    asker = asker_of(request)
    context = {
        "name": name,
        "title": localized(found.title),
        "title_elsewhere": found.title.ja if is_english() else found.title.en,
        "elsewhere": "ja" if is_english() else "en",
        "purpose": localized(found.purpose),
        "initiatives": found.initiatives,
        "editions": [_edition(name, version) for version in reversed(found.versions)],
        "questions": _questions(found.versions[-1]),
        "units": units_to_begin_at(asker) if found.version_on(timezone.localdate()) else [],
        "about": {key: request.GET.get(key, "") for key in ABOUT},
    }
    return render(request, "paperwork/sheet.html", context)


@require_safe
def blank(request: HttpRequest, name: str, version: str) -> HttpResponse:
    """The form on paper, with lines to write on."""
    found = _sheet(name).version(version)
    if found is None:
        raise Http404("no such version")
    easy = wants_easy(request)
    context = {
        "title": as_text(_sheet(name).title, easy=easy),
        "heading": as_html(_sheet(name).title, easy=easy),
        "name": name,
        "intro": as_html(found.intro, easy=easy),
        "afterwards": as_html(found.afterwards, easy=easy),
        "version": version,
        "parts": form_parts(found, Given(), Shown(easy)),
    }
    return render(request, "paperwork/blank.html", context)


ABOUT = ("kind", "key", "organisation", "person")


@require_POST
def start(request: HttpRequest, name: str) -> HttpResponse:
    _sheet(name)
    about = {key: request.POST.get(key, "")[:30] for key in ABOUT}
    if bool(about["kind"]) != bool(about["key"]):
        raise Http404("a record is named by kind and key")
    by = asker_of(request)
    for kind, key in ((about["kind"], about["key"]), ("organisation", about["organisation"])):
        if key and not address_of(kind, key, by):
            raise Http404("no such record")
    answers = start_answers(
        name,
        by=by,
        unit=request.POST.get("unit", "")[:26],
        on=timezone.localdate(),
        about=About(**about),
    )
    return redirect("paperwork:fill", answers.key)


def units_to_begin_at(asker: Asker) -> list[tuple[str, str]]:
    """Key and name of the units at which the asker may begin a sheet."""
    return [
        (seat.unit, f"{seat.organisation_name} {seat.unit_name}".strip())
        for seat in {seat.unit: seat for seat in asker.seats}.values()
        if may(asker, Verb.SHARE, Answers(unit=seat.unit, side=seat.side))
    ]


def _sheet(name: str) -> Sheet:
    found = all_sheets().get(name)
    if found is None:
        raise Http404("no such sheet")
    return found


def _in_use(sheet: Sheet, today: date) -> str:
    version = sheet.version_on(today)
    return version.version if version and version.released else ""


def _edition(name: str, version: Version) -> Edition:
    first = long_date(version.valid_from)
    valid = (
        _("%(first)sから%(last)sまで") % {"first": first, "last": long_date(version.valid_to)}
        if version.valid_to
        else _("%(first)sから") % {"first": first}
    )
    address = reverse("paperwork:blank_sheet", args=[name, version.version])
    printed = [(address, _("印刷用の用紙"))]
    if EASY in version.languages:
        printed.append((f"{address}?{EASY}=1", _("印刷用の用紙(やさしい日本語)")))
    return Edition(
        name=version.version,
        valid=valid,
        state=_("使用中") if version.released else _("準備中"),
        n_questions=len(version.questions),
        origin=localized(version.origin),
        printed=tuple(printed),
    )


def _questions(version: Version) -> list[dict[str, object]]:
    """Both languages side by side, so that whoever hands a sheet out sees what is asked."""
    return [
        {
            "ja": question.label.ja,
            "en": question.label.en,
            "required": question.required,
            "is_personal": question.is_personal,
            "codes": [(c.code, c.label.ja, c.label.en) for c in question.choices],
        }
        for question in version.questions
    ]
