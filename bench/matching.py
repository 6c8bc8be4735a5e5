"""The matching engine beside what the registry offers, its memory, and how it grows.

Writes `docs/reference/benchmarks/matching.md` and `.json`. Every row is run at the size it names,
in a process of its own, so that its memory is its own.
"""

import datetime
import json
import os
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import numpy as np

from bench import ROOT, _matching_flows, _matching_stable, machine, show

PAGE = ROOT / "docs" / "reference" / "benchmarks" / "matching"
Table = tuple[str, list[str], list[list[str]]]
LIBRARIES = ("numpy", "numba", "scipy", "ortools", "matching", "polars")


def main() -> None:
    figures = measured()
    tables = list(tables_of(figures))
    for table in tables:
        show(*table)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.with_suffix(".json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    PAGE.with_suffix(".md").write_text("\n".join(page(figures, tables)), encoding="utf-8")


def measured() -> dict[str, Any]:
    return {
        "machine": machine(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "load": os.getloadavg()[0],
        "compiling_s": _matching_flows.alone(compiling),
        "stable": _matching_stable.rows(),
        "stable_peers": _matching_stable.peers(),
        "stable_growth": _matching_stable.growth(),
        "flows": _matching_flows.rows(),
        "flow_peers": _matching_flows.peers(),
        "flow_growth": _matching_flows.growth(),
        "load_after": os.getloadavg()[0],
    }


def compiling() -> float:
    """The first whole round where nothing has been compiled before."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NUMBA_CACHE_DIR"] = folder
        from bench._matching_market import seekers_and_openings

        market = seekers_and_openings(100, 100)
        started = time.perf_counter()
        _matching_stable.close(market)
        return time.perf_counter() - started


# --- how it is shown ------------------------------------------------------------------------


def tables_of(figures: dict[str, Any]) -> Iterator[Table]:
    head = ["task", "s", "good", "excellent", "MB", "besides"]
    stable = [task_row(found) for found in figures["stable"]]
    stable.append(["first round: compiling, once", f"{figures['compiling_s']:.1f}", *[""] * 4])
    yield "Ranking, `stable`, whole rounds", head, stable
    yield (
        "`optimal`, `introduce`, refusals, couples",
        head,
        [task_row(found) for found in figures["flows"]],
    )
    yield (
        "Others on the same work, one thread each",
        ["who", "s", "renkei, s", "times as long", "besides"],
        [peer_row(found) for found in figures["stable_peers"]],
    )
    yield (
        "Other ways to plans of the best total score",
        ["who", "s", "MB", "besides"],
        [
            [found["task"], seconds(found), memory(found), besides(found)]
            for found in figures["flow_peers"]
        ],
    )
    grown = figures["stable_growth"] + figures["flow_growth"]
    yield (
        "Growth: seconds, and times the first",
        ["times as many", "1", "2", "4", "8"],
        [
            [found["task"], *(growth(s, found["growth"][0]) for s in found["growth"])]
            for found in grown
        ],
    )


def task_row(found: dict[str, Any]) -> list[str]:
    limits = [limit(found["good"]), limit(found["excellent"])]
    return [found["task"], seconds(found), *limits, memory(found), besides(found)]


def peer_row(found: dict[str, Any]) -> list[str]:
    ours = found["ours"]
    return [
        found["task"],
        seconds(found),
        f"{ours:.4f}",
        "" if "failed" in found else f"{found['seconds'] / ours:,.0f}",
        besides(found),
    ]


def seconds(found: dict[str, Any]) -> str:
    taken = float(found["seconds"])
    return f"{taken:.4f}" if taken < 0.1 else f"{taken:.2f}"


def memory(found: dict[str, Any]) -> str:
    return f"{found['memory_mb']:.0f}"


def limit(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def growth(value: float, first: float) -> str:
    return f"{value:.4f} ({value / first:.1f})"


def besides(found: dict[str, Any]) -> str:
    shown = {"task", "seconds", "good", "excellent", "memory_mb", "ours", "growth"}
    return ", ".join(
        f"{name.replace('_', ' ')} {said(value)}"
        for name, value in found.items()
        if name not in shown
    )


def said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int | np.integer) else str(value)


def page(figures: dict[str, Any], tables: list[Table]) -> Iterator[str]:
    libraries = ", ".join(f"{name} {number}" for name, number in figures["libraries"].items())
    yield "# How fast the matching engine is"
    yield ""
    yield f"{figures['machine']}; {figures['date']}; {libraries}."
    yield "Made by `python3 dev.py bench matching`, which also writes `matching.json`. The load was"
    yield f"{figures['load']:.1f} when it began and {figures['load_after']:.1f} when it ended."
    yield "On a busy machine times are longer; *cpu s*, where it stands, is the processor's time."
    for title, head, rows in tables:
        yield from ("", f"## {title}", "")
        yield "| " + " | ".join(head) + " |"
        yield "|" + " --- |" * len(head)
        yield from ("| " + " | ".join(row) + " |" for row in rows)
    yield NOTES


NOTES = """
## How to read it

- Ranking compares every seeker with every opening: five conditions (pay, bureaus, childcare,
  licence, minutes of way) are met or not, two of them softly for a third, and 20 criteria make the
  score. Conditions, bitsets, scores and lists are all within the time; the market is given.
- `stable` takes lists, keys and caps that have been checked; checking them is a row of its own, and
  so is the lottery. Some openings are wanted by many; *applications* counts how often somebody
  applied.
- The certificate is checked by code that shares nothing with what found the result.
- MB is the most memory the row's process had, Python, NumPy and Numba's compiler included.
- A peer that fails says how; its seconds are those until it failed. Peers of the ranking are
  given which pairs are eligible, and leave soft conditions out, which flatters them.
- `matching` plays the hospital-resident game from dictionaries; making them is within its time.
"""


if __name__ == "__main__":
    main()
