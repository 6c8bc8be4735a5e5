"""Which places lie in which, read once for a computation."""

from functools import cached_property

from django.db.models import Q

from renkei.charter.text import Text
from renkei.places import queries as places
from renkei.places.kinds import MUNICIPAL_KINDS, Kind
from renkei.places.queries import Area, UnknownPlace

WHOLE_PREFECTURE = "000"  # in the place of the municipality


class Gazetteer:
    """The areas of today; asked for only when a definition speaks of places."""

    @cached_property
    def areas(self) -> dict[str, Area]:
        return {area.code: area for area in places.areas()}

    def lies_in(self, code: str, place: str) -> bool:
        """Whether the area with this code is the place or lies in it."""
        if _is_prefecture(place):
            return code[:2] == place[:2]
        return code == place or place in self._lineage(code)

    def within(self, column: str, place: str) -> Q:
        """The same for rows. `place` may be the key of a set of areas."""
        if _is_prefecture(place):
            return Q(**{f"{column}__startswith": place[:2]})
        wholes = {place} if place.isdecimal() else self._members(place)
        codes = [code for code in self.areas if wholes & {code, *self._lineage(code)}]
        return Q(**{f"{column}__in": sorted({*codes, *wholes})})

    def municipality(self, code: str) -> str:
        """The city of a ward; empty for what is larger than a municipality."""
        area = self.areas.get(code)
        if area is None:
            return "" if _is_prefecture(code) else code
        if area.kind == Kind.WARD:
            return area.parent_code
        return code if area.kind in MUNICIPAL_KINDS else ""

    def bureau(self, code: str) -> str:
        """The bureau in whose area a place lies; empty outside Hokkaido."""
        inside = [code, *self._lineage(code)]
        found = (self.areas.get(one) for one in inside)
        return next((area.code for area in found if area and area.kind == Kind.BUREAU), "")

    def name(self, code: str) -> Text | None:
        area = self.areas.get(code)
        return Text(area.full_name_ja, area.full_name_en) if area else None

    def _lineage(self, code: str) -> list[str]:
        area = self.areas.get(code)
        return area.lineage.split("/") if area else []

    def _members(self, key: str) -> set[str]:
        try:
            return set(places.members(places.place(key)))
        except UnknownPlace:
            return set()


def _is_prefecture(code: str) -> bool:
    return code[2:5] == WHOLE_PREFECTURE
