"""What is the same in every step is computed once."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from renkei.engines.demography.projection.forms import NetRates, OriginDestination, Pool, Pools
from renkei.engines.demography.projection.repeated import along_time
from tests.engines.demography.projection.worlds import World


def test_repeated_views_are_computed_once_and_stay_views() -> None:
    values = np.broadcast_to([1.0, 2.0], (1000, 2))
    seen = []

    def double(some: np.ndarray) -> np.ndarray:
        seen.append(some.shape)
        return 2 * some

    found = along_time(double, values)

    assert seen == [(1, 2)]
    assert found.shape == (1000, 2)
    assert found.strides[0] == 0
    assert found[999].tolist() == [2, 4]


def test_values_that_change_are_computed_step_by_step_beside_views() -> None:
    still = np.broadcast_to([1.0, 2.0], (2, 2))

    found = along_time(np.add, still, np.array([[1.0, 1.0], [5.0, 5.0]]))

    assert found.tolist() == [[2, 3], [6, 7]]


def repeated(values: np.ndarray) -> np.ndarray:
    return np.broadcast_to(values[:1], values.shape)


def copied(values: np.ndarray) -> np.ndarray:
    return repeated(values).copy()


def terms(form: str, made: Callable[[np.ndarray], np.ndarray]) -> dict[str, np.ndarray]:
    """The arrays of the operator, from assumptions that are the same in every step."""
    world = World()
    rates, more, shares = world.rates(0, 0.2), world.rates(0, 0.2), world.shares()
    out, out_more, into = (world.cohorts(made(array.values)) for array in (rates, more, shares))
    supply, to = made(world.random.uniform(0, 500, (3, 2, 19))), made(world.destinations())
    abroad = Pool("abroad", out_more, into, supply)
    migration = {
        "rates": lambda: NetRates(out),
        "pools": lambda: Pools((Pool("inside", out, into), abroad)),
        "matrix": lambda: OriginDestination(out, to, (abroad,)),
    }[form]()
    lives, births = world.survival(), world.fertility()
    lives = replace(lives, ratios=made(lives.ratios), births=made(lives.births))
    known = world.assumptions(
        migration, births=replace(births, rates=made(births.rates)), survival=lives
    ).terms()
    moves = {name: getattr(known.moves, name) for name in ("rates", "added", "inside", "shares")}
    found = {"dying": known.dying, "fertility": known.fertility} | moves
    return {name: values for name, values in found.items() if values is not None}


@pytest.mark.parametrize("form", ["rates", "pools", "matrix"])
def test_terms_of_repeated_assumptions_are_views_with_the_figures_of_copies(form) -> None:
    views, copies = terms(form, repeated), terms(form, copied)

    assert {name: values.strides[0] for name, values in views.items()} == dict.fromkeys(views, 0)
    assert {name: values.tobytes() for name, values in views.items()} == {
        name: values.tobytes() for name, values in copies.items()
    }
