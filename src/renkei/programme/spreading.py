"""The map of where the programme reaches: one hexagon for each municipality."""

from django.utils.translation import gettext as _

from renkei.core.addresses import address_of_record
from renkei.core.charts import Bins, Caption, Cell, HexMap, hexagon_map
from renkei.core.figures import Chart
from renkei.core.writing import number
from renkei.places.hexagons import hexagons
from renkei.programme.queries.spread import Spread, Town

LABEL = 3  # characters that a cell has room for
OF_INITIATIVES = (1, 2, 4, 7, 11)
OF_ENTRIES = (1, 2, 5, 10, 20)


def hexagons_of(spread: Spread, *, is_public: bool) -> Chart:
    """Coloured by how many initiatives reached a town; where one is chosen, by its entries."""
    is_one = len(spread.initiatives) == 1
    values = [_value(town, is_one=is_one, is_public=is_public) for town in spread.towns]
    unit = _("%(n)s件") if is_one else _("%(n)sの取組")
    places = {one.code: one for one in hexagons("main")}
    cells = [
        Cell(
            town.area.code,
            places[town.area.code].column,
            places[town.area.code].row,
            _label(town),
            town.area.name,
            float(value),
            unit % {"n": number(value)},
            address_of_record("programme:spread_of", town.area.code),
            group=town.area.parent_code,
        )
        for town, value in zip(spread.towns, values, strict=True)
        if town.area.code in places
    ]
    title = _("取組が届いた市町村")
    return hexagon_map(HexMap(Caption("spread-map", title, title), cells, _bins(is_one=is_one)))


def _value(town: Town, *, is_one: bool, is_public: bool) -> int:
    if not is_one:
        return town.n_initiatives
    # What is withheld is drawn as the least there can be: it says no more than the matrix.
    shown = sum((cell.shown(is_public=is_public) or 1) for cell in town.cells.values())
    return shown if town.cells else 0


def _bins(*, is_one: bool) -> Bins:
    """The same bounds in every period, so that two maps can be compared; a white spot is a class of
    its own."""
    bounds = OF_ENTRIES if is_one else OF_INITIATIVES
    return Bins(tuple(map(float, bounds)), tuple(number(bound) for bound in bounds))


def _label(town: Town) -> str:
    """Kanji without the word for city, town or village; in English the first letters."""
    area = town.area
    return (area.name_ja[:-1] if area.name != area.name_en else area.name)[:LABEL]
