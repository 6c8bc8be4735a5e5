"""Carry a population forward: once, with the account of every cell, or in many random draws."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import numpy as np

from renkei.engines.demography.arrays import PopulationArray
from renkei.engines.demography.axes import FloatArray
from renkei.engines.demography.projection import reference
from renkei.engines.demography.projection.accounts import (
    EVENTS,
    AgeSpan,
    DrawnProjection,
    Projection,
    Span,
    Values,
)
from renkei.engines.demography.projection.draws import (
    Draws,
    Factors,
    Uncertainty,
    certain_factors,
    factors_of_shard,
)
from renkei.engines.demography.projection.fast import FastTerms, is_fast_installed
from renkei.engines.demography.projection.layout import LANES
from renkei.engines.demography.projection.single import carry_once
from renkei.engines.demography.projection.terms import Assumptions, Terms

Groups: TypeAlias = Mapping[str, AgeSpan]
# Groups (group, time, area, draw) and events (event, time, area, draw), the latter perhaps none.
Results: TypeAlias = tuple[Values, Values]
CarryDraws: TypeAlias = Callable[[Factors, slice, Results], None]

EVERYONE = {"everyone": AgeSpan()}
ONE_DRAW = Draws(n_draws=1)

# So many draws are carried at once on the plain path.
_PLAIN_DRAWS = 25


@dataclass(frozen=True, slots=True)
class Options:
    """How draws are computed; none of it but the precision changes the figures.

    `fast` takes the kernels where Numba is installed and the plain path where it is not; `events`
    counts births, deaths and moves as well; `precision` is double or single.
    """

    threads: int = 1
    fast: bool = True
    events: bool = False
    precision: type[np.floating[Any]] = np.float64


AS_USUAL = Options()


def project(start: PopulationArray, assumptions: Assumptions) -> Projection:
    """The population at the end of each period, and how each of its cells came about.

    Shapes  start.persons (1, area, sex, age) -> see `Projection`
    Units   persons, in double precision
    Errors  AxisMismatch when the start is of another year, other areas or other ages;
            ValueError when it has cells without a figure
    Source  Preston, Heuveline, Guillot, Demography (2001), chapter 6; forms of migration as named
            in `forms`, conventions as named in `timing`
    Check   births - deaths + arrivals - departures = change, in every cell; with rates fixed
            the result is affine in the start, and linear where no numbers are added
    Limits  a cell from which more people are taken than it has becomes negative
    """
    assumptions.require_start(start)
    factors = certain_factors(len(assumptions.periods), len(assumptions.areas))
    steps = list(reference.steps(assumptions.terms(), start.persons[0], factors))

    def each(name: str) -> FloatArray:
        return np.stack([getattr(step, name)[..., 0] for step in steps])

    return Projection(
        persons=np.concatenate([start.persons, each("persons")]),
        **{name: each(name) for name in (*EVENTS, "arrivals_inside", "departures_inside")},
        periods=assumptions.periods,
        areas=assumptions.areas,
        ages=assumptions.ages,
    )


def project_draws(
    start: PopulationArray,
    assumptions: Assumptions,
    *,
    uncertainty: Uncertainty | None = None,
    draws: Draws = ONE_DRAW,
    groups: Groups = EVERYONE,
    options: Options = AS_USUAL,
) -> DrawnProjection:
    """Many equally likely projections, each group counted in every one of them.

    Without uncertainty every draw is the projection that `project` returns.

    Shapes  start.persons (1, area, sex, age) -> see `DrawnProjection`
    Units   persons
    Errors  as `project`; AxisMismatch when a group straddles an age group; ValueError when
            regions do not fit the areas
    Check   the same bytes for any number of threads and any order of shards; with Numba and
            without it the results differ by rounding
    """
    work = _Work(start, assumptions, uncertainty, draws, groups, options)
    return work.carry(dict(draws.shards()))


def project_shard(  # noqa: PLR0913 -- what `project_draws` takes, and which shard
    start: PopulationArray,
    assumptions: Assumptions,
    *,
    uncertainty: Uncertainty | None = None,
    draws: Draws = ONE_DRAW,
    shard: int = 0,
    groups: Groups = EVERYONE,
    options: Options = AS_USUAL,
) -> DrawnProjection:
    """One shard of what `project_draws` returns, for whoever divides a run among processes.

    Shapes  those of `project_draws`, with the draws that stand at `draws.place_of(shard)` there
    Units   persons
    Errors  as `project_draws`; ValueError when there is no such shard
    Check   the same bytes as in `project_draws`, whichever process or host carries the shard
    """
    place = draws.place_of(shard)
    work = _Work(start, assumptions, uncertainty, draws, groups, options)
    return work.carry({shard: slice(0, place.stop - place.start)})


class _Work:
    """A projection in draws, made ready once for all of its shards."""

    def __init__(
        self,
        start: PopulationArray,
        assumptions: Assumptions,
        uncertainty: Uncertainty | None,
        draws: Draws,
        groups: Groups,
        options: Options,
    ) -> None:
        assumptions.require_start(start)
        self.assumptions, self.groups, self.options = assumptions, groups, options
        self.uncertainty, self.draws = uncertainty, draws
        self.spans = [group.within(assumptions.ages) for group in groups.values()]
        self.terms, self.start = assumptions.terms(), start.persons[0]

    def carry(self, places: Mapping[int, slice]) -> DrawnProjection:
        """Shards, each at its place among the draws."""
        n_draws = max(place.stop for place in places.values())
        shape = (len(self.assumptions.periods), len(self.assumptions.areas), n_draws)
        n_events = len(EVENTS) if self.options.events else 0
        counts = np.zeros((len(self.groups), *shape), self.options.precision)
        events = np.zeros((n_events, *shape), self.options.precision)
        if self.uncertainty is None:
            once = carry_once(self.terms, self.start, self.spans)
            counts[:], events[:] = once.groups[..., None], once.events[:n_events, ..., None]
        else:
            self._draw(self.uncertainty, places, (counts, events))
        return DrawnProjection(
            dict(zip(self.groups, counts, strict=True)),
            dict(zip(EVENTS, events, strict=False)),
            self.assumptions.periods,
            self.assumptions.areas,
        )

    def _draw(
        self, uncertainty: Uncertainty, places: Mapping[int, slice], results: Results
    ) -> None:
        """As many shards at a time as there are threads; all threads then share their draws."""
        n_threads, shards = self.options.threads, list(places)
        carry, at_once = self._carrier()

        def factors_of(shard: int) -> Factors:
            return factors_of_shard(
                uncertainty,
                self.draws,
                shard,
                n_steps=len(self.assumptions.periods),
                n_areas=len(self.assumptions.areas),
                step=self.assumptions.step,
            )

        def carry_part(part: tuple[Factors, slice]) -> None:
            carry(*part, results)

        with ThreadPoolExecutor(n_threads) as workers:
            for first in range(0, len(shards), n_threads):
                some = shards[first : first + n_threads]
                parts = [
                    part
                    for factors, shard in zip(workers.map(factors_of, some), some, strict=True)
                    for part in _parts(factors, places[shard], at_once)
                ]
                list(workers.map(carry_part, parts))

    def _carrier(self) -> tuple[CarryDraws, int]:
        """What carries some draws to their place in the results, and how many at once."""
        if self.options.fast and is_fast_installed():
            fast = FastTerms(self.terms, self.start, self.spans, self.options.precision)
            return fast.carry, LANES
        return partial(_carry_plainly, self.terms, self.start, self.spans), _PLAIN_DRAWS


def _parts(factors: Factors, place: slice, at_once: int) -> Iterator[tuple[Factors, slice]]:
    """The draws of a shard, and their places, some at a time."""
    for first in range(place.start, place.stop, at_once):
        part = slice(first, min(first + at_once, place.stop))
        yield factors.part(first - place.start, part.stop - place.start), part


def _carry_plainly(
    terms: Terms,
    start: FloatArray,
    spans: Sequence[Span],
    factors: Factors,
    place: slice,
    results: Results,
) -> None:
    counts, events = results
    for time, step in enumerate(reference.steps(terms, start, factors)):
        for group, (sex, sex_end, age, age_end) in enumerate(spans):
            people = step.persons[:, sex:sex_end, age:age_end]
            counts[group, time, :, place] = people.sum(axis=(1, 2))
        for event, name in enumerate(EVENTS[: len(events)]):
            happened = getattr(step, name)
            events[event, time, :, place] = happened.sum(axis=tuple(range(1, happened.ndim - 1)))
