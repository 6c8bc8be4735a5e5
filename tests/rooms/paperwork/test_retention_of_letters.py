"""Letters and reminders at the end of their time, and what belongs to them."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from renkei.paperwork.actions.attachments import attach
from renkei.paperwork.actions.documents import approve_document, issue_document
from renkei.paperwork.actions.reminders import For, finish_reminder, remind
from renkei.paperwork.actions.retention import apply_retention
from renkei.paperwork.models import Attachment, Document, Reminder
from tests.cast import Cast, standing_cast
from tests.rooms.paperwork import files
from tests.rooms.paperwork.keeping import TODAY, apply, hold
from tests.rooms.paperwork.letters_drafted import LETTER, SECRET, drafted, issued, series
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.ATTACHMENTS = tmp_path


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def reminder(cast: Cast, about: tuple[str, str] = ("", "")) -> Reminder:
    whom = For(unit=cast.units["city_section"].key)
    due = timezone.localdate() + timedelta(days=7)
    return remind(whom, "学長に電話", by=cast.asker("city_officer"), due_on=due, about=about)


def test_letter_keeps_its_number_and_loses_what_it_said(client: Client, cast: Cast) -> None:
    officer, day = cast.asker("city_officer"), timezone.localdate()
    draft = drafted(cast, series(cast))
    attach(draft, SimpleUploadedFile("案.pdf", files.pdf()), by=officer)
    agreed = approve_document(draft, by=cast.asker("city_office"), on=day, revision=draft.revision)
    letter = issue_document(agreed, by=officer, on=day)

    apply("document")

    kept = Document.objects.get()
    told = (kept.addressee, kept.title, kept.body)
    page = signed_in(client, cast.city_officer).get(reverse("paperwork:document", args=[kept.key]))
    assert told == ("―", "―", "")
    assert (kept.number_written, kept.issued_on) == (letter.number_written, letter.issued_on)
    assert Attachment.objects.get().is_removed
    assert page.status_code == 200
    for gone in (SECRET, LETTER.title, LETTER.addressee, "案.pdf"):
        assert gone not in page.content.decode()


def test_draft_that_nobody_touches_loses_what_it_said(cast: Cast) -> None:
    drafted(cast, series(cast))

    apply("document")

    assert Document.objects.get().body == ""


def test_letter_is_kept_for_five_years(cast: Cast) -> None:
    out = issued(cast, series(cast)).issued_on
    assert out
    last = out.replace(year=out.year + 5)

    done = [_on(day)["document"] for day in (last, last + timedelta(days=1))]

    assert done == [0, 1]


def _on(day: date) -> dict[str, int]:
    return apply_retention(lambda _kind, _n: None, today=day)


def test_reminders_of_a_letter_go_with_it_unless_they_are_held(cast: Cast) -> None:
    letter = issued(cast, series(cast))
    reminder(cast, about=("document", letter.key))
    held = reminder(cast, about=("document", letter.key))
    other = reminder(cast)
    hold(cast, "reminder", held.key)

    apply("document")

    assert set(Reminder.objects.all()) == {held, other}


def test_hold_on_a_letter_keeps_its_reminders_too(cast: Cast) -> None:
    letter = issued(cast, series(cast))
    kept = reminder(cast, about=("document", letter.key))
    reminder(cast)
    hold(cast, "document", letter.key)

    apply()

    assert list(Reminder.objects.all()) == [kept]
    assert Document.objects.get().title == LETTER.title


@pytest.mark.parametrize("is_done", [True, False])
def test_reminder_is_deleted_a_year_after_it_was_done_or_due(cast: Cast, is_done: bool) -> None:
    made = reminder(cast)
    if is_done:
        finish_reminder(made, by=cast.asker("city_officer"))
    began = timezone.localdate() if is_done else made.due_on
    last = began.replace(year=began.year + 1)

    done = [_on(day)["reminder"] for day in (last, last + timedelta(days=1))]

    assert done == [0, 1]
    assert not Reminder.objects.exists()
    assert last < TODAY
