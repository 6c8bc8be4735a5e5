"""Seals cover every entry once, whatever the order in which entries appear."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from renkei.core.jobs import start_job
from renkei.core.jobs.running import run_job
from renkei.core.models import Job
from renkei.journal.models import Entry, Mention, Seal
from renkei.journal.sealing import seal_entries
from tests.append_only import lifted
from tests.cast import standing_cast
from tests.rooms.journal.sealed import covered, faults, full, moved


@pytest.mark.django_db
def test_seals_close_what_is_there_in_batches_and_then_nothing() -> None:
    first, *_more = (full().pk for _ in range(5))

    made = list(seal_entries(batch=2))

    assert [seal.count for seal in made] == [2, 2, 1]
    assert covered() == [f"{first}-{first + 1}", f"{first + 2}-{first + 3}", f"{first + 4}"]
    assert made[0].previous == "0" * 64
    assert [seal.previous for seal in made[1:]] == [seal.digest for seal in made[:-1]]
    assert list(seal_entries()) == []
    assert faults(anchor=made[1].digest) == []


@pytest.mark.django_db
def test_digest_of_a_seal_can_be_computed_by_hand() -> None:
    """The canonical form as the documentation states it, without a line of the product."""
    with time_machine.travel(datetime(2026, 10, 5, 1, 2, 3, 4, tzinfo=UTC), tick=False):
        entry = full(initiatives=())
        seal = next(seal_entries())
    mention = Mention.objects.get()

    row = [entry.pk, "trial.held", "2026-10-05", "2026-10-05 01:02:03.000004", "", "", "", "city"]
    row += ["u" * 26, "課", "", "011002", "131016", "p" * 26, "female", 31, "12.5", "時間"]
    row += ["trial", "trial-1", entry.facts, None, ""]
    row += [[[mention.pk, "organisation", "o1", "2026-10-05"]]]
    leaf = hashlib.sha256(written(row))
    head = [1, "0" * 64, str(entry.pk), 1, "2026-10-05 01:02:03.000004", leaf.hexdigest()[:16]]
    assert seal.marks == leaf.hexdigest()[:16]
    assert seal.digest == hashlib.sha256(written(head) + leaf.digest()).hexdigest()


def written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.mark.django_db
@pytest.mark.parametrize("quantity", [None, 0, 12, "0.001", "-7.5", "999999999999.999"])
def test_quantity_reads_alike_before_and_after(quantity: object) -> None:
    full(quantity=quantity, unit="" if quantity is None else "円")
    list(seal_entries())

    assert faults() == []


@pytest.mark.django_db
def test_entry_that_appears_late_inside_a_gap_goes_into_the_next_seal() -> None:
    """PostgreSQL gives ids at the beginning of a transaction and shows rows at its end."""
    first = full().pk
    far = first + 1000
    for pk in (far, far + 2):
        moved(full(), pk)
    list(seal_entries())

    moved(full(), far + 1)
    moved(full(), far + 9)
    list(seal_entries())

    assert covered() == [f"{first} {far} {far + 2}", f"{far + 1} {far + 9}"]
    assert faults() == []


@pytest.mark.django_db
def test_seals_that_were_not_made_for_weeks_are_made_up_for_without_a_fault() -> None:
    for days in (30, 20, 10, 0):
        with time_machine.travel(timezone.now() - timedelta(days=days)):
            full()

    assert len(list(seal_entries(batch=1))) == 4

    assert faults() == []


@pytest.mark.django_db
def test_entry_waiting_for_its_seal_is_no_fault_on_the_first_day() -> None:
    full()

    assert faults() == []
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert len(faults()) == 1


@pytest.mark.django_db
def test_commands_seal_and_verify(capsys: pytest.CaptureFixture[str]) -> None:
    entry = full()

    call_command("seal_journal", "--language", "en")
    call_command("seal_journal", "--language", "en")
    call_command("verify_journal", "--anchor", Seal.objects.get().digest, "--language", "en")

    digest = Seal.objects.get().digest
    assert capsys.readouterr().out.splitlines() == [
        f"Sealed 1 entries. Seal 1: {digest}",
        "No entry waits for a seal.",
        f"1 seals and 1 entries, all in order. Last seal: {digest}",
    ]
    with lifted(connection):
        Entry.objects.update(place="012041")
    with pytest.raises(CommandError, match="1 place"):
        call_command("verify_journal", "--language", "en")
    assert capsys.readouterr().err.splitlines() == [
        f"Entry {entry.pk} (seal 1) is not what it was when it was sealed."
    ]


@pytest.mark.django_db
def test_sealing_asks_no_more_when_more_is_sealed() -> None:
    asked = []
    full()
    list(seal_entries())
    for n in (3, 9, 30):
        for _ in range(n):
            full()
        with CaptureQueriesContext(connection) as queries:
            list(seal_entries())
        asked.append(len(queries))

    assert asked[0] == asked[1] == asked[2]


@pytest.mark.django_db
def test_job_seals_what_waits() -> None:
    full()
    job = start_job("journal.seal", by=standing_cast().asker("city_office"))

    run_job.call(job.key)

    done = Job.objects.get(pk=job.pk)
    assert (done.state, done.result["text"]) == ("done", "1件の記録を封印しました。")
    assert Seal.objects.count() == 1
