"""The projection against a plain NumPy loop measured in the same run, and how its time grows.

Rows that need more memory or minutes than a laptop gives are run on a stated part of their size;
the growth table shows that the time is in proportion to areas, years and draws.
"""

import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np

from bench import show
from renkei.engines.demography.arrays import FertilityArray, PopulationArray, SurvivalArray
from renkei.engines.demography.axes import AgeGrid, FloatArray
from renkei.engines.demography.projection.draws import Draws, Spread, Uncertainty
from renkei.engines.demography.projection.forms import (
    CohortArray,
    MigrationForm,
    NetRates,
    OriginDestination,
    Pool,
    Pools,
)
from renkei.engines.demography.projection.operator import Options, project, project_draws
from renkei.engines.demography.projection.quantiles import LEVELS, quantiles
from renkei.engines.demography.projection.terms import Assumptions
from renkei.engines.demography.projection.timing import Conventions

ROUNDS = 3
THREADS = 2
AGES = AgeGrid.single_years(100)
CELLS = 2 * len(AGES)
SPREAD = Spread(country=0.01, region=0.01, area=0.02)
UNCERTAIN = Uncertainty(SPREAD, SPREAD, SPREAD, SPREAD)
QUICK = Options(threads=THREADS, precision=np.float32)

World = tuple[PopulationArray, Assumptions]


def main() -> None:
    project_draws(*world("rates", 2, 2))  # so that nobody waits for the compiler below
    for form in ("rates", "pools", "matrix"):
        project_draws(*world(form, 2, 2), options=QUICK)
    head = ("task, 2 threads, single precision", "of size", "s", "G cells/s", "NumPy loop", "ratio")
    show("Projection in draws, rates and totals included, best of 3", head, list(tasks()))
    head = ("task", "s", "NumPy", "ratio")
    show("Quantiles and a single projection", head, list(others()))
    head = ("times as many", "1", "2", "4", "8")
    show("Growth: seconds for net rates, 100 areas, 10 years, 250 draws, 1 thread", head,
         list(growth()))  # fmt: skip


# --- rows -----------------------------------------------------------------------------------


def tasks() -> Iterator[tuple[str, ...]]:
    rows = [
        ("all Japan, net rates", "rates", (1741, 50, 1000), 1),
        ("all Japan, pool, one tenth of the years", "pools", (1741, 5, 1000), 10),
        ("Hokkaido, pool", "pools", (188, 30, 1000), 1),
        ("Hokkaido, matrix, one tenth of the years", "matrix", (188, 5, 1000), 10),
    ]
    for name, form, (n_areas, n_years, n_draws), part in rows:
        known = world(form, n_areas, n_years)
        seconds = best(lambda k=known, d=n_draws: run(k, d))
        speed = n_areas * n_years * n_draws * CELLS / seconds / 1e9
        peer = f"{loop_speed(known):.2f}" if form == "rates" else ""
        ratio = f"{speed / loop_speed(known):.1f}" if form == "rates" else ""
        yield name, f"1/{part}", f"{seconds:.2f}", f"{speed:.2f}", peer, ratio


def others() -> Iterator[tuple[str, ...]]:
    draws = np.random.default_rng(0).random((87_050, 1000), dtype=np.float32)
    ours = best(lambda: quantiles(draws, threads=THREADS))
    theirs = best(lambda: np.quantile(draws, LEVELS, axis=-1), rounds=1)
    yield "5 quantiles of 87,050 x 1,000", f"{ours:.2f}", f"{theirs:.2f}", f"{theirs / ours:.1f}"
    known = world("pools", 188, 30)
    single = best(lambda: project_draws(*known))
    plain = best(lambda: project_draws(*known, options=Options(fast=False)))
    yield "what-if, 188 x 30 years", f"{single:.3f}", f"{plain:.3f}", f"{plain / single:.1f}"
    yield "the same, every cell accounted for", "", f"{best(lambda: project(*known)):.3f}", ""


def growth() -> Iterator[tuple[str, ...]]:
    def seconds(n_areas: int, n_years: int, n_draws: int) -> str:
        known = world("rates", n_areas, n_years)
        one = Options(precision=np.float32)
        return f"{best(lambda: run(known, n_draws, one)):.3f}"

    times = (1, 2, 4, 8)
    yield "areas", *(seconds(100 * n, 10, 250) for n in times)
    yield "years", *(seconds(100, 10 * n, 250) for n in times)
    yield "draws", *(seconds(100, 10, 250 * n) for n in times)


def run(known: World, n_draws: int, options: Options = QUICK) -> None:
    project_draws(*known, uncertainty=UNCERTAIN, draws=Draws(n_draws), options=options)


def best(task: Callable[[], object], rounds: int = ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        task()
        times.append(time.perf_counter() - started)
    return min(times)


# --- the peer -------------------------------------------------------------------------------


def loop_speed(known: World, n_draws: int = 50, n_areas: int = 40, n_years: int = 5) -> float:
    """G cells/s of a plain NumPy loop over years, net rates at the end of the year, one thread.

    It knows no rates per draw, no conventions and no accounts, which flatters it.
    """
    start, assumptions = known
    terms = assumptions.terms()
    people = np.repeat(start.persons[0, :n_areas, ..., np.newaxis], n_draws, axis=-1)
    kept = 1 - terms.dying[:, :n_areas, :, 1:-1] + terms.moves.rates[:, :n_areas, :, 1:]
    children = terms.fertility[:, :n_areas, :, np.newaxis]

    def loop() -> FloatArray:
        now = people.astype(np.float32)
        for year in range(n_years):
            born = (children[year] * now[:, 0]).sum(axis=1) / 2
            older = now[:, :, :-1] * kept[year][..., np.newaxis].astype(np.float32)
            older[:, :, -1] += now[:, :, -1]
            now = np.concatenate([np.stack([born, born], 1)[:, :, np.newaxis], older], axis=2)
            now.sum(axis=(1, 2))
        return now

    return n_areas * n_years * n_draws * CELLS / best(loop) / 1e9


# --- a made-up country ----------------------------------------------------------------------


def world(form: str, n_areas: int, n_years: int) -> World:
    """Areas with made-up people and rates that do not change along time."""
    random = np.random.default_rng(0)
    areas = tuple(f"{code:06}" for code in range(n_areas))
    periods = tuple(pairwise(range(2025, 2026 + n_years)))
    shape = (n_years, n_areas, 2, len(AGES))

    def still(values: FloatArray) -> FloatArray:
        return np.broadcast_to(values, (n_years, *values.shape))

    ratios = 1 - np.clip(0.0001 * np.exp(0.085 * np.arange(len(AGES))), 0, 0.4)
    survival = SurvivalArray(
        np.broadcast_to(ratios, shape), np.full((*shape[:3], 1), 0.998), periods, areas, AGES
    )
    rates = np.zeros((n_areas, len(AGES)))
    rates[:, 15:50] = 1.3 / 35
    births = FertilityArray(still(rates), tuple(end for _, end in periods), areas, AGES)
    people = PopulationArray(random.uniform(10, 300, (1, *shape[1:])), (2025,), areas, AGES)
    moves = migration(form, random, shape, lambda v: CohortArray(still(v), periods, areas, AGES))
    return people, Assumptions(survival, births, moves, Conventions())


def migration(
    form: str,
    random: np.random.Generator,
    shape: tuple[int, ...],
    cohorts: Callable[[FloatArray], CohortArray],
) -> MigrationForm:
    if form == "rates":
        return NetRates(cohorts(random.uniform(-0.02, 0.02, shape[1:])))
    leaving = cohorts(random.uniform(0, 0.05, shape[1:]))
    weights = random.uniform(0.1, 1, shape[1:])
    shares = cohorts(weights / weights.sum(axis=0))
    supply = np.full((shape[0], *shape[2:]), 100.0)
    outside = Pool("rest of Japan", leaving, shares, supply)
    if form == "pools":
        return Pools((Pool("inside", leaving, shares), outside))
    to = random.uniform(0.1, 1, (shape[1], shape[1], *shape[2:]))
    to /= to.sum(axis=1, keepdims=True)
    return OriginDestination(leaving, np.broadcast_to(to, (shape[0], *to.shape)), (outside,))


if __name__ == "__main__":
    main()
