"""Any record of the house by its kind and key: whose it is, and what it is called."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.http import Http404

from renkei.core.rights import (
    Asker,
    RecordKind,
    RuledQuerySet,
    Verb,
    kind_named,
    kind_of,
    seen_among,
)
from renkei.core.rights.columns import end_of
from renkei.core.writing import localized
from renkei.directory.models import Unit
from renkei.paperwork.records import record_named

Pair = tuple[str, str]  # kind and key


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose record it is, and about whom."""

    units: frozenset[str]
    side: str
    subject: str

    @property
    def unit(self) -> str:
        """The one that is written down; of several the first by key."""
        return min(self.units, default="")


@dataclass(frozen=True, slots=True)
class Named:
    kind: str
    title: str  # empty where the reader may not even know what it is called
    address: str


def owner_of(record: Model) -> Owner:
    columns = kind_of(record).columns
    units, sides, people = (
        end_of(record, column) if column else frozenset[str]()
        for column in (columns.unit, columns.side, columns.person)
    )
    side = min(sides, default="") or _side_of(min(units, default=""))
    return Owner(units, side, min(people) if len(people) == 1 else "")


def _side_of(unit: str) -> str:
    return Unit.objects.filter(pk=unit).values_list("side", flat=True).first() or "" if unit else ""


def any_record(kind: str, key: str) -> tuple[RecordKind, Model]:
    """The record, whoever asks: the caller decides what may be shown.

    Errors  Http404 when there is none
    """
    record = record_named(kind, key)
    if record is None:
        raise Http404("no such record")
    return kind_of(record), record


def record_for(asker: Asker, verb: Verb, kind: str, key: str) -> tuple[RecordKind, Model]:
    """Errors  Http404 when there is none with which the person may do this."""
    declared = kind_named(kind)
    if declared is None:
        raise Http404("no such kind of record")
    try:
        return declared, records_of(declared).seen_by(asker, verb, pk=key)
    except ValueError as error:  # a text where the kind counts its records
        raise Http404("no such record") from error


def records_of(kind: RecordKind) -> RuledQuerySet[Model]:
    return RuledQuerySet(kind.table)


def named(pairs: Iterable[Pair], asker: Asker) -> dict[Pair, Named]:
    """How the records are called for this person; one query for each kind among them."""
    by_kind = defaultdict[str, set[str]](set)
    for kind, key in pairs:
        by_kind[kind].add(key)
    found: dict[Pair, Named] = {}
    for name, keys in by_kind.items():
        declared = kind_named(name)
        if declared is None:
            continue
        label = localized(declared.label)
        found |= {(name, key): Named(label, "", "") for key in keys}
        for record in seen_among(declared.table, asker, keys, Verb.FIND):
            shown = Named(label, declared.title(record), declared.address(record))
            found[name, str(record.pk)] = shown
    return found
