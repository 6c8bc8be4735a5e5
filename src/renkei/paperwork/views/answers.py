"""Answers in the workspace: the list, one of them, filling in, deciding, asking by a link."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from renkei.core.access import address_to_open, looked_at
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.tables import as_csv, as_xlsx, download
from renkei.core.tables.out import attachment
from renkei.core.writing import localized
from renkei.journal.queries import entries_about
from renkei.paperwork.actions.answers import take_back_answers
from renkei.paperwork.actions.deciding import (
    accept_answers,
    discard_answers,
    make_link,
    return_answers,
    withdraw_link,
)
from renkei.paperwork.models import AnswerLink, Answers, Hold
from renkei.paperwork.parts import attachments_part
from renkei.paperwork.queries.answers import (
    answers_list,
    is_open,
    links_of,
    reference,
    row,
)
from renkei.paperwork.queries.exported import MOST_EXPORTED, codes_table, table_of
from renkei.paperwork.queries.sheets import sheets, title_of, version_of
from renkei.paperwork.queries.units import names, unit_names
from renkei.paperwork.records import record_named
from renkei.paperwork.sheets.fields import answered_parts
from renkei.paperwork.sheets.reading import Given
from renkei.paperwork.states import AnswersState
from renkei.paperwork.views import filling
from renkei.paperwork.views.filling import Flow, moment, wants_easy

LINK_DAYS = 30


@require_safe
def answers_page(request: HttpRequest) -> HttpResponse:
    asker = asker_of(request)
    asked = Asked(request)
    # A row says nothing of what was answered, which may be long.
    page = page_of(asked.found(asker).defer("values", "unread"), request)
    names_of_units = unit_names(one.unit for one in page.rows)
    context = {
        "page": page.with_rows([row(one, names_of_units) for one in page.rows]),
        "asked": asked,
        "sheets": [(key, localized(one.title)) for key, one in sheets().items()],
        "states": AnswersState.choices,
        "is_filtered": asked.is_filtered,
        "exports": asked.exports(asker),
        "codes": reverse("paperwork:codes_file", args=[asked.sheet, "csv"]) if asked.sheet else "",
    }
    return render(request, "paperwork/answers_list.html", context)


class Asked:
    """The filters of a list, as they stand in its address."""

    def __init__(self, request: HttpRequest) -> None:
        given = request.GET
        self.sheet = given.get("sheet", "") if given.get("sheet") in sheets() else ""
        self.state = given.get("state", "") if given.get("state") in AnswersState else ""
        self.first, self.last = _day(given.get("first", "")), _day(given.get("last", ""))
        self.query = given.urlencode()

    def found(self, asker: Asker):  # type: ignore[no-untyped-def]
        return answers_list(
            asker, sheet=self.sheet, state=self.state, first=self.first, last=self.last
        )

    @property
    def is_filtered(self) -> bool:
        return bool(self.sheet or self.state or self.first or self.last)

    def exports(self, asker: Asker) -> dict[str, str]:
        """Addresses by kind of file; none where nothing is chosen, or the asker exports nothing."""
        if not self.sheet or not Answers.objects.visible_to(asker, Verb.EXPORT).exists():
            return {}
        return {
            kind: f"{reverse('paperwork:answers_file', args=[kind])}?{self.query}"
            for kind in ("xlsx", "csv")
        }


@require_safe
def answers_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The answers of one sheet as a table; only what the asker may export.

    People wrote these texts, and a spreadsheet may run what a CSV holds: there a text that looks
    like a formula stands behind an apostrophe.
    """
    asked = Asked(request)
    if not asked.sheet:
        raise Http404("choose a sheet")
    found = asked.found(asker_of(request)).visible_to(asker_of(request), Verb.EXPORT)
    found = found.select_related("used")
    table = table_of(asked.sheet, list(found[:MOST_EXPORTED]))
    makers = {
        "csv": lambda: as_csv(table, is_free_text=True),
        "xlsx": lambda: as_xlsx(table, ()),
    }
    return attachment(makers, f"renkei-{asked.sheet}", kind)


@require_safe
def codes_file(_request: HttpRequest, name: str, kind: str) -> HttpResponse:
    if name not in sheets():
        raise Http404("no such sheet")
    return download(codes_table(name), (), f"renkei-{name}-codes", kind)


@require_safe
def one(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    answers = Answers.objects.seen_by(asker, Verb.FIND, key=key)
    if not may(asker, Verb.READ, answers):
        return _closed(request, asker, answers)
    looked_at(answers, by=asker)
    people = names("person", [answers.saved_by, answers.submitted_by, answers.decided_by])
    context = {
        "answers": answers,
        "title": localized(title_of(answers.sheet)),
        "reference": reference(answers),
        "state": AnswersState(answers.state).label,
        "parts": answered_parts(version_of(answers), Given(answers.values, answers.unread)),
        "unit": unit_names([answers.unit]).get(answers.unit, ""),
        "organisation": names("organisation", [answers.organisation]).get(answers.organisation, ""),
        "about": _about(asker, answers),
        "entries": entries_about("answers", answers.key),
        "part": attachments_part(answers, asker),
        "saved_by": people.get(answers.saved_by, _("リンクからの回答") if answers.saved_at else ""),
        "decided_by": people.get(answers.decided_by, ""),
        "saved_at": moment(answers.saved_at),
        "submitted_at": moment(answers.submitted_at),
        "decided_at": moment(answers.decided_at),
        "links": [
            {"key": link.key, "until": moment(link.expires_at)} for link in links_of(answers)
        ],
        **_possible(asker, answers),
    }
    return render(request, "paperwork/answers.html", context)


def fill(request: HttpRequest, key: str) -> HttpResponse:
    flow = _flow(request, key)
    if not is_open(flow.answers):
        return redirect("paperwork:answers", key)
    return filling.fill(request, flow)


@require_POST
def autosave(request: HttpRequest, key: str) -> HttpResponse:
    return filling.autosave(request, _flow(request, key))


def review(request: HttpRequest, key: str) -> HttpResponse:
    flow = _flow(request, key)
    if not is_open(flow.answers):
        return redirect("paperwork:answers", key)
    return filling.review(request, flow)


@require_safe
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    flow = _flow(request, key, Verb.READ)
    if is_open(flow.answers):
        return redirect("paperwork:answers", key)
    return filling.receipt(request, flow)


@require_POST
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """One of the buttons of the page: accept, return, take back, throw away."""
    by = asker_of(request)
    answers = Answers.objects.seen_by(by, key=key)
    today = timezone.localdate()
    choice = request.POST.get("choice", "")
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "accept": (lambda: accept_answers(answers, by=by, on=today), _("受理しました。")),
        "return": (
            lambda: return_answers(answers, by=by, on=today, reason=request.POST.get("reason", "")),
            _("差し戻しました。"),
        ),
        "take_back": (
            lambda: take_back_answers(answers, by=by, on=today),
            _("取り下げました。直して出し直せます。"),
        ),
        "discard": (lambda: discard_answers(answers, by=by), _("下書きを捨てました。")),
    }
    if choice not in acts:
        raise Http404("no such choice")
    act, done = acts[choice]
    act()
    messages.success(request, done)
    if choice == "discard":
        return redirect("paperwork:answers_list")
    return redirect("paperwork:fill" if choice == "take_back" else "paperwork:answers", key)


@require_POST
def ask_by_link(request: HttpRequest, key: str) -> HttpResponse:
    """Makes a link and shows it this once: of its secret only the digest is kept."""
    by = asker_of(request)
    answers = Answers.objects.seen_by(by, key=key)
    days = request.POST.get("days", "")
    link, secret = make_link(
        answers,
        by=by,
        on=timezone.localdate(),
        days=int(days) if days.isdecimal() and len(days) < 4 else 0,
    )
    path = reverse("paperwork:link_fill", args=[secret])
    context = {
        "answers": answers,
        "title": localized(title_of(answers.sheet)),
        "reference": reference(answers),
        "link": request.build_absolute_uri(path),
        "until": moment(link.expires_at),
    }
    return render(request, "paperwork/link.html", context)


@require_POST
def end_link(request: HttpRequest, key: str, link: str) -> HttpResponse:
    by = asker_of(request)
    answers = Answers.objects.seen_by(by, key=key)
    found = AnswerLink.objects.filter(key=link, answers=answers).first()
    if found is None:
        raise Http404("no such link")
    withdraw_link(found, by=by)
    messages.success(request, _("リンクを止めました。もう開けません。"))
    return redirect("paperwork:answers", key)


def _closed(request: HttpRequest, asker: Asker, answers: Answers) -> HttpResponse:
    """That it is there, whose it is, and how it could be opened; nothing of what it says."""
    context = {
        "title": localized(title_of(answers.sheet)),
        "reference": reference(answers),
        "unit": unit_names([answers.unit]).get(answers.unit, ""),
        "open_address": address_to_open(answers) if may(asker, Verb.OPEN, answers) else "",
    }
    return render(request, "paperwork/closed.html", context)


def _possible(asker: Asker, answers: Answers) -> dict[str, object]:
    """What the reader may do now."""
    may_write = may(asker, Verb.WRITE, answers)
    may_decide = may(asker, Verb.DECIDE, answers)
    is_submitted = answers.state == AnswersState.SUBMITTED
    never_submitted = answers.state == AnswersState.DRAFT and answers.submitted_at is None
    may_hold = may(asker, Verb.WRITE, Hold(unit=answers.unit))
    return {
        "may_fill": may_write and is_open(answers),
        "may_take_back": may_write and is_submitted,
        "may_accept": may_decide and is_submitted,
        "may_return": may_decide
        and answers.state in (AnswersState.SUBMITTED, AnswersState.ACCEPTED),
        "may_discard": never_submitted
        and may(asker, Verb.WRITE if answers.made_by == asker.person else Verb.ERASE, answers),
        "may_ask": is_open(answers) and may(asker, Verb.SHARE, answers),
        "link_days": LINK_DAYS,
        "may_hand": may(asker, Verb.SHARE, answers),
        "may_hold": may_hold,
        # Whoever answers for the unit, and whom the answers are about.
        "may_see_looks": may_hold or asker.person == answers.shown_to,
    }


def _about(asker: Asker, answers: Answers) -> dict[str, str]:
    """The record the answers belong to, where the reader may know of it."""
    from renkei.core.rights import kind_of

    record = record_named(answers.about_kind, answers.about_key) if answers.about_kind else None
    if record is None or not may(asker, Verb.FIND, record):
        return {}
    kind = kind_of(record)
    return {"title": kind.title(record), "address": kind.address(record)}


def _flow(request: HttpRequest, key: str, verb: Verb = Verb.WRITE) -> Flow:
    by = asker_of(request)
    answers = Answers.objects.select_related("used").seen_by(by, verb, key=key)
    looked_at(answers, by=by)

    def to(step: str) -> str:
        return reverse(f"paperwork:{step}", args=[key])

    return Flow(
        answers,
        by,
        to("fill"),
        to("autosave"),
        to("review"),
        to("receipt"),
        to("answers"),
        easy=wants_easy(request),
        more={"may_take_back": False},
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
