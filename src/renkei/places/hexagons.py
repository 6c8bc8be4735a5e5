"""The hexagon map's layout: one cell for each municipality, and an inset of Sapporo's wards.

Cells are counted in "odd-r" offset rows: pointed hexagons, row 0 in the north, column 0 in the
west, every odd row shifted by half a cell to the east.
"""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from renkei.places.reader import REFERENCE


class Layout(StrEnum):
    MAIN = "main"
    SAPPORO = "sapporo"


@dataclass(frozen=True, slots=True)
class Hexagon:
    code: str
    column: int
    row: int


@cache
def hexagons(layout: Layout | str) -> tuple[Hexagon, ...]:
    """The cells of a layout, from north to south and west to east."""
    wanted = Layout(layout)
    with (REFERENCE / "hexagons.csv").open(encoding="utf-8", newline="") as file:
        cells = [
            Hexagon(line["code"], int(line["column"]), int(line["row"]))
            for line in csv.DictReader(file)
            if line["layout"] == wanted
        ]
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def neighbours(column: int, row: int) -> tuple[tuple[int, int], ...]:
    """The six cells around one: east, west, then the two above and the two below."""
    slant = row % 2
    return (
        (column + 1, row),
        (column - 1, row),
        (column - 1 + slant, row - 1),
        (column + slant, row - 1),
        (column - 1 + slant, row + 1),
        (column + slant, row + 1),
    )
