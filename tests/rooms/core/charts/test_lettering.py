import itertools

from hypothesis import given
from hypothesis import strategies as st

from renkei.core.charts.lettering import spread, text_width, wrap


def test_japanese_letters_take_a_full_square():
    assert text_width("札幌市", 12) == 36


def test_figures_take_less_than_japanese_letters():
    assert text_width("2025", 10) < text_width("札幌市等", 10)


def test_wrap_keeps_years_and_brackets_together():
    assert wrap("公式推計(2023年)", 12, 80) == ["公式推計", "(2023年)"]


def test_wrap_breaks_english_between_words():
    assert wrap("Official projection 2023", 12, 80) == ["Official", "projection", "2023"]


def test_wrap_leaves_what_fits():
    assert wrap("実績", 12, 80) == ["実績"]


def test_spread_leaves_labels_that_do_not_touch():
    assert spread([10, 50], [10, 10], 0, 100) == [10, 50]


def test_spread_moves_two_neighbours_equally():
    assert spread([50, 52], [10, 10], 0, 100) == [46, 56]


def test_spread_keeps_the_order_of_its_input():
    assert spread([52, 50], [10, 10], 0, 100) == [56, 46]


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(5, 40)), min_size=1, max_size=6))
def test_spread_labels_never_overlap_and_stay_inside(labels):
    wanted, heights = zip(*labels, strict=True)

    centres = spread(wanted, heights, 0, 300)

    spans = sorted((c - h / 2, c + h / 2) for c, h in zip(centres, heights, strict=True))
    assert all(a[1] <= b[0] + 1e-6 for a, b in itertools.pairwise(spans))
    assert spans[0][0] >= -1e-6
    assert spans[-1][1] <= 300 + 1e-6
