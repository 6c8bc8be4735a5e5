"""What the censuses up to a year would have projected: one method for every base year.

Five-year steps from the census of the base year; survival of the prefecture, lent to all; children
by the child-woman ratio of each place; net migration rates of the last three periods between
censuses. It is held against what was counted afterwards and against the official projection.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import polars as pl

from renkei.engines.demography.arrays import (
    Period,
    PopulationArray,
    RateArray,
    SurvivalArray,
    positions,
)
from renkei.engines.demography.axes import FloatArray
from renkei.engines.demography.fertility import child_woman_ratio
from renkei.engines.demography.life_table import life_table
from renkei.engines.demography.migration import (
    age_by,
    net_migration_from_censuses,
    net_migration_rates,
)
from renkei.engines.demography.migration_trend import blended_rates, drawn_to_region
from renkei.engines.demography.model_schedules import SIMPLIFIED_BASIC_STANDARD
from renkei.engines.demography.mortality_trend import extrapolated_death_rates
from renkei.engines.demography.projection.draws import Uncertainty
from renkei.engines.demography.projection.forms import CohortArray, NetRates
from renkei.engines.demography.projection.terms import Assumptions, ChildWomanRatio
from renkei.engines.demography.projection.timing import Conventions
from renkei.engines.demography.survival import period_survival
from renkei.observatory import tables
from renkei.observatory.ahead import japan
from renkei.observatory.ahead.areas import towns
from renkei.observatory.ahead.parameters import parameter
from renkei.observatory.ahead.uncertainty import uncertainty
from renkei.observatory.arrays import AGES, death_rates
from renkei.observatory.unknown import everyone
from renkei.places.codes import HOKKAIDO

STEP = 5
N_PERIODS = 3  # between censuses, from which rates are taken
CONVENTIONS = Conventions(timing="end")
YOUNG = (15, 30)
OLDEST = 75


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A start and what is supposed of the years after it, from what was known then.

    Shapes  start.persons (1, area, sex, age), areas the 179 municipalities, ages to 90+
    """

    start: PopulationArray
    assumptions: Assumptions
    uncertainty: Uncertainty


def fit(fitted_to: int, *, until: int) -> Fit:
    """The method applied to the censuses up to `fitted_to`.

    Errors  AxisMismatch when a census or death rate that it needs is not held
    """
    return _fit(fitted_to, until, tables.version())


@lru_cache(maxsize=8)
def _fit(fitted_to: int, until: int, _version: str) -> Fit:
    bureaus = towns()
    years = range(fitted_to - N_PERIODS * STEP, fitted_to + 1, STEP)
    people = everyone("census").of(years=years, areas=tuple(bureaus))
    periods = tuple(pairwise(range(fitted_to, until + 1, STEP)))
    survival = survival_ahead(fitted_to, periods)
    start = people.of(years=[fitted_to])
    children = child_woman_ratio(start) * japan.child_woman_path(survival)[:, np.newaxis]
    moves = net_rates_ahead(people, list(bureaus.values()), len(periods))
    return Fit(
        start,
        Assumptions(
            survival.lent_to(start.areas),
            ChildWomanRatio(children, periods, start.areas),
            NetRates(CohortArray(moves, periods, start.areas, AGES)),
            CONVENTIONS,
        ),
        uncertainty(start, list(bureaus.values()), _events_of_a_year(start), moves="net_moves"),
    )


# --- survival -------------------------------------------------------------------------------


def death_rates_ahead(fitted_to: int, years: Sequence[int]) -> RateArray:
    """Death rates of the prefecture as its trend up to a year goes on: (time, 1, sex, age).

    Errors  AxisMismatch when a year of the trend is not held
    """
    known = death_rates(HOKKAIDO)
    past_years = tuple(range(int(parameter("mortality.first_year")), fitted_to + 1))
    chosen = positions("time", past_years, known.years)
    past = RateArray(known.rates[chosen], past_years, known.areas, known.ages)
    return extrapolated_death_rates(
        past,
        years=years,
        damping=parameter("mortality.damping"),
        jump_off=int(parameter("mortality.jump_off")),
    )


def survival_ahead(fitted_to: int, periods: Sequence[Period]) -> SurvivalArray:
    """Survival of the prefecture in periods to come, on five-year groups."""
    years = range(periods[0][0] + 1, periods[-1][1] + 1)
    return period_survival(death_rates_ahead(fitted_to, years), periods=periods, ages=AGES)


# --- migration ------------------------------------------------------------------------------


def net_rates_ahead(people: PopulationArray, bureaus: Sequence[str], n_periods: int) -> FloatArray:
    """Net migration rates of the periods to come: (time, area, sex, age reached).

    The lasting rates, and what the newest year says of the prefecture's balance, which fades from
    period to period.
    """
    fading = parameter("migration.nowcast_fading") ** np.arange(n_periods)
    newest_year = fading[:, np.newaxis] * _newest_year(people)
    ahead: FloatArray = lasting_rates(people, bureaus) + newest_year[:, np.newaxis, np.newaxis]
    return ahead


def lasting_rates(people: PopulationArray, bureaus: Sequence[str]) -> FloatArray:
    """Net migration rates of five years as they are supposed to last: (area, sex, age reached).

    1. rates of the last three periods between censuses, less what Japan's own cohorts gained
    2. the two earlier ones weighed into one, which the newest then moves
    3. places with few people drawn to their bureau
    """
    oldest, earlier, newest = _rates_between(people)
    weight = parameter("migration.weight_oldest")
    blended = blended_rates(
        newest,
        (1 - weight) * earlier + weight * oldest,
        weight=_by_age("migration.weight_young", "migration.weight", YOUNG),
        scale=parameter("migration.scale"),
    )
    behind = _starters(people.persons[-3]) + _starters(people.persons[-2])
    return drawn_to_region(blended, behind, bureaus, strength=strength_by_age())


def strength_by_age() -> FloatArray:
    """How strongly rates are drawn to their region, in people: (age)."""
    return _by_age("migration.strength_wide", "migration.strength", YOUNG, (OLDEST, None))


def _rates_between(people: PopulationArray) -> FloatArray:
    """(period, area, sex, age reached), zero for those born in the period."""
    periods = tuple(pairwise(people.years))
    survival = period_survival(death_rates(HOKKAIDO), periods=periods, ages=AGES)
    moved = net_migration_from_censuses(people, survival.lent_to(people.areas), method="forward")
    rates = net_migration_rates(moved, people) - japan.census_gains(people.years)[:, np.newaxis]
    return np.nan_to_num(rates)


def _starters(persons: FloatArray) -> FloatArray:
    """(area, sex, age) -> those who reach each age in a step; nobody yet in the youngest."""
    return np.insert(age_by(persons, 1), 0, 0.0, axis=-1)


def _by_age(inside: str, elsewhere: str, *spans: tuple[int, int | None]) -> FloatArray:
    values = np.full(len(AGES), parameter(elsewhere))
    for low, high in spans:
        values[AGES.span(low, high)] = parameter(inside)
    return values


def _newest_year(people: PopulationArray) -> FloatArray:
    """Rate (age) by which five years like the newest would differ from the last five years."""
    year = people.years[-1]
    balance = _net_moves_of_the_prefecture()
    last_five = sum(balance[y] for y in range(year - STEP + 1, year + 1))
    profile = SIMPLIFIED_BASIC_STANDARD.over(AGES)
    profile[0] = 0.0
    movers = (_starters(people.persons[-1]) * profile).sum()
    rate: FloatArray = (STEP * balance[year] - last_five) * profile / movers
    return rate


def _net_moves_of_the_prefecture() -> dict[int, int]:
    """Arrivals less departures of Japanese within the country, by calendar year."""
    moves = tables.table("vital_summary").filter(pl.col("area") == HOKKAIDO)
    net = pl.col("in_migrants_japanese") - pl.col("out_migrants_japanese")
    return dict(moves.select("year", net).drop_nulls().iter_rows())


# --- events ---------------------------------------------------------------------------------


def _events_of_a_year(start: PopulationArray) -> dict[str, FloatArray]:
    """Births and deaths by which chance is judged: children under five and rates of the start.

    Of net rates it is not known how many moves stand behind them; their chance is in the spread
    of the area.
    """
    persons = start.persons[0]
    rates = _grouped_rates(death_rates_ahead(start.years[0], start.years))[0]
    return {
        "births": persons[..., 0].sum(axis=-1) / STEP,
        "deaths": (persons * rates).sum(axis=(1, 2)),
    }


def _grouped_rates(rates: RateArray) -> FloatArray:
    """Death rates of one area in five-year groups, as in a population that its rates would make.

    Shapes  rates.rates (time, 1, sex, age), single years -> (time, sex, age)
    """
    table = life_table(rates)
    deaths, lived = (rates.ages.collapse(c, AGES) for c in (table.deaths, table.person_years))
    grouped: FloatArray = (deaths / lived)[:, 0]
    return grouped
