"""Loading of the reference files. They are the truth: what they no longer hold is removed."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from renkei.places.kinds import ENGLISH_WORDS, Kind
from renkei.places.models import Area, AreaSet, AreaSetMember, Succession
from renkei.places.reader import (
    REFERENCE,
    AreaRow,
    AreaSetRow,
    WrongReference,
    read_area_sets,
    read_areas,
    read_members,
    read_successions,
)
from renkei.places.search import search_terms, without_suffix


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows stand in the tables after loading, and how many areas had to go."""

    areas: int
    successions: int
    area_sets: int
    members: int
    areas_removed: int


@transaction.atomic
def load_reference(folder: Path = REFERENCE) -> Loaded:
    """Make the tables of places equal to the files in `folder`.

    Errors  WrongReference when a file is wrong; then nothing is changed;
            ProtectedError when an area that should go is still used by another room.
    """
    areas = _areas(read_areas(folder))
    successions = _successions(folder, areas)
    area_sets = [_area_set(row) for row in read_area_sets(folder)]
    members = _members(folder, areas)
    for table in (Succession, AreaSetMember, AreaSet):
        table.objects.all().delete()
    removed, _ = Area.objects.exclude(key__in=[area.key for area in areas]).delete()
    _store_areas(areas)
    Succession.objects.bulk_create(successions)
    AreaSet.objects.bulk_create(area_sets)
    AreaSetMember.objects.bulk_create(members)
    return Loaded(len(areas), len(successions), len(area_sets), len(members), removed)


def _store_areas(areas: list[Area]) -> None:
    columns = [field.name for field in Area._meta.fields if field.name != "key"]
    Area.objects.bulk_create(
        areas, update_conflicts=True, unique_fields=["key"], update_fields=columns
    )


def _areas(rows: list[AreaRow]) -> list[Area]:
    latest = {row.code: row for row in rows}
    return [_area(row, latest) for row in rows]


def _area(row: AreaRow, latest: dict[str, AreaRow]) -> Area:
    line = _lineage(row, latest)
    city = latest[row.parent_code] if row.kind is Kind.WARD else None
    full_ja = city.name_ja + row.name_ja if city else row.name_ja
    full_en = f"{row.name_en}, {city.name_en}" if city else row.name_en
    names = [row.name_ja, full_ja, row.name_kana, row.name_romaji, row.name_en, full_en]
    if word := ENGLISH_WORDS.get(row.kind):
        names.append(f"{without_suffix(row.name_romaji)} {word}")
    if city:
        names += [city.name_kana + row.name_kana, city.name_romaji + row.name_romaji]
    return Area(
        key=row.key,
        code=row.code,
        kind=row.kind,
        name_ja=row.name_ja,
        name_en=row.name_en,
        full_name_ja=full_ja,
        full_name_en=full_en,
        name_kana=row.name_kana,
        parent_code=row.parent_code,
        lineage="".join(f"{code}/" for code in line),
        latitude=row.latitude,
        longitude=row.longitude,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        search_terms=search_terms([*names, row.code, row.code[:5]]),
    )


def _lineage(row: AreaRow, latest: dict[str, AreaRow]) -> list[str]:
    line = [row.code]
    while parent := latest[line[0]].parent_code:
        if parent in line:
            raise WrongReference(f"areas.csv: {row.code} is inside itself")
        line.insert(0, parent)
    return line


def _successions(folder: Path, areas: list[Area]) -> list[Succession]:
    ending = {(area.code, area.valid_to): area for area in areas if area.valid_to}
    beginning = {(area.code, area.valid_from): area for area in areas}
    pairs = []
    for row in read_successions(folder):
        predecessor = ending.get((row.predecessor, row.date))
        successor = beginning.get((row.successor, row.date))
        if not (predecessor and successor):
            raise WrongReference(
                f"successions.csv: on {row.date} no area {row.predecessor} ends "
                f"or no area {row.successor} begins"
            )
        pairs.append(Succession(predecessor=predecessor, successor=successor))
    return pairs


def _area_set(row: AreaSetRow) -> AreaSet:
    names = [row.name_ja, row.full_name_ja, row.name_kana, row.name_en, row.full_name_en]
    names.append(row.other_name)
    return AreaSet(
        key=row.key,
        name_ja=row.name_ja,
        name_en=row.name_en,
        full_name_ja=row.full_name_ja,
        full_name_en=row.full_name_en,
        name_kana=row.name_kana,
        formed_on=row.formed_on,
        search_terms=search_terms(names),
    )


def _members(folder: Path, areas: list[Area]) -> list[AreaSetMember]:
    return [
        AreaSetMember(
            area_set_id=row.area_set,
            area=_valid(areas, row.code, row.valid_from),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in read_members(folder)
    ]


def _valid(areas: list[Area], code: str, on: date) -> Area:
    for area in areas:
        if area.code == code and area.valid_from <= on < (area.valid_to or date.max):
            return area
    raise WrongReference(f"area_set_members.csv: no area {code} is valid on {on}")
