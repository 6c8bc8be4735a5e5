import itertools
from dataclasses import replace

import pytest

from renkei.core.charts import Net, Part, Tone, bar_chart
from tests.rooms.core.charts import examples
from tests.rooms.core.charts.reading import (
    lettering,
    marked,
    outside,
    overlapping,
    rectangles,
)


def bars(spec, tone):
    (layer,) = [
        e
        for e in marked(bar_chart(spec).wide, "mark-bar")
        if f"tone-{tone.value}" in e.get("class").split()
    ]
    return rectangles(layer)


def zero_level(spec):
    (zero,) = marked(bar_chart(spec).wide, "mark-grid-zero")
    return float(zero.get("y1"))


def test_births_stand_on_zero_and_deaths_hang_from_it():
    zero = zero_level(examples.BARS)

    standing = bars(examples.BARS, Tone.BIRTHS)
    hanging = bars(examples.BARS, Tone.DEATHS)

    assert all(top + tall == pytest.approx(zero, abs=0.11) for _, top, _, tall in standing)
    assert all(top == zero for _, top, _, _ in hanging)


def test_bars_are_as_tall_as_their_figures():
    standing = bars(examples.BARS, Tone.BIRTHS)

    births = examples.BARS.up[0].values
    assert standing[3][3] / standing[0][3] == pytest.approx(births[3] / births[0], rel=0.01)


def test_second_part_begins_where_the_first_ends():
    spec = replace(
        examples.BARS,
        up=[
            Part("国内から", [50, 60, 70, 80], Tone.ARRIVALS),
            Part("国外から", [5, 6, 7, 8], Tone.ARRIVALS_ABROAD),
        ],
        down=[],
        net=None,
    )

    first, second = bars(spec, Tone.ARRIVALS), bars(spec, Tone.ARRIVALS_ABROAD)

    assert [bar[1] for bar in first] == pytest.approx([b[1] + b[3] for b in second], abs=0.11)


def test_missing_year_leaves_its_place_empty():
    lefts = [left for left, *_ in bars(examples.BARS, Tone.BIRTHS)]

    steps = [b - a for a, b in itertools.pairwise(lefts)]
    assert steps[1] == pytest.approx(2 * steps[0], abs=0.2)
    assert steps[2] == pytest.approx(steps[0], abs=0.2)


def test_net_line_does_not_cross_a_missing_year():
    (line,) = marked(bar_chart(examples.BARS).wide, "mark-net")

    assert line.get("d").count("M") == 2
    assert len(marked(bar_chart(examples.BARS).wide, "mark-dot")) == 4


def test_unknown_figure_has_no_bar():
    spec = replace(examples.BARS, up=[Part("出生", [1, None, 3, 4], Tone.BIRTHS)])

    assert len(bars(spec, Tone.BIRTHS)) == 3


def test_last_figures_are_written_with_their_names():
    written = lettering(bar_chart(examples.BARS).wide)

    assert {"出生", "29,523", "死亡", "65,078", "自然増減", "−35,555"} <= set(written)


@pytest.mark.parametrize("width", ["narrow", "wide"])
def test_one_year_with_losses_only_is_drawn(width):
    spec = replace(
        examples.BARS,
        years=[2024],
        up=[],
        down=[Part("死亡", [75_000], Tone.DEATHS)],
        net=Net("自然増減", [-75_000]),
    )

    svg = getattr(bar_chart(spec), width)

    assert len(marked(svg, "mark-bar")) == 1
    assert overlapping(svg) == outside(svg) == []
