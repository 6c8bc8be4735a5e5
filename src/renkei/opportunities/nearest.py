"""How far somebody would have to move: of a condition on a number, the nearest that opens more.

“Without the end of work” is no question for somebody who fetches a child; “until three” is one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from renkei.charter.markets import MarketCondition
from renkei.charter.text import Text
from renkei.engines import matching as engine
from renkei.opportunities.arrays import Columns

YEN = Text("円", "yen")


@dataclass(frozen=True, slots=True)
class Nearest:
    """The number at which the next postings come into question, and how many they are."""

    label: Text
    value: int
    unit: Text | None
    is_most: bool  # of something that may be so much at most; else so much at least
    n_more: int
    n_elsewhere: int


def nearest_of(columns: Columns, found: Sequence[engine.WithoutOne]) -> Mapping[str, Nearest]:
    """By condition, of those that somebody looking compares with a number.

    1. the postings that nothing but this condition keeps away
    2. of their numbers the one nearest to what she said: the least of those above what she can,
       the greatest of those below what she wants
    3. how many postings that one brings
    """
    known = {one.name: one for one in columns.version.conditions}
    every = ((known[one.condition.name], one) for one in found)
    compared = (
        (condition, one)
        for condition, one in every
        if condition.predicate in ("at_most", "at_least") and condition.asked_by == "seeker"
    )
    nearest = {one.name: _nearest(columns, one, without) for one, without in compared}
    return {name: one for name, one in nearest.items() if one is not None}


def _nearest(
    columns: Columns, condition: MarketCondition, found: engine.WithoutOne
) -> Nearest | None:
    """None where the postings do not say their number."""
    offered = columns.by_name[condition.name]
    assert isinstance(offered, engine.Numbers), condition.name
    is_most = condition.predicate == "at_most"
    numbers = offered.values[found.more & (offered.values != engine.UNKNOWN_NUMBER)]
    if not len(numbers):
        return None
    value = int(numbers.min() if is_most else numbers.max())
    opened = found.more & (offered.values == value)
    question = columns.version.questions("posting")[condition.posting]
    return Nearest(
        label=condition.label,
        value=value,
        unit=YEN if question.kind == "yen" else question.unit,
        is_most=is_most,
        n_more=int(np.count_nonzero(opened)),
        n_elsewhere=int(np.count_nonzero(opened & columns.is_elsewhere)),
    )
