"""One projection without draws, in plain NumPy: what answers a what-if while somebody waits.

It counts groups and events and keeps no cell, so that the arrays of a step stay in the processor's
cache. All of them stand in the order (area, sex, cohort): cohort 0 are the births, each reaches the
age group of its place, and the last one meets the one before it in the open group.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from renkei.engines.demography.axes import FEMALE, FloatArray
from renkei.engines.demography.projection.accounts import EVENTS, Span
from renkei.engines.demography.projection.terms import Terms
from renkei.engines.demography.projection.timing import movers_survival

_BIRTHS = slice(0, 1)
_EVERYONE = slice(None)


@dataclass(frozen=True, slots=True, eq=False)
class Once:
    """A projection by groups of people and by event.

    Shapes  groups (group, time, area), at the end of each step; events (event, time, area) in the
            order of `EVENTS`
    Units   persons; persons per step
    Check   change of everyone = births - deaths + arrivals - departures
    """

    groups: FloatArray
    events: FloatArray


def carry_once(terms: Terms, start: FloatArray, spans: Sequence[Span]) -> Once:
    """The figures of `project`, to rounding, without the account of every cell.

    1. everyone alive at the start grows one age group older, less deaths, with moves
    2. the women of the start and of the end bear children
    3. the children are carried through the step in the same way
    4. groups are counted; the deaths of an area are what else explains its change

    Shapes  start (area, sex, age), spans from `AgeSpan.within` -> see `Once`
    Units   persons; persons per step
    Source  as `project`
    Limits  nothing is checked: the terms are those of `Assumptions`
    """
    n_steps, n_areas, *shape = terms.dying.shape
    groups = np.empty((len(spans), n_steps, n_areas))
    events = np.empty((len(EVENTS), n_steps, n_areas))
    members = _members(spans, shape)
    persons, step = _in_first_oldest(start), _Step(terms, 0)
    for time in range(n_steps):
        if time and not _stands_still(terms):
            step = _Step(terms, time)
        # The last place is empty, so that all move on by one and leave room for the births.
        starters = np.roll(persons, 1)
        older, moved = step.carry(starters, _EVERYONE)
        older += step.settled
        born = _births(terms, time, starters, older)
        youngest, moved_young = step.carry(born[..., np.newaxis], _BIRTHS)
        older[..., _BIRTHS] += youngest
        births, (come, gone) = born.sum(axis=1), step.moved + moved + moved_young
        lost = (persons - older).sum(axis=(1, 2))
        events[:, time] = births, lost + births + come - gone, come, gone
        groups[:, time] = (older.reshape(n_areas, -1) @ members).T
        persons = older
    return Once(groups, events)


class _Step:
    """What becomes of each cohort in one step, whoever is in it."""

    def __init__(self, terms: Terms, time: int) -> None:
        self.terms, self.time = terms, time
        timing, moves = terms.conventions.timing, terms.moves
        living = 1.0 - terms.dying[time]
        moving = movers_survival(timing, living)
        rates = _in_both_oldest(moves.rates[time])
        # Those who live and do not move, and the balance of movers by rate.
        self.staying = living + rates * moving
        self.balance, self.turnover = rates, np.abs(rates)
        if moves.inside is not None:
            lost = (self.turnover - rates) / 2
            self.sending = lost * _in_both_oldest(moves.inside[time])
        # Whoever comes to the open group lives on like the plain mean of those who meet there.
        moving[..., -2] = movers_survival(timing, living[..., -2:].mean(axis=-1))
        self.landing = moving
        added = _in_first_oldest(moves.added[time])
        self.settled = added * self.landing
        self.moved = _gains_and_losses(added.sum(axis=(1, 2)), np.abs(added).sum(axis=(1, 2)))

    def carry(self, starters: FloatArray, cohorts: slice) -> tuple[FloatArray, FloatArray]:
        """Some cohorts at the end of the step, and the arrivals and departures of each area."""
        persons = _meet(starters * self.staying[..., cohorts])
        moved = _gains_and_losses(
            np.einsum("ask,ask->a", starters, self.balance[..., cohorts]),
            np.einsum("ask,ask->a", starters, self.turnover[..., cohorts]),
        )
        if self.terms.moves.inside is not None:
            come = self._handed_out(_meet(starters * self.sending[..., cohorts]), cohorts)
            persons += come * self.landing[..., cohorts]
            moved[0] += come.sum(axis=(1, 2))
        return persons, moved

    def _handed_out(self, sent: FloatArray, cohorts: slice) -> FloatArray:
        """Those who leave for other areas of the projection, where they arrive."""
        moves = self.terms.moves
        if moves.shares is not None:
            shares = _in_first_oldest(moves.shares[self.time])
            handed: FloatArray = shares[..., cohorts] * sent.sum(axis=0)
            return handed
        assert moves.destinations is not None
        to = moves.destinations[self.time][..., cohorts]
        arrived: FloatArray = np.zeros_like(sent)
        n_ages = to.shape[-1]
        np.einsum("oksa,osa->ksa", to, sent[..., :n_ages], out=arrived[..., :n_ages])
        return arrived


def _births(terms: Terms, time: int, starters: FloatArray, older: FloatArray) -> FloatArray:
    """Births by sex: (area, sex)."""
    women, dying = older[:, FEMALE, 1:-1], terms.dying[time]
    if terms.conventions.migrant_mothers == "none":
        women = _meet(starters[:, FEMALE] * (1.0 - dying[:, FEMALE]))[:, 1:-1]
    if not terms.by_ratio:
        # Those of an age at the start stand with the cohort that leaves it.
        women = (starters[:, FEMALE, 2:] + women) / 2
    children = np.einsum("ak,ak->a", women, terms.fertility[time, :, 1:])
    born: FloatArray = np.outer(children, terms.conventions.shares_at_birth)
    # A child-woman ratio tells of the children alive at the end.
    return born / (1.0 - dying[..., 0]) if terms.by_ratio else born


def _stands_still(terms: Terms) -> bool:
    """Whether cohorts fare alike in all steps: their terms are views repeated along time."""
    moves = terms.moves
    to = (moves.inside, moves.shares, moves.destinations)
    followed = (terms.dying, moves.rates, moves.added, *to)
    return not any(values is not None and values.strides[0] for values in followed)


def _members(spans: Sequence[Span], shape: Sequence[int]) -> FloatArray:
    """Who belongs to which group: (sex and cohort, group) of zeros and ones."""
    members = np.zeros((*shape, len(spans)))
    for group, (sex, sex_end, age, age_end) in enumerate(spans):
        members[sex:sex_end, age:age_end, group] = 1.0
    return members.reshape(-1, len(spans))


def _in_both_oldest(by_age_reached: FloatArray) -> FloatArray:
    """Rates of each cohort; those that meet in the open group have the same."""
    return np.concatenate([by_age_reached, by_age_reached[..., -1:]], axis=-1)


def _in_first_oldest(by_age_reached: FloatArray) -> FloatArray:
    """People at the place where the cohorts of the open group meet."""
    nobody = np.zeros((*by_age_reached.shape[:-1], 1))
    return np.concatenate([by_age_reached, nobody], axis=-1)


def _gains_and_losses(balance: FloatArray, turnover: FloatArray) -> FloatArray:
    return np.array([(turnover + balance) / 2, (turnover - balance) / 2])


def _meet(persons: FloatArray) -> FloatArray:
    """The two oldest cohorts added up, in the place of the younger of them."""
    if persons.shape[-1] > 1:
        persons[..., -2] += persons[..., -1]
        persons[..., -1] = 0.0
    return persons
