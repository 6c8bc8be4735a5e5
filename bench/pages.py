"""What pages, commands and an idle web worker cost, against the limits we set ourselves."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from bench import ROOT, house, show
from tools.dev.demo import free_port, served, wait_for_first_page

ROUNDS = 20
HEAVY = ("numpy", "polars", "scipy", "renkei.engines")
PAGES = {
    "first page": "/",
    "the programme": "/programme/",
    "an initiative": "/programme/II-4/",
    "observatory": "/observatory/",
    "area: Hokkaido": "/observatory/areas/010006/",
    "area: Sapporo": "/observatory/areas/011002/",
    "area: a ward": "/observatory/areas/011011/",
    "area: a town": "/observatory/areas/012297/",
    "compare two": "/observatory/compare/?area=011002&area=012025",
    "how wrong": "/observatory/backtest/?trial=2015-2020&area=012092",
    "method": "/observatory/method/",
}
OPEN_THINGS = 300
SIGNED_IN = {
    "work: my tasks": "/tasks/",
    "work: my tasks, second page": "/tasks/?page=2",
    "work: the counts of the bar": "/tasks/counts/",
    "work: organisations": "/organisations/",
    "work: agreements": "/agreements/",
    "work: answers": "/paperwork/answers/",
    "work: the journal": "/journal/",
}
LIMITS = {"area": (30, 8), "work": (10, 8)}  # CPU ms warm, queries


def main() -> None:
    with house():
        head = ("page", "first ms", "CPU ms", "limit", "queries", "limit", "kB")
        show("Pages, median of 20 warm requests", head, list(pages()))
        show("Signed in, median of 20 warm requests", head, list(signed_in_pages()))
        head = ("list of 20 rows", "CPU ms", "limit", "to plain", "queries", "with 1 row", "limit")
        show("Every list, quickest of 20 warm requests", head, list(work_lists()))
        show("Processes", ("", "measured", "limit"), list(processes()))


# --- pages ----------------------------------------------------------------------------------


def pages() -> Iterator[tuple[str, ...]]:
    yield from measured(Client(headers={"host": "127.0.0.1"}), PAGES)


def signed_in_pages() -> Iterator[tuple[str, ...]]:
    """The counsellor of the demonstration, at a desk where much has come in."""
    call_command("load_demo", verbosity=0, stdout=StringIO())
    hand_in(OPEN_THINGS)
    client = Client(headers={"host": "127.0.0.1"})
    client.post("/demo/counsellor/")
    client.get("/tasks/")  # the first page of a session notes when it began
    yield from measured(client, SIGNED_IN)


def hand_in(n: int) -> None:
    """Cards at the city's desk, as if they had been handed in."""
    # Here, because the settings make tables what they are.
    from renkei.demo.keys import demo_key
    from renkei.paperwork.models import Answers

    there = Answers.objects.filter(unit=demo_key("unit", "city_desk"), state="submitted")
    like = there.earliest("made_at")
    told = {
        field.attname: getattr(like, field.attname)
        for field in Answers._meta.concrete_fields
        if not field.primary_key
    }
    Answers.objects.bulk_create(Answers(**told) for _ in range(n))


def work_lists() -> Iterator[tuple[str, ...]]:
    """Each list with its reader, beside a plain list of Django; the peer is asked in between, so
    that both see the same load."""
    # Here, because the settings make tables what they are.
    from tests.lists import LISTS, opened
    from tests.signing_in import signed_in

    office = opened()
    for one in LISTS:
        client = signed_in(Client(headers={"host": "127.0.0.1"}), office.world.cast.people[one.who])
        queries = []
        for rows in (1, 19):
            for _ in range(rows):
                one.put(office)
            queries.append(n_queries(client, one.address_in(office)))
        ours, peer = side_by_side(client, one.address_in(office), plain_client(client))
        limit, most = LIMITS["work"]
        yield (
            one.view.removeprefix("renkei.").replace(".views", "").replace(":", " "),
            f"{ours:.1f}",
            str(limit),
            f"x {ours / peer:.1f}",
            *map(str, reversed(queries)),
            str(max(most, one.most_queries)),
        )


def n_queries(client: Client, address: str) -> int:
    client.get(address)  # the first page of a session notes when it began
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answers {response.status_code}")
    return len(queries)


def plain_client(client: Client) -> Client:
    """Somebody in the same session, before the peer."""
    from bench import _plain

    with override_settings(ROOT_URLCONF="bench._plain", MIDDLEWARE=_plain.MIDDLEWARE):
        peer = Client(headers={"host": "127.0.0.1"})
        peer.cookies = client.cookies
        if (status := peer.get("/plain/").status_code) != 200:
            raise SystemExit(f"the plain list answers {status}")
    return peer


def side_by_side(client: Client, address: str, peer: Client) -> tuple[float, float]:
    ours, theirs = [], []
    for _ in range(ROUNDS):
        client.get(
            address
        )  # other settings empty what Django keeps of addresses: for nobody's bill
        ours.append(cpu_ms(client, address))
        with override_settings(ROOT_URLCONF="bench._plain"):
            peer.get("/plain/")
            theirs.append(cpu_ms(peer, "/plain/"))
    return min(ours), min(theirs)


def measured(client: Client, addresses: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for name, address in addresses.items():
        # Queries are counted cold: afterwards the process remembers what does not change.
        with CaptureQueriesContext(connection) as queries:
            started = time.perf_counter()
            response = client.get(address)
            first = 1000 * (time.perf_counter() - started)
        n_queries = len(queries)  # the next request empties the log
        if response.status_code != 200:
            raise SystemExit(f"{address} answers {response.status_code}")
        times = [cpu_ms(client, address) for _ in range(ROUNDS)]
        cpu_limit, query_limit = LIMITS.get(name.partition(":")[0], ("", ""))
        yield (
            name,
            f"{first:.0f}",
            f"{statistics.median(times):.1f}",
            str(cpu_limit),
            str(n_queries),
            str(query_limit),
            f"{len(response.content) / 1000:.0f}",
        )


def cpu_ms(client: Client, address: str) -> float:
    started = time.process_time()
    client.get(address)
    return 1000 * (time.process_time() - started)


# --- processes ------------------------------------------------------------------------------


def processes() -> Iterator[tuple[str, str, str]]:
    yield "manage.py check", f"{best_of_three('check'):.2f} s", "1 s"
    yield "manage.py migrate --check", f"{best_of_three('migrate', '--check'):.2f} s", ""
    with worker() as (seconds, pid):
        yield "web server, start to first page", f"{seconds:.2f} s", "5 s"
        yield "idle worker after the first page", f"{resident_mb(pid):.0f} MB", "120 MB"
    yield "imported at start", ", ".join(imported_at_start()) or "none of the heavy", "none"


def best_of_three(*command: str) -> float:
    times = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, ROOT / "manage.py", *command], check=True, capture_output=True
        )
        times.append(time.perf_counter() - started)
    return min(times)


@contextmanager
def worker() -> Iterator[tuple[float, int]]:
    """Seconds until the first page, and the process that served it."""
    port = free_port(None)
    started = time.perf_counter()
    with served(port, dict(os.environ)) as server:
        wait_for_first_page(port, server)
        yield time.perf_counter() - started, children(server.pid)[-1]


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
    return [int(child) for child in tasks.split()]


def resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def imported_at_start() -> list[str]:
    show_modules = "import sys, renkei.web.wsgi; print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", show_modules], check=True, capture_output=True, text=True, cwd=ROOT
    )
    return [name for name in HEAVY if name in done.stdout.split()]


if __name__ == "__main__":
    main()
