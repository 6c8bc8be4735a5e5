"""Attachments: what was added to a record, where it lies, and who took it away."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from renkei.core.keys import LENGTH, KeyField


class Attachment(models.Model):
    """A file that belongs to a record of any kind; who may see the record may see the file.

    It has no rights of its own and is no kind of record: lists, search, exports never meet it.
    Removing deletes the content; the row says for ever that there was one.
    """

    key = KeyField(primary_key=True)
    about_kind = models.CharField(max_length=30)
    about_key = models.CharField(max_length=LENGTH)
    name = models.CharField(max_length=120, blank=True)  # as shown; it never names our file
    kind = models.CharField(max_length=8)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    # Random, so that neither time nor name nor record can be read from the folder.
    stored = models.CharField(max_length=32, unique=True)
    added_by = models.CharField(max_length=LENGTH)
    added_unit = models.CharField(max_length=LENGTH, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    removed_by = models.CharField(max_length=LENGTH, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at", "key"]
        indexes = [
            models.Index(fields=["about_kind", "about_key"], name="attachment_of_a_record"),
            models.Index(fields=["added_by"], name="attachment_of_a_person"),
        ]
        constraints = [
            CheckConstraint(
                condition=~Q(about_kind="") & ~Q(about_key=""), name="attachment_of_some_record"
            ),
            UniqueConstraint(
                fields=["about_kind", "about_key", "sha256"],
                condition=Q(removed_at=None),
                name="attachment_content_once",
            ),
            CheckConstraint(
                condition=Q(anonymised_at=None) | Q(removed_at__isnull=False, name=""),
                name="attachment_anonymised_entirely",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_removed(self) -> bool:
        return self.removed_at is not None
