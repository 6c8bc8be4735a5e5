"""Writes of what was done: keep a draft, record, correct, withdraw, answer a joint record.

A recorded activity has one standing entry in the journal. Correcting it takes that entry back and
writes another in one transaction, so that nothing is counted twice.
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, must
from renkei.core.search import index_record
from renkei.journal.actions import record, reverse
from renkei.journal.queries import entry_numbered
from renkei.programme.actions.activity_told import (
    Done,
    about,
    ask_other_side_again,
    held,
    name_other_side,
    put_down,
    refuse_incomplete,
)
from renkei.programme.events import activities as events
from renkei.programme.models import Activity
from renkei.programme.notices.activities import activity_objected, joint_activity
from renkei.programme.rules.activities import may_answer
from renkei.programme.states import ActivityState, OthersView


def keep_draft(unit: str, what: Done, *, by: Asker, on: date, token: str = "") -> Activity:
    """Keep what was typed for the unit's colleagues; nothing is counted yet.

    Errors  NotPermitted; Refused when an initiative or a period is none
    """
    return _once(unit, what, token, by, on, is_recorded=False)


def record_activity(unit: str, what: Done, *, by: Asker, on: date, token: str = "") -> Activity:
    """Record what a unit did; it counts from now on. A token seen before answers what it made.

    Errors  NotPermitted; Refused when something lies ahead, is not known, or the unit is not in
            charge of any of the initiatives
    """
    return _once(unit, what, token, by, on, is_recorded=True)


@transaction.atomic
def change_draft(
    activity: Activity, what: Done, *, by: Asker, version: int | None = None
) -> Activity:
    """Errors  NotPermitted; WrongState when it is no draft any more, or was changed meanwhile;
    Refused when an initiative or a period is none"""
    activity = locked(activity)
    must(by, Verb.WRITE, activity)
    if activity.state != ActivityState.DRAFT:
        raise WrongState(_("下書きではなくなりました。いまの記録を開いて、直してください。"))
    _refuse_stale(activity, version)
    put_down(activity, what)
    activity.version += 1
    activity.save()
    return activity


@transaction.atomic
def record_draft(
    activity: Activity, what: Done, *, by: Asker, on: date, version: int | None = None
) -> Activity:
    """Record a draft as it stands in the form now.

    Errors  as `change_draft` and `record_activity`
    """
    activity = change_draft(activity, what, by=by, version=version)
    refuse_incomplete(activity, by, on)
    _record(activity, by=by, on=on)
    return activity


@transaction.atomic
def correct_activity(
    activity: Activity,
    what: Done,
    *,
    by: Asker,
    on: date,
    reason: str,
    version: int | None = None,
) -> Activity:
    """Take the entry back and write another; in a locked quarter that shows as known late.

    `version` is that of the page on which it was corrected: of two who do so at once, the second
    is told. Where nothing that counts has changed, the entry stays.

    Errors  NotPermitted; WrongState when it is not recorded, or was changed meanwhile;
            Refused without a reason, and as `record_activity`
    """
    activity = locked(activity)
    must(by, Verb.DECIDE, activity)
    if activity.state != ActivityState.RECORDED:
        raise WrongState(_("記録済みの活動だけを訂正できます。"))
    _refuse_stale(activity, version)
    reason = _required(reason)
    before, before_on = held(activity), activity.first_day
    put_down(activity, what)
    refuse_incomplete(activity, by, on)
    name_other_side(activity, on)
    activity.version += 1
    if (held(activity), activity.first_day) == (before, before_on):
        record(events.ActivityDescribed(**about(activity)), by=by, on=on)
    else:
        _take_back(activity, by=by, on=on, reason=reason)
        activity.entry = record(held(activity), by=by, on=activity.first_day).pk
        ask_other_side_again(activity)
    activity.shown_to = activity.side
    activity.save()
    index_record(activity)
    return activity


@transaction.atomic
def withdraw_activity(activity: Activity, *, by: Asker, on: date, reason: str = "") -> Activity:
    """Take a record back; what it counted is taken back with it. A draft needs no reason.

    Errors  NotPermitted; WrongState when it was withdrawn already; Refused without a reason
    """
    activity = locked(activity)
    is_draft = activity.state == ActivityState.DRAFT
    must(by, Verb.WRITE if is_draft else Verb.DECIDE, activity)
    if not is_draft:
        reason = _required(reason)
    entry = activity.entry
    move(activity, to=ActivityState.WITHDRAWN, is_public=False, entry=None, version=_next(activity))
    if entry is not None:
        _reverse(entry, by=by, on=on, reason=reason)
    index_record(activity)
    return activity


@transaction.atomic
def show_activity(activity: Activity, *, is_public: bool, by: Asker, on: date) -> Activity:
    """Show a record to everybody, or no longer.

    Errors  NotPermitted; WrongState when it is not recorded
    """
    activity = locked(activity)
    must(by, Verb.PUBLISH, activity)
    if not activity.is_recorded:
        raise WrongState(_("記録済みの活動だけを公表できます。"))
    if activity.is_public != is_public:
        activity.is_public = is_public
        activity.save(update_fields=["is_public"])
        record(events.ActivityShown(is_public=is_public, **about(activity)), by=by, on=on)
    index_record(activity)
    return activity


@transaction.atomic
def answer_activity(
    activity: Activity, view: str, *, by: Asker, on: date, note: str = ""
) -> Activity:
    """Say for the other government that a joint record was seen, or what is wrong with it.

    Errors  NotPermitted; WrongState when it is no joint record any more; Refused when an objection
            does not say what is wrong
    """
    activity = locked(activity)
    if not (activity.is_joint and activity.is_recorded):
        raise WrongState(_("共同の記録ではなくなりました。"))
    if not may_answer(by, activity):
        raise NotPermitted(_("確認できるのは、相手側の担当部署と総括担当です。"))
    note = note.strip()
    if view == OthersView.OBJECTED and not note:
        raise Refused(_("どこが違うかを書いてください。"))
    activity.others_view, activity.others_note = OthersView(view), note
    activity.others_by, activity.others_at = by.person, timezone.now()
    activity.save(update_fields=["others_view", "others_note", "others_by", "others_at"])
    event = events.ActivityAnswered(view=OthersView(view), note=note, **about(activity))
    record(event, by=by, on=on)
    if view == OthersView.OBJECTED:
        activity_objected(activity, by=by)
    return activity


# --- making -------------------------------------------------------------------------------------


def _once(unit: str, what: Done, token: str, by: Asker, on: date, *, is_recorded: bool) -> Activity:
    """What the token made already; else a new record. Of the same form sent twice at once, the
    constraint lets one through, and the other answers with it."""
    known = _made_before(token, by)
    if known:
        return known
    try:
        with transaction.atomic():
            return _make(unit, what, token, by, on, is_recorded=is_recorded)
    except IntegrityError:
        known = _made_before(token, by)
        if known is None:
            raise
        return known


def _made_before(token: str, by: Asker) -> Activity | None:
    return Activity.objects.filter(token=token, entered_by=by.person).first() if token else None


def _make(unit: str, what: Done, token: str, by: Asker, on: date, *, is_recorded: bool) -> Activity:
    activity = Activity(unit_id=unit, token=token, entered_by=by.person)
    put_down(activity, what)
    activity.shown_to = activity.side if is_recorded else ""
    must(by, Verb.WRITE, activity)
    if is_recorded:
        refuse_incomplete(activity, by, on)
    activity.shown_to = ""
    activity.save(force_insert=True)
    if is_recorded:
        _record(activity, by=by, on=on)
    return activity


def _record(activity: Activity, *, by: Asker, on: date) -> None:
    name_other_side(activity, on)
    entry = record(held(activity), by=by, on=activity.first_day)
    move(
        activity,
        to=ActivityState.RECORDED,
        entry=entry.pk,
        recorded_at=timezone.now(),
        shown_to=activity.side,
        other_unit_id=activity.other_unit_id,
    )
    index_record(activity)
    if activity.other_unit_id:
        joint_activity(activity, by=by)


def _refuse_stale(activity: Activity, version: int | None) -> None:
    if version is not None and version != activity.version:
        raise WrongState(
            _("ほかの人が先に直しました。いまの記録を確かめてから、もう一度直してください。")
        )


def _required(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("理由を書いてください。前の記録とともに残ります。"))
    return reason.strip()[:300]


def _take_back(activity: Activity, *, by: Asker, on: date, reason: str) -> None:
    assert activity.entry is not None
    _reverse(activity.entry, by=by, on=on, reason=reason)


def _reverse(number: int, *, by: Asker, on: date, reason: str) -> None:
    entry = entry_numbered(number)
    assert entry is not None, f"the journal lost entry {number}"
    reverse(entry, by=by, on=on, reason=reason)


def _next(activity: Activity) -> int:
    return activity.version + 1
