from renkei.core.charts import Tone, sparkline
from tests.rooms.core.charts.reading import marked, parsed, path_points


def test_sparkline_spans_its_values():
    svg = sparkline("出生数の推移", [3, 1, 2], tone=Tone.BIRTHS)

    assert path_points(marked(svg, "mark-line")[0]) == [(4, 4), (48, 20), (92, 12)]


def test_sparkline_ends_in_a_dot_at_the_last_known_value():
    (dot,) = marked(sparkline("推移", [1, 2, None]), "mark-dot")

    assert (dot.get("cx"), dot.get("cy")) == ("48", "4")


def test_sparkline_keeps_gaps():
    (line,) = marked(sparkline("推移", [1, 2, None, 3, 4]), "mark-line")

    assert line.get("d").count("M") == 2


def test_sparkline_says_what_it_shows():
    assert parsed(sparkline("出生数 <の> 推移", [1, 2])).get("aria-label") == "出生数 <の> 推移"


def test_sparkline_without_figures_is_nothing():
    assert sparkline("推移", [None, None]) == ""
