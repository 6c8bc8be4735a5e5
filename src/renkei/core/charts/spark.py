"""Sparkline: the course of one measure, as small as a word in a table."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from renkei.core.charts.scales import Linear, known
from renkei.core.charts.svg import Point, path, polyline, tag
from renkei.core.charts.tones import Tone, toned
from renkei.core.writing import is_unknown

WIDE, TALL, EDGE = 96.0, 24.0, 4.0


def sparkline(title: str, values: Sequence[float | None], *, tone: Tone = Tone.TOTAL) -> SafeString:
    """Values at equal distances; gaps stay gaps; nothing at all when no value is known."""
    present = known(values)
    if not present:
        return SafeString("")
    x = Linear(0, len(values) - 1, EDGE, WIDE - EDGE)
    y = Linear(min(present), max(present), TALL - EDGE, EDGE)
    runs: list[list[Point]] = [[]]
    for i, value in enumerate(values):
        if value is None or is_unknown(value):
            runs.append([])
        else:
            runs[-1].append((x(i), y(value)))
    end = next(run[-1] for run in reversed(runs) if run)
    return tag(
        "svg",
        tag("title", title),
        path("".join(polyline(run) for run in runs if len(run) > 1), toned("mark-line", tone)),
        tag("circle", cx=end[0], cy=end[1], r=2.5, class_=toned("mark-dot", tone)),
        xmlns="http://www.w3.org/2000/svg",
        class_="chart-spark",
        role="img",
        aria_label=title,
        viewBox=f"0 0 {WIDE:.0f} {TALL:.0f}",
        width=WIDE,
        height=TALL,
    )
