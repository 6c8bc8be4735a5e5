"""How wrong have we been: earlier fits of the method beside what was counted afterwards."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from renkei.core.figures import Figure
from renkei.core.tables import Table, download
from renkei.observatory.asked import Asked, Option, options
from renkei.observatory.hindsight import figures
from renkei.observatory.hindsight.trials import (
    ORDERS,
    Outcome,
    Trial,
    in_order,
    outcome_table,
    outcomes,
    trials,
)
from renkei.observatory.parts import sources
from renkei.observatory.queries import subjects_of
from renkei.places import queries as places
from renkei.places.queries import Area

USUAL = "2010-2020"  # the newest trial over ten years
USUAL_ORDER = "-size"
MUNICIPALITIES = "municipalities"


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the page shows and its files hold for one request."""

    asked: Asked
    trial: Trial
    found: list[Outcome]  # of the chosen bureau or of all, in the chosen order
    order: str
    within: str
    towns: list[Area]
    chosen: Outcome | None

    @property
    def figures(self) -> dict[str, Callable[[], Figure]]:
        shown: dict[str, Callable[[], Figure]] = {
            figures.ALL: lambda: figures.all_trials_figure(trials()),
            figures.BY_SIZE: lambda: figures.by_size_figure(self.trial),
        }
        if chosen := self.chosen:
            (of,) = subjects_of([chosen.area])
            shown[figures.PLACE] = lambda: figures.place_figure(of, trials(), chosen, self.trial)
        return shown


def backtest(request: HttpRequest) -> HttpResponse:
    shown = _shown(request)
    drawn = {key: draw() for key, draw in shown.figures.items()}
    context = {
        "lead": figures.lead(shown.trial),
        "overall": [drawn[figures.ALL], drawn[figures.BY_SIZE]],
        "place": drawn.get(figures.PLACE),
        "trial": shown.trial,
        "rows": shown.found,
        "chosen": shown.chosen,
        "heads": _heads(request, shown),
        "largest_first": "" if shown.order == USUAL_ORDER else _sorted_by(request, USUAL_ORDER),
        "has_official": bool(shown.trial.scores.official),
        "trial_options": _trial_options(shown.trial),
        "within_options": options(_withins(), shown.within),
        "area_options": _area_options(shown),
        "order": shown.order,
        "files": reverse("observatory:backtest"),
        "query": request.GET.urlencode(),
        "row_query": _row_query(request),
        "problems": shown.asked.problems,
    }
    return render(request, "observatory/backtest.html", context)


def backtest_file(request: HttpRequest, figure: str, kind: str) -> HttpResponse:
    shown = _shown(request)
    table, definition = _file(shown, figure)
    name = f"renkei-backtest-{shown.trial.key}-{figure}"
    return download(table, sources(*figures.TABLES), name, kind, definition)


def _file(shown: Shown, figure: str) -> tuple[Table, str]:
    if figure == MUNICIPALITIES:
        drawn = figures.by_size_figure(shown.trial)
        return outcome_table(shown.trial, shown.found), drawn.definition
    if figure not in shown.figures:
        raise Http404(f"no figure {figure}")
    found = shown.figures[figure]()
    return found.table, found.definition


def _shown(request: HttpRequest) -> Shown:
    asked = Asked(request)
    towns = places.municipalities()
    if not towns:
        raise Http404("the places are not loaded")
    by_key = {trial.key: trial for trial in trials()}
    trial = by_key[asked.choice("trial", list(by_key), USUAL)]
    within = asked.within()
    inside = frozenset(places.members(places.place(within))) if within else None
    order = asked.choice("sort", [*ORDERS, *(f"-{one}" for one in ORDERS)], USUAL_ORDER)
    code = asked.choice("area", [town.code for town in towns], "")
    everywhere = outcomes(trial, towns)
    listed = [one for one in everywhere if inside is None or one.area.code in inside]
    chosen = next((one for one in everywhere if one.area.code == code), None)
    return Shown(asked, trial, in_order(listed, order), order, within, towns, chosen)


# --- choices --------------------------------------------------------------------------------


def _trial_options(chosen: Trial) -> list[Option]:
    names = [
        (
            trial.key,
            _("%(to)s年（%(from)s年までの資料）") % {"from": trial.fit.fitted_to, "to": trial.year},
        )
        for trial in trials()
    ]
    return options(names, chosen.key)


def _withins() -> list[tuple[str, str]]:
    return [("", _("全道"))] + [(place.code, place.name) for place in places.wholes()]


def _area_options(shown: Shown) -> list[Option]:
    by_name = sorted(shown.towns, key=lambda town: town.name_kana)
    chosen = shown.chosen.area.code if shown.chosen else ""
    return options([("", _("選ばない")), *((town.code, town.name) for town in by_name)], chosen)


def _row_query(request: HttpRequest) -> str:
    """What every link of the table keeps: all choices but that of the place."""
    query = request.GET.copy()
    query.pop("area", None)
    return query.urlencode()


def _heads(request: HttpRequest, shown: Shown) -> list[dict[str, str]]:
    """The headings of the table, each a link that sorts by it or turns the order round."""
    names = {
        "name": (pgettext("heading of a column", "市町村"), ""),
        "error": (_("誤差"), "%"),
        "official": (_("公的な推計の誤差"), "%"),
        "inside": (_("80%の幅に"), ""),
        "counted": (_("国勢調査人口"), _("人")),
        "projected": (_("推計（80%の幅）"), _("人")),
    }
    if not shown.trial.scores.official:
        del names["official"]
    return [_head(request, shown.order, key, *names[key]) for key in names]


def _sorted_by(request: HttpRequest, order: str) -> str:
    query = request.GET.copy()
    query["sort"] = order
    return f"?{query.urlencode()}#{MUNICIPALITIES}"


def _head(request: HttpRequest, order: str, key: str, name: str, unit: str) -> dict[str, str]:
    if key not in ORDERS:
        return {"name": name}
    falls, rises = order == f"-{key}", order == key
    first = key if key == "name" else f"-{key}"
    turned = f"-{key}" if rises else key if falls else first
    return {
        "name": name,
        "unit": unit,
        "address": _sorted_by(request, turned),
        "sorted": "descending" if falls else "ascending" if rises else "",
    }
