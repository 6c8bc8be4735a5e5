"""The dry run: what a table would do. With a single problem nothing of it is kept."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import NotPermitted
from renkei.core.models import ImportBatch, ImportRow
from renkei.core.rights import Asker
from renkei.core.states import BatchState
from renkei.core.tables.guards import UPLOADS
from renkei.core.tables.imports.importers import Change, Importer
from renkei.core.tables.intake import Intake, Remark, read
from renkei.core.writing import localized

# What was only looked at is not kept for longer; nor what is needed to take an import back.
DAYS_UNTIL_CONFIRMED, DAYS_UNTIL_UNDONE = 7, 90
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Checked:
    """Either problems, or a batch that can be confirmed."""

    intake: Intake
    batch: ImportBatch | None = None


def require_importer(importer: Importer, by: Asker) -> None:
    """Errors  NotPermitted"""
    if not importer.may_import(by):
        raise NotPermitted(
            _("あなたの席では、%(label)sの表を取り込めません。")
            % {"label": localized(importer.label)}
        )


@transaction.atomic
def check_table(importer: Importer, *, name: str, content: bytes, by: Asker) -> Checked:
    """Read the table and plan what it would do; it is kept for a week, until it is confirmed.

    Errors  NotPermitted when the person may not hand in such a table
    """
    require_importer(importer, by)
    prune()
    intake = read(content, importer.columns, UPLOADS)
    if not intake.problems:
        _check_rows(importer, intake, by)
    if intake.problems:
        return Checked(intake)
    changes = importer.plan(intake.rows, by=by)
    _refuse_twice(changes, intake)
    if intake.problems:
        return Checked(intake)
    return Checked(intake, _kept(importer, intake, changes, name, content, by))


def prune() -> None:
    """Let go of what was only looked at, and of previous values that nobody took back in time."""
    now = timezone.now()
    ImportBatch.objects.filter(
        state=BatchState.CHECKED, made_at__lt=now - timedelta(days=DAYS_UNTIL_CONFIRMED)
    ).delete()
    old = ImportBatch.objects.filter(applied_at__lt=now - timedelta(days=DAYS_UNTIL_UNDONE))
    ImportRow.objects.filter(batch__in=old, after__isnull=False).update(before=None, after=None)


def _check_rows(importer: Importer, intake: Intake, by: Asker) -> None:
    for misfit in importer.check(intake.rows, by=by):
        if misfit.is_notice:
            intake.notice(misfit.text, misfit.row, misfit.column)
        elif misfit.column:
            intake.refuse_cell(misfit.text, misfit.row, misfit.column)
        else:
            intake.refuse(misfit.text, misfit.row)
    intake.problems.sort(key=lambda problem: (problem.row or 0, problem.column))


def _refuse_twice(changes: Sequence[Change], intake: Intake) -> None:
    """Two rows that change one record could not both be taken back."""
    first: dict[str, Change] = {}
    for change in changes:
        other = first.setdefault(change.key, change) if change.key else change
        if other is not change:
            text = _("%(first)d行目と同じ記録「%(title)s」の行です。どちらかを削除してください。")
            intake.refuse(
                text % {"first": other.row.number, "title": change.title}, change.row.number
            )


def _kept(
    importer: Importer,
    intake: Intake,
    changes: Sequence[Change],
    name: str,
    content: bytes,
    by: Asker,
) -> ImportBatch:
    batch = ImportBatch.objects.create(
        importer=importer.name,
        record_kind=importer.kind,
        file_name=_plain_name(name),
        digest=hashlib.sha256(content).hexdigest(),
        n_rows=len(intake.rows),
        repairs=[as_json(remark) for remark in intake.repairs],
        by=by.person,
        unit=_unit(importer, by),
    )
    ImportRow.objects.bulk_create((_row(batch, change) for change in changes), batch_size=AT_ONCE)
    return batch


def _unit(importer: Importer, by: Asker) -> str:
    """Of the seat from which the person may hand it in: another unit of hers is not to read it."""
    seats = (seat for seat in by.seats if importer.may_import(by.from_seat(seat)))
    return next((seat.unit for seat in seats), "")


def _row(batch: ImportBatch, change: Change) -> ImportRow:
    return ImportRow(
        batch=batch,
        number=change.row.number,
        change=change.kind,
        title=change.title[:300],
        record_key=change.key,
        differences=differences_of(change),
        values=dict(change.row.values),
    )


def differences_of(change: Change) -> list[list[Any]]:
    return [[one.column, one.before, one.after] for one in change.differences]


def as_json(remark: Remark) -> dict[str, Any]:
    told = {name: getattr(remark, name) for name in ("text", "sheet", "row", "column", "header")}
    return told | ({"is_notice": True} if remark.is_notice else {})


def _plain_name(name: str) -> str:
    """The name of the file without the folders that some browsers send along."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable())[-200:] or "-"
