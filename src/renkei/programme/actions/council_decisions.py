"""What a council decided, and what has to be done after it, until it is done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, must
from renkei.core.sides import Side
from renkei.journal.actions import record
from renkei.programme.actions.meetings import as_text
from renkei.programme.events import councils as events
from renkei.programme.models import AgendaItem, CouncilDecision, FollowUp, Meeting
from renkei.programme.states import FollowUpState, MeetingState, Ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    kind: str
    text_ja: str
    text_en: str = ""
    carried_by: str
    initiatives: tuple[str, ...] = ()
    item: AgendaItem | None = None
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    text_ja: str
    text_en: str = ""
    due_on: date


@transaction.atomic
def decide(meeting: Meeting, decided: Decided, *, by: Asker) -> CouncilDecision:
    """Write down what the meeting decided; it counts for the initiatives that it concerns, on the
    day of the meeting.

    Errors  NotPermitted; WrongState when the meeting was not held; Refused without a text
    """
    meeting = locked(meeting)
    must(by, Verb.WRITE, meeting)
    if meeting.state != MeetingState.HELD:
        raise WrongState(_("決定は、会議を開いたあとに記録できます。"))
    if not decided.text_ja.strip():
        raise Refused(_("決定の内容を書いてください。"))
    item = decided.item
    references = decided.initiatives or (item.references if item else ())
    decision = CouncilDecision.objects.create(
        meeting=meeting,
        item=item,
        number=1 + meeting.decisions.count(),
        side=meeting.side,
        kind=Ruling(decided.kind),
        text_ja=decided.text_ja.strip(),
        text_en=decided.text_en.strip(),
        carried_by=Side(decided.carried_by),
        initiatives=as_text(references),
        about=decided.about.strip() or (item.about if item else ""),
        decided_on=meeting.day,
    )
    event = events.CouncilDecided(ruling=Ruling(decision.kind), **about(decision))
    record(event, by=by, on=decision.decided_on)
    return decision


@transaction.atomic
def publish_decision(decision: CouncilDecision, *, by: Asker, on: date) -> CouncilDecision:
    """Let everybody read the decision, and what becomes of it.

    Errors  NotPermitted; WrongState when it is published already; Refused where the meeting is not
            public
    """
    decision = locked(decision)
    must(by, Verb.PUBLISH, decision)
    if decision.is_public:
        raise WrongState(_("この決定は公表済みです。"))
    if not decision.meeting.is_public:
        raise Refused(_("この会議は公開していないため、決定も公表できません。"))
    decision.is_public = True
    decision.save(update_fields=["is_public"])
    record(events.DecisionPublished(**about(decision)), by=by, on=on)
    return decision


@transaction.atomic
def set_follow_up(
    decision: CouncilDecision, unit: Any, to_do: ToDo, *, by: Asker, on: date
) -> FollowUp:
    """Give a unit something to do by a day.

    Errors  NotPermitted; Refused without a text, or for a day before the decision
    """
    decision = locked(decision)
    follow_up = FollowUp(
        decision=decision,
        side=decision.side,
        unit=unit,
        text_ja=to_do.text_ja.strip(),
        text_en=to_do.text_en.strip(),
        due_on=to_do.due_on,
    )
    must(by, Verb.DECIDE, follow_up)
    if not follow_up.text_ja:
        raise Refused(_("何をするかを書いてください。"))
    if follow_up.due_on < decision.decided_on:
        raise Refused(_("期限が、決定の日より前です。日付を直してください。"))
    follow_up.save(force_insert=True)
    record(events.FollowUpSet(**about_follow_up(follow_up)), by=by, on=on)
    return follow_up


@transaction.atomic
def finish_follow_up(follow_up: FollowUp, *, result: str, by: Asker, on: date) -> FollowUp:
    """Say that it is done, and what came of it.

    Errors  NotPermitted; WrongState when it is closed already; Refused without a result
    """
    result = " ".join(result.split())[:600]
    if not result:
        raise Refused(_("何をしたかを書いてください。"))
    follow_up = _close(follow_up, FollowUpState.DONE, result, Verb.WRITE, by=by, on=on)
    days = max(0, (on - follow_up.due_on).days)
    record(events.FollowUpDone(days_late=days, **about_follow_up(follow_up)), by=by, on=on)
    return follow_up


@transaction.atomic
def drop_follow_up(follow_up: FollowUp, *, reason: str, by: Asker, on: date) -> FollowUp:
    """The secretaries say that it will not be done, and why.

    Errors  NotPermitted; WrongState when it is closed already; Refused without a reason
    """
    reason = " ".join(reason.split())[:600]
    if not reason:
        raise Refused(_("取りやめる理由を書いてください。"))
    follow_up = _close(follow_up, FollowUpState.DROPPED, reason, Verb.DECIDE, by=by, on=on)
    record(events.FollowUpDropped(reason=reason, **about_follow_up(follow_up)), by=by, on=on)
    return follow_up


def _close(
    follow_up: FollowUp, to: str, result: str, verb: Verb, *, by: Asker, on: date
) -> FollowUp:
    follow_up = locked(follow_up)
    must(by, verb, follow_up)
    move(follow_up, to=to, result=result, closed_on=on, closed_by=by.person)
    return follow_up


def about(decision: CouncilDecision) -> dict[str, Any]:
    return {
        "subject_kind": "council_decision",
        "subject_key": decision.key,
        "side": decision.side,
        "initiatives": decision.references,
        "body": decision.meeting.body,
    }


def about_follow_up(follow_up: FollowUp) -> dict[str, Any]:
    return {
        "subject_kind": "follow_up",
        "subject_key": follow_up.key,
        "side": follow_up.side,
        "organisation": follow_up.unit_id,
        "initiatives": follow_up.decision.references,
        "body": follow_up.decision.meeting.body,
    }
