"""The plot area, its grid and its axes."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from renkei.core.charts.lettering import text_width
from renkei.core.charts.scales import Linear, year_ticks
from renkei.core.charts.svg import Width, line, words

GAP = 6.0  # between an axis and its lettering
Tick = tuple[float, str]


@dataclass(frozen=True, slots=True)
class Plot:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left


def value_axis(ticks: Sequence[Tick], y: Linear, plot: Plot, width: Width) -> list[SafeString]:
    """Horizontal grid lines with their figures at the left; the line of zero is stronger."""
    marks = []
    for value, text in ticks:
        level = y(value)
        kind = "mark-grid-zero" if value == 0 else "mark-grid"
        marks.append(line((plot.left, level), (plot.right, level), kind))
        at = (plot.left - GAP, level + width.letter * 0.36)
        marks.append(words(text, at, "mark-tick", "end"))
    return marks


def bottom_axis(ticks: Sequence[Tick], x: Linear, plot: Plot, width: Width) -> list[SafeString]:
    """Figures or names under the plot, thinned out until they have room."""
    baseline = plot.bottom + width.line
    return [
        words(text, (_kept_inside(x(at), text, width), baseline), "mark-tick", "middle")
        for at, text in thinned(ticks, x, width)
    ]


def thinned(ticks: Sequence[Tick], x: Linear, width: Width) -> list[Tick]:
    """Every tick, or every second, third, … so that neighbours do not touch."""
    for step in range(1, len(ticks)):
        kept = ticks[::step]
        gaps = itertools.pairwise(kept)
        if all(
            abs(x(b[0]) - x(a[0]))
            >= (text_width(a[1], width.letter) + text_width(b[1], width.letter)) / 2 + GAP
            for a, b in gaps
        ):
            return list(kept)
    return list(ticks[:1])


def years(values: Sequence[float], room: float, width: Width) -> list[Tick]:
    most = max(
        2, int(room / (text_width("2000", width.letter) * (1.45 if width.is_narrow else 1.8)))
    )
    return [(year, str(year)) for year in year_ticks(values, most=most)]


def unit_mark(unit: str, width: Width) -> list[SafeString]:
    """The unit above the value axis, at the left edge."""
    return [words(unit, (0, width.letter), "mark-tick")] if unit else []


def _kept_inside(centre: float, text: str, width: Width) -> float:
    half = text_width(text, width.letter) / 2
    return min(max(centre, half), width.px - half)
