"""Places as pages of the directory name and offer them."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from renkei.core.prepared import Prepared
from renkei.core.writing import is_english
from renkei.places.kinds import MUNICIPAL_KINDS, Kind
from renkei.places.queries import areas

OFFERED = (*MUNICIPAL_KINDS, Kind.WARD, Kind.PREFECTURE)


def place_names(codes: Iterable[str]) -> dict[str, str]:
    """What each code is called today; one that bears no area today is left out."""
    wanted = sorted({*codes} - {""})
    return dict(_CALLED[is_english()].rows(codes=wanted, on=localdate())) if wanted else {}


def offered_places() -> list[tuple[str, str]]:
    """Where an organisation can be: municipalities and wards here, prefectures elsewhere."""
    return _OFFERED[is_english()].rows(on=localdate())


def _named(found: QuerySet[Any], name: str) -> QuerySet[Any, Any]:
    """Code and name; a list names hundreds of places, so no more than that is read."""
    return found.values_list("code", name)


# By whether the reader reads English.
NAMES = {True: "full_name_en", False: "full_name_ja"}
_CALLED = {
    is_read: Prepared(
        lambda codes, on, name=name: _named(areas(on=on).filter(code__in=codes), name)
    )
    for is_read, name in NAMES.items()
}
_OFFERED = {
    is_read: Prepared(lambda on, name=name: _named(areas(on=on).filter(kind__in=OFFERED), name))
    for is_read, name in NAMES.items()
}


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
