"""Departures and arrivals by sex and age, from their totals, net migration and model schedules.

Japanese registers count who comes and who goes in every municipality, but publish no ages for
small ones; two censuses give ages, but only of the balance. Together, with a curve of the ages at
which people move, they give out-rates and in-shares.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from renkei.engines.demography.arrays import (
    NetMigrationArray,
    Period,
    require_cells,
    require_shape,
)
from renkei.engines.demography.axes import SEXES, AgeGrid, FloatArray
from renkei.engines.demography.migration import age_by
from renkei.engines.demography.projection.forms import CohortArray, Pool, Pools
from renkei.engines.demography.projection.refusals import refuse_where

# Halvings after which a bracket is as narrow as double precision can tell.
_HALVINGS = 90

# The factor on the exchange lies within e to the power of so much beyond its bracket.
_BEYOND = 60.0
_FARTHEST = 500.0

# The least share of a pool, where a cell cannot be closed without it.
_RAREST = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class GrossMoves:
    """Departures and arrivals by sex and the age reached, which agree with known totals.

    Shapes  departures, arrivals, net_gap (time, area, sex, age)
    Units   persons per period; net_gap: arrivals - departures - the net migration given
    Errors  AxisMismatch when a shape does not fit the labels
    """

    departures: FloatArray
    arrivals: FloatArray
    net_gap: FloatArray
    periods: tuple[Period, ...]
    areas: tuple[str, ...]
    ages: AgeGrid

    def __post_init__(self) -> None:
        for values in (self.departures, self.arrivals, self.net_gap):
            require_cells(values, self.periods, self.areas, self.ages)


def people_at_risk(persons: FloatArray, births: FloatArray) -> FloatArray:
    """Those who can move in a step of one age group, by the age they reach.

    Shapes  persons at the start (..., age), births of the step (...) -> (..., age)
    Units   persons
    """
    return np.append(births[..., np.newaxis], age_by(persons, 1), axis=-1)


def gross_moves(
    net: NetMigrationArray,
    at_risk: FloatArray,
    *,
    departures: FloatArray,
    arrivals: FloatArray,
    leaving: FloatArray,
    coming: FloatArray | None = None,
) -> GrossMoves:
    """Departures and arrivals by sex and age from totals, net migration and profiles of moving.

    1. net migration moved to the balance of the totals: the difference is spread over cells in
       proportion to the likely moves, the least change when its square is weighed by these
    2. of each cell, the balance is a gain or a loss; as many again come as go (the exchange)
    3. the exchange that makes the totals exact and is nearest, in relative entropy of departures
       and arrivals together, to the likely ones: with n the balance,
       exchange = 2 k / (|n| + sqrt(n² + 4 k)), k = factor x likely departures x likely arrivals
    4. where the totals are too small even for the balances, these are scaled to the totals

    Likely departures are the people at risk times `leaving`; likely arrivals have the ages of
    `coming`, or of the likely departures of all areas together.

    Shapes  net.persons, at_risk (time, area, sex, age); departures, arrivals (time, area), or
            (time, area, sex); leaving, coming anything that broadcasts to net.persons
    Units   persons per period; leaving in any unit of rate, such as a model schedule; coming in
            any unit
    Errors  AxisMismatch when labels or shapes differ; ValueError when a number is negative or
            missing, or when more people leave an area than live there
    Source  relative entropy as in iterative proportional fitting (see `margins`); model
            schedules A. Rogers, L. J. Castro, IIASA Research Report RR-81-30 (1981)
    Check   departures and arrivals add up to the totals; arrivals - departures = net + net gap;
            the gap is zero when the totals have the balance of the net and are large enough
    Limits  registers count moves, censuses people: who moves twice in a period counts twice in
            the totals; nobody leaves who is not at risk; the level of `leaving` has no effect
    """
    _require_inputs(net, at_risk, departures, arrivals)
    shape = net.persons.shape
    likely_out = np.broadcast_to(at_risk * leaving, shape)
    profile = likely_out.sum(axis=1, keepdims=True) if coming is None else coming
    likely_in = np.broadcast_to(profile, shape)
    if not np.all((likely_out >= 0) & (likely_in >= 0) & np.isfinite(likely_out + likely_in)):
        raise ValueError("profiles of leaving and coming must be numbers of at least zero")
    # One row of cells for each total: of both sexes, or of one.
    by_row = (*departures.shape, -1)
    rows = _Rows(
        net=net.persons.reshape(by_row),
        at_risk=at_risk.reshape(by_row),
        likely_out=likely_out.reshape(by_row),
        likely_in=likely_in.reshape(by_row),
        departures=departures,
        arrivals=arrivals,
    )
    out, come = (side.reshape(shape) for side in rows.solved(net.areas))
    return GrossMoves(out, come, come - out - net.persons, net.periods, net.areas, net.ages)


@dataclass(frozen=True, slots=True, eq=False)
class PoolSplit:
    """The part of an area's departures that goes to a pool, and of its arrivals that comes from it.

    Shapes  departures, arrivals: anything that broadcasts to (time, area, sex, age), such as
            (area, 1, 1)
    Units   shares
    """

    departures: FloatArray
    arrivals: FloatArray


def pools_of(moves: GrossMoves, at_risk: FloatArray, splits: Mapping[str, PoolSplit]) -> Pools:
    """Out-rates to and in-shares of several pools, the first one made of the areas themselves.

    1. departures split as given
    2. of the first pool come exactly as many as leave for it, at each sex and age: the odds of
       coming from it rather than from outside are multiplied, for all areas, by one factor
    3. where fewer people come in all than leave for the first pool, all of them come from it,
       and those too many leave for the other pools instead
    4. the other arrivals split as given among the other pools

    Shapes  at_risk (time, area, sex, age) -> pools with out_rates and in_shares of that shape;
            supply (time, sex, age) for all but the first
    Units   see `Pool`
    Errors  ValueError when there are not at least two pools, or the shares of an area do not add
            up to one
    Check   rates times people at risk, and shares times the people handed out, are the departures
            and arrivals of `moves` in every cell
    Limits  the share of arrivals from the first pool is moved where, age by age, it does not
            agree with the departures
    """
    if len(splits) < 2:
        raise ValueError("name at least two pools: the areas themselves and the rest of the world")
    shape = moves.departures.shape
    sent = np.stack([np.broadcast_to(split.departures, shape) for split in splits.values()])
    came = np.stack([np.broadcast_to(split.arrivals, shape) for split in splits.values()])
    for shares in (sent, came):
        if np.any(shares < 0) or np.abs(shares.sum(axis=0) - 1.0).max() > _ROUNDING:
            raise ValueError(f"shares of {', '.join(splits)} must add up to one in every area")
    out = sent[0] * moves.departures
    leaving = out.sum(axis=1, keepdims=True)
    first = _from_the_first(leaving, came[0], moves.arrivals)
    kept = out * _part(first.sum(axis=1, keepdims=True), leaving)
    sides = zip(
        splits,
        _with_first(kept, sent, moves.departures),
        _with_first(first, came, moves.arrivals),
        strict=True,
    )
    inside, *outside = [_pool(name, moves, at_risk, (left, come)) for name, left, come in sides]
    return Pools((replace(inside, supply=None), *outside))


_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """The problem of each total: cells (..., cell), totals (...)."""

    net: FloatArray
    at_risk: FloatArray
    likely_out: FloatArray
    likely_in: FloatArray
    departures: FloatArray
    arrivals: FloatArray

    def solved(self, areas: tuple[str, ...]) -> tuple[FloatArray, FloatArray]:
        """Departures and arrivals of each cell."""
        likely_out = _to_total(self.likely_out, self.departures)
        likely_in = _to_total(self.likely_in, self.arrivals)
        balance = self._balance(likely_out + likely_in)
        lost, gained = np.maximum(-balance, 0.0), np.maximum(balance, 0.0)
        exchanged = self.departures - lost.sum(axis=-1)
        too_small = (exchanged < 0)[..., np.newaxis]
        lost = np.where(too_small, _to_total(lost, self.departures), lost)
        gained = np.where(too_small, _to_total(gained, self.arrivals), gained)
        exchanged = np.maximum(exchanged, 0.0)
        room = np.where(likely_out * likely_in > 0, np.maximum(self.at_risk - lost, 0.0), 0.0)
        too_many = exchanged - room.sum(axis=-1)
        out_of_balance = np.abs(self.arrivals - self.departures - balance.sum(axis=-1))
        _require_people(np.maximum(too_many, out_of_balance), self.departures, areas)
        exchange = _exchange(exchanged, balance, likely_out * likely_in, room)
        return lost + exchange, gained + exchange

    def _balance(self, likely: FloatArray) -> FloatArray:
        """Net migration that adds up to arrivals - departures; no cell loses whom it has not."""
        weights = np.where(likely.sum(axis=-1, keepdims=True) > 0, likely, 1.0)
        wanted = self.arrivals - self.departures

        def moved(by: FloatArray) -> FloatArray:
            return np.maximum(self.net + by[..., np.newaxis] * weights, -self.at_risk)

        highest = (wanted - self.net.sum(axis=-1)) / weights.sum(axis=-1)
        to_empty = _part(-self.at_risk - self.net, weights).min(axis=-1)
        by = _root(
            lambda by: moved(by).sum(axis=-1), wanted, np.minimum(to_empty, highest), highest
        )
        return moved(by)


def _exchange(
    total: FloatArray, balance: FloatArray, likely: FloatArray, room: FloatArray
) -> FloatArray:
    """As many who come and go in each cell as make up the total."""
    steady = np.abs(balance)

    def exchanged(log_factor: FloatArray) -> FloatArray:
        k = likely * np.exp(log_factor)[..., np.newaxis]
        return np.minimum(_part(2.0 * k, steady + np.sqrt(steady**2 + 4.0 * k)), room)

    some = np.maximum(total, np.finfo(np.float64).tiny)
    scale = np.maximum(np.sqrt(likely).sum(axis=-1), np.finfo(np.float64).tiny)
    # Each cell exchanges at most sqrt(k), and at least sqrt(k) - |n| / 2 where there is room.
    low = np.maximum(2.0 * np.log(some / scale), -_FARTHEST)
    high = 2.0 * np.log((some + steady.sum(axis=-1) / 2.0) / scale) + _BEYOND
    high = np.minimum(high, _FARTHEST)
    found = exchanged(_root(lambda log: exchanged(log).sum(axis=-1), total, low, high))
    return np.where((total > 0)[..., np.newaxis], _to_total(found, total), 0.0)


def _from_the_first(sent: FloatArray, split: FloatArray, arrivals: FloatArray) -> FloatArray:
    """Arrivals from the areas themselves, all areas together as many as were `sent` there."""
    # However rare, no origin is impossible: departures of an age must arrive somewhere.
    split = np.clip(split, _RAREST, 1.0 - _RAREST)
    total = arrivals.sum(axis=1, keepdims=True)
    wanted = np.minimum(sent, total)

    def arrived(log_odds: FloatArray) -> FloatArray:
        odds = split * np.exp(log_odds)
        return arrivals * odds / (1.0 - split + odds)

    far = np.full_like(wanted, _BEYOND)
    found = arrived(_root(lambda log: arrived(log).sum(axis=1, keepdims=True), wanted, -far, far))
    exact = found * _part(wanted, found.sum(axis=1, keepdims=True))
    # Sums made exact may pass the arrivals of an area by a rounding.
    return np.minimum(np.where(sent >= total, arrivals, exact), arrivals)


def _with_first(first: FloatArray, split: FloatArray, everyone: FloatArray) -> FloatArray:
    """By pool: those of the first as given, the others as split among the other pools."""
    others = split[1:].sum(axis=0)
    even = np.full_like(split[1:], 1.0 / (len(split) - 1))
    shares = np.divide(split[1:], others, out=even, where=others > 0)
    return np.concatenate([first[np.newaxis], shares * (everyone - first)])


def _pool(
    name: str, moves: GrossMoves, at_risk: FloatArray, sides: tuple[FloatArray, FloatArray]
) -> Pool:
    out, come = sides
    handed = come.sum(axis=1, keepdims=True)
    here = np.where(at_risk.sum(axis=1, keepdims=True) > 0, at_risk, 1.0)
    shares = np.where(handed > 0, _part(come, handed), _part(here, here.sum(axis=1, keepdims=True)))
    labels = moves.periods, moves.areas, moves.ages
    rates = np.minimum(_part(out, at_risk), 1.0)
    supply: FloatArray = handed[:, 0]
    return Pool(name, CohortArray(rates, *labels), CohortArray(shares, *labels), supply)


def _root(
    rising: Callable[[FloatArray], FloatArray],
    wanted: FloatArray,
    low: FloatArray,
    high: FloatArray,
) -> FloatArray:
    """Where a rising function has the value wanted, between bounds, each element for itself."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        below = rising(middle) < wanted
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return high


def _part(part: FloatArray, whole: FloatArray) -> FloatArray:
    part, whole = np.broadcast_arrays(part, whole)
    quotients: FloatArray = np.zeros(part.shape)
    np.divide(part, whole, out=quotients, where=whole > 0)
    return quotients


def _to_total(values: FloatArray, totals: FloatArray) -> FloatArray:
    """Values in the same proportions that add up to the totals; zeros stay zeros."""
    return values * _part(totals, values.sum(axis=-1))[..., np.newaxis]


def _require_people(missing: FloatArray, departures: FloatArray, areas: tuple[str, ...]) -> None:
    wrong = missing > _ROUNDING * (1.0 + departures)
    if wrong.any():
        time, area, *_ = (int(found[0]) for found in np.nonzero(wrong))
        raise ValueError(
            f"area {areas[area]}, period {time}: more departures and arrivals than people who may "
            "move; lower the totals (registers count moves, not people) or widen the profiles"
        )


def _require_inputs(
    net: NetMigrationArray, at_risk: FloatArray, departures: FloatArray, arrivals: FloatArray
) -> None:
    labels = {"time": len(net.periods), "area": len(net.areas)}
    require_cells(at_risk, net.periods, net.areas, net.ages)
    for totals in (departures, arrivals):
        by_sex = {"sex": len(SEXES)} if departures.ndim > len(labels) else {}
        require_shape(totals, **labels, **by_sex)
    refuse_where(~np.isfinite(net.persons), net, "has no net migration: fill it first")
    for name, values in (
        ("people at risk", at_risk), ("departures", departures), ("arrivals", arrivals),
    ):  # fmt: skip
        if not np.all(np.isfinite(values) & (values >= 0)):
            raise ValueError(f"{name} must be numbers of at least zero")
