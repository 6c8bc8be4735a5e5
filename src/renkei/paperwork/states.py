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


class NoticeGroup(TextChoices):
    """What a person decides about together: how the notices of a group should arrive."""

    ACCOUNT = "account", _("利用者登録と安全")
    TASKS = "tasks", _("自分の仕事と期限")
    RECORDS = "records", _("自分の記録についての連絡")
    ACCESS = "access", _("だれが記録を見たか")
    PROGRAMME = "programme", _("共同プログラムのお知らせ")


class NoticeWay(TextChoices):
    AT_ONCE = "at_once", _("すぐにメール")
    DAILY = "daily", _("1日分をまとめてメール")
    INBOX = "inbox", _("メールなし(受信箱だけ)")


class NoticeState(TextChoices):
    """Of the e-mail. Sent means that the next mail server took it, not that somebody read it."""

    QUEUED = "queued", _("送信待ち")
    SENT = "sent", _("送信済み")
    FAILED = "failed", _("失敗")
    GIVEN_UP = "given_up", _("断念")
    NO_EMAIL = "no_email", _("メールなし")


NOTICE_MOVES = {
    NoticeState.QUEUED: {NoticeState.SENT, NoticeState.FAILED, NoticeState.GIVEN_UP},
    NoticeState.FAILED: {NoticeState.QUEUED, NoticeState.SENT, NoticeState.GIVEN_UP},
    # A letter may come back after it left.
    NoticeState.SENT: {NoticeState.FAILED},
    NoticeState.GIVEN_UP: {NoticeState.QUEUED},
}


class DeliveryProblem(TextChoices):
    UNREACHABLE = "unreachable", _("メールサーバーにつながらない")
    REFUSED = "refused", _("あて先が受け取らない")
    RETURNED = "returned", _("届かずに戻ってきた")
    INTERRUPTED = "interrupted", _("送信中に止まった(届いたかどうかは不明)")
    NOT_WANTED = "not_wanted", _("送る必要がなくなった")


class Disposing(TextChoices):
    DELETE = "delete", _("削除")
    ANONYMISE = "anonymise", _("匿名化")
