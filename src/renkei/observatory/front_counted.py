"""The figures of the front page, counted from the tables that are held."""

from renkei.observatory.front_figures import MEASURE, FrontFigures
from renkei.observatory.measures import measures
from renkei.observatory.queries import held_years, series, subject, subjects_of
from renkei.observatory.shaded import shading
from renkei.places import queries as places
from renkei.places.codes import HOKKAIDO


def counted() -> FrontFigures:
    """Errors  UnknownPlace before the places are loaded"""
    hokkaido, towns = subject(places.area(HOKKAIDO)), places.municipalities()
    natural, social = series("natural_change", hokkaido), series("social_change", hokkaido)
    year, measure = max(natural), measures()[MEASURE]
    shown = shading(measure, held_years(measure, subjects_of(towns))[-1], towns)
    return FrontFigures(year, natural[year], social[year], shown.year, shown.values)
