from dataclasses import replace

import pytest

from renkei.core.charts import Dot, DotRow, dot_chart
from tests.rooms.core.charts import examples
from tests.rooms.core.charts.reading import lettering, marked, outside, overlapping, text_boxes

SVG = dot_chart(examples.DOTS).wide


def dots(svg, tone):
    found = [e for e in marked(svg, "mark-dot") if e.get("class").endswith(tone)]
    return [float(e.get("cx")) for e in found]


def test_dot_stands_on_the_scale_that_begins_at_zero():
    zero = float(marked(SVG, "mark-grid-zero")[0].get("x1"))

    small, large = dots(SVG, "tone-ours")

    assert (small - zero) / (large - zero) == pytest.approx(3.2 / 0.8, rel=0.02)


def test_line_reaches_from_the_dot_to_the_far_end():
    reach = next(e for e in marked(SVG, "mark-reach") if "tone-ours" in e.get("class"))
    zero, at = float(marked(SVG, "mark-grid-zero")[0].get("x1")), dots(SVG, "tone-ours")[0]

    assert float(reach.get("x1")) == at
    assert (float(reach.get("x2")) - zero) / (at - zero) == pytest.approx(9.5 / 3.2, rel=0.02)


def test_unknown_dot_is_not_drawn():
    assert len(dots(SVG, "tone-official")) == 1


def test_kinds_of_one_row_stand_under_each_other():
    ours, official, *_rest = marked(SVG, "mark-dot")

    assert float(ours.get("cy")) < float(official.get("cy"))


def test_figure_of_each_dot_is_written_with_its_unit():
    assert {"3.2%", "3.5%", "0.8%"} <= set(lettering(SVG))
    assert {"本推計", "公的な推計", "5千人未満", "10万人以上"} <= set(lettering(SVG))


@pytest.mark.parametrize("width", ["narrow", "wide"])
def test_long_names_and_far_ends_keep_apart(width):
    rows = [
        DotRow("Municipalities of 100,000 people and more", [Dot(1.2, 99.9), Dot(99.9)]),
        DotRow("Under 5,000", [Dot(99.9, 99.9), Dot(0.0, 0.1)]),
    ]

    svg = getattr(dot_chart(replace(examples.DOTS, rows=rows)), width)

    assert overlapping(svg) == outside(svg) == []


def test_name_stands_at_the_height_of_its_row():
    boxes = dict(text_boxes(SVG))
    levels = sorted({float(e.get("cy")) for e in marked(SVG, "mark-dot")})

    assert boxes["5千人未満"].top < levels[0] + 8 < boxes["5千人未満"].bottom + 8
    assert boxes["5千人未満"].bottom < boxes["10万人以上"].top
