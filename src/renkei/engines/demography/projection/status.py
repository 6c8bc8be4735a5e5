"""Statuses, such as Japanese and foreign nationals, each with rates of its own.

A status stands between area and sex. In arrays that know no such axis each pair of area and status
is an area of its own, the statuses of one area beside each other, so that everything that works
on areas works on pairs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from renkei.engines.demography.arrays import PopulationArray, require_cells, require_shape
from renkei.engines.demography.axes import AxisMismatch, FloatArray, require_same
from renkei.engines.demography.projection import reference
from renkei.engines.demography.projection.accounts import Projection
from renkei.engines.demography.projection.forms import Moves
from renkei.engines.demography.projection.refusals import TOLERANCE, refuse_where
from renkei.engines.demography.projection.stepping import (
    ACCOUNTS,
    of_step,
    projection_of,
    take_step,
)
from renkei.engines.demography.projection.terms import Assumptions, Terms
from renkei.engines.demography.projection.timing import movers_survival

JAPANESE, FOREIGN = "japanese", "foreign"


def pairs(areas: Sequence[str], statuses: Sequence[str]) -> tuple[str, ...]:
    """The labels of (area, status) on an axis of areas, the statuses of an area side by side."""
    return tuple(f"{area}/{status}" for area in areas for status in statuses)


def put_in(by_status: Mapping[str, PopulationArray]) -> PopulationArray:
    """Populations by status as one, whose areas are pairs of area and status.

    Shapes  each (time, area, sex, age) -> (time, area x status, sex, age)
    Errors  AxisMismatch when the labels of two statuses differ
    """
    first, *others = by_status.values()
    for other in others:
        require_same("time", first.years, other.years)
        require_same("area", first.areas, other.areas)
        require_same("age", first.ages.labels, other.ages.labels)
    persons = np.stack([population.persons for population in by_status.values()], axis=2)
    flat = persons.reshape(len(first.years), -1, *persons.shape[3:])
    return replace(first, persons=flat, areas=pairs(first.areas, tuple(by_status)))


def take_out(population: PopulationArray, statuses: Sequence[str]) -> dict[str, PopulationArray]:
    """The population of each status, from one whose areas are pairs.

    Shapes  (time, area x status, sex, age) -> each (time, area, sex, age)
    Errors  AxisMismatch when the areas are not pairs with these statuses, in this order
    """
    n_statuses = len(statuses)
    areas = tuple(dict.fromkeys(label.rpartition("/")[0] for label in population.areas))
    require_same("area", population.areas, pairs(areas, statuses))
    return {
        status: replace(population, persons=population.persons[:, place::n_statuses], areas=areas)
        for place, status in enumerate(statuses)
    }


def total_of(population: PopulationArray, statuses: Sequence[str]) -> PopulationArray:
    """Everyone of an area, whatever the status.

    Shapes  (time, area x status, sex, age) -> (time, area, sex, age)
    Errors  as `take_out`
    """
    of_each = list(take_out(population, statuses).values())
    persons: FloatArray = np.sum([one.persons for one in of_each], axis=0)
    return replace(of_each[0], persons=persons)


def leaving_after_stays_of(years: FloatArray | float, step: int) -> FloatArray:
    """The share that leaves in a step when people stay so many years on average.

    Shapes  years (...) -> (...)
    Units   mean length of stay in years; step in years; departures per person of the cohort
    Errors  ValueError when a stay is not above zero
    Source  constant hazard 1 / length of stay, whose survivors are exponential
    Limits  stays that end on a fixed day, such as a permit of three years, are spread out
    """
    stay = np.asarray(years, dtype=float)
    if not np.all(stay > 0):
        raise ValueError(
            f"a length of stay must be above zero years, not {stay.min()}: for people who never"
            " leave give infinity"
        )
    leaving: FloatArray = -np.expm1(-step / stay)
    return leaving


def newcomers(terms: Terms, added: FloatArray, stay: FloatArray | float, step: int) -> Terms:
    """The terms of people who come from outside and stay so long, living and bearing as others.

    Carried from nobody, they are the people and children that are there because of those who came:
    added to a projection without them, they make the one with them. So a what-if about arrivals
    from abroad costs one projection more and needs no statuses.

    Shapes  added (time, area, sex, age reached); stay (...) against the same axes
    Units   persons per step; mean length of stay in years; step in years
    Errors  AxisMismatch when persons do not stand on the axes of the terms; ValueError when a
            stay is not above zero
    Check   the sum of two statuses projected beside each other
    Limits  who leaves goes outside; nobody moves on to another area or becomes a national
    """
    n_steps, n_areas, n_sexes, n_ages = terms.moves.rates.shape
    require_shape(added, time=n_steps, area=n_areas, sex=n_sexes, age=n_ages)
    leaving = np.broadcast_to(leaving_after_stays_of(stay, step), added.shape)
    return replace(terms, moves=Moves(rates=-leaving, added=added))


@dataclass(frozen=True, slots=True, eq=False)
class Transition:
    """People who have another status from the end of a step on, such as by naturalisation.

    Shapes  rates (time, area, sex, age), age at the end of the step
    Units   per person of the status `of`, at the end of the step
    """

    of: str
    to: str
    rates: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class ChildrenOf:
    """Of the children whose mothers have the status `of`, the share that has the status `to`.

    Births stand in the account of the mother; her children change over at the end of the step,
    those who live and have not moved.

    Shapes  share (time, area)
    Units   0 to 1
    Source  one parent of Japanese nationality makes the child Japanese: Nationality Act (国籍法),
            article 2
    """

    of: str
    to: str
    share: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class StatusProjection:
    """A projection for each status, and who changed between them.

    Shapes  changed of each status (time, area, sex, age): people received less people given
    Units   persons
    Check   changed sums to zero over statuses; it is the residual of each status's account, and
            the account of all together has none
    """

    by_status: dict[str, Projection]
    changed: dict[str, FloatArray]

    @property
    def together(self) -> Projection:
        """Everyone, whatever the status."""
        each = list(self.by_status.values())
        names = [f.name for f in fields(Projection) if f.name in ("persons", *ACCOUNTS)]
        sums = {name: np.sum([getattr(one, name) for one in each], axis=0) for name in names}
        return replace(each[0], **sums)

    @property
    def population(self) -> PopulationArray:
        """The stocks, their areas being pairs of area and status."""
        return put_in({name: one.population for name, one in self.by_status.items()})


def project_by_status(
    start: Mapping[str, PopulationArray],
    assumptions: Mapping[str, Assumptions],
    *,
    transitions: Sequence[Transition] = (),
    children: Sequence[ChildrenOf] = (),
) -> StatusProjection:
    """Project every status by its own rates and pools, with people changing over between steps.

    1. each status is carried through a step as by `operator.project`; children follow the mother
    2. children of the other status change over
    3. of the people then there, those who change status do so, all transitions at once

    Shapes  start of each status (1, area, sex, age) -> see `StatusProjection`
    Units   persons
    Errors  AxisMismatch when labels differ between statuses or a status is unknown; ValueError
            when a rate or share is not between 0 and 1 or more change over than there are
    Check   nobody is made or lost by changing over; with equal rates the sum over statuses is the
            projection without statuses
    Limits  a status takes from and gives to its own pools; who changes over does so at the end of
            a step, so five-year steps change status late by two and a half years on average
    """
    _require_alike(start, assumptions)
    labels = next(iter(assumptions.values()))
    _require_possible(transitions, children, assumptions)
    terms = {name: known.terms() for name, known in assumptions.items()}
    persons = {name: start[name].persons[0] for name in assumptions}
    taken: dict[str, list[reference.Step]] = {name: [] for name in assumptions}
    changed: dict[str, list[FloatArray]] = {name: [] for name in assumptions}
    for time in range(len(labels.periods)):
        now = {name: of_step(terms[name], time) for name in terms}
        steps = {name: take_step(now[name], persons[name]) for name in terms}
        moved = {name: np.zeros_like(step.persons) for name, step in steps.items()}
        for rule in children:
            _move(moved, rule, _children_there(now[rule.of], steps[rule.of], rule.share[time]))
        there = {name: step.persons + moved[name] for name, step in steps.items()}
        for transition in transitions:
            _move(moved, transition, there[transition.of] * transition.rates[time])
        for name, step in steps.items():
            persons[name] = step.persons + moved[name]
            taken[name].append(replace(step, persons=persons[name]))
            changed[name].append(moved[name])
    return StatusProjection(
        {name: projection_of(start[name], taken[name], labels) for name in terms},
        {name: np.stack(changed[name]) for name in terms},
    )


def _move(
    moved: dict[str, FloatArray], between: Transition | ChildrenOf, people: FloatArray
) -> None:
    moved[between.of] -= people
    moved[between.to] += people


def _children_there(terms: Terms, step: reference.Step, share: FloatArray) -> FloatArray:
    """Of those born in the step who live and have not moved, a share: (area, sex, age)."""
    living = 1.0 - terms.dying[0, :, :, 0]
    moving = movers_survival(terms.conventions.timing, living)
    staying = living + np.minimum(terms.moves.rates[0, :, :, 0], 0.0) * moving
    children = np.zeros_like(step.persons)
    children[..., 0] = step.births * staying * share[:, np.newaxis]
    return children


def _require_alike(
    start: Mapping[str, PopulationArray], assumptions: Mapping[str, Assumptions]
) -> None:
    require_same("status", tuple(assumptions), tuple(start))
    first = next(iter(assumptions.values()))
    for name, known in assumptions.items():
        require_same("time", first.periods, known.periods)
        require_same("area", first.areas, known.areas)
        require_same("age", first.ages.labels, known.ages.labels)
        known.require_start(start[name])


def _require_possible(
    transitions: Sequence[Transition],
    children: Sequence[ChildrenOf],
    assumptions: Mapping[str, Assumptions],
) -> None:
    labels = next(iter(assumptions.values()))
    everything: list[Transition | ChildrenOf] = [*transitions, *children]
    for between in everything:
        for name in (between.of, between.to):
            if name not in assumptions:
                raise AxisMismatch("status", name, f"{', '.join(assumptions)}: name one of these")
    for name in assumptions:
        leaving = np.zeros((len(labels.periods), len(labels.areas), 2, len(labels.ages)))
        for transition in transitions:
            if transition.of == name:
                require_cells(transition.rates, labels.periods, labels.areas, labels.ages)
                wrong = ~(transition.rates >= 0)
                problem = f"must change to “{transition.to}” at a rate between 0 and 1"
                refuse_where(wrong, labels, problem)
                leaving += transition.rates
        problem = f"gives more people of status “{name}” than it has: lower the rates"
        refuse_where(leaving > 1 + TOLERANCE, labels, problem)
    for rule in children:
        require_shape(rule.share, time=len(labels.periods), area=len(labels.areas))
        if not np.all((rule.share >= 0) & (rule.share <= 1)):
            raise ValueError(f"children of “{rule.of}” must be “{rule.to}” by a share of 0 to 1")
