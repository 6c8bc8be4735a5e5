"""The projection in plain NumPy, in double precision: what the fast kernels must equal.

It is also the path of every installation without Numba, and the only one that accounts for every
cell. Arrays of one step stand in the order (area, sex, age or cohort, draw).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from renkei.engines.demography.axes import FEMALE, FloatArray
from renkei.engines.demography.projection.draws import Factors
from renkei.engines.demography.projection.terms import Terms
from renkei.engines.demography.projection.timing import movers_survival

_BIRTHS = slice(0, 1)
_LIVING = slice(1, None)


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """The people at the end of one step and how they came to be there.

    Shapes  persons and all events (area, sex, age, draw) by age reached; births (area, sex, draw)
    """

    persons: FloatArray
    births: FloatArray
    deaths: FloatArray
    arrivals: FloatArray
    departures: FloatArray
    arrivals_inside: FloatArray
    departures_inside: FloatArray


def steps(terms: Terms, start: FloatArray, factors: Factors) -> Iterator[Step]:
    """Carry a population through all steps.

    1. everyone alive at the start grows one age group older, less deaths, with moves
    2. the women of the start and of the end bear children
    3. the children are carried through the step in the same way

    Shapes  start (area, sex, age), factors for the same areas -> for each step a `Step`
    Units   persons; persons per step
    Source  Preston, Heuveline, Guillot, Demography (2001), chapter 6; Rogers, Multiregional
            Demography (1995)
    """
    n_draws = factors.areal.shape[-1]
    persons = np.repeat(start[..., np.newaxis], n_draws, axis=-1)
    for time in range(len(terms.dying)):
        deaths, births, departures, arrivals = factors.of_step(time)
        dying = terms.dying[time][..., np.newaxis] * _to_cells(deaths)
        rates = _drawn_rates(terms, time, departures, arrivals)
        added = _drawn(terms.moves.added[time], departures, arrivals)
        carrier = _Carrier(terms, time, np.minimum(dying, 1.0), rates, added)
        older = carrier.carry(persons, _LIVING)
        born = _births(terms, time, persons, older, carrier) * births[:, np.newaxis]
        if terms.by_ratio:
            born = born / (1.0 - carrier.dying[:, :, 0])
        youngest = carrier.carry(born[:, :, np.newaxis], _BIRTHS)
        joined = [np.concatenate([b, o], axis=2) for b, o in zip(youngest, older, strict=True)]
        persons = joined[0]
        yield Step(persons, born, *joined[1:])


@dataclass(frozen=True, slots=True, eq=False)
class _Carrier:
    """The rates of one step, with their factors, applied to the living or to the newborn."""

    terms: Terms
    time: int
    dying: FloatArray  # (area, sex, cohort, draw)
    rates: FloatArray  # (area, sex, age, draw), by age reached
    added: FloatArray  # (area, sex, age, draw), by age reached

    def carry(self, starters: FloatArray, cohorts: slice) -> tuple[FloatArray, ...]:
        """Stocks, deaths, arrivals, departures, arrivals and departures inside, by age reached.

        The two oldest cohorts meet in the open group. They move by the same rate; those who come
        there live on like the plain mean of both.
        """
        living = 1.0 - self.dying[:, :, cohorts]
        timing = self.terms.conventions.timing
        reached = _BIRTHS if cohorts == _BIRTHS else _LIVING
        rates, added = self.rates[:, :, reached], self.added[:, :, reached]
        n_cohorts, n_ages = starters.shape[2], rates.shape[2]
        own = starters * _by_cohort(rates, n_cohorts)
        moving = movers_survival(timing, living)
        kept = starters * living + own * moving
        # By the sign of the rate, so that both paths agree where a cell has become negative.
        gone = _meet(starters * _by_cohort(np.maximum(-rates, 0.0), n_cohorts), n_ages)
        gone_inside, come_inside = self._exchange(gone, reached)
        come = np.maximum(added, 0.0) + come_inside
        lost = np.maximum(-added, 0.0)
        landing = movers_survival(timing, _mean_where_they_meet(living, n_ages))
        persons = _meet(kept, n_ages) + (come - lost) * landing
        # Who moved away does not die here; who came may.
        died = starters * (1.0 - living) + own * (1.0 - moving)
        deaths = _meet(died, n_ages) + (come - lost) * (1.0 - landing)
        come_by_rate = _meet(starters * _by_cohort(np.maximum(rates, 0.0), n_cohorts), n_ages)
        arrivals = come_by_rate + come
        return persons, deaths, arrivals, gone + lost, come_inside, gone_inside

    def _exchange(self, gone: FloatArray, reached: slice) -> tuple[FloatArray, FloatArray]:
        """Those who leave for other areas of the projection, and the same people arriving."""
        moves = self.terms.moves
        if moves.inside is None:
            return np.zeros_like(gone), np.zeros_like(gone)
        sent = gone * moves.inside[self.time][:, :, reached, np.newaxis]
        if moves.shares is not None:
            shares = moves.shares[self.time][:, :, reached, np.newaxis]
            return sent, shares * sent.sum(axis=0)
        assert moves.destinations is not None
        to = moves.destinations[self.time][..., reached]
        return sent, np.einsum("oksa,osad->ksad", to, sent)


def _births(
    terms: Terms, time: int, start: FloatArray, older: tuple[FloatArray, ...], carrier: _Carrier
) -> FloatArray:
    """Children of the step by sex: (area, sex, draw); where `by_ratio`, those alive at its end."""
    fertility = terms.fertility[time][..., np.newaxis]
    women = older[0][:, FEMALE]
    if terms.conventions.migrant_mothers == "none":
        stayers = start[:, FEMALE] * (1.0 - carrier.dying[:, FEMALE, _LIVING])
        women = _meet(stayers[:, np.newaxis], women.shape[1])[:, 0]
    if terms.by_ratio:
        children = (fertility[:, 1:] * women).sum(axis=1)
    else:
        both = start[:, FEMALE, 1:] + women
        children = (fertility[:, 1:] * both / 2).sum(axis=1)
    shares = np.array(terms.conventions.shares_at_birth)
    by_sex: FloatArray = children[:, np.newaxis] * shares[:, np.newaxis]
    return by_sex


def _to_cells(factors: FloatArray) -> FloatArray:
    """(area, draw) -> (area, 1, 1, draw)"""
    return factors[:, np.newaxis, np.newaxis]


def _drawn_rates(
    terms: Terms, time: int, departures: FloatArray, arrivals: FloatArray
) -> FloatArray:
    # In no draw do more people leave than there are.
    return np.maximum(_drawn(terms.moves.rates[time], departures, arrivals), -1.0)


def _drawn(values: FloatArray, departures: FloatArray, arrivals: FloatArray) -> FloatArray:
    """Gains by the factor of arrivals, losses by that of departures."""
    values = values[..., np.newaxis]
    drawn: FloatArray = values * np.where(values > 0, _to_cells(arrivals), _to_cells(departures))
    return drawn


def _by_cohort(by_age_reached: FloatArray, n_cohorts: int) -> FloatArray:
    """Rates of each cohort; the two that meet in the open group have the same."""
    if by_age_reached.shape[2] == n_cohorts:
        return by_age_reached
    return np.concatenate([by_age_reached, by_age_reached[:, :, -1:]], axis=2)


def _meet(by_cohort: FloatArray, n_ages: int) -> FloatArray:
    """By age reached: the two oldest cohorts are added up."""
    if by_cohort.shape[2] == n_ages:
        return by_cohort
    together = by_cohort[:, :, -2:].sum(axis=2, keepdims=True)
    return np.concatenate([by_cohort[:, :, :-2], together], axis=2)


def _mean_where_they_meet(living: FloatArray, n_ages: int) -> FloatArray:
    met = _meet(living, n_ages)
    if met.shape != living.shape:
        met[:, :, -1] /= 2
    return met
