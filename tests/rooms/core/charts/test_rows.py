from dataclasses import replace

import pytest

from renkei.core.charts import Row, row_chart
from tests.rooms.core.charts import examples
from tests.rooms.core.charts.reading import (
    lettering,
    marked,
    outside,
    overlapping,
    rectangles,
    text_boxes,
)


def test_bars_of_both_sides_meet_at_zero_on_one_scale():
    svg = row_chart(examples.ROWS).wide
    left, right = (rectangles(e) for e in marked(svg, "mark-bar"))

    (zero,) = marked(svg, "mark-grid-zero")
    assert left[0][0] + left[0][2] == pytest.approx(float(zero.get("x1")), abs=0.11)
    assert right[0][0] == float(zero.get("x1"))
    assert left[0][2] / 13_948 == pytest.approx(right[0][2] / 11_000, rel=0.01)


def test_every_figure_is_written_and_the_net_has_its_sign():
    written = set(lettering(row_chart(examples.ROWS).narrow))

    assert {"13,948", "11,000", "−2,948", "44,870", "42,656", "−2,214", "差引き"} <= written


def test_row_of_the_finding_is_strong():
    strong = [e.text for e in marked(row_chart(examples.ROWS).wide, "is-strong")]

    assert strong == ["東京都", "−2,948"]


def test_unknown_figure_is_a_dash_without_a_bar():
    spec = replace(examples.ROWS, rows=[*examples.ROWS.rows, Row("不明な県", None, 5)])

    svg = row_chart(spec).wide

    left, right = marked(svg, "mark-bar")
    assert (len(rectangles(left)), len(rectangles(right))) == (2, 3)
    assert "–" in lettering(svg)


@pytest.mark.parametrize("width", ["narrow", "wide"])
def test_long_names_and_huge_figures_keep_apart(width):
    rows = [Row("神奈川県の長い名", 9_999_999, 1, 1), Row("その他の都府県", 0, 8_888_888, 0)]

    svg = getattr(row_chart(replace(examples.ROWS, rows=rows)), width)

    assert overlapping(svg) == outside(svg) == []


def test_rows_without_net_have_no_column_for_it():
    boxes = dict(text_boxes(row_chart(replace(examples.ROWS, net="")).wide))

    assert "差引き" not in boxes
    assert "−2,948" not in boxes


def test_long_names_wrap_before_they_push_the_bars_away():
    rows = [Row("Number of women aged 15 to 49", 12_224, 0, -12_224), Row("Their ages", 3_232, 0)]
    svg = row_chart(replace(examples.ROWS, rows=rows)).narrow
    left, _right = marked(svg, "mark-bar")

    (zero,) = marked(svg, "mark-grid-zero")
    widths = [wide for _left, _top, wide, _tall in rectangles(left)]
    assert widths[0] > widths[1] > 0
    assert max(start + wide for start, _t, wide, _h in rectangles(left)) <= float(zero.get("x1"))
    assert "Number of" in lettering(svg)
    assert overlapping(svg) == []
