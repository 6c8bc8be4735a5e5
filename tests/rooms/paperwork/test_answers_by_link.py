"""Sheets answered by a link: without an account, for one sheet, until it is stopped."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from renkei.paperwork.actions.deciding import make_link, withdraw_link
from renkei.paperwork.models import AnswerLink, Answers
from renkei.paperwork.states import AnswersState
from tests.cast import Cast, standing_cast
from tests.rooms.paperwork.filling import ANONYMOUS, CARD, TODAY, draft, form
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def at(name: str, *args: str) -> str:
    return reverse(f"paperwork:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


def linked(cast: Cast) -> tuple[Answers, AnswerLink, str]:
    answers = draft(cast)
    link, secret = make_link(answers, by=cast.asker("counsellor"), on=TODAY, days=14)
    return answers, link, secret


def test_link_is_shown_once_and_only_its_digest_is_kept(client, cast):
    answers = draft(cast)
    desk = signed_in(client, cast.counsellor)

    page = text(desk.post(at("ask_by_link", answers.key), {"days": "30"}))
    secret = re.search(r"/by-link/([\w-]+)/", page)[1]

    assert secret not in text(desk.get(at("answers", answers.key)))
    assert len(secret) == 32
    assert secret not in str(AnswerLink.objects.values().get())


@pytest.mark.parametrize(
    ("who", "last_day"), [("counsellor", date(2027, 3, 31)), ("desk_manager", date(2027, 5, 22))]
)
def test_link_does_not_outlast_the_seat_from_which_it_was_made(cast, who, last_day):
    """Whoever leaves the desk knows the secrets of the links that she made there."""
    answers = draft(cast)
    with time_machine.travel("2026-11-25T09:00:00+09:00", tick=False):
        link, _secret = make_link(answers, by=cast.asker(who), on=TODAY, days=178)

    last_moment = link.expires_at - timedelta(microseconds=1)
    assert timezone.localdate(last_moment) == last_day


def test_somebody_outside_answers_by_the_link_without_an_account(client, cast):
    answers, _link, secret = linked(cast)

    page = client.get(at("link_fill", secret))
    client.post(at("link_fill", secret), {**form(CARD), "revision": "0", "review": "1"})
    client.post(at("link_review", secret), {"revision": "1"})
    receipt = client.get(at("link_receipt", secret))

    answers.refresh_from_db()
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Cache-Control"] == "private, no-store"
    assert answers.state == AnswersState.SUBMITTED
    assert "提出しました" in text(receipt)


def test_whoever_answered_by_a_link_takes_it_back_until_it_is_accepted(client, cast):
    answers, _link, secret = linked(cast)
    client.post(at("link_fill", secret), {**form(ANONYMOUS), "revision": "0", "review": "1"})
    client.post(at("link_review", secret), {"revision": "1"})

    client.post(at("link_take_back", secret))

    answers.refresh_from_db()
    assert answers.state == AnswersState.DRAFT


def test_link_that_was_stopped_says_so_and_opens_nothing(client, cast):
    answers, link, secret = linked(cast)
    withdraw_link(link, by=cast.asker("counsellor"))

    shown = client.get(at("link_fill", secret))
    sent = client.post(at("link_fill", secret), {**form(CARD), "revision": "0", "save": "1"})

    answers.refresh_from_db()
    assert (shown.status_code, sent.status_code, answers.values) == (410, 410, {})


@pytest.mark.parametrize("name", ["link_fill", "link_review", "link_receipt"])
def test_link_that_never_was_is_not_found(client, cast, name):
    linked(cast)

    assert client.get(at(name, "A" * 32)).status_code == 404


def test_person_outside_is_not_told_who_of_the_staff_was_faster(client, cast):
    answers, _link, secret = linked(cast)
    signed_in(Client(), cast.counsellor).post(
        at("fill", answers.key), {**form(CARD), "revision": "0", "save": "1"}
    )

    response = client.post(
        at("link_fill", secret), {**form(ANONYMOUS), "revision": "0", "save": "1"}
    )

    assert response.status_code == 409
    assert "担当窓口が保存しました" in text(response)
    assert "counsellor" not in text(response)
