"""The hand-written table of who may do what, and the world in which it is asked."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Model

from renkei.core.rights import Asker, RecordKind, RuledQuerySet, kind_named, verbs_of
from renkei.directory.models import Opening, Organisation, Person, Share
from tests.rights.samples import MAKERS, Where
from tests.rights.world import World

TABLE = Path(__file__).with_name("expected.toml")
EVERYBODY = "EVERYBODY"
KEYS = {
    *("unit", "receiver", "organisation", "applicant", "person", "subject", "side", "place"),
    *("public", "later"),
}


@dataclass(frozen=True, slots=True)
class Line:
    kind: str
    name: str
    record: Model
    may: dict[str, frozenset[str]]  # of each person the verbs

    @property
    def label(self) -> str:
        return f"{self.kind} {self.name}"


def table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def expected_kinds() -> set[str]:
    return set(table()) - {"groups"}


def lines_in(world: World) -> list[Line]:
    """Every line of the table with its record."""
    written = table()
    groups = written.pop("groups")
    return [
        _line(kind, entry, groups, world, f"mark-{kind.replace('_', '-')}-{n}")
        for kind, entries in written.items()
        for n, entry in enumerate(entries, start=1)
    ]


def _line(
    kind: str, entry: dict[str, Any], groups: dict[str, str], world: World, mark: str
) -> Line:
    record = _record(kind, entry, world, mark)
    for who in entry.get("opened", "").split():
        _open(kind, record, who, world)
    for unit in entry.get("shared", "").split():
        _share(kind, record, unit, world)
    return Line(kind, entry["name"], record, _allowed(entry["may"], groups, world))


def _record(kind: str, entry: dict[str, Any], world: World, mark: str) -> Model:
    if "is" in entry:
        found: Organisation | Person
        found = world.cast.organisations.get(entry["is"]) or world.cast.people[entry["is"]]
        return found
    at = entry["at"]
    if unknown := set(at) - KEYS:
        raise ValueError(f"{kind} “{entry['name']}” stands at {unknown}, which no maker knows")
    people = world.cast.people
    where = Where(
        mark=mark,
        unit=world.unit(at.get("unit", "city_section")),
        receiver=world.unit(at.get("receiver", "prefecture_section")),
        organisation=world.organisation(at.get("organisation", "contractor")),
        applicant=world.organisation(at["applicant"]) if "applicant" in at else None,
        side=at.get("side", ""),
        place=at.get("place", ""),
        person=people[at["person"]] if "person" in at else None,
        subject=people[at["subject"]] if "subject" in at else None,
        is_public=at.get("public", False),
        is_later=at.get("later", False),
    )
    return MAKERS[kind](where)


def _about(kind: str, record: Model, world: World) -> dict[str, str]:
    owner = world.unit("city_ward").key
    return {"record_kind": kind, "record_key": str(record.pk), "owner_unit": owner}


def _open(kind: str, record: Model, who: str, world: World) -> None:
    seats = world.asker(who).seats
    Opening.objects.create(
        **_about(kind, record, world),
        person=world.cast.people[who],
        unit=seats[0].unit if seats else world.unit("city_ward").key,
        reason="for the proof of rights",
        until="2099-01-01T00:00Z",
    )


def _share(kind: str, record: Model, unit: str, world: World) -> None:
    about = _about(kind, record, world)
    Share.objects.create(
        **about, unit=world.unit(unit), ground="law", ground_detail="for the proof", shared_by=""
    )


def _allowed(
    may: list[list[str]], groups: dict[str, str], world: World
) -> dict[str, frozenset[str]]:
    allowed = dict.fromkeys(world.names, frozenset[str]())
    for verbs, people in may:
        for name in _named(people, groups, world):
            allowed[name] |= frozenset(verbs.split())
    return allowed


def _named(people: str, groups: dict[str, str], world: World) -> Iterator[str]:
    for word in people.split():
        if word == EVERYBODY:
            yield from world.names
        elif word.isupper():
            yield from groups[word].split()
        else:
            yield word


def askers_of(world: World) -> dict[str, Asker]:
    return {name: world.asker(name) for name in world.names}


def unlike(
    lines: list[Line], world: World, only: str = "", askers: dict[str, Asker] | None = None
) -> Iterator[str]:
    """Where the rules say otherwise than the table."""
    askers = askers or askers_of(world)
    for kind in {line.kind for line in lines} if not only else {only}:
        of_kind = [line for line in lines if line.kind == kind]
        rows = _rows(kind, of_kind)
        for line in of_kind:
            for name, asker in askers.items():
                found = frozenset(map(str, verbs_of(asker, rows[line.record.pk])))
                if found != line.may[name]:
                    more, less = found - line.may[name], line.may[name] - found
                    yield f"{line.label}: {name} +{sorted(more)} -{sorted(less)}"


def _rows(name: str, lines: list[Line]) -> dict[Any, Model]:
    kind = kind_named(name)
    assert isinstance(kind, RecordKind)
    rows = RuledQuerySet(kind.table).with_columns()
    return {row.pk: row for row in rows.filter(pk__in=[line.record.pk for line in lines])}
