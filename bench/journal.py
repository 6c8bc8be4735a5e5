"""How the journal grows: writing, reading one period, as known on a day, sealing, verifying.

At 10^4, 10^5 and 10^6 entries, on SQLite and on a PostgreSQL started for it. The peer is a plain
table with the same columns and one index, without mentions, triggers and seals, in the same
database. Entries are loaded in bulk; what is timed as writing goes through `record`, one
transaction each.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench import ROOT, best, show
from tools.dev.suite import postgres

SIZES = (10_000, 100_000, 1_000_000)
WRITTEN = 300
KINDS, DAYS = 40, 1826  # five years
TASKS = {
    "write": "write one entry, ms",
    "plain_write": "the same, plain table, ms",
    "page": "newest 20 of one kind, ms",
    "period": "count one kind in one month, ms",
    "plain_period": "the same, plain table, ms",
    "known": "the same as known on a day, ms",
    "timeline": "newest 20 of one organisation, ms",
    "seal": "seal 1,000 entries, ms",
    "verify": "verify everything, s",
}


def main() -> None:
    for name, database in {"SQLite": _sqlite, "PostgreSQL": postgres}.items():
        by_size = {}
        for size in SIZES:
            # Its own database: nothing can be taken out of a journal.
            with database() as address:
                by_size[size] = _in_process(address, size)
            print(f"{name}, {size:,} entries: {by_size[size]}", flush=True)
        show(
            f"Journal on {name}",
            ["", *(f"{n:,}" for n in SIZES), "x10", "x10"],
            list(_rows(by_size)),
        )


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'journal.sqlite3'}"


def _rows(by_size: dict[int, dict[str, float]]) -> Iterator[list[str]]:
    for task, label in TASKS.items():
        values = [by_size[n][task] for n in SIZES]
        growth = [f"x {after / before:.1f}" for before, after in pairwise(values)]
        yield [label, *(f"{value:.2f}" for value in values), *growth]


def _in_process(address: str, size: int) -> dict[str, float]:
    """Each database in a process of its own: settings are read once."""
    with tempfile.TemporaryDirectory() as folder:
        told = subprocess.run(
            [sys.executable, "-m", "bench.journal", str(size)],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "renkei.settings",
                "RENKEI_DATABASE": address,
                "RENKEI_DEMO": "1",
                "RENKEI_VAR": folder,
            },
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    answer: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return answer


# --- in the process that measures -------------------------------------------------------------


def measure(size: int) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, stdout=sys.stderr)
    plain = _plain_table()
    _load(size)
    print(json.dumps(_measured(plain)))


def _plain_table() -> Any:
    """The columns of an entry in a table that promises nothing."""
    from django.db import connection, models

    from renkei.journal.models import Entry

    kept = [field for field in Entry._meta.concrete_fields if field.name != "reverses"]
    columns = {field.name: field.clone() for field in kept}
    meta = type("Meta", (), {"app_label": "bench", "db_table": "bench_plain"})
    plain = type("Plain", (models.Model,), {**columns, "Meta": meta, "__module__": "bench"})
    with connection.schema_editor() as editor:
        editor.create_model(plain)
        editor.execute('CREATE INDEX bench_plain_kind ON bench_plain ("kind", "on")')
    return plain


def _load(size: int) -> None:
    """Entries over five years, a hundredth of them reversals, each with two mentions."""
    from django.db import connection

    numbers, on, at = (_in_sqlite if connection.vendor == "sqlite" else _in_postgres)(size)
    columns = _columns(on, at)
    names, values = _names(columns), ", ".join(columns.values())
    kept = _names(name for name in columns if name != "reverses_id")
    mention = 'INSERT INTO journal_mention (entry_id, "of", "key", "on") SELECT id'
    statements = [
        f"{numbers} INSERT INTO journal_entry ({names}) SELECT {values} FROM s",  # noqa: S608
        f"INSERT INTO bench_plain ({kept}) SELECT {kept} FROM journal_entry",  # noqa: S608
        f"{mention}, 'organisation', 'o' || (id % 500), \"on\" FROM journal_entry",
        f"{mention}, 'initiative', 'I-' || (id % 8 + 1), \"on\" FROM journal_entry",
    ]
    if connection.vendor == "postgresql":
        for table in ("journal_entry", "bench_plain"):
            statements.append(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")  # noqa: S608
        statements.append("ANALYZE")
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


# Entries become known evenly over the years, and tell of a day in the month before.
def _in_sqlite(size: int) -> tuple[str, str, str]:
    known = f"'+' || (i * {DAYS * 86400} / {size}) || ' seconds'"
    return (
        f"WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {size})",  # noqa: S608
        f"date('2020-04-01', {known}, '-' || (i * 7919 % 30) || ' days')",
        f"datetime('2020-04-01', {known}) || '.000001'",
    )


def _in_postgres(size: int) -> tuple[str, str, str]:
    known = f"i * {DAYS * 86400} / {size} * interval '1 second'"
    start = "timestamptz '2020-04-01 00:00:00.000001+00'"
    return (
        f"WITH s AS (SELECT i::bigint FROM generate_series(1, {size}) AS i)",  # noqa: S608
        f"(({start} + {known}) AT TIME ZONE 'UTC')::date - (i * 7919 % 30)::int",
        f"{start} + {known}",
    )


def _columns(on: str, at: str) -> dict[str, str]:
    empty = ("by", "unit_name", "origin", "person", "sex")
    return {
        **dict.fromkeys(empty, "''"),
        "id": "i",
        "kind": f"'bench.k' || (i % {KINDS})",
        "on": on,
        "at": at,
        "unit": "'u' || (i % 30)",
        "side": "CASE i % 3 WHEN 0 THEN 'joint' WHEN 1 THEN 'city' ELSE 'prefecture' END",
        "organisation": "'u' || (i % 30)",
        "organisation_name": "'unit ' || (i % 30)",
        "initiatives": "' I-' || (i % 8 + 1) || ' '",
        "place": "'012041'",
        "quantity": "i % 100",
        "quantity_unit": "'件'",
        "subject_kind": "'bench'",
        "subject_key": "'b' || i",
        "facts": "'{\"visitors\":' || (i % 50) || '}'",
        "reverses_id": "CASE WHEN i % 100 = 0 THEN i - 1 END",
        "reason": "CASE WHEN i % 100 = 0 THEN 'double' ELSE '' END",
    }


def _measured(plain: Any) -> dict[str, float]:
    from renkei.journal.sealing import seal_entries
    from renkei.journal.verification import Walk, verify

    started, n_sealed = time.perf_counter(), 0
    for seal in seal_entries():
        n_sealed += seal.count
    sealing = (time.perf_counter() - started) * 1000 * 1000 / n_sealed
    read = {name: best(task, 5) * 1000 for name, task in _reads(plain).items()}
    write = {name: _median_ms(task) for name, task in _writes(plain).items()}
    started = time.perf_counter()
    faults = list(verify(Walk(anchor="")))
    # What was written just now waits for its seal on its first day; loaded entries are sealed.
    assert faults == [], faults[:3]
    return {**write, **read, "seal": sealing, "verify": time.perf_counter() - started}


def _reads(plain: Any) -> dict[str, Callable[[], object]]:
    from datetime import UTC, date, datetime

    from django.db.models import Count, Sum

    from renkei.journal import queries

    month = (date(2022, 10, 1), date(2022, 10, 31))
    known = datetime(2022, 12, 1, tzinfo=UTC)
    kind = "bench.k7"
    standing, as_known = queries.standing_entries(), queries.entries_known_on(known)
    rows = plain.objects.filter(kind=kind, on__range=month)
    return {
        "page": lambda: list(queries.entries().filter(kind=kind)[:20]),
        "period": lambda: queries.counted(queries.of_period(standing.filter(kind=kind), *month)),
        "plain_period": lambda: rows.aggregate(Count("pk"), Sum("quantity")),
        "known": lambda: queries.counted(queries.of_period(as_known.filter(kind=kind), *month)),
        "timeline": lambda: list(queries.timeline_of_organisations(["o7"])[:20]),
    }


def _writes(plain: Any) -> dict[str, Callable[[], object]]:
    from dataclasses import dataclass
    from datetime import date

    from django.db import transaction
    from django.utils import timezone

    from renkei.charter.text import Text
    from renkei.core.rights import NOBODY
    from renkei.journal.actions import record
    from renkei.journal.kinds import Event, kind, kind_called

    known = kind_called("bench.written")
    if known:
        made = known.event
    else:

        @kind("bench.written", Text("計測", "Bench"), initiatives=("I-1",))
        @dataclass(frozen=True, slots=True, kw_only=True)
        class Written(Event):
            visitors: int

        made = Written
    on, subject = date(2026, 1, 5), {"subject_kind": "bench", "subject_key": "written"}
    event = made(visitors=12, organisations=("o7",), **subject)  # type: ignore[call-arg]

    def write_plain() -> None:
        with transaction.atomic():
            plain.objects.create(
                kind="bench.written", on=on, at=timezone.now(), facts='{"visitors":12}', **subject
            )

    return {"write": lambda: record(event, by=NOBODY, on=on), "plain_write": write_plain}


def _median_ms(task: Callable[[], object]) -> float:
    times = []
    for _ in range(WRITTEN):
        started = time.perf_counter()
        task()
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


if __name__ == "__main__":
    measure(int(sys.argv[1])) if sys.argv[1:] else main()
