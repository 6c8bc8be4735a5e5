import math
from dataclasses import replace

import pytest

from renkei.core.charts import Band, Break, Caption, Lines, Series, Span, Target, Tone, line_chart
from renkei.core.writing import number
from tests.rooms.core.charts import examples
from tests.rooms.core.charts.reading import (
    lettering,
    marked,
    outside,
    overlapping,
    path_points,
    text_boxes,
    viewbox,
)


def lines(*points, **more):
    return Lines(Caption("k", "題", "説明"), [Series("実績", points)], **more)


def drawn_line(spec):
    return path_points(marked(line_chart(spec).wide, "mark-line")[0])


def test_equal_steps_are_equal_distances():
    points = drawn_line(lines((2000, 0), (2010, 50), (2020, 100)))

    xs, ys = zip(*points, strict=True)
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1], abs=0.11)
    assert ys[0] - ys[1] == pytest.approx(ys[1] - ys[2], abs=0.11)
    assert ys[0] > ys[2]


def test_a_point_stands_on_the_grid_line_of_its_figure():
    svg = line_chart(lines((2000, 0), (2010, 400))).wide

    levels = [float(e.get("y1")) for e in marked(svg, "mark-grid")]
    assert path_points(marked(svg, "mark-line")[0])[-1][1] == min(levels)


@pytest.mark.parametrize("unknown", [None, math.nan])
def test_gap_stays_a_gap(unknown):
    svg = line_chart(lines((1, 1), (2, 2), (3, unknown), (4, 4), (5, 5))).wide

    assert marked(svg, "mark-line")[0].get("d").count("M") == 2


def test_year_between_two_gaps_is_a_dot():
    svg = line_chart(lines((1, 1), (2, 2), (3, None), (4, 4), (5, None), (6, 6))).wide

    assert len(marked(svg, "mark-dot")) == 2  # the lone year and the last one
    assert marked(svg, "mark-line")[0].get("d").count("M") == 1


def test_single_point_is_a_dot_with_its_figure():
    svg = line_chart(lines((2020, 1_973_395))).narrow

    assert marked(svg, "mark-line") == []
    assert len(marked(svg, "mark-dot")) == 1
    assert "1,973,395" in lettering(svg)


@pytest.mark.parametrize("values", [(-50_000, -53_556), (0, 9e14), (0.001, 0.002), (5, 5), (-1, 1)])
@pytest.mark.parametrize("width", ["narrow", "wide"])
def test_lettering_holds_for_any_size(values, width):
    spec = lines(*enumerate(values, 2000), decimals=3 if max(values) < 1 else 0)

    svg = getattr(line_chart(spec), width)

    assert outside(svg) == []
    assert overlapping(svg) == []
    assert number(values[-1], spec.decimals) in lettering(svg)


def test_official_projection_is_dashed():
    svg = line_chart(examples.LINES).wide

    classes = [e.get("class") for e in marked(svg, "mark-line")]
    assert classes[1:] == [
        "mark-line is-dashed tone-official-earlier",
        "mark-line is-dashed tone-official",
    ]


@pytest.mark.parametrize("width", ["narrow", "wide"])
def test_four_series_that_end_together_keep_their_labels_apart(width):
    series = [Series(f"第{i}の町", [(2000, i), (2025, 30 + i / 100)]) for i in range(4)]

    svg = getattr(line_chart(replace(examples.LINES, series=series, decimals=2)), width)

    assert overlapping(svg) == []
    assert len(marked(svg, "mark-labels")) == 4


def test_series_that_ends_early_is_named_beside_its_end():
    svg = line_chart(examples.LINES).wide

    box = dict(text_boxes(svg))["実績  5,044,825"]
    end = path_points(marked(svg, "mark-line")[0])[-1]
    assert abs((box.left + box.right) / 2 - end[0]) < 120
    assert not box.contains(*end)


def crowded(*names):
    """Lines that run together and all end before the edge, where they have to be named."""
    courses = [Series(name, [(2000, 50), (2030, 50 + i / 10)]) for i, name in enumerate(names)]
    return line_chart(
        replace(examples.LINES, series=[*courses, Series("", [(2000, 49), (2060, 40)])])
    )


@pytest.mark.parametrize("width", ["narrow", "wide"])
def test_names_in_the_plot_never_stand_on_each_other(width):
    svg = getattr(crowded("国勢調査", "住民基本台帳", "2018年推計", "2023年推計"), width)

    assert overlapping(svg) == []


def test_name_that_had_to_move_far_has_a_leader():
    names = [f"第{i}の長い名のまち" for i in range(6)]

    assert marked(crowded("ひとつ").wide, "mark-leader") == []
    assert marked(crowded(*names).narrow, "mark-leader") != []


def test_break_is_a_line_with_its_words_above():
    svg = line_chart(lines((2000, 1), (2020, 2), breaks=[Break(2010, "定義の変更")])).wide

    (mark,) = marked(svg, "mark-break")
    assert float(mark.get("y2")) > float(mark.get("y1")) > dict(text_boxes(svg))["定義の変更"].top


def test_break_outside_the_years_is_not_drawn():
    svg = line_chart(lines((2000, 1), (2020, 2), breaks=[Break(1990, "旧定義")])).wide

    assert marked(svg, "mark-break") == []


def test_span_is_a_ground_under_the_line_and_named_where_it_begins():
    svg = line_chart(lines((2000, 1), (2020, 2), spans=[Span(2005, 2010, "感染症")])).wide

    (ground,) = marked(svg, "mark-span")
    assert ground.get("d").startswith("M")
    assert "感染症" in dict(text_boxes(svg))
    assert svg.index("mark-span") < svg.index("mark-line")


def test_span_that_began_before_the_years_is_named_at_their_edge():
    charts = [
        line_chart(lines((2000, 1), (2020, 2), spans=[Span(first, last, "感染症")])).wide
        for first, last in ((1990, 2005), (1980, 1990))
    ]

    assert ["感染症" in dict(text_boxes(svg)) for svg in charts] == [True, False]


def test_bands_lie_under_the_line():
    spec = lines((2000, 1), (2020, 2), bands=[Band([(2020, 1.5, 2.5), (2030, 1, 3)], depth=2)])

    svg = line_chart(spec).wide

    assert [e.get("class") for e in marked(svg, "mark-band")] == ["mark-band is-depth-2 tone-ours"]
    assert svg.index("mark-band") < svg.index("mark-line")


def test_target_has_a_flag_and_is_on_the_axis():
    svg = line_chart(
        lines((2020, 1.1), (2023, 1.06), decimals=2, target=Target(2030, 1.8, "目標"))
    ).wide

    assert len(marked(svg, "mark-flag")) == 1
    assert marked(svg, "mark-target")[0].get("class") == f"mark-target tone-{Tone.TARGET.value}"
    assert outside(svg) == []


def test_target_is_named_where_no_line_crosses_its_name():
    falling = line_chart(
        lines((2025, 200), (2045, 180), from_zero=False, target=Target(2045, 182, "目標 182"))
    ).wide
    level = line_chart(
        lines((2025, 200), (2045, 200), from_zero=False, target=Target(2045, 182, "目標 182"))
    ).wide

    assert dict(text_boxes(falling))["目標 182"].right < dict(text_boxes(level))["目標 182"].left


def test_x_axis_may_have_names_of_its_own():
    svg = line_chart(lines((0, 5), (1, 9), x_ticks=[(0, "15–19歳"), (1, "20–24歳")])).wide

    assert {"15–19歳", "20–24歳"} <= set(lettering(svg))


# --- a fan ----------------------------------------------------------------------------------


def test_key_of_a_fan_names_its_bands_from_the_inside():
    written = lettering(line_chart(examples.FAN).wide)

    assert [text for text in written if text.endswith("%")] == ["50%", "80%", "95%"]


def test_swatch_of_a_fan_shows_the_tints_that_lie_over_each_other():
    classes = [e.get("class") for e in marked(line_chart(examples.FAN).wide, "mark-band")]

    swatches = classes[:-3]
    depths = [class_.split()[1] for class_ in swatches]
    assert depths == [
        *("is-depth-1", "is-depth-2", "is-depth-3"),
        *("is-depth-1", "is-depth-2"),
        "is-depth-1",
    ]


def test_bands_without_names_have_no_key():
    unnamed = [replace(band, name="") for band in examples.FAN.bands]

    svg = line_chart(replace(examples.FAN, bands=unnamed)).wide

    assert len(marked(svg, "mark-band")) == 3


def test_key_does_not_make_the_picture_higher():
    assert viewbox(line_chart(examples.FAN).wide) == viewbox(line_chart(examples.LINES).wide)
