"""Set-based reads for figures: one query gives a whole table of counts.

A fact is compared as it was declared: a text, a whole number, yes or no, a day as text. Amounts are
summed as whole thousandths, which both databases add exactly.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    Field,
    FilteredRelation,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, In, IsNull

from renkei.core.prepared import Prepared
from renkei.core.sides import Side
from renkei.journal.models import Concern, Entry, Mention
from renkei.journal.queries import Entries, entries_known_on, standing_entries

QUANTITY = "quantity"
NEVER = "9999-12-31"
SCALE = 1000  # of amounts: three decimals, as the quantity of an entry has
SIDES = {
    "prefecture": (Side.PREFECTURE, Side.JOINT),
    "city": (Side.CITY, Side.JOINT),
}
# Keys that are counted once: where they stand, and by what an entry is known to have one.
DISTINCT = {
    "persons": ("person", Q(person__gt="")),
    "organisations": ("mentions__key", Q(mentions__of=Concern.ORGANISATION)),
}


class Told(Func):
    """A fact as it stands in the entry; null where it is not told."""

    arity = 1
    fields: Mapping[type, type[Field[Any, Any]]] = {int: BigIntegerField, bool: BooleanField}
    casts: Mapping[type, str] = {int: "::bigint", bool: "::boolean"}

    def __init__(self, name: str, of: type = str) -> None:
        if not name.isidentifier():
            raise ValueError(f"“{name}” is no fact")
        self.name, self.of = name, of
        super().__init__(F("facts"), output_field=self.fields.get(of, TextField)())

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = f"json_extract(%(expressions)s, '$.\"{self.name}\"')"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        cast = self.casts.get(self.of, "")
        template = f"(%(expressions)s::json ->> '{self.name}'){cast}"
        return self.as_sql(compiler, connection, template=template, **extra)


class Thousandths(Func):
    arity = 1
    output_field = BigIntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = f"CAST(ROUND(CAST(%(expressions)s AS REAL) * {SCALE}) AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = f"ROUND((%(expressions)s)::numeric * {SCALE})::bigint"
        return self.as_sql(compiler, connection, template=template, **extra)


def amount(of: str) -> Thousandths:
    """The quantity of an entry, or a fact that is a number."""
    return Thousandths(F(QUANTITY) if of == QUANTITY else Told(of))


# --- which entries ----------------------------------------------------------------------------


def known(at: datetime | None) -> Entries:
    """What stands now, or stood at a moment."""
    return entries_known_on(at) if at else standing_entries()


def watermark(at: datetime | None) -> int:
    """The number of the last entry that was known; 0 before the first."""
    last = _LAST.rows(at=at)
    return last[0][0] if last else 0


def _last(at: datetime | None) -> QuerySet[Any, Any]:
    found = Entry.objects.filter(at__lte=at) if at else Entry.objects.all()
    return found.order_by("-at", "-id").values_list("id")[:1]


_LAST = Prepared(_last)


def serving(reference: str) -> Q:
    """That an entry serves an initiative; every entry where no reference is given."""
    return Q(initiatives__contains=f" {reference} ") if reference else Q()


def of_side(among: Entries, side: str) -> Entries:
    """ "prefecture" and "city" with what both did together, "joint" alone, "" without a side."""
    return among.filter(side__in=SIDES.get(side, (side,)))


def telling(fact: str, of: type, *, one_of: Sequence[Any] = (), none_of: Sequence[Any] = ()) -> Q:
    """That a fact is told as one of these values, or as any but these; or that it is told."""
    told = Told(fact, of)
    if not (one_of or none_of):
        return Q(IsNull(told, False))
    # Unknown is neither in a list nor outside it, so that it never passes.
    return Q(In(told, list(one_of))) if one_of else ~Q(In(told, list(none_of)))


def still_holding(among: Entries, fact: str, last: date) -> Entries:
    """Those whose last day, a fact, has not passed, or that have none."""
    until = Coalesce(Told(fact), Value(NEVER), output_field=TextField())
    return among.filter(GreaterThanOrEqual(until, last.isoformat()))


def begun(
    at: datetime | None, last: date, *, kinds: Sequence[str], ended_by: Sequence[str]
) -> Entries:
    """Of each record the entry that began it last, where none ended it by the last day."""
    later = known(at).filter(
        Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk")),
        subject_kind=OuterRef("subject_kind"),
        subject_key=OuterRef("subject_key"),
        kind__in=[*kinds, *ended_by],
        on__lte=last,
    )
    return known(at).filter(~Exists(later), kind__in=kinds, on__lte=last)


# --- counting ---------------------------------------------------------------------------------


def tallied(
    among: Entries, by: Mapping[str, Any], amounts: Iterable[str] = ()
) -> list[dict[str, Any]]:
    """For each combination of what `by` names: `n` entries, and of each amount its sum in
    thousandths (`sum_…`) and how many entries tell it (`n_…`)."""
    counts: dict[str, Any] = {"n": Count("pk")}
    for of in amounts:
        counts |= {
            f"sum_{of}": Sum(amount(of)),
            f"n_{of}": Count(F(QUANTITY) if of == QUANTITY else Told(of)),
        }
    named = {f"by_{name}": expression for name, expression in by.items()}
    rows = among.order_by().annotate(**named).values(*named).annotate(**counts)
    return [{name.removeprefix("by_"): value for name, value in row.items()} for row in rows]


@dataclass(frozen=True, slots=True)
class Different:
    """How many different ones; those of both sides are among those of either."""

    prefecture: int
    city: int
    both: int
    neither: int  # only where no side is told


def different(among: Entries, of: str, conditions: Sequence[Q]) -> list[Different]:
    """Different persons or organisations in the entries of each condition, in one query."""
    key, has_one = DISTINCT[of]
    flags: dict[str, Any] = {}
    sums: dict[str, Any] = {}
    for n, condition in enumerate(conditions):
        names = {side: f"{side}_{n}" for side in SIDES}
        flags[f"any_{n}"] = _has(condition & Q(pk__gt=0))
        flags |= {names[side]: _has(condition & Q(side__in=SIDES[side])) for side in SIDES}
        sums |= {f"n_{name}": Sum(name) for name in (f"any_{n}", *names.values())}
        sums[f"both_{n}"] = Sum(F(names["prefecture"]) * F(names["city"]))
    # Everything where one condition asks nothing; else only what some of them ask for.
    wanted = reduce(or_, conditions) if all(conditions) else Q()
    each_once = among.order_by().filter(has_one, wanted).values(key).annotate(**flags)
    found = each_once.aggregate(**sums)
    return [
        _different(
            *(found[f"{name}_{n}"] or 0 for name in ("n_any", "n_prefecture", "n_city", "both"))
        )
        for n in range(len(conditions))
    ]


def _different(n_any: int, prefecture: int, city: int, both: int) -> Different:
    return Different(prefecture, city, both, n_any - (prefecture + city - both))


def has_any(of: str) -> Any:
    """Whether an entry names a person, or an organisation."""
    if of == "persons":
        return Case(When(person="", then=False), default=True, output_field=BooleanField())
    return Exists(Mention.objects.filter(entry=OuterRef("pk"), of=Concern.ORGANISATION))


def each(among: Entries, of: str, by: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each entry with each `key` that it names, None where it names none; for few entries."""
    concerned = FilteredRelation("mentions", condition=Q(mentions__of=Concern.ORGANISATION))
    key = F("person") if of == "persons" else F("concerned__key")
    named = {f"by_{name}": expression for name, expression in {**by, "key": key}.items()}
    rows = among.order_by().alias(concerned=concerned).annotate(**named).values("pk", *named)
    return [{name.removeprefix("by_"): value for name, value in row.items()} for row in rows]


def pairs(among: Entries, of: str, cell: Any) -> list[tuple[str, Any]]:
    """Each person or organisation with each value of a cell, once."""
    key, has_one = DISTINCT[of]
    found = among.order_by().filter(has_one).annotate(_cell=cell)
    return list(found.values_list(key, "_cell").distinct())


def names_of_units(among: Entries) -> list[tuple[str, str]]:
    """The credited units, each with every name under which it stands there."""
    found = among.order_by("organisation", "organisation_name").filter(organisation__gt="")
    return list(found.values_list("organisation", "organisation_name").distinct())


class Month(Func):
    """Of the day of an entry, as "2026-10"."""

    arity = 1
    output_field = TextField()

    def __init__(self) -> None:
        super().__init__(F("on"))

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="substr(%(expressions)s, 1, 7)", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "to_char(%(expressions)s, 'YYYY-MM')"
        return self.as_sql(compiler, connection, template=template, **extra)


def _has(condition: Q) -> Max:
    """1 where one of the grouped entries fulfils it."""
    return Max(Case(When(condition, then=Value(1)), default=0, output_field=IntegerField()))


def exactly(thousandths: int | None) -> Decimal:
    """An amount as it was before it was summed."""
    return Decimal(thousandths or 0) / SCALE
