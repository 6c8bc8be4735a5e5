"""Ranked lists, places, groups and results: what all modes of the engine read and return."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Index: TypeAlias = NDArray[np.int32]
Count: TypeAlias = NDArray[np.int64]
Whole: TypeAlias = NDArray[np.signedinteger[Any]]
Bits: TypeAlias = NDArray[np.uint64]

NO_CAP = 2**31 - 1
MOST_POINTS = 100_000  # a score of 100.000 points, in thousandths
UNMATCHED = -1


@dataclass(frozen=True, slots=True)
class Lists:
    """Ranked openings of every person, best first, one person after another.

    Person p has the entries `starts[p]` to below `starts[p + 1]`.

    Shapes  starts (people + 1,), openings (entries,), scores (entries,)
    Units   scores: thousandths of a point, 0 to 100,000; they fall within a person, and ties stand
            in the order of the list
    """

    starts: Count
    openings: Index
    scores: Index

    @property
    def n_people(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> Count:
        return np.diff(self.starts)

    @property
    def people(self) -> Index:
        """The person of every entry."""
        return np.repeat(np.arange(self.n_people, dtype=np.int32), self.lengths)

    def of(self, person: int) -> Index:
        """The openings of one person, best first."""
        return self.openings[self.starts[person] : self.starts[person + 1]]


@dataclass(frozen=True, slots=True)
class Groups:
    """A tree (or forest) of groups over openings: bureau, prefecture; also firm, faculty.

    Shapes  parent, cap, floor, target (groups,); of_opening (openings,)
    Units   people. parent is -1 at a root, of_opening is -1 outside every group; cap is NO_CAP and
            floor 0 where there is none; target, at most cap, is what a group fills before it
            takes of the excess (the flexible rule)
    """

    parent: Index
    of_opening: Index
    cap: Count
    floor: Count
    target: Count

    @property
    def n_groups(self) -> int:
        return len(self.parent)

    @classmethod
    def none(cls, n_openings: int) -> "Groups":
        """No group at all."""
        nothing = np.zeros(0, np.int64)
        outside = np.full(n_openings, -1, np.int32)
        return cls(np.zeros(0, np.int32), outside, nothing, nothing, nothing)

    @classmethod
    def flat(cls, of_opening: Index, cap: Count) -> "Groups":
        """Groups side by side, with a cap each and nothing else."""
        caps = np.asarray(cap, np.int64)
        roots = np.full(len(caps), -1, np.int32)
        return cls(roots, np.asarray(of_opening, np.int32), caps, np.zeros_like(caps), caps.copy())


@dataclass(frozen=True, slots=True)
class Places:
    """What each opening can take.

    Shapes  capacity, minimum (openings,)
    Units   people; `minimum` is read by `introduce` and `optimal`, and by the dry run of `stable`
    """

    capacity: Count
    minimum: Count

    @property
    def n_openings(self) -> int:
        return len(self.capacity)

    @classmethod
    def of(cls, capacity: Count) -> "Places":
        """Places without a minimum."""
        most = np.asarray(capacity, np.int64)
        return cls(most, np.zeros_like(most))


@dataclass(frozen=True, slots=True)
class Assignment:
    """At most one opening for each person.

    Shapes  opening (people,)
    Units   index of the opening, -1 for nobody's
    """

    opening: Index

    def counts(self, n_openings: int) -> Count:
        """How many people each opening has."""
        placed = self.opening[self.opening >= 0]
        return np.bincount(placed, minlength=n_openings).astype(np.int64)

    @property
    def n_placed(self) -> int:
        return int(np.count_nonzero(self.opening >= 0))


@dataclass(frozen=True, slots=True)
class Introductions:
    """Several openings for each person (a b-matching), one person after another.

    Person p is introduced to the entries `starts[p]` to below `starts[p + 1]`.

    Shapes  starts (people + 1,), openings (entries,)
    """

    starts: Count
    openings: Index

    def of(self, person: int) -> Index:
        return self.openings[self.starts[person] : self.starts[person + 1]]

    def counts(self, n_openings: int) -> Count:
        """How many people each opening is introduced to."""
        return np.bincount(self.openings, minlength=n_openings).astype(np.int64)
