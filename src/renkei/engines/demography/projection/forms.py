"""Four ways to say how people move, and the one form into which all of them can be put.

Moves stand at the age reached at the end of the step, as net migration from censuses does; rates
are of the people of that cohort at its start, or of the births for the youngest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, Self

import numpy as np

from renkei.engines.demography.arrays import NetMigrationArray, Period, require_cells, require_shape
from renkei.engines.demography.axes import SEXES, AgeGrid, FloatArray, require_same
from renkei.engines.demography.projection.refusals import (
    refuse_sums_other_than_one,
    refuse_where,
)
from renkei.engines.demography.projection.repeated import along_time


@dataclass(frozen=True, slots=True, eq=False)
class CohortArray:
    """Rates or shares of moving for each cohort of a step.

    Shapes  values (time, area, sex, age), age reached at the end of the period
    Units   per person of the cohort at the start (per birth for the youngest), or shares
    Errors  AxisMismatch when the shape does not fit the labels; ValueError when a value is no
            number
    """

    values: FloatArray
    periods: tuple[Period, ...]
    areas: tuple[str, ...]
    ages: AgeGrid

    def __post_init__(self) -> None:
        require_cells(self.values, self.periods, self.areas, self.ages)
        refuse_where(~np.isfinite(self.values), self, "is not a number: fill it first")

    def held_through(self, periods: Sequence[Period]) -> Self:
        """The rates or shares of one period, unchanged through others.

        Errors  AxisMismatch when there is more than one period to hold
        """
        require_same("time", self.periods, self.periods[:1])
        values = np.broadcast_to(self.values, (len(periods), *self.values.shape[1:]))
        return replace(self, values=values, periods=tuple(periods))


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Any form of migration in the terms of the operator.

    Shapes  rates, added, inside, shares (time, area, sex, age);
            destinations (time, origin, destination, sex, age)
    Units   rates: people gained (above zero) or lost per person of the cohort;
            added: people gained or lost whoever lives here;
            inside: of those lost by rates, the share that goes to areas of this projection, who
            are handed out by `shares` of their sum, or one by one by `destinations`
    """

    rates: FloatArray
    added: FloatArray
    inside: FloatArray | None = None
    shares: FloatArray | None = None
    destinations: FloatArray | None = None


class MigrationForm(Protocol):
    """Migration in one of its four forms; labels to compare, moves to compute with."""

    @property
    def labels(self) -> CohortArray | NetMigrationArray: ...

    def moves(self) -> Moves: ...


@dataclass(frozen=True, slots=True, eq=False)
class NetNumbers:
    """So many more arrivals than departures, whoever lives here.

    Errors  ValueError when a number is missing, as for those born between two censuses
    Limits  may take away more people than there are: cells can become negative
    """

    migration: NetMigrationArray

    def __post_init__(self) -> None:
        missing = ~np.isfinite(self.migration.persons)
        refuse_where(missing, self.migration, "is not a number: fill it first")

    @property
    def labels(self) -> NetMigrationArray:
        return self.migration

    def moves(self) -> Moves:
        persons = self.migration.persons
        return Moves(rates=_zeros(persons), added=persons)


@dataclass(frozen=True, slots=True, eq=False)
class NetRates:
    """Arrivals minus departures for each person of the cohort.

    Errors  ValueError when more people leave than there are (a rate below -1)
    Limits  a place with few people attracts few, however many live elsewhere
    """

    rates: CohortArray

    def __post_init__(self) -> None:
        problem = "is below -1: more leave than live here, raise the rate to -1 or more"
        refuse_where(self.rates.values < -1, self.rates, problem)

    @property
    def labels(self) -> CohortArray:
        return self.rates

    def moves(self) -> Moves:
        return Moves(rates=self.rates.values, added=_zeros(self.rates.values))


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """A counterpart that takes the departures of all areas and hands its people out to them.

    Shapes  supply (time, sex, age), None for the pool of the areas of the projection themselves,
            which hands out whomever they gave
    Units   in_shares: of those the pool hands out, the share of each area; supply: persons per
            period
    Errors  AxisMismatch when labels differ; ValueError when a rate is not between 0 and 1, a
            share or number negative, or shares do not add up to one over areas
    """

    name: str
    out_rates: CohortArray
    in_shares: CohortArray
    supply: FloatArray | None = None

    def __post_init__(self) -> None:
        rates, shares = self.out_rates, self.in_shares
        require_same_labels(rates, shares)
        outside = (rates.values < 0) | (rates.values > 1)
        problem = f"must leave for “{self.name}” at a rate between 0 and 1: {_RATES}"
        refuse_where(outside, rates, problem)
        problem = f"has a negative share of “{self.name}”: set it to zero and scale the others"
        refuse_where(shares.values < 0, shares, problem)
        refuse_sums_other_than_one(shares.values.sum(axis=1), shares, f"shares of “{self.name}”")
        if self.supply is not None:
            require_shape(self.supply, time=len(rates.periods), sex=len(SEXES), age=len(rates.ages))
            if not np.all(np.isfinite(self.supply) & (self.supply >= 0)):
                raise ValueError(
                    f"the supply of “{self.name}” must be numbers of at least zero:"
                    f" {_first_wrong(self.supply, rates)} is not, give 0 where nobody comes"
                )


@dataclass(frozen=True, slots=True, eq=False)
class Pools:
    """Departures by rate, arrivals by share of one or several pools.

    Errors  AxisMismatch when labels differ; ValueError when two pools are fed from inside, or
            the rates to all pools add up to more than one
    Source  form of the regional projection of March 2018 of the National Institute of Population
            and Social Security Research, there with all of Japan as its one pool
    """

    pools: tuple[Pool, ...]

    def __post_init__(self) -> None:
        for pool in self.pools:
            require_same_labels(self.labels, pool.out_rates)
        fed = [pool.name for pool in self.pools if pool.supply is None]
        if len(fed) > 1:
            raise ValueError(
                f"only one pool can be fed from inside, not {', '.join(fed)}: give the others a"
                " supply"
            )
        _refuse_more_than_everyone(_all_out(self.pools), self.labels)

    @property
    def labels(self) -> CohortArray:
        return self.pools[0].out_rates

    def moves(self) -> Moves:
        leaving = _all_out(self.pools)
        fed = next((pool for pool in self.pools if pool.supply is None), None)
        if fed is None:
            return Moves(
                rates=along_time(np.negative, leaving), added=_supplied(self.pools, leaving)
            )
        return Moves(
            rates=along_time(np.negative, leaving),
            added=_supplied(self.pools, leaving),
            inside=_part(fed.out_rates.values, leaving),
            shares=fed.in_shares.values,
        )


@dataclass(frozen=True, slots=True, eq=False)
class OriginDestination:
    """Departures by rate, each to its own distribution of destinations: fully multiregional.

    Shapes  destinations (time, origin, destination, sex, age); pass a view that is repeated along
            time where it does not change, which keeps it in memory once
    Units   out_rates: to other areas of the projection; destinations: shares of those who leave
            one origin; `outside` are pools with a supply
    Errors  AxisMismatch when labels differ; ValueError when shares of an origin do not add up
            to one, a share is negative, or a pool outside has no supply
    Source  A. Rogers, Multiregional Demography (1995)
    """

    out_rates: CohortArray
    destinations: FloatArray
    outside: tuple[Pool, ...] = ()

    def __post_init__(self) -> None:
        labels = self.out_rates
        n_areas = len(labels.areas)
        require_shape(
            self.destinations,
            time=len(labels.periods),
            origin=n_areas,
            destination=n_areas,
            sex=len(SEXES),
            age=len(labels.ages),
        )
        problem = f"must leave at a rate between 0 and 1: {_RATES}"
        refuse_where(labels.values < 0, labels, problem)
        once = self.destinations[:1] if self.destinations.strides[0] == 0 else self.destinations
        if not np.all(once >= 0):
            time, origin, destination, *_ = (int(place[0]) for place in np.nonzero(~(once >= 0)))
            raise ValueError(
                "shares of destinations must be numbers of at least zero: that of"
                f" {labels.areas[destination]} from {labels.areas[origin]},"
                f" {labels.periods[time][0]}-{labels.periods[time][1]}, is not, set it to zero and"
                " scale the others"
            )
        refuse_sums_other_than_one(once.sum(axis=2), labels, "shares of destinations")
        for pool in self.outside:
            require_same_labels(labels, pool.out_rates)
            if pool.supply is None:
                raise ValueError(
                    f"the pool “{pool.name}” outside needs a supply: give how many it hands out,"
                    " or take it for the destinations inside"
                )
        _refuse_more_than_everyone(
            _summed([labels.values, *(pool.out_rates.values for pool in self.outside)]), labels
        )

    @property
    def labels(self) -> CohortArray:
        return self.out_rates

    def moves(self) -> Moves:
        leaving = _summed(
            [self.out_rates.values, *(pool.out_rates.values for pool in self.outside)]
        )
        return Moves(
            rates=along_time(np.negative, leaving),
            added=_supplied(self.outside, leaving),
            inside=_part(self.out_rates.values, leaving),
            destinations=self.destinations,
        )


def require_same_labels(left: CohortArray, right: CohortArray) -> None:
    """Refuse arrays whose periods, areas or ages differ.

    Errors  AxisMismatch naming the axis and where it parts
    """
    require_same("time", left.periods, right.periods)
    require_same("area", left.areas, right.areas)
    require_same("age", left.ages.labels, right.ages.labels)


_RATES = "departures per person of the cohort, not per cent and not net"


def _first_wrong(supply: FloatArray, labels: CohortArray) -> str:
    time, sex, age = (int(place[0]) for place in np.nonzero(~(np.isfinite(supply) & (supply >= 0))))
    start, end = labels.periods[time]
    return f"{SEXES[sex]} {labels.ages.labels[age]}, {start}-{end}"


def _zeros(like: FloatArray) -> FloatArray:
    return np.broadcast_to(0.0, like.shape)


def _all_out(pools: tuple[Pool, ...]) -> FloatArray:
    return _summed([pool.out_rates.values for pool in pools])


def _supplied(pools: tuple[Pool, ...], like: FloatArray) -> FloatArray:
    given = [
        along_time(_shared_out, pool.in_shares.values, pool.supply)
        for pool in pools
        if pool.supply is not None
    ]
    return _summed(given) if given else _zeros(like)


def _shared_out(shares: FloatArray, supply: FloatArray) -> FloatArray:
    handed: FloatArray = shares * supply[:, np.newaxis]
    return handed


def _summed(values: Sequence[FloatArray]) -> FloatArray:
    return along_time(lambda first, *others: sum(others, start=first), *values)


def _part(part: FloatArray, whole: FloatArray) -> FloatArray:
    def divided(part: FloatArray, whole: FloatArray) -> FloatArray:
        return np.divide(part, whole, out=np.zeros(whole.shape), where=whole > 0)

    return along_time(divided, part, whole)


def _refuse_more_than_everyone(leaving: FloatArray, labels: CohortArray) -> None:
    # Rates that come from shares of one may pass it by a rounding.
    refuse_where(leaving > 1 + 1e-9, labels, "loses more people than it has: lower the out-rates")
