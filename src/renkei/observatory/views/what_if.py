"""What if: levers, and the answer that follows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.tables import download
from renkei.core.writing import localized
from renkei.observatory.ahead import what_if_figures as figures
from renkei.observatory.ahead import what_if_words as words
from renkei.observatory.ahead.levers import Lever, groups, levers
from renkei.observatory.ahead.scenarios import Question
from renkei.observatory.ahead.what_if import Answer, answer
from renkei.observatory.ahead.what_if_asked import MOST_AREAS, WAS, WhatIfAsked
from renkei.observatory.ahead.what_if_ground import ground
from renkei.observatory.asked import options
from renkei.observatory.queries import subjects_of
from renkei.places import queries as places
from renkei.places.codes import HOKKAIDO, SAPPORO
from renkei.places.queries import Place, UnknownPlace

# Sliders that are still moving ask with this in the address; it is no state worth an address.
LIVE = "live"
BY = {"tfr": "tfr_by", "leaving": "leaving_by", "to_sapporo": "sapporo_by", "foreign": "stay"}
SLID = ("tfr", "leaving", "arrivals", "to_sapporo", "foreign")
WHEN = ("horizon", "begins")


@dataclass(frozen=True, slots=True)
class Field:
    """A lever as the form shows it."""

    lever: Lever
    value: str
    low: str
    high: str
    step: str
    present: str = ""
    more: "Field | None" = None

    @property
    def key(self) -> str:
        return self.lever.key


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that the page shows and its files hold for one request."""

    asked: WhatIfAsked
    question: Question
    answer: Answer

    @property
    def name(self) -> Text:
        names = self.asked.names
        return Text("、".join(name.ja for name in names), ", ".join(name.en for name in names))

    @property
    def address(self) -> str:
        return f"{reverse('observatory:what_if')}?{self.question.query}"


def what_if(request: HttpRequest) -> HttpResponse:
    found = found_in(request)
    is_part = request.headers.get("HX-Request-Type") == "partial"
    if WAS in request.GET and not is_part and not found.asked.problems:
        return redirect(found.address)  # a form without scripts: to the address worth sharing
    name = "observatory/_what_if_answer.html" if is_part else "observatory/what_if.html"
    response = render(request, name, _context(found, is_part=is_part))
    patch_vary_headers(response, ["HX-Request-Type"])
    if is_part and LIVE not in request.GET:
        response.headers["HX-Push-Url"] = found.address
    return response


def what_if_file(request: HttpRequest, kind: str) -> HttpResponse:
    found = found_in(request)
    if found.asked.problems:
        # A file cannot say what was mended; the page names it, and its links ask for what it shows.
        raise Http404(" ".join(found.asked.problems))
    stated = words.said(words.conditions(found.question))
    return download(
        figures.long_table(found.answer, found.name, names_of(found.answer), stated),
        figures.sources(),
        "renkei-what-if",
        kind,
        figures.file_definition(stated),
    )


def found_in(request: HttpRequest) -> Found:
    asked = WhatIfAsked(request, ground())
    try:
        asked.names  # noqa: B018 -- places that are not loaded have no names
    except UnknownPlace as error:
        raise Http404("the places are not loaded") from error
    return Found(asked, asked.question, answer(asked.question))


def _context(found: Found, *, is_part: bool) -> dict[str, object]:
    asked = found.asked
    shown = answer_context(found.answer, found.question, found.name)
    return shown | {
        "problems": asked.problems,
        "is_part": is_part,
        "with_levers": asked.has_moved_on or bool(asked.problems),
        "was": asked.shown(found.question),
        "when": [_field(asked, found.question, key) for key in WHEN],
        "fields": [_field(asked, found.question, key) for key in SLID],
        "who_options": options(
            [(key, group.name) for key, group in groups().items()], found.question.who
        ),
        "slots": () if is_part else _slots(asked.areas),
        "areas": asked.areas,
    }


def answer_context(found: Answer, asked: Question, name: Text) -> dict[str, object]:
    """What the part of the page with the answer needs."""
    read = localized(name)
    return {
        "name": read,
        "finding": words.finding(found, read),
        "gist": words.gist(found, read),
        "conditions": words.conditions(asked),
        "blocks": figures.blocks(found, name),
        "towns": figures.towns(found, names_of(found)),
        "table": figures.reading_table(found),
        "sources": figures.sources(),
        "definition": figures.definition(),
        "year": asked.horizon,
        "query": asked.query,
        "changes_nothing": asked.changes_nothing,
    }


def names_of(found: Answer) -> figures.Names:
    """The other municipalities that are named, in one query."""
    codes = [town.code for town in (*found.most, *found.near)]
    named = list(places.areas().filter(code__in=codes))
    return {one.code: one.name for one in subjects_of(named)}


def _field(asked: WhatIfAsked, question: Question, key: str) -> Field:
    lever = levers()[key]
    return Field(
        lever,
        asked.written(key, question),
        lever.written(lever.low),
        lever.written(asked.most(lever)),
        f"{lever.step:g}",
        present=lever.written(asked.tfr_now) if key == "tfr" else "",
        more=_field(asked, question, BY[key]) if key in BY else None,
    )


def _slots(chosen: Sequence[str]) -> list[SafeString]:
    """The choices of each list of places, the chosen ones first and then empty lists."""
    offered = offered_places()
    wanted = [*chosen, *[""] * (MOST_AREAS - len(chosen))]
    return [place_options(offered, code, may_be_none=i > 0) for i, code in enumerate(wanted)]


def offered_places() -> list[tuple[str, Sequence[Place]]]:
    """Every place with a page, in groups for a list of choices."""
    return [
        (_("北海道と圏域"), [places.area(HOKKAIDO), *places.area_sets()]),
        (_("市町村"), sorted(places.municipalities(), key=lambda town: town.name_kana)),
        (_("振興局"), places.bureaus()),
        (_("札幌市の区"), places.children(places.area(SAPPORO))),
    ]


def place_options(
    offered: Sequence[tuple[str, Sequence[Place]]], chosen: str, *, may_be_none: bool
) -> SafeString:
    """Put together here and not by template tags: four lists have eight hundred choices."""
    parts = [f'<option value="">{escape(_("選ばない"))}</option>'] if may_be_none else []
    for group, inside in offered:
        parts.append(f'<optgroup label="{escape(group)}">')
        for place in inside:
            mark = " selected" if place.code == chosen else ""
            parts.append(f'<option value="{place.code}"{mark}>{escape(place.name)}</option>')
        parts.append("</optgroup>")
    return SafeString("".join(parts))
