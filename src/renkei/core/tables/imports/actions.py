"""Taking a checked table in, part by part, and taking it back."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.errors import Refused, WrongState
from renkei.core.jobs import Progress, job, start_job
from renkei.core.models import ImportBatch, ImportRow
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, must
from renkei.core.states import BatchState, ChangeKind
from renkei.core.tables.imports.checking import differences_of, require_importer
from renkei.core.tables.imports.importers import Importer, importer_named
from renkei.core.tables.intake import Row
from renkei.core.writing import listed, number

PART = 200  # rows that are stored together; writers of the whole house wait so long
WHILE_ONE_WAITS = 400  # rows; a longer table is taken in by a worker
NAMED = 5  # records named in a refusal


@transaction.atomic
def confirm_import(batch: ImportBatch, *, by: Asker, on: date) -> ImportBatch:
    """Take the table in: a short one at once and as a whole, a long one by a worker.

    Errors  NotPermitted; WrongState when it was confirmed already; Refused when a record is no
            longer as it was at the check
    """
    must(by, Verb.WRITE, batch)
    batch = locked(batch)
    importer = importer_of(batch)
    require_importer(importer, by)
    move(batch, to=BatchState.APPLYING, applied_by=by.person, on=on)
    if _left(batch).count() <= WHILE_ONE_WAITS:
        while _apply_part(batch, importer, by):
            pass
        _finish(batch)
    else:
        _start(batch, "import.apply", by)
    return batch


@transaction.atomic
def continue_import(batch: ImportBatch, *, by: Asker) -> ImportBatch:
    """Go on with an import that stopped half way.

    Errors  NotPermitted; WrongState when it did not stop
    """
    must(by, Verb.WRITE, batch)
    batch = locked(batch)
    require_importer(importer_of(batch), by)
    if batch.state != BatchState.APPLYING:
        raise WrongState(_("この取込は途中で止まっていません。"))
    _start(batch, "import.apply", by)
    return batch


@transaction.atomic
def undo_import(batch: ImportBatch, *, by: Asker, on: date) -> ImportBatch:
    """Take the import back as a whole; a long one by a worker.

    Errors  NotPermitted; WrongState when it is not taken in; Refused, naming the records, when
            one has changed since
    """
    must(by, Verb.WRITE, batch)
    batch = locked(batch)
    require_importer(importer_of(batch), by)
    if batch.state not in {BatchState.APPLYING, BatchState.APPLIED}:
        raise WrongState(_("取り込まれていないので、取り消すものがありません。"))
    if batch.rows.filter(is_applied=True).count() <= WHILE_ONE_WAITS:
        _undo(batch, by, on)
    else:
        _start(batch, "import.undo", by, on=on.isoformat())
    return batch


@transaction.atomic
def drop_import(batch: ImportBatch, *, by: Asker) -> None:
    """Let go of a table that was only looked at.

    Errors  NotPermitted; WrongState when it is taken in already
    """
    must(by, Verb.WRITE, batch)
    batch = locked(batch)
    if batch.state != BatchState.CHECKED:
        raise WrongState(_("もう取り込まれています。元に戻すには、取り消してください。"))
    batch.delete()


def forget(kind: str, key: str) -> None:
    """What imports remember of a record is gone, as when it is made anonymous."""
    of_record = ImportRow.objects.filter(record_key=key, batch__record_kind=kind)
    of_record.update(title="", values={}, differences=[], before=None, after=None)


def importer_of(batch: ImportBatch) -> Importer:
    """Errors  Refused when the house no longer takes such tables in"""
    importer = importer_named(batch.importer)
    if importer is None:
        raise Refused(_("この種類の表は、もう取り込めません。"))
    return importer


# --- by a worker --------------------------------------------------------------------------------


@job("import.apply", Text("表の取込", "Import of a table"))
def apply_batch(progress: Progress, *, batch: str) -> dict[str, Any]:
    """Part by part, each stored as a whole: done twice, it goes on where it was."""
    found = ImportBatch.objects.get(key=batch)
    importer = importer_of(found)
    require_importer(importer, progress.by)
    total = found.n_rows
    while found.state == BatchState.APPLYING:
        with transaction.atomic():
            found = locked(found)
            if found.state == BatchState.APPLYING and not _apply_part(found, importer, progress.by):
                _finish(found)
        progress(total - _left(found).count(), total)
    text = _("「%(name)s」の%(n)s行を取り込みました。")
    return _result(found, text % {"name": found.file_name, "n": number(total)})


@job("import.undo", Text("表の取込の取消", "Undoing the import of a table"))
def undo_batch(progress: Progress, *, batch: str, on: str) -> dict[str, Any]:
    with transaction.atomic():
        found = locked(ImportBatch.objects.get(key=batch))
        require_importer(importer_of(found), progress.by)
        if found.state != BatchState.UNDONE:
            _undo(found, progress.by, date.fromisoformat(on))
    return _result(found, _("「%(name)s」の取込を取り消しました。") % {"name": found.file_name})


def _start(batch: ImportBatch, kind: str, by: Asker, **more: str) -> None:
    job = start_job(kind, by=by, title=batch.file_name, batch=batch.key, **more)
    batch.job = job.key
    batch.save(update_fields=["job"])


def _result(batch: ImportBatch, text: str) -> dict[str, Any]:
    return {"address": reverse("imports:batch", args=[batch.key]), "text": text}


# --- rows ---------------------------------------------------------------------------------------


def _left(batch: ImportBatch) -> Any:
    return batch.rows.filter(is_applied=False).exclude(change=ChangeKind.SAME)


def _apply_part(batch: ImportBatch, importer: Importer, by: Asker) -> bool:
    """Store the next rows; False when none is left."""
    assert batch.on
    rows = list(_left(batch).order_by("number")[:PART])
    if not rows:
        return False
    changes = importer.plan([Row(row.number, row.values) for row in rows], by=by)
    for row, change in zip(rows, changes, strict=True):
        if _stored(row) != _planned(change):
            text = _(
                "%(row)d行目の「%(title)s」は、確認のあとに変わりました。もう一度表を読み込んで、"
                "確かめてください。"
            )
            raise Refused(text % {"row": row.number, "title": row.title})
    before = _said(importer, [row.record_key for row in rows if row.record_key])
    for row, change in zip(rows, changes, strict=True):
        row.before = before.get(row.record_key)
        row.record_key = importer.apply(change, by=by, on=batch.on)
        row.values, row.is_applied = {}, True
    after = _said(importer, [row.record_key for row in rows])
    for row in rows:
        row.after = after[row.record_key]
    fields = ["record_key", "before", "after", "values", "is_applied"]
    ImportRow.objects.bulk_update(rows, fields, batch_size=PART)
    return True


def _finish(batch: ImportBatch) -> None:
    move(batch, to=BatchState.APPLIED, applied_at=timezone.now())
    batch.rows.filter(change=ChangeKind.SAME).update(values={})


def _undo(batch: ImportBatch, by: Asker, on: date) -> None:
    importer = importer_of(batch)
    rows = list(batch.rows.filter(is_applied=True).order_by("-number"))
    _refuse_changed(rows, importer)
    for row in rows:
        importer.undo(row.record_key, row.before, by=by, on=on)
    move(batch, to=BatchState.UNDONE, undone_by=by.person, undone_at=timezone.now())
    batch.rows.update(before=None, after=None, values={})


def _refuse_changed(rows: Sequence[ImportRow], importer: Importer) -> None:
    if any(row.after is None for row in rows):
        raise Refused(_("以前の内容が残っていない記録があるので、取り消せません。"))
    now = _said(importer, [row.record_key for row in rows])
    changed = [row for row in rows if now.get(row.record_key) != row.after]
    if changed:
        text = _("取込のあとに変わった記録が%(n)s件あるので、取り消せません: %(titles)s")
        titles = [row.title for row in reversed(changed)][:NAMED]
        more = [_("ほか")] if len(changed) > NAMED else []
        raise Refused(text % {"n": number(len(changed)), "titles": listed([*titles, *more])})


def _said(importer: Importer, keys: Sequence[str]) -> Mapping[str, Any]:
    """As JSON gives it back, so that what was stored and what is read now can be compared."""
    said: Mapping[str, Any] = json.loads(
        json.dumps(dict(importer.snapshot(keys)), cls=DjangoJSONEncoder)
    )
    return said


def _stored(row: ImportRow) -> tuple[str, str, list[Any]]:
    return row.change, row.record_key, row.differences


def _planned(change: Any) -> tuple[str, str, list[Any]]:
    return change.kind, change.key, differences_of(change)
