"""What if: a question about some places, answered for them, for the others and for Hokkaido."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.axes import FloatArray
from renkei.observatory import tables
from renkei.observatory.ahead.base import START
from renkei.observatory.ahead.scenarios import Question
from renkei.observatory.ahead.what_if_changes import outcome_of
from renkei.observatory.ahead.what_if_ground import COUNTED, Ground, Outcome, ground
from renkei.observatory.ahead.what_if_others import (
    most_changed,
    nearest,
    outside_of,
)

# What is told of each side, in this order.
MEASURES = ("people", "working", "births", "aged_share")


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """Some areas with no change and under the levers.

    Shapes  base, other: of each measure (year), from the start to the year of the answer; births
            of the calendar years between
    """

    base: dict[str, FloatArray]
    other: dict[str, FloatArray]

    def at(self, measure: str, year: int) -> tuple[float, float]:
        """Without and with the change; births are those of the year before."""
        place = place_in(measure, year)
        return float(self.base[measure][place]), float(self.other[measure][place])

    def change(self, measure: str, year: int) -> float:
        before, after = self.at(measure, year)
        return after - before


@dataclass(frozen=True, slots=True, eq=False)
class Town:
    """A municipality outside the place that the question is about."""

    code: str
    side: Side


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What becomes of the place, of all others and of Hokkaido.

    `elsewhere` is None where the place is all of Hokkaido; `most` are those of the others that
    gain or lose most people by the year of the answer, the largest change first; `near` are the
    nearest of the others, without those of `most`.
    """

    asked: Question
    here: Side
    elsewhere: Side | None
    hokkaido: Side
    most: tuple[Town, ...] = ()
    near: tuple[Town, ...] = ()


def place_in(measure: str, year: int) -> int:
    """Where a year stands in the figures of a measure; births up to a day are those before it."""
    return year - START - (1 if measure == "births" else 0)


def years_of(measure: str, until: int) -> tuple[int, ...]:
    return tuple(range(START, until + (0 if measure == "births" else 1)))


def answer(asked: Question, *, of: tuple[str, ...] = ()) -> Answer:
    """The answer for the places of the question, or for others that are looked at instead.

    Errors  KeyError when there is no such place
    """
    found = ground()
    at = found.at(of or asked.areas)
    outcome = outcome_under(asked)
    rest = found.elsewhere(at)
    return Answer(
        asked,
        _side(found, outcome, at),
        _side(found, outcome, rest) if len(rest) else None,
        _side(found, outcome, found.everywhere),
        *_towns(found, outcome, at),
    )


def outcome_under(asked: Question) -> Outcome:
    """What becomes of everybody up to the year of the answer; the last answers are remembered."""
    return _outcome(asked, tables.version())


@lru_cache(maxsize=128)
def _outcome(asked: Question, _version: str) -> Outcome:
    return outcome_of(asked, ground())


def _side(found: Ground, outcome: Outcome, at: NDArray[np.intp]) -> Side:
    base = found.until(START + len(outcome.births)).outcome
    return Side(measured(base, at), measured(outcome, at))


def _towns(
    found: Ground, outcome: Outcome, at: NDArray[np.intp]
) -> tuple[tuple[Town, ...], tuple[Town, ...]]:
    before = found.until(START + len(outcome.births)).outcome
    change = outcome.stocks[0, -1] - before.stocks[0, -1]
    outside = outside_of(found, at)
    most = most_changed(change, outside)
    near = [code for code in nearest(found, at, outside) if code not in most]

    def told(codes: list[str]) -> tuple[Town, ...]:
        return tuple(Town(code, _side(found, outcome, outside[code])) for code in codes)

    return told(most), told(near)


def measured(outcome: Outcome, at: NDArray[np.intp]) -> dict[str, FloatArray]:
    """The measures of some areas together, each (year)."""
    stocks = dict(zip(COUNTED, outcome.stocks[:, :, at].sum(axis=-1), strict=True))
    people = stocks["people"]
    return {
        "people": people,
        "working": stocks["working"],
        "births": outcome.births[:, at].sum(axis=-1),
        "aged_share": 100 * stocks["aged"] / np.where(people > 0, people, np.nan),
    }
