"""Typed columns of people and openings: numbers, choices, sets, points."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from renkei.engines.matching.errors import MarketError

UNKNOWN_NUMBER = np.iinfo(np.int64).min
UNKNOWN_CHOICE = -1
MOST_IN_A_SET = 64


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """Whole numbers, one each: yen, minutes, years.

    Shapes  values (rows,)
    Units   those of the column; UNKNOWN_NUMBER where nothing is known
    """

    values: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """One of several, each: a municipality, a field of work.

    Shapes  values (rows,)
    Units   position among the choices, -1 where nothing is known
    """

    values: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Sets:
    """Any number of at most 64 things: licences, languages, weekdays.

    Shapes  values (rows,)
    Units   bit i is set where thing i is in the set
    """

    values: NDArray[np.uint64]

    @classmethod
    def of(cls, rows: list[set[int]]) -> "Sets":
        """Sets of positions.

        Errors  MarketError for a position outside 0 to 63
        """
        for number, row in enumerate(rows):
            if any(not 0 <= thing < MOST_IN_A_SET for thing in row):
                where = f"row {number}"
                raise MarketError(where, f"{sorted(row)} are not all 0 to 63", "number the things")
        return cls(np.array([sum(1 << thing for thing in row) for row in rows], np.uint64))


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Where something is, on a plane.

    Shapes  values (rows, 2)
    Units   metres east and north in a plane coordinate system; whole, so that a distance is exact
    """

    values: NDArray[np.int64]


Field: TypeAlias = Numbers | Choices | Sets | Points
KINDS = {"number": Numbers, "choice": Choices, "set": Sets, "point": Points}
_TYPES: dict[type[Any], Any] = {
    Numbers: np.int64,
    Choices: np.int32,
    Sets: np.uint64,
    Points: np.int64,
}


def require_column(field: Field, rows: int, where: str) -> None:
    """Refuse a column of another length or type.

    Errors  MarketError
    """
    values, shape = field.values, (rows, 2) if isinstance(field, Points) else (rows,)
    if values.shape != shape:
        raise MarketError(where, f"has the shape {values.shape}", f"give it the shape {shape}")
    wanted = np.dtype(_TYPES[type(field)])
    if values.dtype != wanted:
        raise MarketError(where, f"has the type {values.dtype}", f"give it the type {wanted}")


def taken(field: Field, rows: NDArray[np.int64]) -> Field:
    """Some rows of a column."""
    if isinstance(field, Numbers):
        return Numbers(field.values[rows])
    if isinstance(field, Choices):
        return Choices(field.values[rows])
    return Sets(field.values[rows]) if isinstance(field, Sets) else Points(field.values[rows])


def known(field: Field) -> NDArray[np.bool_]:
    """Where something is known; an empty set is known to be empty."""
    is_known = np.ones(len(field.values), np.bool_)
    if isinstance(field, Numbers):
        is_known[field.values == UNKNOWN_NUMBER] = False
    elif isinstance(field, Choices):
        is_known[field.values < 0] = False
    elif isinstance(field, Points):
        is_known[(field.values == UNKNOWN_NUMBER).any(axis=1)] = False
    return is_known
