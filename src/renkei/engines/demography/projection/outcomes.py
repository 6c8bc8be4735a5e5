"""Measured outcomes of initiatives, and how much of them is their own.

Gross is not net. Somebody who came with the help of an initiative might have come anyway, may have
taken another's place, and may not stay. Each of these is a share with an uncertainty of its own,
and says where it is from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.arrays import positions
from renkei.engines.demography.axes import SEXES, FloatArray
from renkei.engines.demography.projection.draws import Draws
from renkei.engines.demography.projection.refusals import Labelled


@dataclass(frozen=True, slots=True)
class Outcome:
    """People whom an initiative brought to an area or kept there.

    Units   time: number of the step, from 0; area and origin: codes, origin None for people from
            outside the projection; sex: `axes.FEMALE` or `MALE`; age in completed years at the
            end of the step; persons, below zero to take back what was counted before
    """

    initiative: str
    kind: str
    time: int
    area: str
    sex: int
    age: int
    persons: float
    origin: str | None = None


NOWHERE = -1


@dataclass(frozen=True, slots=True, eq=False)
class OutcomeArray:
    """Outcomes as positions in a projection.

    Shapes  all (record,); origins are `NOWHERE` for people from outside
    Errors  AxisMismatch when a step or area is not in the projection; ValueError when a sex, an
            age or a number of persons is none, or somebody moves to where they were
    """

    outcomes: tuple[Outcome, ...]
    labels: Labelled
    times: NDArray[np.int64]
    areas: NDArray[np.int64]
    origins: NDArray[np.int64]
    sexes: NDArray[np.int64]
    ages: NDArray[np.int64]
    persons: FloatArray

    @classmethod
    def of(cls, outcomes: Sequence[Outcome], labels: Labelled) -> "OutcomeArray":
        for outcome in outcomes:
            _refuse_what_is_none(outcome)
        origins = [outcome.origin for outcome in outcomes if outcome.origin is not None]
        inside = iter(positions("origin", origins, labels.areas))
        steps = range(len(labels.periods))
        starts = np.array(labels.ages.starts)
        return cls(
            tuple(outcomes),
            labels,
            _integers(positions("time", [outcome.time for outcome in outcomes], steps)),
            _integers(positions("area", [outcome.area for outcome in outcomes], labels.areas)),
            _integers([NOWHERE if o.origin is None else next(inside) for o in outcomes]),
            _integers([outcome.sex for outcome in outcomes]),
            np.searchsorted(starts, [o.age for o in outcomes], side="right") - 1,
            np.array([outcome.persons for outcome in outcomes], dtype=float),
        )

    def added(self) -> FloatArray:
        """The input u to a projection; an origin inside is debited, so a move sums to zero.

        Shapes  -> (time, area, sex, age)
        Units   persons per step, gross
        """
        n_steps, n_areas = len(self.labels.periods), len(self.labels.areas)
        u = np.zeros((n_steps, n_areas, len(SEXES), len(self.labels.ages)))
        np.add.at(u, (self.times, self.areas, self.sexes, self.ages), self.persons)
        moved = self.origins != NOWHERE
        cells = [axis[moved] for axis in (self.times, self.origins, self.sexes, self.ages)]
        np.subtract.at(u, tuple(cells), self.persons[moved])
        return u


class Distribution(Protocol):
    """A share whose value is not known for certain."""

    def draw(self, random: np.random.Generator, n_draws: int) -> FloatArray: ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """A share that is taken as known.

    Errors  ValueError when it is not between 0 and 1
    """

    value: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.value <= 1:
            raise ValueError(f"a share lies between 0 and 1, not at {self.value}")

    def draw(self, random: np.random.Generator, n_draws: int) -> FloatArray:  # noqa: ARG002
        return np.full(n_draws, self.value)


@dataclass(frozen=True, slots=True)
class Beta:
    """A share with mean a / (a + b), the surer the larger both are.

    Errors  ValueError when a or b is not above zero
    """

    a: float
    b: float

    def __post_init__(self) -> None:
        if not (0 < self.a < np.inf and 0 < self.b < np.inf):
            raise ValueError(f"a and b of a beta distribution are above zero, not {self}")

    @classmethod
    def seen(cls, yes: float, of: float) -> "Beta":
        """After a survey in which `yes` of `of` said so, all shares being alike before it.

        Errors  ValueError when more said so than were asked
        """
        if not 0 <= yes <= of:
            raise ValueError(f"{yes} of {of} cannot have said so: give 0 to {of}")
        return cls(yes + 1.0, of - yes + 1.0)

    def draw(self, random: np.random.Generator, n_draws: int) -> FloatArray:
        return random.beta(self.a, self.b, n_draws)


NONE = Fixed(0.0)


def _require_source(source: str) -> None:
    if not source.strip():
        raise ValueError("say where the shares are from: a survey, a follow-up or an assumption")


@dataclass(frozen=True, slots=True)
class Additionality:
    """How much of a gross outcome is due to the initiative, in its area and for those it is for.

    deadweight    would have come about without it
    displacement  is lost by others in the area, such as a competitor's employee
    substitution  replaces another of the same employer or household, to gain the support
    leakage       benefits people or places the initiative is not for

    Source  Homes and Communities Agency, Additionality Guide, fourth edition (2014)
    Errors  ValueError when no source is stated
    Limits  the four are drawn independently of each other
    """

    source: str
    deadweight: Distribution = NONE
    displacement: Distribution = NONE
    substitution: Distribution = NONE
    leakage: Distribution = NONE

    def __post_init__(self) -> None:
        _require_source(self.source)

    def draw(self, random: np.random.Generator, n_draws: int) -> FloatArray:
        """Net persons per person counted: (draw,)."""
        net = np.ones(n_draws)
        for share in (self.deadweight, self.displacement, self.substitution, self.leakage):
            net *= 1.0 - share.draw(random, n_draws)
        return net


@dataclass(frozen=True, slots=True)
class Retention:
    """The share of those alive who are still there at each follow-up, of those at the one before.

    Between follow-ups people leave at a constant hazard; after the last they leave like everyone of
    their area, sex and age.

    Units   years after the end of the step in which they came, rising; shares as many
    Errors  ValueError when years do not rise, shares are missing or no source is stated
    """

    source: str
    years: tuple[float, ...]
    shares: tuple[Distribution, ...]

    def __post_init__(self) -> None:
        _require_source(self.source)
        rising = (0.0, *self.years)
        if not all(a < b for a, b in zip(rising, self.years, strict=False)):
            raise ValueError(f"years of follow-up must be above zero and rise, not {self.years}")
        if len(self.years) != len(self.shares) or not self.years:
            raise ValueError(
                f"{len(self.years)} years of follow-up have {len(self.shares)} shares: give one"
                " share for each year"
            )

    def draw(self, random: np.random.Generator, n_draws: int, step: int) -> FloatArray:
        """The share staying through each step after the one of arrival: (step, draw).

        Errors  ValueError when the last follow-up is not at the end of a step
        """
        last = self.years[-1]
        if last % step:
            raise ValueError(
                f"the last follow-up, after {last:g} years, is not at the end of a step of {step}"
                " years: give one that is"
            )
        ends = np.arange(step, last + step, step)
        kept = np.ones((len(ends), n_draws))
        for start, end, share in zip((0.0, *self.years), self.years, self.shares, strict=False):
            inside = np.minimum(ends, end) - np.maximum(ends - step, start)
            portion = np.maximum(inside, 0.0) / (end - start)
            kept *= share.draw(random, n_draws) ** portion[:, np.newaxis]
        return kept


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the people an initiative counts; without retention they live on as others.

    Check   the source of each share can be shown beside the effect
    """

    additionality: Additionality
    retention: Retention | None = None


AS_COUNTED = Evidence(Additionality("assumed: every person counted is due to the initiative"))

# Keeps these numbers apart from those of the demographic factors of the same shard.
_EVIDENCE = 0x0E71DE4C


def stream(draws: Draws, shard: int, initiative: str) -> np.random.Generator:
    """Random numbers of one initiative in one shard, whoever else is drawn, where and when."""
    name = crc32(initiative.encode())
    return np.random.Generator(np.random.Philox([draws.seed, draws.run, shard, _EVIDENCE, name]))


def _integers(places: Sequence[int]) -> NDArray[np.int64]:
    return np.array(places, dtype=np.int64)


def _refuse_what_is_none(outcome: Outcome) -> None:
    named = f"{outcome.initiative}, {outcome.kind}, area {outcome.area}, step {outcome.time}"
    if outcome.sex not in range(len(SEXES)):
        raise ValueError(f"{named}: sex must be 0 (female) or 1 (male), not {outcome.sex}")
    if outcome.age < 0:
        raise ValueError(f"{named}: age must be at least zero, not {outcome.age}")
    if not np.isfinite(outcome.persons):
        raise ValueError(f"{named}: persons must be a number, not {outcome.persons}")
    if outcome.origin == outcome.area:
        raise ValueError(f"{named}: nobody moves from an area to itself: leave the outcome out")
