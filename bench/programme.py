"""How the programme's figures grow: one figure, why it is so, and all of them at once.

At 10^5 and 10^6 entries, on SQLite and on a PostgreSQL started for it; `RENKEI_BENCH_LARGE=1` adds
10^7 on PostgreSQL. Every room that the charter names is opened for it, so that every indicator
counts: entries over five years, half of kinds that indicators count, consultations the most
frequent, and half of the kinds of today that none counts (papers, notices, accesses, seats); a
hundredth are reversals.

Peers in the same run: a plain table with one index, asked in SQL for one figure; and a loop in
Python over the entries of the year, counting the same figure.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from bench import ROOT, best, machine, show
from tools.dev.suite import postgres

SIZES = (100_000, 1_000_000)
LARGE = 10_000_000
PAGE = ROOT / "docs" / "reference" / "benchmarks" / "programme.json"
VARIANTS, DAYS = 4000, 1826  # five years
ROUNDS = 10
WEIGHTS = {"consultation.given": 25, "attendance.recorded": 15, "activity.held": 8, "move.made": 5}
TASKS = {
    "one": "one figure: consultations of a desk in a year",
    "plain": "the same, plain table",
    "loop": "the same, a loop in Python over the year",
    "persons": "different people who started work, in a year",
    "level": "firms certified at a date",
    "why": "why this number: the figure, its definition, 20 entries, how many may be seen",
    "months": "one figure by month",
    "kept": "overview of the programme: all indicators with their states, as kept",
    "overview": "all indicators of the programme computed, one year",
    "known": "all of them as known on a day",
    "quarter": "all of them, one quarter",
}


def main() -> None:
    results: dict[str, dict[int, dict[str, Any]]] = {}
    for name, database in {"SQLite": _sqlite, "PostgreSQL": postgres}.items():
        by_size = results[name] = {}
        for size in _sizes(name):
            # Its own database: nothing can be taken out of a journal.
            with database() as address:
                by_size[size] = _in_process(address, size)
            print(f"{name}, {size:,} entries: {by_size[size]}", flush=True)
        for what, title in (("ms", "took"), ("cpu", "of processor")):
            growth = ["growth"] * (len(by_size) - 1)
            head = [f"ms {title}", *(f"{n:,}" for n in by_size), *growth, "queries"]
            show(f"Figures on {name}", head, list(_rows(by_size, what)))
    told = {"machine": machine(), "on": f"{datetime.now(tz=UTC):%Y-%m-%d}", "results": results}
    PAGE.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _sizes(database: str) -> tuple[int, ...]:
    is_large = database == "PostgreSQL" and os.environ.get("RENKEI_BENCH_LARGE")
    return (*SIZES, LARGE) if is_large else SIZES


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'programme.sqlite3'}"


def _rows(by_size: dict[int, dict[str, Any]], what: str) -> Iterator[list[str]]:
    for task, label in TASKS.items():
        values = [found[what][task] for found in by_size.values()]
        growth = [f"x {after / before:.1f}" for before, after in pairwise(values)]
        n_queries = next(reversed(by_size.values()))["queries"][task]
        yield [label, *(f"{value:.1f}" for value in values), *growth, str(n_queries)]


def _in_process(address: str, size: int) -> dict[str, Any]:
    """Each database in a process of its own: settings are read once."""
    with tempfile.TemporaryDirectory() as folder:
        told = subprocess.run(
            [sys.executable, "-m", "bench.programme", str(size)],
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
    answer: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return answer


# --- in the process that measures -------------------------------------------------------------


def measure(size: int) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    for command in ("migrate", "load_places"):
        call_command(command, verbosity=0, stdout=sys.stderr)
    from tests.opened import rooms_opened

    with rooms_opened():
        _load(size)
        print(json.dumps(_measured()))


def _load(size: int) -> None:
    from django.db import connection

    from bench.journal import _in_postgres, _in_sqlite

    is_sqlite = connection.vendor == "sqlite"
    numbers, on, at = (_in_sqlite if is_sqlite else _in_postgres)(size)
    columns = _columns(on, at, size)
    names, values = (", ".join(one) for one in ([f'"{c}"' for c in columns], columns.values()))
    mention = 'INSERT INTO journal_mention (entry_id, "of", "key", "on") SELECT id'
    n = f"(id % {VARIANTS})"
    statements = [
        f"{numbers} INSERT INTO journal_entry ({names}) SELECT {values} "  # noqa: S608 - of our own words
        f"FROM s JOIN bench_pool ON n = i % {VARIANTS}",
        f"{mention}, 'organisation', 'o' || (id % 5000), \"on\" FROM journal_entry",
        f"{mention}, 'initiative', served, \"on\" FROM journal_entry JOIN bench_pool ON n = {n} "
        "WHERE served <> ''",
        'CREATE TABLE bench_plain AS SELECT id, kind, "on", side, initiatives, facts '
        "FROM journal_entry WHERE reason = ''",
        'CREATE INDEX bench_plain_kind ON bench_plain (kind, "on")',
        "ANALYZE",
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_pool (n integer PRIMARY KEY, kind text, facts text, initiatives "
            "text, served text, noun text, side text, place text, origin text, sex text)"
        )
        cursor.executemany(
            "INSERT INTO bench_pool VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", list(_pool())
        )
        for statement in statements:
            cursor.execute(statement)


def _columns(on: str, at: str, size: int) -> dict[str, str]:
    group = f"(i / {VARIANTS})"
    return {
        **dict.fromkeys(("by", "unit_name"), "''"),
        "id": "i",
        **{name: f"bench_pool.{name}" for name in ("kind", "initiatives", "side", "place")},
        **{name: f"bench_pool.{name}" for name in ("origin", "sex", "facts")},
        "on": on,
        "at": at,
        "unit": "'u' || (i % 30)",
        "organisation": "'u' || (i % 30)",
        "organisation_name": "'unit ' || (i % 30)",
        "person": f"CASE WHEN i % 5 = 0 THEN '' ELSE 'p' || (i * 7919 % {size // 4 + 1}) END",
        "age": "18 + i % 60",
        "quantity": "i % 100",
        "quantity_unit": "'件'",
        "subject_kind": "noun",
        # A record has several entries; what ends a level stands with what began it.
        "subject_key": f"'s' || ({group} * 50 + i % 50)",
        "reverses_id": "CASE WHEN i % 100 = 0 THEN i - 1 END",
        "reason": "CASE WHEN i % 100 = 0 THEN 'double' ELSE '' END",
    }


def _pool() -> Iterator[tuple[Any, ...]]:
    """Variants of entries: kinds with their weight, and facts as definitions ask for them."""
    from renkei.journal.facts import as_json
    from renkei.journal.kinds import kinds
    from renkei.places.queries import municipalities
    from tests.rooms.programme.generated import COUNTED, _asked

    random = Random(2020)  # noqa: S311 - the same entries every time
    served: dict[str, list[str]] = {}
    for indicator in COUNTED:
        for part in indicator.count.parts if indicator.count else ():
            for kind in part.every_kind:
                served.setdefault(kind, []).append(indicator.reference)
    others = [kind.name for kind in kinds() if kind.name not in served]
    counted = [WEIGHTS.get(name, 1) for name in served]
    names, weights = [*served, *others], [*counted, *[sum(counted) / len(others)] * len(others)]
    towns = [area.code for area in municipalities()]
    for n in range(VARIANTS):
        kind = random.choices(names, weights)[0]
        reference = random.choice(served.get(kind, [""]))
        yield (
            n,
            kind,
            as_json(_facts(kind, random, _asked)),
            f" {reference} " if reference else "",
            reference,
            kind.partition(".")[0],
            random.choice(["prefecture", "city", "joint"]),
            random.choice(["011002", "011011", *random.choices(towns, k=4)]),
            random.choice(["130001", "140007", "270008", "011002", ""]),
            random.choice(["female", "male", ""]),
        )


def _facts(kind: str, random: Random, asked: Callable[[str], list[Any]]) -> dict[str, Any]:
    from datetime import date

    from renkei.journal.kinds import kind_called

    declared = kind_called(kind)
    told: dict[str, Any] = {}
    for fact in declared.facts if declared else ():
        if fact.type is bool:
            told[fact.name] = random.random() < 0.5
        elif fact.type is int:
            told[fact.name] = random.choice([*asked(fact.name), random.randrange(60)])
        elif fact.type is date:
            told[fact.name] = f"{random.randrange(2022, 2028)}-03-31"
        else:
            values = [*getattr(fact.type, "values", []), *asked(fact.name), "else"]
            told[fact.name] = random.choice(values)
    return told


def _measured() -> dict[str, Any]:
    """Of each task the quickest round, the processor time of a round, and its queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ms, cpu, queries = {}, {}, {}
    processor = _processor()
    for name, task in _tasks().items():
        task()
        before = processor()
        ms[name] = best(task, ROUNDS) * 1000
        cpu[name] = (processor() - before) / ROUNDS * 1000
        with CaptureQueriesContext(connection) as asked:
            task()
        queries[name] = len(asked)
    return {"ms": ms, "cpu": cpu, "queries": queries, "load": os.getloadavg()[0]}


def _processor() -> Callable[[], float]:
    """Seconds of processor that this process and its server's have used: what others do on the
    machine makes a task take longer, but not cost more."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        # In one process, so that its time is all of it.
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")

    def used() -> float:
        after_name = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")

    return lambda: time.process_time() + used()


def _tasks() -> dict[str, Callable[[], object]]:
    from renkei.charter.reader import programme
    from renkei.programme.actions.measurements import keep_figures
    from renkei.programme.figures import broken_down, figure, figures
    from renkei.programme.periods import Period
    from renkei.programme.queries.figures_shown import groups

    agreed, year, quarter = programme(), Period.year(2023), Period.quarter(2023, 3)
    one, persons, level = (agreed.indicator(key) for key in ("III-5.1", "I-7.3", "I-2.2"))
    everything = agreed.every_indicator
    known = datetime(2024, 6, 1, tzinfo=UTC)
    keep_figures(year, on=datetime(2026, 11, 26, tzinfo=UTC).date())
    return {
        "one": lambda: figure(one, year),
        "plain": lambda: _plain(year),
        "loop": lambda: _loop(year),
        "persons": lambda: figure(persons, year),
        "level": lambda: figure(level, year),
        "why": lambda: _why(one, year),
        "months": lambda: broken_down(one, year, "month"),
        "kept": lambda: groups(_office(), year),
        "overview": lambda: figures(everything, year),
        "known": lambda: figures(everything, year, known_at=known),
        "quarter": lambda: figures(everything, quarter),
    }


def _office() -> Any:
    """Somebody of the city's programme office."""
    from renkei.core.rights import Asker, Role, Seat
    from renkei.core.sides import Side

    seat = Seat(Role.PROGRAMME_OFFICE, "u1", frozenset({"u1"}), "city", Side.CITY)
    return Asker(person="bench", seats=(seat,))


def _why(indicator: Any, year: Any) -> object:
    """What the page of one number asks for, by an officer who sees her own unit's entries."""
    from renkei.programme.figures import entries_behind, figure, in_words

    behind = entries_behind(indicator, year).visible_to(_office())
    return figure(indicator, year), in_words(indicator), list(behind[:20]), behind.count()


def _plain(year: Any) -> object:
    from django.db import connection

    is_desk = 'facts LIKE \'%%"desk":"sapporo_foreign"%%\''
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT side, count(*) FROM bench_plain WHERE kind = 'consultation.given' "  # noqa: S608 - of our own words
            f"AND \"on\" BETWEEN %s AND %s AND initiatives LIKE '%% III-5 %%' AND {is_desk} "
            "GROUP BY side",
            [year.first, year.last],
        )
        return cursor.fetchall()


def _loop(year: Any) -> object:
    from renkei.journal.queries import of_period, standing_entries

    found: dict[str, int] = {}
    of_year = of_period(standing_entries(), year.first, year.last).order_by()
    for kind, side, initiatives, facts in of_year.values_list(
        "kind", "side", "initiatives", "facts"
    ).iterator(chunk_size=10_000):
        if kind == "consultation.given" and " III-5 " in initiatives:
            told = json.loads(facts)
            if told["desk"] == "sapporo_foreign":
                found[side] = found.get(side, 0) + 1
    return found


if __name__ == "__main__":
    measure(int(sys.argv[1])) if sys.argv[1:] else main()
