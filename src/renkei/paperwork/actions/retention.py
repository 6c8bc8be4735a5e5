"""Disposing of records whose time is over, and holding back those that are still needed.

A batch is one transaction: rows are locked, looked at again, digested, and deleted or anonymised;
the proof and one journal entry with the count are written with it. What was counted stays counted,
for the journal holds nothing but keys and is not touched.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked
from renkei.core.rights import NOBODY, Asker, Verb, must
from renkei.core.search import forget as forget_in_search
from renkei.core.tables.imports import forget as forget_in_imports
from renkei.journal.actions import record
from renkei.paperwork.actions.attachments import forget_attachments_of
from renkei.paperwork.events.retention import HoldLifted, HoldPlaced, RetentionApplied
from renkei.paperwork.models import Disposal, DisposedRecord, Hold, Reminder
from renkei.paperwork.queries.retention import Due, due, due_records, not_held
from renkei.paperwork.records import record_named
from renkei.paperwork.retaining import retentions

BATCH = 200
SALT = "paperwork.disposal"
Say = Callable[[str, int], object]  # kind of record, records so far


def apply_retention(say: Say, *, today: date, only: str = "") -> dict[str, int]:
    """Dispose of everything whose time is over; how many records of each kind."""
    done: dict[str, int] = {}
    for one in due(today):
        if only and one.term.kind != only:
            continue
        n = 0
        while disposal := dispose_of_batch(one, today=today):
            n += disposal.n_records
            say(one.term.kind, n)
        done[one.term.kind] = n
    return done


@transaction.atomic
def dispose_of_batch(one: Due, *, today: date) -> Disposal | None:
    """Dispose of one batch, and keep the proof; None when nothing is due."""
    rows = _locked(one)
    if not rows:
        return None
    proofs = [(str(row.pk), digest_of(row)) for row in rows]
    for row in rows:
        key = str(row.pk)
        one.retention.ways[one.term.then](row)
        _forget_traces(one.term.kind, key)
    disposal = Disposal.objects.create(
        record_kind=one.term.kind,
        way=one.term.then,
        years=one.term.years,
        before=one.before,
        n_records=len(rows),
        digest=hashlib.sha256(json.dumps(sorted(proofs)).encode()).hexdigest(),
    )
    DisposedRecord.objects.bulk_create(
        DisposedRecord(disposal=disposal, record_kind=one.term.kind, record_key=key, digest=digest)
        for key, digest in proofs
    )
    record(
        RetentionApplied(
            subject_kind="disposal",
            subject_key=disposal.key,
            record_kind=one.term.kind,
            way=one.term.then.value,
            records=len(rows),
        ),
        by=NOBODY,
        on=today,
    )
    return disposal


def _forget_traces(kind: str, key: str) -> None:
    """What the house keeps of a record beside it; a reminder that is held stays."""
    forget_attachments_of(kind, key)
    of_record = Reminder.objects.filter(about_kind=kind, about_key=key)
    not_held(of_record, retentions()["reminder"]).delete()
    forget_in_search(kind, key)
    forget_in_imports(kind, key)


def _locked(one: Due) -> list[Any]:
    """A batch of rows, locked, and without those that somebody came to hold in between."""
    found = due_records(one.retention, one.before).order_by("pk")
    keys = list(found.values_list("pk", flat=True)[:BATCH])
    rows = one.retention.table._base_manager.filter(pk__in=keys)
    list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    return list(due_records(one.retention, one.before).filter(pk__in=keys).order_by("pk"))


def digest_of(row: Model) -> str:
    """Of everything that the record says; keyed, so that short contents cannot be guessed."""
    said = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    text = json.dumps(said, sort_keys=True, default=str, ensure_ascii=False)
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()


# --- holds ----------------------------------------------------------------------------------


@transaction.atomic
def place_hold(kind: str, key: str, *, reason: str, unit: str, by: Asker) -> Hold:
    """Keep a record as it is until the hold is lifted.

    Errors  NotPermitted when `by` may not find the record, or holds nothing back for `unit`;
            Refused without a reason; WrongState when it is held already, or is not there
    """
    hold = Hold(
        record_kind=kind, record_key=key, reason=reason.strip(), placed_by=by.person, unit=unit
    )
    must(by, Verb.WRITE, hold)
    found = record_named(kind, key)
    if found is None:
        raise WrongState(_("この記録はもうありません。"))
    must(by, Verb.FIND, found)
    if not hold.reason:
        raise Refused(_("処分を保留する理由を書いてください。"))
    # Whoever disposes of it at this moment has it locked: then it is gone, or the hold counts.
    locked(found)
    try:
        with transaction.atomic():
            hold.save(force_insert=True)
    except IntegrityError:
        raise WrongState(_("この記録の処分は、すでに保留されています。")) from None
    _tell(HoldPlaced, hold, by)
    return hold


@transaction.atomic
def lift_hold(hold: Hold, *, by: Asker) -> Hold:
    """Errors  NotPermitted when `by` holds nothing back for its unit; WrongState when lifted."""
    hold = locked(hold)
    must(by, Verb.WRITE, hold)
    if hold.lifted_at is not None:
        raise WrongState(_("この保留はすでに解除されています。"))
    hold.lifted_by, hold.lifted_at = by.person, timezone.now()
    hold.save(update_fields=["lifted_by", "lifted_at"])
    _tell(HoldLifted, hold, by)
    return hold


def _tell(event: type[HoldPlaced | HoldLifted], hold: Hold, by: Asker) -> None:
    told = event(
        subject_kind=hold.record_kind, subject_key=hold.record_key, record_kind=hold.record_kind
    )
    record(told, by=by, on=timezone.localdate())
