"""Nothing that was written can be changed or taken away, whichever way one asks the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from renkei.core.rights import NOBODY
from renkei.journal.guards import MESSAGE, TABLES, missing_guards
from renkei.journal.models import Entry, Mention, Seal
from tests.append_only import lifted
from tests.rooms.journal.happenings import ON, held

pytestmark = pytest.mark.django_db
COLUMNS = {
    model: [f'"{field.column}"' for field in model._meta.concrete_fields]
    for model in (Entry, Mention, Seal)
}


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(IntegrityError, match=MESSAGE), transaction.atomic():
        yield


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def everything() -> list[list[tuple[object, ...]]]:
    return [list(model._base_manager.order_by("pk").values_list()) for model in COLUMNS]


@pytest.fixture
def written() -> Entry:
    entry = held(organisations=("o1",))
    Entry.objects.create(
        kind=entry.kind,
        on=ON,
        at=timezone.now(),
        subject_kind="trial",
        subject_key="1",
        reverses=entry,
        reason="誤り",
    )
    Seal.objects.create(
        number=1,
        previous="0" * 64,
        digest="1" * 64,
        covered="1",
        count=1,
        marks="f" * 16,
        sealed_at=timezone.now(),
    )
    return entry


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: Entry.objects.filter(pk=entry.pk).update(place="011002"),
        lambda entry: Entry.objects.all().delete(),
        lambda entry: Entry.objects.filter(pk=entry.pk)._raw_delete("default"),
        lambda entry: Entry.objects.bulk_update([entry], ["place"]),
        lambda entry: entry.save(),
        lambda entry: Mention.objects.filter(entry=entry).update(key="o2"),
        lambda entry: Mention.objects.all().delete(),
        lambda entry: Seal.objects.update(count=2),
        lambda entry: Seal.objects.all().delete(),
        lambda entry: Mention.objects.bulk_create(
            [Mention(entry=entry, of="organisation", key="o1", on="2026-10-06")],
            update_conflicts=True,
            unique_fields=["entry", "of", "key"],
            update_fields=["on"],
        ),
    ],
)
def test_change_through_the_models_is_refused(
    written: Entry, change: Callable[[Entry], object]
) -> None:
    before = everything()

    with pytest.raises((DatabaseError, ValueError)), transaction.atomic():
        change(written)

    assert everything() == before


@pytest.mark.parametrize("table", TABLES)
def test_update_and_delete_in_plain_sql_are_refused(written: Entry, table: str) -> None:
    model = next(model for model in COLUMNS if model._meta.db_table == table)
    before = everything()

    for column in COLUMNS[model]:
        with refused():
            run(f"UPDATE {table} SET {column} = {column}")
    with refused():
        run(f"DELETE FROM {table}")

    assert everything() == before


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("pragma", ["OFF", "ON"])
def test_replacing_a_row_is_refused(written: Entry, table: str, pragma: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has REPLACE")
    model = next(model for model in COLUMNS if model._meta.db_table == table)
    columns = ", ".join(COLUMNS[model])
    before = everything()
    run(f"PRAGMA recursive_triggers = {pragma}")

    for verb in ("REPLACE INTO", "INSERT OR REPLACE INTO", "INSERT OR IGNORE INTO"):
        with refused():
            run(f"{verb} {table} ({columns}) SELECT {columns} FROM {table}")
    with refused():
        run(f"UPDATE OR REPLACE {table} SET {columns.split(',')[0]} = 1")

    assert everything() == before
    run("PRAGMA recursive_triggers = OFF")


def test_row_that_would_push_another_out_is_refused(written: Entry) -> None:
    """A new id does not help where another column is unique as well."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has REPLACE")
    before = everything()

    for table, key, unique in (
        ("journal_entry", '"id"', '"reverses_id"'),
        ("journal_mention", '"id"', '"entry_id"'),
        ("journal_seal", '"number"', '"previous"'),
        ("journal_seal", '"number"', '"digest"'),
    ):
        model = next(model for model in COLUMNS if model._meta.db_table == table)
        values = [f"{c} + 1000" if c == key else c for c in COLUMNS[model]]
        values = [
            f"'{'9' * 64}'"
            if c in {'"previous"', '"digest"'} - {unique} and table == "journal_seal"
            else v
            for c, v in zip(COLUMNS[model], values, strict=True)
        ]
        with refused():
            run(
                f"REPLACE INTO {table} ({', '.join(COLUMNS[model])}) "
                f"SELECT {', '.join(values)} FROM {table} WHERE {unique} IS NOT NULL"
            )

    assert everything() == before


@pytest.mark.parametrize("table", TABLES)
def test_upsert_is_refused(written: Entry, table: str) -> None:
    model = next(model for model in COLUMNS if model._meta.db_table == table)
    columns = ", ".join(COLUMNS[model])
    key = COLUMNS[model][0]
    before = everything()

    with refused():
        run(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE 1 = 1 "
            f"ON CONFLICT ({key}) DO UPDATE SET {key} = excluded.{key}"
        )

    assert everything() == before


@pytest.mark.postgres
@pytest.mark.parametrize("table", TABLES)
def test_truncate_is_refused_even_as_a_replica(written: Entry, table: str) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")

    with refused():
        run(f"TRUNCATE {table} CASCADE")
    with refused():
        run(f"SET LOCAL session_replication_role = replica; TRUNCATE {table} CASCADE")
    with refused():
        run(f"SET LOCAL session_replication_role = replica; DELETE FROM {table}")


def test_reversal_of_a_reversal_is_refused_by_the_database(written: Entry) -> None:
    with refused():
        Entry.objects.create(
            kind="trial.held",
            on=ON,
            at=timezone.now(),
            subject_kind="trial",
            subject_key="1",
            reverses=Entry.objects.get(reverses=written),
            reason="やはり正しい",
        )


def test_guards_that_are_gone_are_named(written: Entry) -> None:
    assert missing_guards(connection) == []

    with lifted(connection):
        gone = missing_guards(connection)

    assert len(gone) == (7 if connection.vendor == "postgresql" else 10)
    assert missing_guards(connection) == []


@pytest.mark.django_db(transaction=True)
def test_tests_can_empty_the_database_and_leave_the_guards_standing() -> None:
    held()

    call_command("flush", verbosity=0, interactive=False)

    assert Entry.objects.count() == 0
    assert missing_guards(connection) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": ""},
        {"subject_key": ""},
        {"side": "north"},
        {"sex": "x"},
        {"age": 131},
        {"quantity": 1},
        {"quantity_unit": "円"},
        {"reason": "どうして"},
    ],
)
def test_entry_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    right = {"kind": "trial.held", "subject_kind": "trial", "subject_key": "1"}

    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(on=ON, at=timezone.now(), **{**right, **wrong})


def test_outsider_learns_nothing_of_entries(written: Entry) -> None:
    assert list(Entry.objects.visible_to(NOBODY)) == []
