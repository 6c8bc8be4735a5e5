"""The way to the kernels: terms in their order and precision; Numba only when it is asked for."""

import importlib.util
from collections.abc import Sequence
from typing import Any

import numpy as np

from renkei.engines.demography.axes import FloatArray
from renkei.engines.demography.projection.accounts import EVENTS, Span, Values
from renkei.engines.demography.projection.draws import COMPONENTS, Factors
from renkei.engines.demography.projection.layout import (
    CACHE_LINE,
    LANES,
    N_TERMS,
    Multipliers,
    Numbers,
    Rates,
    Results,
    Room,
    Rules,
    Work,
)
from renkei.engines.demography.projection.terms import Terms
from renkei.engines.demography.projection.timing import movers_line


def is_fast_installed() -> bool:
    """Whether Numba, the extra `engine`, is here; nothing is imported to find out."""
    return importlib.util.find_spec("numba") is not None


class FastTerms:
    """Terms as the kernels want them, made once for all draws."""

    def __init__(
        self,
        terms: Terms,
        start: FloatArray,
        spans: Sequence[Span],
        precision: type[np.floating[Any]],
    ) -> None:
        from renkei.engines.demography.projection.kernels import carry

        self.carry_draws = carry
        self.precision = precision
        self.spans = np.array(spans, dtype=np.int64).reshape(-1, 4)
        self.rules = _rules(terms, precision)
        self.rates = _rates(terms, start, precision)

    def carry(self, factors: Factors, place: slice, results: tuple[Values, Values]) -> None:
        """Carry at most `LANES` draws and add them at their place in `results`.

        Shapes  results: groups (group, time, area, draw) and events (event, time, area, draw) of
                zeros, the latter empty when they are not wanted
        """
        regional, areal = self._lanes(factors.regional), self._lanes(factors.areal)
        work = Work(
            self.rates,
            Multipliers(regional, areal, factors.regions),
            Results(*results, self.spans),
            self._room(len(self.spans)),
            self.rules,
        )
        self.carry_draws(work, (place.start, place.stop))

    def _lanes(self, factors: FloatArray) -> Values:
        """Factors of draws in all lanes; those that are not wanted are certain."""
        lanes = np.ones((*factors.shape[:-1], LANES), self.precision)
        lanes[..., : factors.shape[-1]] = factors
        return lanes

    def _room(self, n_groups: int) -> Room:
        n_areas, n_sexes, n_ages = self.rates.start.shape
        is_pool, is_matrix = self.rules.is_pool, self.rules.is_matrix
        areas = n_areas if is_pool or is_matrix else 1
        return Room(
            people=self._rows(areas, n_sexes, n_ages + 1),
            lines=np.zeros((n_sexes, N_TERMS, n_ages + 1), self.precision),
            factors=self._rows(len(COMPONENTS)),
            leaving=self._rows(),
            groups=self._rows(n_groups),
            events=self._rows(len(EVENTS)),
            born=self._rows(),
            pool=self._rows(2, n_sexes, n_ages + 1 if is_pool else 0),
            gone=self._rows(areas),
            handed=self._rows(n_sexes, n_ages if is_matrix else 0, areas),
            come=self._rows(),
            spare=self._rows(),
        )

    def _rows(self, *shape: int) -> Values:
        size = int(np.prod(shape)) * LANES * np.dtype(self.precision).itemsize
        raw = np.empty(size + CACHE_LINE, np.uint8)
        first = -raw.ctypes.data % CACHE_LINE
        rows: Values = raw[first : first + size].view(self.precision).reshape(*shape, LANES)
        return rows


def _rules(terms: Terms, precision: type[np.floating[Any]]) -> Rules:
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


def _rates(terms: Terms, start: FloatArray, precision: type[np.floating[Any]]) -> Rates:
    moves = terms.moves
    rates = _once(moves.rates)
    return Rates(
        start=_once(start),
        dying=_once(terms.dying),
        fertility=_once(terms.fertility),
        rates=rates,
        added=_once(moves.added),
        inside=rates if moves.inside is None else _once(moves.inside),
        shares=rates if moves.shares is None else _once(moves.shares),
        destinations=_destinations(moves.destinations, precision),
    )


def _once(values: FloatArray) -> FloatArray:
    """One time for all where nothing changes along it; copied only where the kernel asks for it."""
    once = values[:1] if values.strides[0] == 0 else values
    return np.require(once, np.float64, ["C", "W"])


def _destinations(destinations: FloatArray | None, precision: type[np.floating[Any]]) -> Values:
    """(time, or 1 for all, sex, age, destination, origin)"""
    if destinations is None:
        return np.zeros((0, 0, 0, 0, 0), precision)
    once = destinations[:1] if destinations.strides[0] == 0 else destinations
    return np.array(once.transpose(0, 3, 4, 2, 1), precision, order="C")
