"""Seals cover every entry once, whatever the order in which entries appear."""

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from renkei.core.jobs import start_job
from renkei.core.jobs.running import run_job
from renkei.core.models import Job
from renkei.journal import ranges
from renkei.journal.models import Entry, Mention, Seal
from renkei.journal.sealing import seal_entries
from renkei.journal.verification import Walk, verify
from tests.append_only import lifted
from tests.cast import standing_cast
from tests.rooms.journal.happenings import ON, held

COLUMNS = {
    Entry: (
        *("kind", "on", "at", "by", "unit", "unit_name", "side", "organisation"),
        *("organisation_name", "initiatives", "place", "origin", "person", "sex", "age"),
        *("quantity", "quantity_unit", "subject_kind", "subject_key", "facts"),
    ),
    Mention: ("id", "of", "key", "on"),
    Seal: ("previous", "digest", "covered", "count", "marks", "sealed_at"),
}
# Another value of the same type that the database's own constraints let in.
OTHERS = {
    "on": "2026-10-06",
    "at": "2026-10-05 00:00:00+00:00",
    "sealed_at": "2026-10-05 00:00:00+00:00",
    "side": "joint",
    "sex": "male",
    "age": 32,
    "quantity": "12.501",
    "of": "initiative",
    "id": 999_999,
    "count": 3,
    "covered": "1-2",
    "facts": '{"fee": "1.5"}',
}


def full(**more: object) -> Entry:
    """An entry with something in every column."""
    told: dict[str, object] = {
        "organisation": "u" * 26,
        "organisation_name": "課",
        "side": "city",
        "place": "011002",
        "origin": "131016",
        "person": "p" * 26,
        "sex": "female",
        "age": 31,
        "quantity": "12.5",
        "unit": "時間",
        "organisations": ("o1",),
    }
    return held(**{**told, **more})


def faults(anchor: str = "") -> list[str]:
    return list(verify(Walk(anchor=anchor)))


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def covered() -> list[str]:
    return list(Seal.objects.order_by("number").values_list("covered", flat=True))


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


def moved(entry: Entry, pk: int) -> None:
    """As if the entry had been given another id."""
    with lifted(connection):
        Mention.objects.filter(entry=entry).delete()
        Entry.objects.filter(pk=entry.pk).update(id=pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "column"), [(model, column) for model in COLUMNS for column in COLUMNS[model]]
)
def test_one_altered_column_is_found(model: type, column: str) -> None:
    entries = [full() for _ in range(3)]
    list(seal_entries(batch=2))
    table, key = model._meta.db_table, model._meta.pk.column
    row = model.objects.order_by("pk")[0 if model is Seal else 1 if model is Entry else 2]
    target = entries[0] if model is Mention else row
    assert faults() == []

    with lifted(connection):
        value = OTHERS.get(column, "x" + str(getattr(row, column))[1:])
        if column == "covered":
            value = f"{entries[1].pk}-{entries[2].pk}"
        if model is Mention:
            row = Mention.objects.filter(entry=target, of="organisation").get()
        run(f'UPDATE {table} SET "{column}" = %s WHERE {key} = %s', value, row.pk)

    found = faults()
    if model is Seal:
        assert "封印 1 " in found[0]
    else:
        assert {one for fault in found for one in re.findall(r"記録 (\d+)", fault)} == {
            str(target.pk)
        }


@pytest.mark.django_db
def test_one_flipped_bit_anywhere_in_a_text_is_found() -> None:
    entry = full()
    list(seal_entries())
    stored = entry.facts.encode()

    for place in range(len(stored)):
        altered = bytearray(stored)
        altered[place] ^= 1
        try:
            text = altered.decode()
        except UnicodeDecodeError:
            continue  # bytes that are no text have a test of their own
        with lifted(connection):
            run("UPDATE journal_entry SET facts = %s", text)
        assert len(faults()) == 1

    with lifted(connection):
        run("UPDATE journal_entry SET facts = %s", entry.facts)
    assert faults() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("facts", "CAST(X'ff7b7d' AS TEXT)"),
        ("kind", "X'74'"),
        ('"on"', "'2026-10-5'"),
        ('"at"', "replace(\"at\", ' ', 'T')"),
        ("quantity", "12.5000000000001"),
        ("quantity", "'12.5 '||'x'"),
        ("age", "31.5"),
    ],
)
def test_value_that_reads_alike_but_is_stored_otherwise_is_found(column: str, value: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps one form of a value")
    full()
    list(seal_entries())

    with lifted(connection):
        run(f"UPDATE journal_entry SET {column} = {value}")

    assert len(faults()) == 1


@pytest.mark.django_db
def test_reversal_and_its_reason_are_sealed_as_well() -> None:
    first, second = full(), full()
    told = {"kind": "trial.held", "on": ON, "subject_kind": "trial", "subject_key": "1"}
    reversal = Entry.objects.create(at=timezone.now(), reverses=first, reason="誤り", **told)
    list(seal_entries())

    with lifted(connection):
        Entry.objects.filter(pk=reversal.pk).update(reason="正しい")
    assert len(faults()) == 1
    with lifted(connection):
        Entry.objects.filter(pk=reversal.pk).update(reason="誤り", reverses=second)
    assert len(faults()) == 1


@pytest.mark.django_db
def test_deletion_is_found() -> None:
    entries = [full() for _ in range(3)]
    list(seal_entries())

    with lifted(connection):
        Mention.objects.filter(entry=entries[1]).delete()
        Entry.objects.filter(pk=entries[1].pk).delete()

    assert faults() == [f"記録 {entries[1].pk}（封印 1）がありません。"]


@pytest.mark.django_db
def test_added_and_lost_mentions_are_found() -> None:
    entries = [full() for _ in range(3)]
    list(seal_entries())

    with lifted(connection):
        Mention.objects.create(entry=entries[0], of="organisation", key="o9", on=ON)
        Mention.objects.filter(entry=entries[2], of="organisation").delete()

    assert [re.findall(r"\d+", fault)[0] for fault in faults()] == [
        str(entries[0].pk),
        str(entries[2].pk),
    ]


@pytest.mark.django_db
def test_swapped_entries_are_found() -> None:
    one, two, other = full(subject="a"), full(subject="b"), full()
    list(seal_entries())

    with lifted(connection):
        Mention.objects.all().delete()
        for before, after in ((one.pk, 900_000), (two.pk, one.pk), (900_000, two.pk)):
            Entry.objects.filter(pk=before).update(id=after)

    assert {re.findall(r"\d+", fault)[0] for fault in faults() if "記録" in fault} == {
        str(entry.pk) for entry in (one, two, other)
    }


def forged(days: int, pk: int | None = None) -> int:
    """An entry that somebody put in with a moment of the past."""
    entry = full()
    with lifted(connection):
        Entry.objects.filter(pk=entry.pk).update(at=timezone.now() - timedelta(days=days))
    if pk:
        moved(entry, pk)
    return pk or entry.pk


@pytest.mark.django_db
def test_inserted_entry_that_claims_to_be_old_is_found_before_and_after_the_next_seal() -> None:
    full()
    list(seal_entries())
    false = forged(days=30)

    assert faults() == [f"記録 {false} は、1日を過ぎても封印されていません。"]
    list(seal_entries())

    assert faults() == [f"記録 {false}（封印 2）は、記された日時にはまだ無かったはずです。"]


@pytest.mark.django_db
def test_entry_forged_into_a_gap_is_found() -> None:
    """A rollback leaves a number free; whoever fills it later is late for its moment."""
    with time_machine.travel(timezone.now() - timedelta(days=40)):
        first = full().pk
        moved(full(), first + 1000)
    list(seal_entries())

    false = forged(days=40, pk=first + 500)
    list(seal_entries())

    assert faults() == [f"記録 {false}（封印 2）は、記された日時にはまだ無かったはずです。"]


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
def test_seal_that_is_gone_is_found() -> None:
    for _ in range(3):
        full()
    list(seal_entries(batch=1))

    with lifted(connection):
        Seal.objects.filter(number=2).delete()

    assert faults()[0] == "封印 2 がありません。"


@pytest.mark.django_db
def test_chain_written_anew_is_found_by_a_digest_noted_elsewhere() -> None:
    entry = full()
    anchor = next(seal_entries()).digest
    with lifted(connection):
        Seal.objects.all().delete()
        Entry.objects.filter(pk=entry.pk).update(place="012041")
    list(seal_entries())

    assert faults() == []
    assert len(faults(anchor=anchor)) == 1


@pytest.mark.django_db
def test_entry_in_two_seals_is_found() -> None:
    entries = [full(), full()]
    list(seal_entries(batch=1))

    with lifted(connection):
        first = Seal.objects.get(number=1)
        Seal.objects.filter(number=2).update(covered=first.covered)

    assert f"記録 {entries[0].pk} が二つの封印に含まれています。" in faults()


@pytest.mark.django_db
def test_mention_of_an_entry_that_is_gone_is_found() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL does not let a foreign key hang")
    full()
    list(seal_entries())

    with lifted(connection):
        run("PRAGMA defer_foreign_keys = ON")
        run("UPDATE journal_mention SET entry_id = 77777 WHERE of = 'organisation'")

    assert any("言及" in fault for fault in faults())
    with lifted(connection):
        run("DELETE FROM journal_mention")


@pytest.mark.django_db
def test_covered_ids_altered_beyond_reason_are_named_and_not_followed() -> None:
    full()
    list(seal_entries())

    for text in ("1-999999999999999", "x", "", "5-1", "2 1"):
        with lifted(connection):
            Seal.objects.update(covered=text, count=999_999_999)
        assert faults()[0] == "封印 1 の内容が、封印したときと違います。"


@pytest.mark.django_db
def test_guard_that_was_taken_away_is_found() -> None:
    with lifted(connection):
        assert len(faults()) >= 7

    assert faults() == []


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


@given(st.sets(st.integers(1, 60), min_size=1))
def test_ranges_say_which_ids_and_which_not(ids: set[int]) -> None:
    made = ranges.ranges_of(sorted(ids))

    assert set(ranges.ids_of(made)) == ids
    assert ranges.size(made) == len(ids)
    assert ranges.from_text(ranges.as_text(made)) == made
    assert ranges.merged(made) == made
    assert set(ranges.ids_of(ranges.holes(made))) == set(range(1, max(ids))) - ids


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 5)), max_size=8))
def test_doubles_are_the_ids_of_two_ranges(pairs: list[tuple[int, int]]) -> None:
    given_ranges = [(first, first + more) for first, more in pairs]
    every = list(ranges.ids_of(given_ranges))

    assert set(ranges.ids_of(ranges.doubles(given_ranges))) == {
        one for one in every if every.count(one) > 1
    }
    assert set(ranges.ids_of(ranges.merged(given_ranges))) == set(every)


@pytest.mark.django_db
def test_job_seals_what_waits() -> None:
    full()
    job = start_job("journal.seal", by=standing_cast().asker("city_office"))

    run_job.call(job.key)

    done = Job.objects.get(pk=job.pk)
    assert (done.state, done.result["text"]) == ("done", "1件の記録を封印しました。")
    assert Seal.objects.count() == 1
