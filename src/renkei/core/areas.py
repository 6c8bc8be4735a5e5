"""Names of areas for rooms that stand below the one that knows places.

They may not ask it, so it says once at start how to ask.
"""

from collections.abc import Callable, Collection, Mapping

from renkei.charter.text import Text

# Names by area code, in the order of the country; of these codes, or of all areas.
Areas = Callable[[Collection[str] | None], Mapping[str, Text]]

_OFFERED: list[Areas] = []


def offer_areas(areas: Areas) -> None:
    _OFFERED[:] = [areas]


def areas(codes: Collection[str] | None = None) -> Mapping[str, Text]:
    """The areas of today, or those with these codes; none where nobody offers any."""
    return _OFFERED[0](codes) if _OFFERED and codes != set() else {}
