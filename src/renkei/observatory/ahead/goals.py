"""How many would it take: people a year who stay or come, until a place probably has so many."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.axes import FloatArray
from renkei.engines.demography.projection.changes import AddArrivals, AddPersons, Change
from renkei.engines.demography.projection.goal_seek import Goal, Verdict, seek, share_out
from renkei.engines.demography.projection.scenario import Scenario, apply
from renkei.observatory import tables
from renkei.observatory.ahead.base import START
from renkei.observatory.ahead.levers import groups, levers
from renkei.observatory.ahead.runs import LEVELS, Fan, newest_run
from renkei.observatory.ahead.what_if_changes import shared_by_people
from renkei.observatory.ahead.what_if_ground import FROM_JAPAN, YOUNG, Ground, ground

STAY, COME = "stay", "come"
BEGINS = "begins"
TRIED = 1000.0  # persons a year with whom the response is computed; it is the same for any number


@dataclass(frozen=True, slots=True)
class GoalAsked:
    """The people a place should have in a year, how surely, and who makes the difference."""

    area: str
    year: int
    target: int
    sure: int  # per cent
    lever: str
    who: str = ""

    @property
    def probability(self) -> float:
        return self.sure / 100


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """What one person more in each year from the first year of change on makes of a population.

    Shapes  here, hokkaido (year), the start first
    Units   persons on 1 January for each person a year
    """

    here: FloatArray
    hokkaido: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A municipality's part: persons a year, and the people by whose number it was shared out."""

    code: str
    amount: float
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class GoalAnswer:
    """The persons a year that are needed, or how far all there are would lead.

    `most` is the largest number that was considered, `now` the people of the start, `likely` the
    probability of the target with no change, between `LEVELS`; `fan` the projection of the place.
    """

    asked: GoalAsked
    verdict: Verdict
    amount: int
    level: float
    likely: float
    most: float
    now: float
    fan: Fan
    response: Response
    parts: tuple[Part, ...]

    @property
    def leaving(self) -> bool:
        return self.asked.lever == STAY

    @property
    def elsewhere(self) -> float:
        """How many more (fewer) people the rest of Hokkaido has in the year of the target."""
        at = self.asked.year - START
        both = self.response.hokkaido[at] - self.response.here[at]
        return float(self.amount * both)


def goal_answer(asked: GoalAsked) -> GoalAnswer:
    """The smallest whole number of persons a year with which the target is probably reached.

    The run says how many people the place has, with the probability asked for, without a change;
    each person a year adds the same to every draw, so the rest is a division.

    Errors  NotProjected or KeyError when the place is not in the run
    Limits  what a person a year adds is that of the central rates: in draws with higher fertility
            or fewer departures it is a little more, in others a little less
    """
    found = ground()
    at = found.at([asked.area])
    fan, given = newest_run().people(asked.area, "everyone"), response(asked)
    place = asked.year - START
    surely = quantile(fan, 1 - asked.probability, asked.year)
    most = most_of(found, at, asked.lever)
    sought = seek(
        lambda amount: np.array([surely + amount * given.here[place]]),
        Goal(asked.target, probability=1.0),
        bounds=(0.0, most),
    )
    amount = ceil(sought.amount - 1e-6)
    return GoalAnswer(
        asked,
        sought.verdict,
        amount,
        surely + amount * float(given.here[place]),
        probability(fan, asked.target, asked.year),
        most,
        float(found.people[at].sum()),
        fan,
        given,
        parts(found, asked, amount),
    )


# --- what a person a year adds --------------------------------------------------------------


def response(asked: GoalAsked) -> Response:
    """The response to one person a year, whatever target, year and probability."""
    return _response(asked.area, asked.lever, asked.who, tables.version())


@lru_cache(maxsize=128)
def _response(area: str, lever: str, who: str, _version: str) -> Response:
    found = ground()
    at = found.at([area])
    change = staying(found, at) if lever == STAY else coming(found, at, who)
    terms = apply(found.terms, Scenario("", (change,)), found.assumptions)
    more = (found.carried(terms).stocks[0] - found.outcome.stocks[0]) / TRIED
    return Response(more[:, at].sum(axis=1), more.sum(axis=1))


def leavers(found: Ground, at: NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
    """Those aged 15-29 who leave a place, and of these the part that stays inside Hokkaido.

    Who moves between two areas of the place does not leave it.

    Shapes  both (time, area of the place, sex, age reached)
    """
    ages = found.assumptions.ages.span(*YOUNG)
    inside, own = found.inside[:, at], found.shares[:, at].sum(axis=1, keepdims=True)
    left = np.zeros_like(inside)
    left[..., ages] = (found.leaving[:, at] * (1.0 - inside * own))[..., ages]
    going = inside * (1.0 - own)
    part = np.divide(going, 1.0 - inside * own, out=np.zeros_like(going), where=inside * own < 1)
    return left, part


def staying(found: Ground, at: NDArray[np.intp]) -> Change:
    """Of those aged 15-29 who would leave, some stay; where they would have gone, they lack."""
    left, part = leavers(found, at)
    by_area = (found.young[at] / found.young[at].sum())[:, np.newaxis, np.newaxis]
    here = left.sum(axis=(2, 3), keepdims=True)
    numbers = TRIED * has_begun(found)[:, np.newaxis, np.newaxis, np.newaxis]
    stay = left * numbers * by_area / np.where(here > 0, here, 1.0)
    change = np.zeros_like(found.leaving)
    change[:, at] = stay
    rest = found.elsewhere(at)
    shares = found.shares[:, rest]
    others = shares.sum(axis=1, keepdims=True)
    shares = np.divide(shares, others, out=np.zeros_like(shares), where=others > 0)
    change[:, rest] -= shares * (stay * part).sum(axis=1, keepdims=True)
    return AddPersons(change)


def coming(found: Ground, at: NDArray[np.intp], who: str) -> Change:
    group = groups()[who] if who else next(iter(groups().values()))
    profile = found.newcomers(FROM_JAPAN, group.spans)
    return AddArrivals(TRIED * has_begun(found), shared_by_people(found, at), profile)


def begins() -> int:
    """The first year in which somebody stays or comes: that of the page "what if"."""
    return round(levers()[BEGINS].untouched or START)


def has_begun(found: Ground) -> FloatArray:
    return np.array([float(start >= begins()) for start, _ in found.assumptions.periods])


def most_of(found: Ground, at: NDArray[np.intp], lever: str) -> float:
    """No more can stay than leave; no more are thought to come than the lever allows."""
    if lever == COME:
        return levers()["arrivals"].most_for(float(found.people[at].sum()))
    left, _part = leavers(found, at)
    return float(np.floor(left[0].sum()))


def parts(found: Ground, asked: GoalAsked, amount: int) -> tuple[Part, ...]:
    """The number shared out over the areas of the place: by the young, or by everybody."""
    at = found.at([asked.area])
    weights = (found.young if asked.lever == STAY else found.people)[at]
    shared = share_out(float(amount), weights)
    return tuple(
        Part(found.areas[i], float(part), float(weight))
        for i, part, weight in zip(at, shared, weights, strict=True)
    )


# --- reading a fan between its levels -----------------------------------------------------------


def quantile(fan: Fan, level: float, year: int) -> float:
    """The people whom the share `level` of the draws do not pass, between the stored levels.

    Between two levels the line runs straight in the quantiles of a normal distribution.
    """
    values = fan.values[:, fan.years.index(year)].astype(float)
    return float(np.interp(_normal(level), [_normal(one) for one in LEVELS], values))


def probability(fan: Fan, target: float, year: int) -> float:
    """The share of draws with at least so many people, within the outermost levels."""
    values = fan.values[:, fan.years.index(year)].astype(float)
    below = np.interp(target, values, [_normal(one) for one in LEVELS])
    return 1.0 - NormalDist().cdf(float(below))


def _normal(level: float) -> float:
    return NormalDist().inv_cdf(level)
