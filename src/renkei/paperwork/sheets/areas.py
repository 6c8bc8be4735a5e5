"""The areas that a question may ask for: offered from above, by the room that knows places.

This room stands below the places and may not ask them, so they say once at start how to ask.
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
