"""Keys tell nothing and keep the order of writing."""

import itertools
import threading

import pytest

from renkei.core import keys

A_MOMENT = 1_790_000_000_000_000_000


@pytest.fixture
def one_millisecond(monkeypatch):
    monkeypatch.setattr(keys.time, "time_ns", lambda: A_MOMENT)


def test_keys_of_one_millisecond_keep_the_order_of_writing(one_millisecond):
    made = [keys.new_key() for _ in range(20_000)]

    assert made == sorted(set(made))
    assert len({key[:10] for key in made}) == 1  # the time, which they do not run out of


def test_no_key_tells_the_next_one(one_millisecond):
    made = [int(key, 32) for key in _in_plain_base_32(keys.new_key() for _ in range(200))]

    steps = [after - before for before, after in itertools.pairwise(made)]

    assert len(set(steps)) == len(steps)
    assert max(steps) > 2**60


def test_later_moment_sorts_after(monkeypatch):
    moments = iter(range(A_MOMENT, A_MOMENT + 1_000_000_000, 1_000_000))
    monkeypatch.setattr(keys.time, "time_ns", lambda: next(moments))

    made = [keys.new_key() for _ in range(1_000)]

    assert made == sorted(set(made))


def test_threads_at_once_never_make_the_same_key(one_millisecond):
    made: list[str] = []
    threads = [
        threading.Thread(target=lambda: made.extend(keys.new_key() for _ in range(2_000)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(made)) == len(made) == 16_000


def test_key_is_26_characters_that_cannot_be_misread():
    for key in (keys.new_key(), keys.new_pseudonym()):
        assert len(key) == keys.LENGTH
        assert set(key) <= set(keys.ALPHABET)


def _in_plain_base_32(made):
    """Python reads base 32 with the letters a to v."""
    return [
        key.translate(str.maketrans(keys.ALPHABET, "0123456789abcdefghijklmnopqrstuv"))
        for key in made
    ]
