"""What a room says about the tables it takes in; everything else about an import is written here.

A room subclasses `Importer` in its file `imports.py` and declares it:

    @declare_importer
    class Firms(Importer):
        name, label, kind = "firms", Text("企業", "Firms"), "organisation"
        columns = (Wanted(Column("name", Text("名称", "Name")), "text", is_key=True), ...)
        ...

The file is imported when the first page or job asks for an importer, never at the start.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, ClassVar, TypeVar

from django.utils.module_loading import autodiscover_modules

from renkei.charter.text import Text
from renkei.core.rights import Asker
from renkei.core.states import ChangeKind
from renkei.core.tables.cells import Value, Wanted
from renkei.core.tables.intake import Row

# What a record says, as JSON holds it; compared to find out whether it has changed.
Snapshot = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Misfit:
    """A problem that the type of a cell cannot show: a code that does not exist, a rule broken."""

    row: int  # Row.number
    column: str  # key of the column; empty when the whole row is meant
    text: str  # what is wrong and how to mend it
    is_notice: bool = False  # to be looked at in the dry run; the row can be taken in as it is


@dataclass(frozen=True, slots=True)
class Difference:
    column: str  # key of the column
    before: Value
    after: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a row would do to the records."""

    row: Row
    kind: ChangeKind
    title: str  # of the record, as the reader knows it
    key: str = ""  # of the record that is there already; empty when new
    differences: tuple[Difference, ...] = ()


class Importer(ABC):
    name: str  # stands in the address: /imports/firms/
    label: Text  # what the table holds, in the plural
    kind: ClassVar[str]  # name of the kind of record that is made

    @property
    @abstractmethod
    def columns(self) -> Sequence[Wanted]:
        """Those that the file has to have; a subclass usually states them as a class variable."""

    @abstractmethod
    def may_import(self, asker: Asker) -> bool:
        """Whether the person may hand in such a table at all."""

    @classmethod
    def among(cls, some: Sequence["Importer"], asker: Asker) -> Sequence["Importer"]:
        """Those of several importers of this class with which the person may hand a table in; a
        class that is asked for many of them at once need not look everything up for each."""
        return [one for one in some if one.may_import(asker)]

    @abstractmethod
    def check(self, rows: Sequence[Row], *, by: Asker) -> Iterable[Misfit]:
        """Every problem of the rows; all rows at once, so that one query finds all references."""

    @abstractmethod
    def plan(self, rows: Sequence[Row], *, by: Asker) -> Sequence[Change]:
        """One change for each row, in their order.

        Each row is looked at by itself: a part of the rows gives the same changes, because long
        tables are taken in part by part, and each part is planned again right before.
        """

    @abstractmethod
    def apply(self, change: Change, *, by: Asker, on: date) -> str:
        """Make or change the record, through the room's own action; answers its key.

        Called inside a transaction, never for a row that changes nothing.
        Errors  Refused: then nothing of this part of the table is stored
        """

    @abstractmethod
    def snapshot(self, keys: Sequence[str]) -> Mapping[str, Snapshot]:
        """What the records say now, in everything that an import can change; as JSON."""

    @abstractmethod
    def undo(self, key: str, before: Snapshot | None, *, by: Asker, on: date) -> None:
        """Bring the record back to `before`; None: it was made by the import, take it away.

        Called inside a transaction, only for a record that is as the import left it.
        Errors  Refused with the reason, when something else has come to stand on the record
        """

    def address(self, key: str) -> str:  # noqa: ARG002 - for rooms that have a page
        """The page of a record; empty where it has none."""
        return ""


_IMPORTERS: dict[str, Importer] = {}
Declared = TypeVar("Declared", bound=type[Importer])


def declare_importer(importer: Declared) -> Declared:
    """Errors  ValueError when the name is declared twice."""
    add_importer(importer())
    return importer


def add_importer(importer: Importer) -> None:
    """Declare one of several importers that are alike but for what they were made with.

    Errors  ValueError when the name is declared twice
    """
    if importer.name in _IMPORTERS:
        raise ValueError(f"the importer “{importer.name}” is declared twice")
    _IMPORTERS[importer.name] = importer


def importers() -> Iterator[Importer]:
    _discover()
    yield from _IMPORTERS.values()


def importers_for(asker: Asker) -> list[Importer]:
    """Those with which the person may hand a table in."""
    alike: dict[type[Importer], list[Importer]] = {}
    for one in importers():
        alike.setdefault(type(one), []).append(one)
    return [one for kind, some in alike.items() for one in kind.among(some, asker)]


def importer_named(name: str) -> Importer | None:
    _discover()
    return _IMPORTERS.get(name)


@cache
def _discover() -> None:
    """Looking for a file in every room costs as much as a query."""
    autodiscover_modules("imports")
