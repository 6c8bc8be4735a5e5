"""The index: one entry for each record of a kind that is searched."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.db.models.signals import post_delete, post_save
from django.utils.translation import override

from renkei.core.folding import BAR, fold
from renkei.core.models import SearchEntry
from renkei.core.rights import RecordKind, key_of, kind_of, kinds
from renkei.core.search import bigrams

LONGEST_TEXT = 50_000  # characters of a record that are searched
AT_ONCE = 500

Row = TypeVar("Row", bound=Model)


def searched_kinds() -> Iterator[RecordKind]:
    return (kind for kind in kinds() if kind.words)


def connect() -> None:
    """Let the index follow every record of a kind that is searched."""
    for kind in searched_kinds():
        post_save.connect(_saved, sender=kind.table, dispatch_uid=f"index {kind.name}")
        post_delete.connect(_deleted, sender=kind.table, dispatch_uid=f"index {kind.name}")


def _saved(instance: Model, *, raw: bool = False, **_: object) -> None:
    if not raw:
        index_record(instance)


def _deleted(instance: Model, **_: object) -> None:
    kind = kind_of(instance)
    forget(kind.name, key_of(instance))


def index_record(record: Model) -> None:
    """Follow what the record says now; for rooms whose words come from rows around the record."""
    kind = kind_of(record)
    if kind.words:
        put(kind, [record])


def put(kind: RecordKind, records: Sequence[Model]) -> None:
    """The index as the records say it; writes only what has changed."""
    told = {key_of(record): entry_for(kind, record) for record in records}
    wanted = {key: entry for key, entry in told.items() if entry.text}
    silent = told.keys() - wanted.keys()
    with transaction.atomic():
        if silent:
            _drop(SearchEntry.objects.filter(kind=kind.name, key__in=silent))
        there = {
            entry.key: entry
            for entry in SearchEntry.objects.filter(kind=kind.name, key__in=list(wanted))
        }
        changed = [
            entry
            for key, entry in wanted.items()
            if key not in there or _says(there[key]) != _says(entry)
        ]
        if not changed:
            return
        kept = SearchEntry.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["kind", "key"],
            update_fields=["titles", "text", "said"],
        )
        bigrams.put((entry.pk, entry.text) for entry in kept)


def forget(kind: str, key: str) -> None:
    """Nothing of the record stays in the index, neither its text nor its bigrams."""
    entries = SearchEntry.objects.filter(kind=kind, key=key)
    if numbers := list(entries.values_list("pk", flat=True)):
        _drop_numbers(numbers)


def rebuild(*, anew: bool = False) -> Iterator[tuple[RecordKind, int]]:
    """Bring the whole index to what the records say; tells after each part how far it is.

    Pages may search meanwhile. `anew` empties it first, for when its own table is in doubt.
    """
    if anew:
        with transaction.atomic():
            bigrams.clear()
            SearchEntry.objects.all().delete()
    searched = {kind.name: kind for kind in searched_kinds()}
    _drop(SearchEntry.objects.exclude(kind__in=searched))
    for kind in searched.values():
        everything = kind.table._base_manager
        there = everything.filter(**{kind.columns.key: OuterRef("key")})
        _drop(SearchEntry.objects.filter(~Exists(there), kind=kind.name))
        n = 0
        yield kind, n
        for part in _parts(everything.order_by("pk").iterator(AT_ONCE)):
            put(kind, part)
            n += len(part)
            yield kind, n


def _drop(entries: QuerySet[SearchEntry]) -> None:
    for part in _parts(entries.order_by("pk").iterator(AT_ONCE)):
        _drop_numbers([entry.pk for entry in part])


@transaction.atomic
def _drop_numbers(numbers: Sequence[int]) -> None:
    bigrams.drop(numbers)
    SearchEntry.objects.filter(pk__in=numbers).delete()


def entry_for(kind: RecordKind, record: Any) -> SearchEntry:
    """Without a text when the record has no words: then it is not found by its title either."""
    titles = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            titles.append(kind.title(record))
    words = [" ".join(text.split()) for text in (kind.words(record) if kind.words else ()) if text]
    return SearchEntry(
        kind=kind.name,
        key=key_of(record),
        titles=joined(titles),
        text=joined([*titles, *words]) if words else "",
        said="\n".join(words)[:LONGEST_TEXT],
    )


def joined(texts: Iterable[str]) -> str:
    """Texts as the index keeps them: folded, each once, between bars."""
    folded = dict.fromkeys(found for text in texts if text and (found := fold(text)))
    return (BAR + BAR.join(folded))[:LONGEST_TEXT] + BAR if folded else ""


def _says(entry: SearchEntry) -> tuple[str, str, str]:
    return entry.titles, entry.text, entry.said


def _parts(records: Iterator[Row]) -> Iterator[list[Row]]:
    while part := list(islice(records, AT_ONCE)):
        yield part
