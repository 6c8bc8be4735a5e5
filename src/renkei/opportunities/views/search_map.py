"""How many openings fit, on the map and by region: a page of its own, and a part of the search.

It is asked for when it is looked at: the list does not wait for a picture of 179 municipalities.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renkei.core.charts import Caption, HexMap, Inset, hexagon_map, sequential_bins
from renkei.core.figures import Chart
from renkei.core.rights import asker_of
from renkei.core.writing import listed, number
from renkei.directory.queries.places import offered_places
from renkei.opportunities.conditions import in_words, query_of
from renkei.opportunities.queries.postings import PostingsAsked, public_postings
from renkei.opportunities.queries.regions import counts_by_place, regions
from renkei.opportunities.views.public_postings import asked_for, search_choices
from renkei.places.cartogram import Shown, cells
from renkei.places.codes import SAPPORO
from renkei.places.kinds import Kind
from renkei.places.queries import Area, areas, municipalities


@dataclass(frozen=True, slots=True)
class Town:
    name: str
    found: str
    address: str


@dataclass(frozen=True, slots=True)
class RegionRow:
    name: str
    found: str
    address: str
    towns: list[Town]


@dataclass(frozen=True, slots=True)
class Count:
    """What fits, by area; Sapporo with its wards."""

    asked: PostingsAsked
    by_place: Counter[tuple[str, str]]
    by_area: Counter[str]

    def address(self, name: str) -> str:
        """The search among the postings of one municipality."""
        query = query_of(replace(self.asked, region="", place=""), name)
        return f"{reverse('opportunities:home')}?{query}"

    def of_region(self, region: str) -> int:
        return sum(n for (code, _place), n in self.by_place.items() if code == region)


@require_safe
def search_map(request: HttpRequest) -> HttpResponse:
    asker, named = asker_of(request), regions()
    asked = replace(asked_for(request, named), state="")
    # All places are counted, whichever was chosen: the map is there to choose another.
    anywhere = replace(asked, region="", place="")
    counts = _counted(asked, counts_by_place(public_postings(anywhere, asker)))
    towns = [*municipalities(), *areas().filter(kind=Kind.WARD)]
    total = counts.by_place.total()
    finding = _finding(total, sum(counts.by_area[one.code] > 0 for one in towns if not _ward(one)))
    is_part = "part" in request.GET
    context = {
        "chart": _chart(counts, towns, finding),
        "finding": finding,
        "conditions": listed(in_words(anywhere)),
        "is_part": is_part,
    }
    if is_part:
        return render(request, "opportunities/_map.html", context)
    context |= search_choices(request, asked, named, offered_places()) | {
        "rows": _rows(counts, named, {one.code: one for one in towns}),
        "back": f"{reverse('opportunities:home')}?{query_of(asked, request.GET.get('place', ''))}",
    }
    return render(request, "opportunities/map.html", context)


def _counted(asked: PostingsAsked, by_place: Counter[tuple[str, str]]) -> Count:
    by_area: Counter[str] = Counter()
    for (region, place), n in by_place.items():
        by_area[place] += n
        if region == SAPPORO and place != SAPPORO:
            by_area[SAPPORO] += n
    return Count(asked, by_place, by_area)


def _chart(counts: Count, towns: list[Area], finding: str) -> Chart:
    main = [one for one in towns if not _ward(one)]
    wards = [one for one in towns if _ward(one)]
    asked = counts.asked

    def show(area: Area) -> Shown:
        n = counts.by_area[area.code]
        chosen = {area.code, area.parent_code}
        return Shown(
            n,
            _("%(n)s件") % {"n": number(n)},
            counts.address(area.full_name) if n else "",
            # Where there is nothing stays paper.
            is_faded=not n or (bool(asked.region) and asked.region not in chosen),
        )

    has_wards = any(counts.by_area[one.code] for one in wards)
    inset = Inset(_("札幌市の区"), cells("sapporo", wards, show)) if has_wards else None
    caption = Caption("map", finding, _("条件に合う募集の件数、市町村ごと"))
    bins = sequential_bins(n for one in main if (n := counts.by_area[one.code]))
    return hexagon_map(HexMap(caption, cells("main", main, show), bins, inset, asked.place))


def _rows(counts: Count, named: Mapping[str, str], towns: Mapping[str, Area]) -> list[RegionRow]:
    """Every region in which something fits, with its municipalities, the most first."""
    rows = []
    for region, name in named.items():
        n = counts.of_region(region)
        inside = [(n, place) for (code, place), n in counts.by_place.items() if code == region]
        query = query_of(replace(counts.asked, region=region, place=""), "")
        rows.append(
            RegionRow(
                name,
                number(n),
                f"{reverse('opportunities:home')}?{query}" if n else "",
                [
                    Town(towns[code].full_name, number(n), counts.address(towns[code].full_name))
                    for n, code in sorted(inside, key=lambda one: (-one[0], one[1]))
                    if code in towns
                ],
            )
        )
    return rows


def _ward(area: Area) -> bool:
    return area.kind == Kind.WARD


def _finding(n: int, n_towns: int) -> str:
    if not n:
        return _("この条件に合う募集は、いまどこにもありません")
    return _("この条件に合う募集は、全道で%(n)s件、%(towns)s市町村にあります") % {
        "n": number(n),
        "towns": number(n_towns),
    }
