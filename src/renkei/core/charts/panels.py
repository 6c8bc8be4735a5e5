"""Small multiples: lines for several periods, places or measures side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from renkei.core.charts.empty import empty_chart
from renkei.core.charts.lines import Lines, all_values, has_figures, line_marks
from renkei.core.charts.scales import known
from renkei.core.charts.svg import Caption, Width, document, group, in_both_widths, words
from renkei.core.figures import Chart

ABREAST = {"narrow": 1, "wide": 3}
HEIGHT = {"narrow": 190.0, "wide": 250.0}
BETWEEN = 20.0


@dataclass(frozen=True, slots=True)
class Panels:
    """Each panel is headed by the title of its caption; what is alike shares one scale."""

    caption: Caption
    panels: Sequence[Lines]
    one_scale: bool = True


def panel_chart(spec: Panels) -> Chart:
    shown = [panel for panel in spec.panels if has_figures(panel)]
    if not shown:
        return in_both_widths(lambda width: empty_chart(spec.caption, width))
    drawn = _alike(shown) if spec.one_scale else shown
    return in_both_widths(lambda width: _draw(spec.caption, drawn, width))


def _alike(panels: Sequence[Lines]) -> list[Lines]:
    values = known(value for panel in panels for value in all_values(panel))
    return [replace(panel, also=(min(values), max(values))) for panel in panels]


def _draw(caption: Caption, panels: Sequence[Lines], width: Width) -> SafeString:
    abreast = min(ABREAST[width.name], len(panels))
    wide = (width.px - BETWEEN * (abreast - 1)) / abreast
    own = Width(width.name, wide, width.letter, HEIGHT[width.name])
    step = own.height + width.line + BETWEEN
    drawn = [
        group(
            _panel(panel, own),
            transform=f"translate({i % abreast * (wide + BETWEEN):.1f} {i // abreast * step:.1f})",
        )
        for i, panel in enumerate(panels)
    ]
    rows = -(-len(panels) // abreast)
    return document(caption, width, rows * step - BETWEEN, drawn)


def _panel(panel: Lines, own: Width) -> Iterable[SafeString]:
    yield words(panel.caption.title, (0, own.letter), "mark-panel-title")
    yield group(line_marks(panel, own), transform=f"translate(0 {own.line:.1f})")
