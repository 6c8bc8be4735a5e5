"""The way to the kernels: terms in their order and precision, and Numba only when it is asked for."""

import importlib.util
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike

from renkei.engines.demography.projection.accounts import Values
from renkei.engines.demography.projection.draws import Factors
from renkei.engines.demography.projection.terms import Terms
from renkei.engines.demography.projection.timing import movers_line

if TYPE_CHECKING:
    from renkei.engines.demography.projection import kernels

# Sexes from and to, ages from and to.
Span: TypeAlias = tuple[int, int, int, int]

# Areas that exchange people are carried together, so many draws at a time: what one cohort of
# them needs then stays in the processor's cache.
DRAWS_AT_ONCE = 64


def is_fast_installed() -> bool:
    """Whether Numba, the extra `engine`, is here; nothing is imported to find out."""
    try:
        return importlib.util.find_spec("numba") is not None
    except ValueError:  # a process may forbid the import by a name without a module
        return False


class FastTerms:
    """Terms as the kernels want them, made once for all shards."""

    def __init__(self, terms: Terms, start: Values, dtype: DTypeLike) -> None:
        from renkei.engines.demography.projection import kernels

        self.kernels = kernels
        self.start = np.ascontiguousarray(start, dtype)
        self.dtype = np.dtype(dtype)
        self.rules = (_choices(terms), _numbers(terms, self.dtype))
        self.rates = _rates(terms, self.dtype)

    def carry(
        self,
        factors: Factors,
        spans: Sequence[Span],
        place: slice,
        results: tuple[Values, Values],
    ) -> None:
        """Carry the draws of one shard and write them to their place in `results`.

        Shapes  results: groups (group, time, area, draw) of zeros, events (event, time, area,
                draw) of zeros, or empty when they are not wanted
        """
        kernels = self.kernels
        multipliers = kernels.Multipliers(
            np.ascontiguousarray(factors.regional, self.dtype),
            np.ascontiguousarray(factors.areal, self.dtype),
            factors.regions,
        )
        where = kernels.Results(*results, np.array(spans, dtype=np.int64).reshape(-1, 4))
        n_draws = place.stop - place.start
        coupled = self.rules[0].is_pool or self.rules[0].is_matrix
        n_areas, at_once = (len(self.start), DRAWS_AT_ONCE) if coupled else (1, n_draws)
        for first in range(0, n_draws, at_once):
            last = min(first + at_once, n_draws)
            scratch = self._scratch(n_areas, last - first)
            draws = (first, last, place.start)
            kernels.carry(self.start, self.rates, multipliers, where, scratch, draws, self.rules)

    def _scratch(self, n_areas: int, n_draws: int) -> "kernels.Scratch":
        def room(*shape: int) -> Values:
            return np.empty((*shape, n_draws), self.dtype)

        people = room(2, self.start.shape[2], n_areas)
        rows = [room(n_areas) for _ in range(2)]
        moves = [room(n_areas) for _ in range(2)]
        return self.kernels.Scratch(people, *rows, room(4, n_areas), *moves, room())


def _choices(terms: Terms) -> "kernels.Choices":
    from renkei.engines.demography.projection.kernels import Choices

    return Choices(
        continuous=terms.conventions.timing == "continuous",
        by_ratio=terms.by_ratio,
        movers_are_mothers=terms.conventions.migrant_mothers == "half",
        is_pool=terms.moves.shares is not None,
        is_matrix=terms.moves.destinations is not None,
    )


def _numbers(terms: Terms, dtype: np.dtype[Any]) -> "kernels.Numbers":
    from renkei.engines.demography.projection.kernels import Numbers

    timing = terms.conventions.timing
    line = (1.0, 0.0) if timing == "continuous" else movers_line(timing)
    values = (0.0, 0.5, 1.0, *line, *terms.conventions.shares_at_birth)
    return Numbers(*(dtype.type(value) for value in values))


def _rates(terms: Terms, dtype: np.dtype[Any]) -> "kernels.Rates":
    from renkei.engines.demography.projection.kernels import Rates

    moves = terms.moves
    none = np.zeros((0, 0, 0, 0))
    ordered = [
        none if values is None else values
        for values in (terms.dying, terms.fertility, moves.rates, moves.added, moves.inside,
                       moves.shares)
    ]  # fmt: skip
    contiguous = [np.ascontiguousarray(values, dtype) for values in ordered]
    return Rates(*contiguous, _destinations(moves.destinations, dtype))


def _destinations(destinations: Values | None, dtype: np.dtype[Any]) -> Values:
    """(time, or 1 for all, sex, age, destination, origin), once where it repeats along time."""
    if destinations is None:
        return np.zeros((0, 0, 0, 0, 0), dtype)
    once = destinations[:1] if destinations.strides[0] == 0 else destinations
    return np.ascontiguousarray(once.transpose(0, 3, 4, 2, 1), dtype)
