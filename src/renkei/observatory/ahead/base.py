"""The base projection: who lives in Hokkaido, and what is supposed of the years ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import polars as pl

from renkei.engines.demography.arrays import (
    FertilityArray,
    PopulationArray,
    RateArray,
    SurvivalArray,
)
from renkei.engines.demography.axes import FEMALE, SEXES, AgeGrid, FloatArray
from renkei.engines.demography.life_table import life_table
from renkei.engines.demography.projection.draws import Spread, Uncertainty
from renkei.engines.demography.projection.forms import CohortArray, Pool, Pools
from renkei.engines.demography.projection.terms import Assumptions
from renkei.engines.demography.single_years import split_counts
from renkei.engines.demography.survival import survival_ratios
from renkei.observatory import tables
from renkei.observatory.arrays import death_rates
from renkei.places.codes import HOKKAIDO, SAPPORO
from renkei.places.kinds import MUNICIPAL_KINDS, Kind
from renkei.places.reader import read_areas

START, END = 2025, 2060
AGES = AgeGrid.single_years(100)
PERIODS = tuple(pairwise(range(START, END + 1)))


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """Where a projection starts and what it supposes.

    Shapes  start.persons (1, area, sex, age), areas as in `projected_areas`, single years of age
    """

    start: PopulationArray
    assumptions: Assumptions
    uncertainty: Uncertainty


def projected_areas() -> tuple[str, ...]:
    """The 178 municipalities outside Sapporo and its ten wards, in the order of their codes."""
    now = [area for area in read_areas() if area.valid_to is None]
    towns = [a.code for a in now if a.kind in MUNICIPAL_KINDS and a.code != SAPPORO]
    return tuple(sorted([*towns, *(a.code for a in now if a.kind == Kind.WARD)]))


def base() -> Base:
    """The base projection on the figures that are held now."""
    return _base(tables.version())


@lru_cache(maxsize=2)
def _base(_version: str) -> Base:
    areas = projected_areas()
    start = _registered(areas)
    survival = _survival(areas)
    fertility = _fertility(areas, start)
    return Base(
        start,
        Assumptions(survival, fertility, _pools(areas, start)),
        Uncertainty(
            deaths=Spread(0.01, 0.0, 0.02),
            births=Spread(0.03, 0.0, 0.04),
            departures=Spread(0.02, 0.0, 0.04),
            arrivals=Spread(0.02, 0.0, 0.04),
        ),
    )


def _registered(areas: Sequence[str]) -> PopulationArray:
    frame = tables.table("register_population").filter(
        pl.col("area").is_in(areas) & (pl.col("age") != "unknown") & pl.col("sex").is_in(SEXES)
    )
    groups = AgeGrid.five_years(100)
    counts = np.zeros((len(areas), len(SEXES), len(groups)))
    for area, _year, sex, age, persons in frame.iter_rows():
        counts[areas.index(area), SEXES.index(sex), groups.labels.index(age)] = persons
    return PopulationArray(
        split_counts(counts, groups, AGES)[np.newaxis], (START,), tuple(areas), AGES
    )


def _survival(areas: Sequence[str]) -> SurvivalArray:
    known = death_rates(HOKKAIDO)
    newest = RateArray(known.rates[-1:], known.years[-1:], known.areas, known.ages)
    ratios, births = survival_ratios(life_table(newest), step=1, ages=AgeGrid.single_years(97))
    rest = np.repeat(ratios[..., -1:], len(AGES) - ratios.shape[-1], axis=-1)
    ratios = np.concatenate([ratios, rest], axis=-1)
    shape = (len(PERIODS), len(areas), len(SEXES))
    return SurvivalArray(
        np.broadcast_to(ratios, (*shape, len(AGES))),
        np.broadcast_to(births, (*shape, 1)),
        PERIODS,
        tuple(areas),
        AGES,
    )


def _fertility(areas: Sequence[str], start: PopulationArray) -> FertilityArray:
    frame = tables.table("fertility_schedule")
    frame = frame.filter(pl.col("year") == frame["year"].max())
    schedule = np.zeros(len(AGES))
    schedule[frame["age"].to_numpy()] = frame["rate"].to_numpy()
    births = (
        tables.table("register_flows")
        .filter((pl.col("area") == HOKKAIDO) & (pl.col("year") == START - 1))["births"]
        .item()
    )
    level = births / (schedule * start.persons[0, :, FEMALE].sum(axis=0)).sum()
    rates = np.broadcast_to(level * schedule, (len(PERIODS), len(areas), len(AGES)))
    return FertilityArray(rates, tuple(end for _, end in PERIODS), tuple(areas), AGES)


def _pools(areas: Sequence[str], start: PopulationArray) -> Pools:
    flows = tables.table("register_flows").filter(pl.col("year") == START - 1)
    rows = {row["area"]: row for row in flows.iter_rows(named=True)}

    def of(name: str) -> FloatArray:
        return np.array([rows[area][name] for area in areas], dtype=float)

    ages = np.arange(len(AGES))
    profile = 0.02 * np.exp(-0.1 * ages) + 0.003
    young = ages - 20.0
    profile = profile + 0.06 * np.exp(-0.1 * young - np.exp(-0.4 * young))
    people = np.concatenate([start.persons[0][..., :1], start.persons[0][..., :-1]], axis=-1)
    weights = people * profile
    across = weights / weights.sum(axis=(1, 2), keepdims=True)
    inside = 0.75

    def pool(name: str, out: FloatArray, arrivals: FloatArray, *, is_inside: bool = False) -> Pool:
        leaving = across * out[:, np.newaxis, np.newaxis]
        rates = np.divide(leaving, people, out=np.zeros_like(people), where=people > 0)
        come = across * arrivals[:, np.newaxis, np.newaxis]
        supply = come.sum(axis=0)
        return Pool(
            name,
            _cohorts(np.minimum(rates, 0.2), areas),
            _cohorts(come / supply, areas),
            None if is_inside else np.broadcast_to(supply, (len(PERIODS), *supply.shape)),
        )

    return Pools(
        (
            pool("inside", inside * of("out_domestic"), inside * of("in_domestic"), is_inside=True),
            pool(
                "rest of Japan", (1 - inside) * of("out_domestic"), (1 - inside) * of("in_domestic")
            ),
            pool("abroad", of("out_abroad"), of("in_abroad")),
        )
    )


def _cohorts(values: FloatArray, areas: Sequence[str]) -> CohortArray:
    still = np.broadcast_to(values, (len(PERIODS), *values.shape))
    return CohortArray(still, PERIODS, tuple(areas), AGES)
