"""All the estimates in a row, on the official figures of Hokkaido's 179 municipalities.

Net migration by age of 2010-2015 (census), moves of 2015 (resident register), death rates of the
prefecture: single years, yearly rates, departures and arrivals by age, pools.
"""

from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import renkei
from renkei.engines.demography.arrays import NetMigrationArray, PopulationArray, RateArray
from renkei.engines.demography.axes import AgeGrid, FloatArray
from renkei.engines.demography.gross_moves import (
    GrossMoves,
    PoolSplit,
    gross_moves,
    people_at_risk,
    pools_of,
)
from renkei.engines.demography.migration import net_migration_from_censuses, net_migration_rates
from renkei.engines.demography.model_schedules import ModelSchedule
from renkei.engines.demography.single_years import split_counts
from renkei.engines.demography.survival import period_survival
from renkei.engines.demography.yearly_rates import yearly_net_rates

FIGURES = Path(renkei.__file__).parent / "observatory/reference"
HOKKAIDO = "010006"
FIVE, YEARS = AgeGrid.five_years(90), AgeGrid.single_years(90)
PERIOD = ((2015, 2016),)

# Made for this test: moving begins at 18 all at once.
MOVING = ModelSchedule(a1=0.02, alpha1=0.1, a2=0.06, mu2=18.5, alpha2=0.15, lambda2=1.5, c=0.003)


def census_counts() -> pl.DataFrame:
    frame = pl.read_parquet(FIGURES / "census.parquet")
    return frame.filter(pl.col("year").is_in([2010, 2015]) & (pl.col("area") != HOKKAIDO))


def register() -> pl.DataFrame:
    """Municipalities only: the register counts the wards of Sapporo as well."""
    frame = pl.read_parquet(FIGURES / "register_flows.parquet").filter(pl.col("year") == 2015)
    return frame.join(census_counts().select("area").unique(), on="area", how="semi").sort("area")


def census(areas: tuple[str, ...]) -> PopulationArray:
    counts = {tuple(key): persons for *key, persons in census_counts().iter_rows()}
    persons = [
        [
            [[counts[a, y, sex, label] for label in FIVE.labels] for sex in ("female", "male")]
            for a in areas
        ]
        for y in (2010, 2015)
    ]
    return PopulationArray(np.array(persons, dtype=float), (2010, 2015), areas, FIVE)


def death_rates() -> RateArray:
    frame = pl.read_parquet(FIGURES / "death_rates.parquet")
    frame = frame.filter((pl.col("area") == HOKKAIDO) & pl.col("year").is_between(2011, 2015))
    rates = frame.sort("year", "sex", "age")["rate"].to_numpy().reshape(5, 1, 2, -1)
    return RateArray(rates, (2011, 2012, 2013, 2014, 2015), (HOKKAIDO,), AgeGrid.single_years(98))


@cache
def estimated() -> tuple[GrossMoves, FloatArray, FloatArray, FloatArray]:
    """Moves by age, people at risk, departures and arrivals of the register."""
    flows = register()
    areas = tuple(flows["area"])
    people = census(areas)
    survival = period_survival(death_rates(), periods=[(2010, 2015)], ages=FIVE).lent_to(areas)
    rates = net_migration_rates(net_migration_from_censuses(people, survival), people)
    # Births of the years before are not in the reference set; the smallest villages lose whole
    # groups and more, by the error of borrowed survival.
    rates = np.maximum(np.nan_to_num(rates), -0.95)
    yearly = yearly_net_rates(rates, FIVE, YEARS, pattern=MOVING.over(YEARS))
    single = split_counts(people.persons[1:], FIVE, YEARS)
    at_risk = people_at_risk(single, single[..., 0])
    totals = [
        (flows[f"{way}_domestic"] + flows[f"{way}_abroad"]).to_numpy()[np.newaxis].astype(float)
        for way in ("out", "in")
    ]
    moves = gross_moves(
        NetMigrationArray(yearly * at_risk, PERIOD, areas, YEARS),
        at_risk,
        departures=totals[0],
        arrivals=totals[1],
        leaving=MOVING.over(YEARS),
    )
    return moves, at_risk, totals[0], totals[1]


def test_moves_of_each_municipality_are_those_of_its_register() -> None:
    moves, at_risk, departures, arrivals = estimated()

    assert len(moves.areas) == 179
    assert moves.departures.sum(axis=(2, 3)) == pytest.approx(departures, rel=1e-9)
    assert moves.arrivals.sum(axis=(2, 3)) == pytest.approx(arrivals, rel=1e-9)
    assert (moves.departures <= at_risk * (1 + 1e-9)).all()


def test_censuses_and_register_disagree_by_a_small_part_of_the_moves() -> None:
    moves, _, departures, arrivals = estimated()

    gap = np.abs(moves.net_gap).sum(axis=(2, 3)) / (departures + arrivals)

    # Five years against one, people against moves: measured 0.037.
    assert np.median(gap) < 0.05


def test_more_leave_at_18_to_24_than_at_any_other_age() -> None:
    moves, at_risk, _, _ = estimated()

    of_all = moves.departures.sum(axis=(0, 1, 2)) / at_risk.sum(axis=(0, 1, 2))

    assert 18 <= of_all.argmax() <= 24
    assert of_all[18:25].min() > of_all[40:].max()


def test_pools_of_hokkaido_put_together_are_the_moves_again() -> None:
    moves, at_risk, _, _ = estimated()
    half = np.array(0.5)

    inside, outside = pools_of(
        moves, at_risk, {"hokkaido": PoolSplit(half, half), "elsewhere": PoolSplit(half, half)}
    ).pools

    left = (inside.out_rates.values + outside.out_rates.values) * at_risk
    handed = (inside.out_rates.values * at_risk).sum(axis=1, keepdims=True)
    assert outside.supply is not None
    came = inside.in_shares.values * handed
    came = came + outside.in_shares.values * outside.supply[:, np.newaxis]
    assert left == pytest.approx(moves.departures, abs=1e-6)
    assert came == pytest.approx(moves.arrivals, abs=1e-6)
