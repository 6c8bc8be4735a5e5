"""Lines over years or over any other ordered scale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from django.utils.safestring import SafeString

from renkei.core.charts import labels
from renkei.core.charts.axes import GAP, Plot, Tick, bottom_axis, unit_mark, value_axis, years
from renkei.core.charts.empty import empty_chart
from renkei.core.charts.keys import Entry, key_row
from renkei.core.charts.lettering import Box, widest
from renkei.core.charts.numbers import written_ticks
from renkei.core.charts.scales import Linear, known, value_ticks
from renkei.core.charts.svg import (
    Caption,
    Point,
    Width,
    coordinate,
    document,
    group,
    in_both_widths,
    line,
    path,
    polyline,
    rectangle,
    tag,
    words,
)
from renkei.core.charts.tones import Tone, toned
from renkei.core.figures import Chart
from renkei.core.writing import is_unknown, number

FLAG = 9  # pixels that a flag is wide
NEAR_END = 0.06  # a line that ends within this part of the right edge is named in the column there


@dataclass(frozen=True, slots=True)
class Series:
    """One line; where a value is None or NaN the line has a gap."""

    name: str
    points: Sequence[tuple[float, float | None]]
    tone: Tone = Tone.TOTAL
    dashed: bool = False
    shows_last: bool = True


@dataclass(frozen=True, slots=True)
class Band:
    """An interval (x, low, high) drawn under the lines; depth 1 is the palest of three tints.

    Bands with names are explained by a key above the plot; the widest comes first.
    """

    edges: Sequence[tuple[float, float, float]]
    tone: Tone = Tone.OURS
    depth: int = 1
    name: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """Where the reader must not read on as if nothing had changed: now, a new definition, …"""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which something from outside broke the course: a ground under the lines."""

    first: float
    last: float
    text: str


@dataclass(frozen=True, slots=True)
class Target:
    """What was agreed to be reached: a thin line with a flag."""

    at: float
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    caption: Caption
    series: Sequence[Series]
    unit: str = ""
    decimals: int = 0
    from_zero: bool = True
    signed: bool = False
    x_ticks: Sequence[Tick] = ()  # years when empty
    breaks: Sequence[Break] = field(default=())
    bands: Sequence[Band] = field(default=())
    spans: Sequence[Span] = field(default=())
    target: Target | None = None
    also: Sequence[float] = ()  # figures that the value axis has to reach besides its own


def line_chart(spec: Lines) -> Chart:
    if not has_figures(spec):
        return in_both_widths(lambda width: empty_chart(spec.caption, width))
    return in_both_widths(lambda width: _draw(spec, width))


@dataclass(frozen=True, slots=True)
class _Frame:
    """The plot and the scales of one drawing in one width."""

    x: Linear
    y: Linear
    plot: Plot


def has_figures(spec: Lines) -> bool:
    return bool(known(value for series in spec.series for _, value in series.points))


def _draw(spec: Lines, width: Width) -> SafeString:
    key, room = _key(spec.bands, width)
    plot = line_marks(spec, replace(width, height=width.height - room))
    below = group(plot, transform=f"translate(0 {room:.1f})") if key else group(plot)
    return document(spec.caption, width, width.height, [*key, below])


def line_marks(spec: Lines, width: Width) -> list[SafeString]:
    """Everything inside the drawing; small multiples put several of them side by side."""
    values = value_ticks(all_values(spec), from_zero=spec.from_zero, decimals=spec.decimals)
    ticks = list(zip(values, written_ticks(values, signed=spec.signed), strict=True))
    frame = _frame(spec, ticks, width)
    x, y, plot = frame.x, frame.y, frame.plot
    return [
        *unit_mark(spec.unit, width),
        *value_axis(ticks, y, plot, width),
        *bottom_axis(spec.x_ticks or years(_all_x(spec), plot.width, width), x, plot, width),
        *(_span(span, frame) for span in spec.spans if _shows(span, x)),
        *(_band(band, frame) for band in spec.bands),
        *labels.breaks(_break_places(spec, x), plot.left, width.px, plot.bottom, width)[0],
        *(mark for series in spec.series for mark in _line(series, frame)),
        *(_target(spec, spec.target, frame, width) if spec.target else ()),
        *_names(spec, frame, width),
    ]


def _frame(spec: Lines, ticks: Sequence[Tick], width: Width) -> _Frame:
    xs = _all_x(spec)
    left = widest((text for _, text in ticks), width.letter) + GAP
    named = [_label(spec, s, (0, 0), width) for s in _ending(spec)]
    column = max((label.width(width.letter) for label in named), default=0.0)
    right = width.px - (column + 12 if column else 14)
    bottom = width.height - width.line - GAP
    x = Linear(min(xs), max(xs), left + 4, right)
    above = labels.breaks(_break_places(spec, x), left, width.px, bottom, width)[1]
    top = max(above, width.line if spec.unit else 0) + width.letter
    y = Linear(ticks[0][0], ticks[-1][0], bottom, top)
    return _Frame(x, y, Plot(left, top, right, bottom))


def all_values(spec: Lines) -> list[float | None]:
    values = [*spec.also, *(value for series in spec.series for _, value in series.points)]
    values += [edge for band in spec.bands for _, *edges in band.edges for edge in edges]
    return [*values, spec.target.value] if spec.target else values


def _all_x(spec: Lines) -> list[float]:
    xs = [x for series in spec.series for x, _ in series.points]
    xs += [x for band in spec.bands for x, _, _ in band.edges]
    return [*xs, spec.target.at] if spec.target else xs


def _break_places(spec: Lines, x: Linear) -> list[tuple[float, str]]:
    """A span is named where it begins, or at the edge where it began before."""
    began = [(x(max(one.first, x.low)), one.text) for one in spec.spans if _shows(one, x)]
    return [*began, *((x(b.at), b.text) for b in spec.breaks if x.low <= b.at <= x.high)]


def _shows(span: Span, x: Linear) -> bool:
    return span.last >= x.low and span.first <= x.high


def _span(span: Span, frame: _Frame) -> SafeString:
    x, plot = frame.x, frame.plot
    first, last = x(max(span.first, x.low)), x(min(span.last, x.high))
    ground = rectangle(first, plot.top, max(last - first, 2.0), plot.bottom - plot.top)
    return path(ground, "mark-span")


def _known_points(series: Series) -> list[Point]:
    return [(x, value) for x, value in series.points if value is not None and not is_unknown(value)]


def _ending(spec: Lines) -> list[Series]:
    """The series that reach the right edge and are named in the column there."""
    xs = _all_x(spec)
    edge = max(xs) - NEAR_END * (max(xs) - min(xs))
    return [s for s in spec.series if (points := _known_points(s)) and points[-1][0] >= edge]


def _label(spec: Lines, series: Series, at: Point, width: Width) -> labels.Label:
    last = _known_points(series)[-1][1]
    figure = number(last, spec.decimals, signed=spec.signed) if series.shows_last else ""
    return labels.label(series.name, figure, series.tone, at, width)


def _names(spec: Lines, frame: _Frame, width: Width) -> list[SafeString]:
    ending = _ending(spec)
    others = [s for s in spec.series if s not in ending and _known_points(s)]
    plot = frame.plot
    ruled = [[(x, plot.top), (x, plot.bottom)] for x, _ in _break_places(spec, frame.x)]
    drawn = [*ruled, *(run for s in spec.series for run in _runs(s, frame))]
    drawn += [level for band in spec.bands for level in _levels(band, frame)]
    # Lines that run together cover a label once.
    taken = list({_spot(point): point for run in drawn for point in labels.along(run)}.values())
    return [
        *labels.in_column(
            [_label(spec, s, _last_place(s, frame), width) for s in ending],
            plot.right + 9,
            plot.top - width.line,
            plot.bottom + GAP,
            width,
        ),
        *labels.in_plot(
            [_label(spec, s, _last_place(s, frame), width) for s in others],
            taken,
            Box(plot.left + 4, plot.top, plot.right, plot.bottom - 2),
            width,
        ),
    ]


def _spot(point: Point) -> tuple[int, int]:
    """The square of the plot in which a point lies."""
    return round(point[0] / 5), round(point[1] / 5)


def _last_place(series: Series, frame: _Frame) -> Point:
    x, value = _known_points(series)[-1]
    return frame.x(x), frame.y(value)


def _runs(series: Series, frame: _Frame) -> list[list[Point]]:
    """The stretches between gaps, as positions."""
    runs: list[list[Point]] = [[]]
    for x, value in series.points:
        if value is None or is_unknown(value):
            runs.append([])
        else:
            runs[-1].append((frame.x(x), frame.y(value)))
    return [run for run in runs if run]


def _line(series: Series, frame: _Frame) -> Iterable[SafeString]:
    runs = _runs(series, frame)
    stretches = [polyline(run) for run in runs if len(run) > 1]
    if stretches:
        class_ = toned("mark-line is-dashed" if series.dashed else "mark-line", series.tone)
        yield path("".join(stretches), class_)
    # A year that stands alone between gaps would be invisible as a line.
    ends = [run[0] for run in runs if len(run) == 1] + ([runs[-1][-1]] if runs else [])
    for x, y in dict.fromkeys(ends):
        yield tag("circle", cx=x, cy=y, r=3, class_=toned("mark-dot", series.tone))


def _key(bands: Sequence[Band], width: Width) -> tuple[list[SafeString], float]:
    """What the tints of a fan mean, each swatch as its tint appears over the wider ones."""
    named = [band for band in bands if band.name]
    entries = [
        Entry(band.name, tuple(_tint(under) for under in named[: i + 1]))
        for i, band in enumerate(named)
    ]
    return key_row(list(reversed(entries)), width)


def _tint(band: Band) -> str:
    return toned(f"mark-band is-depth-{band.depth}", band.tone)


def _band(band: Band, frame: _Frame) -> SafeString:
    upper = [(frame.x(x), frame.y(high)) for x, _, high in band.edges]
    lower = [(frame.x(x), frame.y(low)) for x, low, _ in reversed(band.edges)]
    return path(polyline([*upper, *lower]) + "z", _tint(band))


def _levels(band: Band, frame: _Frame) -> list[list[Point]]:
    """Lines through a band, by which labels know that it is there."""
    shares = (0.0, 0.25, 0.5, 0.75, 1.0)
    return [
        [(frame.x(x), frame.y(low + share * (high - low))) for x, low, high in band.edges]
        for share in shares
    ]


def _target(spec: Lines, target: Target, frame: _Frame, width: Width) -> Iterable[SafeString]:
    """The flag flies to the left, for the ends of lines are named on the right."""
    x, y = frame.x(target.at), frame.y(target.value)
    yield line((frame.plot.left, y), (x, y), toned("mark-target", Tone.TARGET))
    yield path(f"M{coordinate(x)} {coordinate(y)}v-14l-9 4l9 4z", toned("mark-flag", Tone.TARGET))
    end, start = x - FLAG - GAP, frame.plot.left + GAP
    long = widest([target.text], width.letter, bold=True)
    is_crossed = _passes(spec, frame, Box(end - long, y - GAP - width.letter, end, y))
    is_free = not _passes(spec, frame, Box(start, y - GAP - width.letter, start + long, y))
    at, anchor = (start, "start") if is_crossed and is_free else (end, "end")
    yield words(target.text, (at, y - GAP), toned("mark-label", Tone.TARGET), anchor)


def _passes(spec: Lines, frame: _Frame, box: Box) -> bool:
    """Whether a line runs through a box, looked at between any two of its figures."""
    for series in spec.series:
        points = [(frame.x(x), frame.y(v)) for x, v in series.points if v is not None]
        for (x0, y0), (x1, y1) in pairwise(points):
            left, right = max(x0, box.left), min(x1, box.right)
            if left > right or x0 == x1:
                continue
            ends = [y0 + (y1 - y0) * (x - x0) / (x1 - x0) for x in (left, right)]
            if min(ends) <= box.bottom and max(ends) >= box.top:
                return True
    return False
