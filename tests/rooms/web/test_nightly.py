"""The night's work: everything in order, and one fault keeps nothing else from being done."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from pytest_django import Settings

from renkei.directory.models import Agreement
from renkei.directory.states import AgreementState
from renkei.journal.models import Entry, Seal
from renkei.paperwork.models import Disposal, Notice
from renkei.web import nightly
from tests.append_only import lifted
from tests.cast import THIS_YEAR_TO, Cast, standing_cast
from tests.rooms.journal.happenings import held

pytestmark = pytest.mark.django_db
NIGHT = THIS_YEAR_TO - timedelta(days=60)


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.ATTACHMENTS = tmp_path


@pytest.fixture
def cast() -> Cast:
    with time_machine.travel(date(2026, 4, 2)):
        return standing_cast()


def test_night_does_everything_and_says_so(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    Agreement.objects.create(
        title_ja="試しの協定",
        side="city",
        unit=cast.units["city_section"],
        state=AgreementState.ACTIVE,
        signed_on=date(2025, 4, 1),
        valid_to=NIGHT - timedelta(days=1),
        is_renewed_automatically=True,
    )

    call_command("nightly", on=NIGHT)

    lines = capsys.readouterr().out.splitlines()
    n = Entry.objects.count()
    assert lines == [
        "agreements: 1 renewed, 0 units told that one runs out",
        "seats: 1 are about to end and were told of",
        "doubles: 0 new pairs of organisations wait for an officer",
        "attachments: 0 disclosures and 0 contents without a record deleted",
        "placements: 0 were asked how it goes",
        "postings: 0 whose last day is over were closed",
        "answers: 0 places nobody took in time, 0 people reminded",
        "searches: 0 letters of what is new, 0 kept searches ended",
        "sessions: those that are over were cleared",
        "figures: 320 figures computed, 0 others now, 0 locked and left as they are, "
        "0 of them would be others today",
        f"journal: {n} entries sealed, {n} verified; last seal: {Seal.objects.get().digest}",
    ]
    assert Notice.objects.filter(template="directory.seat_ends").count() == 1


def test_night_started_again_does_nothing_twice(cast: Cast) -> None:
    call_command("nightly", on=NIGHT, verbosity=0)
    before = (Notice.objects.count(), Seal.objects.count(), Entry.objects.count())

    call_command("nightly", on=NIGHT, verbosity=0)

    assert (Notice.objects.count(), Seal.objects.count(), Entry.objects.count()) == before


def test_act_that_fails_keeps_no_other_from_being_done(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_on: date) -> tuple[int, int]:
        raise OSError("no room left")

    monkeypatch.setattr(nightly, "keep_agreements", fail)

    with pytest.raises(CommandError, match="agreements"):
        call_command("nightly", on=NIGHT)

    said = capsys.readouterr()
    assert "OSError: no room left" in said.err
    assert "seats: 1 are about to end and were told of" in said.out


def test_altered_journal_is_a_fault_of_the_night(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    held()
    call_command("nightly", on=NIGHT, verbosity=0)
    with lifted(connection):
        Entry.objects.update(place="012041")

    with pytest.raises(CommandError, match="journal"):
        call_command("nightly", on=NIGHT)

    assert "1 places do not agree with their seals" in capsys.readouterr().err


def test_records_go_only_where_the_installation_says_so(cast: Cast) -> None:
    far = date(2060, 4, 1)
    Notice.objects.create(template="x.y", version=1, group="tasks", person="x", subject="x")

    call_command("nightly", on=far, verbosity=0)
    kept = Notice.objects.filter(template="x.y").count()
    call_command("nightly", on=far, dispose=True, verbosity=0)

    assert kept == 1
    assert not Notice.objects.filter(template="x.y").exists()
    assert Disposal.objects.filter(record_kind="notice").count() == 1
