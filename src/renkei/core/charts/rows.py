"""Bars in rows, one row a place: what comes from the left side, what goes to the right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from renkei.core.charts.axes import GAP
from renkei.core.charts.empty import empty_chart
from renkei.core.charts.lettering import widest, wrap
from renkei.core.charts.scales import Linear, known
from renkei.core.charts.svg import (
    Caption,
    Width,
    document,
    in_both_widths,
    line,
    path,
    rectangle,
    words,
)
from renkei.core.charts.tones import Tone, toned
from renkei.core.figures import Chart
from renkei.core.writing import number

THICK = 0.72  # part of a row that its bar takes
BROADEST = 16.0  # a bar beside a name of two lines
LONGEST = 0.36  # part of the width that names may take before they wrap


@dataclass(frozen=True, slots=True)
class Row:
    """Two sizes of one place (never negative) and what remains of them."""

    name: str
    left: float | None
    right: float | None
    net: float | None = None
    is_strong: bool = False  # the row the finding speaks of


@dataclass(frozen=True, slots=True)
class Side:
    name: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows in the order given: the largest first, the others together last."""

    caption: Caption
    rows: Sequence[Row]
    left: Side
    right: Side
    net: str = ""  # heading of the column of net figures; without it there is no such column
    decimals: int = 0


def row_chart(spec: Rows) -> Chart:
    if not known(value for row in spec.rows for value in (row.left, row.right)):
        return in_both_widths(lambda width: empty_chart(spec.caption, width))
    return in_both_widths(lambda width: _draw(spec, width))


@dataclass(frozen=True, slots=True)
class _Frame:
    left: Linear
    right: Linear
    first: float  # top of the first row
    tall: float
    names: Sequence[Sequence[str]]  # of each row, in lines


def _draw(spec: Rows, width: Width) -> SafeString:
    frame = _frame(spec, width)
    height = frame.first + frame.tall * len(spec.rows) + GAP
    zero = frame.left.start
    marks = [
        *_heads(spec, frame, width),
        *_bars(spec, frame),
        line((zero, frame.first - 2), (zero, height - GAP + 2), "mark-grid-zero"),
        *(mark for i, row in enumerate(spec.rows) for mark in _words(spec, i, row, frame, width)),
    ]
    return document(spec.caption, width, height, marks)


def _frame(spec: Rows, width: Width) -> _Frame:
    letter = width.letter
    lines = [wrap(row.name, letter, width.px * LONGEST) for row in spec.rows]
    names = widest((line for name in lines for line in name), letter, bold=True) + GAP
    figures = [number(value, spec.decimals) for row in spec.rows for value in (row.left, row.right)]
    room = widest(figures, letter) + GAP
    nets = [number(row.net, spec.decimals, signed=True) for row in spec.rows]
    column = widest([*nets, spec.net], letter, bold=True) + 2 * GAP if spec.net else 0.0
    start, end = names + room, width.px - column - room
    largest = max(known(value for row in spec.rows for value in (row.left, row.right)))
    zero = _zero(spec, start, end)
    scale = (end - start) / (_most(spec.rows, "left") + _most(spec.rows, "right") or 1)
    return _Frame(
        left=Linear(0, largest, zero, zero - largest * scale),
        right=Linear(0, largest, zero, zero + largest * scale),
        first=width.line + GAP,
        tall=width.line * (max(len(name) for name in lines) + 0.3),
        names=lines,
    )


def _zero(spec: Rows, start: float, end: float) -> float:
    left, right = _most(spec.rows, "left"), _most(spec.rows, "right")
    return start + (end - start) * (left / (left + right) if left + right else 0.5)


def _most(rows: Sequence[Row], side: str) -> float:
    return max(known(getattr(row, side) for row in rows), default=0.0)


def _heads(spec: Rows, frame: _Frame, width: Width) -> Iterable[SafeString]:
    zero, baseline = frame.left.start, width.letter
    yield words(spec.left.name, (zero - GAP, baseline), toned("mark-label", spec.left.tone), "end")
    yield words(spec.right.name, (zero + GAP, baseline), toned("mark-label", spec.right.tone))
    if spec.net:
        yield words(spec.net, (width.px, baseline), "mark-tick", "end")


def _bars(spec: Rows, frame: _Frame) -> Iterable[SafeString]:
    left, right = "", ""
    thick = min(frame.tall * THICK, BROADEST)
    for i, row in enumerate(spec.rows):
        top = frame.first + frame.tall * i + (frame.tall - thick) / 2
        zero = frame.left.start
        for value in known([row.left]):
            left += rectangle(frame.left(value), top, zero - frame.left(value), thick)
        for value in known([row.right]):
            right += rectangle(zero, top, frame.right(value) - zero, thick)
    yield path(left, toned("mark-bar", spec.left.tone))
    yield path(right, toned("mark-bar", spec.right.tone))


def _words(spec: Rows, at: int, row: Row, frame: _Frame, width: Width) -> Iterable[SafeString]:
    baseline = frame.first + frame.tall * (at + 0.5) + width.letter * 0.36
    strong = " is-strong" if row.is_strong else ""
    above = (len(frame.names[at]) - 1) * width.line / 2
    for i, name in enumerate(frame.names[at]):
        yield words(name, (0, baseline - above + i * width.line), f"mark-name{strong}")
    left = frame.left(sum(known([row.left]))) - GAP
    yield words(number(row.left, spec.decimals), (left, baseline), "mark-tick", "end")
    right = frame.right(sum(known([row.right]))) + GAP
    yield words(number(row.right, spec.decimals), (right, baseline), "mark-tick")
    if spec.net:
        net = number(row.net, spec.decimals, signed=True)
        yield words(net, (width.px, baseline), f"mark-name{strong}", "end")
