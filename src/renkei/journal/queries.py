"""Reading the journal: as known on a moment, of a period, about a record; and counting.

Every query here starts at an index: how long it takes grows with what it finds, not with the
journal.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, JSONField, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Cast

from renkei.core.questions import Found
from renkei.core.rights import RuledQuerySet, Visible
from renkei.journal.models import Concern, Entry, Mention, Seal
from renkei.journal.ranges import from_text

Entries = RuledQuerySet[Entry]
SeenEntries = Found[Entry]
LATELY = 200  # entries among which a page looks for what may be chosen
NEXT_SEALS = 50  # no transaction lasts longer than so many seals


def entries() -> Entries:
    """Everything, reversals as well, the latest first."""
    return Entry.objects.all()


def seen_entries(
    build: Callable[..., Any] | None = None, *, among: Callable[..., Entries] | None = None
) -> Visible[Entry]:
    """A prepared question of what somebody may read of the journal; of `entries`, or of `among`."""
    return Visible(Entry, build, among=among)


def entry_numbered(number: int) -> Entry | None:
    return Entry.objects.filter(pk=number).first()


# --- what counts ------------------------------------------------------------------------------


# A reversal is what has a reason: the table's own constraint. Asking for `reverses IS NULL` instead
# leads SQLite to the unique index on it, where nearly every entry stands under NULL.
NO_REVERSAL = Q(reason="")


def entries_known_on(moment: datetime) -> Entries:
    """What was known at a moment: written by then, and not taken back by then."""
    taken_back = Entry.objects.filter(reverses=OuterRef("pk"), at__lte=moment)
    return Entry.objects.filter(NO_REVERSAL, ~Exists(taken_back), at__lte=moment)


def standing_entries() -> Entries:
    """What is known now: all that was not taken back."""
    taken_back = Entry.objects.filter(reverses=OuterRef("pk"))
    return Entry.objects.filter(NO_REVERSAL, ~Exists(taken_back))


def of_period(among: Entries, first: date, last: date) -> Entries:
    """Those that the period counts: their day decides, both ends counted."""
    return among.filter(on__range=(first, last))


def known_late(among: Entries, closed: datetime) -> Entries:
    """Those that became known after a period was closed, and the reversals written since."""
    return among.filter(at__gt=closed)


def of_initiative(among: Entries, reference: str) -> Entries:
    found = among.filter(mentions__of=Concern.INITIATIVE, mentions__key=reference)
    # In the order in which the index holds them.
    return found.order_by("-mentions__on", "-mentions__entry")


def with_facts(among: Entries, **wanted: Any) -> Entries:
    """Those of which these facts are told: `with_facts(entries, level="first")`.

    A fact is compared as it stands in the JSON: a day or a decimal as text.
    """
    told: Any = among.annotate(told=Cast("facts", JSONField()))
    found: Entries = told.filter(**{f"told__{name}": value for name, value in wanted.items()})
    return found


# --- counting ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counted:
    n_entries: int
    n_persons: int  # different ones; one who comes twice is one
    quantity: Decimal | None  # None where no entry has one


COUNTS = {
    "n_entries": Count("pk"),
    "n_persons": Count("person", distinct=True, filter=~Q(person="")),
    "quantity": Sum("quantity"),
}


def counted(among: Entries) -> Counted:
    return Counted(**among.order_by().aggregate(**COUNTS))


def counted_by(among: Entries, column: str) -> dict[str, Counted]:
    """The same for each value of a column (`place`, `side`, `sex`, ...), in one query."""
    rows = among.order_by(column).values(column).annotate(**COUNTS)
    return {row.pop(column): Counted(**row) for row in rows}


# --- timelines --------------------------------------------------------------------------------


def entries_about(kind: str, key: str) -> Entries:
    """The life of one record, the latest first; what was taken back stands there with its
    reversal."""
    return Entry.objects.filter(subject_kind=kind, subject_key=key)


def timeline_of_organisations(keys: Iterable[str]) -> Entries:
    """What concerns any of these organisations (an organisation and those merged into it)."""
    return _mentioning(Concern.ORGANISATION, list(dict.fromkeys(keys)))


def timeline_of_initiative(reference: str) -> Entries:
    return _mentioning(Concern.INITIATIVE, [reference])


def _mentioning(of: Concern, keys: list[str]) -> Entries:
    if len(keys) == 1:
        # The index holds the mentions of one key in the order in which they are read.
        found = Entry.objects.filter(mentions__of=of, mentions__key=keys[0])
        return found.order_by("-mentions__on", "-mentions__entry")
    mentions = Mention.objects.filter(of=of, key__in=keys)
    return Entry.objects.filter(pk__in=mentions.values("entry"))


def reversals_of(ids: Iterable[int]) -> dict[int, Entry]:
    """By the id of the entry that was taken back."""
    found = Entry.objects.filter(reverses__in=list(ids))
    return {entry.reverses_id: entry for entry in found if entry.reverses_id}


def mentions_of(entry: Entry) -> QuerySet[Mention]:
    return entry.mentions.order_by("of", "key")


def units_lately(among: Entries) -> list[tuple[str, str]]:
    """The credited units of the latest entries with their names, for a choice."""
    latest = among.filter(organisation__gt="").values_list("organisation", "organisation_name")
    return sorted(dict(latest[:LATELY]).items(), key=lambda unit: unit[1])


def seal_of(entry: Entry) -> Seal | None:
    """The seal that covers an entry: one of the first made after it was written."""
    made = Seal.objects.filter(sealed_at__gte=entry.at).order_by("sealed_at", "number")
    for seal in made.defer("marks")[:NEXT_SEALS]:
        if any(first <= entry.pk <= last for first, last in from_text(seal.covered)):
            return seal
    return None
