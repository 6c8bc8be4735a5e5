"""The engine on the project's own reference figures, held to official results."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

import renkei
from renkei.engines.demography.arrays import RateArray
from renkei.engines.demography.axes import AgeGrid
from renkei.engines.demography.life_table import life_table

DEATH_RATES = Path(renkei.__file__).parent / "observatory/reference/death_rates.parquet"

# Ministry of Health, Labour and Welfare, prefectural life tables of 2020: women, men.
OFFICIAL_2020 = [87.08, 80.92]


def test_life_expectancy_of_hokkaido_is_the_official_one() -> None:
    frame = pl.read_parquet(DEATH_RATES).filter(
        (pl.col("area") == "010006") & (pl.col("year") == 2020)
    )
    by_age = frame.sort("sex", "age")["rate"].to_numpy().reshape(1, 1, 2, -1)
    ages = AgeGrid.single_years(by_age.shape[-1] - 1)

    table = life_table(RateArray(by_age, (2020,), ("010006",), ages))

    # The rates are smoothed, those of the ministry are not.
    assert table.expectation[0, 0, :, 0] == pytest.approx(np.array(OFFICIAL_2020), abs=0.2)
