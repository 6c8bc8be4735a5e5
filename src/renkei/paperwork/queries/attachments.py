"""Attachments of a record, and the record of an attachment."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from renkei.core.rights import key_of, kind_of
from renkei.core.writing import localized, long_date, number
from renkei.paperwork.content import KINDS
from renkei.paperwork.content.check import MEBI
from renkei.paperwork.content.storing import path_of, stored_names
from renkei.paperwork.models import Attachment, Disclosure
from renkei.paperwork.records import record_named


@dataclass(frozen=True, slots=True)
class Shown:
    """An attachment as a list shows it."""

    key: str
    name: str
    kind: str
    size: str
    added_on: str
    is_picture: bool
    removed_on: str = ""


def attachments_of(record: Model, *, with_removed: bool = False) -> QuerySet[Attachment]:
    found = Attachment.objects.filter(about_kind=kind_of(record).name, about_key=key_of(record))
    return found if with_removed else found.filter(removed_at=None)


def files_of_kind(kind: str, keys: QuerySet[Any, Any]) -> QuerySet[Attachment]:
    """Of several records of a kind; that the reader may read their files was asked before."""
    return Attachment.objects.filter(about_kind=kind, about_key__in=keys, removed_at=None)


def record_of(attachment: Attachment) -> Model | None:
    """None when the record is gone; then nobody may see what was attached to it."""
    return record_named(attachment.about_kind, attachment.about_key)


def shown(attachments: Iterable[Attachment]) -> list[Shown]:
    return [
        Shown(
            key=one.key,
            name=one.name,
            kind=localized(KINDS[one.kind].label) if one.kind in KINDS else one.kind,
            size=size_written(one.size),
            added_on=long_date(timezone.localdate(one.added_at)),
            is_picture=one.kind in KINDS and KINDS[one.kind].is_picture,
            removed_on=long_date(timezone.localdate(one.removed_at)) if one.removed_at else "",
        )
        for one in attachments
    ]


def size_written(size: int) -> str:
    """3.2 MB, 840 KB."""
    return f"{number(size / MEBI, 1)} MB" if size >= MEBI else f"{number(max(1, size // 1024))} KB"


def orphans() -> Iterator[Path]:
    """Contents to which no row leads: left by a process that ended between file and row."""
    kept = set(Attachment.objects.filter(removed_at=None).values_list("stored", flat=True))
    kept |= set(Disclosure.objects.values_list("stored", flat=True))
    return (path for name, path in stored_names() if name not in kept or path.suffix)


def lost() -> list[Attachment]:
    """Attachments whose content is not there."""
    return [
        one
        for one in Attachment.objects.filter(removed_at=None).iterator()
        if not path_of(one.stored).exists()
    ]
