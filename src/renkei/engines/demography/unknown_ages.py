"""People whose age is not stated, spread over the ages: always a step of its own, never hidden."""

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.arrays import require_shape
from renkei.engines.demography.axes import FloatArray


def distribute_unknown(
    known: FloatArray, unknown: FloatArray, *, whole: bool = False
) -> FloatArray:
    """Everyone, as if those of unknown age were as old as those whose age is known.

    With `whole`, persons stay whole: each group first receives its full persons, and the persons
    left over go to the largest remainders (to the younger group among equals).

    Shapes  known (..., age), unknown (...) -> (..., age)
    Units   persons; whole numbers when `whole`
    Errors  AxisMismatch when the shapes do not belong together;
            ValueError when somebody of unknown age lives where no age is known, when a number is
            negative, or when `whole` is asked of parts of persons
    Limits  those of unknown age are in truth more often young, single and foreign; the imputed
            tables that the Statistics Bureau publishes for 2015 and 2020 are to be preferred
    Check   the sum over ages is known plus unknown
    """
    axes = {f"axis {axis}": length for axis, length in enumerate(known.shape[:-1])}
    require_shape(unknown, **axes)
    if np.any(known < 0) or np.any(unknown < 0):
        raise ValueError("persons must be numbers of at least zero")
    totals = known.sum(axis=-1)
    if np.any((totals == 0) & (unknown > 0)):
        raise ValueError("people of unknown age live where nobody's age is known")
    if whole:
        return known + _whole_shares(_persons(known), _persons(unknown))
    factors = np.divide(unknown, totals, out=np.zeros(totals.shape), where=totals > 0)
    everyone: FloatArray = known * (1.0 + factors[..., np.newaxis])
    return everyone


def _persons(values: FloatArray) -> NDArray[np.int64]:
    if np.any(values != np.rint(values)):
        raise ValueError("only whole persons can be kept whole")
    return values.astype(np.int64)


def _whole_shares(known: NDArray[np.int64], unknown: NDArray[np.int64]) -> FloatArray:
    # In integers the remainders are exact, so equal remainders are found to be equal.
    totals = np.maximum(known.sum(axis=-1, keepdims=True), 1)
    shares, remainders = np.divmod(known * unknown[..., np.newaxis], totals)
    left_over = unknown - shares.sum(axis=-1)
    order = np.argsort(-remainders, axis=-1, kind="stable")
    rank = np.argsort(order, axis=-1)
    whole: FloatArray = (shares + (rank < left_over[..., np.newaxis])).astype(np.float64)
    return whole
