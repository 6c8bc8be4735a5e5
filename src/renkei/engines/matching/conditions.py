"""Conditions: predicates between a field of people and a field of openings.

Each comes with a sentence for met and one for not met. There is no predicate on age, sex or
nationality, and a field that is named so is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from renkei.engines.matching.errors import MarketError
from renkei.engines.matching.fields import KINDS, UNKNOWN_NUMBER, Field, known
from renkei.engines.matching.protected import require_unprotected
from renkei.engines.matching.sentences import Sentence

Mask: TypeAlias = NDArray[np.bool_]
Side: TypeAlias = Literal["person", "opening"]
NO_MATTER, WOULD_CONSIDER, ABSOLUTELY = range(3)
NO_LIMIT = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Predicate:
    """The kinds of field on both sides, the test itself, and two things about it.

    `by_things` says how a person's set decides: by any, by all, or by only the things in it;
    `has_limit` whether a person's limit is read.

    Shapes  holds: (people, 1, …), (1, openings, …), (people, 1) -> (people, openings)
    """

    person: str
    opening: str
    holds: Callable[[Any, Any, Any], Mask]
    by_things: str = ""
    has_limit: bool = False


def _within(person: Any, opening: Any, limit: Any) -> Mask:
    away = person - opening
    return np.asarray((away * away).sum(axis=-1) <= limit * limit)


def _inside(choice: Any, things: Any) -> Mask:
    """Whether a choice is in a set; nothing unknown is."""
    bit = np.left_shift(np.uint64(1), np.clip(choice, 0, 63).astype(np.uint64))
    return np.asarray(((things & bit) != 0) & (choice >= 0) & (choice < 64))


PREDICATES: Mapping[str, Predicate] = {
    # the opening's choice is the person's
    "equals": Predicate("choice", "choice", lambda p, o, _: p == o),
    # the opening's number is at most, or at least, what the person names
    "at_most": Predicate("number", "number", lambda p, o, _: o <= p),
    "at_least": Predicate("number", "number", lambda p, o, _: o >= p),
    # the opening's choice is one that the person names, or the other way round
    "one_of": Predicate("set", "choice", lambda p, o, _: _inside(o, p), "any"),
    "among": Predicate("choice", "set", lambda p, o, _: _inside(p, o)),
    # the opening offers all that the person needs; the person has all that the opening requires
    "offers": Predicate("set", "set", lambda p, o, _: (p & ~o) == 0, "all"),
    "has": Predicate("set", "set", lambda p, o, _: (o & ~p) == 0, "only"),
    # they share something
    "overlaps": Predicate("set", "set", lambda p, o, _: (p & o) != 0, "any"),
    # at most so many metres apart
    "within": Predicate("point", "point", _within, has_limit=True),
    # at most so many minutes (or yen) by a table from choice to choice
    "reachable": Predicate("choice", "choice", lambda p, o, _: p == o, has_limit=True),
}


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """A predicate between two fields, who asks for it, and how it is said.

    `limit` names the person's numbers that bound a distance. `penalty` is what a pair loses where
    the asker would consider to do without, in thousandths of a point. `table` is read by
    `reachable`: from the person's choice to the opening's; -1 where there is no way.

    Errors  ProtectedAttribute; MarketError for a predicate that is unknown or lacks its limit
    """

    name: str
    predicate: str
    person: str
    opening: str
    label: Sentence
    met: Sentence
    not_met: Sentence
    asked_by: Side = "person"
    limit: str = ""
    table: NDArray[np.int64] | None = None
    penalty: int = 10_000

    def __post_init__(self) -> None:
        where = f"condition “{self.name}”"
        for name in (self.name, self.person, self.opening, self.limit):
            require_unprotected(name, where)
        if self.predicate not in PREDICATES:
            raise MarketError(where, f"no predicate “{self.predicate}”", f"take one of {_names()}")
        if PREDICATES[self.predicate].has_limit != bool(self.limit):
            problem = "needs the field of a limit" if not self.limit else "reads no limit"
            raise MarketError(where, problem, "name a person's numbers, or leave it out")
        if (self.predicate == "reachable") != (self.table is not None):
            raise MarketError(where, "a table and “reachable” go together", "give both or none")
        if self.penalty < 0:
            raise MarketError(
                where, f"the penalty {self.penalty} is below zero", "make it 0 or more"
            )


def _names() -> str:
    return ", ".join(PREDICATES)


def require_fields(
    condition: Condition, people: Mapping[str, Field], openings: Mapping[str, Field]
) -> None:
    """Refuse a condition whose fields are missing or of another kind.

    Errors  MarketError
    """
    predicate = PREDICATES[condition.predicate]
    wanted = [
        (people, condition.person, predicate.person, "people"),
        (openings, condition.opening, predicate.opening, "openings"),
    ]
    if condition.limit:
        wanted.append((people, condition.limit, "number", "people"))
    for columns, name, kind, whose in wanted:
        where = f"condition “{condition.name}”"
        if name not in columns:
            raise MarketError(where, f"{whose} have no field “{name}”", "add it, or name another")
        if not isinstance(columns[name], KINDS[kind]):
            found = type(columns[name]).__name__
            raise MarketError(
                where, f"“{name}” holds {found}", f"{condition.predicate} reads {kind}"
            )


def holds(
    condition: Condition, person: Field, opening: Field, limit: NDArray[np.int64] = NO_LIMIT
) -> Mask:
    """Where the condition is met, each row of people against each opening.

    What is unknown meets nothing: nobody is introduced on a guess.

    Shapes  person (people, …), opening (openings, …), limit (people,) or empty
            -> (people, openings)
    """
    p, o = person.values[:, None], opening.values[None, :]
    are_known = known(person)[:, None] & known(opening)[None, :]
    if not condition.limit:
        return are_known & _tested(condition, p, o, limit)
    are_known &= (limit != UNKNOWN_NUMBER)[:, None]
    return are_known & _tested(condition, p, o, limit[:, None])


def holds_pairs(
    condition: Condition, person: Field, opening: Field, limit: NDArray[np.int64] = NO_LIMIT
) -> Mask:
    """The same for pairs: the first of the people with the first of the openings, and so on.

    Shapes  person (pairs, …), opening (pairs, …), limit (pairs,) or empty -> (pairs,)
    """
    are_known = known(person) & known(opening)
    if condition.limit:
        are_known &= limit != UNKNOWN_NUMBER
    return are_known & _tested(condition, person.values, opening.values, limit)


def _tested(condition: Condition, person: Any, opening: Any, limit: Any) -> Mask:
    table = condition.table
    if table is None:
        return PREDICATES[condition.predicate].holds(person, opening, limit)
    here = np.clip(person, 0, len(table) - 1), np.clip(opening, 0, table.shape[1] - 1)
    is_reached: Mask = (table[here] >= 0) & (table[here] <= limit)
    return is_reached
