import re
from dataclasses import replace

import pytest
from django.utils.translation import override

from renkei.core.charts import Sexes, pyramid_chart
from tests.rooms.core.charts import examples
from tests.rooms.core.charts.reading import (
    lettering,
    marked,
    overlapping,
    rectangles,
    text_boxes,
    viewbox,
)

SVG = pyramid_chart(examples.PYRAMID).wide


def side(sex):
    (bar,) = [e for e in marked(SVG, "mark-pyramid") if f"tone-{sex}" in e.get("class").split()]
    return rectangles(bar)


def test_men_stand_left_and_women_right_of_the_ages():
    middle = viewbox(SVG)[0] / 2

    assert all(left + wide < middle for left, _, wide, _ in side("men"))
    assert all(left > middle for left, *_ in side("women"))


def test_sexes_are_named_on_their_sides():
    boxes = dict(text_boxes(SVG))

    assert boxes["男性"].right < viewbox(SVG)[0] / 2 < boxes["女性"].left


def test_both_sides_have_the_same_scale():
    women, men = side("women"), side("men")

    per_person = [women[0][2] / 600_000, men[0][2] / 630_000]
    assert per_person[0] == pytest.approx(per_person[1], rel=0.01)


def test_youngest_are_at_the_bottom():
    tops = [top for _, top, *_ in side("women")]

    assert tops == sorted(tops, reverse=True)


def test_unknown_age_interrupts_the_outline():
    women, men = marked(SVG, "mark-outline")

    assert women.get("d").count("M") == 1
    assert men.get("d").count("M") == 2


def test_key_names_both_years():
    assert {"2020年", "2050年"} <= set(lettering(SVG))
    assert len(marked(SVG, "mark-swatch-outline")) == 1


def test_single_year_of_a_pyramid_has_no_outline():
    svg = pyramid_chart(replace(examples.PYRAMID, outlined=None)).wide

    assert marked(svg, "mark-outline") == marked(svg, "mark-swatch-outline") == []


def test_single_years_of_age_are_named_every_tenth():
    ages = [str(age) for age in range(100)] + ["100+"]
    counts = [1000.0] * len(ages)
    spec = replace(
        examples.PYRAMID,
        ages=ages,
        filled=Sexes("2020年", counts, counts),
        outlined=None,
        tick_every=10,
    )

    written = set(lettering(pyramid_chart(spec).narrow))

    assert {"0", "10", "90", "100+"} <= written
    assert "11" not in written


def test_ticks_of_a_narrow_pyramid_keep_apart():
    many = replace(examples.PYRAMID.filled, women=[260_000] * 19, men=[240_000] * 19)
    spec = replace(examples.PYRAMID, ages=[str(i) for i in range(19)], filled=many, outlined=None)

    with override("en"):
        svg = pyramid_chart(spec).narrow

    assert overlapping(svg) == []
    assert lettering(svg).count("200,000") == 2


# --- the interval ---------------------------------------------------------------------------

WITH_INTERVAL = pyramid_chart(examples.WITH_INTERVAL).wide


def whiskers(svg, sex):
    """Start, end and level of the whiskers of a sex; the first mark is that of the key."""
    drawn = marked(svg, "mark-whisker")[1:][("women", "men").index(sex)]
    lines = re.findall(r"M(\S+) (\S+?)H([\d.]+)", drawn.get("d"))
    return [tuple(map(float, found)) for found in lines]


def test_whiskers_reach_from_low_to_high_on_the_scale_of_the_bars():
    (bar,) = [e for e in marked(WITH_INTERVAL, "mark-pyramid") if "tone-women" in e.get("class")]
    left, _top, wide, _tall = rectangles(bar)[0]
    per_person = wide / 600_000

    start, end, level = (whiskers(WITH_INTERVAL, "women")[0][i] for i in (0, 2, 1))

    assert start == pytest.approx(left + 550_000 * per_person, abs=0.2)
    assert end == pytest.approx(left + 660_000 * per_person, abs=0.2)
    assert rectangles(bar)[0][1] < level < rectangles(bar)[0][1] + rectangles(bar)[0][3]


def test_whiskers_of_men_reach_to_the_left():
    assert all(end < start for start, _level, end in whiskers(WITH_INTERVAL, "men"))


def test_scale_reaches_the_highest_end_of_an_interval():
    wide = replace(examples.WITH_INTERVAL.interval, women=[(0, 0), (0, 0), (1_150_000, 2_900_000)])

    svg = pyramid_chart(replace(examples.WITH_INTERVAL, interval=wide)).wide

    assert max(end for _start, _level, end in whiskers(svg, "women")) < viewbox(svg)[0]


def test_key_names_the_interval():
    assert "80%の幅" in lettering(WITH_INTERVAL)
    assert marked(SVG, "mark-whisker") == []
