"""One box over everything that the reader may see."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from renkei.core.paging import Page, page_of_list
from renkei.core.rights import Asker, asker_of, kind_named
from renkei.core.search.found import LONGEST_QUERY, MOST_FOUND, Found, Hit, hits, read, words_of
from renkei.core.writing import localized, number

SHOWN_OF_A_KIND = 5
MOST_KINDS = 3  # shown with their records; the others with their number


@dataclass(frozen=True, slots=True)
class Group:
    kind: str
    label: str
    n: str
    found: list[Found]
    has_more: bool


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    asker, text = asker_of(request), request.GET.get("q", "").strip()[:LONGEST_QUERY]
    kind = kind_named(request.GET.get("kind", ""))
    found = hits(asker, text, kinds=[kind.name] if kind else None)
    context = {
        "q": text,
        "longest": LONGEST_QUERY,
        "has_no_letters": bool(text) and not words_of(text),
        "n": _counted(len(found), len(found) >= MOST_FOUND),
        "kind": kind and {"name": kind.name, "label": localized(kind.label)},
    }
    if kind:
        context |= {"page": _page(asker, text, found, request)}
    else:
        context |= {"groups": _groups(asker, text, found)}
    return render(request, "core/search/home.html", context)


def _page(asker: Asker, text: str, found: list[Hit], request: HttpRequest) -> Page[Found]:
    page = page_of_list(found, request)
    return page.with_rows(read(asker, text, page.rows))


def _groups(asker: Asker, text: str, found: list[Hit]) -> list[Group]:
    """Kinds in the order of their best record."""
    of_kind: dict[str, list[Hit]] = {}
    for hit in found:
        of_kind.setdefault(hit.kind, []).append(hit)
    first = [hit for some in [*of_kind.values()][:MOST_KINDS] for hit in some[:SHOWN_OF_A_KIND]]
    records = read(asker, text, first)
    return [_group(name, some, records) for name, some in of_kind.items()]


def _group(name: str, some: list[Hit], records: list[Found]) -> Group:
    kind = kind_named(name)
    assert kind
    shown = [record for record in records if record.kind is kind]
    return Group(
        name, localized(kind.label), number(len(some)), shown, has_more=len(some) > len(shown)
    )


def _counted(n: int, is_more: bool) -> str:
    return _("%(n)s件以上") % {"n": number(n)} if is_more else _("%(n)s件") % {"n": number(n)}
