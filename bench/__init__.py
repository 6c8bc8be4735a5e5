"""Measurements, each with the machine it was made on. Run them with `python3 dev.py bench`.

A number from one machine says little; a bench compares with a limit we set ourselves or, as a
ratio, with a peer that was measured in the same run.
"""

import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def machine() -> str:
    """Processor, cores and Python in one line."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    name = models[0] if models else platform.processor() or platform.machine()
    return f"{name}, {os.cpu_count()} cores, Python {platform.python_version()}"


@contextmanager
def house() -> Iterator[None]:
    """A house with its places on an empty SQLite, in a folder that goes when it is left."""
    # Here, so that the engine is measured without a framework beside it.
    import django
    from django.core.management import call_command

    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"RENKEI_VAR": folder, "DJANGO_SETTINGS_MODULE": "renkei.settings"}
        (Path(folder) / "static").mkdir()
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_places", verbosity=0)
        yield


def best(task: Callable[[], object], rounds: int = 3) -> float:
    """Seconds of the quickest of several rounds: what others do on the machine only adds to it."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        task()
        times.append(time.perf_counter() - started)
    return min(times)


def show(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table for a terminal; the first column to the left, figures to the right."""
    columns = list(zip(head, *rows, strict=True))
    widths = [max(len(cell) for cell in column) for column in columns]
    print(f"\n{title}\n{machine()}\n")
    for row in (head, *rows):
        first, *figures = row
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(figures, widths[1:], strict=True)]
        print("  ".join(cells))
