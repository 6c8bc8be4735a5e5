"""The projection against this machine's ceilings, a plain NumPy loop and its own plain path.

Writes `docs/reference/benchmarks/demography.md` and `.json`. Every row is run at the size it
names, in a process of its own, so that its memory is its own.
"""

import datetime
import json
import os
import resource
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context
from typing import Any

import numpy as np

from bench import ROOT, best, machine, show
from bench._country import AGES, CELLS, Country, country, loop_seconds
from renkei.engines.demography.axes import FloatArray
from renkei.engines.demography.projection.accounts import AgeSpan
from renkei.engines.demography.projection.draws import Draws, Spread, Uncertainty
from renkei.engines.demography.projection.operator import (
    EVERYONE,
    Groups,
    Options,
    project,
    project_draws,
)
from renkei.engines.demography.projection.quantiles import LEVELS, quantiles
from renkei.engines.demography.projection.single import carry_once
from renkei.engines.demography.projection.terms import Terms

THREADS = 2
ROUNDS = 3
SPREAD = Spread(country=0.01, region=0.01, area=0.02)
UNCERTAIN = Uncertainty(SPREAD, SPREAD, SPREAD, SPREAD)
PAGE = ROOT / "docs" / "reference" / "benchmarks" / "demography"
GROUPS = {
    "everyone": AgeSpan(),
    "0-14": AgeSpan(0, 15),
    "15-64": AgeSpan(15, 65),
    "65 and over": AgeSpan(65),
    "75 and over": AgeSpan(75),
    "women 20-39": AgeSpan(20, 40, 0),
}
TIMES = (1, 2, 4, 8)


@dataclass(frozen=True)
class Task:
    """A projection to be measured, and the seconds that we call good and excellent."""

    name: str
    form: str
    size: tuple[int, int, int]  # areas, years, draws
    good: float | None = None
    excellent: float | None = None
    events: bool = False


TASKS = (
    Task("all Japan, net rates", "rates", (1741, 50, 1000), 2.5, 1.3),
    Task("the same, rates that change every year", "changing rates", (1741, 50, 1000)),
    Task("all Japan, pool", "pools", (1741, 50, 1000), 8, 4.5),
    Task("Hokkaido, pool", "pools", (188, 30, 1000), 0.7, 0.4),
    Task("Hokkaido, pool, six groups and events", "pools", (188, 35, 1000), events=True),
    Task("Hokkaido, origin-destination", "matrix", (188, 50, 1000), 8, 6),
)

# Multiplications, additions and comparisons for each cell, beside the product with the matrix:
# survival and moves, landing, leaving for the pool, births and one group; with events, also those.
FLOPS = {"rates": 12, "changing rates": 12, "pools": 21, "matrix": 24}
FLOPS_OF_EVENTS = 45
# Single numbers that pass between memory and caches for each cell: people read and written, and,
# with a matrix, those handed out. Areas that do not exchange people stay in a core's own cache.
BYTES = {"rates": 0, "changing rates": 0, "pools": 8, "matrix": 16}


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
        "numpy": np.__version__,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "threads": THREADS,
        "load": os.getloadavg()[0],
        "compiling_s": alone(compiling),
        "ceilings": alone(ceilings),
        "tasks": [alone(task_figures, task) for task in TASKS],
        "others": alone(others),
        "growth": {form: alone(growth, form) for form in ("rates", "pools", "matrix")},
    }


def alone(function: Callable[..., Any], *arguments: Any) -> Any:
    """In a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(function, *arguments).result()


# --- what is measured -----------------------------------------------------------------------


def ceilings() -> dict[str, float]:
    from bench._ceilings import measured as measured_ceilings

    return measured_ceilings(THREADS).as_dict()


def compiling() -> float:
    """The first call where nothing has been compiled before, in single precision."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NUMBA_CACHE_DIR"] = folder
        return best(lambda: draw(country("rates", 2, 2), 1), rounds=1)


def draw(
    known: Country, n_draws: int, *, groups: Groups = EVERYONE, options: Options | None = None
) -> object:
    options = options or Options(THREADS, precision=np.float32)
    return project_draws(
        *known, uncertainty=UNCERTAIN, draws=Draws(n_draws), groups=groups, options=options
    )


def task_figures(task: Task) -> dict[str, Any]:
    n_areas, n_years, n_draws = task.size
    groups = GROUPS if task.events else EVERYONE
    options = Options(THREADS, events=task.events, precision=np.float32)
    draw(country(task.form, 2, 2), 1, options=options)  # nobody waits for the compiler
    known = country(task.form, n_areas, n_years)
    seconds = best(lambda: draw(known, n_draws, groups=groups, options=options), ROUNDS)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return asdict(task) | {
        "seconds": seconds,
        "gcells_s": n_areas * n_years * n_draws * CELLS / seconds / 1e9,
        "memory_gb": memory,
        **peers(task),
    }


def peers(task: Task) -> dict[str, float]:
    """G cells/s of the NumPy loop and of the plain path on a part: fewer areas but where they
    exchange people one by one, 3 years, 50 draws, one thread."""
    n_areas, n_years, n_draws = (188 if task.form == "matrix" else 47), 3, 50
    part = country(task.form, n_areas, n_years)
    cells = n_areas * n_years * n_draws * CELLS / 1e9
    plainly = Options(fast=False, events=task.events)
    return {
        "numpy_gcells_s": cells / loop_seconds(part, n_draws),
        "plain_gcells_s": cells / best(lambda: draw(part, n_draws, options=plainly), rounds=1),
    }


def others() -> dict[str, float]:
    draws = np.random.default_rng(0).random((87_050, 1000), dtype=np.float32)
    known = country("pools", 188, 30)
    start, terms = known[0].persons[0], known[1].terms()
    spans = [span.within(AGES) for span in GROUPS.values()]
    changing = _copied(terms)
    return {
        "quantiles_s": best(lambda: quantiles(draws, threads=THREADS)),
        "np_quantile_s": best(lambda: np.quantile(draws, LEVELS, axis=-1), rounds=1),
        "carry_once_s": best(lambda: carry_once(terms, start, spans), rounds=20),
        "carry_once_changing_s": best(lambda: carry_once(changing, start, spans), rounds=20),
        "one_draw_s": best(lambda: project_draws(*known), rounds=10),
        "project_s": best(lambda: project(*known), rounds=5),
    }


def _copied(terms: Terms) -> Terms:
    """As if every year were different."""

    def copy(values: FloatArray | None) -> FloatArray | None:
        return None if values is None else np.array(values)

    moves = {name: copy(getattr(terms.moves, name)) for name in ("rates", "added", "inside")}
    moves |= {"shares": copy(terms.moves.shares)}
    return replace(terms, dying=copy(terms.dying), moves=replace(terms.moves, **moves))


def growth(form: str) -> dict[str, list[float]]:
    """Seconds for 1, 2, 4 and 8 times as many areas, years and draws, on one thread."""
    one_thread = Options(precision=np.float32)
    n_areas = 24 if form == "matrix" else 100

    def seconds(areas: int, years: int, draws: int) -> float:
        known = country(form, n_areas * areas, 5 * years)
        return best(lambda: draw(known, 128 * draws, options=one_thread), rounds=2 * ROUNDS)

    draw(country(form, 2, 2), 1, options=one_thread)
    return {
        "areas": [seconds(n, 1, 1) for n in TIMES],
        "years": [seconds(1, n, 1) for n in TIMES],
        "draws": [seconds(1, 1, n) for n in TIMES],
    }


# --- how it is shown ------------------------------------------------------------------------


def tables_of(figures: dict[str, Any]) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    most = figures["ceilings"]
    yield (
        "Ceilings of this machine, 2 threads, single precision",
        ["loop", "measured"],
        [
            ["fused multiply-adds, GFlop/s", f"{most['gflops']:.0f}"],
            ["triad, GB/s", f"{most['triad_gb']:.0f}"],
            ["scaled in place, GB/s", f"{most['in_place_gb']:.0f}"],
        ],
    )
    head = ["task, 2 threads, single precision", "s", "good", "excellent", "G cells/s"]
    head += ["of arithmetic", "of memory", "GB", "x NumPy loop", "x plain path"]
    rows = [task_row(task, most) for task in figures["tasks"]]
    yield "Draws: rates of each draw and totals included, best of 3", head, rows
    yield "One thread or one projection", ["task", "s", "good", "excellent"], other_rows(figures)
    for form, name in (("rates", "net rates"), ("pools", "pool"), ("matrix", "matrix")):
        found = figures["growth"][form]
        yield (
            f"Growth, {name}: seconds on one thread, and times the first",
            ["times as many", *map(str, TIMES)],
            [[axis, *map(grown, found[axis], [found[axis][0]] * 4)] for axis in found],
        )


def task_row(task: dict[str, Any], most: dict[str, float]) -> list[str]:
    speed, form = task["gcells_s"], task["form"]
    flops = FLOPS[form] + (FLOPS_OF_EVENTS if task["events"] else 0)
    flops += 2 * task["size"][0] if form == "matrix" else 0
    areas, years, draws = task["size"]
    return [
        f"{task['name']}: {areas:,} x {years} x {draws:,}",
        f"{task['seconds']:.2f}",
        limit(task["good"]),
        limit(task["excellent"]),
        f"{speed:.2f}",
        f"{speed * flops / most['gflops']:.0%}",
        f"{speed * BYTES[form] / most['in_place_gb']:.0%}",
        f"{task['memory_gb']:.1f}",
        f"{speed / task['numpy_gcells_s']:.0f}",
        f"{speed / task['plain_gcells_s']:.0f}",
    ]


def other_rows(figures: dict[str, Any]) -> list[list[str]]:
    found = figures["others"]
    rows: list[tuple[str, float, float | None, float | None]] = [
        ("5 quantiles of 87,050 x 1,000", found["quantiles_s"], 0.7, 0.45),
        ("the same by np.quantile, one thread", found["np_quantile_s"], None, None),
        ("what-if, 188 x 30, six groups, terms given", found["carry_once_s"], 0.02, 0.003),
        ("the same, terms that change every year", found["carry_once_changing_s"], 0.02, None),
        ("the same with its terms, by project_draws", found["one_draw_s"], None, None),
        ("every cell accounted for, by project", found["project_s"], None, None),
        ("first call: compiling, once", figures["compiling_s"], None, None),
    ]
    return [[name, f"{s:.3f}", limit(good), limit(most)] for name, s, good, most in rows]


def limit(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:g}"


def grown(seconds: float, first: float) -> str:
    return f"{seconds:.3f} ({seconds / first:.1f})"


def page(
    figures: dict[str, Any], tables: list[tuple[str, list[str], list[list[str]]]]
) -> Iterator[str]:
    yield "# How fast the projection is"
    yield ""
    yield f"{figures['machine']}, NumPy {figures['numpy']}; {figures['date']}. Made by"
    yield "`python3 dev.py bench demography`, which also writes `demography.json`. The"
    yield f"load was {figures['load']:.1f} when it began; on a busy machine times are longer."
    for title, head, rows in tables:
        yield from ("", f"## {title}", "")
        yield "| " + " | ".join(head) + " |"
        yield "|" + " --- |" * len(head)
        yield from ("| " + " | ".join(row) + " |" for row in rows)
    yield NOTES


NOTES = """
## How to read it

- A cell is one age, sex, year, area and draw; 202 of them for each area, year and draw.
- Of arithmetic: multiplications, additions and comparisons of a cell (12 with net rates, 21 with a
  pool, 45 more with events, twice the number of areas more with a matrix) against fused
  multiply-adds, of which our loops use none, so that vectors of any width give the same bytes.
- Of memory: bytes of people read and written (8 of a cell with a pool, 16 with a matrix) against
  what is scaled in place; areas that exchange nobody stay in a core's own cache. The larger of
  both shares is the ceiling that binds.
- Rates are the same in every year and kept once, but in the rows that say otherwise.
- With a matrix the work grows with the square of the number of areas: each has all as destinations.
- GB is the most memory its process had, Python and the results included.
- The NumPy loop and the plain path ran on 47 areas (188 with a matrix), 3 years and 50 draws, on
  one thread, though NumPy multiplies matrices on all. The loop knows no rates of a draw, no
  conventions and no accounts, which flatters it.
"""


if __name__ == "__main__":
    main()
