"""Keys of records: short texts that say nothing, so that they may stand in addresses."""

import secrets
import time

from django.db import models

# Crockford's alphabet: without I, L, O and U nothing is misread and no word appears.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 26


def new_key() -> str:
    """A ULID: 48 bits of time, so that newer sorts after older, and 80 random bits."""
    value = time.time_ns() // 1_000_000 << 80 | secrets.randbits(80)
    return _written(value)


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
