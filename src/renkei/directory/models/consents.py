"""Consents, and what was handed on by consent or by law."""

from datetime import date

from django.db import models
from django.db.models import CheckConstraint, F, Q

from renkei.core.keys import LENGTH, KeyField
from renkei.core.personal import PersonalData
from renkei.core.rights import RuledManager
from renkei.core.sides import Side
from renkei.directory.models.organisations import Unit
from renkei.directory.models.people import Person
from renkei.directory.states import ConsentWay, LegalGround


class Consent(models.Model):
    """What a person allowed: which data, for what, to whom, until when, and how she said so."""

    key = KeyField(primary_key=True)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="consents"
    )
    # Who has no account is named by the record that the consent was given with.
    record_kind = models.CharField(max_length=30, blank=True)
    record_key = models.CharField(max_length=LENGTH, blank=True)
    purpose = models.CharField(max_length=200)
    categories = models.JSONField(default=list)
    recipients = models.ManyToManyField(Unit, related_name="+")
    how = models.CharField(max_length=8, choices=ConsentWay)
    given_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    taken_by_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    taken_by = models.CharField(max_length=LENGTH)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-given_on", "key"]
        indexes = [
            models.Index(fields=["record_kind", "record_key"], name="consent_of_a_record"),
        ]
        constraints = [
            CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(record_key=""),
                name="consent_of_somebody",
            ),
            CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("given_on")),
                name="consent_ends_after_it_begins",
            ),
        ]

    @property
    def category_labels(self) -> list[str]:
        return [str(PersonalData(one).label) for one in self.categories]

    def is_valid_on(self, day: date) -> bool:
        return self.given_on <= day and (self.until is None or day <= self.until)


class Share(models.Model):
    """A record that another unit may read, with its legal ground; it ends with the consent."""

    key = KeyField(primary_key=True)
    record_kind = models.CharField(max_length=30)
    record_key = models.CharField(max_length=LENGTH)
    # Whose record it was on that day, and about whom.
    owner_unit = models.CharField(max_length=LENGTH)
    owner_side = models.CharField(max_length=10, choices=Side, blank=True)
    subject = models.CharField(max_length=LENGTH, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=12, choices=LegalGround)
    ground_detail = models.CharField(max_length=200, blank=True)
    consent = models.ForeignKey(
        Consent, null=True, blank=True, on_delete=models.PROTECT, related_name="shares"
    )
    until = models.DateField(null=True, blank=True)
    shared_by = models.CharField(max_length=LENGTH)
    shared_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-shared_at", "key"]
        indexes = [
            models.Index(fields=["unit", "record_kind"], name="share_of_a_unit"),
            models.Index(fields=["record_kind", "record_key"], name="share_of_a_record"),
            models.Index(fields=["owner_unit", "shared_at"], name="share_at_an_owner"),
            models.Index(fields=["subject", "shared_at"], name="share_of_a_person"),
        ]
        constraints = [
            CheckConstraint(
                condition=~Q(ground=LegalGround.CONSENT) | Q(consent__isnull=False),
                name="share_by_consent_names_it",
            ),
            CheckConstraint(
                condition=Q(ground=LegalGround.CONSENT) | ~Q(ground_detail=""),
                name="share_by_law_says_which",
            ),
        ]
