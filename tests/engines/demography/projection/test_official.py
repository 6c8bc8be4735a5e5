"""One closed step of Hokkaido's registered population, against its life table in plain Python.

A check that engine and official figures fit together: register of 1 January 2025 (Ministry of
Internal Affairs and Communications), death rates of 2020 as the reference set holds them.
"""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

import renkei
from renkei.engines.demography.arrays import (
    FertilityArray,
    PopulationArray,
    RateArray,
    SurvivalArray,
)
from renkei.engines.demography.axes import AgeGrid
from renkei.engines.demography.life_table import life_table
from renkei.engines.demography.projection.forms import CohortArray, NetRates
from renkei.engines.demography.projection.operator import project
from renkei.engines.demography.projection.terms import Assumptions
from renkei.engines.demography.survival import survival_ratios
from tests.engines.demography import reference

FIGURES = Path(renkei.__file__).parent / "observatory/reference"
HOKKAIDO = "010006"
AGES = AgeGrid.five_years(90)
STEP = ((2025, 2030),)


def registered() -> PopulationArray:
    frame = pl.read_parquet(FIGURES / "register_population.parquet")
    frame = frame.filter((pl.col("area") == HOKKAIDO) & (pl.col("age") != "unknown"))
    fine = AgeGrid.five_years(100)
    counts = {(sex, age): n for _, _, sex, age, n in frame.iter_rows()}
    by_age = [[counts[sex, age] for age in fine.labels] for sex in ("female", "male")]
    persons = np.array([[by_age]], dtype=float)
    return PopulationArray(persons, (2025,), (HOKKAIDO,), fine).collapse(AGES)


def death_rates() -> np.ndarray:
    frame = pl.read_parquet(FIGURES / "death_rates.parquet")
    frame = frame.filter((pl.col("area") == HOKKAIDO) & (pl.col("year") == 2020))
    rates: np.ndarray = frame.sort("sex", "age")["rate"].to_numpy().reshape(1, 1, 2, -1)
    return rates


def closed_by(rates: np.ndarray) -> Assumptions:
    single = AgeGrid.single_years(rates.shape[-1] - 1)
    table = life_table(RateArray(rates, (2020,), (HOKKAIDO,), single))
    ratios, births = survival_ratios(table, step=5, ages=AGES)
    nobody_moves = CohortArray(np.zeros(ratios.shape), STEP, (HOKKAIDO,), AGES)
    no_births = np.zeros((1, 1, len(AGES)))
    return Assumptions(
        SurvivalArray(ratios, births, STEP, (HOKKAIDO,), AGES),
        FertilityArray(no_births, (2030,), (HOKKAIDO,), AGES),
        NetRates(nobody_moves),
    )


@pytest.mark.parametrize("sex", [0, 1])
def test_closed_step_of_hokkaido_is_that_of_its_life_table(sex: int) -> None:
    start, rates = registered(), death_rates()

    found = project(start, closed_by(rates))

    by_age = rates[0, 0, sex].tolist()
    # Only the first year of life is not lived to its middle; no cohort but the births meets it
    # at the end, so the ages from 5-9 at the start need no rule for infants.
    columns = reference.life_table(by_age, [1.0] * len(by_age), [0.5] * len(by_age))
    lived = columns["person_years"]
    people = start.persons[0, 0, sex]
    for group in range(1, 17):
        x = 5 * group
        expected = people[group] * sum(lived[x + 5 : x + 10]) / sum(lived[x : x + 5])
        assert found.persons[1, 0, sex, group + 1] == pytest.approx(expected)


def test_closed_step_of_hokkaido_neither_makes_nor_loses_people() -> None:
    start = registered()

    found = project(start, closed_by(death_rates()))

    # 5,044,825 are registered, 1,188 of them at an age that is not stated.
    assert start.persons.sum() == 5_044_825 - 1_188
    assert start.persons.sum() == pytest.approx(found.persons[1].sum() + found.deaths.sum())
    assert np.abs(found.residual).max() < 1e-6
