"""Stacked bars by year through zero: what adds stands up, what takes away hangs down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.safestring import SafeString

from renkei.core.charts import labels
from renkei.core.charts.axes import GAP, Plot, Tick, bottom_axis, unit_mark, value_axis, years
from renkei.core.charts.empty import empty_chart
from renkei.core.charts.lettering import widest
from renkei.core.charts.lines import Break
from renkei.core.charts.numbers import written_ticks
from renkei.core.charts.scales import Linear, known, nice_ticks
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
)
from renkei.core.charts.tones import Tone, toned
from renkei.core.figures import Chart
from renkei.core.writing import is_unknown, number

FILLED = 0.74  # part of the distance between two years that a bar takes


@dataclass(frozen=True, slots=True)
class Part:
    """One layer of the stacks: sizes (never negative) aligned with the years of the chart."""

    name: str
    values: Sequence[float | None]
    tone: Tone


@dataclass(frozen=True, slots=True)
class Net:
    """What remains of up and down: a line with a dot for each year."""

    name: str
    values: Sequence[float | None]
    tone: Tone = Tone.TOTAL


@dataclass(frozen=True, slots=True)
class Bars:
    """`up` and `down` are stacked away from zero in their order; missing years stay empty."""

    caption: Caption
    years: Sequence[int]
    up: Sequence[Part]
    down: Sequence[Part] = ()
    net: Net | None = None
    unit: str = ""
    decimals: int = 0
    breaks: Sequence[Break] = field(default=())


def bar_chart(spec: Bars) -> Chart:
    if not known(value for part in (*spec.up, *spec.down) for value in part.values):
        return in_both_widths(lambda width: empty_chart(spec.caption, width))
    return in_both_widths(lambda width: _draw(spec, width))


@dataclass(frozen=True, slots=True)
class _Frame:
    x: Linear
    y: Linear
    plot: Plot
    thick: float


def _draw(spec: Bars, width: Width) -> SafeString:
    ticks = _ticks(spec)
    frame = _frame(spec, ticks, width)
    x, y, plot = frame.x, frame.y, frame.plot
    marks = [
        *unit_mark(spec.unit, width),
        *value_axis(ticks, y, plot, width),
        *bottom_axis(years(spec.years, plot.width, width), x, plot, width),
        *(_layer(spec, part, bases, frame, 1) for part, bases in _stacked(spec.up)),
        *(_layer(spec, part, bases, frame, -1) for part, bases in _stacked(spec.down)),
        *labels.breaks(_break_places(spec, x), plot.left, width.px, plot.bottom, width)[0],
        *(_net(spec, spec.net, frame) if spec.net else ()),
        *labels.in_column(
            _labels(spec, frame, width), plot.right + 8, 0, plot.bottom + width.line, width
        ),
    ]
    return document(spec.caption, width, width.height, marks)


def _ticks(spec: Bars) -> list[Tick]:
    tops = [sum(known(column)) for column in zip(*(p.values for p in spec.up), strict=True)]
    feet = [-sum(known(column)) for column in zip(*(p.values for p in spec.down), strict=True)]
    values = [0.0, *tops, *feet, *known(spec.net.values if spec.net else ())]
    ticks = nice_ticks(min(values), max(values), decimals=spec.decimals)
    return list(zip(ticks, written_ticks(ticks), strict=True))


def _frame(spec: Bars, ticks: Sequence[Tick], width: Width) -> _Frame:
    left = widest((text for _, text in ticks), width.letter) + GAP
    column = max(label.width(width.letter) for label in _labels(spec, None, width))
    right = width.px - column - 10
    apart = _apart(spec.years)
    first, last = spec.years[0] - apart / 2, spec.years[-1] + apart / 2
    x = Linear(first, last, left, right)
    bottom = width.height - width.line - GAP
    above = labels.breaks(_break_places(spec, x), left, width.px, bottom, width)[1]
    top = max(above, width.line if spec.unit else 0) + width.letter
    y = Linear(ticks[0][0], ticks[-1][0], bottom, top)
    return _Frame(x, y, Plot(left, top, right, bottom), (x(apart) - x(0)) * FILLED)


def _apart(years: Sequence[int]) -> int:
    return min((later - earlier for earlier, later in pairwise(years)), default=1)


def _break_places(spec: Bars, x: Linear) -> list[tuple[float, str]]:
    return [(x(b.at), b.text) for b in spec.breaks if x.low <= b.at <= x.high]


def _stacked(parts: Sequence[Part]) -> Iterable[tuple[Part, list[float]]]:
    """Each part with the height at which it begins, year by year."""
    bases = [0.0] * (len(parts[0].values) if parts else 0)
    for part in parts:
        yield part, bases
        bases = [b + sum(known([v])) for b, v in zip(bases, part.values, strict=True)]


def _layer(spec: Bars, part: Part, bases: Sequence[float], frame: _Frame, sign: int) -> SafeString:
    data = []
    for year, base, value in zip(spec.years, bases, part.values, strict=True):
        if value is None or is_unknown(value):
            continue
        start, end = frame.y(sign * base), frame.y(sign * (base + value))
        left = frame.x(year) - frame.thick / 2
        data.append(rectangle(left, min(start, end), frame.thick, abs(end - start)))
    return path("".join(data), toned("mark-bar", part.tone))


def _net(spec: Bars, net: Net, frame: _Frame) -> Iterable[SafeString]:
    apart = _apart(spec.years)
    runs: list[list[Point]] = [[]]
    previous = spec.years[0]
    for year, value in zip(spec.years, net.values, strict=True):
        if year - previous > apart:  # years that are missing altogether
            runs.append([])
        previous = year
        if value is None or is_unknown(value):
            runs.append([])
        else:
            runs[-1].append((frame.x(year), frame.y(value)))
    yield path(
        "".join(polyline(run) for run in runs if len(run) > 1),
        toned("mark-line mark-net", net.tone),
    )
    for at in (point for run in runs for point in run):
        yield tag("circle", cx=at[0], cy=at[1], r=3.5, class_=toned("mark-dot", net.tone))


def _labels(spec: Bars, frame: _Frame | None, width: Width) -> list[labels.Label]:
    """Names at the height of the last bar; without a frame only their widths count."""
    found = []
    for parts, sign in ((spec.up, 1), (spec.down, -1)):
        for part, bases in _stacked(parts):
            i = _last_known(part.values)
            if i is not None:
                value = sum(known([part.values[i]]))
                middle = sign * (bases[i] + value / 2)
                found.append((part.name, number(value, spec.decimals), part.tone, i, middle))
    if spec.net and (i := _last_known(spec.net.values)) is not None:
        value = known(spec.net.values)[-1]
        figure = number(value, spec.decimals, signed=True)
        found.append((spec.net.name, figure, spec.net.tone, i, value))
    return [
        labels.label(name, figure, tone, _place(frame, spec.years[i], level), width)
        for name, figure, tone, i, level in found
    ]


def _place(frame: _Frame | None, year: int, level: float) -> Point:
    return (frame.x(year) + frame.thick / 2, frame.y(level)) if frame else (0, 0)


def _last_known(values: Sequence[float | None]) -> int | None:
    return next((i for i in reversed(range(len(values))) if not is_unknown(values[i])), None)
