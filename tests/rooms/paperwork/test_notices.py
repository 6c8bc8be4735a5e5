"""Notices: written with the act, in the inbox always, by e-mail as their reader wants."""

from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from renkei.core.errors import NotPermitted
from renkei.paperwork import emails
from renkei.paperwork.actions.notices import (
    Recipient,
    forget_letters_that_left,
    forget_notices_about,
    mark_read,
    prefer,
    send,
)
from renkei.paperwork.models import Notice, NoticePreference
from renkei.paperwork.queries.notices import unread_count
from renkei.paperwork.states import NoticeGroup, NoticeState, NoticeWay
from tests.cast import Cast, standing_cast
from tests.rooms.paperwork import letters
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
CONTEXT = {"title": "認証の申請", "due": date(2026, 12, 1)}


@pytest.fixture(autouse=True)
def _templates(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    letters.bring(monkeypatch, tmp_path)


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def told(cast: Cast, name: str = "citizen", **more: str) -> Notice:
    person = cast.people[name]
    to = [Recipient(person=person.key, email=person.email, language=more.pop("language", "ja"))]
    return send("tests.work_due", to=to, context=CONTEXT, unit=cast.units["city_section"].key)[0]


def sent(notice: Notice) -> mail.EmailMessage:
    return emails.letter(notice)


# --- writing --------------------------------------------------------------------------------


def test_notice_stands_in_the_inbox_and_waits_to_leave(cast: Cast) -> None:
    notice = told(cast)

    assert unread_count(cast.citizen.key) == 1
    assert (notice.state, notice.way) == (NoticeState.QUEUED, NoticeWay.AT_ONCE)
    assert (notice.template, notice.version) == ("tests.work_due", 1)


def test_act_that_fails_tells_nobody(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    @transaction.atomic
    def act() -> None:
        told(cast)
        raise OSError("the act failed")

    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(OSError, match="failed"):
        act()

    assert (Notice.objects.count(), callbacks) == (0, [])


def test_each_recipient_is_told_once_in_her_language(cast: Cast) -> None:
    one = Recipient(person=cast.citizen.key, email="a@example.org", language="en")
    other = Recipient(email="b@example.org", language="ko")

    notices = send("tests.work_due", to=[one, one, other, Recipient()], context=CONTEXT)

    assert [(notice.email, notice.language) for notice in notices] == [
        ("a@example.org", "en"),
        ("b@example.org", "ja"),
    ]


@pytest.mark.parametrize(
    "address", ["a@example.org\nBcc: b@example.org", "a@example.org, b@example.org", "nobody"]
)
def test_address_that_is_none_is_an_error(cast: Cast, address: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        send("tests.work_due", to=[Recipient(email=address)], context=CONTEXT)

    assert Notice.objects.count() == 0


def test_installation_without_a_way_out_does_not_claim_to_have_sent(
    cast: Cast, settings: Settings
) -> None:
    settings.SENDS_EMAIL = False

    assert told(cast).state == NoticeState.NO_EMAIL


@pytest.mark.parametrize(
    ("way", "state"),
    [(NoticeWay.INBOX, NoticeState.NO_EMAIL), (NoticeWay.DAILY, NoticeState.QUEUED)],
)
def test_preference_decides_how_a_notice_leaves(cast: Cast, way: NoticeWay, state: str) -> None:
    prefer(cast.citizen.key, {NoticeGroup.TASKS: way})

    notice = told(cast)

    assert (notice.way, notice.state) == (way, state)
    assert unread_count(cast.citizen.key) == 1


def test_obligatory_notice_cannot_be_turned_off(cast: Cast) -> None:
    prefer(cast.citizen.key, dict.fromkeys(NoticeGroup, NoticeWay.INBOX))
    to = [Recipient(person=cast.citizen.key, email="a@example.org")]

    notice = send("tests.password_changed", to=to, context={})[0]

    assert (notice.way, notice.state) == (NoticeWay.AT_ONCE, NoticeState.QUEUED)
    assert "List-Unsubscribe" not in sent(notice).extra_headers


# --- as e-mail ------------------------------------------------------------------------------


def test_email_is_plain_japanese_that_every_program_reads(cast: Cast) -> None:
    parsed = message_from_bytes(sent(told(cast)).message().as_bytes(), policy=policy.default)

    assert parsed["Subject"].strip() == "「認証の申請」の期限が近づいています"
    assert parsed.get_content_type() == "text/plain"
    assert parsed.get_content_charset() == "utf-8"
    assert "期限は2026年12月1日（火）です。" in parsed.get_content()
    assert max(len(line) for line in sent(told(cast)).message().as_bytes().splitlines()) < 998


def test_email_links_to_the_page_and_says_no_more_than_its_template(
    cast: Cast, settings: Settings
) -> None:
    settings.ADDRESS = "https://renkei.example.org"
    notice = told(cast)

    body = sent(notice).body

    assert f"https://renkei.example.org/notices/{notice.key}/" in body
    assert cast.citizen.name not in body
    assert cast.citizen.email not in body


def test_english_reader_gets_english(cast: Cast) -> None:
    message = sent(told(cast, language="en"))

    assert message.subject == "“認証の申請” is due soon"
    assert "/en/notices/" in message.body


def test_subject_never_begins_a_header_of_its_own(cast: Cast) -> None:
    context = {"title": "a\r\nBcc: thief@example.org", "due": date(2026, 12, 1)}
    to = [Recipient(email="a@example.org")]

    message = sent(send("tests.work_due", to=to, context=context)[0]).message()

    assert message["Bcc"] is None
    assert message.get_all("To") == ["a@example.org"]


def test_mail_program_stops_a_group_without_signing_in(cast: Cast) -> None:
    address = sent(told(cast)).extra_headers["List-Unsubscribe"].strip("<>")
    path = address.removeprefix("http://127.0.0.1:8000")
    strict = Client(enforce_csrf_checks=True)

    looked, asked = strict.get(path), NoticePreference.objects.count()
    stopped = strict.post(path, {"List-Unsubscribe": "One-Click"})

    assert (looked.status_code, asked, stopped.status_code) == (200, 0, 200)
    preference = NoticePreference.objects.get()
    assert (preference.person, preference.group, preference.way) == (
        cast.citizen.key, NoticeGroup.TASKS, NoticeWay.INBOX,
    )  # fmt: skip


def test_who_has_no_account_is_led_to_where_such_letters_end(cast: Cast) -> None:
    to = [Recipient(email="a@example.org", stop="http://localhost:8000/end/secret/")]
    context = {"title": "a", "due": date(2026, 12, 1)}

    headers = sent(send("tests.work_due", to=to, context=context)[0]).extra_headers

    assert headers["List-Unsubscribe"] == "<http://localhost:8000/end/secret/>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_letters_about_a_record_are_emptied_and_what_waits_is_not_sent(cast: Cast) -> None:
    context, to = {"title": "a", "due": date(2026, 12, 1)}, [Recipient(email="a@example.org")]
    for key in ("1", "2"):
        send("tests.work_due", to=to, context=context, about=("example", key))

    forget_notices_about("example", ["1"])

    gone, kept = Notice.objects.order_by("about_key")
    assert (gone.email, gone.body, gone.subject, gone.due_at) == ("", "", "―", None)
    assert (kept.email, kept.body != "") == ("a@example.org", True)
    forget_letters_that_left("example", but_about=Notice.objects.none().values("about_key"))
    kept.refresh_from_db()
    assert kept.email == "a@example.org"
    Notice.objects.filter(pk=kept.pk).update(due_at=None)
    forget_letters_that_left("example", but_about=Notice.objects.none().values("about_key"))
    kept.refresh_from_db()
    assert kept.email == ""


def test_address_that_somebody_else_wrote_stops_nothing(client: Client, cast: Cast) -> None:
    address = emails.stop_address(cast.citizen.key, NoticeGroup.TASKS)[:-8] + "AAAAAAA/"

    assert client.post(address.removeprefix("http://127.0.0.1:8000")).status_code == 404
    assert NoticePreference.objects.count() == 0


# --- pages ----------------------------------------------------------------------------------


def test_reader_finds_and_reads_a_notice(client: Client, cast: Cast) -> None:
    notice = told(cast)
    signed_in(client, cast.citizen)

    inbox = client.get(reverse("notices:inbox")).content.decode()
    page = client.get(reverse("notices:notice", args=[notice.key])).content.decode()

    assert "「認証の申請」の期限が近づいています" in inbox
    assert "まだ読んでいない通知が1件あります" in inbox
    assert "期限は2026年12月1日（火）です。" in page
    assert unread_count(cast.citizen.key) == 0


@pytest.mark.parametrize("name", ["outsider", "prefecture_officer", "representative"])
def test_notice_is_not_there_for_others(client: Client, cast: Cast, name: str) -> None:
    notice = told(cast)
    signed_in(client, cast.people[name])

    inbox = client.get(reverse("notices:inbox"))
    page = client.get(reverse("notices:notice", args=[notice.key]))

    assert "認証の申請" not in inbox.content.decode()
    assert page.status_code == 404
    assert unread_count(cast.citizen.key) == 1


def test_sending_officer_is_led_to_the_delivery_and_reads_no_body(
    client: Client, cast: Cast
) -> None:
    notice = told(cast)
    signed_in(client, cast.city_officer)

    page = client.get(reverse("notices:notice", args=[notice.key]))

    assert page.headers["Location"] == reverse("notices:delivery")
    assert unread_count(cast.citizen.key) == 1
    with pytest.raises(NotPermitted):
        mark_read(notice, by=cast.asker("city_officer"))


@pytest.mark.parametrize("name", ["inbox", "preferences", "delivery"])
def test_nobody_is_asked_to_sign_in(client: Client, name: str) -> None:
    response = client.get(reverse(f"notices:{name}"))

    assert (response.status_code, "next=" in response.headers["Location"]) == (302, True)


def test_everything_is_marked_as_read_for_one_reader_only(client: Client, cast: Cast) -> None:
    told(cast)
    told(cast, "outsider")

    signed_in(client, cast.citizen).post(reverse("notices:read_all"))

    assert (unread_count(cast.citizen.key), unread_count(cast.outsider.key)) == (0, 1)


def test_preferences_are_kept(client: Client, cast: Cast) -> None:
    chosen = {group.value: NoticeWay.DAILY.value for group in NoticeGroup}

    response = signed_in(client, cast.citizen).post(reverse("notices:preferences"), chosen)

    assert response.status_code == 302
    kept = NoticePreference.objects.filter(person=cast.citizen.key, way=NoticeWay.DAILY)
    assert kept.count() == len(NoticeGroup)


def test_preference_that_is_none_is_told_at_the_question(client: Client, cast: Cast) -> None:
    response = signed_in(client, cast.citizen).post(
        reverse("notices:preferences"), {"tasks": "by_pigeon"}
    )

    assert response.status_code == 422
    assert 'id="problem-tasks"' in response.content.decode()


@pytest.mark.parametrize("name", ["inbox", "delivery"])
def test_list_costs_the_same_with_one_and_three_notices(
    client: Client, cast: Cast, name: str
) -> None:
    told(cast, "city_officer")
    signed_in(client, cast.city_officer)
    client.get(reverse(f"notices:{name}"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(f"notices:{name}"))
    told(cast, "city_officer")
    told(cast, "city_officer")

    with CaptureQueriesContext(connection) as three:
        client.get(reverse(f"notices:{name}"))

    assert len(one) == len(three)
    assert len(three) <= 8
