"""What has reached the end of its time, what is held, what was disposed of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast

from renkei.core.rights import Asker
from renkei.paperwork.models import Disposal, DisposedRecord, Hold
from renkei.paperwork.retaining import Retention, Term, retentions, schedule

# Keys are kept as texts, also of kinds that count their records.
_KEY = Cast(OuterRef("pk"), CharField())


@dataclass(frozen=True, slots=True)
class Due:
    """A line of the schedule with the records that it reaches today."""

    term: Term
    retention: Retention
    before: date

    @property
    def n_records(self) -> int:
        return due_records(self.retention, self.before).count()


def due(today: date) -> Iterator[Due]:
    for kind, term in schedule().items():
        yield Due(term, retentions()[kind], term.starts_before(today))


def due_records(retention: Retention, before: date) -> QuerySet[Any]:
    """Records at the end of their time that nobody holds, and that were not disposed of yet."""
    done = DisposedRecord.objects.filter(record_kind=retention.kind, record_key=_KEY)
    found = retention.due(before).exclude(Exists(done))
    return not_held(found, retention)


def not_held(found: QuerySet[Any], retention: Retention) -> QuerySet[Any]:
    held = Hold.objects.filter(lifted_at=None)
    found = found.exclude(Exists(held.filter(record_kind=retention.kind, record_key=_KEY)))
    if retention.belongs_to:
        kind, key = (OuterRef(column) for column in retention.belongs_to)
        found = found.exclude(Exists(held.filter(record_kind=kind, record_key=key)))
    return found


def holds_for(asker: Asker) -> QuerySet[Hold]:
    return Hold.objects.visible_to(asker).filter(lifted_at=None)


def hold_on(kind: str, key: str) -> Hold | None:
    return Hold.objects.filter(record_kind=kind, record_key=key, lifted_at=None).first()


def disposals_for(asker: Asker) -> QuerySet[Disposal]:
    return Disposal.objects.visible_to(asker)
