"""Kinds of journal entry that the paper writes, split by noun; importing declares them."""

from renkei.paperwork.events import (
    attachments,
    documents,
    notices,
    retention,
    sheets,
    subject_access,
)

__all__ = ["attachments", "documents", "notices", "retention", "sheets", "subject_access"]
