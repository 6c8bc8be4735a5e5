"""Moves of the base projection: who leaves for which pool, whom each pool hands out, and where to.

Totals of the register, the balance by age of `net_rates`, and a model schedule make departures and
arrivals by age; these make out-rates and in-shares of three pools.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import polars as pl

from renkei.engines.demography.arrays import (
    FertilityArray,
    NetMigrationArray,
    Period,
    PopulationArray,
    SurvivalArray,
)
from renkei.engines.demography.axes import AgeGrid, FloatArray
from renkei.engines.demography.gross_moves import (
    GrossMoves,
    PoolSplit,
    gross_moves,
    people_at_risk,
    pools_of,
)
from renkei.engines.demography.model_schedules import SIMPLIFIED_BASIC_STANDARD
from renkei.engines.demography.projection.forms import CohortArray, NetRates, Pool, Pools
from renkei.engines.demography.projection.operator import project
from renkei.engines.demography.projection.terms import Assumptions
from renkei.engines.demography.single_years import split_counts, split_net_rates
from renkei.observatory import tables
from renkei.observatory.ahead import recent
from renkei.observatory.ahead.net_rates import net_rates_by_age
from renkei.observatory.ahead.parameters import parameter
from renkei.observatory.arrays import AGES
from renkei.places.codes import HOKKAIDO, JAPAN

INSIDE, JAPAN_POOL, ABROAD = "inside Hokkaido", "rest of Japan", "abroad"

# Those who come from abroad come to work and study: the schedule without children and retired.
ALONE = replace(SIMPLIFIED_BASIC_STANDARD, a1=0.0, c=0.0)


MOST_WHO_LEAVE = 0.4  # of an age in a year: within Japan, and as many again for abroad


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """Moves of a year: (area), and the part of those within Japan that crosses the border of
    Hokkaido."""

    departures: FloatArray
    arrivals: FloatArray
    departures_abroad: FloatArray
    arrivals_abroad: FloatArray
    out_of_hokkaido: float
    into_hokkaido: float


def pools(
    start: PopulationArray,
    births: FloatArray,
    periods: Sequence[Period],
    in_japan: FloatArray,
) -> Pools:
    """Pools inside Hokkaido, of the rest of Japan and abroad, whose rates stay as they are.

    Shapes  births of the first year by area and sex (area, sex); in_japan (time, sex, age), the
            people of Japan at the start of each period over those of the first, by the age they
            reach
    """
    totals = yearly_totals(start.areas)
    at_risk = people_at_risk(start.persons, births[np.newaxis])
    abroad = _moves_abroad(start, at_risk, totals)
    within = _within_japan(start, at_risk, totals, abroad)
    domestic = pools_of(within, at_risk, _splits(totals))
    inside, outside = domestic.pools
    lasting = [_lasting(pool, periods) for pool in (inside, outside)]
    handed_out = lasting[1].supply
    assert handed_out is not None
    lasting[1] = replace(lasting[1], supply=handed_out * in_japan)
    return Pools((*lasting, _lasting(_pool_abroad(abroad, at_risk), periods)))


def yearly_totals(areas: Sequence[str]) -> Totals:
    """Means of a year, over those before and after the pandemic of which moves are held.

    Errors  CatalogueError when a year is not held of an area or of the prefecture
    """
    years = recent.MOVE_YEARS

    def mean(name: str) -> FloatArray:
        found: FloatArray = recent.events(name, areas, years).mean(axis=0)
        return found

    summary = (
        tables.table("vital_summary")
        .filter((pl.col("area") == HOKKAIDO) & pl.col("year").is_in(years))
        .select("area", "year", "in_migrants", "out_migrants")
        .drop_nulls()
    )
    held = set(summary.select("area", "year").rows())
    recent.require_held("vital_summary", [HOKKAIDO], years, held)
    departures, arrivals = mean("out_domestic"), mean("in_domestic")
    return Totals(
        departures,
        arrivals,
        mean("out_abroad"),
        mean("in_abroad"),
        summary["out_migrants"].sum() / len(years) / departures.sum(),
        summary["in_migrants"].sum() / len(years) / arrivals.sum(),
    )


def _within_japan(
    start: PopulationArray, at_risk: FloatArray, totals: Totals, abroad: GrossMoves
) -> GrossMoves:
    """Moves within Japan; the rates by age hold those from abroad too, which are taken out.

    The rates are less the country's, so that only what a place receives from abroad beyond the
    mean of all places stands in them.
    """
    rates = split_net_rates(net_rates_by_age(), AGES, AgeGrid.single_years(AGES.open_from))
    # The oldest share the rate of their group.
    beyond = len(start.ages) - rates.shape[-1]
    rates = np.concatenate([rates, np.repeat(rates[..., -1:], beyond, axis=-1)], axis=-1)
    received = abroad.arrivals - abroad.departures
    mean = received.sum(axis=1, keepdims=True) / at_risk.sum(axis=1, keepdims=True)
    persons = (rates + mean) * at_risk - received
    net = NetMigrationArray(persons, abroad.periods, start.areas, start.ages)
    departures, arrivals = _steadied(totals, net.persons[0].sum(axis=(1, 2)), at_risk[0])
    found = gross_moves(
        net,
        at_risk,
        departures=departures[np.newaxis],
        arrivals=arrivals[np.newaxis],
        leaving=SIMPLIFIED_BASIC_STANDARD.over(start.ages),
    )
    stayed = _without_seasons(found.departures, found.arrivals, at_risk)
    return replace(found, departures=stayed[0], arrivals=stayed[1])


def _steadied(
    totals: Totals, expected: FloatArray, at_risk: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Departures and arrivals whose balance chance has not made: (area) each.

    The balance of the last years is taken as far as it tells more than chance, and that of the
    rates by age, which rest on ten years and more, for the rest: with v moves a year in n years
    chance has the variance v / n, and balances truly differ from those of the rates by a stated
    share of the people.
    """
    seen = totals.arrivals - totals.departures
    moves = totals.arrivals + totals.departures
    true = (parameter("base.balance_spread") * at_risk.sum(axis=(1, 2))) ** 2
    trust = true / (true + moves / len(recent.MOVE_YEARS))
    balance = expected + trust * (seen - expected)
    return (moves - balance) / 2, (moves + balance) / 2


def _without_seasons(
    departures: FloatArray, arrivals: FloatArray, at_risk: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """The moves of those who stay: where too many of an age leave, the others' are taken out.

    Whoever comes for a season and goes again is counted twice by the register and not once by the
    projection; villages with large hotels have more such moves than young residents.
    """
    seasonal = np.minimum(np.maximum(departures - MOST_WHO_LEAVE * at_risk, 0.0), arrivals)
    return np.minimum(departures - seasonal, MOST_WHO_LEAVE * at_risk), arrivals - seasonal


def _splits(totals: Totals) -> dict[str, PoolSplit]:
    """The same part of every place's moves crosses the border of Hokkaido: more is not held."""
    out, come = np.array(totals.out_of_hokkaido), np.array(totals.into_hokkaido)
    return {INSIDE: PoolSplit(1 - out, 1 - come), JAPAN_POOL: PoolSplit(out, come)}


def _moves_abroad(start: PopulationArray, at_risk: FloatArray, totals: Totals) -> GrossMoves:
    """Moves from and to abroad, at the ages of those who move alone, women and men alike."""
    likely = at_risk * ALONE.over(start.ages)
    across = likely / likely.sum(axis=(2, 3), keepdims=True)
    leaving, come = _without_seasons(
        across * totals.departures_abroad[:, np.newaxis, np.newaxis],
        across * totals.arrivals_abroad[:, np.newaxis, np.newaxis],
        at_risk,
    )
    first = ((start.years[0], start.years[0] + 1),)
    return GrossMoves(leaving, come, np.zeros_like(come), first, start.areas, start.ages)


def _pool_abroad(moves: GrossMoves, at_risk: FloatArray) -> Pool:
    rates = np.zeros_like(at_risk)
    np.divide(moves.departures, at_risk, out=rates, where=at_risk > 0)
    handed = moves.arrivals.sum(axis=1)
    someone = handed[:, np.newaxis] > 0
    shares = moves.arrivals / np.where(someone, handed[:, np.newaxis], 1.0)
    # Of ages at which nobody comes, every place has the same share of nobody.
    shares = np.where(someone, shares, 1.0 / len(moves.areas))
    labels = moves.periods, moves.areas, moves.ages
    return Pool(ABROAD, CohortArray(rates, *labels), CohortArray(shares, *labels), handed)


def _lasting(pool: Pool, periods: Sequence[Period]) -> Pool:
    """The pool of one year, year after year."""

    def cohorts(values: FloatArray) -> CohortArray:
        still = np.broadcast_to(values, (len(periods), *values.shape[1:]))
        return CohortArray(still, tuple(periods), pool.out_rates.areas, pool.out_rates.ages)

    supply = pool.supply
    if supply is not None:
        supply = np.broadcast_to(supply, (len(periods), *supply.shape[1:]))
    return Pool(pool.name, cohorts(pool.out_rates.values), cohorts(pool.in_shares.values), supply)


# --- the country around ---------------------------------------------------------------------


def cohorts_of_japan(survival: SurvivalArray, fertility: FertilityArray) -> FloatArray:
    """People of Japan at the start of each period over those of the first, by the age they reach.

    Japan is carried forward closed, with the survival and the fertility of all Hokkaido.

    Shapes  survival, fertility of one area -> (time, sex, age)
    """
    ages = survival.ages
    known = recent.register_of_japan()
    persons = split_counts(known, recent.REGISTERED_AGES, ages)[np.newaxis]
    first = survival.periods[0][0]
    start = PopulationArray(persons, (first,), (JAPAN,), ages)
    nobody_moves = CohortArray(np.zeros(survival.ratios.shape), survival.periods, (JAPAN,), ages)
    closed = project(
        start,
        Assumptions(
            survival.lent_to((JAPAN,)),
            replace(fertility, areas=(JAPAN,)),
            NetRates(nobody_moves),
        ),
    )
    people = closed.persons[:-1, 0]
    at_risk = people_at_risk(people, closed.births[:, 0])
    relative: FloatArray = at_risk / at_risk[:1]
    return relative


def years(first: int, last: int) -> tuple[Period, ...]:
    """The calendar years between two firsts of January."""
    return tuple(pairwise(range(first, last + 1)))
