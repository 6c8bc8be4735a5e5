"""The market: people, openings, what they ask of each other, places and groups."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from renkei.engines.matching.arrays import Groups, Places
from renkei.engines.matching.conditions import (
    ABSOLUTELY,
    NO_LIMIT,
    NO_MATTER,
    Condition,
    Mask,
    holds,
    holds_pairs,
    require_fields,
)
from renkei.engines.matching.criteria import Features, Wish, features
from renkei.engines.matching.errors import MarketError, ShapeMismatch
from renkei.engines.matching.fields import Field, require_column, taken
from renkei.engines.matching.protected import require_unprotected
from renkei.engines.matching.validation import require_groups, require_places

NO_PAIRS = np.zeros((0, 2), np.int64)
Strength = NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """Everything that a score may read, checked when it is made.

    `strengths` says for each condition by name how its askers mean it: ABSOLUTELY (the default),
    WOULD_CONSIDER, NO_MATTER. `forbidden` are pairs that the desk rules out. Audit attributes
    have no place here: they stay in an `Audit`.

    Shapes  fields: a row for each person, or opening; strengths: (people,) or (openings,) after
            who asks; forbidden (pairs, 2): person, opening
    Units   balance: thousandths of the score that the people's own wishes decide
    Errors  MarketError and those below it, naming where, what and the remedy
    """

    n_people: int
    places: Places
    people: Mapping[str, Field]
    openings: Mapping[str, Field]
    conditions: tuple[Condition, ...] = ()
    criteria: tuple[Wish, ...] = ()
    groups: Groups | None = None
    strengths: Mapping[str, Strength] = field(default_factory=dict)
    forbidden: NDArray[np.int64] = field(default_factory=lambda: NO_PAIRS)
    balance: int = 500
    _pairs: Features = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for whose, columns, rows in (
            ("people", self.people, self.n_people),
            ("openings", self.openings, self.n_openings),
        ):
            for name, column in columns.items():
                require_unprotected(name, f"{whose}, field “{name}”")
                require_column(column, rows, f"{whose}, field “{name}”")
        require_places(self.places)
        require_groups(self.tree, self.n_openings)
        _require_names(self)
        for condition in self.conditions:
            require_fields(condition, self.people, self.openings)
            _require_strengths(self, condition)
        _require_pairs(self)
        # Made once: every score and every explanation reads them.
        sizes = (self.n_people, self.n_openings)
        object.__setattr__(self, "_pairs", features(self.criteria, sizes, self.balance))

    @property
    def n_openings(self) -> int:
        return self.places.n_openings

    @property
    def tree(self) -> Groups:
        return self.groups or Groups.none(self.n_openings)

    def features(self) -> Features:
        """Both sides as rows whose product is the score."""
        return self._pairs

    def strength(self, condition: Condition) -> Strength:
        """How each asker means a condition."""
        asking = self.n_people if condition.asked_by == "person" else self.n_openings
        return self.strengths.get(condition.name, np.full(asking, ABSOLUTELY, np.int8))

    def is_met(
        self,
        condition: Condition,
        people: NDArray[np.int64],
        openings: NDArray[np.int64] | None = None,
    ) -> Mask:
        """Where some people and openings (or all) meet a condition, however firmly it is asked.

        Shapes  people (some,), openings (some,) -> (people, openings)
        """
        column = self.openings[condition.opening]
        across = column if openings is None else taken(column, openings)
        return holds(
            condition, self._person(condition, people), across, self._limit(condition, people)
        )

    def pairs_meet(
        self, condition: Condition, people: NDArray[np.int64], openings: NDArray[np.int64]
    ) -> Mask:
        """Which of some pairs meet a condition, however firmly it is asked.

        Shapes  people, openings (pairs,) -> (pairs,)
        """
        mine = self._person(condition, people)
        theirs = taken(self.openings[condition.opening], openings)
        return holds_pairs(condition, mine, theirs, self._limit(condition, people))

    def _person(self, condition: Condition, people: NDArray[np.int64]) -> Field:
        return taken(self.people[condition.person], people)

    def _limit(self, condition: Condition, people: NDArray[np.int64]) -> NDArray[np.int64]:
        if not condition.limit:
            return NO_LIMIT
        return np.asarray(self.people[condition.limit].values[people], np.int64)

    def asks(self, condition: Condition, people: NDArray[np.int64], how: int) -> Mask:
        """Where a condition is asked for with that strength.

        Shapes  people (some,) -> (some, openings), one of the two axes stretched
        """
        asked = self.strength(condition) == how
        if condition.asked_by == "person":
            return np.broadcast_to(asked[people][:, None], (len(people), self.n_openings))
        return np.broadcast_to(asked[None, :], (len(people), self.n_openings))


def _require_names(market: Market) -> None:
    names = [condition.name for condition in market.conditions]
    names += [wish.name for wish in market.criteria]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise MarketError("conditions and criteria", f"“{twice}” stands there twice", "rename one")
    for name in market.strengths:
        if name not in names[: len(market.conditions)]:
            raise MarketError("strengths", f"there is no condition “{name}”", "leave it out")


def _require_strengths(market: Market, condition: Condition) -> None:
    where, strength = f"strengths of “{condition.name}”", market.strength(condition)
    asking = market.n_people if condition.asked_by == "person" else market.n_openings
    if strength.shape != (asking,):
        raise ShapeMismatch(where, f"has the shape {strength.shape}", f"give it ({asking},)")
    if strength.min(initial=NO_MATTER) < NO_MATTER or strength.max(initial=0) > ABSOLUTELY:
        raise MarketError(where, "is not all 0, 1 or 2", "take the names of `conditions`")


def _require_pairs(market: Market) -> None:
    pairs = market.forbidden
    if pairs.ndim != 2 or pairs.shape[1] != 2:
        raise ShapeMismatch("forbidden", f"has the shape {pairs.shape}", "give person, opening")
    most = (market.n_people, market.n_openings)
    if pairs.min(initial=0) < 0 or bool((pairs >= np.array(most)).any()):
        raise MarketError("forbidden", "names nobody of this market", "check the numbers")
