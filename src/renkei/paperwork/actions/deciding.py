"""What the unit does with answers: accept, return, throw away a draft, ask by a link."""

import secrets
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, must, reasons
from renkei.journal.actions import record
from renkei.paperwork.actions.answers import about
from renkei.paperwork.events.sheets import SheetAccepted, SheetRequested, SheetReturned
from renkei.paperwork.models import AnswerLink, Answers
from renkei.paperwork.queries.answers import digest_of, is_open
from renkei.paperwork.states import AnswersState

LONGEST_LINK = timedelta(days=180)
SECRET_BYTES = 24  # 192 bits: nobody guesses a link


@transaction.atomic
def accept_answers(answers: Answers, *, by: Asker, on: date) -> Answers:
    """Errors  NotPermitted; WrongState when they are not submitted, or taken back meanwhile"""
    answers = locked(answers)
    must(by, Verb.DECIDE, answers)
    move(answers, to=AnswersState.ACCEPTED, decided_by=by.person, decided_at=timezone.now())
    record(SheetAccepted(**about(answers)), by=by, on=on)
    return answers


@transaction.atomic
def return_answers(answers: Answers, *, by: Asker, on: date, reason: str) -> Answers:
    """Ask for something to be mended, also in what was accepted before.

    Errors  NotPermitted; WrongState when they are not submitted; Refused without a reason
    """
    reason = " ".join(reason.split())
    if not reason:
        raise Refused(_("何を直してほしいかを書いてください。"))
    answers = locked(answers)
    must(by, Verb.DECIDE, answers)
    move(
        answers,
        to=AnswersState.RETURNED,
        return_reason=reason[:300],
        decided_by=by.person,
        decided_at=timezone.now(),
    )
    record(SheetReturned(**about(answers)), by=by, on=on)
    return answers


@transaction.atomic
def discard_answers(answers: Answers, *, by: Asker) -> None:
    """Throw away a draft that was never submitted; what was counted stays.

    Errors  NotPermitted when `by` did not begin it and may not erase; WrongState otherwise
    """
    answers = locked(answers)
    must(by, Verb.WRITE if answers.made_by == by.person else Verb.ERASE, answers)
    if answers.state != AnswersState.DRAFT or answers.submitted_at is not None:
        raise WrongState(_("一度提出した回答は捨てられません。保存期間が過ぎると消えます。"))
    answers.delete()


@transaction.atomic
def make_link(answers: Answers, *, by: Asker, on: date, days: int) -> tuple[AnswerLink, str]:
    """A link for somebody without an account, and its secret, which is told only now. It ends with
    the seat from which it was made, for whoever leaves knows the secret.

    Errors  NotPermitted when `by` may not hand the answers out;
            WrongState when there is nothing to fill in; Refused for a time that is too long
    """
    answers = locked(answers)
    must(by, Verb.SHARE, answers)
    if not is_open(answers):
        raise WrongState(_("提出済みの回答には、リンクを作れません。"))
    if not 1 <= days <= LONGEST_LINK.days:
        raise Refused(
            _("期限は1日から%(most)s日までで決めてください。") % {"most": LONGEST_LINK.days}
        )
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = AnswerLink.objects.create(
        answers=answers,
        digest=digest_of(secret),
        made_by=by.person,
        expires_at=min([timezone.now() + timedelta(days=days), *_ends_of_seats(by, answers)]),
    )
    record(SheetRequested(**about(answers)), by=by, on=on)
    return link, secret


@transaction.atomic
def withdraw_link(link: AnswerLink, *, by: Asker) -> None:
    """Errors  NotPermitted when `by` may not hand the answers out"""
    must(by, Verb.SHARE, locked(link.answers))
    AnswerLink.objects.filter(pk=link.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())


def _ends_of_seats(by: Asker, answers: Answers) -> list[datetime]:
    """The midnight after the last seat from which the answers are handed out, if that ends."""
    ends = [one.seat.until for one in reasons(by, Verb.SHARE, answers) if one.seat]
    if not ends or None in ends:
        return []
    after = max(end for end in ends if end) + timedelta(days=1)
    return [timezone.make_aware(datetime.combine(after, time.min))]
