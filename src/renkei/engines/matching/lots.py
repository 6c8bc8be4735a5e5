"""The published lottery: one number for each person, from a seed that anyone can draw again."""

import hashlib

import numpy as np

from renkei.engines.matching.arrays import Index
from renkei.engines.matching.errors import MarketError

OCTETS = 16


def lottery(seed: str, n_people: int) -> Index:
    """Numbers 0, 1, 2 … in an order that the seed alone decides; the lowest comes first.

    1. stretch the seed's UTF-8 text by SHAKE-256 to 16 octets for each person
    2. person p's ticket is octets 16 p to 16 p + 15, read as a big-endian number
    3. the lowest ticket gets number 0, the next 1; of equal tickets the first person's

    The steps need no software of ours: whoever knows the seed can draw the numbers again.

    Shapes  -> (people,)
    Errors  MarketError for an empty seed
    Source  FIPS 202 (2015), SHA-3 standard: extendable-output functions
    """
    if not seed:
        raise MarketError("seed", "is empty", "publish a text that nobody could choose in advance")
    stretched = hashlib.shake_256(seed.encode()).digest(OCTETS * n_people)
    tickets = np.frombuffer(stretched, ">u8").reshape(n_people, 2)
    order = np.lexsort((tickets[:, 1], tickets[:, 0]))
    numbers = np.empty(n_people, np.int32)
    numbers[order] = np.arange(n_people, dtype=np.int32)
    return numbers
