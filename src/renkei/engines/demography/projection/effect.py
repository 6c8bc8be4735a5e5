"""The effect of measured outcomes on the population: what would not be there without them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from renkei.engines.demography.axes import FloatArray
from renkei.engines.demography.projection.controls import Controls
from renkei.engines.demography.projection.draws import (
    Draws,
    Factors,
    Uncertainty,
    factors_of_shard,
)
from renkei.engines.demography.projection.forms import Moves
from renkei.engines.demography.projection.impulse import Chances, Target, backwards
from renkei.engines.demography.projection.outcomes import (
    AS_COUNTED,
    NOWHERE,
    Evidence,
    Outcome,
    OutcomeArray,
    stream,
)
from renkei.engines.demography.projection.stepping import of_step
from renkei.engines.demography.projection.terms import Assumptions, Terms

# So many columns (figures times draws) are read backwards at once.
_COLUMNS = 24


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """What effects are measured against: the same rates, draws and controls on both sides.

    `terms` are those of a scenario, the assumptions' own when absent; `controls` are frozen: found
    once, for the projection without outcomes.
    """

    assumptions: Assumptions
    uncertainty: Uncertainty = Uncertainty()  # noqa: RUF009 -- frozen
    draws: Draws = Draws(n_draws=1)  # noqa: RUF009 -- frozen
    terms: Terms | None = None
    controls: Controls | None = None

    def factors(self, shard: int) -> Factors:
        """The demographic factors of a shard; of one draw when all draws have the same."""
        n_steps = len(self.assumptions.periods)
        factors = factors_of_shard(
            self.uncertainty,
            self.draws,
            shard,
            n_steps=n_steps,
            n_areas=len(self.assumptions.areas),
            step=self.assumptions.step,
        )
        is_certain = all(np.all(factors.of_step(time) == 1.0) for time in range(n_steps))
        return factors.part(0, 1) if is_certain else factors


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """What outcomes add to each figure, record by record and draw by draw.

    Shapes  records (record, target, draw)
    Units   persons, above zero where the figure is larger with the outcomes than without
    Check   initiatives sum to the total, and records to their initiative
    """

    records: FloatArray
    outcomes: tuple[Outcome, ...]
    targets: tuple[Target, ...]

    @property
    def total(self) -> FloatArray:
        """(target, draw); zero without outcomes."""
        total: FloatArray = self.records.sum(axis=0)
        return total

    def by_initiative(self) -> dict[str, FloatArray]:
        """(target, draw) of every initiative, in the order in which they first occur."""
        names = [outcome.initiative for outcome in self.outcomes]
        return {
            name: self.records[[n == name for n in names]].sum(axis=0)
            for name in dict.fromkeys(names)
        }

    def on(self, baseline: FloatArray) -> FloatArray:
        """The figures with the outcomes, given those without: (target, draw).

        Check   without outcomes the baseline, bit for bit
        """
        return baseline + self.total if self.outcomes else baseline


def effect_of(
    outcomes: Sequence[Outcome],
    baseline: Baseline,
    targets: Sequence[Target],
    evidence: Mapping[str, Evidence] | None = None,
) -> Effect:
    """What the population would lack if the initiatives had not had their outcomes.

    1. gross to net: the outcomes of an initiative times its additionality, one factor a draw
    2. those who come from inside are taken from their origin; those who do not stay leave again,
       to their origin or, when they came from outside, for outside
    3. each person added or taken away times what one is worth for each figure, in the same draw
       of the demographic rates

    Shapes  -> see `Effect`
    Units   persons
    Errors  AxisMismatch when a step, an area or a year is not in the projection; ValueError when
            an outcome is none, named in `outcomes`
    Source  a projection with people added is affine: T. J. Espenshade, L. F. Bouvier and
            W. B. Arthur, Immigration and the Stable Population Model, Demography 19 (1982)
    Check   effects of initiatives add up exactly; a move inside adds nothing to all areas together
            at the step in which everyone moves at its end, and later what local rates differ by;
            the same numbers for any order of shards, and for one initiative whoever else is there
    Limits  an outcome changes how many people there are, not the rates: see `attribution`. People
            who were counted twice are there twice
    """
    labels = baseline.assumptions
    entered = OutcomeArray.of(outcomes, labels)
    placed = [target.place(labels) for target in targets]
    found = np.zeros((len(outcomes), len(placed), baseline.draws.n_draws))
    terms = baseline.terms or labels.terms()
    if not outcomes:
        return Effect(found, (), tuple(targets))
    n_at_once = max(1, _COLUMNS // max(1, len(placed)))
    for shard, place in baseline.draws.shards():
        factors = baseline.factors(shard)
        known = _Known(terms, factors, baseline)
        entries = _entries(entered, known, evidence or {}, shard)
        for few, some, columns in _parts(factors, place, n_at_once):
            for time, worth in backwards(terms, some, placed, baseline.controls):
                for entry in entries.get(time, ()):
                    each = entry.persons[few] * worth[:, entry.area, entry.sex, entry.age]
                    found[entry.record, :, columns] += each
    return Effect(found, tuple(outcomes), tuple(targets))


@dataclass(frozen=True, slots=True)
class Figure:
    """The effect of one initiative on one figure: what is reported.

    Units   persons; low and high bound the middle 80 % of the draws; `above_zero`: the share of
            draws in which the figure is larger with the outcomes
    """

    initiative: str
    target: Target
    median: float
    low: float
    high: float
    above_zero: float


def report(effect: Effect, years: Sequence[int] = (2030, 2045)) -> tuple[Figure, ...]:
    """Median, 80 % interval and probability above zero, for each initiative and figure.

    Shapes  -> figures of these years, by initiative in the order of the outcomes
    Units   persons
    Limits  the medians of initiatives do not add up to the median of all; their draws do
    """
    rows = []
    for name, persons in effect.by_initiative().items():
        for target, drawn in zip(effect.targets, persons, strict=True):
            if target.year in years:
                low, median, high = (float(q) for q in np.quantile(drawn, (0.1, 0.5, 0.9)))
                above = float((drawn > 0).mean())
                rows.append(Figure(name, target, median, low, high, above))
    return tuple(rows)


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """People added by one record to one cell in one step: persons (draw,)."""

    record: int
    area: int
    sex: int
    age: int
    persons: FloatArray


Entries: TypeAlias = dict[int, list[_Entry]]


class _Known:
    """The chances of people in single areas and steps, worked out when they are first asked for."""

    def __init__(self, terms: Terms, factors: Factors, baseline: Baseline) -> None:
        controls = baseline.controls
        self.terms = terms if controls is None else controls.on(terms)
        self.factors, self.baseline = factors, baseline
        self._found: dict[tuple[int, int], Chances] = {}

    def of(self, time: int, area: int) -> Chances:
        if (time, area) not in self._found:
            here = slice(area, area + 1)
            one, moves = of_step(self.terms, time), self.terms.moves
            alone = Moves(moves.rates[time : time + 1, here], moves.added[time : time + 1, here])
            terms = replace(one, dying=one.dying[:, here], moves=alone)
            drawn = self.factors.of_step(time)[:, here]
            self._found[time, area] = Chances(terms, 0, drawn)
        return self._found[time, area]

    def scaled(self, time: int, area: int, sex: int, age: int) -> float:
        """The frozen control of the people of a cell."""
        controls = self.baseline.controls
        return 1.0 if controls is None else float(controls.on_people(time)[area, sex, age])


def _parts(
    factors: Factors, place: slice, n_at_once: int
) -> Iterator[tuple[slice, Factors, slice]]:
    """Some draws of a shard: their place in it, their factors, and their place in the results."""
    n_draws = place.stop - place.start
    # Draws that all have the same rates are read backwards together, in one column.
    if factors.of_step(0).shape[-1] < n_draws:
        yield slice(0, n_draws), factors, place
        return
    for first in range(0, n_draws, n_at_once):
        last = min(first + n_at_once, n_draws)
        results = slice(place.start + first, place.start + last)
        yield slice(first, last), factors.part(first, last), results


def _entries(
    entered: OutcomeArray, known: _Known, evidence: Mapping[str, Evidence], shard: int
) -> Entries:
    """All that outcomes add to and take from cells, by step."""
    draws = known.baseline.draws
    place = dict(draws.shards())[shard]
    n_draws = place.stop - place.start
    of_initiative = {}
    for name in dict.fromkeys(outcome.initiative for outcome in entered.outcomes):
        stated, random = evidence.get(name, AS_COUNTED), stream(draws, shard, name)
        net = stated.additionality.draw(random, n_draws)
        step = known.baseline.assumptions.step
        kept = None if stated.retention is None else stated.retention.draw(random, n_draws, step)
        of_initiative[name] = net, kept
    found: Entries = {}
    for record, outcome in enumerate(entered.outcomes):
        net, kept = of_initiative[outcome.initiative]
        origin, sex = int(entered.origins[record]), int(entered.sexes[record])
        for time, age, persons in _stay(entered, record, known, net, kept):
            cells = found.setdefault(time, [])
            cells.append(_Entry(record, int(entered.areas[record]), sex, age, persons))
            if origin != NOWHERE:
                cells.append(_Entry(record, origin, sex, age, -persons))
    return found


def _stay(
    entered: OutcomeArray,
    record: int,
    known: _Known,
    net: FloatArray,
    kept: FloatArray | None,
) -> Iterator[tuple[int, int, FloatArray]]:
    """Those who come and, later, those who do not stay: step, age, persons (draw,).

    Base rates already take some of them away; what is added makes as many stay as the follow-ups
    say, fewer or more.
    """
    first, area = int(entered.times[record]), int(entered.areas[record])
    sex, age = int(entered.sexes[record]), int(entered.ages[record])
    persons = entered.persons[record] * net
    yield first, age, persons
    if kept is None:
        return
    landing = known.of(first, area).landing[0, sex, age]
    here = persons * landing * known.scaled(first, area, sex, age)
    for time, share in enumerate(kept[: len(known.terms.dying) - first - 1], start=first + 1):
        chances = known.of(time, area)
        cohort = age + 1
        age = min(cohort, chances.landing.shape[2] - 1)
        landing = chances.landing[0, sex, age]
        wanted = here * chances.living[0, sex, cohort] * share
        missing = wanted - here * chances.staying[0, sex, cohort]
        more = np.divide(missing, landing, out=np.zeros_like(missing), where=landing > 0)
        yield time, age, more
        here = wanted * known.scaled(time, area, sex, age)
