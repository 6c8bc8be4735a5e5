"""Minutes: written by one secretary, checked by another, published."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, must
from renkei.journal.actions import record
from renkei.programme.events import councils as events
from renkei.programme.models import Meeting, Minutes
from renkei.programme.states import MeetingState, MinutesState


@transaction.atomic
def write_minutes(
    meeting: Meeting, text: tuple[str, str], *, version: int = 0, by: Asker, on: date
) -> Minutes:
    """The draft in Japanese and English, or the draft anew; `version` is the one that was read.

    Errors  NotPermitted; WrongState when the meeting was not held, the minutes are checked, or
            somebody else has written meanwhile; Refused without a text
    """
    text_ja, text_en = (one.replace("\r\n", "\n").strip() for one in text)
    meeting = locked(meeting)
    must(by, Verb.WRITE, meeting)
    if meeting.state != MeetingState.HELD:
        raise WrongState(_("議事録は、会議を開いたあとに書けます。"))
    if not text_ja:
        raise Refused(_("議事録の本文を書いてください。"))
    minutes = _draft_of(meeting, version)
    minutes.text_ja, minutes.text_en = text_ja, text_en
    minutes.drafted_by, minutes.return_reason = by.person, ""
    minutes.version = version + 1
    minutes.save()
    record(events.MinutesDrafted(**about(minutes)), by=by, on=on)
    return minutes


@transaction.atomic
def check_minutes(minutes: Minutes, *, by: Asker, on: date) -> Minutes:
    """Say that they tell what was said; from now on members read them.

    Errors  NotPermitted; WrongState when they are checked already; Refused for whoever wrote them
    """
    minutes = locked(minutes)
    must(by, Verb.DECIDE, minutes)
    if minutes.state == MinutesState.DRAFT and minutes.drafted_by == by.person:
        raise Refused(_("議事録は、書いた人とは別の人が確認します。"))
    move(
        minutes,
        to=MinutesState.CHECKED,
        checked_by=by.person,
        shown_from=timezone.now(),
    )
    record(events.MinutesChecked(**about(minutes)), by=by, on=on)
    return minutes


@transaction.atomic
def return_minutes(minutes: Minutes, *, reason: str, by: Asker, on: date) -> Minutes:
    """Ask for something to be mended, before they are checked or after.

    Errors  NotPermitted; WrongState when they are published; Refused without a reason
    """
    reason = " ".join(reason.split())[:400]
    if not reason:
        raise Refused(_("何を直してほしいかを書いてください。"))
    minutes = locked(minutes)
    must(by, Verb.DECIDE, minutes)
    if minutes.state != MinutesState.DRAFT:
        move(minutes, to=MinutesState.DRAFT, shown_from=None, checked_by="")
    minutes.return_reason = reason
    minutes.save(update_fields=["return_reason"])
    record(events.MinutesReturned(**about(minutes)), by=by, on=on)
    return minutes


@transaction.atomic
def publish_minutes(minutes: Minutes, *, by: Asker, on: date) -> Minutes:
    """They are final; where the meeting is public, everybody reads them.

    Errors  NotPermitted; WrongState when they are not checked, or published already
    """
    minutes = locked(minutes)
    must(by, Verb.PUBLISH, minutes)
    is_public = minutes.meeting.is_public
    move(
        minutes,
        to=MinutesState.PUBLISHED,
        published_at=timezone.now(),
        is_public=is_public,
    )
    record(events.MinutesPublished(is_public=is_public, **about(minutes)), by=by, on=on)
    return minutes


def about(minutes: Minutes) -> dict[str, Any]:
    return {
        "subject_kind": "minutes",
        "subject_key": minutes.key,
        "side": minutes.meeting.side,
        "body": minutes.meeting.body,
    }


def _draft_of(meeting: Meeting, version: int) -> Minutes:
    """What is there to write in; the meeting is locked, so nobody else begins meanwhile."""
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None:
        return Minutes(meeting=meeting)
    minutes = locked(minutes)
    if minutes.state != MinutesState.DRAFT:
        raise WrongState(_("確認済みの議事録です。直すときは、先に差し戻してください。"))
    if minutes.version != version:
        raise WrongState(_("ほかの人が先に議事録を書き替えました。読み直してください。"))
    return minutes
