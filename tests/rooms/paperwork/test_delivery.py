"""Delivery: one worker sends once, failures are tried again with patience and said honestly."""

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from smtplib import SMTPException, SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.journal.models import Entry
from renkei.paperwork.actions.delivery import (
    STALE,
    WAITS,
    deliver,
    deliver_due,
    give_up,
    record_return,
    send_digests,
    try_again,
)
from renkei.paperwork.actions.notices import Recipient, prefer, send
from renkei.paperwork.models import Notice
from renkei.paperwork.states import DeliveryProblem, NoticeGroup, NoticeState, NoticeWay
from tests.cast import Cast, standing_cast
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.paperwork import letters
from tests.signing_in import signed_in

CONTEXT = {"title": "申請", "due": date(2026, 12, 1)}
Fail = Callable[[Exception], None]


@pytest.fixture(autouse=True)
def _templates(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    letters.bring(monkeypatch, tmp_path)


@pytest.fixture
def cast(db: None) -> Cast:
    return standing_cast()


@pytest.fixture
def notice(cast: Cast) -> Notice:
    return told(cast)


@pytest.fixture
def fail(monkeypatch: pytest.MonkeyPatch) -> Fail:
    """The mail server answers with this error."""

    def answer(error: Exception) -> None:
        def send_fails(*_args: object, **_more: object) -> int:
            raise error

        monkeypatch.setattr(EmailMessage, "send", send_fails)

    return answer


def told(cast: Cast, title: str = "申請") -> Notice:
    to = [Recipient(person=cast.citizen.key, email="citizen@example.org")]
    unit = cast.units["city_section"].key
    return send("tests.work_due", to=to, context=CONTEXT | {"title": title}, unit=unit)[0]


def now_is(notice: Notice) -> tuple[str, str, int, bool]:
    notice.refresh_from_db()
    return (notice.state, notice.problem, notice.attempts, notice.due_at is not None)


# --- by workers -----------------------------------------------------------------------------


def test_commit_puts_the_notice_into_the_queue_for_a_worker(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        notice = told(cast)

    queued = DBTaskResult.objects.get(task_path="renkei.paperwork.actions.delivery.deliver_notices")
    assert mail.outbox == []
    queued.task.call(*queued.args_kwargs["args"])
    assert [message.to for message in mail.outbox] == [["citizen@example.org"]]
    assert now_is(notice) == (NoticeState.SENT, "", 1, False)


def test_command_sends_what_no_worker_took(notice: Notice) -> None:
    said = StringIO()

    call_command("deliver_notices", stdout=said)

    assert said.getvalue() == "1 sent, 0 not sent\n"
    assert now_is(notice) == (NoticeState.SENT, "", 1, False)


def test_notice_is_sent_once(notice: Notice) -> None:
    assert deliver(notice.key)
    assert not deliver(notice.key)
    assert deliver_due() == (0, 0)

    assert len(mail.outbox) == 1


def test_failure_is_tried_again_with_growing_patience(notice: Notice, fail: Fail) -> None:
    fail(SMTPException("try later"))
    now = timezone.now()

    for n, wait in enumerate(WAITS, start=1):
        assert deliver_due(now=now) == (0, 1)
        assert now_is(notice) == (NoticeState.FAILED, DeliveryProblem.UNREACHABLE, n, True)
        assert deliver_due(now=now + wait - timedelta(seconds=1)) == (0, 0)
        now += wait

    deliver_due(now=now)
    assert now_is(notice) == (NoticeState.GIVEN_UP, DeliveryProblem.UNREACHABLE, 5, False)


def test_address_that_refuses_is_not_tried_again(notice: Notice, fail: Fail) -> None:
    fail(SMTPRecipientsRefused({"citizen@example.org": (550, b"no such user")}))

    deliver_due()

    assert now_is(notice) == (NoticeState.GIVEN_UP, DeliveryProblem.REFUSED, 1, False)


def test_mail_server_that_is_back_is_told(notice: Notice) -> None:
    Notice.objects.update(state=NoticeState.FAILED, problem=DeliveryProblem.UNREACHABLE)

    deliver_due()

    assert now_is(notice) == (NoticeState.SENT, "", 1, False)


def test_worker_that_ended_in_the_middle_leaves_an_honest_state(notice: Notice) -> None:
    long_ago = timezone.now() - STALE - timedelta(seconds=1)
    Notice.objects.update(claim="a" * 32, claimed_at=long_ago)

    left = deliver_due()

    assert (left, mail.outbox) == ((0, 0), [])
    assert now_is(notice) == (NoticeState.GIVEN_UP, DeliveryProblem.INTERRUPTED, 0, False)


def test_notice_that_a_worker_has_is_left_to_it(notice: Notice) -> None:
    Notice.objects.update(claim="a" * 32, claimed_at=timezone.now())

    assert (deliver(notice.key), deliver_due(), mail.outbox) == (False, (0, 0), [])


def test_digest_is_one_email_a_day(cast: Cast) -> None:
    prefer(cast.citizen.key, {NoticeGroup.TASKS: NoticeWay.DAILY})
    first, second = told(cast, "一"), told(cast, "二")

    assert deliver_due() == (0, 0)
    assert (send_digests(), send_digests()) == (1, 0)

    (message,) = mail.outbox
    assert message.subject == "お知らせのまとめ(2件)"
    assert message.body.index("「一」") < message.body.index("「二」")
    assert "List-Unsubscribe" in message.extra_headers
    assert {now_is(one)[0] for one in (first, second)} == {NoticeState.SENT}


def test_digest_that_fails_keeps_its_notices(cast: Cast, fail: Fail) -> None:
    prefer(cast.citizen.key, {NoticeGroup.TASKS: NoticeWay.DAILY})
    notice = told(cast)
    fail(OSError("no route"))

    call_command("send_digests", stdout=StringIO())

    assert now_is(notice) == (NoticeState.FAILED, DeliveryProblem.UNREACHABLE, 1, True)


@pytest.mark.django_db(transaction=True)
def test_eight_workers_send_each_notice_once() -> None:
    with shared_database():
        cast = standing_cast()
        keys = [told(cast, str(n)).key for n in range(20)]

        sent = at_once(*[lambda: [deliver(key) for key in keys]] * 8)

        assert [sum(each) for each in zip(*sent, strict=True)] == [1] * 20
        assert len(mail.outbox) == 20
        assert Notice.objects.filter(state=NoticeState.SENT, attempts=1, claim="").count() == 20


@pytest.mark.django_db(transaction=True)
def test_eight_workers_tell_nothing_twice_in_digests() -> None:
    with shared_database():
        cast = standing_cast()
        prefer(cast.citizen.key, {NoticeGroup.TASKS: NoticeWay.DAILY})
        for n in range(20):
            told(cast, str(n))

        refusals(at_once(*[send_digests] * 8))

        lines = [line for message in mail.outbox for line in message.body.splitlines()]
        listed = [line for line in lines if line.startswith("・")]
        assert (len(listed), len(set(listed))) == (20, 20)


# --- by officers ----------------------------------------------------------------------------


def test_returned_email_is_recorded_and_sent_again(cast: Cast, notice: Notice) -> None:
    deliver(notice.key)
    officer = cast.asker("city_officer")

    record_return(notice, by=officer)
    assert now_is(notice) == (NoticeState.FAILED, DeliveryProblem.RETURNED, 1, False)
    try_again(notice, by=officer)
    assert now_is(notice) == (NoticeState.QUEUED, "", 0, True)
    deliver_due()

    assert len(mail.outbox) == 2
    assert list(Entry.objects.order_by("id").values_list("kind", flat=True)) == [
        "notice.returned",
        "notice.queued_again",
    ]


def test_given_up_notice_stays_in_the_inbox(cast: Cast, notice: Notice) -> None:
    give_up(notice, by=cast.asker("city_officer"))

    assert deliver_due() == (0, 0)
    assert now_is(notice)[:2] == (NoticeState.GIVEN_UP, DeliveryProblem.NOT_WANTED)
    assert Notice.objects.visible_to(cast.asker("citizen")).count() == 1


def test_decision_must_fit_the_state(cast: Cast, notice: Notice) -> None:
    officer = cast.asker("city_officer")

    with pytest.raises(WrongState):
        record_return(notice, by=officer)
    with pytest.raises(WrongState):
        try_again(notice, by=officer)


def test_nothing_is_decided_while_it_is_being_sent(cast: Cast, notice: Notice) -> None:
    Notice.objects.update(claim="a" * 32, claimed_at=timezone.now())

    with pytest.raises(Refused, match="いま送信中です"):
        give_up(notice, by=cast.asker("city_officer"))


def test_notice_without_an_address_cannot_be_sent_again(cast: Cast) -> None:
    to = [Recipient(person=cast.citizen.key)]
    unit = cast.units["city_section"].key
    notice = send("tests.work_due", to=to, context=CONTEXT, unit=unit)[0]

    with pytest.raises(Refused, match="メールアドレスがない"):
        try_again(notice, by=cast.asker("city_officer"))


@pytest.mark.parametrize("name", ["prefecture_officer", "citizen", "representative"])
@pytest.mark.parametrize("decide", [record_return, try_again, give_up])
def test_others_decide_nothing(
    cast: Cast, notice: Notice, name: str, decide: Callable[..., Notice]
) -> None:
    with pytest.raises(NotPermitted):
        decide(notice, by=cast.asker(name))


def test_officer_decides_on_the_page(client: Client, cast: Cast, notice: Notice) -> None:
    signed_in(client, cast.city_officer)

    page = client.get(reverse("notices:delivery")).content.decode()
    done = client.post(reverse("notices:decide", args=[notice.key, "give_up"]))
    filtered = client.get(reverse("notices:delivery") + "?state=given_up").content.decode()

    assert reverse("notices:decide", args=[notice.key, "give_up"]) in page
    assert done.status_code == 302
    assert "送る必要がなくなった" in filtered


def test_delivery_page_of_others_shows_nothing(client: Client, cast: Cast, notice: Notice) -> None:
    signed_in(client, cast.prefecture_officer)

    page = client.get(reverse("notices:delivery")).content.decode()
    done = client.post(reverse("notices:decide", args=[notice.key, "give_up"]))

    assert "期限が近づいています" not in page
    assert done.status_code == 404
    assert now_is(notice)[0] == NoticeState.QUEUED


@pytest.mark.django_db
def test_database_has_no_failure_without_a_reason(cast: Cast, notice: Notice) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.update(state=NoticeState.FAILED)
