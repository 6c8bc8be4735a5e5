"""How wrong fits up to a year have been: projected, with intervals, beside what was counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from renkei.charter.text import Text
from renkei.engines.demography.axes import FloatArray
from renkei.engines.demography.projection.draws import Draws
from renkei.engines.demography.projection.operator import Options, project, project_draws
from renkei.engines.demography.projection.quantiles import quantiles
from renkei.engines.demography.scoring import (
    ErrorSummary,
    interval_coverage,
    size_classes,
    summary_of,
)
from renkei.observatory import tables
from renkei.observatory.ahead.fits import STEP, fit
from renkei.observatory.ahead.intervals import Interval, kept_intervals
from renkei.observatory.ahead.runs import SHIPPED

FITTED_TO = (2005, 2010, 2015)
LAST_CENSUS = 2020
HORIZON = 10
BOUNDS_OF_INTERVAL = (0.1, 0.9)
N_DRAWS = 1000
COUNTED = ("census", "census_2020_totals")
# The official projection from the same census, as far as its results are held.
OFFICIAL = {2015: ("projection_2018",)}


@dataclass(frozen=True, slots=True, eq=False)
class Backtest(Interval):
    """One fit beside what was counted after it.

    Shapes  counted, official (year, area), NaN in `official` where there is none
    """

    counted: FloatArray
    official: FloatArray


def backtests() -> tuple[Backtest, ...]:
    """The fits up to 2005, 2010 and 2015, in this order."""
    return _backtests(tables.version())


@lru_cache(maxsize=2)
def _backtests(_version: str) -> tuple[Backtest, ...]:
    kept = kept_intervals(SHIPPED)
    return tuple(beside_counts(interval) for interval in kept or computed_intervals())


def beside_counts(interval: Interval) -> Backtest:
    """An interval with the people counted since and the official projection, where there is one."""
    areas, years = interval.areas, interval.years
    return Backtest(
        interval.fitted_to,
        areas,
        years,
        interval.start,
        interval.central,
        interval.low,
        interval.high,
        counted=_people(COUNTED, areas, years),
        official=_people(OFFICIAL.get(interval.fitted_to, ()), areas, years),
    )


def computed_intervals() -> tuple[Interval, ...]:
    return tuple(_computed(year) for year in FITTED_TO)


def _computed(fitted_to: int) -> Interval:
    until = min(fitted_to + HORIZON, LAST_CENSUS)
    found = fit(fitted_to, until=until)
    central = project(found.start, found.assumptions)
    drawn = project_draws(
        found.start,
        found.assumptions,
        uncertainty=found.uncertainty,
        draws=Draws(N_DRAWS, run=fitted_to),
        # The plain path: a web worker does not load what compiles.
        options=Options(fast=False),
    )
    low, high = quantiles(drawn.persons["everyone"], BOUNDS_OF_INTERVAL)
    return Interval(
        fitted_to,
        found.start.areas,
        tuple(range(fitted_to + STEP, until + 1, STEP)),
        *(
            np.rint(values)
            for values in (
                found.start.persons.sum(axis=(0, 2, 3)),
                central.persons[1:].sum(axis=(2, 3)),
                low,
                high,
            )
        ),
    )


def _people(keys: Sequence[str], areas: Sequence[str], years: Sequence[int]) -> FloatArray:
    """(year, area): everyone in the first of the tables that holds an area in a year."""
    found = np.full((len(years), len(areas)), np.nan)
    for key in reversed(keys):
        sums = tables.table(key).group_by("area", "year").agg(pl.sum("persons"))
        for area, year, persons in sums.iter_rows():
            if area in areas and year in years:
                found[years.index(year), areas.index(area)] = persons
    return found


# --- scores ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Score:
    """How a fit did in one year, over all areas or over those of one size.

    Units   errors in per cent of those counted; coverage the share of areas inside the interval,
            None where there is no interval
    """

    errors: ErrorSummary
    coverage: float | None = None


@dataclass(frozen=True, slots=True)
class YearScores:
    year: int
    everywhere: Score
    by_size: tuple[tuple[Text, Score], ...]  # of the people counted, smallest first
    official: Score | None


SIZES = (
    Text("5千人未満", "under 5,000"),
    Text("5千人以上3万人未満", "5,000 to 30,000"),
    Text("3万人以上", "30,000 and over"),
)
BOUNDS = (5_000, 30_000)


def scores(test: Backtest) -> tuple[YearScores, ...]:
    """One row of scores for each year after the fit."""
    return tuple(_scores_of(test, row) for row in range(len(test.years)))


def _scores_of(test: Backtest, row: int) -> YearScores:
    official, counted = test.official[row], test.counted[row]
    classes = size_classes(counted, BOUNDS)
    return YearScores(
        test.years[row],
        _score(test, row, np.ones(len(test.areas), dtype=bool)),
        tuple((name, _score(test, row, classes == i)) for i, name in enumerate(SIZES)),
        None if np.isnan(official).any() else Score(summary_of(official, counted)),
    )


def _score(test: Backtest, row: int, chosen: NDArray[np.bool_]) -> Score:
    counted = test.counted[row, chosen]
    covered = interval_coverage(test.low[row, chosen], test.high[row, chosen], counted)
    return Score(summary_of(test.central[row, chosen], counted), covered)
