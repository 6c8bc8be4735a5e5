"""E-mails leave: claimed by one worker, tried again with patience, given up honestly.

A claim is one conditional statement, so of two workers one sends. A worker that ends between
sending and saying so leaves a claim behind; that notice is not sent again by itself, for it may
have left: it is shown as interrupted, and an officer decides.
"""

import secrets
import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, must
from renkei.journal.actions import record
from renkei.paperwork import emails
from renkei.paperwork.events.notices import NoticeGivenUp, NoticeQueuedAgain, NoticeReturned
from renkei.paperwork.models import Notice
from renkei.paperwork.queries.notices import Bundle, digests_due, due, due_at_once, in_bundle
from renkei.paperwork.states import DeliveryProblem, NoticeState

# Five tries over about a day: a mail server that is down at night is up in the morning.
WAITS = (
    timedelta(minutes=2),
    timedelta(minutes=15),
    timedelta(hours=2),
    timedelta(hours=20),
)
STALE = timedelta(minutes=15)  # far longer than a mail server may take to answer


def deliver(key: str, *, now: datetime | None = None) -> bool:
    """Try to send one notice now, if it is due and nobody else has it; whether it left."""
    now = now or timezone.now()
    claim = _claimed(Notice.objects.filter(pk=key), now)
    if not claim:
        return False
    notice = Notice.objects.get(pk=key)
    return _send(emails.letter(notice), [notice], claim, now)


@task
def deliver_notices(keys: list[str]) -> None:
    """For a worker of the job queue; without one, the command of this name does the same."""
    for key in keys:
        deliver(key)


def deliver_soon(keys: Sequence[str]) -> None:
    deliver_notices.enqueue(list(keys))


def deliver_due(*, now: datetime | None = None) -> tuple[int, int]:
    """Send everything that is due; how many left, and how many did not."""
    now = now or timezone.now()
    give_up_interrupted(now=now)
    left = failed = 0
    for key in list(due_at_once(now).values_list("key", flat=True)):
        if deliver(key, now=now):
            left += 1
        else:
            failed += 1
    return left, failed


def send_digests(*, now: datetime | None = None) -> int:
    """One e-mail to each person with notices of the day; the number of e-mails that left."""
    now = now or timezone.now()
    return sum(_send_digest(bundle, now) for bundle in digests_due(now))


def _send_digest(bundle: Bundle, now: datetime) -> bool:
    claim = _claimed(Notice.objects.filter(in_bundle(bundle)), now)
    notices = list(Notice.objects.filter(claim=claim).order_by("made_at", "key")) if claim else []
    return bool(notices) and _send(emails.digest(notices, claim), notices, claim, now)


def _claimed(among: object, now: datetime) -> str:
    """Take what is due for this worker alone, in one statement; empty when nothing was free."""
    claim = secrets.token_hex(16)
    free = due(now) & among  # type: ignore[operator]
    taken = free.order_by().update(claim=claim, claimed_at=now, attempts=F("attempts") + 1)
    return claim if taken else ""


def _send(message: EmailMessage, notices: Sequence[Notice], claim: str, now: datetime) -> bool:
    problem = _problem_of(message)
    ours = Notice.objects.filter(claim=claim)
    if problem is None:
        ours.update(
            state=NoticeState.SENT, sent_at=now, due_at=None, problem="", claim="", claimed_at=None
        )
        return True
    for notice in notices:
        next_try = _next_try(notice, problem, now)
        ours.filter(pk=notice.pk).update(
            state=NoticeState.FAILED if next_try else NoticeState.GIVEN_UP,
            problem=problem,
            due_at=next_try,
            claim="",
            claimed_at=None,
        )
    return False


def _problem_of(message: EmailMessage) -> DeliveryProblem | None:
    """None when the next mail server took it."""
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused:
        return DeliveryProblem.REFUSED
    except (OSError, smtplib.SMTPException):
        return DeliveryProblem.UNREACHABLE
    return None


def _next_try(notice: Notice, problem: DeliveryProblem, now: datetime) -> datetime | None:
    """An address that refuses today refuses tomorrow."""
    if problem == DeliveryProblem.REFUSED or notice.attempts > len(WAITS):
        return None
    return now + WAITS[notice.attempts - 1]


def give_up_interrupted(*, now: datetime) -> int:
    """Notices whose worker ended in the middle of sending: nobody knows whether they left."""
    stale = Notice.objects.exclude(claim="").filter(claimed_at__lt=now - STALE)
    return stale.update(
        state=NoticeState.GIVEN_UP,
        problem=DeliveryProblem.INTERRUPTED,
        due_at=None,
        claim="",
        claimed_at=None,
    )


# --- what an officer decides ------------------------------------------------------------------


@transaction.atomic
def record_return(notice: Notice, *, by: Asker) -> Notice:
    """An e-mail came back: say so, for the mail server had taken it.

    Errors  NotPermitted when `by` does not look after notices of the unit;
            WrongState when it never left
    """
    notice = _locked_for(by, notice)
    if notice.state != NoticeState.SENT:
        raise WrongState(_("まだ送っていないメールは、届かなかったと記録できません。"))
    move(notice, to=NoticeState.FAILED, problem=DeliveryProblem.RETURNED, due_at=None)
    _record(NoticeReturned, notice, by)
    return notice


@transaction.atomic
def try_again(notice: Notice, *, by: Asker) -> Notice:
    """Errors  NotPermitted as above; WrongState when it has not failed; Refused with no address."""
    notice = _locked_for(by, notice)
    if not notice.email:
        raise Refused(_("メールアドレスがないため、送れません。"))
    move(notice, to=NoticeState.QUEUED, problem="", due_at=timezone.now(), attempts=0)
    _record(NoticeQueuedAgain, notice, by)
    transaction.on_commit(lambda: deliver_soon([notice.key]), robust=True)
    return notice


@transaction.atomic
def give_up(notice: Notice, *, by: Asker) -> Notice:
    """Errors  NotPermitted as above; WrongState when it has left, or was given up already."""
    notice = _locked_for(by, notice)
    problem = notice.problem or DeliveryProblem.NOT_WANTED
    move(notice, to=NoticeState.GIVEN_UP, problem=problem, due_at=None)
    _record(NoticeGivenUp, notice, by)
    return notice


def _locked_for(by: Asker, notice: Notice) -> Notice:
    notice = locked(notice)
    must(by, Verb.MANAGE, notice)
    if notice.claim:
        raise Refused(_("いま送信中です。少し待ってから、状態を確かめてください。"))
    return notice


def _record(
    event: type[NoticeGivenUp | NoticeQueuedAgain | NoticeReturned], notice: Notice, by: Asker
) -> None:
    told = event(subject_kind="notice", subject_key=notice.key, template=notice.template)
    record(told, by=by, on=timezone.localdate())
