"""Charts: a small grammar of pictures drawn on the server as SVG.

For all initiatives. Each function takes one frozen description and gives a `Chart`, the same
picture drawn for a phone and for a desk:
- `line_chart(Lines(…))`: lines over years or another ordered scale; `panel_chart(Panels(…))`
  puts several side by side on one scale;
- `bar_chart(Bars(…))`: stacked bars by year through zero, with what remains;
- `pyramid_chart(Pyramid(…))`: two years of a population by sex and age, one over the other, with
  whiskers where the filled one is uncertain;
- `row_chart(Rows(…))`: two sizes for each place, back to back;
- `dot_chart(Dots(…))`: a size for each group, with a line to where only few lie further out;
- `hexagon_map(HexMap(…))`: the cartogram, coloured by `sequential_bins` or `diverging_bins`;
- `chain_chart(Chain(…))`: what leads to what, in columns (an SVG for a desk);
- `sparkline(…)`: a line as small as a word (an SVG, not a `Chart`).

A `Tone` is a meaning; `web/static/web/charts.css` gives it the same colour on every page. The
grammar is explained in `docs/reference/charts.md`.
"""

from renkei.core.charts.bars import Bars, Net, Part, bar_chart
from renkei.core.charts.bins import Bins, diverging_bins, sequential_bins
from renkei.core.charts.chains import Arrow, Box, Chain, chain_chart
from renkei.core.charts.dots import Dot, DotRow, Dots, Kind, dot_chart
from renkei.core.charts.hexmap import Cell, HexMap, Inset, hexagon_map
from renkei.core.charts.lines import Band, Break, Lines, Series, Span, Target, line_chart
from renkei.core.charts.panels import Panels, panel_chart
from renkei.core.charts.pyramid import Interval, Pyramid, Sexes, pyramid_chart
from renkei.core.charts.rows import Row, Rows, Side, row_chart
from renkei.core.charts.spark import sparkline
from renkei.core.charts.svg import Caption
from renkei.core.charts.tones import COMPARED, Tone

__all__ = [
    "COMPARED",
    "Arrow",
    "Band",
    "Bars",
    "Bins",
    "Box",
    "Break",
    "Caption",
    "Cell",
    "Chain",
    "Dot",
    "DotRow",
    "Dots",
    "HexMap",
    "Inset",
    "Interval",
    "Kind",
    "Lines",
    "Net",
    "Panels",
    "Part",
    "Pyramid",
    "Row",
    "Rows",
    "Series",
    "Sexes",
    "Side",
    "Span",
    "Target",
    "Tone",
    "bar_chart",
    "chain_chart",
    "diverging_bins",
    "dot_chart",
    "hexagon_map",
    "line_chart",
    "panel_chart",
    "pyramid_chart",
    "row_chart",
    "sequential_bins",
    "sparkline",
]
