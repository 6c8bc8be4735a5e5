"""Tables of the paper, split by noun; private to this room."""

from renkei.paperwork.models.answers import AnswerLink, Answers
from renkei.paperwork.models.documents import Document, NumberTaken, Series
from renkei.paperwork.models.reminders import Reminder

__all__ = [
    "AnswerLink",
    "Answers",
    "Document",
    "NumberTaken",
    "Reminder",
    "Series",
]
