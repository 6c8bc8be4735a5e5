"""Levers as changes of assumptions, and the people from abroad who stay for a time."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.axes import SEXES, FloatArray
from renkei.engines.demography.projection.accounts import EVENTS, AgeSpan
from renkei.engines.demography.projection.cells import Cells, cells
from renkei.engines.demography.projection.changes import (
    AddArrivals,
    Change,
    Draft,
    ScaleDepartures,
    ScaleFertility,
    ShiftShares,
)
from renkei.engines.demography.projection.forms import Moves
from renkei.engines.demography.projection.scenario import Scenario, apply, ramp
from renkei.engines.demography.projection.single import carry_once
from renkei.engines.demography.projection.status import newcomers
from renkei.engines.demography.projection.terms import Terms
from renkei.observatory.ahead.levers import groups
from renkei.observatory.ahead.scenarios import Question
from renkei.observatory.ahead.what_if_ground import (
    FROM_ABROAD,
    FROM_JAPAN,
    YOUNG,
    Ground,
    Outcome,
    Reach,
)
from renkei.places.codes import SAPPORO


def outcome_of(asked: Question, ground: Ground) -> Outcome:
    """What becomes of everybody under the levers of a question."""
    reach = ground.until(asked.horizon)
    if asked.changes_nothing:
        return reach.outcome
    at, base = ground.at(asked.areas), reach.terms
    terms = apply(base, Scenario("", changes(asked, reach, at)), reach.labels)
    found = reach.outcome if terms is base else ground.carried(terms)
    return with_visitors(found, asked, reach, terms) if asked.has("foreign") else found


def changes(asked: Question, reach: Reach, at: NDArray[np.intp]) -> tuple[Change, ...]:
    """The changes of a question, one lever after the other."""
    makers = {
        "tfr": fertility,
        "leaving": leaving,
        "arrivals": arrivals,
        "to_sapporo": to_sapporo,
    }
    return tuple(
        change
        for key, make in makers.items()
        if asked.has(key)
        for change in make(asked, reach, at)
    )


def fertility(asked: Question, reach: Reach, at: NDArray[np.intp]) -> tuple[Change, ...]:
    """The rate of the chosen areas together moves to the one asked for, at all ages alike."""
    before, way = reach.ground.tfr(at)[: reach.n_steps], on_the_way(asked, reach, "tfr_by")
    path = before + way * (asked.number("tfr") - before)
    factor = np.divide(path, before, out=np.ones_like(path), where=before > 0)
    return (ScaleFertility(factor, Cells(areas=areas_of(at))),)


def leaving(asked: Question, reach: Reach, at: NDArray[np.intp]) -> tuple[Change, ...]:
    """More or fewer of the young leave the chosen areas, up to all of them."""
    way = on_the_way(asked, reach, "leaving_by")[:, np.newaxis, np.newaxis, np.newaxis]
    young = cells(reach.labels, people=AgeSpan(*YOUNG))
    rates = -reach.terms.moves.rates[:, at][..., young.ages]
    everyone = 1.0 / np.maximum(rates, 1e-9)
    factor = np.minimum(1.0 + way * asked.number("leaving") / 100, np.maximum(everyone, 1.0))
    return (ScaleDepartures(factor, Cells(areas_of(at), young.sex_span, young.age_span)),)


def arrivals(asked: Question, reach: Reach, at: NDArray[np.intp]) -> tuple[Change, ...]:
    who = groups()[asked.who] if asked.who else next(iter(groups().values()))
    numbers = has_begun(asked, reach) * asked.number("arrivals")
    profile = reach.ground.newcomers(FROM_JAPAN, who.spans)
    return (AddArrivals(numbers, shared_by_people(reach.ground, at), profile),)


def to_sapporo(asked: Question, reach: Reach, _at: NDArray[np.intp]) -> tuple[Change, ...]:
    """Who would have moved to Sapporo from elsewhere in Hokkaido stays; all other moves remain.

    In a pool that all areas feed and draw from, the city takes the share s of those who leave the
    other areas for Hokkaido. When the part p of these stays, the others send 1 - sp of whom they
    sent, and the city's share becomes s (1 - pq) / (1 - spq), q being the part of the pool that
    does not come from the city itself.
    """
    city = reach.ground.at([SAPPORO])
    part = on_the_way(asked, reach, "sapporo_by") * asked.number("to_sapporo") / 100
    p = part[:, np.newaxis, np.newaxis, np.newaxis]
    s = reach.shares[:, city].sum(axis=1, keepdims=True)
    q = reach.from_elsewhere
    return (
        StayPut((s * p)[:, 0], city),
        ShiftShares((1.0 - p * q) / (1.0 - s * p * q), Cells(areas=areas_of(city))),
    )


@dataclass(frozen=True, slots=True, eq=False)
class StayPut:
    """Of those who leave for the inside, a part does not; from some areas all leave as before.

    As `ScaleDepartures` with 1 - part on the other areas, but step by step in place: somebody
    waits, and what is worked on then stays in the processor's cache.

    Shapes  part (time, sex, age reached)
    """

    part: FloatArray
    but_from: NDArray[np.intp]

    def write(self, draft: Draft) -> None:
        rates, inside = draft.write("rates"), draft.write("inside")
        for rate, going, part in zip(rates, inside, self.part, strict=True):
            if not part.any():
                continue
            leaving = 1.0 - going * part
            leaving[self.but_from] = 1.0
            fewer = going * (1.0 - part) / leaving
            fewer[self.but_from] = going[self.but_from]
            rate *= leaving
            going[:] = fewer


def with_visitors(found: Outcome, asked: Question, reach: Reach, terms: Terms) -> Outcome:
    """Also those who come from abroad for a time: carried by themselves and put on top.

    They live, and have children, at the rates of where they live; they leave Hokkaido at a rate
    that follows from the length of their stay, and do not move inside it.
    """
    at = reach.ground.at(asked.areas)
    profile = reach.ground.newcomers(FROM_ABROAD, [(0, reach.ground.assumptions.ages.open_from)])
    coming = shared_by_people(reach.ground, at)[at, np.newaxis, np.newaxis] * profile
    numbers = has_begun(asked, reach) * asked.number("foreign")
    added = numbers[:, np.newaxis, np.newaxis, np.newaxis] * coming
    there = replace(
        terms,
        dying=_taken(terms.dying, at),
        fertility=_taken(terms.fertility, at),
        moves=Moves(rates=added, added=added),
    )
    own = newcomers(there, added, asked.number("stay"), reach.ground.assumptions.step)
    nobody = np.zeros((len(at), len(SEXES), len(reach.ground.assumptions.ages)))
    visitors = carry_once(own, nobody, reach.ground.spans)
    stocks, births = found.stocks.copy(), found.births.copy()
    stocks[:, 1:, at] += visitors.groups
    births[:, at] += visitors.events[EVENTS.index("births")]
    return Outcome(stocks, births)


def _taken(values: FloatArray, at: NDArray[np.intp]) -> FloatArray:
    """Some areas; all of them as they are, for copying them takes as long as a projection."""
    return values if len(at) == values.shape[1] else values[:, at]


def on_the_way(asked: Question, reach: Reach, by: str) -> FloatArray:
    """How far a lever has come in each step: none before it begins, all when it has arrived."""
    begins = round(asked.number("begins"))
    end = max(begins, round(asked.number(by)))
    way: FloatArray = 1.0 - ramp(reach.labels.periods, start=begins, end=end, to=0.0)
    return way


def has_begun(asked: Question, reach: Reach) -> FloatArray:
    """One in each step from the first year of change on, zero before."""
    begins = round(asked.number("begins"))
    return np.array([float(start >= begins) for start, _ in reach.labels.periods])


def shared_by_people(ground: Ground, at: NDArray[np.intp]) -> FloatArray:
    """The share of each area, by the people of the start: (area), zero where not chosen."""
    shares = np.zeros(len(ground.areas))
    shares[at] = ground.people[at] / ground.people[at].sum()
    return shares


def areas_of(at: NDArray[np.intp]) -> tuple[int, ...]:
    return tuple(map(int, at))
