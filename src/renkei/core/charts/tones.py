"""What a colour means. The colours themselves stand in `web/static/web/charts.css`."""

from enum import StrEnum


class Tone(StrEnum):
    """A meaning that has the same colour on every page; the value is the CSS class `tone-…`."""

    TOTAL = "total"
    BIRTHS = "births"
    DEATHS = "deaths"
    ARRIVALS = "arrivals"
    DEPARTURES = "departures"
    ARRIVALS_ABROAD = "arrivals-abroad"
    DEPARTURES_ABROAD = "departures-abroad"
    WOMEN = "women"
    MEN = "men"
    PREFECTURE = "prefecture"
    CITY = "city"
    JOINT = "joint"
    CHILDREN = "children"
    WORKING = "working"
    AGED = "aged"
    OFFICIAL = "official"
    OFFICIAL_EARLIER = "official-earlier"
    OURS = "ours"
    TARGET = "target"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"


# The series of a comparison, in the order in which the reader chose the areas.
COMPARED = (Tone.FIRST, Tone.SECOND, Tone.THIRD, Tone.FOURTH)


def toned(mark: str, tone: Tone) -> str:
    """The class attribute of a mark in a tone."""
    return f"{mark} tone-{tone.value}"
