"""Results as columns of equal length, one row for each cell: what data frames are made of.

NumPy arrays by name are what Polars, Arrow and pandas alike build a table from, so that the engine
needs to know none of them.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.arrays import require_shape

Column: TypeAlias = NDArray[Any]
Axes: TypeAlias = Mapping[str, Sequence[str] | Sequence[int] | Sequence[float]]


def long_form(axes: Axes, **values: Column) -> dict[str, Column]:
    """Labels repeated along the cells, then the values of each cell; the last axis runs fastest.

    Shapes  values (axis, …) in the order of `axes` -> every column (cells)
    Units   those of the values
    Errors  AxisMismatch when values do not stand on the axes
    Check   as many rows as the product of the axes' lengths
    """
    shape = tuple(len(labels) for labels in axes.values())
    for given in values.values():
        require_shape(given, **dict(zip(axes, shape, strict=True)))
    places = np.unravel_index(np.arange(int(np.prod(shape))), shape)
    labelled = {
        name: np.array(labels)[place]
        for (name, labels), place in zip(axes.items(), places, strict=True)
    }
    return labelled | {name: given.reshape(-1) for name, given in values.items()}
