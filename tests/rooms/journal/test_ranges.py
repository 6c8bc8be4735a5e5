"""Ranges of ids say the same as the ids themselves."""

from hypothesis import given
from hypothesis import strategies as st

from renkei.journal import ranges


@given(st.sets(st.integers(1, 60), min_size=1))
def test_ranges_say_which_ids_and_which_not(ids: set[int]) -> None:
    made = ranges.ranges_of(sorted(ids))

    assert set(ranges.ids_of(made)) == ids
    assert ranges.size(made) == len(ids)
    assert ranges.from_text(ranges.as_text(made)) == made
    assert ranges.merged(made) == made
    assert set(ranges.ids_of(ranges.holes(made))) == set(range(1, max(ids))) - ids


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 5)), max_size=8))
def test_doubles_are_the_ids_of_two_ranges(pairs: list[tuple[int, int]]) -> None:
    given_ranges = [(first, first + more) for first, more in pairs]
    every = list(ranges.ids_of(given_ranges))

    assert set(ranges.ids_of(ranges.doubles(given_ranges))) == {
        one for one in every if every.count(one) > 1
    }
    assert set(ranges.ids_of(ranges.merged(given_ranges))) == set(every)
