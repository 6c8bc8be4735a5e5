from dataclasses import replace

import pytest

from renkei.core.charts import Bins, diverging_bins, hexagon_map, sequential_bins
from renkei.core.charts.hexagons import Grid, neighbours
from tests.rooms.core.charts import examples
from tests.rooms.core.charts.reading import SVG, lettering, marked, parsed, path_points

GRID = Grid(10, 0, 0)
ONE = [(2, 2)]
SEVEN = [(2, 2), *neighbours((2, 2))]
MAP = hexagon_map(examples.MAP).wide


@pytest.mark.parametrize(
    ("places", "edges"),
    [
        (ONE, [6]),
        ([(2, 2), (3, 2)], [10]),
        (SEVEN, [18]),
        (neighbours((2, 2)), [6, 18]),  # a ring has an inner and an outer outline
        ([(0, 0), (5, 5)], [6, 6]),
    ],
)
def test_outline_has_the_edges_between_inside_and_outside(places, edges):
    assert sorted(len(loop) for loop in GRID.outlines(places)) == edges


@pytest.mark.parametrize("place", [(2, 2), (2, 3)])
def test_neighbours_are_the_six_nearest_centres(place):
    x, y = GRID.centre(place)

    distances = [(a - x) ** 2 + (b - y) ** 2 for a, b in map(GRID.centre, neighbours(place))]

    assert len(set(neighbours(place))) == 6
    assert distances == pytest.approx([GRID.across**2] * 6)


def test_odd_rows_are_shifted_to_the_right():
    assert GRID.centre((0, 1))[0] - GRID.centre((0, 0))[0] == pytest.approx(GRID.across / 2)


def test_cells_are_links_in_reading_order():
    names = [cell.find(f"{SVG}title").text for cell in marked(MAP, "hex")]

    assert names == ["あ町 10人", "い町 30人", "う町 不明", "え町 20人", "区町 5人"]
    assert marked(MAP, "hex")[0].get("href") == "/あ/"


def test_cell_that_leads_nowhere_is_no_link_and_still_says_its_figure():
    spec = replace(examples.MAP, cells=[replace(one, href="") for one in examples.MAP.cells])

    cell = marked(hexagon_map(spec).wide, "hex")[0]

    assert cell.get("href") is None
    assert cell.find(f"{SVG}title").text == "あ町 10人"


def test_role_does_not_hide_the_links():
    assert parsed(MAP).get("role") == "group"


def test_unknown_figure_has_its_own_class_and_its_place_in_the_legend():
    assert [e.find(f"{SVG}title").text for e in marked(MAP, "bin-none") if e.get("href")] == [
        "う町 不明"
    ]
    assert "数値なし" in lettering(MAP)


def test_legend_does_not_speak_of_unknown_figures_where_all_are_known():
    known = [cell for cell in examples.CELLS if cell.value is not None]

    assert "数値なし" not in lettering(hexagon_map(replace(examples.MAP, cells=known)).wide)


def test_current_cell_is_told_and_ringed():
    (current,) = [e for e in marked(MAP, "hex") if e.get("aria-current") == "true"]

    assert current.get("href") == "/え/"
    assert len(marked(MAP, "hex-current")) == 1


def test_cells_outside_a_filter_fade_but_stay_links():
    cells = [replace(cell, is_faded=cell.group == "b") for cell in examples.CELLS]

    svg = hexagon_map(replace(examples.MAP, cells=cells)).wide

    assert [e.get("href") for e in marked(svg, "is-faded")] == ["/う/", "/え/"]


def test_inset_stands_clear_of_the_map():
    *cells, inset = marked(MAP, "hex")

    x, y = centre_of(inset)
    size = centre_of(cells[1])[0] - centre_of(cells[0])[0]
    assert all((x - a) ** 2 + (y - b) ** 2 > size**2 for a, b in map(centre_of, cells))


def centre_of(cell):
    corners = path_points(cell.find(f"{SVG}path"))
    return tuple(sum(ends) / 6 for ends in zip(*corners, strict=True))


def test_labels_are_left_out_where_they_could_not_be_read():
    chart = hexagon_map(examples.MAP)

    assert [e.text for e in marked(chart.wide, "hex-label")] == ["あ", "い", "う", "え", "区"]
    assert marked(chart.narrow, "hex-label") == []


def test_sequential_bounds_are_round_and_share_the_places():
    bins = sequential_bins([1_234 * i for i in range(1, 61)])

    classes = [bins.class_of(1_234 * i) for i in range(1, 61)]
    assert bins.written == ("14,000", "26,000", "38,000", "51,000", "63,000")
    assert min(classes.count(class_) for class_ in bins.classes) >= 8


def test_diverging_bounds_are_equal_on_both_sides_of_zero():
    bins = diverging_bins([-12.34, -8, -3, -1, 2, 4, 9.5], decimals=1)

    assert bins.bounds == (-10.0, -6.0, -2.0, 2.0, 6.0, 10.0)
    assert bins.written[0] == "−10"
    assert bins.class_of(0) == "bin-d4"


def test_diverging_bins_keep_paper_for_about_zero_where_every_place_loses():
    bins = diverging_bins([-11.5, *range(-65, -20)], decimals=1)

    assert bins.bounds == (-50.0, -30.0, -10.0, 10.0, 30.0, 50.0)
    assert bins.class_of(-11.5) == "bin-d3"


@pytest.mark.parametrize(
    ("bins", "value", "class_"),
    [
        (Bins((10, 20), ("10", "20")), 9, "bin-s4"),
        (Bins((10, 20), ("10", "20")), 20, "bin-s6"),
        (Bins((-1, 1), ("−1", "+1"), diverging=True), -5, "bin-d3"),
        (Bins((-1, 1), ("−1", "+1"), diverging=True), 5, "bin-d5"),
        (Bins((10, 20), ("10", "20")), None, "bin-none"),
    ],
)
def test_few_classes_keep_the_middle_or_the_deep_end(bins, value, class_):
    assert bins.class_of(value) == class_


@pytest.mark.parametrize("values", [[], [None], [5], [0, 0, 0]])
def test_bins_of_next_to_nothing_still_class(values):
    for bins in (sequential_bins(values), diverging_bins(values)):
        assert len(bins.bounds) == len(bins.written) <= 6
        assert bins.class_of(0).startswith("bin-")
