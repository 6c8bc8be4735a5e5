"""Agreements with universities and others: parties, clauses, dates, contacts on each side."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from simple_history.models import HistoricalRecords

from renkei.core.keys import LENGTH, KeyField
from renkei.core.rights import RuledManager
from renkei.core.sides import Side
from renkei.core.writing import as_read
from renkei.directory.models.organisations import Organisation, Unit
from renkei.directory.states import AGREEMENT_MOVES, AgreementState


class Agreement(models.Model):
    """One list for both governments; `side` says whether one of them signed, or both together."""

    MOVES = AGREEMENT_MOVES

    key = KeyField(primary_key=True)
    title_ja = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200, blank=True)
    side = models.CharField(max_length=10, choices=Side)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # keeps the file
    initiatives = models.JSONField(default=list)  # references: ["II-3"]
    state = models.CharField(
        max_length=12, choices=AgreementState, default=AgreementState.NEGOTIATING
    )
    signed_on = models.DateField(null=True, blank=True)
    # The day on which the first of the agreements was signed that this one goes on from.
    in_force_since = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    # Whether it goes on by itself for a year unless a party objects.
    is_renewed_automatically = models.BooleanField(default=False)
    remind_days_before = models.PositiveSmallIntegerField(default=90)
    # From when renewing it waits for somebody: kept, so that a list can ask for it.
    remind_on = models.DateField(null=True, blank=True, db_index=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_public = models.BooleanField(default=False)
    renews = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewed_by"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects = RuledManager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-signed_on", "title_ja", "key"]
        constraints = [
            CheckConstraint(
                condition=Q(signed_on=None) | Q(valid_to=None) | Q(valid_to__gte=F("signed_on")),
                name="agreement_ends_after_it_begins",
            ),
            CheckConstraint(
                condition=Q(state__in=[AgreementState.NEGOTIATING, AgreementState.BROKEN_OFF])
                | Q(signed_on__isnull=False),
                name="agreement_signed_on_a_day",
            ),
            CheckConstraint(
                condition=Q(is_public=False) | Q(signed_on__isnull=False),
                name="agreement_published_when_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *arguments: Any, **options: Any) -> None:
        self.remind_on = self.valid_to and self.valid_to - timedelta(days=self.remind_days_before)
        super().save(*arguments, **options)

    @property
    def title(self) -> str:
        return as_read(self.title_ja, self.title_en)


class Party(models.Model):
    key = KeyField(primary_key=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["agreement", "organisation__name_kana", "key"]
        constraints = [
            UniqueConstraint(fields=["agreement", "organisation"], name="party_once"),
        ]


class Clause(models.Model):
    """A numbered point that the parties agreed on."""

    key = KeyField(primary_key=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="clauses")
    number = models.PositiveSmallIntegerField()
    text_ja = models.TextField()
    text_en = models.TextField(blank=True)

    class Meta:
        ordering = ["agreement", "number"]
        constraints = [
            UniqueConstraint(fields=["agreement", "number"], name="clause_number_once"),
        ]

    @property
    def text(self) -> str:
        return as_read(self.text_ja, self.text_en)


class Contact(models.Model):
    """Whom to ask at a party."""

    key = KeyField(primary_key=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="contacts")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=80)
    division = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering = ["party", "name", "key"]


class ResultRequest(models.Model):
    """A party was asked, by a link, what came of the agreement in a fiscal year."""

    key = KeyField(primary_key=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="requests")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    answers = models.CharField(max_length=LENGTH, blank=True)  # the key of the sheet of answers
    asked_by = models.CharField(max_length=LENGTH)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-fiscal_year", "party", "key"]
        constraints = [
            UniqueConstraint(fields=["party", "fiscal_year"], name="results_asked_once_a_year"),
        ]
