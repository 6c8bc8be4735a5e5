"""Meetings, to read: the list, one meeting with all that belongs to it, its calendar file."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.calendar_files import MEDIA_TYPE
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.writing import long_date, moment
from renkei.journal.queries import entries_about
from renkei.programme.bodies import bodies
from renkei.programme.invitations import calendar_file
from renkei.programme.models import Attendance, CouncilDecision, Meeting, Minutes, Paper
from renkei.programme.queries.councils import (
    DecisionRow,
    DecisionsAsked,
    attendances_of,
    body_names,
    decision_rows,
    decisions,
    meeting_row,
    meetings,
    replies_told,
)
from renkei.programme.rules.councils import is_asked_herself, reads_as_insider
from renkei.programme.states import MeetingState, MinutesState, PaperState, Reply

WHEN = ("next", "past")


@dataclass(frozen=True, slots=True)
class PaperRow:
    key: str
    title: str
    audience: str
    note: str  # until when it is awaited, or from when it is shown


@dataclass(frozen=True, slots=True)
class ItemRow:
    number: int
    title: str
    references: tuple[str, ...]
    about: str
    papers: list[PaperRow]
    decisions: list[DecisionRow]


def meeting_list(request: HttpRequest) -> HttpResponse:
    asker = asker_of(request)
    body, when = request.GET.get("body", ""), request.GET.get("when", "")
    found = meetings(asker, body=body if body in bodies() else "", when=when)
    page, names = page_of(found, request), body_names()
    context = {
        "page": page.with_rows([meeting_row(one, names) for one in page.rows]),
        "bodies": list(names.items()),
        "body": body,
        "whens": [("next", _("これから")), ("past", _("終わった会議"))],
        "when": when if when in WHEN else "",
        "is_filtered": body in bodies() or when in WHEN,
    }
    return render(request, "programme/meetings.html", context)


def meeting(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Meeting.objects.seen_by(asker, key=key)
    insider = reads_as_insider(asker, found)
    attendances = attendances_of(found, asker) if asker.is_somebody else []
    rows, general = _agenda(found, asker)
    context: dict[str, Any] = {
        "meeting": found,
        "row": meeting_row(found, body_names()),
        "body": bodies().get(found.body),
        "items": rows,
        "papers": general,
        "is_insider": insider,
        "attendances": _attendance_rows(attendances),
        "mine": [_mine(one) for one in attendances if _waits_for(one, asker)],
        "replies": replies_told(attendances),
        "n_present": sum(bool(one.has_attended) for one in attendances),
        "minutes": _minutes(found, asker),
        "reply_choices": Reply.choices,
        **_acts(found, asker),
    }
    if context["may_write"]:
        context["entries"] = list(entries_about("meeting", key).visible_to(asker)[:20])
    return render(request, "programme/meeting.html", context)


def calendar(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Meeting.objects.seen_by(asker, key=key)
    address = settings.ADDRESS + reverse("programme:meeting", args=[key])
    text = calendar_file(
        found,
        address=address,
        host=settings.ADDRESS.partition("//")[2] or "renkei",
        shows_link=reads_as_insider(asker, found),
    )
    response = HttpResponse(text, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="meeting-{key}.ics"'
    return response


def _acts(meeting: Meeting, asker: Asker) -> dict[str, bool]:
    """What the reader may do now."""
    may_write = may(asker, Verb.WRITE, meeting)
    may_decide = may_write and may(asker, Verb.DECIDE, meeting)
    is_planned = meeting.state == MeetingState.PLANNED
    is_called = meeting.state == MeetingState.CALLED
    is_held = meeting.state == MeetingState.HELD
    return {
        "may_write": may_write,
        "may_change": may_write and (is_planned or is_called),
        "may_call": may_decide and is_planned,
        "may_hold": may_decide and is_called and timezone.localdate() >= meeting.day,
        "may_cancel": may_decide and (is_planned or is_called),
        "may_ask_new": may_decide and is_called,
        "may_add_paper": may_write and meeting.state != MeetingState.CANCELLED,
        "may_minute": may_write and is_held,
        "may_record": may_write and is_held,
    }


def _agenda(meeting: Meeting, asker: Asker) -> tuple[list[ItemRow], list[PaperRow]]:
    """The items with their papers and decisions, and the papers of the whole meeting."""
    papers, told = defaultdict[str | None, list[PaperRow]](list), list[CouncilDecision]()
    seen = (
        Paper.objects.visible_to(asker).filter(meeting=meeting).select_related("unit__organisation")
    )
    for paper in seen.exclude(state=PaperState.WITHDRAWN):
        papers[paper.item_id].append(paper_row(paper))
    today = timezone.localdate()
    told = list(
        decisions(asker, DecisionsAsked(), on=today).filter(meeting=meeting).order_by("number")
    )
    by_item = defaultdict[str | None, list[DecisionRow]](list)
    for decision, row in zip(told, decision_rows(told), strict=True):
        by_item[decision.item_id].append(row)
    items = [
        ItemRow(one.number, one.title, one.references, one.about, papers[one.key], by_item[one.key])
        for one in meeting.items.all()
    ]
    if by_item[None]:
        items.append(ItemRow(0, _("そのほかの決定"), (), "", [], by_item[None]))
    return items, papers[None]


def paper_row(paper: Paper) -> PaperRow:
    return PaperRow(paper.key, paper.title, str(paper.get_audience_display()), paper_note(paper))


def paper_note(paper: Paper) -> str:
    if paper.state == PaperState.AWAITED:
        unit = paper.unit.name
        if paper.due_on is None:
            return _("%(unit)sの提出待ち") % {"unit": unit}
        return _("%(unit)sの提出待ち（期限 %(day)s）") % {
            "unit": unit,
            "day": long_date(paper.due_on),
        }
    if paper.shown_from is None:
        return _("会議の案内を出すと公開")
    if paper.shown_from > timezone.now():
        return _("%(at)sに解禁") % {"at": moment(paper.shown_from)}
    return ""


@dataclass(frozen=True, slots=True)
class Mine:
    key: str
    post: str
    reply: str
    deputy: str


def _mine(attendance: Attendance) -> Mine:
    return Mine(
        attendance.key,
        attendance.member.post,
        str(attendance.get_reply_display()) if attendance.reply else "",
        attendance.deputy,
    )


def _waits_for(attendance: Attendance, asker: Asker) -> bool:
    return attendance.meeting.state == MeetingState.CALLED and is_asked_herself(asker, attendance)


def _attendance_rows(attendances: Iterable[Attendance]) -> list[dict[str, str]]:
    present = {True: _("出席した"), False: _("出席しなかった"), None: ""}
    return [
        {
            "key": one.key,
            "post": one.member.post,
            "name": one.member.name,
            "role": str(one.member.get_role_display()),
            "reply": str(one.get_reply_display()) if one.reply else _("未回答"),
            "deputy": one.deputy,
            "present": present[one.has_attended],
        }
        for one in attendances
    ]


@dataclass(frozen=True, slots=True)
class MinutesShown:
    key: str
    state: str
    text: str
    return_reason: str
    published_on: str
    may_write: bool
    may_check: bool
    may_return: bool
    may_publish: bool


def _minutes(meeting: Meeting, asker: Asker) -> MinutesShown | None:
    found = Minutes.objects.visible_to(asker).filter(meeting=meeting).first()
    if found is None:
        return None
    may_write = may(asker, Verb.WRITE, found)
    may_decide = may(asker, Verb.DECIDE, found)
    is_draft, is_checked = found.state == MinutesState.DRAFT, found.state == MinutesState.CHECKED
    at = found.published_at
    return MinutesShown(
        key=found.key,
        state=str(found.get_state_display()),
        text=found.text,
        return_reason=found.return_reason if may_write else "",
        published_on=long_date(timezone.localdate(at)) if at else "",
        may_write=may_write and is_draft,
        may_check=may_decide and is_draft and found.drafted_by != asker.person,
        may_return=may_decide and (is_draft or is_checked),
        may_publish=may(asker, Verb.PUBLISH, found) and is_checked,
    )
