"""Access from outside the owning unit: the reason, its end, and each look."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from renkei.core.keys import LENGTH, KeyField
from renkei.core.rights import Reach, Role, RuledManager, RuledQuerySet
from renkei.core.sides import Side
from renkei.directory.models.people import Person


class OpeningQuerySet(RuledQuerySet["Opening"]):
    def open_now(self) -> Self:
        return self.open_at(timezone.now())

    def open_at(self, moment: datetime) -> Self:
        return self.filter(until__gt=moment, closed_at=None)


class Opening(models.Model):
    """A record of another unit opened for a time, with a reason that its owner reads."""

    key = KeyField(primary_key=True)
    record_kind = models.CharField(max_length=30)
    record_key = models.CharField(max_length=LENGTH)
    # Whose record it was on that day, and about whom.
    owner_unit = models.CharField(max_length=LENGTH)
    owner_side = models.CharField(max_length=10, choices=Side, blank=True)
    subject = models.CharField(max_length=LENGTH, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=LENGTH)  # from which seat
    reason = models.CharField(max_length=300)
    opened_at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    # Ended before its time, by whoever opened it or by the unit whose record it is.
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=LENGTH, blank=True)

    objects = models.Manager.from_queryset(OpeningQuerySet)()

    class Meta:
        ordering = ["-opened_at", "key"]
        indexes = [
            models.Index(fields=["person", "record_kind", "until"], name="opening_of_a_person"),
            models.Index(fields=["record_kind", "record_key"], name="opening_of_a_record"),
            models.Index(fields=["owner_unit", "opened_at"], name="opening_at_an_owner"),
        ]
        constraints = [
            CheckConstraint(condition=~Q(reason=""), name="opening_has_a_reason"),
            CheckConstraint(condition=Q(until__gt=F("opened_at")), name="opening_lasts"),
            CheckConstraint(
                condition=Q(closed_at=None, closed_by="")
                | (Q(closed_at__isnull=False) & ~Q(closed_by="")),
                name="opening_closed_by_somebody",
            ),
        ]


class Look(models.Model):
    """Somebody looked into a record; written for every look from outside the owning unit."""

    key = KeyField(primary_key=True)
    record_kind = models.CharField(max_length=30)
    record_key = models.CharField(max_length=LENGTH)
    owner_unit = models.CharField(max_length=LENGTH)
    owner_side = models.CharField(max_length=10, choices=Side, blank=True)
    subject = models.CharField(max_length=LENGTH, blank=True)
    person = models.CharField(max_length=LENGTH, db_index=True)
    unit = models.CharField(max_length=LENGTH, blank=True)
    # The unit's name on that day, for units are renamed and closed.
    unit_name = models.CharField(max_length=200, blank=True)
    # The role (empty where none was needed) and the reach that allowed it.
    role = models.CharField(max_length=22, choices=Role, blank=True)
    reach = models.CharField(max_length=20, choices=Reach)
    opening = models.ForeignKey(
        Opening, null=True, blank=True, on_delete=models.PROTECT, related_name="looks"
    )
    at = models.DateTimeField()
    # Ten minutes counted from the epoch: whoever turns pages is written down once in each.
    window = models.PositiveIntegerField()

    objects = RuledManager()

    class Meta:
        ordering = ["-at", "key"]
        indexes = [
            models.Index(fields=["record_kind", "record_key", "at"], name="look_at_a_record"),
            models.Index(fields=["owner_unit", "at"], name="look_at_an_owner"),
            models.Index(fields=["subject", "at"], name="look_at_a_person"),
        ]
        constraints = [
            UniqueConstraint(
                fields=["person", "record_kind", "record_key", "window"], name="look_once"
            ),
        ]
