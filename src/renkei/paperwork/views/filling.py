"""Filling in a sheet: the same pages for whoever has a seat and for whoever holds a link."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.keys import new_key
from renkei.core.rights import Asker
from renkei.core.writing import is_english, localized, long_date
from renkei.paperwork.actions.answers import (
    Filler,
    Incomplete,
    SavedMeanwhile,
    save_answers,
    submit_answers,
)
from renkei.paperwork.models import Answers
from renkei.paperwork.queries.answers import reference
from renkei.paperwork.queries.sheets import sheets, title_of, version_of
from renkei.paperwork.queries.units import names, unit_names
from renkei.paperwork.sheets.fields import (
    Shown,
    answered_parts,
    differences,
    field_id,
    form_parts,
)
from renkei.paperwork.sheets.reading import Given, Problem, problems, read_sent
from renkei.paperwork.sheets.wording import as_html, as_text

EASY = "easy"


@dataclass(frozen=True, slots=True)
class Flow:
    """Whose hand it is, and where the steps of the way are."""

    answers: Answers
    by: Filler
    fill: str
    autosave: str
    review: str
    receipt: str
    back: str = ""  # out of the sheet
    easy: bool = False
    more: dict[str, object] = field(default_factory=dict)

    def address(self, step: str) -> str:
        address: str = getattr(self, step)
        return f"{address}?{EASY}=1" if self.easy else address

    @property
    def is_by_link(self) -> bool:
        return not isinstance(self.by, Asker)

    def context(self) -> dict[str, object]:
        version = version_of(self.answers)
        title = title_of(self.answers.sheet)
        return {
            "flow": self,
            "answers": self.answers,
            "title": as_text(title, easy=self.easy),
            "heading": as_html(title, easy=self.easy),
            "intro": as_html(version.intro, easy=self.easy),
            "afterwards": as_html(version.afterwards, easy=self.easy),
            "reference": reference(self.answers),
            "unit": unit_names([self.answers.unit]).get(self.answers.unit, ""),
            "fill_address": self.address("fill"),
            "autosave_address": self.address("autosave"),
            "review_address": self.address("review"),
            "receipt_address": self.address("receipt"),
            "other_reading": self._other_reading(),
            **self.more,
        }

    def _other_reading(self) -> dict[str, str]:
        """To easy Japanese and back, where the sheet has it."""
        present = sheets().get(self.answers.sheet)
        if is_english() or present is None or EASY not in version_of(self.answers).languages:
            return {}
        if self.easy:
            return {"address": self.fill, "name": _("ふつうの日本語")}
        return {"address": f"{self.fill}?{EASY}=1", "name": _("やさしい日本語")}


def wants_easy(request: HttpRequest) -> bool:
    return EASY in request.GET and not is_english()


def fill(request: HttpRequest, flow: Flow) -> HttpResponse:
    """The form; a press on its button saves, or saves and goes on to the review."""
    if request.method != "POST":
        return _form(request, flow, _given(flow.answers))
    given = read_sent(version_of(flow.answers), dict(request.POST.lists()))
    try:
        saved = _saved(request, flow, given)
    except SavedMeanwhile as faster:
        return _conflict(request, flow, given, faster.answers)
    found = list(problems(version_of(saved), given))
    wants_review = "review" in request.POST
    if not wants_review:
        found = [problem for problem in found if not problem.is_missing]
    if found:
        return _form(request, _with(flow, saved), given, found, status=422)
    return redirect(flow.address("review") if wants_review else flow.address("fill"))


def autosave(request: HttpRequest, flow: Flow) -> HttpResponse:
    """While somebody types: the line that says when it was saved, and nothing else."""
    given = read_sent(version_of(flow.answers), dict(request.POST.lists()))
    try:
        saved = _saved(request, flow, given)
    except SavedMeanwhile as faster:
        context = _faster(flow, faster.answers) | {"revision": _revision(request)}
        return render(request, "paperwork/_saved.html", context)
    context = {"saved_at": clock(saved.saved_at), "revision": saved.revision}
    return render(request, "paperwork/_saved.html", context)


def review(request: HttpRequest, flow: Flow) -> HttpResponse:
    """Everything once more before it is sent; a press on the button sends it."""
    if request.method != "POST":
        return _review(request, flow)
    try:
        submit_answers(
            flow.answers, by=flow.by, on=timezone.localdate(), revision=_revision(request)
        )
    except Incomplete:
        return _review(request, flow, status=422)
    except SavedMeanwhile as faster:
        return _review(request, _with(flow, faster.answers), meanwhile=True, status=409)
    return redirect(flow.address("receipt"))


def receipt(request: HttpRequest, flow: Flow) -> HttpResponse:
    parts = answered_parts(version_of(flow.answers), _given(flow.answers), easy=flow.easy)
    context = flow.context() | {
        "parts": parts,
        "submitted_at": moment(flow.answers.submitted_at),
    }
    return render(request, "paperwork/receipt.html", context)


def clock(at: datetime | None) -> str:
    """10:42, today; nothing is said of days here."""
    return f"{timezone.localtime(at):%H:%M}" if at else ""


def moment(at: datetime | None) -> str:
    return f"{long_date(timezone.localdate(at))} {clock(at)}" if at else ""


def _given(answers: Answers) -> Given:
    return Given(answers.values, answers.unread)


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def _saved(request: HttpRequest, flow: Flow, given: Given) -> Answers:
    return save_answers(
        flow.answers,
        given,
        by=flow.by,
        revision=_revision(request),
        tab=request.POST.get("tab", "")[:26],
    )


def _with(flow: Flow, answers: Answers) -> Flow:
    return Flow(
        answers,
        flow.by,
        flow.fill,
        flow.autosave,
        flow.review,
        flow.receipt,
        flow.back,
        flow.easy,
        flow.more,
    )


def _form(
    request: HttpRequest,
    flow: Flow,
    given: Given,
    found: list[Problem] | None = None,
    *,
    status: int = 200,
    more: dict[str, object] | None = None,
) -> HttpResponse:
    version = version_of(flow.answers)
    if found is None:
        found = [problem for problem in problems(version, given) if not problem.is_missing]
    others = more.pop("others", None) if more else None
    how = Shown(flow.easy, found, others, is_about_reader=flow.is_by_link)  # type: ignore[arg-type]
    context = flow.context() | {
        "parts": form_parts(version, given, how),
        "problems": _summary(found, easy=flow.easy),
        "revision": flow.answers.revision,
        "saved_at": clock(flow.answers.saved_at) if flow.answers.revision else "",
        "is_of_today": _is_today(flow.answers.saved_at),
        "tab": request.POST.get("tab", "")[:26] or new_key(),
        **(more or {}),
    }
    return render(request, "paperwork/fill.html", context, status=status)


def _summary(found: list[Problem], *, easy: bool) -> list[dict[str, str]]:
    return [
        {
            "id": field_id(problem.question),
            "label": as_text(problem.question.label, easy=easy),
            "message": problem.message,
        }
        for problem in found
    ]


def _conflict(request: HttpRequest, flow: Flow, given: Given, now: Answers) -> HttpResponse:
    """Both are shown, and nothing of either is lost: the next save decides."""
    others = differences(version_of(now), given, _given(now))
    more = _faster(flow, now) | {"others": others, "is_conflict": True}
    found = [problem for problem in problems(version_of(now), given) if not problem.is_missing]
    return _form(request, _with(flow, now), given, found, status=409, more=more)


def _faster(flow: Flow, now: Answers) -> dict[str, object]:
    """Who saved first and when; a person outside is not told names of the staff."""
    who = ""
    if not now.saved_by:
        who = _("リンクからの回答")
    elif flow.is_by_link:
        who = _("担当窓口")
    else:
        who = names("person", [now.saved_by]).get(now.saved_by, "")
    return {"faster": {"who": who or _("別の人"), "at": clock(now.saved_at)}}


def _is_today(at: datetime | None) -> bool:
    today: date = timezone.localdate()
    return at is not None and timezone.localdate(at) == today


def _review(
    request: HttpRequest, flow: Flow, *, meanwhile: bool = False, status: int = 200
) -> HttpResponse:
    version, given = version_of(flow.answers), _given(flow.answers)
    found = list(problems(version, given))
    context = flow.context() | {
        "parts": answered_parts(version, given, found, easy=flow.easy),
        "problems": _summary(found, easy=flow.easy),
        "revision": flow.answers.revision,
        "meanwhile": meanwhile,
        "sheet_title": localized(title_of(flow.answers.sheet)),
    }
    return render(request, "paperwork/review.html", context, status=status)
