"""Hexagon cartogram: each area one cell, near where it lies, all of the same size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from renkei.core.charts.axes import GAP
from renkei.core.charts.bins import Bins
from renkei.core.charts.empty import empty_chart
from renkei.core.charts.hexagons import ROOT3, Grid, Place
from renkei.core.charts.lettering import text_width, widest
from renkei.core.charts.svg import (
    Caption,
    Point,
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

LARGEST = 44.0  # of a cell, where a map has few of them
LABEL = 0.31  # of the width of a cell: three Japanese letters fit
EDGE = 3.0  # room around the map for outlines and the ring of focus
SWATCH = {"narrow": 40.0, "wide": 56.0}


@dataclass(frozen=True, slots=True)
class Cell:
    """One area. `figure` is its value as it is read; cells of one `group` share an outline. With
    an empty `href` it leads nowhere, and nobody comes there by keyboard."""

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
    grid = _grid(spec.cells, width)
    bottom = max(grid.centre(cell.place)[1] for cell in spec.cells) + grid.size
    legend, tall = _legend(spec, bottom + 1.5 * width.line, width)
    marks = [
        words("", (EDGE, width.letter), "mark-readout"),
        _cells(spec.cells, spec, grid, width),
        *_outlines(spec.cells, grid),
        *_current(spec, grid),
        *(_inset(spec.inset, spec, grid, bottom, width) if spec.inset else ()),
        *legend,
    ]
    height = bottom + 1.5 * width.line + tall
    # Links inside a picture would be hidden from assistive technology by the role of an image.
    return document(spec.caption, width, height, marks, role="group")


def _grid(cells: Sequence[Cell], width: Width) -> Grid:
    """The grid on which the cells fill the width, under the line that reads out a cell."""
    first, last = min(cell.column for cell in cells), max(cell.column for cell in cells)
    across = (width.px - 2 * EDGE) / (last - first + 1.5)
    size = min(across / ROOT3, LARGEST)
    top = min(cell.row for cell in cells)
    return Grid(size, EDGE - size * ROOT3 * first, width.line + GAP - 1.5 * size * top)


def _cells(cells: Sequence[Cell], spec: HexMap, grid: Grid, width: Width) -> SafeString:
    """Links in reading order: from the top, row by row. Labels only where they can be read."""
    letter = grid.across * LABEL
    drop = None if width.is_narrow else letter * 0.36
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    links = [_cell(cell, spec, grid, drop) for cell in ordered]
    return tag("g", *links, font_size=letter, text_anchor="middle", class_="hexes")


def _cell(cell: Cell, spec: HexMap, grid: Grid, drop: float | None) -> SafeString:
    x, y = grid.centre(cell.place)
    label = [] if drop is None else [words(cell.label, (x, y + drop), "hex-label")]
    faded = " is-faded" if cell.is_faded else ""
    return tag(
        "a",
        tag("title", f"{cell.name} {cell.figure}"),
        path(polyline(grid.corners(cell.place, inset=0.4)) + "z", "hex-face"),
        *label,
        href=cell.href or None,
        class_=f"hex {spec.bins.class_of(cell.value)}{faded}",
        aria_current="true" if cell.code == spec.current else None,
    )


def _outlines(cells: Iterable[Cell], grid: Grid) -> list[SafeString]:
    groups: dict[str, list[Place]] = {}
    for cell in cells:
        groups.setdefault(cell.group, []).append(cell.place)
    loops = [loop for places in groups.values() for loop in grid.outlines(places)]
    return [path("".join(polyline(loop) + "z" for loop in loops), "hex-outline")]


def _current(spec: HexMap, grid: Grid) -> Iterable[SafeString]:
    # Drawn last: the outlines of neighbours would cover half of a ring drawn with its cell.
    for cell in spec.cells:
        if cell.code == spec.current:
            yield path(polyline(grid.corners(cell.place)) + "z", "hex-current")


def _inset(
    inset: Inset, spec: HexMap, grid: Grid, bottom: float, width: Width
) -> Iterable[SafeString]:
    """The inset stands in the corner that keeps the farthest from the cells of the map."""
    columns = [cell.column for cell in inset.cells]
    rows = [cell.row for cell in inset.cells]
    wide = grid.across * (max(columns) - min(columns) + 1.5)
    wide = max(wide, text_width(inset.title, width.letter))
    heading = width.line + GAP
    tall = grid.size * (1.5 * (max(rows) - min(rows)) + 2) + heading
    left, top = _free_corner(spec, grid, (wide, tall), bottom, width)
    shifted = Grid(
        grid.size,
        left - grid.across * min(columns),
        top + heading - grid.size * 1.5 * min(rows),
    )
    yield words(inset.title, (left, top + width.letter), "hex-inset")
    yield _cells(inset.cells, spec, shifted, width)
    yield from _outlines(inset.cells, shifted)


def _free_corner(spec: HexMap, grid: Grid, size: Point, bottom: float, width: Width) -> Point:
    corners = [
        (left, top)
        for top in (width.line + GAP, bottom - size[1])
        for left in (width.px - size[0] - EDGE, EDGE)
    ]
    centres = [grid.centre(cell.place) for cell in spec.cells]

    def distance(corner: Point) -> float:
        x, y = corner[0] + size[0] / 2, corner[1] + size[1] / 2
        return min((a - x) ** 2 + (b - y) ** 2 for a, b in centres)

    return max(corners, key=distance)


def _legend(spec: HexMap, top: float, width: Width) -> tuple[list[SafeString], float]:
    """A strip of the classes with the bounds between them; also the height it takes."""
    tall, classes = width.letter, spec.bins.classes
    wanted = max(SWATCH[width.name], widest(spec.bins.written, width.letter) + GAP)
    wide = min(wanted, (width.px - 2 * EDGE) / len(classes))
    marks = [
        path(rectangle(EDGE + i * wide, top, wide, tall), f"hex-face {class_}")
        for i, class_ in enumerate(classes)
    ]
    marks += [
        words(text, (EDGE + (i + 1) * wide, top + tall + width.line), "mark-tick", "middle")
        for i, text in enumerate(spec.bins.written)
    ]
    height = tall + width.line + GAP
    if any(spec.bins.class_of(cell.value) == "bin-none" for cell in spec.cells):
        marks.append(path(rectangle(EDGE, top + height + GAP, tall, tall), "hex-face bin-none"))
        at = (EDGE + tall + GAP, top + height + GAP + tall * 0.9)
        marks.append(words(_("数値なし"), at, "mark-tick"))
        height += tall + 2 * GAP
    return marks, height
