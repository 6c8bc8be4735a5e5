"""Writes of placements: introduce, apply, each step, the end, and how it goes months later.

Each step is one entry of the journal, credited to the desk that helped. A place is taken in one
statement that holds only while one is left, so that of many people the last place goes to one.
"""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.markets import Market
from renkei.core.calendar import months_later
from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, must
from renkei.journal.actions import record
from renkei.opportunities.actions.postings import organisations_of
from renkei.opportunities.actions.postings import told as told_of_posting
from renkei.opportunities.actions.seekers import counted
from renkei.opportunities.events import placements as events
from renkei.opportunities.events import postings as posting_events
from renkei.opportunities.introductions import Why, introduction_to
from renkei.opportunities.models import Check, Placement, Posting, Seeker
from renkei.opportunities.queries.placements import has_been_there
from renkei.opportunities.queries.places import is_elsewhere
from renkei.opportunities.rules.placements import may_end
from renkei.opportunities.rules.seekers import is_about_herself
from renkei.opportunities.states import HOLDING, EndReason, PostingState, SeekerState, Step


def introduce(seeker: Seeker, posting: Posting, *, by: Asker, on: date) -> Placement:
    """Introduce somebody to a posting, with the reasons as they are today.

    Errors  NotPermitted when the desk has no right to place people, where that is needed;
            WrongState when somebody does not look, or nothing is open; Refused when that is done
    """
    must(by, Verb.DECIDE, seeker)
    refuse_to_place(seeker.of_market, may_place=seeker.unit.may_place_jobs)
    return _begin(seeker, posting, by=by, on=on, to=seeker.asked_by.steps[0])


def apply_for(seeker: Seeker, posting: Posting, *, by: Asker, on: date) -> Placement:
    """Somebody applies of her own will.

    Errors  NotPermitted when it is not her own registration; otherwise as `introduce`; Refused in
            a market in which nobody applies
    """
    if not is_about_herself(by, seeker):
        raise NotPermitted(_("応募できるのは、ご本人だけです。"))
    if Step.APPLIED not in seeker.asked_by.steps:
        raise Refused(_("この市場では、応募ではなく窓口がご紹介します。"))
    return _begin(seeker, posting, by=by, on=on, to=Step.APPLIED)


@transaction.atomic
def advance(placement: Placement, *, to: str, by: Asker, on: date, days: int = 0) -> Placement:
    """Bring a placement a step further on a day; `days` are those taken part in, at the end.

    Errors  NotPermitted; WrongState when the market has no such step, or it does not follow;
            Refused when no place is left, or the day lies before the introduction or ahead
    """
    placement = locked(placement)
    must(by, Verb.WRITE, placement)
    if to not in placement.asked_by.steps or to == Step.ENDED:
        raise WrongState(_("この市場には、その段階はありません。"))
    _refuse_day(placement, on)
    if to == Step.ACCEPTED:
        take_place(placement, by=by, on=on)
    elif to == Step.STARTED:
        _start(placement, by=by, on=on)
    elif to == Step.COMPLETED:
        _complete(placement, by=by, on=on, days=days)
    else:
        move(placement, to=to, changed_at=timezone.now())
        record(events.BY_STEP[to](**told(placement)), by=by, on=on)
    return placement


@transaction.atomic
def end(placement: Placement, *, reason: str, by: Asker, on: date, note: str = "") -> Placement:
    """End it before it is completed; a place that nobody has begun to fill is free again.

    Errors  NotPermitted; WrongState when it has ended; Refused without a reason
    """
    placement = locked(placement)
    if not may_end(by, placement):
        raise NotPermitted(_("この紹介を終えることはできません。"))
    if reason not in EndReason.values:
        raise Refused(_("終わった理由を選んでください。"))
    return finish(placement, reason=reason, by=by, on=on, note=note)


def finish(placement: Placement, *, reason: str, by: Asker, on: date, note: str = "") -> Placement:
    """The end itself, of a placement that is locked; whoever calls it has asked whether it may
    be."""
    after, had_place = Step(placement.state), placement.state == Step.ACCEPTED
    move(
        placement,
        to=Step.ENDED,
        ended_on=on,
        end_reason=reason,
        end_note=note.strip()[:300],
        ask_on=None,
        changed_at=timezone.now(),
    )
    ended = events.Ended(**told(placement), reason=EndReason(reason), after=after)
    record(ended, by=by, on=on)
    if had_place:
        _free(placement.posting_id, by=by, on=on)
    if after in HOLDING:
        _look_again(placement.seeker)
    return placement


@transaction.atomic
def check(
    placement: Placement, *, months: int, is_there: bool, on: date, by: Asker | None = None
) -> Check:
    """Keep how somebody is so many months after the start; asked once.

    `by` is None where the person answered by the link in the letter. Who is no longer there has
    ended.
    Errors  NotPermitted; WrongState when nothing has begun; Refused when it was answered already
    """
    placement = locked(placement)
    asker = by or Asker()
    if by is not None:
        must(by, Verb.WRITE, placement)
    if placement.state != Step.STARTED:
        raise WrongState(_("始まっていて、まだ続いているものだけを確かめられます。"))
    try:
        with transaction.atomic():
            found = Check.objects.create(
                placement=placement,
                months=months,
                is_there=is_there,
                said_on=on,
                said_by=asker.person,
            )
    except IntegrityError:
        raise Refused(_("%(n)sか月後の様子は、すでに伺っています。") % {"n": months}) from None
    told_now = {**told(placement), **counted(placement.seeker, on)}
    record(events.Checked(**told_now, months=months, is_employed=is_there), by=asker, on=on)
    _ask_next(placement)
    if not is_there:
        _left(placement, by=asker, on=on)
    return found


def refuse_to_place(market: Market, *, may_place: bool) -> None:
    """Errors  NotPermitted in a market that is job placement by law, of a desk without the right"""
    if market.is_placement and not may_place:
        raise NotPermitted(
            _("この窓口は職業紹介の許可・届出がないため、情報の提供だけができます。")
        )


# --- the steps ------------------------------------------------------------------------------------


def _begin(seeker: Seeker, posting: Posting, *, by: Asker, on: date, to: str) -> Placement:
    if seeker.market != posting.market:
        raise Refused(_("別の市場の募集です。"))
    why = introduction_to(seeker, posting)
    try:
        with transaction.atomic():
            placement = _begun(seeker, posting, to=to, on=on, why=why)
            record(events.BY_STEP[to](**told(placement)), by=by, on=on)
            return placement
    except IntegrityError:
        raise Refused(_("この募集には、すでに紹介しています。")) from None


def _begun(seeker: Seeker, posting: Posting, *, to: str, on: date, why: Why) -> Placement:
    seeker, posting = locked(seeker), locked(posting)
    if seeker.state != SeekerState.ACTIVE:
        raise WrongState(_("いま探している方だけを紹介できます。"))
    if posting.state != PostingState.OPEN:
        raise WrongState(_("いま公開中の募集にだけ紹介できます。"))
    placement = new_placement(seeker, posting, to=to, on=on)
    placement.score, reasons = why
    placement.reasons = [{"ja": one.ja, "en": one.en} for one in reasons]
    placement.save(force_insert=True)
    return placement


def new_placement(seeker: Seeker, posting: Posting, *, to: str, on: date) -> Placement:
    """In its first step, not kept yet: whose figure it is, and who may read it."""
    return Placement(
        market=seeker.market,
        version=seeker.version,
        state=to,
        seeker=seeker,
        posting=posting,
        unit_id=seeker.unit_id,
        side=seeker.side,
        organisation_id=posting.organisation_id,
        person=seeker.person,
        introduced_on=on,
    )


def take_place(placement: Placement, *, by: Asker, on: date) -> None:
    """One statement takes the place, and only while there is one."""
    move(placement, to=Step.ACCEPTED, accepted_on=on, changed_at=timezone.now())
    places = Posting.objects.filter(pk=placement.posting_id, taken__lt=F("capacity"))
    if not places.update(taken=F("taken") + 1, changed_at=timezone.now()):
        raise Refused(_("定員がいっぱいです。空きが出るのを待つか、別の募集を紹介してください。"))
    days = (on - placement.introduced_on).days
    record(events.Accepted(**told(placement), days=days), by=by, on=on)
    posting = Posting.objects.get(pk=placement.posting_id)
    if not posting.places_left and posting.state == PostingState.OPEN:
        move(posting, to=PostingState.FILLED, changed_at=timezone.now())
        record(posting_events.PostingFilled(**told_of_posting(posting)), by=by, on=on)
    seeker = placement.seeker
    if seeker.of_market.is_placement and seeker.state == SeekerState.ACTIVE:
        move(seeker, to=SeekerState.PLACED)


def _start(placement: Placement, *, by: Asker, on: date) -> None:
    again = placement.asked_by.again_after
    first = again[0] if again else None
    move(
        placement,
        to=Step.STARTED,
        started_on=on,
        ask_months=first,
        ask_on=months_later(on, first) if first else None,
        changed_at=timezone.now(),
    )
    is_repeat = has_been_there(placement)
    started = events.Started(
        **told(placement), **counted(placement.seeker, on), is_repeat=is_repeat
    )
    record(started, by=by, on=on)


def _complete(placement: Placement, *, by: Asker, on: date, days: int) -> None:
    if days < 0 or (placement.started_on and days > (on - placement.started_on).days + 1):
        raise Refused(_("参加した日数が、期間と合いません。"))
    move(placement, to=Step.COMPLETED, ended_on=on, ask_on=None, changed_at=timezone.now())
    is_repeat = has_been_there(placement)
    completed = events.Completed(
        **told(placement),
        **counted(placement.seeker, on),
        industry=placement.organisation.industry[:1],
        days=days,
        people=placement.seeker.n_people,
        is_repeat=is_repeat,
        quantity=days,
        unit="days",
    )
    record(completed, by=by, on=on)


def _left(placement: Placement, *, by: Asker, on: date) -> None:
    move(
        placement,
        to=Step.ENDED,
        ended_on=on,
        end_reason=EndReason.LEFT,
        ask_on=None,
        changed_at=timezone.now(),
    )
    ended = events.Ended(**told(placement), reason=EndReason.LEFT, after=Step.STARTED)
    record(ended, by=by, on=on)
    _look_again(placement.seeker)


def _free(posting_key: str, *, by: Asker, on: date) -> None:
    places = Posting.objects.filter(pk=posting_key, taken__gt=0)
    places.update(taken=F("taken") - 1, changed_at=timezone.now())
    posting = Posting.objects.get(pk=posting_key)
    if posting.state == PostingState.FILLED:
        move(posting, to=PostingState.OPEN, changed_at=timezone.now())
        record(posting_events.PostingFreed(**told_of_posting(posting)), by=by, on=on)


def _look_again(seeker: Seeker) -> None:
    if seeker.state == SeekerState.PLACED:
        move(seeker, to=SeekerState.ACTIVE)


def _ask_next(placement: Placement) -> None:
    """When it is asked next: after the months that the market names and nobody has asked yet."""
    asked = set(placement.checks.values_list("months", flat=True))
    left = [months for months in placement.asked_by.again_after if months not in asked]
    assert placement.started_on
    placement.ask_months = left[0] if left else None
    placement.ask_on = months_later(placement.started_on, left[0]) if left else None
    placement.asked_at = None
    placement.save(update_fields=["ask_months", "ask_on", "asked_at", "changed_at"])


def told(placement: Placement) -> dict[str, Any]:
    """What every entry about a placement says: where, of whom, for whose figure."""
    posting = placement.posting
    who = placement.seeker
    return {
        "subject_kind": "placement",
        "subject_key": placement.key,
        "market": placement.market,
        "is_elsewhere": is_elsewhere(posting.region),
        "side": placement.side,
        "organisation": placement.unit_id,
        "initiatives": posting.references,
        "place": posting.place,
        "person": who.who,
        "organisations": (*organisations_of(posting), *filter(None, (who.organisation_id,))),
    }


def _refuse_day(placement: Placement, on: date) -> None:
    if on < placement.introduced_on:
        raise Refused(_("紹介した日より前の日は記録できません。"))
    if on > timezone.localdate():
        raise Refused(_("まだ来ていない日は記録できません。"))
