"""Dots in rows: a size for each group, and a line to where only few lie further out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from renkei.core.charts.axes import GAP, Plot, bottom_axis
from renkei.core.charts.empty import empty_chart
from renkei.core.charts.keys import Entry, key_row
from renkei.core.charts.lettering import text_width, widest, wrap
from renkei.core.charts.numbers import written_ticks
from renkei.core.charts.scales import Linear, known, value_ticks
from renkei.core.charts.svg import Caption, Width, document, in_both_widths, line, tag, words
from renkei.core.charts.tones import Tone, toned
from renkei.core.figures import Chart
from renkei.core.writing import is_unknown, number

LONGEST = 0.36  # part of the width that names may take before they wrap
LANE = 1.25  # height of one dot with its line, in heights of a letter


@dataclass(frozen=True, slots=True)
class Dot:
    """A size, and how far the line beside it reaches; unknown is not drawn."""

    at: float | None
    to: float | None = None


@dataclass(frozen=True, slots=True)
class DotRow:
    """One group with a dot for each kind, in the order of the kinds."""

    name: str
    dots: Sequence[Dot]


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Dots:
    caption: Caption
    kinds: Sequence[Kind]
    rows: Sequence[DotRow]
    unit: str = ""
    decimals: int = 0


def dot_chart(spec: Dots) -> Chart:
    if not known(_all_values(spec)):
        return in_both_widths(lambda width: empty_chart(spec.caption, width))
    return in_both_widths(lambda width: _draw(spec, width))


@dataclass(frozen=True, slots=True)
class _Frame:
    x: Linear
    plot: Plot
    tall: float  # of one row
    names: Sequence[Sequence[str]]  # of each row, in lines


def _all_values(spec: Dots) -> list[float | None]:
    return [value for row in spec.rows for dot in row.dots for value in (dot.at, dot.to)]


def _draw(spec: Dots, width: Width) -> SafeString:
    ticks = value_ticks(_all_values(spec), from_zero=True, decimals=spec.decimals)
    key, room = key_row([Entry(k.name, (toned("mark-bar", k.tone),)) for k in spec.kinds], width)
    frame = _frame(spec, ticks, room, width)
    plot = frame.plot
    written = list(zip(ticks, _with_unit(spec, ticks), strict=True))
    marks = [
        *key,
        *(_grid(value, frame) for value in ticks),
        *bottom_axis(written, frame.x, plot, width),
        *(mark for i in range(len(spec.rows)) for mark in _row(spec, i, frame, width)),
    ]
    return document(spec.caption, width, plot.bottom + width.line + GAP, marks)


def _with_unit(spec: Dots, ticks: Sequence[float]) -> list[str]:
    return [text + spec.unit for text in written_ticks(ticks)]


def _frame(spec: Dots, ticks: Sequence[float], top: float, width: Width) -> _Frame:
    names = [wrap(row.name, width.letter, width.px * LONGEST) for row in spec.rows]
    left = widest((part for name in names for part in name), width.letter, bold=True) + 2 * GAP
    figures = [_figure(spec, value) for value in _all_values(spec)]
    right = width.px - widest(figures, width.letter) - 2 * GAP
    lanes = len(spec.kinds) * LANE * width.letter
    lines = max(len(name) for name in names) * width.line
    tall = max(lanes, lines) + GAP
    plot = Plot(left, top, right, top + tall * len(spec.rows) + GAP)
    return _Frame(Linear(ticks[0], ticks[-1], left, right), plot, tall, names)


def _figure(spec: Dots, value: float | None) -> str:
    return number(value, spec.decimals) + spec.unit


def _grid(value: float, frame: _Frame) -> SafeString:
    kind = "mark-grid-zero" if value == 0 else "mark-grid"
    at = frame.x(value)
    return line((at, frame.plot.top), (at, frame.plot.bottom), kind)


def _row(spec: Dots, at: int, frame: _Frame, width: Width) -> Iterable[SafeString]:
    middle = frame.plot.top + frame.tall * (at + 0.5)
    name = frame.names[at]
    first = middle - (len(name) - 1) * width.line / 2 + width.letter * 0.36
    for i, part in enumerate(name):
        yield words(part, (0, first + i * width.line), "mark-name")
    lane = LANE * width.letter
    start = middle - lane * (len(spec.kinds) - 1) / 2
    for i, (kind, dot) in enumerate(zip(spec.kinds, spec.rows[at].dots, strict=True)):
        yield from _dot(spec, kind, dot, start + i * lane, frame, width)


def _dot(
    spec: Dots, kind: Kind, dot: Dot, level: float, frame: _Frame, width: Width
) -> Iterable[SafeString]:
    if dot.at is None or is_unknown(dot.at):
        return
    at = end = frame.x(dot.at)
    if dot.to is not None and not is_unknown(dot.to):
        end = frame.x(dot.to)
        yield line((at, level), (end, level), toned("mark-reach", kind.tone))
        yield line((end, level - 3), (end, level + 3), toned("mark-reach", kind.tone))
    yield tag("circle", cx=at, cy=level, r=4.5, class_=toned("mark-dot", kind.tone))
    # The figure stands behind what it names; over the line it would be hard to read.
    behind = max(at, end) + GAP + 3
    room = width.px - text_width(_figure(spec, dot.at), width.letter)
    beside = (min(behind, room), level + width.letter * 0.36)
    yield words(_figure(spec, dot.at), beside, toned("mark-figure", kind.tone))
