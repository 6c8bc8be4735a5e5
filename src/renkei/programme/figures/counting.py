"""Counting definitions, many at a time.

Definitions that speak of one kind of entry share one query: it groups the entries by side, by the
initiatives they serve and by the facts that the definitions ask for, and each definition is added
up from these groups. Different persons and organisations cannot be added up: the database tells
them apart, again for all definitions of the same kinds at once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F

from renkei.charter.counts import COLUMNS, Counted, Filter
from renkei.journal import tallies
from renkei.journal.queries import Entries, of_period
from renkei.programme.figures.entries import (
    Scope,
    condition,
    in_time,
    passes,
    standing,
    stored_type,
)
from renkei.programme.figures.gazetteer import Gazetteer
from renkei.programme.figures.results import Sided

Row = Mapping[str, Any]
Key = tuple[Any, ...]
AMOUNT = "amount_of_"
# Different ones that few enough rows hold to be told apart here.
SETS = ("initiatives", "places", "bureaus")


@dataclass(frozen=True, slots=True)
class Part:
    """What is counted, and for which initiative; empty for the whole programme."""

    counted: Counted
    reference: str = ""

    @property
    def distinct(self) -> str:
        """Persons or organisations of a period, where these are what is counted."""
        return self.counted.measure if self.counted.measure in tallies.DISTINCT else ""

    @property
    def standing(self) -> str:
        """The same of a level: few enough to be told apart here."""
        return self.counted.of or "" if self.counted.measure == "level" else ""


@dataclass(slots=True)
class Table:
    """One query: what it groups by and what it sums."""

    entries: Callable[[Scope], Entries]
    each: str = ""  # persons or organisations, of which each is a row
    by: dict[str, Any] = field(default_factory=dict)
    amounts: set[str] = field(default_factory=set)


def count(parts: Sequence[Part], scope: Scope) -> list[Sided]:
    """Each part counted, in the same order."""
    rows = rows_of(parts, scope)
    different = _different([part for part in parts if part.distinct], scope)
    return [_counted(part, rows, different, scope.gazetteer) for part in parts]


def _counted(
    part: Part,
    rows: Mapping[Key, Sequence[Row]],
    different: Mapping[Part, tallies.Different],
    gazetteer: Gazetteer,
) -> Sided:
    added = add_up(part, _rows_for(part, rows, gazetteer), gazetteer)
    if not part.distinct:
        return added
    found = different[part]
    return Sided(
        total=Decimal(found.prefecture + found.city - found.both),
        prefecture=Decimal(found.prefecture),
        city=Decimal(found.city),
        joint=Decimal(found.both),
        no_side=Decimal(found.neither),
        n_entries=added.n_entries,
        n_unknown=added.n_unknown,
    )


def _different(parts: Iterable[Part], scope: Scope) -> dict[Part, tallies.Different]:
    together: dict[Key, list[Part]] = defaultdict(list)
    for part in dict.fromkeys(parts):
        together[part.distinct, part.counted.kinds].append(part)
    found: dict[Part, tallies.Different] = {}
    for (of, _), some in together.items():
        conditions = [condition(one.counted, one.reference, scope.gazetteer) for one in some]
        among = in_time(some[0].counted, scope)
        found |= zip(some, tallies.different(among, of, conditions), strict=True)
    return found


def rows_of(
    parts: Iterable[Part], scope: Scope, also: Mapping[str, Any] | None = None
) -> dict[Key, list[dict[str, Any]]]:
    """The groups of all tables that the parts need, each read once."""
    tables: dict[Key, Table] = {}
    for part in parts:
        for key, entries in _sources(part.counted):
            table = tables.setdefault(key, Table(entries, part.standing))
            table.by |= {**_asked(part), **(also or {})}
            if part.counted.measure == "sum" and part.counted.of:
                table.amounts.add(part.counted.of)
    return {key: _read(table, scope) for key, table in tables.items()}


def _read(table: Table, scope: Scope) -> list[dict[str, Any]]:
    if table.each:
        return tallies.each(table.entries(scope), table.each, table.by)
    return tallies.tallied(table.entries(scope), table.by, sorted(table.amounts))


def rows_for(part: Part, scope: Scope, also: Mapping[str, Any]) -> list[Row]:
    """The groups of one part, told apart by more than it asks for itself."""
    return _rows_for(part, rows_of([part], scope, also), scope.gazetteer)


def _sources(counted: Counted) -> list[tuple[Key, Callable[[Scope], Entries]]]:
    if counted.measure == "level":
        key = (
            *(counted.kinds, counted.ended_by, counted.until, counted.within_months),
            counted.of,
        )
        return [(key, lambda scope: standing(counted, scope))]
    return [((kind,), _of_kind(kind)) for kind in counted.kinds]


def _of_kind(kind: str) -> Callable[[Scope], Entries]:
    def entries(scope: Scope) -> Entries:
        found = scope.known().filter(kind=kind)
        return of_period(found, scope.period.first, scope.period.last)

    return entries


def _asked(part: Part) -> dict[str, Any]:
    counted = part.counted
    asked: dict[str, Any] = {"side": F("side"), "initiatives": F("initiatives")}
    for one in counted.where:
        is_column = one.fact in COLUMNS
        asked[one.fact] = (
            F(one.fact) if is_column else tallies.Told(one.fact, stored_type(counted, one.fact))
        )
    if part.distinct:
        asked[f"has_{part.distinct}"] = tallies.has_any(part.distinct)
    if counted.measure in ("places", "bureaus"):
        asked["place"] = F("place")
    if counted.measure == "median" and counted.of:
        asked[AMOUNT + counted.of] = tallies.amount(counted.of)
    return asked


class Passing(dict[Any, bool]):
    """Whether a value passes a filter, asked once for each of the few values that there are."""

    def __init__(self, wanted: Filter, gazetteer: Gazetteer) -> None:
        super().__init__()
        self.wanted, self.gazetteer = wanted, gazetteer

    def __missing__(self, value: Any) -> bool:
        self[value] = passes(value, self.wanted, self.gazetteer)
        return self[value]


def _rows_for(part: Part, rows: Mapping[Key, Sequence[Row]], gazetteer: Gazetteer) -> list[Row]:
    wanted = f" {part.reference} " if part.reference else ""
    found = [
        row
        for key, _ in _sources(part.counted)
        for row in rows[key]
        if wanted in row["initiatives"]
    ]
    for one in part.counted.where:
        is_passing = Passing(one, gazetteer)
        found = [row for row in found if is_passing[row[one.fact]]]
    return found


# --- adding up --------------------------------------------------------------------------------


def add_up(part: Part, rows: Sequence[Row], gazetteer: Gazetteer) -> Sided:
    """One count from its groups; of different persons and organisations only the entries."""
    counted = part.counted
    if part.standing:
        n_entries = len({row["pk"] for row in rows})
        return _of_sets(rows, lambda row: [row["key"]] if row["key"] else [], n_entries)
    n_entries = sum(row["n"] for row in rows)
    if counted.measure in SETS:
        return _of_sets(rows, _keys(counted.measure, gazetteer), n_entries)
    if counted.measure == "median":
        return _of_medians(rows, AMOUNT + str(counted.of), n_entries)
    of: dict[str, Decimal] = defaultdict(Decimal)
    n_unknown = 0
    for row in rows:
        if counted.measure == "sum":
            of[row["side"]] += tallies.exactly(row[f"sum_{counted.of}"])
            n_unknown += row["n"] - row[f"n_{counted.of}"]
        elif part.distinct:
            n_unknown += 0 if row[f"has_{part.distinct}"] else row["n"]
        else:
            of[row["side"]] += row["n"]
    joint = of["joint"]
    prefecture, city = of["prefecture"] + joint, of["city"] + joint
    total = prefecture + city - joint
    return Sided(total, prefecture, city, joint, of[""], n_entries, n_unknown)


def _keys(measure: str, gazetteer: Gazetteer) -> Callable[[Row], list[str]]:
    if measure == "initiatives":
        return lambda row: row["initiatives"].split()
    where = gazetteer.bureau if measure == "bureaus" else gazetteer.municipality
    return lambda row: [found] if (found := where(row["place"])) else []


def _of_sets(rows: Sequence[Row], keys: Callable[[Row], list[str]], n_entries: int) -> Sided:
    found: dict[str, set[str]] = defaultdict(set)
    n_unknown = 0
    for row in rows:
        here = keys(row)
        found[row["side"]].update(here)
        n_unknown += 0 if here else row.get("n", 1)
    prefecture, city = found["prefecture"] | found["joint"], found["city"] | found["joint"]
    either = prefecture | city
    return Sided(
        total=Decimal(len(either)),
        prefecture=Decimal(len(prefecture)),
        city=Decimal(len(city)),
        joint=Decimal(len(prefecture & city)),
        no_side=Decimal(len(found[""] - either)),
        n_entries=n_entries,
        n_unknown=n_unknown,
    )


def _of_medians(rows: Sequence[Row], column: str, n_entries: int) -> Sided:
    known = [row for row in rows if row[column] is not None]

    def middle(*sides: str) -> Decimal | None:
        return median([(row[column], row["n"]) for row in known if row["side"] in sides])

    return Sided(
        middle("prefecture", "city", "joint"),
        middle("prefecture", "joint"),
        middle("city", "joint"),
        middle("joint"),
        middle(""),
        n_entries,
        n_entries - sum(row["n"] for row in known),
    )


def median(weighted: Iterable[tuple[int, int]]) -> Decimal | None:
    """Of values in thousandths, each with how often it stands there; None of nothing."""
    ordered = sorted(weighted)
    n = sum(times for _, times in ordered)
    if not n:
        return None
    lower = _nth(ordered, (n - 1) // 2)
    upper = _nth(ordered, n // 2)
    return (tallies.exactly(lower) + tallies.exactly(upper)) / 2


def _nth(ordered: Iterable[tuple[int, int]], n: int) -> int:
    for value, times in ordered:
        if n < times:
            return value
        n -= times
    raise IndexError(n)
