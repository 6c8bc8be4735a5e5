"""Figures kept as they were computed, each government's word on them, and values from reports."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from renkei.core.addresses import address_of_record
from renkei.core.keys import LENGTH, KeyField
from renkei.core.rights import RuledManager
from renkei.core.sides import OTHER, Side
from renkei.programme.periods import Period
from renkei.programme.states import APPROVAL_MOVES, MANUAL_MOVES, ApprovalState, ManualState


class Measurement(models.Model):
    """A figure of a period with what was known when it was computed.

    As long as not both governments have approved it, computing again overwrites it. Then it is
    locked: what becomes known later makes another revision, and this one stays as it was.
    """

    key = KeyField(primary_key=True)
    indicator = models.CharField(max_length=12)  # "I-3.1", "P.23"
    initiative = models.CharField(max_length=8, blank=True)  # empty of the programme as a whole
    period = models.CharField(max_length=8)  # key of a period: "2025Q3"
    revision = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=400, blank=True)  # why it was computed after the lock
    definition = models.CharField(max_length=64)  # SHA-256 of how it was counted
    # Decimals as texts, so that both databases keep them digit by digit.
    values = models.JSONField(default=dict)
    known_at = models.DateTimeField()
    watermark = models.BigIntegerField(default=0)  # number of the last entry known then
    side = models.CharField(max_length=10, choices=Side, default=Side.JOINT)
    is_public = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    # Since when the computing finds another value than was locked; kept, so that a list of what
    # waits can ask for it and nothing has to be computed.
    late_since = models.DateTimeField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["period", "indicator", "-revision"]
        constraints = [
            UniqueConstraint(
                fields=["indicator", "period", "revision"], name="measurement_revision_once"
            ),
            UniqueConstraint(
                fields=["indicator", "period"],
                condition=Q(locked_at=None),
                name="measurement_one_open",
            ),
            CheckConstraint(
                condition=Q(revision=1, reason="") | Q(revision__gt=1) & ~Q(reason=""),
                name="measurement_revised_with_a_reason",
            ),
            CheckConstraint(
                condition=Q(is_public=False) | Q(locked_at__isnull=False),
                name="measurement_public_when_locked",
            ),
            CheckConstraint(
                condition=Q(late_since=None) | Q(locked_at__isnull=False),
                name="measurement_late_when_locked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period} ({self.revision})"

    def get_absolute_url(self) -> str:
        return f"{address_of_record('programme:why', self.indicator)}?period={self.period}"

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def of(self) -> Period:
        return Period.called(self.period)

    def value(self, name: str) -> Decimal | None:
        """Of total, prefecture, city or joint."""
        return decimal_of(self.values.get(name))


class Approval(models.Model):
    """What one government says of its part: of what it did alone and of what both did together."""

    MOVES = APPROVAL_MOVES
    AT_REST = frozenset({ApprovalState.COMPUTED, ApprovalState.APPROVED})

    key = KeyField(primary_key=True)
    measurement = models.ForeignKey(Measurement, on_delete=models.PROTECT, related_name="approvals")
    side = models.CharField(max_length=10, choices=Side)
    unit = models.CharField(max_length=LENGTH, blank=True)  # in charge of the initiative
    state = models.CharField(max_length=10, choices=ApprovalState, default=ApprovalState.COMPUTED)
    since = models.DateTimeField()  # of the state
    submitted_by = models.CharField(max_length=LENGTH, blank=True)
    decided_by = models.CharField(max_length=LENGTH, blank=True)
    note = models.CharField(max_length=400, blank=True)  # why it was returned

    objects = RuledManager()

    class Meta:
        ordering = ["measurement", "-side"]
        indexes = [models.Index(fields=["side", "state"], name="approval_waiting")]
        constraints = [
            UniqueConstraint(fields=["measurement", "side"], name="approval_one_of_a_side"),
            CheckConstraint(condition=Q(side__in=list(OTHER)), name="approval_of_one_government"),
            CheckConstraint(
                condition=Q(submitted_by="") | ~Q(decided_by=models.F("submitted_by")),
                name="approval_by_a_second_person",
            ),
            CheckConstraint(
                condition=~Q(state=ApprovalState.RETURNED) | ~Q(note=""),
                name="approval_returned_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measurement} {self.side}"


class ManualValue(models.Model):
    """A value from a report or a survey, with its source; a second person confirms it."""

    MOVES = MANUAL_MOVES
    AT_REST = frozenset({ManualState.CONFIRMED})

    key = KeyField(primary_key=True)
    indicator = models.CharField(max_length=12)
    initiative = models.CharField(max_length=8, blank=True)
    period = models.CharField(max_length=8)
    side = models.CharField(max_length=10, choices=Side, default=Side.JOINT)  # of whom it is
    values = models.JSONField(default=dict)  # total, and numerator and denominator of a rate
    source = models.CharField(max_length=300)
    unit = models.CharField(max_length=LENGTH)  # that entered it
    unit_side = models.CharField(max_length=10, choices=Side)
    state = models.CharField(max_length=10, choices=ManualState, default=ManualState.ENTERED)
    is_public = models.BooleanField(default=False)
    entered_by = models.CharField(max_length=LENGTH)
    entered_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.CharField(max_length=LENGTH, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["indicator", "period", "-entered_at", "key"]
        constraints = [
            UniqueConstraint(
                fields=["indicator", "period", "side"],
                condition=~Q(state=ManualState.WITHDRAWN),
                name="manual_value_once",
            ),
            CheckConstraint(condition=~Q(source=""), name="manual_value_has_a_source"),
            CheckConstraint(
                condition=Q(confirmed_by="") | ~Q(confirmed_by=models.F("entered_by")),
                name="manual_value_confirmed_by_a_second_person",
            ),
            CheckConstraint(
                condition=Q(is_public=False) | Q(state=ManualState.CONFIRMED),
                name="manual_value_public_when_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period}"

    def get_absolute_url(self) -> str:
        return f"{address_of_record('programme:why', self.indicator)}?period={self.period}"

    def value(self, name: str = "total") -> Decimal | None:
        return decimal_of(self.values.get(name))


def decimal_of(text: Any) -> Decimal | None:
    return None if text is None else Decimal(text)
