"""Writes of decisions: proposed, signed by each government for itself, then in force.

In force it makes the next version of the charter, which holds from its day on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.amending import Change
from renkei.charter.errors import CharterError
from renkei.charter.reader import programme
from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, must
from renkei.core.sides import OTHER, Side
from renkei.core.writing import long_date
from renkei.journal.actions import record
from renkei.programme.actions.reviews import has_decision
from renkei.programme.charters import FIRST, charter_on, charter_with, starting_from
from renkei.programme.events import reviews as events
from renkei.programme.models import Amendment, Decision, Review
from renkei.programme.notices.reviews import tell_in_force, tell_returned, tell_to_sign
from renkei.programme.queries.reviews import speaks_for
from renkei.programme.states import DecisionState, Outcome, ReviewState
from renkei.programme.wording_charter import place_of

UNSIGNED = {"prefecture_by": "", "prefecture_at": None, "city_by": "", "city_at": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """`changes` name a field and what it shall say; what it says now is looked up."""

    outcome: str
    reason_ja: str
    reason_en: str
    effective_on: date
    into: str = ""
    changes: Sequence[Change] = ()


@transaction.atomic
def propose_decision(review: Review, proposal: Proposal, *, by: Asker, on: date) -> Decision:
    """Say what is to become of the initiative, and what changes in the charter by it.

    Errors  NotPermitted; Refused when the proposal is not whole, its day lies in the past, or the
            charter would not fit together; WrongState when the review is over or decided
    """
    review = locked(review)
    decision = Decision(review=review, proposed_by=by.person, proposed_at=timezone.now())
    must(by, Verb.WRITE, decision)
    if not review.is_open or has_decision(review):
        raise WrongState(_("この見直しには、すでに結論が提案されています。"))
    _fill(decision, proposal, on)
    decision.save(force_insert=True)
    _amend(decision, fitting(proposal))
    _tell_proposed(decision, by=by, on=on)
    return decision


@transaction.atomic
def change_proposal(decision: Decision, proposal: Proposal, *, by: Asker, on: date) -> Decision:
    """Write the proposal anew; signatures that were given to the old one fall away.

    Errors  as `propose_decision`; WrongState when it is in force or withdrawn
    """
    decision = locked(decision)
    must(by, Verb.WRITE, decision)
    _fill(decision, proposal, on)
    changes = fitting(proposal)
    move(
        decision,
        to=DecisionState.PROPOSED,
        revision=decision.revision + 1,
        outcome=decision.outcome,
        into=decision.into,
        reason_ja=decision.reason_ja,
        reason_en=decision.reason_en,
        effective_on=decision.effective_on,
        proposed_by=by.person,
        proposed_at=timezone.now(),
        note="",
        **UNSIGNED,
    )
    decision.amendments.all().delete()
    _amend(decision, changes)
    _tell_proposed(decision, by=by, on=on)
    return decision


@transaction.atomic
def sign_decision(decision: Decision, *, side: str, revision: int, by: Asker, on: date) -> Decision:
    """Sign the proposal for one government; with both signatures it is in force.

    Errors  NotPermitted when `by` is not of the programme office of the side, or signed for the
            other one; WrongState when the side has signed, the proposal is another than the one
            that was read, or it does not wait for signatures; Refused when its day is over or the
            charter has changed so that it no longer fits
    """
    decision = locked(decision)
    must(by, Verb.DECIDE, decision)
    _must_speak_for(by, side)
    if decision.revision != revision:
        raise WrongState(_("提案が書き直されました。新しい提案を読んでから署名してください。"))
    if decision.is_signed_by(side):
        raise WrongState(_("%(side)sはすでに署名しています。") % {"side": Side(side).label})
    other = OTHER[Side(side)]
    if getattr(decision, f"{other}_by") == by.person:
        raise NotPermitted(_("もう一方の側は、別の人が署名してください。"))
    _check_day(decision.effective_on, on)
    signed: dict[str, Any] = {f"{side}_by": by.person, f"{side}_at": timezone.now()}
    is_last = decision.is_signed_by(other)
    if is_last:
        _put_in_force(decision, signed, on)
    else:
        move(decision, to=DecisionState.SIGNED, **signed)
    event = events.DecisionSigned(outcome=Outcome(decision.outcome), **_about(decision, side))
    record(event, by=by, on=on)
    if is_last:
        _tell_in_force(decision, by=by, on=on)
    return decision


@transaction.atomic
def return_decision(decision: Decision, *, side: str, reason: str, by: Asker, on: date) -> Decision:
    """Say for one government that it does not sign, and why; the proposal can be changed.

    Errors  NotPermitted when `by` is not of the programme office of the side; Refused without a
            reason; WrongState when it does not wait for signatures, or the side has signed
    """
    decision = locked(decision)
    must(by, Verb.DECIDE, decision)
    _must_speak_for(by, side)
    if not reason.strip():
        raise Refused(_("差し戻す理由を書いてください。"))
    if decision.is_signed_by(side):
        raise WrongState(_("署名した側は差し戻せません。提案を書き直すと署名は外れます。"))
    move(decision, to=DecisionState.RETURNED, note=reason.strip(), **UNSIGNED)
    event = events.DecisionReturned(reason=reason.strip(), **_about(decision, side))
    record(event, by=by, on=on)
    transaction.on_commit(lambda: tell_returned(decision))
    return decision


@transaction.atomic
def withdraw_decision(decision: Decision, *, reason: str, by: Asker, on: date) -> Decision:
    """Take a proposal back before it is in force; then another can be made.

    Errors  NotPermitted; Refused without a reason; WrongState when it is in force
    """
    decision = locked(decision)
    must(by, Verb.WRITE, decision)
    if not reason.strip():
        raise Refused(_("取り下げる理由を書いてください。"))
    move(decision, to=DecisionState.WITHDRAWN, note=reason.strip(), **UNSIGNED)
    event = events.DecisionReturned(reason=reason.strip(), **_about(decision, Side.JOINT))
    record(event, by=by, on=on)
    return decision


def fitting(proposal: Proposal) -> list[Change]:
    """The changes with what they start from, once the charter was read with them.

    Errors  Refused with the place that does not fit
    """
    try:
        changes = starting_from(proposal.effective_on, proposal.changes)
        changes = [one for one in changes if one.before != one.after]
        charter_with(proposal.effective_on, changes)
    except CharterError as unfit:
        raise Refused(
            _("このとおりに変えると、プログラムの文書がつながりません。%(where)s：%(problem)s")
            % {"where": place_of(unfit.file, unfit.key), "problem": unfit.problem}
        ) from unfit
    return changes


# --- what is looked at ----------------------------------------------------------------------------


def _fill(decision: Decision, proposal: Proposal, on: date) -> None:
    if proposal.outcome not in Outcome:
        raise Refused(_("結論を選んでください。"))
    if not (proposal.reason_ja.strip() and proposal.reason_en.strip()):
        raise Refused(_("理由を日本語と英語で書いてください。"))
    _check_day(proposal.effective_on, on)
    decision.outcome = Outcome(proposal.outcome)
    decision.into = _into(decision, proposal)
    decision.reason_ja = proposal.reason_ja.strip()
    decision.reason_en = proposal.reason_en.strip()
    decision.effective_on = proposal.effective_on


def _into(decision: Decision, proposal: Proposal) -> str:
    if proposal.outcome != Outcome.MERGE:
        return ""
    own = decision.review.initiative
    known = {one.reference for one in charter_on(proposal.effective_on).initiatives}
    if proposal.into == own or proposal.into not in known:
        raise Refused(_("どの取組に統合するかを選んでください。"))
    return proposal.into


def _check_day(effective_on: date, on: date) -> None:
    """What held yesterday is not changed today."""
    if effective_on < on:
        raise Refused(
            _("適用日の%(day)sは過ぎています。きょうか、それより後の日を選んでください。")
            % {"day": long_date(effective_on)}
        )


def _must_speak_for(by: Asker, side: str) -> None:
    if not speaks_for(by, side):
        raise NotPermitted(
            _(
                "署名や差戻しができるのは、それぞれの側の総括担当だけです。相手の側の分はできません。"
            )
        )


def _amend(decision: Decision, changes: Sequence[Change]) -> None:
    Amendment.objects.bulk_create(
        Amendment(
            decision=decision,
            number=number,
            programme=programme().key,
            initiative=one.initiative,
            path=one.path,
            before=one.before,
            after=one.after,
        )
        for number, one in enumerate(changes, start=1)
    )


def _put_in_force(decision: Decision, signed: dict[str, Any], on: date) -> None:
    changes = [one.change for one in decision.amendments.all()]
    more = {**signed, "is_public": True, "decided_on": on}
    if changes:
        _check_still_fits(decision, changes)
        newest = Decision.objects.aggregate(newest=Max("version"))["newest"] or FIRST
        more["version"] = newest + 1
    try:
        with transaction.atomic():
            move(decision, to=DecisionState.IN_FORCE, **more)
    except IntegrityError:
        raise WrongState(
            _("同じときに別の改定が発効しました。もう一度、内容を確かめて署名してください。")
        ) from None
    move(locked(decision.review), to=ReviewState.DECIDED, is_public=True)


def _check_still_fits(decision: Decision, changes: Sequence[Change]) -> None:
    try:
        charter_with(decision.effective_on, changes)
    except CharterError as unfit:
        raise Refused(
            _("%(where)sが、この提案の後に別の改定で変わりました。提案を書き直してください。")
            % {"where": place_of(unfit.file, unfit.key)}
        ) from unfit


# --- what is told ---------------------------------------------------------------------------------


def _about(decision: Decision, side: str) -> dict[str, Any]:
    return {**_subject(decision), "side": side, "revision": decision.revision}


def _subject(decision: Decision) -> dict[str, Any]:
    touched = [one.initiative for one in decision.amendments.all() if one.initiative]
    return {
        "subject_kind": "review_decision",
        "subject_key": decision.key,
        "side": Side.JOINT,
        "initiatives": tuple(dict.fromkeys([decision.review.initiative, *touched])),
    }


def _tell_proposed(decision: Decision, *, by: Asker, on: date) -> None:
    event = events.DecisionProposed(
        outcome=Outcome(decision.outcome), **_about(decision, Side.JOINT)
    )
    record(event, by=by, on=on)
    transaction.on_commit(lambda: tell_to_sign(decision))


def _tell_in_force(decision: Decision, *, by: Asker, on: date) -> None:
    decided = events.ReviewDecided(
        fiscal_year=decision.review.fiscal_year,
        outcome=Outcome(decision.outcome),
        effective_on=decision.effective_on,
        **_subject(decision) | {"initiatives": (decision.review.initiative,)},
    )
    record(decided, by=by, on=on)
    if decision.version is not None:
        changed = events.CharterAmended(
            version=decision.version,
            changes=decision.amendments.count(),
            effective_on=decision.effective_on,
            **_subject(decision),
        )
        record(changed, by=by, on=on)
    transaction.on_commit(lambda: tell_in_force(decision))
