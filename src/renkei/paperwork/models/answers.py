"""Answers to a question sheet, bound to the version under which they were given."""

from django.db import models
from django.db.models import CheckConstraint, F, Q

from renkei.core.keys import LENGTH, KeyField
from renkei.core.rights import RuledManager
from renkei.core.sides import Side
from renkei.paperwork.states import ANSWERS_MOVES, AnswersState


class SheetUsed(models.Model):
    """The version of a sheet as it was answered, so that answers outlive the file."""

    digest = models.CharField(max_length=64, primary_key=True)
    sheet = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    definition = models.JSONField()
    first_used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["sheet", "version", "first_used_at"]


class Answers(models.Model):
    """One sheet filled in once. `revision` counts the saves, so that two tabs notice each other."""

    MOVES = ANSWERS_MOVES

    key = KeyField(primary_key=True)
    sheet = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    used = models.ForeignKey(
        SheetUsed, on_delete=models.PROTECT, db_column="digest", related_name="answers"
    )
    unit = models.CharField(max_length=LENGTH, db_index=True)
    organisation = models.CharField(max_length=LENGTH, blank=True)  # which was asked to answer
    side = models.CharField(max_length=10, choices=Side, blank=True)
    about_kind = models.CharField(max_length=30, blank=True)
    about_key = models.CharField(max_length=LENGTH, blank=True)
    person = models.CharField(max_length=LENGTH, blank=True)  # whom they are about; may be nobody
    # The same person from the day of submitting: a draft is not shown to its subject.
    shown_to = models.CharField(max_length=LENGTH, blank=True)
    state = models.CharField(max_length=10, choices=AnswersState, default=AnswersState.DRAFT)
    values = models.JSONField(default=dict)
    unread = models.JSONField(default=dict)  # typed, but no answer yet: kept until it is mended
    revision = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=2, default="ja")  # in which they were given
    made_by = models.CharField(max_length=LENGTH, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    saved_by = models.CharField(max_length=LENGTH, blank=True)  # empty: by the link
    saved_tab = models.CharField(max_length=LENGTH, blank=True)  # the open page it came from
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.CharField(max_length=LENGTH, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=LENGTH, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(max_length=300, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-made_at", "key"]
        indexes = [
            models.Index(fields=["about_kind", "about_key"], name="answers_about_a_record"),
            models.Index(fields=["unit", "state", "made_at"], name="answers_of_a_unit"),
            models.Index(fields=["person"], name="answers_of_a_person"),
        ]
        constraints = [
            CheckConstraint(
                condition=Q(about_kind="", about_key="") | (~Q(about_kind="") & ~Q(about_key="")),
                name="answers_about_kind_and_key",
            ),
            CheckConstraint(
                condition=~Q(state__in=[AnswersState.SUBMITTED, AnswersState.ACCEPTED])
                | Q(submitted_at__isnull=False),
                name="answers_submitted_at_a_moment",
            ),
            CheckConstraint(
                condition=~Q(state=AnswersState.RETURNED) | ~Q(return_reason=""),
                name="answers_returned_with_a_reason",
            ),
        ]


class AnswerLink(models.Model):
    """A way to one sheet for somebody without an account; of its secret only the digest is kept."""

    key = KeyField(primary_key=True)
    answers = models.ForeignKey(Answers, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=LENGTH)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="answer_link_lasts"),
        ]
