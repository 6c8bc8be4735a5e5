"""Whom the programme reaches: matrix, map and file, and a page for each municipality."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from renkei.charter.reader import programme
from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
from renkei.core.calendar import fiscal_year_of
from renkei.core.charts import sparkline
from renkei.core.rights import asker_of
from renkei.core.sides import OTHER, Side
from renkei.core.suppression import THRESHOLD
from renkei.core.tables import Column, Table
from renkei.core.tables.out import download
from renkei.core.writing import fiscal_year, localized, long_date, number
from renkei.directory.queries.charges import InCharge, matrix
from renkei.observatory import sentences
from renkei.observatory.queries import subject
from renkei.places.queries import Area, UnknownPlace, area
from renkei.programme.periods import Period
from renkei.programme.queries.activities import activities_at
from renkei.programme.queries.spread import (
    Cell,
    InitiativeReached,
    Spread,
    Town,
    YearReached,
    codes_of,
    reach,
    reach_by_year,
    reach_of,
    years_so_far,
)
from renkei.programme.rules.officials import is_official
from renkei.programme.spreading import hexagons_of
from renkei.programme.views.activities import period_called, periods_offered, rows_of

TITLE = Text("取組の市町村への広がり", "Where the programme reaches")
FEW = f"<{THRESHOLD}"
LATELY = 10


@dataclass(frozen=True, slots=True)
class Asked:
    period: Period
    initiative: str
    side: str


def spread(request: HttpRequest) -> HttpResponse:
    asked, is_public = asked_for(request), not is_official(asker_of(request))
    today = timezone.localdate()
    found = reach(asked.period, initiative=asked.initiative, side=asked.side)
    years = reach_by_year(years_so_far(today), initiative=asked.initiative, side=asked.side)
    context = {
        "asked": asked,
        "finding": _finding(found),
        "chart": hexagons_of(found, is_public=is_public),
        "caption": _measured(found),
        "n_reached": number(len(found.reached)),
        "n_white": number(len(found.white)),
        "n_towns": number(len(found.towns)),
        "share": percent(found.share_beyond),
        "elsewhere": number(found.elsewhere.n_things),
        "white": [(town.area.name, address_of(town.area)) for town in found.white],
        "years": [_year_row(one) for one in years],
        "course": _course(years),
        "head": _head(found),
        "body": _body(found, is_public=is_public),
        "is_public": is_public,
        "few": FEW,
        "threshold": THRESHOLD,
        "query": request.GET.urlencode(),
        "initiatives": [
            (one.reference, f"{one.reference} {localized(one.title)}")
            for one in programme().initiatives
        ],
        "sides": [(side.value, side.label) for side in OTHER],
        "periods": [(one.key, one.label) for one in periods_offered(today)],
        "today": long_date(today),
    }
    return render(request, "programme/spread.html", context)


def spread_file(request: HttpRequest, kind: str) -> HttpResponse:
    asked, is_public = asked_for(request), not is_official(asker_of(request))
    found = reach(asked.period, initiative=asked.initiative, side=asked.side)
    table = Table(TITLE, COLUMNS, list(_lines(found, is_public=is_public)))
    return download(table, (), f"spread-{asked.period.key}", kind)


def municipality(request: HttpRequest, code: str) -> HttpResponse:
    """What the programme does for one municipality."""
    town, asker, today = _town(code), asker_of(request), timezone.localdate()
    is_public = not is_official(asker)
    told = reach_of(town)
    in_charge = {row.initiative.reference: row for row in matrix(today, asker)}
    reached, others = [], []
    for one in programme().initiatives:
        row = in_charge[one.reference]
        units = (*_named(row.prefecture), *_named(row.city))
        if found := told.get(one.reference):
            shown = _shown(found.cell, is_public=is_public)
            reached.append((one, shown, _last(found, is_public=is_public), units))
        else:
            others.append((one, units))
    context = {
        "town": town,
        "finding": _finding_of(town, len(reached), len(programme().initiatives)),
        "population": sentences.lead(subject(town))[0],
        "reached": reached,
        "others": others,
        "rows": rows_of(
            activities_at(codes_of(town), asker, limit=LATELY), is_official=not is_public
        ),
        "is_public": is_public,
        "few": FEW,
        "threshold": THRESHOLD,
        "today": long_date(today),
    }
    return render(request, "programme/spread_of.html", context)


# --- what is asked for --------------------------------------------------------------------------


def asked_for(request: HttpRequest) -> Asked:
    """What cannot be read asks for this fiscal year and everything."""
    given = request.GET
    initiative, side = given.get("initiative", ""), given.get("side", "")
    known = {one.reference for one in programme().initiatives}
    this_year = Period.year(fiscal_year_of(timezone.localdate()))
    return Asked(
        period=period_called(given.get("period", "")) or this_year,
        initiative=initiative if initiative in known else "",
        side=side if side in OTHER else "",
    )


def _town(code: str) -> Area:
    """Errors  Http404 for a code that no municipality bears today"""
    try:
        found = area(code)
    except UnknownPlace:
        raise Http404("no such place") from None
    if not found.is_municipality:
        raise Http404("no municipality")
    return found


def address_of(town: Area) -> str:
    return address_of_record("programme:spread_of", town.code)


# --- as pages show it ---------------------------------------------------------------------------


def percent(share: float | None) -> str:
    return _("記録なし") if share is None else _("%(n)s％") % {"n": number(100 * share)}


def _finding(found: Spread) -> str:
    told: dict[str, Any] = {
        "period": found.period.label,
        "n": number(len(found.reached)),
        "all": number(len(found.towns)),
        "share": percent(found.share_beyond),
    }
    if not found.reached:
        return _("%(period)sは、市町村で行った取組の記録がまだありません。") % told
    if found.share_beyond is None:
        return _("%(period)sに、取組は%(all)s市町村のうち%(n)sに届きました。") % told
    return (
        _(
            "%(period)sに、取組は%(all)s市町村のうち%(n)sに届きました。"
            "札幌市以外で行ったものは%(share)sです。"
        )
        % told
    )


def _measured(found: Spread) -> str:
    if len(found.initiatives) == 1:
        return _("市町村ごとの、%(reference)sの記録の数（件）") % {
            "reference": found.initiatives[0]
        }
    return _("市町村ごとの、届いた取組の数")


def _finding_of(town: Area, n: int, of: int) -> str:
    told = {"town": town.name, "n": number(n), "all": number(of)}
    if n == 0:
        return _("%(town)sには、%(all)sの取組のどれもまだ届いていません。") % told
    return _("%(town)sには、%(all)sの取組のうち%(n)sが届いています。") % told


def _named(units: tuple[InCharge, ...]) -> list[tuple[str, str]]:
    sides = {side.value: str(side.label) for side in Side}
    return [(sides[one.side], one.name) for one in units if not one.is_coming and one.is_lead]


def _shown(cell: Cell, *, is_public: bool) -> str:
    n = cell.shown(is_public=is_public)
    return FEW if n is None else number(n)


def _last(found: InitiativeReached, *, is_public: bool) -> str:
    """The day of what happened last; of persons everybody learns the year at most."""
    day = found.last_thing_on if is_public else found.last_on
    return long_date(day) if day else fiscal_year(fiscal_year_of(found.last_on))


def _year_row(one: YearReached) -> tuple[str, str, str, str]:
    return (
        fiscal_year(one.fiscal_year),
        number(one.n_towns),
        number(one.n_things),
        percent(one.share_beyond),
    )


def _course(years: list[YearReached]) -> SafeString:
    title = _("届いた市町村の数、%(first)s年度から%(last)s年度") % {
        "first": years[0].fiscal_year,
        "last": years[-1].fiscal_year,
    }
    return sparkline(title, [one.n_towns for one in years])


def _head(found: Spread) -> SafeString:
    titles = programme().titles
    return format_html_join(
        "",
        '<th scope="col"><a href="{}" title="{}">{}</a></th>',
        (
            (address_of_record("programme:initiative", one), localized(titles[one]), one)
            for one in found.initiatives
        ),
    )


def _body(found: Spread, *, is_public: bool) -> SafeString:
    """Some four thousand cells: written here, where a cell costs the least."""
    parts, bureau = [], None
    for town in found.towns:
        if town.bureau != bureau:
            bureau = town.bureau
            parts.append(
                format_html(
                    '<tr class="spread__bureau"><th scope="colgroup" colspan="{}">{}</th></tr>',
                    len(found.initiatives) + 2,
                    bureau,
                )
            )
        parts.append(_row(found, town, is_public=is_public))
    return SafeString("\n".join(parts))


def _row(found: Spread, town: Town, *, is_public: bool) -> SafeString:
    cells = "".join(
        f"<td class=on>{_escaped(town.cells[one], is_public=is_public)}</td>"
        if one in town.cells
        else "<td></td>"
        for one in found.initiatives
    )
    return format_html(
        '<tr><th scope="row"><a href="{}">{}</a></th><td class="num">{}</td>{}</tr>',
        address_of(town.area),
        town.area.name,
        number(town.n_initiatives) if town.is_reached else "",
        SafeString(cells),
    )


def _escaped(cell: Cell, *, is_public: bool) -> str:
    return _shown(cell, is_public=is_public).replace("<", "&lt;")


def _lines(found: Spread, *, is_public: bool) -> Any:
    for town in found.towns:
        for one in found.initiatives:
            cell = town.cells.get(one, Cell())
            n = cell.shown(is_public=is_public)
            yield (
                found.period.key,
                town.area.code,
                town.area.name_ja,
                town.bureau,
                one,
                n,
                int(n is None),
            )


COLUMNS = (
    Column("period", Text("期間", "Period")),
    Column("area_code", Text("市町村コード", "Area code")),
    Column("municipality", Text("市町村", "Municipality")),
    Column("bureau", Text("振興局", "Bureau")),
    Column("initiative", Text("取組番号", "Initiative")),
    Column("entries", Text("記録数", "Entries"), Text("件", "entries")),
    Column("is_withheld", Text("秘匿", "Withheld")),
)
