"""What does not change along time is computed once and kept in memory once."""

from collections.abc import Callable

import numpy as np

from renkei.engines.demography.axes import FloatArray


def along_time(compute: Callable[..., FloatArray], *values: FloatArray) -> FloatArray:
    """What `compute` makes of arrays, each step by itself; a view where all are repeated views.

    Shapes  values (time, ...) -> (time, ...)
    Units   those of `compute`
    Check   the same figures whether a value is repeated as a view or copied
    """
    if any(array.strides[0] for array in values):
        return compute(*values)
    once = compute(*(array[:1] for array in values))
    return np.broadcast_to(once, (len(values[0]), *once.shape[1:]))
