"""Geometry of hexagons standing on a corner, in rows of which the odd ones are shifted right."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from renkei.core.charts.svg import Point

Place = tuple[int, int]  # column, row
ROOT3 = math.sqrt(3)

# The corners of a cell of size 1, clockwise from the upper right one.
CORNERS = tuple(
    (math.cos(math.radians(60 * i - 30)), math.sin(math.radians(60 * i - 30))) for i in range(6)
)
# Neighbours clockwise from the right: the one across the edge between corners i and i + 1.
AROUND_EVEN = ((1, 0), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1))
AROUND_ODD = ((1, 0), (1, 1), (0, 1), (-1, 0), (0, -1), (1, -1))


@dataclass(frozen=True, slots=True)
class Grid:
    """Places on paper; `size` is the distance from a centre to a corner."""

    size: float
    left: float
    top: float

    @property
    def across(self) -> float:
        return ROOT3 * self.size

    def centre(self, place: Place) -> Point:
        column, row = place
        x = self.left + self.across * (column + 0.5 + (row & 1) / 2)
        return x, self.top + self.size * (1 + 1.5 * row)

    def corners(self, place: Place, *, inset: float = 0.0) -> list[Point]:
        """The six corners clockwise from the upper right one."""
        x, y = self.centre(place)
        reach = self.size - inset
        return [(x + reach * across, y + reach * down) for across, down in CORNERS]

    def outlines(self, places: Iterable[Place]) -> list[list[Point]]:
        """The closed outlines of a group of cells, one for each connected edge of it."""
        cells = set(places)
        steps: dict[Place, tuple[Place, Point]] = {}
        for cell in cells:
            corners = self.corners(cell)
            for i, other in enumerate(neighbours(cell)):
                if other not in cells:
                    end = corners[(i + 1) % 6]
                    steps[_knot(corners[i])] = (_knot(end), end)
        return _walk(steps)


def neighbours(place: Place) -> list[Place]:
    column, row = place
    around = AROUND_ODD if row & 1 else AROUND_EVEN
    return [(column + across, row + down) for across, down in around]


def _knot(point: Point) -> Place:
    """A corner as whole numbers, so that the same corner of two cells is equal."""
    return round(point[0] * 20), round(point[1] * 20)


def _walk(steps: dict[Place, tuple[Place, Point]]) -> list[list[Point]]:
    # Three cells meet at a corner, so the edge of a group leaves each of its corners only once.
    loops = []
    while steps:
        knot = next(iter(steps))
        loop = []
        while knot in steps:
            knot, point = steps.pop(knot)
            loop.append(point)
        loops.append(loop)
    return loops
