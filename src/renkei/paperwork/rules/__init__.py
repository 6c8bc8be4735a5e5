"""Rules of the paper, split by noun; importing declares its kinds of record."""

from renkei.paperwork.rules import (
    answers,
    attachments,
    documents,
    notices,
    reminders,
    retention,
    subject_access,
)

__all__ = [
    "answers",
    "attachments",
    "documents",
    "notices",
    "reminders",
    "retention",
    "subject_access",
]
