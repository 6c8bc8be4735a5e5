"""Places as pages of the directory name and offer them."""

import unicodedata
from collections.abc import Iterable

from renkei.places.kinds import MUNICIPAL_KINDS, Kind
from renkei.places.queries import areas

OFFERED = (*MUNICIPAL_KINDS, Kind.WARD, Kind.PREFECTURE)


def place_names(codes: Iterable[str]) -> dict[str, str]:
    """What each code is called today; one that bears no area today is left out."""
    found = areas().filter(code__in={*codes} - {""})
    return {area.code: area.full_name for area in found}


def offered_places() -> list[tuple[str, str]]:
    """Where an organisation can be: municipalities and wards here, prefectures elsewhere."""
    here = areas().filter(kind__in=OFFERED)
    return [(area.code, area.full_name) for area in here]


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
