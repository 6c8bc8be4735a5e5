"""Calls for opinions: opened, answered by whoever wants to, closed; and what became of each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.limits import DAY, within_limit
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, must
from renkei.core.writing import number
from renkei.journal.actions import record
from renkei.paperwork.actions.answers import About, start_answers
from renkei.paperwork.actions.deciding import accept_answers
from renkei.paperwork.actions.open_sheets import begin_open_answers, open_link
from renkei.paperwork.queries.answers import answers_about
from renkei.paperwork.rules.answers import may_begin_at
from renkei.paperwork.states import AnswersState
from renkei.programme.actions.meetings import as_text
from renkei.programme.events import opinions as events
from renkei.programme.models import CouncilDecision, Opinion, OpinionAnswer, OpinionCall
from renkei.programme.queries.opinions import opinions_given, unfiled
from renkei.programme.states import CallState, Fate, Voice

KIND = "opinion_call"
MOST_A_DAY = 1000  # drafts that anybody may begin for one call


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, of whom, from when until when."""

    title_ja: str
    title_en: str = ""
    text_ja: str
    text_en: str = ""
    initiatives: tuple[str, ...] = ()
    voices: tuple[str, ...]
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What is said to an opinion, or to several that say the same."""

    summary_ja: str
    summary_en: str = ""
    fate: str
    reason_ja: str
    reason_en: str = ""
    decision: CouncilDecision | None = None


@transaction.atomic
def draft_call(unit: Any, question: Question, *, by: Asker, on: date) -> OpinionCall:
    """Errors  NotPermitted; Refused without a title, a text or anybody to ask"""
    call = OpinionCall(unit=unit, side=unit.side)
    must(by, Verb.WRITE, call)
    _put(call, question)
    call.save(force_insert=True)
    record(events.OpinionsDrafted(**about(call)), by=by, on=on)
    return call


@transaction.atomic
def change_call(call: OpinionCall, question: Question, *, by: Asker, on: date) -> OpinionCall:
    """Errors  NotPermitted; WrongState once it is open; Refused as for drafting"""
    call = locked(call)
    must(by, Verb.WRITE, call)
    if call.state != CallState.DRAFT:
        raise WrongState(_("始まった意見募集は変えられません。"))
    _put(call, question)
    call.save()
    record(events.OpinionsDrafted(**about(call)), by=by, on=on)
    return call


@transaction.atomic
def open_call(call: OpinionCall, *, by: Asker, on: date) -> OpinionCall:
    """Publish the question; from its first day on everybody whom it asks may answer.

    Errors  NotPermitted; WrongState when it is open already; Refused when its last day is past, or
            `by` may not handle the answers
    """
    call = locked(call)
    must(by, Verb.WRITE, call)
    if not may_begin_at(by, call.unit_id, call.side):
        raise Refused(_("意見募集は、回答を受け取る部署の担当職員が始めます。"))
    if call.last_day < on:
        raise Refused(_("締切りの日が過ぎています。日付を直してください。"))
    move(call, to=CallState.OPEN, is_public=True)
    record(events.OpinionsCalled(**about(call)), by=by, on=on)
    return call


@transaction.atomic
def ask_organisations(
    call: OpinionCall, organisations: Collection[str], *, by: Asker, on: date
) -> int:
    """Put a sheet before each of these organisations; how many were asked that had not been.

    Errors  NotPermitted; WrongState when the call is not open
    """
    call = locked(call)
    must(by, Verb.WRITE, call)
    _must_be_open(call, on)
    asked = set(answers_about(KIND, call.key).values_list("organisation", flat=True))
    new = [key for key in dict.fromkeys(organisations) if key and key not in asked]
    for key in new:
        belongs = About(kind=KIND, key=call.key, organisation=key)
        start_answers(call.sheet, by=by, unit=call.unit_id, on=on, about=belongs)
    if new:
        record(events.OpinionsAsked(asked=len(new), **about(call)), by=by, on=on)
    return len(new)


def begin_opinion(call: OpinionCall, *, by: Asker, on: date) -> str:
    """The secret of a link at which whoever came writes an opinion.

    Errors  NotPermitted when the call is not to be seen; WrongState when it is not open;
            Refused when residents are not asked, or there were too many today
    """
    must(by, Verb.READ, call)
    _must_be_open(call, on)
    if Voice.CITIZEN not in call.asked:
        raise Refused(_("この意見募集は、登録した市町村や企業などに伺っています。"))
    # Outside the transaction: what is refused later counts all the same.
    if not within_limit(f"opinion:{call.key}", MOST_A_DAY, DAY):
        raise Refused(_("本日の受付数に達しました。明日もう一度お願いします。"))
    with transaction.atomic():
        answers = begin_open_answers(
            call.sheet,
            unit=call.unit_id,
            side=call.side,
            on=on,
            belongs=About(kind=KIND, key=call.key),
        )
        return open_link(answers, until=_end_of(call), on=on)


@transaction.atomic
def begin_opinion_of(call: OpinionCall, organisation: str, *, by: Asker, on: date) -> str:
    """The key of the sheet of an organisation for which `by` speaks: the one that it was asked to
    fill in, or a new one.

    Errors  NotPermitted when `by` does not speak for it; WrongState when the call is not open
    """
    call = locked(call)
    must(by, Verb.READ, call)
    _must_be_open(call, on)
    if organisation not in {seat.organisation for seat in by.seats if not seat.side}:
        raise NotPermitted(_("この組織の席からだけ回答できます。"))
    there = answers_about(KIND, call.key).filter(organisation=organisation).first()
    if there is None:
        there = begin_open_answers(
            call.sheet,
            unit=call.unit_id,
            side=call.side,
            on=on,
            belongs=About(kind=KIND, key=call.key, organisation=organisation),
        )
    return there.key


@transaction.atomic
def close_call(call: OpinionCall, *, by: Asker, on: date) -> OpinionCall:
    """Errors  NotPermitted; WrongState when it is not open; Refused before its last day is over"""
    call = locked(call)
    must(by, Verb.WRITE, call)
    if call.state == CallState.OPEN and on <= call.last_day:
        raise Refused(_("締切りの日が終わってから締め切ります。"))
    move(call, to=CallState.CLOSED)
    n = opinions_given(call).count()
    record(events.OpinionsClosed(opinions=n, **about(call)), by=by, on=on)
    return call


@transaction.atomic
def answer_opinions(
    call: OpinionCall, keys: Collection[str], answered: Answered, *, by: Asker, on: date
) -> OpinionAnswer:
    """Say what becomes of these opinions, by the keys of their sheets, which are accepted with it.

    Errors  NotPermitted; WrongState when the results are out or somebody has answered one of them;
            Refused without an opinion, a summary or a reason
    """
    call = _to_answer(call, by)
    if not answered.summary_ja.strip() or not answered.reason_ja.strip():
        raise Refused(_("意見の要旨と、そう決めた理由を書いてください。"))
    answer = OpinionAnswer.objects.create(
        call=call,
        number=1 + call.answers.count(),
        summary_ja=answered.summary_ja.strip(),
        summary_en=answered.summary_en.strip(),
        fate=Fate(answered.fate),
        reason_ja=answered.reason_ja.strip(),
        reason_en=answered.reason_en.strip(),
        decision=answered.decision,
    )
    n = _file(answer, keys, by=by, on=on)
    record(events.OpinionAnswered(fate=Fate(answer.fate), opinions=n, **about(call)), by=by, on=on)
    return answer


@transaction.atomic
def add_opinions(answer: OpinionAnswer, keys: Collection[str], *, by: Asker, on: date) -> int:
    """Let an answer that was written stand for these opinions too.

    Errors  as for answering
    """
    call = _to_answer(answer.call, by)
    n = _file(answer, keys, by=by, on=on)
    record(events.OpinionAnswered(fate=Fate(answer.fate), opinions=n, **about(call)), by=by, on=on)
    return n


@transaction.atomic
def publish_answers(call: OpinionCall, *, by: Asker, on: date) -> OpinionCall:
    """Let everybody read what became of the opinions, without names.

    Errors  NotPermitted; WrongState when it is not closed; Refused while one waits for an answer
    """
    call = locked(call)
    must(by, Verb.PUBLISH, call)
    if n := unfiled(call).count():
        raise Refused(_("まだ答えていない意見が%(n)s件あります。") % {"n": number(n)})
    move(call, to=CallState.ANSWERED, answered_on=on)
    n = Opinion.objects.filter(answer__call=call).count()
    record(events.OpinionsPublished(opinions=n, **about(call)), by=by, on=on)
    return call


def about(call: OpinionCall) -> dict[str, Any]:
    return {
        "subject_kind": KIND,
        "subject_key": call.key,
        "side": call.side,
        "organisation": call.unit_id,
        "initiatives": call.references,
    }


# --- looked at, under the lock -------------------------------------------------------------------


def _must_be_open(call: OpinionCall, on: date) -> None:
    if not call.is_open_on(on):
        raise WrongState(_("この意見募集は、いま受け付けていません。"))


def _to_answer(call: OpinionCall, by: Asker) -> OpinionCall:
    call = locked(call)
    must(by, Verb.WRITE, call)
    if call.state not in (CallState.OPEN, CallState.CLOSED):
        raise WrongState(_("結果を公表したあとは、答えを変えられません。"))
    return call


def _file(answer: OpinionAnswer, keys: Collection[str], *, by: Asker, on: date) -> int:
    found = list(unfiled(answer.call).filter(pk__in=keys))
    if not found or len(found) < len(set(keys)):
        raise Refused(_("答える意見を選んでください。ほかの人が先に答えた意見は選べません。"))
    for one in found:
        if one.state == AnswersState.SUBMITTED:
            accept_answers(one, by=by, on=on)
    try:
        with transaction.atomic():
            Opinion.objects.bulk_create(
                Opinion(answer=answer, sheet_answers=one.key, voice=Voice(one.values["voice"]))
                for one in found
            )
    except IntegrityError:
        raise WrongState(_("ほかの人が先に答えました。一覧を読み直してください。")) from None
    return len(found)


def _put(call: OpinionCall, question: Question) -> None:
    if not question.title_ja.strip() or not question.text_ja.strip():
        raise Refused(_("名前と、伺いたいことを書いてください。"))
    if not question.voices:
        raise Refused(_("だれに伺うかを選んでください。"))
    if question.last_day < question.first_day:
        raise Refused(_("締切りの日が、始まりの日より前です。日付を直してください。"))
    call.title_ja, call.title_en = question.title_ja.strip(), question.title_en.strip()
    call.text_ja, call.text_en = question.text_ja.strip(), question.text_en.strip()
    call.initiatives = as_text(question.initiatives)
    call.voices = as_text([Voice(one).value for one in question.voices])
    call.first_day, call.last_day = question.first_day, question.last_day


def _end_of(call: OpinionCall) -> datetime:
    return timezone.make_aware(datetime.combine(call.last_day + timedelta(days=1), time.min))
