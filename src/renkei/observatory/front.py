"""What the front page takes from the observatory: one sentence and one picture."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from renkei.core.figures import Chart
from renkei.core.writing import localized, rounded, with_unit
from renkei.observatory.cartogram import Shading, cartogram
from renkei.observatory.front_figures import MEASURE, FrontFigures, kept_figures
from renkei.observatory.measures import measures
from renkei.places import queries as places
from renkei.places.codes import HOKKAIDO
from renkei.places.queries import UnknownPlace


@dataclass(frozen=True, slots=True)
class Picture:
    title: str
    definition: str
    chart: Chart


def front_sentence() -> str:
    """Empty before the places are loaded, so that the page can still be opened."""
    try:
        places.area(HOKKAIDO)
        return said(front_figures())
    except UnknownPlace:
        return ""


def front_figures() -> FrontFigures:
    """Errors  UnknownPlace before the places are loaded, where they have to be counted"""
    if kept := kept_figures():
        return kept
    # Here, because it brings what reads tables with it.
    from renkei.observatory.front_counted import counted

    return counted()


def said(found: FrontFigures) -> str:
    """Which way natural and social change point, and how far."""
    words = {
        "year": found.year,
        "births_less_deaths": rounded(found.natural),
        "net": rounded(found.social),
    }
    if found.natural < 0 <= found.social:
        return (
            _(
                "北海道では%(year)s年、亡くなる人が生まれる人より%(births_less_deaths)s人多く、移動による増加は%(net)s人でした。"
            )
            % words
        )
    if found.natural < 0:
        return (
            _(
                "北海道では%(year)s年、亡くなる人が生まれる人より%(births_less_deaths)s人多く、移動でも%(net)s人減りました。"
            )
            % words
        )
    return (
        _(
            "北海道では%(year)s年、生まれる人が亡くなる人より%(births_less_deaths)s人多くなりました。"
        )
        % words
    )


def front_picture() -> Picture:
    """The map of what the official projection expects of every municipality."""
    towns, found, measure = places.municipalities(), front_figures(), measures()[MEASURE]
    # A town of which nothing was counted is shown, as unknown.
    values = {town.code: found.shown.get(town.code) for town in towns}
    title = _("%(name)s、%(year)s年") % {
        "name": with_unit(measure.name, measure.unit),
        "year": found.shown_year,
    }
    shown = Shading(measure, found.shown_year, values)
    chart = cartogram("front", shown, towns, title=title)
    return Picture(title, localized(measure.definition), chart)
