"""Results as Parquet files. Quantiles are written as distances, which take half the room.

`people`, `events` and `pyramids` hold one row for each place, series and year: the median, how far
the projection without uncertainty lies from it, and the distance from each level to the next.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import polars as pl

from renkei.engines.demography.axes import SEXES
from renkei.observatory.ahead.manifests import WrongRun
from renkei.observatory.ahead.results import Results, Whole
from renkei.observatory.ahead.series import (
    BALANCES,
    EVENTS,
    GROUPS,
    LEVELS,
    PYRAMID_AGES,
    Layout,
)

MEDIAN = LEVELS.index(0.5)
_NAMES = tuple(f"p{1000 * level:03.0f}" for level in LEVELS)
_STEPS = tuple(f"{low}_to_{high}" for low, high in pairwise(_NAMES))
COLUMNS = (_NAMES[MEDIAN], "central_less_median", *_STEPS)
Axes = dict[str, Sequence[str | int]]


def files_of(results: Results, layout: Layout) -> Iterator[tuple[str, bytes]]:
    """The name and the content of each file; the same results give the same bytes."""
    for name, axes in axes_of(layout).items():
        values = getattr(results, name)
        columns = {"draws": values} if name == "halved" else _distances(values)
        yield f"{name}.parquet", _as_parquet(axes, columns)


def axes_of(layout: Layout) -> dict[str, Axes]:
    """The labels along the axes of each part of the results."""
    place, years = layout.codes, layout.years
    # What happens on the way to the first of January happens in the year before.
    of_events = tuple(year - 1 for year in years)
    return {
        "people": {"place": place, "group": tuple(GROUPS), "year": (layout.start, *years)},
        "events": {"place": place, "event": (*EVENTS, *BALANCES), "year": of_events},
        "pyramids": {
            "place": place,
            "year": layout.pyramid_years,
            "sex": SEXES,
            "age": PYRAMID_AGES.labels,
        },
        "halved": {"place": place, "year": years},
    }


def read_part(path: Path) -> tuple[Axes, Whole]:
    """The labels and the figures of one file.

    Errors  WrongRun when the file is missing or cannot be such a file
    """
    try:
        names = list(pl.read_parquet_schema(path))
        figures = [name for name in names if name in (*COLUMNS, "draws")]
        axes: Axes = {name: _labels(path, name) for name in names if name not in figures}
        shape = tuple(len(labels) for labels in axes.values())
        columns = [_column(path, name).to_numpy().reshape(shape) for name in figures]
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        raise WrongRun(f"{path}: {error}; compute the run again or take it away") from error
    if tuple(figures) not in {COLUMNS, ("draws",)}:
        raise WrongRun(f"{path}: has the columns {', '.join(names)}; compute the run again")
    return axes, columns[0] if figures == ["draws"] else _levels(columns)


def _labels(path: Path, name: str) -> Sequence[str | int]:
    labels: list[str | int] = _column(path, name).unique(maintain_order=True).to_list()
    return labels


def _column(path: Path, name: str) -> pl.Series:
    # One column after another, by one thread: a web worker keeps what a reader once took.
    return pl.read_parquet(path, columns=[name], parallel="none").to_series()


def write_whole(path: Path, content: bytes) -> str:
    """Write a file that is there as a whole or not at all; returns its checksum.

    The content is on the disk before the name is: a machine that loses its power leaves no half
    of a file under the name of the whole.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with scratch.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
    return hashlib.sha256(content).hexdigest()


def _distances(values: Whole) -> dict[str, Whole]:
    central, levels = values[..., 0], values[..., 1:]
    median = levels[..., MEDIAN]
    steps = np.moveaxis(np.diff(levels, axis=-1), -1, 0)
    return dict(zip(COLUMNS, (median, central - median, *steps), strict=True))


def _levels(columns: Sequence[Whole]) -> Whole:
    median, central, *steps = columns
    values = np.empty((*median.shape, 1 + len(LEVELS)), np.int32)
    levels = values[..., 1:]
    values[..., 0] = median + central
    levels[..., MEDIAN] = median
    for level in reversed(range(MEDIAN)):
        levels[..., level] = levels[..., level + 1] - steps[level]
    for level in range(MEDIAN, len(LEVELS) - 1):
        levels[..., level + 1] = levels[..., level] + steps[level]
    return values


def _as_parquet(axes: Axes, columns: dict[str, Whole]) -> bytes:
    labels = dict(zip(axes, zip(*product(*axes.values()), strict=True), strict=True))
    figures = {name: np.ascontiguousarray(values).ravel() for name, values in columns.items()}
    buffer = BytesIO()
    frame = pl.DataFrame(labels | figures)
    frame.write_parquet(buffer, compression="zstd", compression_level=19, statistics=False)
    return buffer.getvalue()
