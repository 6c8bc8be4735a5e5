"""Intervals of past fits, kept beside the shipped run: a page does not wait for thousands of draws.

They are used as long as the tables and parameters are those they were computed from; otherwise
they are computed anew.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from renkei.engines.demography.axes import FloatArray
from renkei.observatory.ahead.manifests import versions_of
from renkei.observatory.ahead.parameters import stated_values

# What the fits read.
TABLES = (
    "census",
    "census_japan",
    "death_rates",
    "death_rates_japan",
    "fertility_schedule",
    "vital_summary",
)


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """What a fit projected.

    Shapes  start (area); central, low, high (year, area)
    Units   whole persons on 1 October; low and high bound the middle 80 %
    """

    fitted_to: int
    areas: tuple[str, ...]
    years: tuple[int, ...]
    start: FloatArray
    central: FloatArray
    low: FloatArray
    high: FloatArray


def file_in(folder: Path) -> Path:
    """Where intervals of the present tables and parameters are, or would be."""
    stated = [f"{one.table} {one.edition} {one.sha256}" for one in versions_of(TABLES)]
    found = hashlib.sha256("\n".join([*stated, stated_values()]).encode())
    return folder / f"backtests-{found.hexdigest()[:12]}.parquet"


def keep_intervals(folder: Path, intervals: Iterable[Interval]) -> Path:
    """Write the intervals of the present tables and parameters; older ones go."""
    path = file_in(folder)
    frame = pl.concat([_as_frame(interval) for interval in intervals])
    for older in folder.glob("backtests-*.parquet"):
        older.unlink()
    frame.write_parquet(path, compression="zstd", compression_level=19, statistics=False)
    return path


def kept_intervals(folder: Path) -> tuple[Interval, ...]:
    """Those of the present tables and parameters, the oldest fit first; none if not kept."""
    path = file_in(folder)
    if not path.exists():
        return ()
    frame = pl.read_parquet(path)
    return tuple(_as_interval(part) for part in frame.partition_by("fitted_to"))


def _as_frame(interval: Interval) -> pl.DataFrame:
    n_years, n_areas = len(interval.years), len(interval.areas)
    columns = {
        "fitted_to": np.full(n_years * n_areas, interval.fitted_to),
        "year": np.repeat(interval.years, n_areas),
        "area": np.tile(interval.areas, n_years),
        "start": np.tile(interval.start, n_years),
        **{name: getattr(interval, name).ravel() for name in ("central", "low", "high")},
    }
    return pl.DataFrame(columns).cast({name: pl.Int64 for name in columns if name != "area"})


def _as_interval(frame: pl.DataFrame) -> Interval:
    years = tuple(frame["year"].unique().sort())
    shape = (len(years), frame.height // len(years))

    def figures(name: str) -> FloatArray:
        found: FloatArray = frame[name].to_numpy().reshape(shape).astype(float)
        return found

    return Interval(
        frame["fitted_to"][0],
        tuple(frame["area"][: shape[1]]),
        years,
        figures("start")[0],
        *(figures(name) for name in ("central", "low", "high")),
    )
