"""One step at a time, for what has to look at a step before it takes the next."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from renkei.engines.demography.arrays import PopulationArray
from renkei.engines.demography.axes import FloatArray
from renkei.engines.demography.projection import reference
from renkei.engines.demography.projection.accounts import EVENTS, Projection
from renkei.engines.demography.projection.draws import Draws, Uncertainty, factors_of_shard
from renkei.engines.demography.projection.terms import Assumptions, Terms

ACCOUNTS = (*EVENTS, "arrivals_inside", "departures_inside")


def of_step(terms: Terms, time: int) -> Terms:
    """The terms of one step alone, as views."""
    one = slice(time, time + 1)

    def cut(values: FloatArray | None) -> FloatArray | None:
        return None if values is None else values[one]

    moves = replace(
        terms.moves,
        rates=terms.moves.rates[one],
        added=terms.moves.added[one],
        inside=cut(terms.moves.inside),
        shares=cut(terms.moves.shares),
        destinations=cut(terms.moves.destinations),
    )
    return replace(terms, dying=terms.dying[one], fertility=terms.fertility[one], moves=moves)


def take_step(terms: Terms, persons: FloatArray) -> reference.Step:
    """The only step of these terms, as projected for certain.

    Shapes  persons (area, sex, age) -> a `Step` without its axis of draws
    """
    factors = factors_of_shard(
        Uncertainty(), Draws(n_draws=1), 0, n_steps=1, n_areas=len(persons), step=1
    )
    (step,) = reference.steps(terms, persons, factors)
    name_of = partial(getattr, step)
    return reference.Step(**{name: name_of(name)[..., 0] for name in reference.Step.__slots__})


def projection_of(
    start: PopulationArray, steps: Sequence[reference.Step], labels: Assumptions
) -> Projection:
    """Steps that were taken one by one, as one projection."""
    stocks = [start.persons, np.stack([step.persons for step in steps])]
    return Projection(
        persons=np.concatenate(stocks),
        **{name: np.stack([getattr(step, name) for step in steps]) for name in ACCOUNTS},
        periods=labels.periods,
        areas=labels.areas,
        ages=labels.ages,
    )
