"""What officers write down for an initiative in the stories, and what a reader finds counted."""

from typing import Any

import time_machine

from renkei.charter.reader import programme
from renkei.programme.figures import figure
from renkei.programme.periods import Period
from tests.rooms.programme.doing import TODAY, charged_cast, recorded
from tests.stories.reading import Reader

YEAR = Period.year(2026)


def held(reference: str, *several: dict[str, Any]) -> None:
    """Activities that officers of the city record, unless told otherwise."""
    cast = charged_cast(reference)
    for what in several or ({},):
        recorded(cast, **{"initiatives": (reference,), "place": "012041", **what})


def counted(indicator: str) -> tuple[int, int, int]:
    """In all, for the prefecture and for the city."""
    found = figure(programme().indicator(indicator), YEAR)
    values = (found.total, found.prefecture, found.city)
    return tuple(int(value or 0) for value in values)  # type: ignore[return-value]


def told(reader: Reader, reference: str) -> list[str]:
    """The years with activities as the page shows them: prefecture, city, of both, total."""
    with time_machine.travel(TODAY, tick=True):
        page = reader.initiative(reference)
    first = page.part("done").all("tr")[1]
    return [cell.text for cell in first.all("td")]


def newest(reader: Reader, indicator: str) -> str:
    """What stands in place of a value that nothing counts yet."""
    with time_machine.travel(TODAY, tick=True):
        return reader.initiative(indicator.rpartition(".")[0]).indicators[indicator].newest
