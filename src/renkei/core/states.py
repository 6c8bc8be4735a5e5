"""The lives of what `core` keeps by itself: long work, and tables that were handed in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    WAITING = "waiting", _("順番を待っています")
    RUNNING = "running", _("進行中")
    DONE = "done", _("完了")
    FAILED = "failed", _("途中で止まりました")
    CANCELLED = "cancelled", _("取りやめ")


JOB_MOVES = {
    JobState.WAITING: {JobState.RUNNING, JobState.FAILED, JobState.CANCELLED},
    # Back to waiting when the worker was killed; nobody moves on from an end.
    JobState.RUNNING: {JobState.WAITING, JobState.DONE, JobState.FAILED, JobState.CANCELLED},
    JobState.FAILED: {JobState.WAITING},
}


class BatchState(TextChoices):
    CHECKED = "checked", _("確認待ち")
    APPLYING = "applying", _("取込中")
    APPLIED = "applied", _("取込済み")
    UNDONE = "undone", _("取消済み")


BATCH_MOVES = {
    BatchState.CHECKED: {BatchState.APPLYING},
    # An import that stopped half way can go on or be taken back.
    BatchState.APPLYING: {BatchState.APPLIED, BatchState.UNDONE},
    BatchState.APPLIED: {BatchState.UNDONE},
}


class ChangeKind(TextChoices):
    NEW = "new", _("新規")
    CHANGED = "changed", _("変更")
    SAME = "same", _("変更なし")
