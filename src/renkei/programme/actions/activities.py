"""Writes of what was done: keep a draft, record, correct, withdraw, answer a joint record.

A recorded activity has one standing entry in the journal. Correcting it takes that entry back and
writes another in one transaction, so that nothing is counted twice.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.reader import programme
from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Role, Verb, must
from renkei.core.search import index_record
from renkei.core.sides import OTHER, Side
from renkei.core.writing import listed, long_date
from renkei.directory.queries.charges import initiatives_at, lead_of
from renkei.directory.queries.organisations import organisations_by_keys
from renkei.directory.queries.places import place_names
from renkei.directory.states import OrganisationKind
from renkei.journal.actions import record, reverse
from renkei.journal.queries import entry_numbered
from renkei.programme.events import activities as events
from renkei.programme.models import Activity
from renkei.programme.notices.activities import activity_objected, joint_activity
from renkei.programme.rules.activities import may_answer
from renkei.programme.states import ActivityState, Form, OthersView

BUSINESS = {OrganisationKind.COMPANY, OrganisationKind.ECONOMIC}
# What a correction may change; the rest of the record follows from it.
TOLD = (
    *("form", "title_ja", "title_en", "first_day", "place", "venue", "is_online"),
    *("participants", "firms", "municipalities", "hours", "cost_yen", "narrative"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done, in the words of whoever was there. Unknown is None, never nought."""

    initiatives: tuple[str, ...]
    form: str
    first_day: date
    last_day: date | None = None  # None: the same day
    title_ja: str = ""
    title_en: str = ""
    is_joint: bool = False
    place: str = ""
    venue: str = ""
    is_online: bool = False
    participants: int | None = None
    firms: int | None = None
    municipalities: int | None = None
    is_with_business: bool = False
    is_with_universities: bool = False
    is_with_municipalities: bool = False
    partners: tuple[str, ...] = ()
    hours: Decimal | None = None
    cost_yen: int | None = None
    narrative: str = ""


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
    _tell(activity, what)
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
    _refuse_incomplete(activity, by, on)
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
    before, before_on = _held(activity), activity.first_day
    _tell(activity, what)
    _refuse_incomplete(activity, by, on)
    _name_other_side(activity, on)
    activity.version += 1
    if (_held(activity), activity.first_day) == (before, before_on):
        record(events.ActivityDescribed(**_about(activity)), by=by, on=on)
    else:
        _take_back(activity, by=by, on=on, reason=reason)
        activity.entry = record(_held(activity), by=by, on=activity.first_day).pk
        _ask_other_side_again(activity)
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
        record(events.ActivityShown(is_public=is_public, **_about(activity)), by=by, on=on)
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
    event = events.ActivityAnswered(view=OthersView(view), note=note, **_about(activity))
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
    _tell(activity, what)
    activity.shown_to = activity.side if is_recorded else ""
    must(by, Verb.WRITE, activity)
    if is_recorded:
        _refuse_incomplete(activity, by, on)
    activity.shown_to = ""
    activity.save(force_insert=True)
    if is_recorded:
        _record(activity, by=by, on=on)
    return activity


def _record(activity: Activity, *, by: Asker, on: date) -> None:
    _name_other_side(activity, on)
    entry = record(_held(activity), by=by, on=activity.first_day)
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


def _tell(activity: Activity, what: Done) -> None:
    """Put down what was told, and what follows from it.

    Errors  Refused when there is no such initiative, or the last day lies before the first
    """
    known = [one.reference for one in programme().initiatives]
    if unknown := [one for one in what.initiatives if one not in known]:
        raise Refused(_("「%(reference)s」という取組はありません。") % {"reference": unknown[0]})
    if not what.initiatives:
        raise Refused(_("どの取組の活動かを選んでください。"))
    if what.last_day and what.last_day < what.first_day:
        raise Refused(_("終わりの日が始まりの日より前です。日付を直してください。"))
    for name in TOLD:
        value = getattr(what, name)
        setattr(activity, name, value.strip() if isinstance(value, str) else value)
    activity.last_day = what.last_day or what.first_day
    chosen = sorted(set(what.initiatives), key=known.index)
    activity.initiatives = f" {' '.join(chosen)} "
    _tell_with_whom(activity, what)
    activity.side = Side.JOINT if what.is_joint else activity.unit.side
    if not what.is_joint:
        _ask_other_side_again(activity)


def _name_other_side(activity: Activity, on: date) -> None:
    """Of a joint record, not of a draft, which is nobody's business yet."""
    other = ""
    if activity.is_joint:
        side = OTHER[Side(activity.unit.side)]
        other = lead_of(activity.references[0], side, on)
    activity.other_unit_id = other or None  # type: ignore[assignment]


def _tell_with_whom(activity: Activity, what: Done) -> None:
    partners = organisations_by_keys(what.partners)
    kinds = {one.kind for one in partners.values()}
    activity.partners = list(dict.fromkeys(key for key in what.partners if key in partners))
    activity.is_with_business = what.is_with_business or bool(kinds & BUSINESS)
    activity.is_with_universities = (
        what.is_with_universities or OrganisationKind.UNIVERSITY in kinds
    )
    activity.is_with_municipalities = (
        what.is_with_municipalities or OrganisationKind.MUNICIPALITY in kinds
    )


def _held(activity: Activity) -> events.ActivityHeld:
    return events.ActivityHeld(
        form=Form(activity.form),
        participants=activity.participants,
        firms=activity.firms,
        municipalities=activity.municipalities,
        is_online=activity.is_online,
        is_with_business=activity.is_with_business,
        is_with_universities=activity.is_with_universities,
        is_with_municipalities=activity.is_with_municipalities,
        hours=activity.hours,
        cost_yen=activity.cost_yen,
        quantity=activity.participants,
        unit="人" if activity.participants is not None else "",
        place=activity.place,
        **_about(activity),
    )


def _about(activity: Activity) -> dict[str, Any]:
    return {
        "subject_kind": "activity",
        "subject_key": activity.key,
        "side": activity.side,
        "organisation": activity.unit_id,
        "organisation_name": activity.unit.name_ja,
        "initiatives": activity.references,
        "organisations": tuple(activity.partners),
    }


# --- what is looked at --------------------------------------------------------------------------


def _refuse_incomplete(activity: Activity, by: Asker, on: date) -> None:
    if activity.unit.side not in OTHER:
        raise Refused(_("活動を記録できるのは、道か市の部署だけです。"))
    if activity.first_day > on:
        raise Refused(
            _("%(day)sはまだ来ていません。終わった活動だけを記録できます。下書きとしては残せます。")
            % {"day": long_date(activity.first_day)}
        )
    if activity.place and not place_names([activity.place]):
        raise Refused(_("「%(code)s」という市区町村はありません。") % {"code": activity.place})
    if activity.hours is not None and activity.hours <= 0:
        raise Refused(_("時間は0より大きい数で書いてください。分からなければ空欄にしてください。"))
    _refuse_uncharged(activity, by, on)


def _refuse_uncharged(activity: Activity, by: Asker, on: date) -> None:
    """The programme office enters for its side; everybody else what the unit is in charge of."""
    if any(
        seat.role == Role.PROGRAMME_OFFICE and seat.side == activity.unit.side for seat in by.seats
    ):
        return
    charged = initiatives_at(activity.unit_id, on, activity.first_day)
    if not set(charged) & set(activity.references):
        raise Refused(
            _(
                "「%(unit)s」は%(references)sの担当として登録されていません。担当の取組を選ぶか、"
                "総括担当に担当の登録を頼んでください。"
            )
            % {"unit": activity.unit.name, "references": listed(activity.references)}
        )


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


def _ask_other_side_again(activity: Activity) -> None:
    """What it had seen has changed."""
    activity.others_view, activity.others_note = "", ""
    activity.others_by, activity.others_at = "", None


def _next(activity: Activity) -> int:
    return activity.version + 1
