"""Choices and tables of moves of the paper."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AnswersState(TextChoices):
    DRAFT = "draft", _("記入中")
    SUBMITTED = "submitted", _("提出済み")
    ACCEPTED = "accepted", _("受理")
    RETURNED = "returned", _("差し戻し")


# What was accepted goes back only with a reason; what was submitted may be taken back before that.
ANSWERS_MOVES = {
    AnswersState.DRAFT: {AnswersState.SUBMITTED},
    AnswersState.SUBMITTED: {AnswersState.ACCEPTED, AnswersState.RETURNED, AnswersState.DRAFT},
    AnswersState.RETURNED: {AnswersState.SUBMITTED},
    AnswersState.ACCEPTED: {AnswersState.RETURNED},
}


class DocumentState(TextChoices):
    DRAFTED = "drafted", _("起案中")
    APPROVED = "approved", _("決裁済み")
    ISSUED = "issued", _("発出済み")
    CANCELLED = "cancelled", _("取消")


DOCUMENT_MOVES = {
    DocumentState.DRAFTED: {DocumentState.APPROVED},
    DocumentState.APPROVED: {DocumentState.DRAFTED, DocumentState.ISSUED},
    DocumentState.ISSUED: {DocumentState.CANCELLED},
}


class ReminderState(TextChoices):
    OPEN = "open", _("未処理")
    DONE = "done", _("済み")


REMINDER_MOVES = {ReminderState.OPEN: {ReminderState.DONE}}
