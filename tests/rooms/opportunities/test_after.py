"""Some months later: the question goes out by itself, and costs one button."""

import re
from datetime import date

import pytest
import time_machine
from django.test import Client

from renkei.journal.queries import standing_entries
from renkei.opportunities.actions.asking import ask_how_it_goes
from renkei.opportunities.links import link_to_answer
from renkei.opportunities.models import Check, Placement
from renkei.paperwork.models import Notice
from tests.rooms.opportunities.doing import TODAY, desk_cast, introduced, placed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
DUE = date(2027, 5, 25)


@pytest.fixture
def started() -> Placement:
    with time_machine.travel(TODAY, tick=True):
        cast = desk_cast()
        return placed(introduced(cast), "accepted", "started", by=cast.asker("counsellor"))


def path(link: str) -> str:
    return re.sub(r"^https?://[^/]+", "", link)


@time_machine.travel(DUE, tick=True)
def test_question_goes_out_once_on_its_day(started):
    assert ask_how_it_goes(date(2027, 5, 24)) == 0
    assert (ask_how_it_goes(DUE), ask_how_it_goes(DUE)) == (1, 0)

    letter = Notice.objects.get(template="opportunities.how_it_goes")
    assert (letter.email, letter.person) == ("hanako@example.org", "")
    assert "6か月" in letter.subject
    started.refresh_from_db()
    assert link_to_answer(started) in letter.body


@time_machine.travel(DUE, tick=True)
def test_of_whom_no_address_is_known_the_desk_asks(started):
    started.seeker.email = ""
    started.seeker.save()

    assert ask_how_it_goes(DUE) == 0
    assert not Notice.objects.exists()


@time_machine.travel(DUE, tick=True)
@pytest.mark.parametrize(("said", "is_there"), [("yes", True), ("no", False)])
def test_one_button_answers_and_is_counted(started, said, is_there):
    client = Client()
    page = client.get(path(link_to_answer(started)))
    assert "いまも続いていますか" in page.content.decode()
    assert not Check.objects.exists()

    answered = client.post(path(link_to_answer(started)), {"is_there": said})

    assert "ありがとうございました" in answered.content.decode()
    assert list(Check.objects.values_list("months", "is_there", "said_by")) == [(6, is_there, "")]
    entry = standing_entries().get(kind="placement.checked")
    assert (entry.by, entry.side, entry.person) == ("", "city", started.seeker.who)


@time_machine.travel(DUE, tick=True)
def test_second_answer_changes_nothing_and_the_page_says_so(started):
    client, link = Client(), path(link_to_answer(started))
    client.post(link, {"is_there": "yes"})

    again = client.post(link, {"is_there": "no"})

    assert "もうお答えいただいています" in again.content.decode()
    assert Check.objects.get().is_there
    started.refresh_from_db()
    assert started.state == "started"


@time_machine.travel(DUE, tick=True)
def test_link_is_kept_from_others_and_a_forged_one_leads_nowhere(started):
    client, link = Client(), path(link_to_answer(started))

    page = client.get(link)

    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Cache-Control"] == "private, no-store"
    assert client.get("/opportunities/after/forged/").status_code == 404


def test_link_is_over_after_120_days(started):
    with time_machine.travel(DUE, tick=True):
        link = path(link_to_answer(started))

    with time_machine.travel(date(2027, 10, 1), tick=True):
        assert Client().get(link).status_code == 404
