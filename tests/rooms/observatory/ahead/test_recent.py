"""What the base projection reads of the last ten years, and what it refuses to do without."""

import numpy as np
import polars as pl
import pytest

from renkei.observatory import tables
from renkei.observatory.ahead import moves, recent
from renkei.observatory.catalogue import CatalogueError
from renkei.places.codes import HOKKAIDO

OBIHIRO, NOWHERE = "012076", "019999"


def test_area_that_the_register_does_not_hold_is_not_taken_for_an_empty_one():
    with pytest.raises(CatalogueError, match=rf"register_population: .*{NOWHERE} in 2025"):
        recent.register([OBIHIRO, NOWHERE])


@pytest.mark.parametrize(("area", "year"), [(NOWHERE, 2024), (OBIHIRO, 2034)])
def test_events_that_are_not_held_are_refused_by_area_and_year(area, year):
    with pytest.raises(CatalogueError, match=rf"register_flows: .*{area} in {year}"):
        recent.events("deaths", [area], [year])


@pytest.mark.parametrize("column", ["in_migrants", "out_migrants"])
def test_year_without_moves_of_the_prefecture_is_not_taken_for_one_without_movers(
    column, monkeypatch
):
    full = tables.table
    unknown = pl.when(pl.col("year") == 2024).then(None).otherwise(pl.col(column)).alias(column)

    def table(key):
        return full(key).with_columns(unknown) if key == "vital_summary" else full(key)

    monkeypatch.setattr(tables, "table", table)

    with pytest.raises(CatalogueError, match=rf"vital_summary: .*{HOKKAIDO} in 2024"):
        moves.yearly_totals([OBIHIRO])


def test_events_stand_by_year_and_area():
    both = recent.events("deaths", [OBIHIRO, HOKKAIDO], [2019, 2024])

    assert both.shape == (2, 2)
    assert (both[:, 1] > 10 * both[:, 0]).all()
    assert both[1] == pytest.approx(recent.events("deaths", [OBIHIRO, HOKKAIDO], [2024])[0])
    assert np.isfinite(both).all()
