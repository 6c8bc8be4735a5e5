"""Quantiles of many series at once: each is sorted in single precision, then read off."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.axes import FloatArray

# The median and the bounds of the middle half and of the middle four fifths.
LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)

# So many numbers are copied and sorted while they stay in the processor's cache.
_AT_ONCE = 1 << 17


def quantiles(
    draws: NDArray[np.floating[Any]], levels: tuple[float, ...] = LEVELS, *, threads: int = 1
) -> FloatArray:
    """Quantiles along the last axis, interpolated between neighbours.

    Shapes  draws (..., draw) -> (level, ...)
    Units   those of the draws; rounded to single precision, about seven digits
    Errors  ValueError when a level is not between 0 and 1
    Source  Hyndman and Fan, Sample quantiles in statistical packages, American Statistician 50
            (1996), definition 7, which is also that of NumPy
    """
    if not all(0 <= level <= 1 for level in levels):
        raise ValueError(f"levels must lie between 0 and 1, not {levels}")
    n_draws = draws.shape[-1]
    series = draws.reshape(-1, n_draws)
    found = np.empty((len(levels), len(series)))
    places = np.array(levels) * (n_draws - 1)
    below = np.floor(places).astype(np.int64)
    above = np.minimum(below + 1, n_draws - 1)
    rows = max(1, _AT_ONCE // n_draws)

    def read_off(first: int) -> None:
        part = slice(first, first + rows)
        ordered = series[part].astype(np.float32)
        ordered.sort(axis=-1)
        low = ordered[:, below].astype(np.float64)
        found[:, part] = (low + (ordered[:, above] - low) * (places - below)).T

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(read_off, range(0, len(series), rows)))
    return found.reshape(len(levels), *draws.shape[:-1])
