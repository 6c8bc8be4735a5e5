"""What a person finds: only records that `visible_to` shows, in an order that can be said.

First the record that is called exactly so, then those whose name begins so, then those with all
words in the name, then those that hold them elsewhere; the newer before the older.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from renkei.core.folding import BAR, fold
from renkei.core.models import SearchEntry
from renkei.core.rights import Asker, RecordKind, Verb, key_of, kind_named
from renkei.core.search.bigrams import MATCHING, asked
from renkei.core.search.entries import searched_kinds
from renkei.core.search.snippets import Snippet, snippet

MOST_WORDS, LONGEST_QUERY = 8, 100
MOST_FOUND = 1000  # more than anybody reads; the page says “1,000 or more”


@dataclass(frozen=True, slots=True)
class Found:
    kind: RecordKind
    key: str
    title: str
    address: str
    snippet: Snippet | None  # None where the person may not read the record


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that may be shown; it is not read yet."""

    kind: str
    key: str


def search(
    asker: Asker, text: str, *, limit: int = 20, kinds: Iterable[str] | None = None
) -> list[Found]:
    """The records that hold every word of `text` and that the person may find, the best first."""
    return read(asker, text, hits(asker, text, limit=limit, kinds=kinds))


def hits(
    asker: Asker,
    text: str,
    *,
    limit: int = MOST_FOUND,
    kinds: Iterable[str] | None = None,
    keys: Collection[str] | None = None,
) -> list[Hit]:
    """In one query, whatever the number of kinds; of all records, or of those with `keys`."""
    words = words_of(text)
    visible = _visible(asker, words, kinds)
    if not words or visible is None:
        return []
    found = _matching(words).filter(visible)
    if keys is not None:
        found = found.filter(key__in=keys)
    found = found.annotate(rank=_rank(words))
    rows = found.order_by("rank", "-key", "kind").values_list("kind", "key")[:limit]
    return [Hit(kind, key) for kind, key in rows]


def read(asker: Asker, text: str, found: Sequence[Hit]) -> list[Found]:
    """The records themselves, in one query for each kind."""
    words = words_of(text)
    shown: dict[tuple[str, str], Found] = {}
    for name in dict.fromkeys(hit.kind for hit in found):
        kind = kind_named(name)
        assert kind
        keys = [hit.key for hit in found if hit.kind == name]
        shown |= {(name, one.key): one for one in _shown(asker, kind, keys, words)}
    return [shown[hit.kind, hit.key] for hit in found if (hit.kind, hit.key) in shown]


def words_of(text: str) -> list[str]:
    """The folded words of a query, each once."""
    words = dict.fromkeys(fold(word) for word in text[:LONGEST_QUERY].split())
    return [word for word in words if word][:MOST_WORDS]


def _matching(words: Sequence[str]) -> QuerySet[SearchEntry]:
    """The index narrows down; the text itself decides."""
    narrowed = RawSQL(MATCHING[connection.vendor], [asked(words)])  # noqa: S611 - no text in it
    return SearchEntry.objects.filter(_holds("text", words), pk__in=narrowed)


def _visible(asker: Asker, words: Sequence[str], kinds: Iterable[str] | None) -> Q | None:
    """What may be shown; None where no kind has anything for the person."""
    wanted = None if kinds is None else set(kinds)
    visible = None
    for kind in searched_kinds():
        if wanted is not None and kind.name not in wanted:
            continue
        condition = _visible_of(kind, asker, words)
        if condition is not None:
            visible = condition if visible is None else visible | condition
    return visible


def _visible_of(kind: RecordKind, asker: Asker, words: Sequence[str]) -> Q | None:
    """Who may only find a record finds it by its name: other words would tell what it says."""
    table: Any = kind.table
    own = {kind.columns.key: OuterRef("key")}
    found = table.objects.visible_to(asker, Verb.FIND)
    readable = table.objects.visible_to(asker, Verb.READ)
    if found.query.is_empty():
        return None
    # Asked of each candidate by its key: nobody's whole set of records is built for a search.
    opened = _holds("titles", words)
    if not readable.query.is_empty():
        opened |= Q(Exists(readable.filter(**own)))
    return Q(kind=kind.name) & Q(Exists(found.filter(**own))) & opened


def _holds(column: str, words: Iterable[str]) -> Q:
    held = Q()
    for word in words:
        held &= Q(GreaterThan(StrIndex(column, Value(word)), 0))
    return held


def _rank(words: Sequence[str]) -> Case:
    whole = "".join(words)
    return Case(
        When(_holds("titles", [BAR + whole + BAR]), then=Value(0)),
        When(_holds("titles", [BAR + whole]), then=Value(1)),
        When(_holds("titles", words), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )


def _beside_title(said: str | None, title: str) -> list[str]:
    """What the record says, without the name that stands above it anyway."""
    called = fold(title)
    return [text for text in (said or "").split("\n") if fold(text) != called]


def _shown(
    asker: Asker, kind: RecordKind, keys: Sequence[str], words: Sequence[str]
) -> list[Found]:
    table: Any = kind.table
    readable = table.objects.visible_to(asker, Verb.READ)
    own = {kind.columns.key: OuterRef(kind.columns.key)}
    entry = SearchEntry.objects.filter(kind=kind.name, key=OuterRef(kind.columns.key))
    # None where the person may only find the record: what it says stays with it.
    said = Case(When(Exists(readable.filter(**own)), then=Subquery(entry.values("said"))))
    records = table.objects.visible_to(asker, Verb.FIND).filter(**{f"{kind.columns.key}__in": keys})
    return [
        Found(
            kind,
            key_of(record),
            kind.title(record),
            kind.address(record),
            snippet(_beside_title(record.said_in_search, kind.title(record)), words),
        )
        for record in records.annotate(said_in_search=said)
    ]
