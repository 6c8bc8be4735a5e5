"""Reviews: what was found of an initiative, what was decided, and what that changes in the charter.

What is in force is never changed again: the charter of any day is read from it.
"""

from datetime import date

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from renkei.charter.amending import Change
from renkei.core.addresses import address_of_record
from renkei.core.keys import LENGTH, KeyField
from renkei.core.rights import RuledManager
from renkei.core.sides import Side
from renkei.core.writing import as_read
from renkei.programme.states import (
    DECISION_MOVES,
    REVIEW_MOVES,
    DecisionState,
    Outcome,
    ReviewState,
)


class Review(models.Model):
    """The finding on an initiative in a year, with its figures as they were known that moment."""

    MOVES = REVIEW_MOVES

    key = KeyField(primary_key=True)
    initiative = models.CharField(max_length=8)
    fiscal_year = models.PositiveSmallIntegerField()
    # Both governments own it from its first word.
    side = models.CharField(max_length=10, choices=Side, default=Side.JOINT)
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.FOUND)
    is_public = models.BooleanField(default=False)
    finding_ja = models.TextField()
    finding_en = models.TextField()
    figures = models.JSONField(default=list)
    known_at = models.DateTimeField()
    watermark = models.PositiveBigIntegerField(default=0)
    charter_version = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(max_length=400, blank=True)  # why it was withdrawn
    made_by = models.CharField(max_length=LENGTH)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-fiscal_year", "-made_at", "key"]
        constraints = [
            UniqueConstraint(
                fields=["initiative", "fiscal_year"],
                condition=~Q(state=ReviewState.WITHDRAWN),
                name="review_once_a_year",
            ),
            CheckConstraint(
                condition=Q(is_public=True, state=ReviewState.DECIDED)
                | Q(is_public=False) & ~Q(state=ReviewState.DECIDED),
                name="review_public_once_decided",
            ),
        ]

    def get_absolute_url(self) -> str:
        return address_of_record("programme:review", self.key)

    @property
    def finding(self) -> str:
        return as_read(self.finding_ja, self.finding_en)

    @property
    def is_open(self) -> bool:
        return self.state == ReviewState.FOUND


class Decision(models.Model):
    """What is to become of the initiative. Both programme offices sign, each for itself.

    `revision` counts the proposals: a signature is given to one of them, and falls away with it.
    `version` is the number that the charter gets by it; absent where it changes no text.
    """

    MOVES = DECISION_MOVES

    key = KeyField(primary_key=True)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="decisions")
    side = models.CharField(max_length=10, choices=Side, default=Side.JOINT)
    state = models.CharField(max_length=10, choices=DecisionState, default=DecisionState.PROPOSED)
    is_public = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=Outcome)
    into = models.CharField(max_length=8, blank=True)  # the initiative that takes it up
    reason_ja = models.TextField()
    reason_en = models.TextField()
    effective_on = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(max_length=400, blank=True)  # why it was returned or withdrawn
    proposed_by = models.CharField(max_length=LENGTH)
    proposed_at = models.DateTimeField()
    prefecture_by = models.CharField(max_length=LENGTH, blank=True)
    prefecture_at = models.DateTimeField(null=True, blank=True)
    city_by = models.CharField(max_length=LENGTH, blank=True)
    city_at = models.DateTimeField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    version = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-proposed_at", "key"]
        constraints = [
            UniqueConstraint(fields=["version"], name="charter_version_once"),
            UniqueConstraint(
                fields=["review"],
                condition=~Q(state=DecisionState.WITHDRAWN),
                name="review_decided_once",
            ),
            CheckConstraint(
                condition=Q(outcome=Outcome.MERGE) & ~Q(into="")
                | ~Q(outcome=Outcome.MERGE) & Q(into=""),
                name="decision_merges_into_one",
            ),
            *(
                CheckConstraint(
                    condition=Q(**{f"{side}_by": "", f"{side}_at": None})
                    | ~Q(**{f"{side}_by": ""}) & Q(**{f"{side}_at__isnull": False}),
                    name=f"decision_signed_by_{side}",
                )
                for side in (Side.PREFECTURE.value, Side.CITY.value)
            ),
            # One person never signs for both.
            CheckConstraint(
                condition=Q(prefecture_by="") | ~Q(prefecture_by=F("city_by")),
                name="decision_signed_by_two_people",
            ),
            CheckConstraint(
                condition=Q(
                    state=DecisionState.IN_FORCE,
                    is_public=True,
                    decided_on__isnull=False,
                    prefecture_at__isnull=False,
                    city_at__isnull=False,
                )
                | ~Q(state=DecisionState.IN_FORCE)
                & Q(is_public=False, decided_on=None, version=None),
                name="decision_in_force_by_both",
            ),
        ]

    def get_absolute_url(self) -> str:
        return f"{address_of_record('programme:review', self.review_id)}#decision"

    @property
    def reason(self) -> str:
        return as_read(self.reason_ja, self.reason_en)

    @property
    def is_open(self) -> bool:
        return self.state in (
            DecisionState.PROPOSED,
            DecisionState.SIGNED,
            DecisionState.RETURNED,
        )

    def is_signed_by(self, side: str) -> bool:
        return bool(getattr(self, f"{side}_at"))


class Amendment(models.Model):
    """One field of the charter before and after, as it is written there."""

    key = KeyField(primary_key=True)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    programme = models.CharField(max_length=60)  # key of the charter
    initiative = models.CharField(max_length=8, blank=True)  # empty for the programme itself
    path = models.CharField(max_length=120)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            UniqueConstraint(fields=["decision", "number"], name="amendment_number_once"),
            UniqueConstraint(
                fields=["decision", "initiative", "path"], name="amendment_of_a_field_once"
            ),
        ]

    @property
    def change(self) -> Change:
        return Change(self.initiative, self.path, self.before, self.after)

    @property
    def effective_on(self) -> date:
        day: date = self.decision.effective_on
        return day
