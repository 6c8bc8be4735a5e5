"""Attachments have no rights of their own: each question is asked of the record they belong to."""

from django.db.models import Model

from renkei.core.rights import Asker, Verb, may
from renkei.paperwork.models import Attachment
from renkei.paperwork.queries.attachments import record_of


def may_read(asker: Asker, attachment: Attachment) -> bool:
    """Whether the asker may read the record, and the content is still there."""
    record = record_of(attachment)
    return record is not None and not attachment.is_removed and may(asker, Verb.READ, record)


def may_attach(asker: Asker, record: Model) -> bool:
    return may(asker, Verb.WRITE, record)


def may_remove(asker: Asker, attachment: Attachment) -> bool:
    record = record_of(attachment)
    return record is not None and not attachment.is_removed and may(asker, Verb.WRITE, record)
