"""The steps of a placement as its market has them: which are done, which may come next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from renkei.charter.markets import Stage
from renkei.core.writing import localized
from renkei.opportunities.models import Placement
from renkei.opportunities.states import STEP_MOVES, Step

# How a step stands: taken on a day, left out on the way, now, or ahead.
Standing = Literal["done", "skipped", "now", "ahead"]


@dataclass(frozen=True, slots=True)
class Taken:
    step: str
    label: str
    on: date | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Next:
    """A step that may follow, with what its button says."""

    step: str
    deed: str
    label: str
    asks_days: bool


def steps_of(placement: Placement, days: Mapping[str, date]) -> list[Taken]:
    """The line of the market's steps; the end stands there once it is reached."""
    has_ended = placement.state == Step.ENDED
    stages = [one for one in placement.asked_by.stages if has_ended or one.step != Step.ENDED]
    reached = [n for n, one in enumerate(stages) if _is_taken(one, placement, days)]
    last = max(reached, default=-1)
    return [
        Taken(
            one.step,
            localized(one.label),
            days.get(one.step),
            _standing(one, placement, days, is_passed=n < last),
        )
        for n, one in enumerate(stages)
    ]


def next_steps(placement: Placement) -> list[Next]:
    """In the market's order; the first of them is the usual one."""
    may_follow = STEP_MOVES.get(Step(placement.state), set()) - {Step.ENDED}
    return [
        Next(one.step, localized(one.deed), localized(one.label), one.step == Step.COMPLETED)
        for one in placement.asked_by.stages
        if one.step in may_follow
    ]


def _is_taken(one: Stage, placement: Placement, days: Mapping[str, date]) -> bool:
    return one.step in days or one.step == placement.state


def _standing(
    one: Stage, placement: Placement, days: Mapping[str, date], *, is_passed: bool
) -> Standing:
    if one.step == placement.state:
        return "now"
    if one.step in days:
        return "done"
    return "skipped" if is_passed else "ahead"
