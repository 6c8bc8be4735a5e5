"""Division that leaves a blank where there is nobody to divide by."""

import numpy as np

from renkei.engines.demography.axes import AxisMismatch, FloatArray


def require_same_shape(left: FloatArray, right: FloatArray) -> None:
    """Refuse arrays that would only meet by stretching one of them.

    Errors  AxisMismatch with both shapes
    """
    if left.shape != right.shape:
        raise AxisMismatch("shape", left.shape, right.shape)


def quotient(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Part divided by whole; NaN, which is written as a blank, where the whole is zero.

    Shapes  both the same -> the same
    Errors  AxisMismatch when the shapes differ
    """
    require_same_shape(part, whole)
    result = np.full(part.shape, np.nan)
    np.divide(part, whole, out=result, where=whole != 0)
    return result
