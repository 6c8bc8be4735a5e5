"""Quantiles by sorting, against NumPy's own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from renkei.engines.demography.projection.quantiles import LEVELS, quantiles
from tests.engines.demography.examples import FEW


@FEW
@given(
    st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(1, 30)).flatmap(
        lambda shape: arrays(np.float32, shape, elements=st.floats(0, 1e6, width=32))
    )
)
def test_quantiles_equal_those_of_numpy(draws: np.ndarray) -> None:
    found = quantiles(draws)

    assert found == pytest.approx(np.quantile(draws.astype(float), LEVELS, axis=-1), rel=1e-6)


def test_quantiles_leave_the_draws_as_they_are() -> None:
    draws = np.array([3.0, 1.0, 2.0])

    assert quantiles(draws, (0.5,)) == 2.0
    assert draws.tolist() == [3, 1, 2]


def test_quantiles_are_the_same_for_any_number_of_threads() -> None:
    draws = np.random.default_rng(0).random((4, 500, 100), dtype=np.float32)

    assert quantiles(draws).tobytes() == quantiles(draws, threads=2).tobytes()


def test_quantiles_refuse_levels_that_are_none() -> None:
    with pytest.raises(ValueError, match="levels must lie between 0 and 1"):
        quantiles(np.zeros(3), (0.5, 95))
