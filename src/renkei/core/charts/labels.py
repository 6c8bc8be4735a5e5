"""Direct labels: the name stands at its line, so that no legend has to be looked up."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString

from renkei.core.charts.lettering import Box, spread, text_width, widest, wrap
from renkei.core.charts.svg import Point, Width, line, tag, words
from renkei.core.charts.tones import Tone, toned

BESIDE = 7.0  # between a name and the figure beside it
AWAY = (5.0, 14.0, 28.0, 42.0, 56.0, 80.0, 115.0)  # distances tried for a label inside the plot
# What a place costs: in another label, outside the plot, on a point of a line.
CLASH, OUTSIDE, COVERED = 100_000.0, 1_000.0, 20.0
# A label pushed further than this from its line gets a leader: in the column, in the plot.
FAR, LEADING = 9.0, 20.0


@dataclass(frozen=True, slots=True)
class Label:
    """A name in one or more rows, and the figure its line ends with: beside a short name, else
    under it."""

    rows: tuple[str, ...]
    figure: str
    beside: bool
    tone: Tone
    at: Point

    def width(self, letter: float) -> float:
        name, figure = widest(self.rows, letter, bold=True), text_width(self.figure, letter)
        return name + BESIDE + figure if self.beside else max(name, figure)

    def height(self, width: Width) -> float:
        under = 1 if self.figure and not self.beside else 0
        return (len(self.rows) + under) * width.line + 2


def label(name: str, figure: str, tone: Tone, at: Point, width: Width) -> Label:
    """A label that leaves the plot most of the width."""
    letter = width.letter
    room = width.px * (0.25 if width.is_narrow else 0.23)
    rows = tuple(wrap(name, letter, room)) if name else ()
    together = text_width(name, letter, bold=True) + BESIDE + text_width(figure, letter)
    return Label(rows, figure, bool(name and figure) and together <= room, tone, at)


def draw(label: Label, left: float, centre: float, width: Width) -> SafeString:
    """The label with its left edge and vertical centre."""
    first = centre - label.height(width) / 2 + width.letter
    lines = [
        words(row, (left, first + i * width.line), "mark-label") for i, row in enumerate(label.rows)
    ]
    if label.beside:
        lines = [_with_figure(label, (left, first))]
    elif label.figure:
        under = first + len(label.rows) * width.line
        lines.append(words(label.figure, (left, under), "mark-figure"))
    return tag("g", *lines, class_=toned("mark-labels", label.tone))


def _with_figure(label: Label, at: Point) -> SafeString:
    # In one line of text, so that the figure keeps its distance in whatever font is there.
    return tag(
        "text",
        tag("tspan", label.rows[0], class_="mark-label"),
        tag("tspan", label.figure, class_="mark-figure", dx=BESIDE),
        x=at[0],
        y=at[1],
    )


def in_column(
    labels: Sequence[Label], left: float, low: float, high: float, width: Width
) -> list[SafeString]:
    """Labels one under the other at the right of the plot, with leaders where they had to move."""
    heights = [label.height(width) for label in labels]
    centres = spread([label.at[1] for label in labels], heights, low, high)
    marks = []
    for label, centre in zip(labels, centres, strict=True):
        if abs(centre - label.at[1]) > FAR:
            marks.append(line((label.at[0] + 4, label.at[1]), (left - 3, centre), "mark-leader"))
        marks.append(draw(label, left, centre, width))
    return marks


def in_plot(
    labels: Sequence[Label], taken: Sequence[Point], room: Box, width: Width
) -> list[SafeString]:
    """Labels inside the plot, each where it covers the fewest points of the lines."""
    placed: list[Box] = []
    for label in labels:
        placed.append(_best_box(label, taken, placed, room, width))
    pairs = list(zip(labels, placed, strict=True))
    # No leader crosses a name that was drawn before it.
    leaders = [mark for label, box in pairs for mark in _leader(label.at, box)]
    names = [draw(label, box.left, (box.top + box.bottom) / 2, width) for label, box in pairs]
    return [*leaders, *names]


def _leader(at: Point, box: Box) -> list[SafeString]:
    """A thin line from a label that had to move far to the end of its line."""
    x = min(max(at[0], box.left), box.right)
    y = min(max(at[1], box.top), box.bottom)
    if math.hypot(x - at[0], y - at[1]) <= LEADING:
        return []
    return [line((x, y), at, "mark-leader")]


def _best_box(
    label: Label, taken: Sequence[Point], placed: Sequence[Box], room: Box, width: Width
) -> Box:
    """The candidate that clashes least; of equal ones the nearest, which comes first."""
    x, y = label.at
    reach = label.width(width.letter) + max(AWAY), label.height(width) + max(AWAY)
    near = [p for p in taken if abs(p[0] - x) < reach[0] and abs(p[1] - y) < reach[1]]
    best, least = room, math.inf
    for box in (_moved_inside(box, room) for box in _candidates(label, width)):
        cost = _misfit(box, placed, room) + _distance(box, label.at) / 10
        if cost < least:
            cost += COVERED * sum(box.contains(*point) for point in near)
        if cost < least:
            best, least = box, cost
    return best


def _moved_inside(box: Box, room: Box) -> Box:
    """The box moved sideways so that it does not reach into the column of names."""
    shift = min(room.right - box.right, 0) or max(room.left - box.left, 0)
    return Box(box.left + shift, box.top, box.right + shift, box.bottom)


def _misfit(box: Box, placed: Sequence[Box], room: Box) -> float:
    outside = max(room.left - box.left, box.right - room.right, 0) + max(
        room.top - box.top, box.bottom - room.bottom, 0
    )
    return OUTSIDE * outside + CLASH * sum(box.overlaps(other) for other in placed)


def _distance(box: Box, at: Point) -> float:
    return abs((box.left + box.right) / 2 - at[0]) + abs((box.top + box.bottom) / 2 - at[1])


def _candidates(label: Label, width: Width) -> list[Box]:
    """Boxes around the end of the line, the nearest first."""
    x, y = label.at
    wide, high = label.width(width.letter), label.height(width)
    shifts = (-wide / 2, -wide, 0.0, 8.0, -wide - 8)
    steps = (0.0, *(high / 2 + away for away in AWAY))
    boxes = [
        Box(x + shift, y + step - high / 2, x + shift + wide, y + step + high / 2)
        for shift in shifts
        for distance in steps
        for step in (distance, -distance)
    ]
    return sorted(boxes, key=lambda box: _distance(box, label.at))


def along(points: Sequence[Point], step: float = 7.0) -> list[Point]:
    """Points close enough together to tell whether a label would cover the line."""
    result = list(points[:1])
    for (x0, y0), (x1, y1) in pairwise(points):
        n = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) / step))
        result += [(x0 + (x1 - x0) * i / n, y0 + (y1 - y0) * i / n) for i in range(1, n + 1)]
    return result


def breaks(
    marks: Sequence[tuple[float, str]], left: float, right: float, bottom: float, width: Width
) -> tuple[list[SafeString], float]:
    """Thin vertical lines with their words above the plot; also the height the words take."""
    rows: list[float] = []  # where the last words of each row end
    drawn = []
    for x, text in sorted(marks):
        wide = text_width(text, width.letter)
        start = min(max(x - wide / 2, left), right - wide)
        row = next((i for i, end in enumerate(rows) if start > end + 8), len(rows))
        rows[row : row + 1] = [start + wide]
        drawn.append((x, start, row, text))
    height = len(rows) * width.line
    return [mark for d in drawn for mark in _break(*d, bottom, width)], height


def _break(
    x: float, start: float, row: int, text: str, bottom: float, width: Width
) -> list[SafeString]:
    baseline = row * width.line + width.letter
    return [
        line((x, baseline + 4), (x, bottom), "mark-break"),
        words(text, (start, baseline), "mark-break-text"),
    ]
