"""A made-up country of any size, and the plain NumPy loop that others would write for it."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from bench import best
from renkei.engines.demography.arrays import FertilityArray, PopulationArray, SurvivalArray
from renkei.engines.demography.axes import AgeGrid, FloatArray
from renkei.engines.demography.projection.forms import (
    CohortArray,
    MigrationForm,
    NetRates,
    OriginDestination,
    Pool,
    Pools,
)
from renkei.engines.demography.projection.terms import Assumptions

AGES = AgeGrid.single_years(100)
CELLS = 2 * len(AGES)

Country = tuple[PopulationArray, Assumptions]


def country(form: str, n_areas: int, n_years: int) -> Country:
    """People and rates that do not change along time, but for “changing rates”."""
    random = np.random.default_rng(0)
    areas = tuple(f"{code:06}" for code in range(n_areas))
    periods = tuple(pairwise(range(2025, 2026 + n_years)))
    shape = (n_years, n_areas, 2, len(AGES))

    def still(values: FloatArray) -> FloatArray:
        repeated = np.broadcast_to(values, (n_years, *values.shape))
        return repeated.copy() if form == "changing rates" else repeated

    dying = np.clip(0.0001 * np.exp(0.085 * np.arange(len(AGES))), 0, 0.4)
    lives = still(np.broadcast_to(1 - dying, shape[1:])), still(np.full((n_areas, 2, 1), 0.998))
    rates = np.zeros((n_areas, len(AGES)))
    rates[:, 15:50] = 1.3 / 35
    births = FertilityArray(still(rates), tuple(end for _, end in periods), areas, AGES)
    people = PopulationArray(random.uniform(10, 300, (1, *shape[1:])), (2025,), areas, AGES)
    moves = _migration(form, random, shape, lambda v: CohortArray(still(v), periods, areas, AGES))
    return people, Assumptions(SurvivalArray(*lives, periods, areas, AGES), births, moves)


def _migration(
    form: str,
    random: np.random.Generator,
    shape: tuple[int, ...],
    cohorts: Callable[[FloatArray], CohortArray],
) -> MigrationForm:
    if form in ("rates", "changing rates"):
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


def loop_seconds(known: Country, n_draws: int) -> float:
    """A plain NumPy loop over years in single precision, on one thread.

    It knows no rates of a draw, no conventions and no accounts, which flatters it.
    """
    start, assumptions = known
    terms = assumptions.terms()
    moves, n_years = terms.moves, len(terms.dying)

    def each(values: FloatArray) -> FloatArray:
        return values.astype(np.float32)[..., np.newaxis]

    kept = each(1 - terms.dying[0, :, :, 1:-1] + moves.rates[0, :, :, 1:])
    children, added = each(terms.fertility[0]), each(moves.added[0, :, :, 1:])
    people = np.repeat(start.persons[0, ..., np.newaxis].astype(np.float32), n_draws, axis=-1)
    if moves.inside is not None:
        sent = each(-moves.rates[0, :, :, 1:] * moves.inside[0, :, :, 1:])
    if moves.destinations is not None:
        # Sexes and ages first, since NumPy multiplies the last two axes.
        to = moves.destinations[0, ..., 1:].transpose(2, 3, 1, 0).astype(np.float32)

    def come(gone: FloatArray) -> FloatArray:
        if moves.shares is not None:
            return each(moves.shares[0, :, :, 1:]) * gone.sum(axis=0)
        return np.matmul(to, gone.transpose(1, 2, 0, 3)).transpose(2, 0, 1, 3)

    def loop() -> None:
        now = people
        for _ in range(n_years):
            born = (children * now[:, 0]).sum(axis=1) / 2
            older = now[:, :, :-1] * kept + added
            if moves.inside is not None:
                older += come(now[:, :, :-1] * sent)
            older[:, :, -1] += now[:, :, -1]
            now = np.concatenate([np.stack([born, born], 1)[:, :, np.newaxis], older], axis=2)
            now.sum(axis=(1, 2))

    return best(loop, rounds=2)
