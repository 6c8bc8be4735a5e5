"""Attributes that are held to check results for fairness, where no score can read them.

Nothing else of the engine imports this module, and nothing of it goes into a market: whoever
counts results by sex or age brings an assignment here, never the attributes there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEWEST_SHOWN = 5


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """Attributes of people by name, such as sex, age band, nationality, home region.

    Shapes  each (people,)
    Units   position among the labels of the attribute
    """

    attributes: Mapping[str, NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a group reached a stage: `None` where too few people are concerned.

    Units   people; low and high bound the share with 95 % confidence
    """

    n: int | None
    of: int | None
    low: float | None
    high: float | None


def shares_by(
    audit: Audit, attribute: str, reached: NDArray[np.bool_], *, fewest: int = FEWEST_SHOWN
) -> tuple[Share, ...]:
    """The share of each group of an attribute that reached a stage.

    1. count the people of each group, and those who reached the stage
    2. Wilson's interval around the share
    3. leave out what would speak of fewer than `fewest` people on either side

    Shapes  reached (people,) -> one for each label
    Errors  KeyError for an attribute that is not held
    Source  Wilson (1927), Probable inference, the law of succession, and statistical inference
    """
    groups = audit.attributes[attribute]
    size = int(groups.max(initial=-1)) + 1
    of = np.bincount(groups[groups >= 0], minlength=size)
    n = np.bincount(groups[(groups >= 0) & reached], minlength=size)
    return tuple(_share(int(a), int(b), fewest) for a, b in zip(n, of, strict=True))


def _share(n: int, of: int, fewest: int) -> Share:
    if of < fewest:
        return Share(None, None, None, None)
    if n < fewest or of - n < fewest:
        return Share(None, of, None, None)
    z = 1.959963984540054
    centre, spread = n + z * z / 2, z * (n * (of - n) / of + z * z / 4) ** 0.5
    return Share(n, of, (centre - spread) / (of + z * z), (centre + spread) / (of + z * z))
