"""Names of areas for rooms that stand below the one that knows places.

They may not ask it, so it says once at start how to ask.
"""

from collections.abc import Callable, Mapping

from renkei.charter.text import Text

Areas = Callable[[], Mapping[str, Text]]  # names by area code, in the order of the country

_OFFERED: list[Areas] = []


def offer_areas(areas: Areas) -> None:
    _OFFERED[:] = [areas]


def areas() -> Mapping[str, Text]:
    """The areas of today; none where nobody offers any."""
    return _OFFERED[0]() if _OFFERED else {}
