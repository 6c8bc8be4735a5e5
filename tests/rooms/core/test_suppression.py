import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from renkei.core.suppression import suppress


def test_suppress_small_count_hides_it_and_the_smallest_other_part():
    published = suppress({"all": 48, "a": 3, "b": 30, "c": 15}, [("all", "abc")])

    assert published == {"all": 48, "a": None, "b": 30, "c": None}


def test_suppress_without_sums_hides_only_what_is_small():
    published = suppress({"a": 9, "b": 10, "c": 0}, threshold=10)

    assert published == {"a": None, "b": 10, "c": 0}


def test_suppress_two_small_counts_need_no_further_cell():
    published = suppress({"all": 37, "a": 3, "b": 4, "c": 30}, [("all", "abc")])

    assert published == {"all": 37, "a": None, "b": None, "c": 30}


def test_suppress_never_hides_a_zero_to_protect_another():
    published = suppress({"all": 33, "a": 3, "b": 0, "c": 30}, [("all", "abc")])

    assert published == {"all": 33, "a": None, "b": 0, "c": None}


def test_suppress_hides_the_total_where_no_other_part_is_left():
    published = suppress({"all": 3, "a": 3, "b": 0}, [("all", "ab")], threshold=10)

    assert published == {"all": None, "a": None, "b": 0}


def test_suppress_hidden_total_hides_a_part_of_its_neighbour_too():
    cells = {"pref": 103, "x": 3, "y": 40, "z": 60, "x1": 3, "y1": 25, "y2": 15}
    nested = [("pref", "xyz"), ("x", ["x1"]), ("y", ["y1", "y2"])]

    published = suppress(cells, nested)

    assert [key for key, count in published.items() if count is None] == ["x", "y", "x1", "y2"]


def test_suppress_equal_parts_hides_the_first():
    published = suppress({"all": 43, "a": 20, "b": 3, "c": 20}, [("all", "abc")])

    assert published == {"all": 43, "a": None, "b": None, "c": 20}


def test_suppress_keeps_what_the_source_withheld_and_protects_it():
    published = suppress({"all": 60, "a": None, "b": 30, "c": 20}, [("all", "abc")])

    assert published == {"all": 60, "a": None, "b": 30, "c": None}


def test_suppress_hide_zeros_protects_them_with_counts_above_zero():
    published = suppress({"all": 70, "a": 0, "b": 30, "c": 40}, [("all", "abc")], hide_zeros=True)

    assert published == {"all": 70, "a": None, "b": None, "c": None}


def test_suppress_overlapping_sums_together_do_not_give_a_cell_back():
    # Each sum hides two parts or more, but bureau - set - q would be p.
    cells = {"bureau": 39, "a": 3, "b": 4, "p": 2, "q": 30, "set": 7}
    sums = [("bureau", "abpq"), ("set", "ab")]

    published = suppress(cells, sums, threshold=5)

    assert published == {"bureau": 39, "a": None, "b": None, "p": None, "q": None, "set": 7}


def test_suppress_wrong_total_is_refused():
    with pytest.raises(ValueError, match="'all' is 9, but its parts add up to 8"):
        suppress({"all": 9, "a": 3, "b": 5}, [("all", "ab")])


def test_suppress_ones_do_not_betray_each_other():
    # The two would make 2, and neither can be a zero: that would be published.
    published = suppress({"all": 62, "a": 1, "b": 1, "c": 20, "d": 40}, [("all", "abcd")])

    assert published == {"all": 62, "a": None, "b": None, "c": None, "d": 40}


def test_suppress_ones_do_not_betray_each_other_through_a_withheld_total():
    # Were only the bureau and both ones withheld, the bureau could not be less than 20 + 1.
    cells = {"prefecture": 82, "bureau": 21, "a": 1, "c": 20, "island": 1, "rest": 60}
    sums = [("bureau", "ac"), ("prefecture", ["bureau", "island", "rest"])]

    published = suppress(cells, sums)

    exposed = [key for key, wide in feasible_widths(cells, published, sums, least=1) if not wide]
    assert published["a"] is published["island"] is None
    assert exposed == []


def feasible_widths(cells, published, sums, least=0):
    """For each withheld cell whether a count other than its own fits what is published.

    `least` is what a reader knows of every withheld count.
    """
    hidden = [key for key, count in published.items() if count is None]
    rows, known = [], []
    for total, parts in sums:
        row = dict.fromkeys(hidden, 0)
        rest = 0
        for key, sign in [(total, -1), *((part, 1) for part in parts)]:
            if key in row:
                row[key] += sign
            else:
                rest -= sign * cells[key]
        if any(row.values()):
            rows.append(list(row.values()))
            known.append(rest)
    for n, key in enumerate(hidden):
        aim = np.eye(len(hidden))[n]
        ends = [
            linprog(
                sign * aim,
                A_eq=rows or None,
                b_eq=known or None,
                bounds=(least, None),
                method="highs",
            )
            for sign in (1, -1)
        ]
        lowest = ends[0].fun
        highest = np.inf if ends[1].status == 3 else -ends[1].fun
        yield key, highest - lowest > 1e-6


counts = st.one_of(st.integers(0, 12), st.integers(0, 400))


@st.composite
def nested_tables(draw):
    """Municipalities in bureaus in a prefecture."""
    bureaus = draw(st.lists(st.lists(counts, min_size=1, max_size=5), min_size=1, max_size=5))
    cells, sums = {}, [("pref", [f"b{b}" for b in range(len(bureaus))])]
    for b, municipalities in enumerate(bureaus):
        parts = {f"b{b}m{m}": count for m, count in enumerate(municipalities)}
        cells |= {f"b{b}": sum(municipalities), **parts}
        sums.append((f"b{b}", list(parts)))
    cells["pref"] = sum(sum(municipalities) for municipalities in bureaus)
    return cells, sums


@st.composite
def crossed_tables(draw):
    """Counts by two variables with both margins, and sums that overlap."""
    height, width = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    body = {(y, x): draw(counts) for y in range(height) for x in range(width)}
    sums = [(f"row {y}", [(y, x) for x in range(width)]) for y in range(height)]
    sums += [(f"column {x}", [(y, x) for y in range(height)]) for x in range(width)]
    sums.append(("all", [f"row {y}" for y in range(height)]))
    sums.append(("all", [f"column {x}" for x in range(width)]))
    cells = dict(body)
    for total, parts in sums:
        cells[total] = sum(cells[part] for part in parts)
    return cells, sums


@given(st.one_of(nested_tables(), crossed_tables()))
def test_suppress_no_withheld_count_can_be_derived(table):
    cells, sums = table

    published = suppress(cells, sums)

    for total, parts in sums:
        if published[total] is not None:
            assert sum(published[part] is None for part in parts) != 1
    exposed = [key for key, wide in feasible_widths(cells, published, sums, least=1) if not wide]
    assert exposed == []


def test_suppress_sums_that_say_together_what_none_says_alone():
    """Two rows make 12, a column of theirs 10: the two cells beside it are 1 and 1."""
    body = [[0, 4, 0, 0], [0, 6, 1, 1], [0, 0, 2, 8]]
    cells = {(y, x): count for y, row in enumerate(body) for x, count in enumerate(row)}
    sums = [(f"row {y}", [(y, x) for x in range(4)]) for y in range(3)]
    sums += [(f"column {x}", [(y, x) for y in range(3)]) for x in range(4)]
    sums += [("all", [f"row {y}" for y in range(3)]), ("all", [f"column {x}" for x in range(4)])]
    for total, parts in sums:
        cells[total] = sum(cells[part] for part in parts)

    published = suppress(cells, sums)

    assert all(wide for _key, wide in feasible_widths(cells, published, sums, least=1))


@given(nested_tables())
def test_suppress_hidden_zeros_cannot_be_derived_in_nested_sums(table):
    cells, sums = table

    published = suppress(cells, sums, hide_zeros=True)

    assert all(count is None or count >= 10 for count in published.values())
    exposed = [key for key, wide in feasible_widths(cells, published, sums) if not wide]
    assert exposed == []


@given(nested_tables())
def test_suppress_twice_is_suppress_once(table):
    cells, sums = table

    assert suppress(suppress(cells, sums), sums) == suppress(cells, sums)
