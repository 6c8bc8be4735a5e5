"""What `core` keeps for every room: the search index, long work, imports, limits."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse

from renkei.core.keys import KeyField
from renkei.core.rights import RuledManager
from renkei.core.states import BATCH_MOVES, JOB_MOVES, BatchState, ChangeKind, JobState
from renkei.core.writing import is_english


class SearchEntry(models.Model):
    """What one record may be found by, folded; its bigrams stand in a table of each database's own.

    Titles and texts are kept as "|one|another|": the bar survives no folding, so that nothing is
    found across the border of two texts and "|text" is a beginning.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=26)
    titles = models.TextField()
    text = models.TextField()  # the titles and all other words
    said = models.TextField()  # the other words as they were written, one text a line

    class Meta:
        constraints = [UniqueConstraint(fields=["kind", "key"], name="search_entry_once")]


class Job(models.Model):
    """Long work for somebody: may be left and found again. Its arguments hold keys, no content."""

    MOVES = JOB_MOVES

    key = KeyField(primary_key=True)
    kind = models.CharField(max_length=60)
    title_ja = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    owner = models.CharField(max_length=26)
    unit = models.CharField(max_length=26, blank=True)
    language = models.CharField(max_length=5, default="ja")  # in which its messages are written
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    # Each taking up counts one more; a worker thought dead finds that the work is no longer its.
    attempt = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    result = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)  # the last sign of life
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-made_at", "-key"]
        indexes = [
            models.Index(fields=["owner", "-made_at"], name="job_of_owner"),
            models.Index(fields=["state", "heard_at"], name="job_by_sign_of_life"),
        ]
        constraints = [
            CheckConstraint(
                condition=Q(state__in=[JobState.WAITING, JobState.RUNNING], finished_at=None)
                | Q(
                    state__in=[JobState.DONE, JobState.FAILED, JobState.CANCELLED],
                    finished_at__isnull=False,
                ),
                name="job_finished_when_it_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("jobs:job", args=[self.key])

    @property
    def title(self) -> str:
        return self.title_en if is_english() else self.title_ja


class ImportBatch(models.Model):
    """One table that somebody handed in: looked at, taken in, perhaps taken back."""

    MOVES = BATCH_MOVES

    key = KeyField(primary_key=True)
    importer = models.CharField(max_length=40)
    record_kind = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.CHECKED)
    n_rows = models.PositiveIntegerField()
    # [{"text", "sheet", "row", "column", "header", and "is_notice" where it is one}]
    repairs = models.JSONField(default=list)
    by = models.CharField(max_length=26)
    unit = models.CharField(max_length=26, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    on = models.DateField(null=True, blank=True)  # the day that the records carry
    job = models.CharField(max_length=26, blank=True)
    applied_by = models.CharField(max_length=26, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=26, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-made_at", "-key"]
        indexes = [models.Index(fields=["importer", "digest"], name="import_of_the_same_file")]
        constraints = [
            CheckConstraint(
                condition=Q(undone_at=None, undone_by="")
                | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="import_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("imports:batch", args=[self.key])


class ImportRow(models.Model):
    """What one row of the table did, with all that is needed to take it back."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # in the sheet
    change = models.CharField(max_length=8, choices=ChangeKind)
    title = models.CharField(max_length=300)
    record_key = models.CharField(max_length=26, blank=True)
    # [[key of the column, before, after], ...] for the reader of the dry run
    differences = models.JSONField(default=list)
    values = models.JSONField(default=dict)  # of the row; empty once it is taken in
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    is_applied = models.BooleanField(default=False)

    class Meta:
        ordering = ["batch", "number"]
        constraints = [
            UniqueConstraint(fields=["batch", "number"], name="import_row_once"),
            CheckConstraint(
                condition=Q(is_applied=False) | ~Q(record_key=""), name="import_row_made_something"
            ),
        ]
        indexes = [models.Index(fields=["record_key"], name="import_row_of_record")]


class Limit(models.Model):
    """How often something was done of late; the key tells nobody who did it."""

    key = models.CharField(max_length=64, primary_key=True)
    moments = models.JSONField(default=list)  # seconds since 1970, the oldest first
    until = models.DateTimeField(db_index=True)  # after this the row says nothing any more
