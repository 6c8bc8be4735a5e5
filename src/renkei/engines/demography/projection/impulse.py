"""What one person added is worth later: the projection read backwards.

With rates fixed a projection is affine, x(t+1) = M(t) x(t) + u(t): what one person more at a place,
sex, age and time adds to a later figure does not depend on who else is there. Forwards, one person
leads to all later figures; backwards, one figure leads to the worth of every person, by one pass
over the steps.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from renkei.engines.demography.arrays import positions
from renkei.engines.demography.axes import FEMALE, SEXES, FloatArray
from renkei.engines.demography.projection.accounts import AgeSpan
from renkei.engines.demography.projection.controls import Controls
from renkei.engines.demography.projection.draws import (
    Draws,
    Factors,
    Uncertainty,
    factors_of_shard,
)
from renkei.engines.demography.projection.terms import Assumptions, Terms
from renkei.engines.demography.projection.timing import movers_survival


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that is asked about: people of an age span, in some areas together, in a year.

    Units   year: one in which a period ends; areas: None for all of the projection
    """

    year: int
    people: AgeSpan = AgeSpan()  # noqa: RUF009 -- frozen
    areas: tuple[str, ...] | None = None
    name: str = "everyone"

    def place(self, labels: Assumptions) -> "Placed":
        """Where the figure stands in the projection.

        Errors  AxisMismatch when the year ends no period, an area is not here or the span
                straddles an age group
        """
        (time,) = positions("time", [self.year], [end for _, end in labels.periods])
        wanted = labels.areas if self.areas is None else self.areas
        counted = np.zeros((len(labels.areas), len(SEXES), len(labels.ages)))
        sexes = slice(None) if self.people.sex is None else self.people.sex
        ages = labels.ages.span(self.people.low, self.people.high)
        counted[positions("area", wanted, labels.areas), sexes, ages] = 1.0
        return Placed(time, counted)


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """The step at whose end people are counted, and which of them: (area, sex, age)."""

    time: int
    counted: FloatArray


def impulse_responses(
    assumptions: Assumptions,
    targets: Sequence[Target],
    *,
    terms: Terms | None = None,
    controls: Controls | None = None,
) -> FloatArray:
    """What one person added in a step, at the age then reached, adds to each figure.

    The answer to any change by numbers is the sum over cells of persons added times their worth.

    Shapes  -> (target, time, area, sex, age)
    Units   persons in the figure per person added; children born later are among them
    Errors  as `Target.place`
    Check   the difference between `operator.project` with the person and without
    """
    placed = [target.place(assumptions) for target in targets]
    n_steps, n_areas = len(assumptions.periods), len(assumptions.areas)
    factors = factors_of_shard(
        Uncertainty(), Draws(n_draws=1), 0, n_steps=n_steps, n_areas=n_areas, step=1
    )
    shape = (len(placed), n_steps, n_areas, len(SEXES), len(assumptions.ages))
    found = np.zeros(shape)
    for time, worth in backwards(terms or assumptions.terms(), factors, placed, controls):
        found[:, time] = worth[..., 0]
    return found


def backwards(
    terms: Terms, factors: Factors, placed: Sequence[Placed], controls: Controls | None
) -> Iterator[tuple[int, FloatArray]]:
    """Each step, the last first, and the worth of one person added in it.

    1. what a person at the end of the step is worth, being counted then or later
    2. what the children of the step are worth, and with them their mothers
    3. what those who live, stay, or move inside are worth at its start

    Shapes  factors of some draws -> time, (target, area, sex, age reached, draw)
    """
    terms = terms if controls is None else controls.on(terms)
    n_draws = factors.of_step(0).shape[-1]
    worth = np.zeros((len(placed), *terms.moves.rates.shape[1:], n_draws))
    # Nobody is worth anything after the last figure has been counted.
    for time in reversed(range(max((one.time for one in placed), default=-1) + 1)):
        for target, figure in enumerate(placed):
            if figure.time == time:
                worth[target] += figure.counted[..., np.newaxis]
        if controls is not None:
            worth *= controls.on_people(time)[..., np.newaxis]
        worth, of_added = Chances(terms, time, factors.of_step(time)).back(worth)
        yield time, of_added


class Chances:
    """What becomes of a person in one step, in every draw, as `reference.steps` has it.

    Shapes  factors (component, area, draw); living, staying, sending (area, sex, cohort, draw);
            landing (area, sex, age, draw)
    """

    def __init__(self, terms: Terms, time: int, factors: FloatArray) -> None:
        self.terms, self.time = terms, time
        moves, timing = terms.moves, terms.conventions.timing
        deaths, self.bearing, departures, arrivals = factors
        self.living = 1.0 - np.minimum(_of_draws(terms.dying[time], deaths), 1.0)
        rates = moves.rates[time]
        gains, losses = np.maximum(rates, 0.0), np.minimum(rates, 0.0)
        drawn = np.maximum(_of_draws(gains, arrivals) + _of_draws(losses, departures), -1.0)
        drawn = _to_cohorts(drawn)
        self.staying = self.living + drawn * movers_survival(timing, self.living)
        meeting = self.living[:, :, :-1].copy()
        meeting[:, :, -1] = (self.living[:, :, -2] + self.living[:, :, -1]) / 2
        self.landing = movers_survival(timing, meeting)
        if moves.inside is not None:
            inside = _to_cohorts(moves.inside[time])[..., np.newaxis]
            self.sending = np.maximum(-drawn, 0.0) * inside

    def back(self, worth: FloatArray) -> tuple[FloatArray, FloatArray]:
        """From the end of the step to its start, and the worth of those added in it.

        Shapes  (target, area, sex, age, draw) -> the same, at the start and for those added
        """
        born, landed = self._carried(worth[:, :, :, :1], slice(0, 1))
        child = self._of_children(born[:, :, :, 0])
        by_age = child[:, :, np.newaxis] * self.terms.fertility[self.time, :, 1:, np.newaxis]
        older = worth[:, :, :, 1:].copy()
        part = 1.0 if self.terms.by_ratio else 0.5
        movers_are_mothers = self.terms.conventions.migrant_mothers == "half"
        if movers_are_mothers:
            older[:, :, FEMALE] += part * by_age
        before, landed_older = self._carried(older, slice(1, None))
        if not self.terms.by_ratio:
            before[:, :, FEMALE, 1:] += 0.5 * by_age
        if not movers_are_mothers:
            stayed = _to_cohorts(by_age, axis=2) * self.living[:, FEMALE, 1:]
            before[:, :, FEMALE] += part * stayed
        return before, np.concatenate([landed, landed_older], axis=3)

    def _carried(self, worth: FloatArray, ages: slice) -> tuple[FloatArray, FloatArray]:
        """The worth of a person of each cohort, and of one who lands at the age it reaches."""
        landed = worth * self.landing[:, :, ages]
        staying = self.staying[:, :, ages]
        n_cohorts = staying.shape[2]
        carried = _to_cohorts(worth, n_cohorts, axis=3) * staying
        if self.terms.moves.inside is not None:
            handed = _to_cohorts(self._handed_out(landed, ages), n_cohorts, axis=3)
            carried += self.sending[:, :, ages] * handed
        return carried, landed

    def _handed_out(self, landed: FloatArray, ages: slice) -> FloatArray:
        """The worth of one who leaves for the areas of the projection."""
        moves = self.terms.moves
        if moves.shares is not None:
            shares = moves.shares[self.time][:, :, ages, np.newaxis]
            of_all: FloatArray = (shares * landed).sum(axis=1, keepdims=True)
            return of_all
        assert moves.destinations is not None
        to = moves.destinations[self.time][..., ages]
        of_each: FloatArray = np.einsum("oksa,tksad->tosad", to, landed)
        return of_each

    def _of_children(self, born: FloatArray) -> FloatArray:
        """(target, area, sex, draw) of a girl or boy born -> (target, area, draw) of a child."""
        if self.terms.by_ratio:
            born = born / self.living[:, :, 0]
        girls, boys = self.terms.conventions.shares_at_birth
        child: FloatArray = (girls * born[:, :, 0] + boys * born[:, :, 1]) * self.bearing
        return child


def _of_draws(values: FloatArray, factors: FloatArray) -> FloatArray:
    """(area, sex, age) times (area, draw) -> (area, sex, age, draw)"""
    return values[..., np.newaxis] * factors[:, np.newaxis, np.newaxis]


def _to_cohorts(by_age: FloatArray, n_cohorts: int | None = None, axis: int = 2) -> FloatArray:
    """By age reached -> by cohort: the open group is reached by two."""
    if n_cohorts == by_age.shape[axis]:
        return by_age
    return np.concatenate([by_age, np.take(by_age, [-1], axis=axis)], axis=axis)
