"""Tables of the paper, split by noun; private to this room."""

from renkei.paperwork.models.answers import AnswerLink, Answers, SheetUsed
from renkei.paperwork.models.attachments import Attachment
from renkei.paperwork.models.documents import Document, NumberTaken, Series
from renkei.paperwork.models.notices import Notice, NoticePreference
from renkei.paperwork.models.reminders import Reminder
from renkei.paperwork.models.retention import Disposal, DisposedRecord, Hold
from renkei.paperwork.models.subject_access import Disclosure

__all__ = [
    "AnswerLink",
    "Answers",
    "Attachment",
    "Disclosure",
    "Disposal",
    "DisposedRecord",
    "Document",
    "Hold",
    "Notice",
    "NoticePreference",
    "NumberTaken",
    "Reminder",
    "Series",
    "SheetUsed",
]
