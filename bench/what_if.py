"""How long a reader waits for "what if" and "how many would it take": whole requests, one client.

Every request asks for something new, so that no remembered answer is measured.
"""

import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import house, show

ROUNDS = 60
LIMIT_MS = 100  # p95 of one request, 188 areas up to 2060
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
# All of Hokkaido up to the last year: no question asks for more.
WHOLE = "area=010006&horizon=2060"
ALL = "leaving=-{n}&arrivals={n}00&to_sapporo={n}&foreign={n}00&who=families"

# Name, address with {n} for what is new in each request, headers.
Asked = tuple[str, str, dict[str, str]]
REQUESTS: tuple[Asked, ...] = (
    ("answer: fertility", f"what-if/?{WHOLE}&tfr=1.{{n}}", PART),
    ("answer: leaving", f"what-if/?{WHOLE}&leaving=-{{n}}", PART),
    ("answer: arrivals", f"what-if/?{WHOLE}&arrivals={{n}}00", PART),
    ("answer: moves to Sapporo", f"what-if/?{WHOLE}&to_sapporo={{n}}", PART),
    ("answer: from abroad", f"what-if/?{WHOLE}&foreign={{n}}00&stay=3", PART),
    ("answer: all levers", f"what-if/?{WHOLE}&tfr=1.{{n}}&{ALL}", PART),
    ("answer: all, a town, 2045", f"what-if/?area=012076&tfr=1.{{n}}&{ALL}", PART),
    ("whole page: all levers", f"what-if/?{WHOLE}&begins=2028&tfr=1.{{n}}&{ALL}", {}),
    ("how many: a town", "goal/?area=012076&target={n}", {}),
    ("how many: Hokkaido", "goal/?area=010006&target={n}", {}),
)


def main() -> None:
    with house():
        head = ("request", "p50 ms", "p95 ms", "limit", "CPU ms", "queries", "kB")
        show(f"What if, {ROUNDS} new questions each", head, list(requests()))
        show("The process", ("", "measured"), list(process()))


def requests() -> Iterator[tuple[str, ...]]:
    client = Client(headers={"host": "127.0.0.1"})
    started = time.perf_counter()
    client.get(f"/observatory/what-if/?{WHOLE}")
    print(f"first request of a process, base projection included: {milliseconds(started):.0f} ms")
    for name, address, headers in REQUESTS:
        ask = asker(client, f"/observatory/{address}", headers)
        with CaptureQueriesContext(connection) as queries:
            kilobytes = ask(9) / 1000
        n_queries = len(queries)  # the next request empties the log
        times, worked = [], []
        for n in range(10, 10 + ROUNDS):
            started, cpu = time.perf_counter(), time.process_time()
            ask(n)
            times.append(milliseconds(started))
            worked.append(1000 * (time.process_time() - cpu))
        yield (
            name,
            f"{statistics.median(times):.0f}",
            f"{statistics.quantiles(times, n=20)[-1]:.0f}",
            str(LIMIT_MS),
            f"{statistics.median(worked):.0f}",
            str(n_queries),
            f"{kilobytes:.0f}",
        )


def asker(client: Client, address: str, headers: dict[str, str]) -> Callable[[int], int]:
    def ask(n: int) -> int:
        response = client.get(address.format(n=n), headers=headers)
        if response.status_code != 200:
            raise SystemExit(f"{address.format(n=n)} answers {response.status_code}")
        return len(response.content)

    return ask


def process() -> Iterator[tuple[str, str]]:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield "memory at its highest", f"{used:.0f} MB"
    heavy = [name for name in ("numba", "scipy") if name in sys.modules]
    yield "compilers and SciPy imported", ", ".join(heavy) or "none"


def milliseconds(started: float) -> float:
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    main()
