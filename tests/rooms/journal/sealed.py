"""Entries to seal, and ways to tamper with them."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from renkei.journal.models import Entry, Mention, Seal
from renkei.journal.verification import Walk, verify
from tests.append_only import lifted
from tests.rooms.journal.happenings import held


def full(**more: object) -> Entry:
    """An entry with something in every column."""
    told: dict[str, object] = {
        "organisation": "u" * 26,
        "organisation_name": "課",
        "side": "city",
        "place": "011002",
        "origin": "131016",
        "person": "p" * 26,
        "sex": "female",
        "age": 31,
        "quantity": "12.5",
        "unit": "時間",
        "organisations": ("o1",),
    }
    return held(**{**told, **more})


def faults(anchor: str = "") -> list[str]:
    return list(verify(Walk(anchor=anchor)))


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def covered() -> list[str]:
    return list(Seal.objects.order_by("number").values_list("covered", flat=True))


def moved(entry: Entry, pk: int) -> None:
    """As if the entry had been given another id."""
    with lifted(connection):
        Mention.objects.filter(entry=entry).delete()
        Entry.objects.filter(pk=entry.pk).update(id=pk)


def forged(days: int, pk: int | None = None) -> int:
    """An entry that somebody put in with a moment of the past."""
    entry = full()
    with lifted(connection):
        Entry.objects.filter(pk=entry.pk).update(at=timezone.now() - timedelta(days=days))
    if pk:
        moved(entry, pk)
    return pk or entry.pk
