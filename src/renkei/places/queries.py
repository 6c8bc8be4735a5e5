"""Reads of places. A date `on` left out means today; a period ends the day before `valid_to`."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from renkei.charter.text import Text
from renkei.places.codes import HOKKAIDO
from renkei.places.kinds import MUNICIPAL_KINDS, SIZE_ORDER, Kind
from renkei.places.models import Area, AreaSet, AreaSetMember, Succession
from renkei.places.search import BAR, normalise

Place = Area | AreaSet

LONGEST_NAME = 100  # no database looks for a pattern of any length, and no place is called so


class UnknownPlace(LookupError):
    """No area or set of areas has this code, or none had it on the day asked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place that a search found; `now` is what a former area belongs to today."""

    place: Place
    now: tuple[Area, ...] = ()

    @property
    def is_former(self) -> bool:
        return _is_former(self.place)


def areas(*, on: date | None = None) -> QuerySet[Area]:
    return Area.objects.filter(_valid(on))


def area_names(codes: Collection[str] | None = None) -> dict[str, Text]:
    """The names of the areas of today by code, as a choice shows them; of all, or of some."""
    found = areas() if codes is None else areas().filter(code__in=codes)
    named = found.values_list("code", "full_name_ja", "full_name_en")
    return {code: Text(ja, en) for code, ja, en in named}


def area(code: str, *, on: date | None = None) -> Area:
    """The area that bears `code` on a day.

    Errors  UnknownPlace when none does
    """
    try:
        return areas(on=on).get(code=code)
    except Area.DoesNotExist as error:
        raise UnknownPlace(code) from error


def area_set(key: str) -> AreaSet:
    try:
        return AreaSet.objects.get(key=key)
    except AreaSet.DoesNotExist as error:
        raise UnknownPlace(key) from error


def place(code: str) -> Place:
    """The present area with this code, or the set of areas with this key."""
    return area(code) if code.isdecimal() else area_set(code)


def area_sets() -> list[AreaSet]:
    return list(AreaSet.objects.all())


def bureaus(*, on: date | None = None) -> list[Area]:
    return list(areas(on=on).filter(kind=Kind.BUREAU))


def wholes() -> list[Place]:
    """What municipalities are looked at in: the sets of areas and the bureaus."""
    return [*area_sets(), *bureaus()]


def municipalities(*, on: date | None = None) -> list[Area]:
    return list(areas(on=on).filter(kind__in=MUNICIPAL_KINDS))


def prefectures() -> list[Area]:
    return list(areas().filter(kind=Kind.PREFECTURE))


def nearest(area: Area, n: int) -> list[Area]:
    """The `n` areas of its kind, towns or wards, whose offices are nearest to that of the area.

    None for a place without an office of its own: the prefecture and its bureaus.
    """
    if not (area.is_municipality or area.kind == Kind.WARD):
        return []
    wards = areas().filter(parent_code=area.parent_code)
    offered = wards if area.kind == Kind.WARD else municipalities()
    others = [other for other in offered if other.code != area.code]
    return sorted(others, key=lambda other: _distance(area, other))[:n]


def _distance(a: Area, b: Area) -> float:
    """In degrees of latitude; exact enough to say which of two towns is nearer."""
    north, east = _position(a)
    other_north, other_east = _position(b)
    shrunk = math.cos(math.radians(north)) * (east - other_east)
    return math.hypot(north - other_north, shrunk)


def _position(area: Area) -> tuple[float, float]:
    assert area.latitude is not None, f"{area.code} has no office on the map"
    assert area.longitude is not None, f"{area.code} has no office on the map"
    return area.latitude, area.longitude


def ancestors(area: Area, *, on: date | None = None) -> list[Area]:
    """What the area lies in, largest first: nation, prefecture, bureau and for a ward its city."""
    codes = area.lineage.split("/")[:-2]
    return sorted(areas(on=on).filter(code__in=codes), key=lambda found: codes.index(found.code))


def children(area: Area, *, on: date | None = None) -> list[Area]:
    return list(areas(on=on).filter(parent_code=area.code))


def members(place: Place, *, on: date | None = None) -> tuple[str, ...]:
    """Codes of the municipalities that make up a place; a city, town or ward is its own.

    Errors  UnknownPlace for the nation and other prefectures, whose municipalities are not held
    """
    if isinstance(place, AreaSet):
        members = AreaSetMember.objects.filter(_valid(on), area_set=place)
        return tuple(members.order_by("area__code").values_list("area__code", flat=True))
    if place.is_municipality or place.kind == Kind.WARD:
        return (place.code,)
    if HOKKAIDO not in place.lineage:
        raise UnknownPlace(f"the municipalities of {place.code} are not held")
    inside = areas(on=on).filter(kind__in=MUNICIPAL_KINDS, lineage__startswith=place.lineage)
    return tuple(inside.values_list("code", flat=True))


def sets_with(area: Area, *, on: date | None = None) -> list[AreaSet]:
    """The sets of areas that a municipality, or the city of a ward, belongs to."""
    codes = area.lineage.split("/")[:-1]
    memberships = AreaSetMember.objects.filter(_valid(on), area__code__in=codes)
    return [member.area_set for member in memberships.select_related("area_set")]


def place_valid_on(code: str, on: date) -> Area:
    """The area that a code means in figures of a day, even when the figures still use an old code.

    A code that had ended by then leads on to the area that took it over; figures for a day before
    the code existed have no answer, for a merged area cannot be taken apart.

    Errors  UnknownPlace when no area or more than one takes the code's place on that day
    """
    periods = list(Area.objects.filter(code=code, valid_from__lte=on))
    if not periods:
        raise UnknownPlace(f"{code} on {on}")
    latest = periods[-1]
    if latest.valid_to is None or on < latest.valid_to:
        return latest
    heirs = _heirs(latest, on, _later())
    if len(heirs) != 1:
        raise UnknownPlace(f"{code} on {on}")
    return heirs[0]


def current_place(code: str) -> Area:
    """What bears the code today or has taken over the area that bore it."""
    return place_valid_on(code, timezone.localdate())


def absorbed(area: Area) -> list[Area]:
    """The areas of other codes that ended and became part of this one when its period began."""
    return list(Area.objects.filter(later__successor=area).exclude(code=area.code))


def search(text: str, limit: int = 20) -> list[Found]:
    """Places in Hokkaido whose name, in any script, is, begins with or contains `text`.

    Exact names come first, then beginnings, then parts; among equals the present before the
    former, the larger kind before the smaller, and the code decides last.
    """
    term = normalise(text)
    if not 0 < len(term) <= LONGEST_NAME:
        return []
    pattern = Q(search_terms__contains=_pattern(term))
    found: list[Place] = [*Area.objects.filter(pattern, lineage__contains=HOKKAIDO)]
    found += AreaSet.objects.filter(pattern)
    found.sort(key=lambda place: _rank(place, term))
    return _with_heirs(found)[:limit]


def _pattern(term: str) -> str:
    """One Latin letter or kana inside a name says nothing; as its beginning it does."""
    return term if len(term) > 1 or term >= "一" else BAR + term


def _rank(place: Place, term: str) -> tuple[int, bool, int, str]:
    if f"{BAR}{term}{BAR}" in place.search_terms:
        closeness = 0
    else:
        closeness = 1 if f"{BAR}{term}" in place.search_terms else 2
    return closeness, _is_former(place), SIZE_ORDER[Kind(place.kind)], place.code


def _is_former(place: Place) -> bool:
    return isinstance(place, Area) and place.is_former


def _with_heirs(places: list[Place]) -> list[Found]:
    """Former areas with what they are now, without those that live on under the same name."""
    later = _later() if any(_is_former(place) for place in places) else {}
    found = [Found(place, _now(place, later)) for place in places]
    return [
        one
        for one in found
        if one.place.full_name_ja not in {heir.full_name_ja for heir in one.now}
    ]


def _now(place: Place, later: dict[str, list[Area]]) -> tuple[Area, ...]:
    if not (isinstance(place, Area) and place.is_former):
        return ()
    return tuple(_heirs(place, timezone.localdate(), later))


def _later() -> dict[str, list[Area]]:
    """Successors of every area that has any, in one query."""
    later: dict[str, list[Area]] = {}
    for succession in Succession.objects.select_related("successor").order_by("successor"):
        later.setdefault(succession.predecessor_id, []).append(succession.successor)
    return later


def _heirs(area: Area, on: date, later: dict[str, list[Area]]) -> list[Area]:
    """The areas valid on a day that an ended area lives on in, each once."""
    heirs: dict[str, Area] = {}
    for successor in later.get(area.key, []):
        if successor.valid_to is None or on < successor.valid_to:
            heirs[successor.key] = successor
        else:
            heirs |= {heir.key: heir for heir in _heirs(successor, on, later)}
    return list(heirs.values())


def _valid(on: date | None) -> Q:
    on = on or timezone.localdate()
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))
