"""The map of the municipalities beside their ranking; search."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from renkei.core.figures import Figure
from renkei.core.tables import download
from renkei.core.writing import localized, with_unit
from renkei.observatory.asked import MAPPED, Asked, options
from renkei.observatory.cartogram import Shading, cartogram
from renkei.observatory.measures import measures
from renkei.observatory.parts import sources
from renkei.observatory.queries import held_years, subjects_of
from renkei.observatory.ranking import ORDERS, Row, ranking, ranking_table
from renkei.observatory.shaded import shading
from renkei.places import queries as places
from renkei.places.kinds import Kind
from renkei.places.queries import Area


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the page shows and its files hold for one request."""

    asked: Asked
    shown: Shading
    rows: list[Row]
    order: str
    within: str
    chart_areas: list[Area]
    inside: frozenset[str] | None

    @property
    def title(self) -> str:
        name, year = localized(self.shown.measure.name), self.shown.year
        return _("%(name)s、%(year)s年") % {"name": name, "year": year}

    @property
    def title_with_unit(self) -> str:
        name = with_unit(self.shown.measure.name, self.shown.measure.unit)
        return _("%(name)s、%(year)s年") % {"name": name, "year": self.shown.year}


def overview(request: HttpRequest) -> Overview:
    asked = Asked(request)
    towns = places.municipalities()
    if not towns:
        raise Http404("the places are not loaded")
    drawn = [*towns, *places.areas().filter(kind=Kind.WARD)]
    measure = asked.measure()
    shown = shading(measure, asked.year(measure, towns), drawn)
    within = asked.within()
    inside = frozenset(places.members(places.place(within))) if within else None
    listed = [town for town in towns if inside is None or town.code in inside]
    people = measures()["population_register"]
    newest = held_years(people, subjects_of(towns))[-1]
    order = asked.order()
    rows = ranking(listed, shown, shading(people, newest, towns), order)
    return Overview(asked, shown, rows, order, within, drawn, inside)


def home(request: HttpRequest) -> HttpResponse:
    found = overview(request)
    measure = found.shown.measure
    years = held_years(measure, subjects_of([row.area for row in found.rows]))
    context = {
        "figure": _figure(found),
        "rows": found.rows,
        "measure": measure,
        "year": found.shown.year,
        "problems": found.asked.problems,
        "measure_options": options([(key, measures()[key].name) for key in MAPPED], measure.key),
        "year_options": options([(str(y), str(y)) for y in reversed(years)], str(found.shown.year)),
        "within_options": options(_withins(), found.within),
        "heads": _heads(request, found),
        "query": request.GET.urlencode(),
    }
    return render(request, "observatory/home.html", context)


def ranking_file(request: HttpRequest, kind: str) -> HttpResponse:
    found = overview(request)
    measure = found.shown.measure
    return download(
        ranking_table(found.rows, found.shown),
        sources(*measure.tables),
        f"renkei-{measure.key}-{found.shown.year}",
        kind,
        localized(measure.definition),
    )


def _figure(found: Overview) -> Figure:
    measure = found.shown.measure
    chart = cartogram("map", found.shown, found.chart_areas, title=found.title, within=found.inside)
    return Figure(
        key="map",
        finding=_finding(found),
        measure=found.title_with_unit,
        table=ranking_table(found.rows, found.shown),
        sources=sources(*measure.tables),
        definition=localized(measure.definition),
        chart=chart,
    )


def _finding(found: Overview) -> str:
    known = [row for row in found.rows if row.value is not None]
    if not known:
        return _("この範囲の値は公表されていません")
    measure = found.shown.measure
    if measure.is_signed:
        losing = sum(1 for row in known if row.value is not None and row.value < 0)
        if losing == len(known):
            return _("%(all)s市町村のすべてで減少") % {"all": losing}
        return _("%(all)s市町村のうち%(losing)s市町村で減少") % {
            "all": len(known),
            "losing": losing,
        }
    most = max(known, key=_value)
    least = min(known, key=_value)
    return _("最も高いのは%(most)s（%(high)s）、最も低いのは%(least)s（%(low)s）") % {
        "most": most.area.name,
        "high": measure.spoken(_value(most)),
        "least": least.area.name,
        "low": measure.spoken(_value(least)),
    }


def _value(row: Row) -> float:
    return row.value or 0.0


def _withins() -> list[tuple[str, str]]:
    return [("", _("全道"))] + [(place.code, place.name) for place in places.wholes()]


def _heads(request: HttpRequest, found: Overview) -> list[dict[str, str]]:
    """The headings of the ranking, each a link that sorts by it or turns the order round."""
    names = {
        "name": pgettext("heading of a column", "市町村"),
        "people": _("人口"),
        "value": localized(found.shown.measure.name),
    }
    heads = []
    for order in ORDERS:
        falls = found.order == f"-{order}"
        rises = found.order == order
        first = order if order == "name" else f"-{order}"
        turned = f"-{order}" if rises else order if falls else first
        query = request.GET.copy()
        query["sort"] = turned
        heads.append(
            {
                "key": order,
                "name": names[order],
                "address": f"?{query.urlencode()}#ranking",
                "sorted": "descending" if falls else "ascending" if rises else "",
            }
        )
    return heads


def search(request: HttpRequest) -> HttpResponse:
    """Places by any of their names; the one place that bears the name is opened at once."""
    q = request.GET.get("q", "").strip()
    found = places.search(q) if q else []
    if len(found) == 1 and not found[0].is_former:
        return redirect(reverse("observatory:area", args=[found[0].place.code]))
    return render(request, "observatory/search.html", {"q": q, "found": found})
