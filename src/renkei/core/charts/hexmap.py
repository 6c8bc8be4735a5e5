"""Hexagon cartogram: each area one cell, near where it lies, all of the same size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from renkei.core.charts.axes import GAP
from renkei.core.charts.bins import Bins
from renkei.core.charts.empty import empty_chart
from renkei.core.charts.hexagons import ROOT3, Grid, Place
from renkei.core.charts.lettering import text_width
from renkei.core.charts.svg import (
    Caption,
    Width,
    document,
    in_both_widths,
    path,
    polyline,
    rectangle,
    tag,
    words,
)
from renkei.core.figures import Chart

EDGE = 3.0  # room around the map for outlines and the ring of focus
SWATCH = {"narrow": 40.0, "wide": 56.0}


@dataclass(frozen=True, slots=True)
class Cell:
    """One area. `figure` is its value as it is read; cells of one `group` share an outline."""

    code: str
    column: int
    row: int
    label: str
    name: str
    value: float | None
    figure: str
    href: str
    group: str = ""
    is_faded: bool = False

    @property
    def place(self) -> Place:
        return self.column, self.row


@dataclass(frozen=True, slots=True)
class Inset:
    """A part shown larger beside the map, such as the wards of a city."""

    title: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class HexMap:
    caption: Caption
    cells: Sequence[Cell]
    bins: Bins
    inset: Inset | None = None
    current: str = ""  # the code of the cell that stands for the page being read


def hexagon_map(spec: HexMap) -> Chart:
    if not spec.cells:
        return in_both_widths(lambda width: empty_chart(spec.caption, width))
    return in_both_widths(lambda width: _draw(spec, width))


def _draw(spec: HexMap, width: Width) -> SafeString:
    places = [cell.place for cell in spec.cells]
    columns = max(column for column, _ in places) + 1
    grid = Grid((width.px - 2 * EDGE) / ((columns + 0.5) * ROOT3), EDGE, width.line + EDGE)
    bottom = grid.top + grid.size * (1.5 * max(row for _, row in places) + 2)
    marks = [
        words("", (EDGE, width.letter), "readout"),
        *_cells(spec.cells, spec, grid),
        *_outlines(spec.cells, grid),
        *(_inset(spec.inset, spec, grid, bottom, width) if spec.inset else ()),
        *_legend(spec, bottom + width.line, width),
    ]
    height = bottom + 4 * width.line
    # Links inside a picture would be hidden from assistive technology by the role of an image.
    return document(spec.caption, width, height, marks, role="group")


def _cells(cells: Sequence[Cell], spec: HexMap, grid: Grid) -> list[SafeString]:
    """Links in reading order: from the top, row by row."""
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    return [_cell(cell, spec, grid) for cell in ordered]


def _cell(cell: Cell, spec: HexMap, grid: Grid) -> SafeString:
    x, y = grid.centre(cell.place)
    letter = grid.across * 0.31
    faded = " is-faded" if cell.is_faded else ""
    return tag(
        "a",
        tag("title", f"{cell.name} {cell.figure}"),
        path(polyline(grid.corners(cell.place, inset=0.4)) + "z", "hex"),
        tag(
            "text",
            cell.label,
            x=x,
            y=y + letter * 0.36,
            class_="hex-label",
            font_size=letter,
            text_anchor="middle",
        ),
        href=cell.href,
        class_=f"cell {spec.bins.class_of(cell.value)}{faded}",
        data_x=x,
        data_y=y,
        aria_current="true" if cell.code == spec.current else None,
    )


def _outlines(cells: Iterable[Cell], grid: Grid) -> list[SafeString]:
    groups: dict[str, list[Place]] = {}
    for cell in cells:
        groups.setdefault(cell.group, []).append(cell.place)
    loops = [loop for places in groups.values() for loop in grid.outlines(places)]
    return [path("".join(polyline(loop) + "z" for loop in loops), "hex-outline")]


def _inset(
    inset: Inset, spec: HexMap, grid: Grid, bottom: float, width: Width
) -> Iterable[SafeString]:
    """The inset stands in the corner that keeps the farthest from the cells of the map."""
    columns = [cell.column for cell in inset.cells]
    rows = [cell.row for cell in inset.cells]
    wide = grid.across * (max(columns) - min(columns) + 1.5)
    wide = max(wide, text_width(inset.title, width.letter))
    tall = grid.size * (1.5 * (max(rows) - min(rows)) + 2) + width.line
    corners = [
        (left, top)
        for top in (bottom - tall, grid.top + GAP)
        for left in (width.px - wide - EDGE, EDGE)
    ]
    centres = [grid.centre(cell.place) for cell in spec.cells]

    def distance(corner: tuple[float, float]) -> float:
        x, y = corner[0] + wide / 2, corner[1] + tall / 2
        return min((a - x) ** 2 + (b - y) ** 2 for a, b in centres)

    left, top = max(corners, key=distance)
    first_row = min(rows) & ~1  # an odd row stays shifted against an even one
    shifted = Grid(
        grid.size,
        left - grid.across * min(columns),
        top + width.line + GAP - grid.size * 1.5 * first_row,
    )
    yield words(inset.title, (left, top + width.letter), "hex-inset")
    yield from _cells(inset.cells, spec, shifted)
    yield from _outlines(inset.cells, shifted)


def _legend(spec: HexMap, top: float, width: Width) -> Iterable[SafeString]:
    """A strip of the classes with the bounds between them."""
    wide, tall = SWATCH[width.name], width.letter
    for i, class_ in enumerate(spec.bins.classes):
        yield path(rectangle(EDGE + i * wide, top, wide, tall), f"hex {class_}")
    for i, text in enumerate(spec.bins.written):
        at = (EDGE + (i + 1) * wide, top + tall + width.line)
        yield words(text, at, "tick", "middle")
    if any(spec.bins.class_of(cell.value) == "bin-none" for cell in spec.cells):
        left = width.px - EDGE - text_width(_("数値なし"), width.letter)
        yield path(rectangle(left - tall - GAP, top, tall, tall), "hex bin-none")
        yield words(_("数値なし"), (left, top + tall * 0.86), "tick")
