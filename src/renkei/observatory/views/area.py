"""The portrait of one place and the files of its figures."""

import math
from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from renkei.core import writing
from renkei.core.figures import Figure
from renkei.core.tables import download
from renkei.core.writing import localized, number
from renkei.observatory import portraits, sentences
from renkei.observatory.arrays import Subject
from renkei.observatory.asked import Asked, options
from renkei.observatory.measures import measures
from renkei.observatory.portraits import SECTIONS, pyramid, women_ahead
from renkei.observatory.portraits.snapshots import Snapshot, snapshots
from renkei.observatory.queries import measure_series, subject, subjects_inside, values_in
from renkei.places import queries as places
from renkei.places.codes import HOKKAIDO
from renkei.places.kinds import Kind
from renkei.places.queries import Area, Place, UnknownPlace

NEAR = 3  # neighbours to compare with: with the place itself as many as one chart holds
KEY_FIGURES = ("population_register", "aged_share", "women_20_39", "projected_change")


def area(request: HttpRequest, code: str) -> HttpResponse:
    place, of = _found(code)
    asked = Asked(request)
    figures = [figure for key in SECTIONS if (figure := _figure(key, of, asked))]
    offered = snapshots(of)
    years = [(snapshot.key, snapshot.name) for snapshot in offered]
    now, then = _pyramid_years(offered, Asked(request))
    filled, outlined = pyramid.chosen(offered, now, then)
    context = {
        "place": place,
        "sentences": sentences.lead(of),
        "key_figures": _key_figures(of),
        "figures": figures,
        "sections": [(figure.key, localized(SECTIONS[figure.key][0])) for figure in figures],
        "pyramid_key": pyramid.KEY,
        "last_ahead": women_ahead.KEY,
        "tested": _tested(place),
        "leaving_missing": place.kind == Kind.WARD,
        "then_options": options(years, outlined.key),
        "now_options": options(years, filled.key),
        "ancestors": _ancestors(place),
        "inside": _inside(place),
        **_comparison(place),
        **_belonging(place),
        "query": request.GET.urlencode(),
        "problems": asked.problems,
    }
    return render(request, "observatory/area.html", context)


def area_file(request: HttpRequest, code: str, figure: str, kind: str) -> HttpResponse:
    _place, of = _found(code)
    if figure not in SECTIONS:
        raise Http404(f"no figure {figure}")
    found = _figure(figure, of, Asked(request))
    if found is None:
        raise Http404(f"no figure {figure} for {code}")
    return download(found.table, found.sources, f"renkei-{code}-{figure}", kind, found.definition)


def _found(code: str) -> tuple[Place, Subject]:
    try:
        place = places.place(code)
        return place, subject(place)
    except UnknownPlace as error:
        raise Http404(_("「%(code)s」という地域はありません。") % {"code": code}) from error


def _figure(key: str, of: Subject, asked: Asked) -> Figure | None:
    if key != pyramid.KEY or not {"then", "now"} & set(asked.request.GET):
        return portraits.figure(key, of)
    now, then = _pyramid_years(snapshots(of), asked)
    return pyramid.pyramid_figure(of, then=then, now=now)


def _pyramid_years(offered: Sequence[Snapshot], asked: Asked) -> tuple[str, str]:
    """The years that are asked for; one that is filled cannot be its own outline."""
    keys = [snapshot.key for snapshot in offered]
    now = asked.choice("now", keys, "")
    filled, _outlined = pyramid.chosen(offered, now, "")
    return now, asked.choice("then", [key for key in keys if key != filled.key], "")


def _key_figures(of: Subject) -> list[dict[str, str]]:
    shown = []
    for key in KEY_FIGURES:
        measure = measures()[key]
        found = measure_series(key, of)
        year = max(found)
        shown.append(
            {
                "name": localized(measure.name),
                "value": number(found[year], measure.decimals, signed=measure.is_signed),
                "unit": localized(measure.unit),
                "year": writing.year(year),
            }
        )
    return shown


def _comparison(place: Place) -> dict[str, object]:
    """What the place can be compared with, and by which measure that is held for it."""
    near = places.nearest(place, NEAR) if isinstance(place, Area) else []
    is_ward = place.kind == Kind.WARD
    return {
        "near": near,
        "near_names": writing.listed(other.name for other in near),
        "compared": "projected_change" if is_ward else "population_since_1980",
    }


def _tested(place: Place) -> str:
    """The municipality whose earlier projections can be held against what came; a ward's city."""
    if not isinstance(place, Area):
        return ""
    if place.kind == Kind.WARD:
        return place.parent_code
    return place.code if place.is_municipality else ""


def _belonging(place: Place) -> dict[str, object]:
    """What a municipality took in when its present area began, and the sets it acts with."""
    if not isinstance(place, Area) or not place.is_municipality:
        return {}
    return {
        "took_in": writing.listed(former.full_name for former in places.absorbed(place)),
        "since": writing.long_date(place.valid_from),
        "sets": places.sets_with(place),
    }


def _ancestors(place: Place) -> list[Area]:
    """From the prefecture down; the nation has no page here."""
    if not isinstance(place, Area):
        return [places.area(HOKKAIDO)]
    return [found for found in places.ancestors(place) if found.kind != Kind.COUNTRY]


def _inside(place: Place) -> list[tuple[Place, str]]:
    """What lies in the place, with the number of its people."""
    parts = _parts(place)
    if not parts:
        return []
    people = measures()["population_register"]
    subjects = subjects_inside(parts)
    year = max(measure_series(people.key, subjects[0]))
    values = values_in(people, year, subjects)
    return [
        (part, "" if math.isnan(value) else number(float(value)))
        for part, value in zip(parts, values, strict=True)
    ]


def _parts(place: Place) -> list[Area]:
    if isinstance(place, Area):
        return places.children(place)
    return list(places.areas().filter(code__in=places.members(place)))
