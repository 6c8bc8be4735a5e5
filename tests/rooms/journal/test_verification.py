"""Whatever was altered, added or taken away behind the back of the journal is found."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from renkei.journal.models import Entry, Mention, Seal
from renkei.journal.sealing import seal_entries
from tests.append_only import lifted
from tests.rooms.journal.happenings import ON
from tests.rooms.journal.sealed import faults, forged, full, moved, run

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
