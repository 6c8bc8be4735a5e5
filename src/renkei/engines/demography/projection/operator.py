"""Carry a population forward: once, with the account of every cell, or in many random draws."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
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
    factors_of_shard,
)
from renkei.engines.demography.projection.fast import FastTerms, is_fast_installed
from renkei.engines.demography.projection.terms import Assumptions, Terms

Groups: TypeAlias = Mapping[str, AgeSpan]
# Groups (group, time, area, draw) and events (event, time, area, draw), the latter perhaps none.
Results: TypeAlias = tuple[Values, Values]

EVERYONE = {"everyone": AgeSpan()}
ONE_DRAW = Draws(n_draws=1)

# So many draws are in memory at once on the plain path.
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
    factors = _factors(assumptions, Uncertainty(), ONE_DRAW, 0)
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
    work = _Work(start, assumptions, uncertainty or Uncertainty(), draws, groups, options)
    results = work.room(draws.n_draws)

    def carry(shard: int, place: slice) -> None:
        work.carry(shard, place, results)

    with ThreadPoolExecutor(options.threads) as workers:
        list(workers.map(carry, *zip(*draws.shards(), strict=True)))
    return work.named(results)


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
    n_draws = place.stop - place.start
    work = _Work(start, assumptions, uncertainty or Uncertainty(), draws, groups, options)
    results = work.room(n_draws)
    work.carry(shard, slice(0, n_draws), results)
    return work.named(results)


class _Work:
    """A projection in draws, made ready once for all of its shards."""

    def __init__(
        self,
        start: PopulationArray,
        assumptions: Assumptions,
        uncertainty: Uncertainty,
        draws: Draws,
        groups: Groups,
        options: Options,
    ) -> None:
        assumptions.require_start(start)
        self.assumptions, self.groups, self.options = assumptions, groups, options
        self.uncertainty, self.draws = uncertainty, draws
        self.spans = [group.within(assumptions.ages) for group in groups.values()]
        self.terms, self.start = assumptions.terms(), start.persons[0]
        is_fast = options.fast and is_fast_installed()
        self.fast = FastTerms(self.terms, self.start, options.precision) if is_fast else None

    def room(self, n_draws: int) -> Results:
        """Zeros to count groups and events in."""
        shape = (len(self.assumptions.periods), len(self.assumptions.areas), n_draws)
        n_events = len(EVENTS) if self.options.events else 0
        precision = self.options.precision
        return (
            np.zeros((len(self.groups), *shape), precision),
            np.zeros((n_events, *shape), precision),
        )

    def carry(self, shard: int, place: slice, results: Results) -> None:
        """Carry one shard and write it to its place in the results."""
        factors = _factors(self.assumptions, self.uncertainty, self.draws, shard)
        if self.fast:
            self.fast.carry(factors, self.spans, place, results)
        else:
            _carry_plainly(self.terms, self.start, factors, self.spans, place, results)

    def named(self, results: Results) -> DrawnProjection:
        counts, events = results
        return DrawnProjection(
            dict(zip(self.groups, counts, strict=True)),
            dict(zip(EVENTS, events, strict=False)),
            self.assumptions.periods,
            self.assumptions.areas,
        )


def _factors(
    assumptions: Assumptions, uncertainty: Uncertainty, draws: Draws, shard: int
) -> Factors:
    return factors_of_shard(
        uncertainty,
        draws,
        shard,
        n_steps=len(assumptions.periods),
        n_areas=len(assumptions.areas),
        step=assumptions.step,
    )


def _carry_plainly(
    terms: Terms,
    start: FloatArray,
    factors: Factors,
    spans: Sequence[Span],
    place: slice,
    results: Results,
) -> None:
    counts, events = results
    for first in range(place.start, place.stop, _PLAIN_DRAWS):
        part = slice(first, min(first + _PLAIN_DRAWS, place.stop))
        few = factors.part(first - place.start, part.stop - place.start)
        for time, step in enumerate(reference.steps(terms, start, few)):
            for group, (sex, sex_end, age, age_end) in enumerate(spans):
                people = step.persons[:, sex:sex_end, age:age_end]
                counts[group, time, :, part] = people.sum(axis=(1, 2))
            for event, name in enumerate(EVENTS[: len(events)]):
                happened = getattr(step, name)
                events[event, time, :, part] = happened.sum(axis=tuple(range(1, happened.ndim - 1)))
