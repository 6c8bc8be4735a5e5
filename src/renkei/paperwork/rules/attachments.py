"""Attachments have no rights of their own: each question is asked of the record they belong to.

A record that is published is published as its page shows it. What was attached to it stays with
those who read the record by a seat, as its own subject, or because it was opened or shared; unless
the kind of record is there to publish files, as a paper of a council is.
"""

from typing import TypeVar

from django.db.models import Model

from renkei.core.rights import Asker, Reach, RuledQuerySet, Verb, kind_of, may, reasons
from renkei.paperwork.models import Attachment
from renkei.paperwork.queries.attachments import record_of

Record = TypeVar("Record", bound=Model)


def may_read_files_of(asker: Asker, record: Model) -> bool:
    found = reasons(asker, Verb.READ, record)
    if kind_of(record).publishes_files:
        return any(found)
    return any(reason.rule.reach != Reach.PUBLIC for reason in found)


def with_files_for(asker: Asker, found: RuledQuerySet[Record]) -> RuledQuerySet[Record]:
    """The same answer for a set: the records of which the asker may read the files."""
    publishes = kind_of(found.model).publishes_files
    return found.visible_to(asker, but_for=None if publishes else Reach.PUBLIC)


def may_read(asker: Asker, attachment: Attachment) -> bool:
    """Whether the asker may read files of the record, and the content is still there."""
    record = record_of(attachment)
    return record is not None and not attachment.is_removed and may_read_files_of(asker, record)


def is_settled(record: Model) -> bool:
    return getattr(record, "state", "") in kind_of(record).settled


def may_attach(asker: Asker, record: Model) -> bool:
    return may(asker, Verb.WRITE, record) and not is_settled(record)


def may_remove(asker: Asker, attachment: Attachment) -> bool:
    record = record_of(attachment)
    return record is not None and not attachment.is_removed and may_attach(asker, record)
