"""What waits for somebody: each room says it of its own records, one page shows it.

Nothing is stored: a room asks its tables at reading time (`queries.waiting_for(asker)`), so a task
is gone in the moment in which its work is done. What many sorts of records have to say is asked
for together: a `Sort` names the records and the columns, `told` makes one query of all sorts. Who
stands as before asks it with the statement of before: making it takes several times as long as
asking it, and the bar asks after every page.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import get_language

from renkei.core.kept import Kept
from renkei.core.prepared import NOTHING as NO_STATEMENT
from renkei.core.prepared import Statement, statement_of
from renkei.core.rights import Asker
from renkei.core.writing import is_english

# Of all sorts together the oldest; whoever has more works through the list.
MOST = 1000
COLUMNS = ("title", "state", "note", "since", "due", "person", "unit")
# Unions want one type in a column: days and moments are read as text, and again by `day_of`.
DAYS = {"since", "due"}
NOTHING = Value("", CharField())
Columns = Mapping[str, str | Combinable]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    title: str  # of the record that waits
    step: str  # what to do, as a verb: 承認する
    address: str
    since: date
    due: date | None = None
    person: str = ""  # the one person who has to act; empty where anybody of the unit may
    unit: str = ""  # the unit that has to act
    unit_name: str = ""
    # Where the asker only watches: the work lies with somebody else, mostly the other side.
    is_elsewhere: bool = False
    # Where one button ends or postpones it: takes `choice` (done, postpone) and `to`, a day.
    at_once: str = ""

    def is_mine(self, asker: Asker) -> bool:
        return bool(self.person) and self.person == asker.person


@dataclass(frozen=True, slots=True)
class Head:
    """What is read of a record that waits, as text."""

    key: str
    title: str
    state: str
    note: str
    since: str
    due: str | None
    person: str
    unit: str

    @property
    def since_day(self) -> date:
        return day_of(self.since)

    @property
    def due_day(self) -> date | None:
        return day_of(self.due) if self.due else None


# None where the record, looked at closely, waits no more.
Tell = Callable[[Head], Waiting | None]


@dataclass(frozen=True, slots=True)
class Sort:
    """Records that wait for the same reason, and how one of them is told."""

    found: QuerySet[Any]
    tell: Tell
    columns: Columns = field(default_factory=dict)

    def heads(self, number: int) -> QuerySet[Any, Any]:
        """A column of texts that the table has is taken as it is: expressions cost more."""
        made: dict[str, Any] = {"of_sort": Value(number)}
        names = ["of_sort", "pk"]
        for name in COLUMNS:
            column = self.columns.get(name, NOTHING)
            if isinstance(column, str) and name not in DAYS:
                names.append(column)
            else:
                made[f"of_{name}"] = Cast(column, CharField()) if name in DAYS else column
                names.append(f"of_{name}")
        return self.found.order_by().annotate(**made).values_list(*names)


def _no_lines(_asker: Asker) -> Iterable[Waiting]:
    return ()


def _no_sorts(_asker: Asker) -> Iterable[Sort]:
    return ()


@dataclass(frozen=True, slots=True)
class Waits:
    """What a room has to say."""

    # Of the asker's standing and the day alone; without asking the database anything.
    sorts: Callable[[Asker], Iterable[Sort]] = _no_sorts
    # What the room counts or sums up by itself, asked anew each time.
    lines: Callable[[Asker], Iterable[Waiting]] = _no_lines


def told(asker: Asker, *rooms: Waits) -> list[Waiting]:
    """Everything that waits, the sorts of records in one query."""
    if not asker.is_somebody:
        return []
    kept = _kept(rooms, asker, get_language(), timezone.localdate())
    statement, tells = kept.of(asker)
    records = (tells[number](Head(*texts)) for number, *texts in statement.rows())
    lines = (one for room in rooms for one in room.lines(asker))
    return [*lines, *(one for one in records if one)]


Question = tuple[Statement, Sequence[Tell]]


@lru_cache(maxsize=256)
def _kept(rooms: tuple[Waits, ...], _asker: Asker, _language: str, _day: date) -> Kept[Question]:
    return Kept(lambda asker: _united([one for room in rooms for one in room.sorts(asker)]))


def _united(named: Iterable[Sort]) -> Question:
    sorts = [one for one in named if not one.found.query.is_empty()]
    if not sorts:
        return NO_STATEMENT, ()
    first, *others = [one.heads(number) for number, one in enumerate(sorts)]
    # An order within a part means nothing in a union, and so does a limit.
    every = first.union(*others, all=True) if others else first
    return statement_of(every.order_by("of_since", "pk")[:MOST]), [one.tell for one in sorts]


def named(name: str) -> Combinable:
    """The Japanese or the English column of a name; Japanese where there is no English."""
    ja = F(f"{name}_ja")
    return Coalesce(NullIf(F(f"{name}_en"), Value("")), ja) if is_english() else ja


def day_of(text: str) -> date:
    """Of a day, or of a moment as a database writes it."""
    if len(text) == len("2026-11-25"):
        return date.fromisoformat(text)
    return timezone.localdate(moment_of(text), timezone.get_default_timezone())


def moment_of(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)  # SQLite keeps moments without their zone
