"""Records behind keys, as far as the reader may find them.

The journal keeps keys and knows no room; each room has declared its kinds of record, and their
rules decide here as everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from renkei.core.addresses import address_of_record
from renkei.core.rights import Asker, Verb, kind_named
from renkei.core.writing import localized
from renkei.journal.models import Entry


@dataclass(frozen=True, slots=True)
class Found:
    kind: str  # how pages call this kind of record
    title: str  # empty where the reader may not find it
    address: str


def records_found(asker: Asker, kind: str, keys: Iterable[str]) -> dict[str, Found]:
    """By key, those that the reader may find."""
    declared = kind_named(kind)
    wanted = sorted({key for key in keys if key})
    if declared is None or not wanted:
        return {}
    key = declared.columns.key
    records = declared.table._default_manager.visible_to(  # type: ignore[attr-defined]
        asker, Verb.FIND
    ).filter(**{f"{key}__in": wanted})
    return {
        str(getattr(record, key)): Found(
            localized(declared.label), declared.title(record), declared.address(record)
        )
        for record in records
    }


def name_of_record(kind: str, key: str) -> str:
    """What the record is called today, to be written down with the entry; empty if unknown."""
    declared = kind_named(kind)
    if declared is None:
        return ""
    record = declared.table._base_manager.filter(**{declared.columns.key: key}).first()
    return declared.title(record) if record else ""


def kind_of_record(kind: str) -> str:
    declared = kind_named(kind)
    return localized(declared.label) if declared else kind


def addresses_of(shown: Iterable[Entry], asker: Asker) -> dict[int, str]:
    """The pages of those entries that the reader may open."""
    ids = [entry.pk for entry in shown]
    if not ids or not asker.is_somebody:
        return {}
    visible = Entry.objects.visible_to(asker).filter(pk__in=ids).values_list("pk", flat=True)
    return {pk: address_of_record("journal:entry", pk) for pk in visible}
