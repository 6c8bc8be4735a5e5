"""Organisations to read: the list, its file, one organisation, the history of its entry."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from renkei.charter.text import Text
from renkei.core.areas import areas
from renkei.core.choices import labels
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.tables import Cell, Column
from renkei.core.tables.export import Exported, export
from renkei.core.writing import localized
from renkei.directory.industries import industry_name, sections
from renkei.directory.models import Organisation, Unit
from renkei.directory.queries.activity import timeline_of
from renkei.directory.queries.agreements import agreements_of
from renkei.directory.queries.histories import history_of
from renkei.directory.queries.organisations import (
    Asked,
    merges_of,
    open_doubles,
    organisation_by_key,
    organisation_list,
)
from renkei.directory.queries.places import offered_places, place_names
from renkei.directory.queries.units import branches, units_of
from renkei.directory.rules.organisations import address, may_merge, may_register, reads_as_insider
from renkei.directory.states import OrganisationKind, Size
from renkei.directory.wording import ORGANISATION as LABELS
from renkei.paperwork.parts import attachments_part

N_AGREEMENTS = 20


@dataclass(frozen=True, slots=True)
class Row:
    """An organisation as the list shows it."""

    organisation: Organisation
    kind: str
    place: str
    industry: str
    size: str
    address: str


def organisations(request: HttpRequest) -> HttpResponse:
    asker, asked = asker_of(request), asked_for(request)
    page = page_of(organisation_list(asker, asked), request)
    places = offered_places()
    context = {
        "page": page.with_rows(_rows_of(page.rows, dict(places))),
        "asked": asked,
        "is_filtered": asked != Asked(),
        "choices": _choices() | {"place": places},
        "may_register": may_register(asker),
        "may_merge": may_merge(asker, Organisation()),
    }
    return render(request, "directory/organisations.html", context)


def organisations_file(request: HttpRequest, kind: str) -> HttpResponse:
    asker = asker_of(request)
    found = organisation_list(asker, asked_for(request), Verb.EXPORT)
    if not found.exists():
        raise Http404("nothing to export")
    title = Text("組織の一覧", "Organisations")
    return export(found, _columns(), by=asker, title=title, name="organisations", kind=kind)


def organisation(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = _visible(asker, key)
    if found.key != key:
        return redirect(address(found))
    is_insider = reads_as_insider(asker, found)
    context = {
        "organisation": found,
        "facts": _facts(found),
        "names": sorted({alias.name for alias in found.aliases.all()}),
        "establishments": _establishments(found),
        "branches": branches(units_of(found)) if is_insider or found.side else [],
        "agreements": list(agreements_of(found, asker)[:N_AGREEMENTS]),
        "entries": timeline_of(found, asker) if is_insider else [],
        "is_insider": is_insider,
        "part": attachments_part(found, asker),
        **_allowed(asker, found),
    }
    return render(request, "directory/organisation.html", context)


def history(request: HttpRequest, key: str) -> HttpResponse:
    """Old and new values name persons, so this is for those who may write the entry."""
    found = Organisation.objects.seen_by(asker_of(request), Verb.WRITE, key=key)
    told: dict[str, Any] = {"place": cache(_place_name), "industry": industry_name}
    context = {"organisation": found, "steps": history_of(found, LABELS, told)}
    return render(request, "directory/organisation_history.html", context)


def asked_for(request: HttpRequest) -> Asked:
    """What the address asks for; a choice that is not offered does not matter."""
    given = request.GET

    def one_of(name: str, offered: Iterable[str]) -> str:
        value = given.get(name, "")
        return value if value in offered else ""

    place = given.get("place", "")
    return Asked(
        text=given.get("q", "")[:200].strip(),
        kind=one_of("kind", OrganisationKind.values),
        place=place if place.isdecimal() and len(place) == 6 else "",
        industry=one_of("industry", sections()),
        size=one_of("size", Size.values),
    )


def _rows_of(found: Sequence[Organisation], places: dict[str, str]) -> list[Row]:
    kinds, sizes = labels(OrganisationKind), labels(Size)
    if elsewhere := {one.place for one in found} - {*places, ""}:
        places |= place_names(elsewhere)
    return [
        Row(
            organisation=one,
            kind=kinds.get(one.kind, one.kind),
            place=places.get(one.place, ""),
            industry=industry_name(one.industry),
            size=sizes.get(one.size, ""),
            address=address(one),
        )
        for one in found
    ]


def _visible(asker: Asker, key: str) -> Organisation:
    """What the key means today, if it may be read."""
    try:
        meant = organisation_by_key(key)
    except Organisation.DoesNotExist:
        raise Http404(f"no organisation {key}") from None
    return Organisation.objects.seen_by(asker, key=meant.key)


def _choices() -> dict[str, list[tuple[str, Any]]]:
    return {
        "kind": list(OrganisationKind.choices),
        "size": list(Size.choices),
        "industry": [(key, f"{key} {localized(name)}") for key, name in sections().items()],
    }


def _place_name(code: str) -> str:
    return place_names([code]).get(code, code)


def _facts(found: Organisation) -> list[tuple[Any, str]]:
    """What is known, label and value, in the order of the form."""
    place = _place_name(found.place)
    told = {
        "name_kana": found.name_kana,
        "name_en": found.name_en if found.name_en != found.name else found.name_ja,
        "kind": found.get_kind_display(),
        "corporate_number": found.corporate_number,
        "industry": industry_name(found.industry),
        "size": found.get_size_display(),
        "place": f"{place} {found.address}".strip(),
    }
    return [(LABELS[name], value) for name, value in told.items() if value]


def _establishments(found: Organisation) -> list[tuple[str, str, str]]:
    rows = list(found.establishments.all())
    places = place_names(row.place for row in rows)
    return [(row.name, places.get(row.place, ""), row.address) for row in rows]


def _allowed(asker: Asker, found: Organisation) -> dict[str, object]:
    may_manage = may(asker, Verb.MANAGE, found)
    return {
        "may_write": may(asker, Verb.WRITE, found),
        "may_publish": may(asker, Verb.PUBLISH, found),
        "may_manage": may_manage,
        "may_manage_units": may(asker, Verb.WRITE, Unit(organisation=found)),
        "merges": list(merges_of(found)) if may_manage else [],
        "n_doubles": _n_doubles(found) if may_manage else 0,
    }


def _n_doubles(found: Organisation) -> int:
    pairs = open_doubles()
    return (pairs.filter(first=found) | pairs.filter(second=found)).count()


def _columns() -> list[Exported]:
    names = areas()

    def place_name(one: Organisation) -> Cell:
        return names.get(one.place)

    def plain(name: str) -> Callable[[Organisation], Cell]:
        return lambda one: getattr(one, name) or None

    told = {
        "key": Text("組織キー", "Organisation key"),
        "corporate_number": Text("法人番号", "Corporate number"),
        "name_ja": Text("名称", "Name"),
        "name_kana": Text("名称かな", "Name in kana"),
        "name_en": Text("名称（英語）", "Name in English"),
        "kind": Text("種別", "Kind"),
        "industry": Text("業種符号", "Industry code"),
        "industry_edition": Text("業種分類の版", "Edition of the classification"),
        "size": Text("従業者数", "Size class"),
        "place": Text("所在地コード", "Area code"),
        "place_name": Text("所在地", "Place"),
        "address": Text("住所", "Address"),
        "website": Text("ウェブサイト", "Website"),
    }
    own: dict[str, Callable[[Organisation], Cell]] = {"place_name": place_name}
    return [
        Exported(Column(name, label), own.get(name) or plain(name)) for name, label in told.items()
    ]
