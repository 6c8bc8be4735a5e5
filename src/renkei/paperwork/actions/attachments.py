"""Attaching a file to a record, and taking it away."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import WrongState
from renkei.core.moves import locked
from renkei.core.rights import Asker, Verb, key_of, kind_of, must
from renkei.journal.actions import record as record_event
from renkei.paperwork.content import Checked, Limits, Unwelcome, checked, storing
from renkei.paperwork.events.attachments import AttachmentAdded, AttachmentRemoved
from renkei.paperwork.models import Attachment
from renkei.paperwork.queries.attachments import attachments_of, orphans, record_of
from renkei.paperwork.rules.attachments import is_settled

# A content that has no row yet may be in the middle of its transaction.
YOUNG_SECONDS = 24 * 60 * 60


@transaction.atomic
def attach(record: Model, file: File, *, by: Asker, name: str = "") -> Attachment:
    """Keep a file with a record, after a look at what it really is.

    Errors  NotPermitted when `by` may not write the record;
            WrongState when it was decided with the files that it has;
            Unwelcome when the file is not taken in, or is there already
    """
    record = _open_to_files(record, by)
    source: BinaryIO = file.file or file  # type: ignore[assignment]
    found = checked(source, name or file.name or "", Limits(settings.UPLOAD_BYTES))
    _check_once(record, found)
    stored = storing.new_name()
    storing.store(storing.pieces_of(source), stored)
    try:
        attachment = _kept(record, found, stored, by)
        record_event(
            AttachmentAdded(
                subject_kind=attachment.about_kind,
                subject_key=attachment.about_key,
                content=found.kind.name,
                bytes=found.size,
            ),
            by=by,
            on=timezone.localdate(),
        )
    except BaseException:
        storing.remove(stored)
        raise
    return attachment


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: Asker) -> None:
    """Delete the content; the row stays and says who removed it, and when.

    Errors  NotPermitted when `by` may not write the record it belongs to;
            WrongState when it was removed already, or the record was decided with it
    """
    attachment = locked(attachment)
    record = record_of(attachment)
    if record is None or attachment.is_removed:
        raise WrongState(_("このファイルはすでに削除されています。"))
    _open_to_files(record, by)
    attachment.removed_by, attachment.removed_at = by.person, timezone.now()
    attachment.save(update_fields=["removed_by", "removed_at"])
    record_event(
        AttachmentRemoved(
            subject_kind=attachment.about_kind,
            subject_key=attachment.about_key,
            content=attachment.kind,
        ),
        by=by,
        on=timezone.localdate(),
    )
    transaction.on_commit(partial(storing.remove, attachment.stored))


def _open_to_files(record: Model, by: Asker) -> Model:
    """The record, kept from whoever would decide it meanwhile."""
    record = locked(record)
    must(by, Verb.WRITE, record)
    if is_settled(record):
        raise WrongState(_("決まったあとの記録のファイルは、足すことも削除することもできません。"))
    return record


def sweep_orphans(say: Callable[[Path], object], *, is_plan: bool = False) -> int:
    """Delete contents to which no row leads; the number of them."""
    n = 0
    for path in orphans():
        if time.time() - path.stat().st_mtime < YOUNG_SECONDS:
            continue
        say(path)
        n += 1
        if not is_plan:
            path.unlink(missing_ok=True)
    return n


def _check_once(record: Model, found: Checked) -> None:
    there = attachments_of(record).filter(sha256=found.sha256).first()
    if there is not None:
        raise _there_already(there.name)


def _there_already(name: str) -> Unwelcome:
    return Unwelcome(
        _("同じ内容のファイルが「%(name)s」としてすでに添付されています。") % {"name": name}
    )


def _kept(record: Model, found: Checked, stored: str, by: Asker) -> Attachment:
    try:
        with transaction.atomic():
            return Attachment.objects.create(
                about_kind=kind_of(record).name,
                about_key=key_of(record),
                name=found.name,
                kind=found.kind.name,
                size=found.size,
                sha256=found.sha256,
                stored=stored,
                added_by=by.person,
                added_unit=by.seats[0].unit if by.seats else "",
            )
    except IntegrityError:
        # Of two who attach the same file at once, the second is told.
        raise _there_already(found.name) from None


def forget_attachment(attachment: Attachment) -> None:
    """At the end of its time: content and name go, that there was a file stays."""
    if not attachment.is_removed:
        attachment.removed_at = timezone.now()
        transaction.on_commit(partial(storing.remove, attachment.stored))
    attachment.name = ""
    attachment.anonymised_at = timezone.now()
    attachment.save()


def forget_attachments_of(kind: str, key: str) -> None:
    """With a record that is gone goes what was attached to it."""
    for attachment in Attachment.objects.filter(about_kind=kind, about_key=key, anonymised_at=None):
        forget_attachment(attachment)
