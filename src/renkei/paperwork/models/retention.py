"""Keeping and disposing: what may not be touched yet, and the proof of what was disposed of."""

from django.db import models
from django.db.models import CheckConstraint, Q

from renkei.core.keys import LENGTH, KeyField
from renkei.core.rights import RuledManager
from renkei.paperwork.states import Disposing


class Hold(models.Model):
    """A record that stays as it is, whatever the schedule says, until the hold is lifted."""

    key = KeyField(primary_key=True)
    record_kind = models.CharField(max_length=30)
    record_key = models.CharField(max_length=LENGTH)
    reason = models.CharField(max_length=300)
    placed_by = models.CharField(max_length=LENGTH)
    unit = models.CharField(max_length=LENGTH)
    placed_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.CharField(max_length=LENGTH, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-placed_at", "key"]
        constraints = [
            CheckConstraint(condition=~Q(reason=""), name="hold_has_a_reason"),
            models.UniqueConstraint(
                fields=["record_kind", "record_key"],
                condition=Q(lifted_at=None),
                name="hold_once",
            ),
        ]


class Disposal(models.Model):
    """One batch that reached the end of its time: what was done, and under which rule."""

    key = KeyField(primary_key=True)
    record_kind = models.CharField(max_length=30)
    way = models.CharField(max_length=10, choices=Disposing)
    years = models.PositiveSmallIntegerField()
    before = models.DateField()  # the event that starts the time lay before this day
    n_records = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # of the keys and digests of all its records
    done_at = models.DateTimeField(auto_now_add=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-done_at", "key"]
        indexes = [
            models.Index(fields=["record_kind", "done_at"], name="disposal_of_a_kind"),
        ]


class DisposedRecord(models.Model):
    """The proof for one record: its key, and a digest of what it said.

    So a copy found later can be told to be of a record that should be gone. The digest is keyed:
    nobody guesses the content from it.
    """

    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="records")
    record_kind = models.CharField(max_length=30)
    record_key = models.CharField(max_length=LENGTH)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["disposal", "record_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["record_kind", "record_key"], name="record_disposed_of_once"
            ),
        ]
