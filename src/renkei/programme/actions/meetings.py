"""The life of a meeting: planned, called, held; its agenda, and who comes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.periods import not_over
from renkei.core.rights import Asker, Verb, must
from renkei.journal.actions import record
from renkei.programme.actions.papers import open_papers
from renkei.programme.bodies import side_of_body
from renkei.programme.events import councils as events
from renkei.programme.models import AgendaItem, Attendance, CouncilMember, Meeting
from renkei.programme.notices.councils import tell_called, tell_cancelled, tell_changed
from renkei.programme.states import MeetingState, Reply

TO_COME = (MeetingState.PLANNED, MeetingState.CALLED)
MOST_ITEMS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    title_ja: str
    title_en: str = ""
    starts_at: datetime
    ends_at: datetime
    place_ja: str = ""
    place_en: str = ""
    is_online: bool = False
    link: str = ""
    is_public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of an agenda; one that is there already is named by its key."""

    title_ja: str
    title_en: str = ""
    initiatives: tuple[str, ...] = ()
    about: str = ""
    key: str = ""


@transaction.atomic
def plan_meeting(body: str, plan: Plan, *, by: Asker, on: date) -> Meeting:
    """Begin to prepare a meeting; only the secretaries of the body see it.

    Errors  NotPermitted; Refused without a title or place, or when it ends before it starts
    """
    meeting = Meeting(body=body, side=side_of_body(body))
    must(by, Verb.WRITE, meeting)
    _put(meeting, plan)
    meeting.save(force_insert=True)
    record(events.MeetingPlanned(**about(meeting)), by=by, on=on)
    return meeting


@transaction.atomic
def change_meeting(meeting: Meeting, plan: Plan, *, by: Asker, on: date) -> Meeting:
    """Another day, place or title; whoever was asked already is told.

    Errors  NotPermitted; WrongState when it is over or cancelled; Refused as for planning
    """
    meeting = _to_come(meeting, by)
    was = (meeting.starts_at, meeting.ends_at, meeting.place_ja, meeting.link)
    _put(meeting, plan)
    meeting.version += 1
    meeting.save()
    record(events.MeetingChanged(**about(meeting)), by=by, on=on)
    is_elsewhere = was != (meeting.starts_at, meeting.ends_at, meeting.place_ja, meeting.link)
    if meeting.state == MeetingState.CALLED and is_elsewhere:
        tell_changed(meeting)
    return meeting


@transaction.atomic
def write_agenda(meeting: Meeting, items: Sequence[Item], *, by: Asker, on: date) -> Meeting:
    """The agenda as it is listed, in this order; what is left out is taken off.

    Errors  NotPermitted; WrongState when it is over or cancelled; Refused for an item without a
            title, or too many
    """
    meeting = _to_come(meeting, by)
    if any(not item.title_ja.strip() for item in items):
        raise Refused(_("議題の名前を書いてください。"))
    if len(items) > MOST_ITEMS:
        raise Refused(_("議題は%(n)d件までです。") % {"n": MOST_ITEMS})
    known = {one.key: one for one in meeting.items.all()}
    kept = {item.key for item in items}
    meeting.items.exclude(key__in=kept).delete()
    # First out of the way: two items never bear the same number, not even for a moment.
    for number, one in enumerate(meeting.items.all(), start=1):
        AgendaItem.objects.filter(pk=one.pk).update(number=MOST_ITEMS + number)
    for number, item in enumerate(items, start=1):
        _put_item(known.get(item.key) or AgendaItem(meeting=meeting), item, number)
    meeting.version += 1
    meeting.save(update_fields=["version"])
    record(events.MeetingChanged(**about(meeting)), by=by, on=on)
    return meeting


@transaction.atomic
def call_meeting(meeting: Meeting, *, by: Asker, on: date) -> Meeting:
    """Ask everybody whose term covers the day, and show the meeting and its papers to them.

    Errors  NotPermitted; WrongState when it was called already; Refused without an agenda or
            members, or when the day is past
    """
    meeting = locked(meeting)
    must(by, Verb.DECIDE, meeting)
    if meeting.state == MeetingState.PLANNED:
        _refuse_unready(meeting, on)
    move(meeting, to=MeetingState.CALLED, shown_from=timezone.now())
    asked = [_ask(meeting, member) for member in members_on(meeting)]
    open_papers(meeting)
    record(
        events.MeetingCalled(
            invited=len(asked), is_online=meeting.is_online, **about(meeting), **_credited(meeting)
        ),
        by=by,
        on=on,
    )
    tell_called(meeting)
    return meeting


@transaction.atomic
def ask_members_named_since(meeting: Meeting, *, by: Asker, on: date) -> int:
    """Ask those too who became members after the meeting was called; how many.

    Errors  NotPermitted; WrongState when it is not called
    """
    meeting = _called(meeting, by)
    asked = set(meeting.attendances.values_list("member", flat=True))
    new = [member for member in members_on(meeting) if member.pk not in asked]
    for member in new:
        _ask(meeting, member)
    if new:
        record(
            events.MeetingCalled(invited=len(new), is_online=meeting.is_online, **about(meeting)),
            by=by,
            on=on,
        )
        tell_called(meeting, only=new)
    return len(new)


@transaction.atomic
def answer_invitation(
    attendance: Attendance, reply: str, *, deputy: str = "", by: Asker, on: date
) -> Attendance:
    """Say whether one comes; it may be changed until the meeting was held.

    Errors  NotPermitted; WrongState when the meeting is not to come, or the term ends before it;
            Refused when a deputy has no name
    """
    attendance = locked(attendance)
    must(by, Verb.WRITE, attendance)
    meeting = attendance.meeting
    if meeting.state != MeetingState.CALLED:
        raise WrongState(_("この会議の出欠は、もう変えられません。"))
    if not attendance.member.belongs_on(meeting.day):
        raise WrongState(_("任期が会議の日より前に終わるため、回答は不要です。"))
    chosen, deputy = Reply(reply), " ".join(deputy.split())[:120]
    if chosen == Reply.DEPUTY and not deputy:
        raise Refused(_("代理の人の役職と名前を書いてください。"))
    attendance.reply = chosen
    attendance.deputy = deputy if chosen == Reply.DEPUTY else ""
    attendance.replied_at, attendance.replied_by = timezone.now(), by.person
    attendance.save(update_fields=["reply", "deputy", "replied_at", "replied_by"])
    record(events.MeetingAnswered(**about(meeting)), by=by, on=on)
    return attendance


@transaction.atomic
def hold_meeting(meeting: Meeting, present: Collection[str], *, by: Asker, on: date) -> Meeting:
    """Say that the meeting took place, on its day, and who of those asked was there (keys of
    attendances).

    Errors  NotPermitted; WrongState when it was not called; Refused before it has begun
    """
    meeting = _called(meeting, by)
    if on < meeting.day:
        raise Refused(_("会議はまだ始まっていません。"))
    move(meeting, to=MeetingState.HELD, held_at=timezone.now())
    attendances = list(meeting.attendances.all())
    for one in attendances:
        one.has_attended = one.key in present
    Attendance.objects.bulk_update(attendances, ["has_attended"])
    record(
        events.MeetingHeld(
            invited=len(attendances),
            present=sum(bool(one.has_attended) for one in attendances),
            is_online=meeting.is_online,
            **about(meeting),
            **_credited(meeting),
        ),
        by=by,
        on=meeting.day,
    )
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: Asker, on: date) -> Meeting:
    """Errors  NotPermitted; WrongState when it is over; Refused without a reason"""
    reason = " ".join(reason.split())[:400]
    if not reason:
        raise Refused(_("中止の理由を書いてください。"))
    meeting = locked(meeting)
    must(by, Verb.DECIDE, meeting)
    was_called = meeting.state == MeetingState.CALLED
    move(meeting, to=MeetingState.CANCELLED, note=reason)
    Meeting.objects.filter(pk=meeting.pk).update(version=meeting.version + 1)
    record(events.MeetingCancelled(reason=reason, **about(meeting)), by=by, on=on)
    if was_called:
        tell_cancelled(meeting)
    return meeting


def members_on(meeting: Meeting) -> list[CouncilMember]:
    """Who may be asked: those whose term covers the day of the meeting."""
    found = CouncilMember.objects.filter(body=meeting.body, valid_from__lte=meeting.day)
    return list(found.filter(not_over(meeting.day)))


def about(meeting: Meeting) -> dict[str, Any]:
    """What every entry of the journal about a meeting says."""
    return {
        "subject_kind": "meeting",
        "subject_key": meeting.key,
        "side": meeting.side,
        "body": meeting.body,
    }


# --- looked at, under the lock -------------------------------------------------------------------


def _to_come(meeting: Meeting, by: Asker) -> Meeting:
    meeting = locked(meeting)
    must(by, Verb.WRITE, meeting)
    if meeting.state not in TO_COME:
        raise WrongState(_("終わった会議や中止した会議は変えられません。"))
    return meeting


def _called(meeting: Meeting, by: Asker) -> Meeting:
    meeting = locked(meeting)
    must(by, Verb.DECIDE, meeting)
    if meeting.state != MeetingState.CALLED:
        raise WrongState(_("開催案内を出した会議だけに行えます。"))
    return meeting


def _put(meeting: Meeting, plan: Plan) -> None:
    if not plan.title_ja.strip():
        raise Refused(_("会議の名前を書いてください。"))
    if plan.ends_at <= plan.starts_at:
        raise Refused(_("終わりの時刻が、始まりより前です。時刻を直してください。"))
    if not plan.place_ja.strip() and not plan.is_online:
        raise Refused(_("場所を書くか、オンラインを選んでください。"))
    meeting.title_ja, meeting.title_en = plan.title_ja.strip(), plan.title_en.strip()
    meeting.starts_at, meeting.ends_at = plan.starts_at, plan.ends_at
    meeting.place_ja, meeting.place_en = plan.place_ja.strip(), plan.place_en.strip()
    meeting.is_online, meeting.link = plan.is_online, plan.link.strip()
    meeting.is_public = plan.is_public


def _put_item(one: AgendaItem, item: Item, number: int) -> None:
    one.number = number
    one.title_ja, one.title_en = item.title_ja.strip(), item.title_en.strip()
    one.initiatives, one.about = as_text(item.initiatives), item.about.strip()
    one.save()


def _refuse_unready(meeting: Meeting, on: date) -> None:
    if not meeting.items.exists():
        raise Refused(_("議題がありません。先に議題を書いてください。"))
    if meeting.day < on:
        raise Refused(_("会議の日時が過ぎています。先に日時を直してください。"))
    if not members_on(meeting):
        raise Refused(_("会議の日に任期のある委員がいません。先に委員を登録してください。"))


def _ask(meeting: Meeting, member: CouncilMember) -> Attendance:
    return Attendance.objects.create(meeting=meeting, member=member)


def _credited(meeting: Meeting) -> dict[str, Any]:
    """The initiatives of all items, in the order of the agenda."""
    found = [reference for item in meeting.items.all() for reference in item.references]
    return {"initiatives": tuple(dict.fromkeys(found))}


def as_text(references: Sequence[str]) -> str:
    return f" {' '.join(dict.fromkeys(references))} " if references else ""
