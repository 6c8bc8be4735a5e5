"""The axes of every array of the engine: sex, age, and the refusal when axes differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]

SEXES = ("female", "male")
FEMALE, MALE = range(2)


class AxisMismatch(ValueError):
    """Two arrays, or an array and its labels, do not stand on the same axis.

    The message names the axis, both sides where they part and, where one is known, the remedy.
    """

    def __init__(self, axis: str, left: object, right: object, remedy: str = "") -> None:
        differs = f"the axis “{axis}” differs: {left} against {right}"
        super().__init__(f"{differs}: {remedy}" if remedy else differs)


def require_same(axis: str, left: Sequence[object], right: Sequence[object]) -> None:
    """Refuse labels that differ, naming both sides where they first part.

    Errors  AxisMismatch when the labels or their order differ
    """
    if len(left) != len(right):
        remedy = _remedy(axis, left, right)
        raise AxisMismatch(axis, _summary(left), _summary(right), remedy)
    for position, (ours, theirs) in enumerate(zip(left, right, strict=True)):
        if ours != theirs:
            remedy = _remedy(axis, left, right)
            raise AxisMismatch(axis, f"{ours} at position {position}", theirs, remedy)


def _summary(labels: Sequence[object]) -> str:
    shown = ", ".join(str(label) for label in labels[:3])
    return f"{len(labels)} labels ({shown}{', …' if len(labels) > 3 else ''})"


def _remedy(axis: str, left: Sequence[object], right: Sequence[object]) -> str:
    """What would bring two sequences of labels together."""
    for here, there, side in ((left, right, "right"), (right, left, "left")):
        missing = next((label for label in here if label not in there), None)
        if missing is not None:
            return f"the {side} side has no {missing}, give both the same labels on this axis"
    if len(left) == len(right):
        return f"the labels are the same in another order, put both into one order of {axis}"
    return "a label stands there more than once, leave one of them out"


@dataclass(frozen=True, slots=True)
class AgeGrid:
    """Age groups, each beginning where the one before ends; the last is open.

    `starts` are the first ages of the groups in completed years: (0, 5, 10) is 0-4, 5-9, 10+.
    """

    starts: tuple[int, ...]

    def __post_init__(self) -> None:
        rising = all(a < b for a, b in zip(self.starts, self.starts[1:], strict=False))
        if self.starts[:1] != (0,) or len(self) < 2 or not rising:
            raise ValueError(f"age groups must begin at 0, rise and end open, not {self.starts}")

    @classmethod
    def single_years(cls, open_from: int) -> Self:
        """0, 1, 2 … and the open group, as in an official life table."""
        return cls(tuple(range(open_from + 1)))

    @classmethod
    def five_years(cls, open_from: int) -> Self:
        """0-4, 5-9 … and the open group, as in the census by municipality."""
        return cls((*range(0, open_from, 5), open_from))

    @classmethod
    def abridged(cls, open_from: int) -> Self:
        """0, 1-4, 5-9 … and the open group, as in an abridged life table."""
        return cls((0, 1, *range(5, open_from, 5), open_from))

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def open_from(self) -> int:
        return self.starts[-1]

    @property
    def widths(self) -> FloatArray:
        """Years of age in each group (age,); infinite for the open group."""
        return np.append(np.diff(np.array(self.starts, dtype=float)), np.inf)

    @property
    def labels(self) -> tuple[str, ...]:
        """As written in official tables: “0”, “1-4”, “90+”."""
        closed = zip(self.starts, self.starts[1:], strict=False)
        names = (str(a) if b == a + 1 else f"{a}-{b - 1}" for a, b in closed)
        return (*names, f"{self.open_from}+")

    def span(self, low: int, high: int | None = None) -> slice:
        """The groups that make up the ages from `low` to below `high`; without `high`, to the end.

        Errors  AxisMismatch when an age group straddles either bound
        """
        if low not in self.starts or (high is not None and high not in self.starts):
            wanted = f"{low}+" if high is None else f"{low}-{high - 1}"
            raise AxisMismatch("age", wanted, f"groups {', '.join(self.labels)}")
        return slice(self.starts.index(low), len(self) if high is None else self.starts.index(high))

    def groups_in(self, years: int) -> int:
        """How many groups a cohort moves up in `years`.

        Errors  AxisMismatch when the closed groups differ in width or `years` is no multiple of it
        """
        width = self.starts[1]
        even = self.starts == (*range(0, self.open_from, width), self.open_from)
        if not even or years <= 0 or years % width:
            groups = ", ".join(self.labels)
            raise AxisMismatch("age", f"a step of {years} years", f"groups {groups}")
        return years // width

    def collapse(self, counts: FloatArray, to: "AgeGrid") -> FloatArray:
        """The same people in wider groups.

        Shapes  (..., age) on this grid -> (..., age) on the grid `to`
        Units   anything that may be added over ages: persons, births, deaths; never rates
        Errors  AxisMismatch when a group of `to` begins inside a group of this grid
        Check   the sum over ages is kept
        """
        if counts.shape[-1] != len(self):
            remedy = "give a count for every age group, 0 where there is nobody"
            raise AxisMismatch("age", f"{counts.shape[-1]} groups", f"{len(self)} labels", remedy)
        positions = [self.span(start).start for start in to.starts]
        return np.add.reduceat(counts, positions, axis=-1)

    def to_five_years(self, open_from: int) -> "AgeGrid":
        """The five-year grid to which these groups may be collapsed.

        Errors  AxisMismatch when the groups do not meet at the multiples of five
        """
        grid = AgeGrid.five_years(open_from)
        for start in grid.starts:
            self.span(start)
        return grid
