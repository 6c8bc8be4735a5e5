"""Places as pages of the directory name and offer them."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from renkei.core.writing import is_english
from renkei.places.kinds import MUNICIPAL_KINDS, Kind
from renkei.places.queries import areas

OFFERED = (*MUNICIPAL_KINDS, Kind.WARD, Kind.PREFECTURE)


def place_names(codes: Iterable[str]) -> dict[str, str]:
    """What each code is called today; one that bears no area today is left out."""
    return dict(_named(areas().filter(code__in={*codes} - {""})))


def offered_places() -> list[tuple[str, str]]:
    """Where an organisation can be: municipalities and wards here, prefectures elsewhere."""
    return _named(areas().filter(kind__in=OFFERED))


def _named(found: QuerySet[Any]) -> list[tuple[str, str]]:
    """Code and name; a list names hundreds of places, so no more than that is read."""
    name = "full_name_en" if is_english() else "full_name_ja"
    return list(found.values_list("code", name))


def places_by_name(texts: Iterable[str]) -> dict[str, str]:
    """The code that each text means: a code, a name, or a name with what it lies in before it."""
    codes: dict[str, str] = {}
    for area in areas().filter(kind__in=OFFERED):
        codes |= {area.full_name_ja: area.code, area.full_name_en: area.code}
        codes[area.code] = area.code
        if area.kind != Kind.WARD:
            codes.setdefault(area.name_ja, area.code)
    return {text: codes[plain] for text in texts if (plain := _plain(text)) in codes}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().removeprefix("北海道").strip() or text
