"""Lay out the municipalities of Hokkaido and the wards of Sapporo as hexagons of equal size.

    python tools/lay_out_hexagons.py

Reads the offices' coordinates from `src/renkei/places/reference/areas.csv` and writes
`hexagons.csv` beside it. Two steps, both with a fixed result:

1. The offices are assigned to cells of a hexagonal grid with the least sum of squared
   displacements, for the best of several positions of the grid.
2. Swaps and moves with slowly falling tolerance (simulated annealing) mend what the first step
   cannot see: bureaus in one piece, the mainland in one piece, islands with water around them.

How cells are counted stands in `renkei.places.hexagons`.
"""

import csv
import itertools
import math
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from renkei.places.hexagons import neighbours

REFERENCE = Path(__file__).parent.parent / "src/renkei/places/reference"

# Rebun, Rishiri (two towns on one island), Okushiri.
ISLANDS = {"015172": "rebun", "015181": "rishiri", "015199": "rishiri", "013676": "okushiri"}
# Wakkanai, Rausu, Nemuro, Erimo, Matsumae, Shakotan: the capes by which readers know the outline.
CORNERS = {"012149", "016942", "012238", "016098", "013315", "014052"}
CORNER_WEIGHT = 4.0
ISLAND_NAMES = set(ISLANDS.values())
MUNICIPAL = {"designated_city", "city", "town", "village"}

STEP_MAIN = 0.20
STEP_SAPPORO = 0.06
ROW_HEIGHT = math.sqrt(3) / 2
LONGITUDE_SCALE = math.cos(math.radians(43.5))
MARGIN = 3

# In squared steps: what a piece too many of a bureau, a cell beside an island that should be
# water, or a piece too many of the mainland may cost in displacement.
PIECE_OF_BUREAU = 30.0
CELL_BESIDE_ISLAND = 30.0
PIECE_OF_MAINLAND = 30.0
ROUNDS = 150_000
WARMEST, COOLEST = 1.5, 0.01
# The cheapest outcome of those tried.
SEED = 3

Cell = tuple[int, int]


@dataclass(frozen=True)
class Office:
    code: str
    group: str
    x: float
    y: float


def main() -> None:
    rows = present_areas()
    municipalities = [row for row in rows if row["kind"] in MUNICIPAL]
    wards = [row for row in rows if row["kind"] == "ward"]
    layouts = {
        "main": lay_out(offices(municipalities, STEP_MAIN)),
        "sapporo": lay_out(offices(wards, STEP_SAPPORO)),
    }
    with (REFERENCE / "hexagons.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "layout", "column", "row"])
        for layout, cells in layouts.items():
            writer.writerows([code, layout, *cell] for code, cell in sorted(cells.items()))


def present_areas() -> list[dict[str, str]]:
    with (REFERENCE / "areas.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["latitude"]]


def offices(rows: Iterable[dict[str, str]], step: float) -> list[Office]:
    """Positions in steps of the grid, east and south of the north-western corner."""
    rows = list(rows)
    north = max(float(row["latitude"]) for row in rows)
    west = min(float(row["longitude"]) for row in rows)
    return [
        Office(
            code=row["code"],
            group=ISLANDS.get(row["code"], row["parent_code"]),
            x=(float(row["longitude"]) - west) * LONGITUDE_SCALE / step + MARGIN,
            y=(north - float(row["latitude"])) / step + MARGIN * ROW_HEIGHT,
        )
        for row in rows
    ]


def lay_out(offices: list[Office]) -> dict[str, Cell]:
    shifts = [i / 6 for i in range(6)]
    starts = [assign(shifted(offices, *shift)) for shift in itertools.product(shifts, shifts)]
    _, moved, cells = min(starts, key=lambda start: start[0])
    return to_origin(Layout(moved, cells).annealed())


def shifted(offices: list[Office], x: float, y: float) -> list[Office]:
    return [Office(o.code, o.group, o.x + x, o.y + y) for o in offices]


def assign(offices: list[Office]) -> tuple[float, list[Office], list[Cell]]:
    """The first step: least total squared displacement."""
    grid = cells_around(offices)
    costs = np.array([[squared(office, cell) for cell in grid] for office in offices])
    rows, columns = linear_sum_assignment(costs)
    return float(costs[rows, columns].sum()), offices, [grid[column] for column in columns]


def cells_around(offices: list[Office]) -> list[Cell]:
    columns = range(int(max(o.x for o in offices)) + MARGIN)
    rows = range(int(max(o.y for o in offices) / ROW_HEIGHT) + MARGIN)
    return [(column, row) for row in rows for column in columns]


def centre(cell: Cell) -> tuple[float, float]:
    column, row = cell
    return column + 0.5 * (row % 2), row * ROW_HEIGHT


def squared(office: Office, cell: Cell) -> float:
    x, y = centre(cell)
    weight = CORNER_WEIGHT if office.code in CORNERS else 1.0
    return weight * ((office.x - x) ** 2 + (office.y - y) ** 2)


@cache
def around(cell: Cell) -> tuple[Cell, ...]:
    return neighbours(*cell)


def n_pieces(cells: Iterable[Cell]) -> int:
    """How many connected pieces the cells form."""
    left, pieces = set(cells), 0
    while left:
        pieces += 1
        edge = [left.pop()]
        while edge:
            touching = [cell for cell in around(edge.pop()) if cell in left]
            left.difference_update(touching)
            edge.extend(touching)
    return pieces


class Layout:
    """Offices on cells, and what that costs."""

    def __init__(self, offices: list[Office], cells: list[Cell]) -> None:
        self.offices = offices
        self.cells = list(cells)
        self.holder = {cell: i for i, cell in enumerate(cells)}
        self.members = defaultdict(list)
        for i, office in enumerate(offices):
            self.members[office.group].append(i)
        self.mainland = [i for i, o in enumerate(offices) if o.group not in ISLAND_NAMES]
        self.islanders = [i for i, o in enumerate(offices) if o.group in ISLAND_NAMES]

    def annealed(self) -> dict[str, Cell]:
        """The second step: try swaps and moves, accept worse ones ever more rarely."""
        chance = random.Random(SEED)  # noqa: S311 - no secret depends on it
        cost = best = self.cost(self.members)
        best_cells = list(self.cells)
        for turn in range(ROUNDS):
            warmth = WARMEST * (COOLEST / WARMEST) ** (turn / ROUNDS)
            mover = chance.randrange(len(self.offices))
            target = chance.choice(around(chance.choice(around(self.cells[mover]))))
            change = self.try_move(mover, target, allowance=-warmth * math.log(chance.random()))
            cost += change
            if cost < best - 1e-9:
                best, best_cells = cost, list(self.cells)
        return {office.code: cell for office, cell in zip(self.offices, best_cells, strict=True)}

    def try_move(self, mover: int, target: Cell, *, allowance: float) -> float:
        """Move an office, swapping with the holder of the cell; the change in cost, 0 if undone."""
        origin, other = self.cells[mover], self.holder.get(target)
        if other == mover:
            return 0.0
        groups = {self.offices[i].group for i in (mover, other) if i is not None}
        before = self.cost(groups, displaced=(mover, other))
        self.place(mover, target, other, origin)
        change = self.cost(groups, displaced=(mover, other)) - before
        if change > allowance:
            self.place(mover, origin, other, target)
            return 0.0
        return change

    def place(self, mover: int, cell: Cell, other: int | None, other_cell: Cell) -> None:
        self.holder.pop(self.cells[mover])
        for i, at in ((mover, cell), (other, other_cell)):
            if i is not None:
                self.cells[i] = at
                self.holder[at] = i

    def cost(self, groups: Iterable[str], displaced: Iterable[int | None] | None = None) -> float:
        """Displacement of some offices and the pieces of some bureaus, with all that concerns
        the mainland and the islands."""
        moved = range(len(self.offices)) if displaced is None else displaced
        displacement = sum(squared(self.offices[i], self.cells[i]) for i in moved if i is not None)
        pieces = sum(n_pieces(self.cells[i] for i in self.members[group]) - 1 for group in groups)
        mainland = {self.cells[i] for i in self.mainland}
        return (
            displacement
            + PIECE_OF_BUREAU * pieces
            + PIECE_OF_MAINLAND * (n_pieces(mainland) - 1)
            + CELL_BESIDE_ISLAND * self.n_crowded(mainland)
        )

    def n_crowded(self, mainland: set[Cell]) -> int:
        """Cells beside an island that hold the mainland or another island."""
        crowded = 0
        for i in self.islanders:
            for cell in around(self.cells[i]):
                other = self.holder.get(cell)
                crowded += cell in mainland or (
                    other is not None and self.offices[other].group != self.offices[i].group
                )
        return crowded


def to_origin(cells: dict[str, Cell]) -> dict[str, Cell]:
    """Column and row from 0. Rows move by an even number, or odd and even rows would change."""
    west = min(column for column, _ in cells.values())
    north = min(row for _, row in cells.values()) // 2 * 2
    return {code: (column - west, row - north) for code, (column, row) in cells.items()}


if __name__ == "__main__":
    main()
