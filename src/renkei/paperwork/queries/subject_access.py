"""Everything that is held about one person, found through what the rooms declare."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from renkei.core.people import addresses_of_person
from renkei.core.rights import Asker, kinds
from renkei.core.writing import localized
from renkei.paperwork.models import Attachment, Disclosure
from renkei.paperwork.personal import PersonalFile, PersonalTable, register
from renkei.paperwork.queries.sheets import version_of
from renkei.paperwork.sheets.values import shown
from renkei.paperwork.sheets.wording import as_text

# A database compares with a list of some hundred keys at once.
CHUNK = 500
Keys = Mapping[str, list[str]]  # kind of record: keys of the records about the person


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one table about a person, and what they are called."""

    file: PersonalFile
    table: PersonalTable
    rows: QuerySet[Any]

    @property
    def n_rows(self) -> int:
        return self.rows.count()

    def records(self) -> Iterator[dict[str, Any]]:
        """Every column of every row, but what is withheld; for machines."""
        columns = [
            field.attname
            for field in self.table.table._meta.concrete_fields
            if field.attname not in self.table.withheld
        ]
        for row in self.rows.iterator(chunk_size=CHUNK):
            yield {column: getattr(row, column) for column in columns}

    def readable(self) -> Iterator[list[tuple[str, str]]]:
        """What is filled in of every row, under names that a person reads."""
        labels = {name: localized(label) for name, label in self.table.fields.items()}
        for row in self.rows.iterator(chunk_size=CHUNK):
            written = [(label, _written(row, column)) for column, label in labels.items()]
            yield [(label, text) for label, text in written if text]


def everything_about(person: str) -> list[Section]:
    """What every declared table holds about the person, also through records about her, and under
    the addresses that she has confirmed."""
    if not person:
        return []
    keys, addresses = keys_of_records(person), addresses_of_person(person)
    return [
        Section(file, table, _rows(table, person, keys, addresses))
        for file in register().files
        for table in file.tables
    ]


def keys_of_records(person: str) -> Keys:
    """The records about the person, by kind: whom they are about says their room's declaration."""
    found: dict[str, list[str]] = defaultdict(list)
    tables = {table.model.lower(): table for table in register().tables}
    for kind in kinds():
        table = tables.get(kind.model.lower())
        lookups = {*(table.person if table else ()), kind.columns.person} - {""}
        # What somebody did is no record about her, nor is what is attached to it.
        subject = {one for one in lookups if not is_of_an_act(one)}
        if subject and kind.name != "journal_entry":
            rows = kind.table._base_manager.filter(_any(subject, person))
            found[kind.name] += [str(key) for key in rows.values_list(kind.columns.key, flat=True)]
    return found


def is_of_an_act(lookup: str) -> bool:
    """Whether a column says who did something, not whom a row is about."""
    return lookup in ("by", "by_id") or bool(re.search(r"_by(_id)?$", lookup))


def _any(lookups: Any, person: str) -> Q:
    condition = Q(pk__in=[])
    for lookup in lookups:
        condition |= Q(**{lookup: person})
    return condition


def _rows(
    table: PersonalTable, person: str, keys: Keys, addresses: Collection[str]
) -> QuerySet[Any]:
    condition = _any(table.person, person)
    for column in table.email:
        condition |= Q(**{f"{column}__in": addresses})
    if table.about:
        kind, key = table.about
        for name, known in keys.items():
            for start in range(0, len(known), CHUNK):
                part = known[start : start + CHUNK]
                condition |= Q(**{kind: name, f"{key}__in": part})
    rows: QuerySet[Any] = table.table._base_manager.filter(condition).order_by("pk")
    return rows.distinct() if any("__" in lookup for lookup in table.person) else rows


def attachments_about(person: str) -> list[Attachment]:
    """Files that belong to records about the person; those that she only added are of others."""
    found = Q(pk__in=[])
    for kind, keys in keys_of_records(person).items():
        for start in range(0, len(keys), CHUNK):
            found |= Q(about_kind=kind, about_key__in=keys[start : start + CHUNK])
    return list(Attachment.objects.filter(found, removed_at=None))


def _written(row: Model, column: str) -> str:
    field = next(one for one in row._meta.concrete_fields if one.attname == column)
    value = getattr(row, column)
    if value in (None, "", [], {}):
        return ""
    if (row._meta.label, column) == ("paperwork.Answers", "values"):
        return _answers_in_words(row)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, dict):
        return "\n".join(f"{name}: {_plain(one)}" for name, one in value.items())
    return _plain(value)


def _answers_in_words(answers: Any) -> str:
    """Each question with what was answered, in the words of the sheet."""
    try:
        questions = version_of(answers).questions
    except (LookupError, ValueError):
        return "\n".join(f"{name}: {_plain(one)}" for name, one in answers.values.items())
    return "\n".join(
        f"{as_text(question.label)}: {shown(question, answers.values[question.key])}"
        for question in questions
        if question.key in answers.values
    )


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def disclosures_of(asker: Asker, now: datetime) -> QuerySet[Disclosure]:
    return Disclosure.objects.visible_to(asker).filter(expires_at__gt=now)
