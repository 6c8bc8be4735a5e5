"""What the front page takes from the observatory: one sentence and one picture."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from renkei.core.figures import Chart
from renkei.core.writing import localized, with_unit
from renkei.observatory import sentences
from renkei.observatory.cartogram import cartogram, shading
from renkei.observatory.measures import measures
from renkei.observatory.queries import held_years, subject, subjects_of
from renkei.places import queries as places
from renkei.places.codes import HOKKAIDO
from renkei.places.queries import UnknownPlace

MEASURE = "projected_change"


@dataclass(frozen=True, slots=True)
class Picture:
    title: str
    definition: str
    chart: Chart


def front_sentence() -> str:
    """Empty before the places are loaded, so that the page can still be opened."""
    try:
        return sentences.front(subject(places.area(HOKKAIDO)))
    except UnknownPlace:
        return ""


def front_picture() -> Picture:
    """The map of what the official projection expects of every municipality."""
    towns = places.municipalities()
    measure = measures()[MEASURE]
    shown = shading(measure, held_years(measure, subjects_of(towns))[-1], towns)
    title = _("%(name)s、%(year)s年") % {
        "name": with_unit(measure.name, measure.unit),
        "year": shown.year,
    }
    chart = cartogram("front", shown, towns, title=title)
    return Picture(title, localized(measure.definition), chart)
