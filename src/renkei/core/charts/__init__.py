"""Charts: a small grammar of pictures drawn on the server as SVG.

For all initiatives. Each function takes one frozen description and gives a `Chart`, the same
picture drawn for a phone and for a desk:
- `line_chart(Lines(…))`: lines over years or another ordered scale; gaps stay gaps.

A `Tone` is a meaning; `web/static/web/charts.css` gives it the same colour on every page. The
grammar is explained in `docs/reference/charts.md`.
"""

from renkei.core.charts.lines import Band, Break, Lines, Series, Target, line_chart
from renkei.core.charts.svg import Caption
from renkei.core.charts.tones import COMPARED, Tone

__all__ = [
    "COMPARED",
    "Band",
    "Break",
    "Caption",
    "Lines",
    "Series",
    "Target",
    "Tone",
    "line_chart",
]
