"""The documents of an initiative: papers and minutes, reports, agreements, letters and files.

A document belongs to the initiative because a record says so: a meeting by its agenda, an activity,
a review, an agreement. Whoever may not see that record is not told of the tie. Drafts are no
documents yet. All sorts are asked for together, in one query.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils import timezone

from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
from renkei.core.kept import Kept
from renkei.core.paging import MOST_COUNTED
from renkei.core.prepared import Statement, statement_of
from renkei.core.rights import Asker, RecordKind, RuledQuerySet, kind_named
from renkei.core.writing import localized, long_date
from renkei.directory.queries.agreements import agreements_for
from renkei.paperwork.queries.attachments import files_of_kind
from renkei.paperwork.queries.documents import issued_about
from renkei.paperwork.rules.attachments import with_files_for
from renkei.programme.models import Activity, AgendaItem, Meeting, Minutes, Paper, Report, Review
from renkei.programme.states import (
    OUT,
    ActivityState,
    MinutesState,
    PaperState,
    ReviewState,
    Scope,
)

# An attachment is no kind of record.
FILE, FILE_LABEL = "file", Text("添付ファイル", "Attachment")
# The columns of which each kind makes its title.
TITLED: Mapping[str, tuple[str, ...]] = {
    "paper": ("title_ja", "title_en"),
    "meeting": ("title_ja", "title_en"),
    "report": ("title_ja", "title_en"),
    "agreement": ("title_ja", "title_en"),
    "activity": ("title_ja", "title_en", "form"),
    "review": ("initiative", "fiscal_year"),
    "document": ("number_written", "title"),
    FILE: ("name",),
}
MOST_COLUMNS = max(map(len, TITLED.values()))
NOTHING = Value("", CharField())
Head = tuple[Any, ...]
# Kind, key, and what the title is made of. A union wants one type in a column: all are texts.
Columns = list[Combinable]
NO_COLUMNS: Columns = [NOTHING] * (2 + MOST_COLUMNS)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    day: str
    sort: str
    title: str
    address: str
    of: str  # the title of the record that has it; empty where it stands for itself
    of_address: str


def documents_of(initiative: str, asker: Asker) -> Sequence[Head]:
    """What the asker may read, the newest first; `document_row` reads each."""
    return _kept(initiative, asker, timezone.localdate()).of(asker).rows()


@lru_cache(maxsize=256)
def _kept(initiative: str, _asker: Asker, _day: date) -> Kept[Statement]:
    return Kept(lambda asker: statement_of(_every(initiative, asker)))


def _every(initiative: str, asker: Asker) -> QuerySet[Any, Head]:
    first, *others = [
        *_of_meetings(initiative, asker),
        *_for_themselves(initiative, asker),
        *_of_records(initiative, asker),
    ]
    every = first.union(*others, all=True)
    return every.order_by("-head_0", "head_1", "head_3")[:MOST_COUNTED]


def document_row(head: Head) -> DocumentRow:
    day, sort, *said = head
    on = date.fromisoformat(str(day))  # one database gives days, the other texts
    label = localized(FILE_LABEL if sort == FILE else _kind(sort).label)
    of_it, of_its_record = said[: len(said) // 2], said[len(said) // 2 :]
    return DocumentRow(long_date(on), label, *_titled(*of_it), *_titled(*of_its_record))


def _titled(kind: str, key: str, *texts: str) -> tuple[str, str]:
    """Title and page of a record that was read as texts."""
    if not kind:
        return "", ""
    if kind == FILE:
        return texts[0], address_of_record("paperwork:attachment", key)
    declared = _kind(kind)
    read = dict(zip(("key", *TITLED[kind]), (key, *texts), strict=False))
    columns = [one for one in declared.table._meta.concrete_fields if one.name in read]
    # As a query gives it that reads no other column.
    record = declared.table.from_db(
        None,
        [column.attname for column in columns],
        [column.to_python(read[column.name]) for column in columns],
    )
    return declared.title(record), declared.address(record)


def _kind(name: str) -> RecordKind:
    found = kind_named(name)
    assert found is not None
    return found


# --- the sorts ------------------------------------------------------------------------------------


def _of_meetings(initiative: str, asker: Asker) -> Iterator[QuerySet[Any, Head]]:
    meetings, way = _records(initiative)["meeting"].visible_to(asker), "meeting__"
    papers = Paper.objects.visible_to(asker).filter(
        meeting__in=meetings, item__initiatives__contains=_in_a_list(initiative)
    )
    yield _heads(
        papers.filter(state=PaperState.GIVEN),
        TruncDate("given_at"),
        "paper",
        _columns("paper"),
        _columns("meeting", way),
    )
    minutes = Minutes.objects.visible_to(asker).filter(meeting__in=meetings)
    yield _heads(
        minutes.exclude(state=MinutesState.DRAFT),
        TruncDate(Coalesce("published_at", "shown_from")),
        "minutes",
        _columns("meeting", way),
    )


def _for_themselves(initiative: str, asker: Asker) -> Iterator[QuerySet[Any, Head]]:
    reports = Report.objects.visible_to(asker).filter(
        scope=Scope.INITIATIVE, about=initiative, state__in=OUT
    )
    yield _heads(reports, TruncDate("published_at"), "report", _columns("report"))
    signed = agreements_for(initiative).visible_to(asker).exclude(signed_on=None)
    yield _heads(signed, F("signed_on"), "agreement", _columns("agreement"))


def _of_records(initiative: str, asker: Asker) -> Iterator[QuerySet[Any, Head]]:
    """Files that were attached to a record, and letters about it."""
    for kind, records in _records(initiative).items():
        files = files_of_kind(kind, with_files_for(asker, records).values("pk"))
        letters = issued_about(asker, kind, records.visible_to(asker).values("pk"))
        of = _looked_up(kind, records)
        yield _heads(files, TruncDate("added_at"), FILE, _columns(FILE), of)
        yield _heads(letters, F("issued_on"), "document", _columns("document"), of)


def _records(initiative: str) -> Mapping[str, RuledQuerySet[Any]]:
    """By their kind the records that say that they belong to the initiative."""
    told = _in_a_list(initiative)
    on_agenda = AgendaItem.objects.filter(initiatives__contains=told)
    return {
        "meeting": Meeting.objects.filter(pk__in=on_agenda.values("meeting")),
        "activity": Activity.objects.filter(
            initiatives__contains=told, state=ActivityState.RECORDED
        ),
        "review": Review.objects.filter(initiative=initiative).exclude(state=ReviewState.WITHDRAWN),
        "agreement": agreements_for(initiative),
    }


def _in_a_list(initiative: str) -> str:
    return f" {initiative} "


# --- how they are read ----------------------------------------------------------------------------


def _heads(
    found: QuerySet[Any], day: Combinable, sort: str, said: Columns, of: Columns = NO_COLUMNS
) -> QuerySet[Any, Head]:
    """Day, sort, and what says the title of the document and of the record that has it."""
    columns = [day, Value(sort, CharField()), *said, *of]
    made: dict[str, Any] = {f"head_{n}": column for n, column in enumerate(columns)}
    return found.order_by().annotate(**made).values_list(*made)


def _columns(kind: str, way: str = "") -> Columns:
    return _said(kind, [F(f"{way}{name}") for name in ("pk", *TITLED[kind])])


def _looked_up(kind: str, records: QuerySet[Any]) -> Columns:
    """Of the record that paper is about."""
    one = records.filter(pk=OuterRef("about_key"))
    return _said(kind, [Subquery(one.values(name)[:1]) for name in ("pk", *TITLED[kind])])


def _said(kind: str, columns: Columns) -> Columns:
    texts: Columns = [Cast(column, CharField()) for column in columns]
    return [Value(kind, CharField()), *texts, *[NOTHING] * (1 + MOST_COLUMNS - len(texts))]
