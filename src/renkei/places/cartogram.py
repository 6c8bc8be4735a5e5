"""The cells of the hexagon map, for whatever a room shows of the municipalities."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from renkei.core.charts import Cell
from renkei.places.hexagons import hexagons
from renkei.places.models import Area

LABEL = 3  # characters that a cell has room for


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows of its area: its value, the figure as it is read, and where it leads;
    nowhere where `href` is empty."""

    value: float | None
    figure: str
    href: str
    is_faded: bool = False


def cells(layout: str, areas: Sequence[Area], show: Callable[[Area], Shown]) -> list[Cell]:
    """One cell for each area, where the layout has it; those of one bureau share an outline.

    Errors  KeyError for an area that the layout has no cell for
    """
    places = {hexagon.code: hexagon for hexagon in hexagons(layout)}
    return [
        _cell(area, places[area.code].column, places[area.code].row, show(area)) for area in areas
    ]


def _cell(area: Area, column: int, row: int, shown: Shown) -> Cell:
    return Cell(
        area.code,
        column,
        row,
        _label(area),
        area.name,
        shown.value,
        shown.figure,
        shown.href,
        group=area.parent_code,
        is_faded=shown.is_faded,
    )


def _label(area: Area) -> str:
    """Kanji without the word for city, town or village; in English the first letters."""
    return (area.name_ja[:-1] if area.name != area.name_en else area.name)[:LABEL]
