"""Papers of a meeting: asked for, given, taken back to be replaced; and when they are shown."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, must
from renkei.core.sides import Side
from renkei.journal.actions import record
from renkei.paperwork.queries.attachments import attachments_of
from renkei.programme.events import councils as events
from renkei.programme.models import AgendaItem, Meeting, Paper
from renkei.programme.states import Audience, MeetingState, PaperState

ONE_GOVERNMENT = {Audience.PREFECTURE: Side.PREFECTURE, Audience.CITY: Side.CITY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    title_ja: str
    title_en: str = ""
    audience: str
    item: AgendaItem | None = None
    due_on: date | None = None
    embargo_until: datetime | None = None


@transaction.atomic
def ask_for_paper(meeting: Meeting, unit: Any, wanted: Wanted, *, by: Asker, on: date) -> Paper:
    """Ask a unit for a paper; its people find it among what waits for them.

    Errors  NotPermitted; WrongState when the meeting was cancelled; Refused without a title, or
            for the public where the meeting is not
    """
    meeting = locked(meeting)
    must(by, Verb.WRITE, meeting)
    if meeting.state == MeetingState.CANCELLED:
        raise WrongState(_("中止した会議には、資料を加えられません。"))
    paper = Paper(meeting=meeting, unit=unit)
    _put(paper, wanted)
    # A paper of one government is asked for by that government alone.
    must(by, Verb.DECIDE, paper)
    paper.save(force_insert=True)
    record(events.PaperAsked(**about(paper)), by=by, on=on)
    return paper


@transaction.atomic
def change_paper(paper: Paper, wanted: Wanted, *, by: Asker, on: date) -> Paper:
    """Say otherwise for whom a paper is, from when on, by when it is due.

    Errors  NotPermitted; WrongState when it is withdrawn; Refused as for asking
    """
    paper = locked(paper)
    must(by, Verb.DECIDE, paper)
    if paper.state == PaperState.WITHDRAWN:
        raise WrongState(_("取り下げた資料は変えられません。"))
    _put(paper, wanted)
    must(by, Verb.DECIDE, paper)
    paper.shown_from = _opening_of(paper)
    paper.save()
    record(events.PaperAsked(**about(paper)), by=by, on=on)
    return paper


@transaction.atomic
def give_paper(paper: Paper, *, by: Asker, on: date) -> Paper:
    """Hand in the paper with the files that it has; from its moment on it is shown.

    Errors  NotPermitted; WrongState when it was given or withdrawn already; Refused without a file
    """
    paper = locked(paper)
    must(by, Verb.WRITE, paper)
    if paper.state == PaperState.AWAITED and not attachments_of(paper).exists():
        raise Refused(_("資料のファイルがありません。先にファイルを添付してください。"))
    paper.given_at = timezone.now()
    move(paper, to=PaperState.GIVEN, given_at=paper.given_at)
    _show(paper)
    record(events.PaperGiven(is_public=paper.is_public, **about(paper)), by=by, on=on)
    return paper


@transaction.atomic
def take_back_paper(paper: Paper, *, by: Asker, on: date) -> Paper:
    """Await it again, so that another file takes the place of the one that was given.

    Errors  NotPermitted; WrongState when it was not given, or the meeting was held with it
    """
    paper = locked(paper)
    must(by, Verb.WRITE, paper)
    if paper.meeting.state == MeetingState.HELD:
        raise WrongState(_("会議で使った資料は差し替えられません。"))
    move(paper, to=PaperState.AWAITED, shown_from=None)
    record(events.PaperTakenBack(**about(paper)), by=by, on=on)
    return paper


@transaction.atomic
def withdraw_paper(paper: Paper, *, by: Asker, on: date) -> Paper:
    """No longer wait for a paper.

    Errors  NotPermitted; WrongState when it was given
    """
    paper = locked(paper)
    must(by, Verb.DECIDE, paper)
    move(paper, to=PaperState.WITHDRAWN)
    record(events.PaperTakenBack(**about(paper)), by=by, on=on)
    return paper


def open_papers(meeting: Meeting) -> None:
    """With the call of a meeting those that were given are shown, each from its moment on."""
    given = meeting.papers.filter(state=PaperState.GIVEN).order_by("pk")
    for paper in given.select_for_update():
        paper.meeting = meeting
        _show(paper)


def about(paper: Paper) -> dict[str, Any]:
    return {
        "subject_kind": "paper",
        "subject_key": paper.key,
        "side": paper.side,
        "organisation": paper.unit_id,
        "initiatives": paper.item.references if paper.item else (),
        "body": paper.meeting.body,
    }


def _show(paper: Paper) -> None:
    paper.shown_from = _opening_of(paper)
    paper.save(update_fields=["shown_from"])


def _opening_of(paper: Paper) -> datetime | None:
    """Once given, and the meeting called: when both have happened and no embargo lasts."""
    moments = (paper.given_at, paper.meeting.shown_from)
    if paper.state != PaperState.GIVEN or None in moments:
        return None
    return max(moment for moment in (*moments, paper.embargo_until) if moment)


def _put(paper: Paper, wanted: Wanted) -> None:
    meeting, audience = paper.meeting, Audience(wanted.audience)
    if not wanted.title_ja.strip():
        raise Refused(_("資料の名前を書いてください。"))
    if audience == Audience.PUBLIC and not meeting.is_public:
        raise Refused(_("この会議は公開していないため、資料も公開できません。"))
    side = ONE_GOVERNMENT.get(audience)
    if side and meeting.side not in (side, Side.JOINT):
        raise Refused(_("この会議を開く側の職員を選んでください。"))
    if side and paper.unit.side != side:
        raise Refused(_("一方の職員だけが読む資料は、その側の部署に頼んでください。"))
    paper.title_ja, paper.title_en = wanted.title_ja.strip(), wanted.title_en.strip()
    paper.item, paper.due_on = wanted.item, wanted.due_on
    paper.audience, paper.embargo_until = audience, wanted.embargo_until
    paper.side = side or meeting.side
    paper.circle = "" if side else meeting.body
    paper.is_public = audience == Audience.PUBLIC
