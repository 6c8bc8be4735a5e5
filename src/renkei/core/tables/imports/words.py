"""What the pages say about a table that was handed in, in the reader's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from renkei.core.jobs.words import shown as job_shown
from renkei.core.models import ImportBatch, ImportRow, Job
from renkei.core.rights import Asker
from renkei.core.states import BatchState, ChangeKind
from renkei.core.tables.cells import Value
from renkei.core.tables.imports.importers import Importer
from renkei.core.tables.intake import Remark
from renkei.core.writing import language, moment, number

MOST_REMARKS = 500  # on one page; a wrong column would otherwise fill it


@dataclass(frozen=True, slots=True)
class Place:
    """A remark with its place in columns of its own, as one looks for it in a spreadsheet."""

    sheet: str
    row: str
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table and what it does."""

    number: int
    kind: str
    label: str
    title: str
    address: str
    differences: list[str]


@dataclass(frozen=True, slots=True)
class Tally:
    kind: str
    label: str
    n: str
    is_chosen: bool


def places(remarks: Sequence[Remark]) -> list[Place]:
    return [
        Place(
            remark.sheet,
            str(remark.row or ""),
            f"{remark.column} {remark.header}".strip(),
            remark.text,
        )
        for remark in remarks[:MOST_REMARKS]
    ]


def lines(rows: Sequence[ImportRow], importer: Importer) -> list[Line]:
    headers = {one.column.key: one.column.header(language()) for one in importer.columns}
    return [
        Line(
            row.number,
            row.change,
            row.get_change_display(),
            row.title or _("（消去済み）"),
            importer.address(row.record_key) if row.record_key else "",
            [_difference(headers, *one) for one in row.differences],
        )
        for row in rows
    ]


def _difference(headers: dict[str, str], column: str, before: Value, after: Value) -> str:
    said = {"column": headers.get(column, column), "before": _said(before), "after": _said(after)}
    return _("%(column)s：%(before)s → %(after)s") % said


def _said(value: Value) -> str:
    return _("（空欄）") if value is None or value == "" else str(value)


def tallies(batch: ImportBatch, chosen: str) -> tuple[list[Tally], int]:
    """How many rows have which effect, and how many of them are taken in."""
    counted = batch.rows.values_list("change").annotate(
        n=Count("pk"), done=Count("pk", filter=Q(is_applied=True))
    )
    n_of = {change: (n, done) for change, n, done in counted}
    shown = [
        Tally(kind, str(kind.label), number(n_of.get(kind, (0, 0))[0]), chosen == kind)
        for kind in ChangeKind
    ]
    return shown, sum(done for _n, done in n_of.values())


def said_of(batch: ImportBatch, n_done: int, asker: Asker) -> dict[str, Any]:
    """Where the batch stands and what can be done next."""
    job = Job.objects.visible_to(asker).filter(key=batch.job).first() if batch.job else None
    return {
        "handed_in": moment(batch.made_at),
        "applied": moment(batch.applied_at) if batch.applied_at else "",
        "undone": moment(batch.undone_at) if batch.undone_at else "",
        "n_rows": number(batch.n_rows),
        "n_done": number(n_done),
        "job": job_shown(job) if job else None,
        "is_checked": batch.state == BatchState.CHECKED,
        "is_applying": batch.state == BatchState.APPLYING,
        "is_applied": batch.state == BatchState.APPLIED,
        "is_undone": batch.state == BatchState.UNDONE,
    }


def earlier_of_same_file(batch: ImportBatch, asker: Asker) -> str:
    """When the very same file was taken in before; empty where it was not."""
    earlier = (
        ImportBatch.objects.visible_to(asker)
        .filter(importer=batch.importer, digest=batch.digest, state=BatchState.APPLIED)
        .exclude(pk=batch.pk)
        .first()
    )
    return moment(earlier.applied_at) if earlier and earlier.applied_at else ""
