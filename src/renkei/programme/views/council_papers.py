"""Papers of meetings: one paper with its files, asking for one, giving it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from renkei.core.errors import Refused
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.writing import clock, long_date, moment
from renkei.paperwork.parts import attachments_part
from renkei.programme.actions.papers import (
    Wanted,
    ask_for_paper,
    change_paper,
    give_paper,
    take_back_paper,
    withdraw_paper,
)
from renkei.programme.forms.councils import PaperForm
from renkei.programme.models import Meeting, Paper
from renkei.programme.rules.councils import may_give
from renkei.programme.states import MeetingState, PaperState
from renkei.programme.views.councils import crumbs
from renkei.programme.views.form_pages import FormPage, form_page
from renkei.programme.views.meetings import paper_note

STEPS: dict[str, Callable[..., Paper]] = {
    "give": give_paper,
    "take-back": take_back_paper,
    "withdraw": withdraw_paper,
}


def paper(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = _seen(asker, Verb.READ, key)
    may_write, may_decide = may(asker, Verb.WRITE, found), may(asker, Verb.DECIDE, found)
    is_given = found.state == PaperState.GIVEN
    context = {
        "paper": found,
        "meeting": found.meeting if may(asker, Verb.READ, found.meeting) else None,
        "part": attachments_part(found, asker),
        "facts": _facts(found, is_inside=may_write),
        "note": paper_note(found),
        "may_give": may_give(asker, found),
        "may_take_back": may_write and is_given and found.meeting.state != MeetingState.HELD,
        "may_change": may_decide and found.state != PaperState.WITHDRAWN,
        "may_withdraw": may_decide and found.state == PaperState.AWAITED,
        "crumbs": crumbs(),
    }
    return render(request, "programme/paper.html", context)


def ask(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    meeting = Meeting.objects.seen_by(asker, Verb.WRITE, key=key)
    form = PaperForm(request.POST or None, meeting=meeting)
    page = _page(meeting, _("会議資料を頼む"), _("部署に頼む"), _("資料を頼みました。"))

    def act() -> str:
        unit = form.units[form.cleaned_data["unit"]]
        made = ask_for_paper(meeting, unit, Wanted(**form.values()), by=asker, on=today)
        return reverse("programme:paper", args=[made.key])

    return form_page(request, form, page, act)


def change(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found = _seen(asker, Verb.DECIDE, key)
    form = PaperForm(request.POST or None, meeting=found.meeting, initial=_initial_of(found))
    form.fields["unit"].disabled = True
    page = _page(found.meeting, _("資料の扱いを変える"), _("この内容に変える"), _("変えました。"))

    def act() -> str:
        change_paper(found, Wanted(**form.values()), by=asker, on=today)
        return reverse("programme:paper", args=[key])

    return form_page(request, form, page, act)


@require_POST
def step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    if step not in STEPS:
        raise Http404("no such step")
    found = _seen(asker, Verb.WRITE, key)
    done = {
        "give": _("資料を出しました。"),
        "take-back": _("資料を取り下げました。差し替えて、もう一度出してください。"),
        "withdraw": _("資料の依頼を取り下げました。"),
    }
    try:
        STEPS[step](found, by=asker, on=today)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done[step])
    return redirect("programme:paper", key)


def _seen(asker: Asker, verb: Verb, key: str) -> Paper:
    found = Paper.objects.select_related("meeting", "item", "unit__organisation")
    return found.seen_by(asker, verb, key=key)


def _facts(paper: Paper, *, is_inside: bool) -> list[tuple[str, str]]:
    facts = [(_("だれが読めるか"), str(paper.get_audience_display()))]
    if paper.item:
        facts.append((_("議題"), f"{paper.item.number}. {paper.item.title}"))
    facts.append((_("資料を出す部署"), f"{paper.unit.organisation.name} {paper.unit.name}"))
    if is_inside and paper.due_on:
        facts.append((_("提出の期限"), long_date(paper.due_on)))
    if paper.given_at and paper.state == PaperState.GIVEN:
        facts.append((_("提出日"), long_date(timezone.localdate(paper.given_at))))
    if is_inside and paper.embargo_until:
        facts.append((_("解禁"), moment(paper.embargo_until)))
    return facts


def _initial_of(paper: Paper) -> dict[str, Any]:
    until = paper.embargo_until
    return {
        **{name: getattr(paper, name) for name in ("title_ja", "title_en", "audience", "due_on")},
        "item": paper.item_id or "",
        "unit": paper.unit_id,
        "embargo_day": timezone.localdate(until) if until else None,
        "embargo_time": clock(until) if until else None,
    }


def _page(meeting: Meeting, title: str, button: str, done: str) -> FormPage:
    back = reverse("programme:meeting", args=[meeting.key])
    return FormPage(
        title=title,
        button=button,
        back=back,
        crumbs=[*crumbs(), (back, meeting.title)],
        done=done,
    )
