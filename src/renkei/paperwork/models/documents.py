"""Numbered documents: series of numbers, and the letters that carry them."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from renkei.core.keys import LENGTH, KeyField
from renkei.core.rights import RuledManager
from renkei.core.sides import Side
from renkei.core.writing import as_read
from renkei.paperwork.states import DOCUMENT_MOVES, DocumentState


class Series(models.Model):
    """The numbers of a unit: a sign that the office sets, counted from 1 in each fiscal year."""

    key = KeyField(primary_key=True)
    unit = models.CharField(max_length=LENGTH, db_index=True)
    side = models.CharField(max_length=10, choices=Side, blank=True)
    name_ja = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    sign = models.CharField(max_length=20)  # stands before the number
    sender_ja = models.CharField(max_length=120)  # in whose name its letters go out
    sender_en = models.CharField(max_length=160, blank=True)
    is_closed = models.BooleanField(default=False)

    objects = RuledManager()

    class Meta:
        ordering = ["unit", "sign"]
        constraints = [
            UniqueConstraint(fields=["unit", "sign"], name="series_sign_once_in_a_unit"),
            CheckConstraint(condition=~Q(sign=""), name="series_has_a_sign"),
        ]

    @property
    def name(self) -> str:
        return as_read(self.name_ja, self.name_en)


class NumberTaken(models.Model):
    """The last number of a series in a fiscal year; its row is locked while one is taken."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="counters")
    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["series", "fiscal_year"], name="counter_once_a_year"),
        ]


class Document(models.Model):
    """A letter of the office: drafted by one, approved by another, numbered when it goes out."""

    MOVES = DOCUMENT_MOVES

    key = KeyField(primary_key=True)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="documents")
    unit = models.CharField(max_length=LENGTH, db_index=True)
    side = models.CharField(max_length=10, choices=Side, blank=True)
    about_kind = models.CharField(max_length=30, blank=True)
    about_key = models.CharField(max_length=LENGTH, blank=True)
    template = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, default="ja")
    addressee = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    body = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=DocumentState, default=DocumentState.DRAFTED)
    drafted_by = models.CharField(max_length=LENGTH)
    drafted_at = models.DateTimeField(auto_now_add=True)
    edited_by = models.CharField(max_length=LENGTH)
    edited_at = models.DateTimeField(auto_now=True)
    approved_by = models.CharField(max_length=LENGTH, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(max_length=300, blank=True)
    issued_by = models.CharField(max_length=LENGTH, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    fiscal_year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    # As it was written on the letter: a sign may change, a letter does not.
    number_written = models.CharField(max_length=60, blank=True)
    # Names as they stood on that day.
    sender = models.CharField(max_length=160, blank=True)
    cancels = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="cancelled_by"
    )

    objects = RuledManager()

    class Meta:
        ordering = ["-drafted_at", "key"]
        indexes = [
            models.Index(fields=["about_kind", "about_key"], name="document_about_a_record"),
            models.Index(fields=["unit", "state", "drafted_at"], name="document_of_a_unit"),
        ]
        constraints = [
            UniqueConstraint(
                fields=["series", "fiscal_year", "number"], name="document_number_once"
            ),
            CheckConstraint(
                condition=Q(
                    state__in=[DocumentState.DRAFTED, DocumentState.APPROVED],
                    number=None,
                    fiscal_year=None,
                    issued_on=None,
                    number_written="",
                )
                | (
                    Q(state__in=[DocumentState.ISSUED, DocumentState.CANCELLED])
                    & Q(number__isnull=False, fiscal_year__isnull=False, issued_on__isnull=False)
                    & ~Q(number_written="")
                ),
                name="document_numbered_when_issued",
            ),
            CheckConstraint(
                condition=Q(state=DocumentState.DRAFTED, approved_by="", approved_at=None)
                | (
                    ~Q(state=DocumentState.DRAFTED)
                    & ~Q(approved_by="")
                    & Q(approved_at__isnull=False)
                ),
                name="document_approved_by_somebody",
            ),
            CheckConstraint(
                condition=~Q(approved_by=F("drafted_by")) & ~Q(approved_by=F("edited_by")),
                name="document_seen_by_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return self.title
