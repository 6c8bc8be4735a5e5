"""What holds for every chart in both widths, whatever it shows."""

import re
from dataclasses import replace

import pytest
from django.test import override_settings
from django.utils import translation

from renkei.core import charts
from renkei.core.charts import Caption
from tests.rooms.core.charts import examples
from tests.rooms.core.charts.reading import (
    SVG,
    lettering,
    outside,
    overlapping,
    parsed,
    viewbox,
)

DRAWINGS = {
    f"{name}-{width}": getattr(chart, width)
    for name, chart in examples.ALL.items()
    for width in ("narrow", "wide")
}


@pytest.fixture(params=DRAWINGS.values(), ids=DRAWINGS.keys())
def svg(request):
    return request.param


def test_title_and_description_are_named_by_the_drawing(svg):
    root = parsed(svg)

    title, description = root[0], root[1]
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert title.text
    assert description.text
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


def test_no_label_overlaps_another(svg):
    assert overlapping(svg) == []


def test_no_label_leaves_the_picture(svg):
    assert outside(svg) == []


def test_nothing_is_styled_in_place(svg):
    assert not [e for e in parsed(svg).iter() if e.get("style")]
    assert "<style" not in svg


def test_lettering_is_at_least_eleven_pixels(svg):
    sizes = [
        float(e.get("font-size"))
        for e in parsed(svg).iter()
        if e.get("font-size") and "hexes" not in e.get("class")
    ]

    assert min(sizes) >= 11


def test_ids_are_unique_on_a_page_of_all_charts():
    ids = re.findall(r' id="([^"]+)"', "".join(DRAWINGS.values()))

    assert len(ids) == len(set(ids)) == 2 * len(DRAWINGS)


@pytest.mark.parametrize(("width", "px"), [("narrow", 340), ("wide", 720)])
def test_widths_are_those_of_a_phone_and_a_desk(width, px):
    assert {viewbox(getattr(chart, width))[0] for chart in examples.ALL.values()} == {px}


@pytest.mark.parametrize(
    "draw",
    [
        lambda: charts.line_chart(examples.LINES).narrow,
        lambda: charts.bar_chart(examples.BARS).narrow,
        lambda: charts.pyramid_chart(examples.PYRAMID).wide,
        lambda: charts.hexagon_map(examples.MAP).wide,
    ],
)
def test_points_stay_points_under_any_locale(draw):
    with translation.override("ja"):
        expected = _geometry(draw())

    with override_settings(USE_THOUSAND_SEPARATOR=True), translation.override("de"):
        drawn = _geometry(draw())

    assert any("." in numbers for numbers in expected)
    assert drawn == expected


def _geometry(svg):
    return re.findall(r' (?:d|viewBox|cx|cy)="([^"]*)"', svg)


def test_words_of_others_are_escaped():
    evil = '<script>"&'
    spec = replace(
        examples.LINES,
        caption=Caption("evil", evil, evil),
        series=[replace(examples.LINES.series[0], name=evil)],
        unit=evil,
    )

    svg = charts.line_chart(spec).wide

    assert "<script>" not in svg
    assert parsed(svg)[0].text == evil


@pytest.mark.parametrize(
    "chart",
    [
        charts.line_chart(replace(examples.LINES, series=[])),
        charts.line_chart(
            replace(examples.LINES, series=[charts.Series("空", [(2020, None)])]),
        ),
        charts.bar_chart(replace(examples.BARS, years=[], up=[], down=[], net=None)),
        charts.pyramid_chart(
            replace(
                examples.PYRAMID,
                filled=charts.Sexes("2020年", [None] * 3, [None] * 3),
                outlined=None,
            )
        ),
        charts.row_chart(replace(examples.ROWS, rows=[])),
        charts.dot_chart(replace(examples.DOTS, rows=[])),
        charts.panel_chart(replace(examples.PANELS, panels=[])),
        charts.hexagon_map(replace(examples.MAP, cells=[])),
    ],
)
def test_a_chart_without_figures_says_so(chart):
    with translation.override("ja"):
        assert lettering(chart.narrow) == ["示せる数値がありません"]
