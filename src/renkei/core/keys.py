"""Keys of records: short texts that say nothing, so that they may stand in addresses."""

import secrets
import threading
import time

from django.db import models

# Crockford's alphabet: without I, L, O and U nothing is misread and no word appears.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 26


class _Keys:
    """The keys of one process: of two, the later sorts after the earlier, unless the clock was set
    back in between.

    Records of one millisecond too keep the order in which they were written, so that a list by key
    looks the same each time it is made. The steps are random: no key tells the next one.
    """

    def __init__(self) -> None:
        self._last = 0
        self._one_at_a_time = threading.Lock()

    def next(self) -> int:
        now = time.time_ns() // 1_000_000
        with self._one_at_a_time:
            if now == self._last >> 80:
                self._last += 1 + secrets.randbits(64)
            else:
                # One bit stays free: 32,768 steps fit before they would reach the time.
                self._last = now << 80 | secrets.randbits(79)
            return self._last


_keys = _Keys()


def new_key() -> str:
    """A ULID: 48 bits of time, so that newer sorts after older, and bits hard to guess."""
    return _written(_keys.next())


def new_pseudonym() -> str:
    """128 random bits: a person's key must not tell when the person came to us."""
    return _written(secrets.randbits(128))


def _written(value: int) -> str:
    return "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(LENGTH)))


class KeyField(models.CharField[str, str]):
    """The primary key of a record of ours."""

    def __init__(self, **options: object) -> None:
        options = {"max_length": LENGTH, "default": new_key, "editable": False, **options}
        super().__init__(**options)  # type: ignore[arg-type]
