"""The base projection: who lives in Hokkaido, and what is supposed of the years ahead.

It starts from the resident register of 1 January 2025, in single years of age, for the 178
municipalities outside Sapporo and the city's ten wards.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from renkei.engines.demography.arrays import FertilityArray, PopulationArray, SurvivalArray
from renkei.engines.demography.axes import FEMALE, AgeGrid, FloatArray
from renkei.engines.demography.projection.draws import Uncertainty
from renkei.engines.demography.projection.terms import Assumptions
from renkei.engines.demography.projection.timing import Conventions
from renkei.engines.demography.single_years import split_counts
from renkei.observatory import tables
from renkei.observatory.ahead import moves, recent, vital
from renkei.observatory.ahead.areas import projected_areas, regions
from renkei.observatory.ahead.attraction import with_attraction
from renkei.observatory.ahead.parameters import parameter
from renkei.observatory.ahead.uncertainty import uncertainty

START, END = recent.REGISTER, 2060
AGES = AgeGrid.single_years(100)
PERIODS = moves.years(START, END)
CONVENTIONS = Conventions(timing="halves", migrant_mothers="half")

__all__ = ["AGES", "END", "PERIODS", "START", "Base", "base", "projected_areas"]


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """Where a projection starts and what it supposes.

    Shapes  start.persons (1, area, sex, age), areas as in `projected_areas`, single years of age
    """

    start: PopulationArray
    assumptions: Assumptions
    uncertainty: Uncertainty


def base() -> Base:
    """The base projection on the figures that are held now."""
    return _base(tables.version())


@lru_cache(maxsize=2)
def _base(_version: str) -> Base:
    start = registered()
    survival = vital.survival(start.areas, PERIODS, AGES)
    fertility = vital.fertility(start.areas, PERIODS, start.persons[0, :, FEMALE], AGES)
    births = _births_of_the_first_year(start, fertility)
    in_japan = moves.cohorts_of_japan(*_of_all_hokkaido(start, survival, fertility))
    migration = moves.pools(start, births, PERIODS, in_japan)
    still = Assumptions(survival, fertility, migration, CONVENTIONS)
    assumptions = with_attraction(start, still, parameter("base.attraction"))
    return Base(
        start,
        assumptions,
        uncertainty(start, regions(), _events_of_a_year(start), moves="gross_moves"),
    )


def registered() -> PopulationArray:
    """The registered population by single years of age."""
    areas = projected_areas()
    persons = split_counts(recent.register(areas), recent.REGISTERED_AGES, AGES)
    return PopulationArray(persons[np.newaxis], (START,), areas, AGES)


def _births_of_the_first_year(start: PopulationArray, fertility: FertilityArray) -> FloatArray:
    births = (fertility.rates[0] * start.persons[0, :, FEMALE]).sum(axis=-1)
    by_sex: FloatArray = births[:, np.newaxis] * np.array(CONVENTIONS.shares_at_birth)
    return by_sex


def _of_all_hokkaido(
    start: PopulationArray, survival: SurvivalArray, fertility: FertilityArray
) -> tuple[SurvivalArray, FertilityArray]:
    """Survival and fertility of the prefecture: means of its places by their people and births."""
    persons = start.persons
    people = np.maximum(persons, 1e-9)
    women = people[:, :, FEMALE]
    ratios = (survival.ratios * people).sum(axis=1, keepdims=True) / people.sum(axis=1)[:, None]
    rates = (fertility.rates * women).sum(axis=1, keepdims=True) / women.sum(axis=1)[:, None]
    born = (fertility.rates * women).sum(axis=-1)[..., np.newaxis, np.newaxis]
    births = (survival.births * born).sum(axis=1, keepdims=True) / born.sum(axis=1, keepdims=True)
    one = ("all",)
    return (
        SurvivalArray(ratios, births, survival.periods, one, survival.ages),
        FertilityArray(rates, fertility.years, one, fertility.ages),
    )


# --- events ---------------------------------------------------------------------------------


def _events_of_a_year(start: PopulationArray) -> dict[str, FloatArray]:
    totals = moves.yearly_totals(start.areas)
    return {
        "births": recent.events("births", start.areas, [vital.NEWEST])[0],
        "deaths": recent.events("deaths", start.areas, [vital.NEWEST])[0],
        "departures": totals.departures + totals.departures_abroad,
        "arrivals": totals.arrivals + totals.arrivals_abroad,
    }
