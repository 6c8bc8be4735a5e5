"""Criteria: what each side wants of the other, with weights, as a product of whole numbers.

The score of a pair is Σ weight × level over all criteria of both sides. Each person's weights add
up to the person's share of the score and each opening's to the rest, in thousandths; levels are 0
to 100. So a score is 0 to 100 points in thousandths, a whole number, whatever the order of adding.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from renkei.engines.matching.arrays import Count, Index, Whole
from renkei.engines.matching.conditions import Side
from renkei.engines.matching.errors import MarketError, ShapeMismatch
from renkei.engines.matching.protected import require_unprotected
from renkei.engines.matching.sentences import Sentence

FULL_LEVEL = 100
WHOLE = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Criterion:
    """One side's wish for more of what the other has: pay, leave, experience.

    Shapes  weights: of the side that wishes (people,) or (openings,); levels: of the other side
    Units   weights: positions of a slider, 0 to 1,000; levels: 0 to 100
    Errors  ProtectedAttribute for a name that says age, sex or nationality
    """

    name: str
    label: Sentence
    side: Side
    weights: Count
    levels: Count

    def __post_init__(self) -> None:
        require_unprotected(self.name, f"criterion “{self.name}”")


@dataclass(frozen=True, slots=True, eq=False)
class Affinity:
    """One side's liking for each of several kinds: fields of work, regions.

    Shapes  weights: of the side that wishes; liking (that side, kinds); kind: of the other side
    Units   weights: positions of a slider, 0 to 1,000; liking: 0 to 100; kind: -1 for none
    Errors  ProtectedAttribute for a name that says age, sex or nationality
    """

    name: str
    label: Sentence
    side: Side
    weights: Count
    liking: Count
    kind: Index

    def __post_init__(self) -> None:
        require_unprotected(self.name, f"criterion “{self.name}”")


Wish: TypeAlias = Criterion | Affinity


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Both sides as rows whose product is the score.

    Shapes  people (people, columns), openings (openings, columns), criterion (columns,)
    Units   people × openings: thousandths of a point; criterion: position among the criteria
    """

    people: NDArray[np.int32]
    openings: NDArray[np.int32]
    criterion: Index


def slider_shares(sliders: Count, total: int) -> Count:
    """Sliders turned into weights that add up to `total`, by largest remainders.

    1. whole parts of total × slider / sum of sliders; equal sliders where all are zero
    2. what is left over goes one by one to the largest remainders, to the earlier among equals

    Shapes  (askers, criteria) -> (askers, criteria)
    """
    if sliders.shape[1] == 0:
        return sliders
    even = np.where(sliders.sum(axis=1, keepdims=True) == 0, 1, sliders)
    sums = even.sum(axis=1, keepdims=True)
    whole, rest = np.divmod(even * total, sums)
    left = total - whole.sum(axis=1, keepdims=True)
    order = np.argsort(-rest, axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(order.shape[1])[None, :].repeat(len(order), 0), 1)
    return np.asarray(whole + (rank < left), np.int64)


def features(criteria: Sequence[Wish], sizes: tuple[int, int], balance: int) -> Features:
    """Criteria of both sides as one product.

    1. weights of each side, shared out; a side without criteria leaves its share to the other
    2. a criterion is one column: weight on the side that wishes, level on the other
    3. an affinity is a column for each kind: weight × liking, and one where the kind is that one

    Units   balance: thousandths of the score that the people's own wishes decide
    Errors  MarketError, ShapeMismatch
    """
    sides = {
        "person": [wish for wish in criteria if wish.side == "person"],
        "opening": [wish for wish in criteria if wish.side == "opening"],
    }
    share = _balance(balance, bool(sides["person"]), bool(sides["opening"]))
    n_people, n_openings = sizes
    counts = {"person": n_people, "opening": n_openings}
    columns: dict[int, tuple[Count, Count]] = {}
    for side, wishes in sides.items():
        other = "opening" if side == "person" else "person"
        for wish in wishes:
            _require(wish, counts[side], counts[other])
        sliders = np.stack([w.weights for w in wishes], axis=1) if wishes else np.zeros((0, 0), int)
        weights = slider_shares(np.asarray(sliders, np.int64), share[side])
        for column, wish in enumerate(wishes):
            columns[_position(criteria, wish)] = _columns(wish, weights[:, column])
    return _joined(criteria, columns, sizes)


def _position(criteria: Sequence[Wish], wish: Wish) -> int:
    return next(position for position, found in enumerate(criteria) if found is wish)


def _balance(balance: int, people: bool, openings: bool) -> dict[str, int]:
    if not 0 <= balance <= WHOLE:
        raise MarketError("balance", f"{balance} is not 0 to {WHOLE}", "give thousandths")
    of_people = balance if people and openings else WHOLE * people
    return {"person": of_people, "opening": WHOLE - of_people}


def _columns(wish: Wish, weights: Count) -> tuple[Count, Count]:
    """Of the side that wishes, and of the other."""
    if isinstance(wish, Criterion):
        return weights[:, None], wish.levels[:, None]
    kinds = np.arange(wish.liking.shape[1])
    return weights[:, None] * wish.liking, (wish.kind[:, None] == kinds).astype(np.int64)


def _joined(
    criteria: Sequence[Wish], columns: dict[int, tuple[Count, Count]], sizes: tuple[int, int]
) -> Features:
    people: list[Count] = [np.zeros((sizes[0], 0), np.int64)]
    openings: list[Count] = [np.zeros((sizes[1], 0), np.int64)]
    owner: list[int] = []
    for position, wish in enumerate(criteria):
        asking, asked = columns[position]
        people.append(asking if wish.side == "person" else asked)
        openings.append(asked if wish.side == "person" else asking)
        owner += [position] * asking.shape[1]
    return Features(
        np.concatenate(people, axis=1).astype(np.int32),
        np.concatenate(openings, axis=1).astype(np.int32),
        np.array(owner, np.int32),
    )


def _require(wish: Wish, n_asking: int, n_asked: int) -> None:
    where = f"criterion “{wish.name}”"
    levels = wish.levels if isinstance(wish, Criterion) else wish.liking
    n_levels = n_asked if isinstance(wish, Criterion) else n_asking
    lengths: list[tuple[Whole, int, str]] = [
        (wish.weights, n_asking, "weights"),
        (levels, n_levels, "levels"),
    ]
    if isinstance(wish, Affinity):
        lengths.append((wish.kind, n_asked, "kinds"))
    for values, wanted, what in lengths:
        if len(values) != wanted:
            raise ShapeMismatch(where, f"{len(values)} {what}", f"give {wanted}")
    if wish.weights.min(initial=0) < 0 or wish.weights.max(initial=0) > WHOLE:
        raise MarketError(where, "a weight is not 0 to 1,000", "give the position of a slider")
    if levels.min(initial=0) < 0 or levels.max(initial=0) > FULL_LEVEL:
        raise MarketError(where, "a level is not 0 to 100", "scale the levels")
