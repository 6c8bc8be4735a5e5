"""What lists and search cost when there is much: 10^4 and 10^6 organisations, 50,000 texts.

On SQLite and on a PostgreSQL started for it. Whole pages are held to a limit. What rights and our
pages of a list add is measured on the rows alone; the peer is a plain Django list in the same
database: every row, no rights, a paginator that counts. CPU is that of the web process; the time is
the whole, with what the database does for it.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bench import ROOT, show

SIZES = (10_000, 1_000_000)
TEXTS = 50_000
ROUNDS = 20
AT_ONCE = 5000
PAGE_LIMITS = (10, 8)  # CPU ms, queries
TASKS = {
    "nobody": "page, nobody",
    "officer": "page, an officer",
    "rows": "rows alone, an officer",
    "plain": "rows alone, plain list",
}
HEAD = ("", "10^4: CPU ms", "ms", "queries", "10^6: CPU ms", "ms", "queries", "limits")
# What is looked for, and about how much of the texts holds it.
ASKED = {
    "a word of one in ten": "移住",
    "a word of one in a hundred": "相談会",
    "two words": "移住 帯広",
    "one character": "雪",
    "a name of one": "第12345号",
    "what nobody wrote": "鯨飲馬食",
}
TOWNS = ("札幌", "帯広", "函館", "旭川", "釧路", "北見", "小樽", "室蘭", "苫小牧", "稚内")
WORDS = ("地域", "企業", "支援", "協定", "事業", "会社", "農業", "観光")
WORDS += ("子育て", "大学", "学生", "研究", "開発", "工業", "商店", "組合")


def main() -> None:
    for name, measured in _everywhere():
        lists = measured["lists"]
        show(f"Lists on {name}", HEAD, [_row(task, lists) for task in TASKS])
        ratio = lists[str(SIZES[-1])]["rows"][1] / lists[str(SIZES[-1])]["plain"][1]
        print(f"\nrows at 10^6, ours to plain: x {ratio:.2f} of the time")
        show(
            f"Search over {TEXTS:,} texts on {name}",
            ("", "found", "CPU ms", "ms"),
            [[label, *measured["search"][label]] for label in ASKED],
        )
        print(f"\nindexed in {measured['indexed_s']:.0f} s, {measured['index_mb']:.0f} MB")


def _everywhere() -> Iterator[tuple[str, dict[str, Any]]]:
    with tempfile.TemporaryDirectory() as folder:
        yield "SQLite", _in_process(f"sqlite:///{Path(folder) / 'lists.sqlite3'}")
    # Here, so that the child that measures does not carry it.
    from tools.dev.suite import postgres

    with postgres() as address:
        yield "PostgreSQL", _in_process(address)


def _row(task: str, lists: dict[str, Any]) -> list[str]:
    cells = [TASKS[task]]
    for n in SIZES:
        cpu, wall, queries = lists[str(n)][task]
        cells += [f"{cpu:.1f}", f"{wall:.1f}", str(queries)]
    is_page = task in {"nobody", "officer"}
    return [*cells, "{} ms, {}".format(*PAGE_LIMITS) if is_page else ""]


def _in_process(address: str) -> dict[str, Any]:
    """Each database in a process of its own: settings are read once."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "RENKEI_DATABASE": address,
            "RENKEI_VAR": folder,
            "RENKEI_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "renkei.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "bench.lists", "measure"],
            env={**os.environ, **settings},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


# --- in the child --------------------------------------------------------------------------------


def measure() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, stdout=sys.stderr)
    call_command("load_places", verbosity=0, stdout=sys.stderr)
    searched = _search()
    lists = {}
    for n in SIZES:
        _fill(n)
        lists[n] = {task: _timed(task) for task in TASKS}
    print(json.dumps({"lists": lists, **searched}))


def _fill(n: int) -> None:
    """Organisations of both governments; one in ten is public."""
    from renkei.directory.models import Organisation
    from renkei.directory.names import folded

    there = Organisation.objects.count()
    for start in range(there, n, AT_ONCE):
        Organisation.objects.bulk_create(
            Organisation(
                name_ja=(name := f"{TOWNS[i % 10]}{WORDS[i % 16]}第{i}号"),
                folded_name=folded(name),
                kind="company",
                place="012076",
                is_public=i % 10 == 0,
                is_demo=True,
            )
            for i in range(start, min(start + AT_ONCE, n))
        )
    _analyse()


def _analyse() -> None:
    """As a database does by itself after a while."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _timed(task: str) -> tuple[float, float, int]:
    """CPU ms, ms and queries of the first page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask = _page(task) if task in {"nobody", "officer"} else _rows(task)
    ask()
    with CaptureQueriesContext(connection) as queries:
        ask()
    n_queries = len(queries)  # the next request empties the log
    return *_median(ask), n_queries


def _median(ask: Callable[[], object]) -> tuple[float, float]:
    cpu, wall = [], []
    for _ in range(ROUNDS):
        began, began_cpu = time.perf_counter(), time.process_time()
        ask()
        cpu.append(1000 * (time.process_time() - began_cpu))
        wall.append(1000 * (time.perf_counter() - began))
    return statistics.median(cpu), statistics.median(wall)


def _page(who: str) -> Callable[[], object]:
    from django.test import Client
    from django.urls import reverse

    client = Client(headers={"host": "127.0.0.1"})
    if who == "officer":
        from tests.signing_in import signed_in

        signed_in(client, _officer())
    address = reverse("directory:organisations")

    def ask() -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address} answers {response.status_code}")

    return ask


def _rows(task: str) -> Callable[[], object]:
    from django.core.paginator import Paginator
    from django.test import RequestFactory

    from renkei.core.paging import page_of
    from renkei.directory.models import Organisation
    from renkei.directory.queries.organisations import Asked, organisation_list
    from renkei.directory.queries.seats import asker_for

    if task == "plain":
        return lambda: [*Paginator(Organisation.objects.all(), 20).page(1)]
    asker, request = asker_for(_officer()), RequestFactory().get("/")
    return lambda: page_of(organisation_list(asker, Asked()), request).rows


def _officer() -> Any:
    from renkei.core.rights import Role
    from renkei.directory.models import Person
    from tests.cast import organisation, person, seat, unit

    if there := Person.objects.filter(name="bench").first():
        return there
    section = unit(organisation("city", "government", side="city"), "section")
    seat(one := person("bench"), section, Role.OFFICER, valid_from=date(2020, 4, 1))
    return one


# --- search --------------------------------------------------------------------------------------


def _search() -> dict[str, Any]:
    from django.db import connection

    from renkei.core.models import ImportBatch
    from renkei.core.rights import Asker
    from renkei.core.search import hits
    from renkei.core.search.entries import rebuild

    rng = random.Random(0)  # noqa: S311 - the same texts each time
    for start in range(0, TEXTS, AT_ONCE):
        ImportBatch.objects.bulk_create(
            ImportBatch(
                importer="bench",
                record_kind="bench",
                file_name=_text(rng, n)[:200],
                digest="",
                n_rows=1,
                by="bench",
            )
            for n in range(start, start + AT_ONCE)
        )
    began = time.perf_counter()
    for _step in rebuild():
        pass
    indexed = time.perf_counter() - began
    _analyse()
    asker = Asker(person="bench")
    found = {label: _asked(lambda text=text: hits(asker, text)) for label, text in ASKED.items()}
    size = _size_mb(connection)
    ImportBatch.objects.all()._raw_delete(using="default")
    return {"search": found, "indexed_s": indexed, "index_mb": size}


def _text(rng: random.Random, n: int) -> str:
    """About a hundred characters, with the words that are looked for in their shares."""
    words = rng.choices([*WORDS, *TOWNS], k=25)
    for word, one_in in (("移住", 10), ("相談会", 100), ("雪", 200)):
        if rng.randrange(one_in) == 0:
            words.insert(rng.randrange(25), word)
    return f"第{n}号の{''.join(words)}"


def _asked(ask: Callable[[], list[Any]]) -> tuple[str, str, str]:
    n = len(ask())
    cpu, wall = _median(ask)
    return f"{n:,}", f"{cpu:.1f}", f"{wall:.1f}"


def _size_mb(connection: Any) -> float:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'core_search%' "
                "OR name LIKE '%search_entry%'"
            )
        else:
            cursor.execute(
                "SELECT pg_total_relation_size('core_search_bigrams') "
                "+ pg_total_relation_size('core_searchentry')"
            )
        return float(cursor.fetchone()[0] or 0) / 1e6


if __name__ == "__main__":
    measure() if sys.argv[1:] == ["measure"] else main()
