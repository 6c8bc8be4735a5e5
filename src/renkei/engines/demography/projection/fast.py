"""The way to the kernels: terms in their order and precision; Numba only when it is asked for."""

import importlib.util
from collections.abc import Sequence
from typing import Any

import numpy as np

from renkei.engines.demography.axes import FloatArray
from renkei.engines.demography.projection.accounts import Span, Values
from renkei.engines.demography.projection.draws import COMPONENTS, Factors
from renkei.engines.demography.projection.layout import (
    Multipliers,
    Numbers,
    Rates,
    Results,
    Room,
    Rules,
)
from renkei.engines.demography.projection.terms import Terms
from renkei.engines.demography.projection.timing import movers_line

# Areas that exchange people are carried together, so many draws at a time: what one cohort of
# them needs then stays in the processor's cache.
DRAWS_AT_ONCE = 128


def is_fast_installed() -> bool:
    """Whether Numba, the extra `engine`, is here; nothing is imported to find out."""
    return importlib.util.find_spec("numba") is not None


class FastTerms:
    """Terms as the kernels want them, made once for all shards."""

    def __init__(self, terms: Terms, start: FloatArray, precision: type[Any]) -> None:
        from renkei.engines.demography.projection.kernels import carry

        self.carry_draws = carry
        self.precision = precision
        self.rules = _rules(terms, precision)
        self.rates = _rates(terms, start, precision)

    def carry(
        self,
        factors: Factors,
        spans: Sequence[Span],
        place: slice,
        results: tuple[Values, Values],
    ) -> None:
        """Carry the draws of one shard and write them to their place in `results`.

        Shapes  results: groups (group, time, area, draw) and events (event, time, area, draw) of
                zeros, the latter empty when they are not wanted
        """
        multipliers = Multipliers(
            np.ascontiguousarray(factors.regional, self.precision),
            np.ascontiguousarray(factors.areal, self.precision),
            factors.regions,
        )
        where = Results(*results, np.array(spans, dtype=np.int64).reshape(-1, 4))
        n_draws = place.stop - place.start
        coupled = self.rules.is_pool or self.rules.is_matrix
        n_areas, at_once = (len(self.rates.start), DRAWS_AT_ONCE) if coupled else (1, n_draws)
        for first in range(0, n_draws, at_once):
            room = self._room(n_areas, min(at_once, n_draws - first))
            draw_and_place = (first, place.start + first)
            self.carry_draws(self.rates, multipliers, where, room, draw_and_place, self.rules)

    def _room(self, n_areas: int, n_draws: int) -> Room:
        def room(*shape: int) -> Values:
            return np.empty((*shape, n_draws), self.precision)

        n_cohorts = self.rates.start.shape[2] + 1
        return Room(
            people=room(2, n_cohorts, n_areas),
            factors=room(len(COMPONENTS), n_areas),
            born=room(n_areas),
            gone=room(n_areas),
            come=room(n_areas),
            spare=room(),
        )


def _rules(terms: Terms, precision: type[Any]) -> Rules:
    timing = terms.conventions.timing
    line = (1.0, 0.0) if timing == "continuous" else movers_line(timing)
    values = (0.0, 0.5, 1.0, *line, *terms.conventions.shares_at_birth)
    return Rules(
        numbers=Numbers(*(precision(value) for value in values)),
        continuous=timing == "continuous",
        by_ratio=terms.by_ratio,
        movers_are_mothers=terms.conventions.migrant_mothers == "half",
        is_pool=terms.moves.shares is not None,
        is_matrix=terms.moves.destinations is not None,
    )


def _rates(terms: Terms, start: FloatArray, precision: type[Any]) -> Rates:
    moves = terms.moves

    def ordered(values: FloatArray | None) -> Values:
        none = np.zeros((0, 0, 0, 0))
        # Always a copy: one that may not be written to would be compiled for once more.
        return np.array(none if values is None else values, precision, order="C")

    return Rates(
        start=ordered(start),
        dying=ordered(terms.dying),
        fertility=ordered(terms.fertility),
        rates=ordered(moves.rates),
        added=ordered(moves.added),
        inside=ordered(moves.inside),
        shares=ordered(moves.shares),
        destinations=_destinations(moves.destinations, precision),
    )


def _destinations(destinations: FloatArray | None, precision: type[Any]) -> Values:
    """(time, or 1 for all, sex, age, destination, origin), once where it repeats along time."""
    if destinations is None:
        return np.zeros((0, 0, 0, 0, 0), precision)
    once = destinations[:1] if destinations.strides[0] == 0 else destinations
    return np.array(once.transpose(0, 3, 4, 2, 1), precision, order="C")
