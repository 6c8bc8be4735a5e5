"""Placements: a seeker and a posting, from the introduction to what became of it."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from renkei.core.keys import LENGTH, KeyField
from renkei.core.rights import RuledManager
from renkei.core.sides import Side
from renkei.opportunities.models.postings import OfAMarket, Posting
from renkei.opportunities.models.seekers import Seeker
from renkei.opportunities.states import HOLDING, LIVE, STEP_MOVES, EndReason, Step


class Placement(OfAMarket):
    """One life in the steps that the market has; each step is one entry of the journal."""

    MOVES = STEP_MOVES
    AT_REST = frozenset({Step.COMPLETED, Step.ENDED, Step.STARTED})

    key = KeyField(primary_key=True)
    state = models.CharField(max_length=10, choices=Step, default=Step.INTRODUCED)
    seeker = models.ForeignKey(Seeker, on_delete=models.PROTECT, related_name="placements")
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="placements")
    # The desk that helped; whose figure it is.
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side)
    organisation = models.ForeignKey(  # of the posting, for the rights
        "directory.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    person = models.CharField(max_length=LENGTH, blank=True)  # account of the seeker
    score = models.PositiveIntegerField(null=True, blank=True)  # thousandths of a point
    reasons = models.JSONField(default=list, blank=True)  # both languages, as they were then
    introduced_on = models.DateField()
    # Of a place given in a round: until when both sides are asked, and when each said yes.
    answer_by = models.DateField(null=True, blank=True)
    seeker_yes_on = models.DateField(null=True, blank=True)
    posting_yes_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=16, choices=EndReason, blank=True)
    end_note = models.CharField(max_length=300, blank=True)
    # When it is asked next how things are, and after how many months that is.
    ask_on = models.DateField(null=True, blank=True)
    ask_months = models.PositiveSmallIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-key"]
        indexes = [
            models.Index(fields=["unit", "state", "-key"], name="placement_of_a_unit"),
            models.Index(fields=["organisation", "state"], name="placement_at_an_organisation"),
            models.Index(fields=["ask_on"], name="placement_to_ask_about"),
            models.Index(fields=["person"], name="placement_of_an_account"),
            models.Index(fields=["answer_by"], name="placement_to_be_answered"),
        ]
        constraints = [
            UniqueConstraint(
                fields=["seeker", "posting"],
                condition=Q(state__in=LIVE),
                name="placement_once_at_a_time",
            ),
            CheckConstraint(
                condition=~Q(state__in=HOLDING) | Q(accepted_on__isnull=False),
                name="placement_accepted_on_a_day",
            ),
            CheckConstraint(
                condition=~Q(state__in=[Step.STARTED, Step.COMPLETED])
                | Q(started_on__isnull=False),
                name="placement_started_on_a_day",
            ),
            CheckConstraint(
                condition=Q(state=Step.ENDED, ended_on__isnull=False) & ~Q(end_reason="")
                | ~Q(state=Step.ENDED) & Q(end_reason=""),
                name="placement_ended_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seeker_id} {self.posting_id}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def holds_a_place(self) -> bool:
        return self.state in HOLDING


class Check(models.Model):
    """What came of asking, some months after the start: still there, or not. Asked once."""

    key = KeyField(primary_key=True)
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="checks")
    months = models.PositiveSmallIntegerField()
    is_there = models.BooleanField()
    said_on = models.DateField()
    said_by = models.CharField(max_length=LENGTH, blank=True)  # empty: by the link in the letter

    class Meta:
        ordering = ["placement", "months"]
        constraints = [
            UniqueConstraint(fields=["placement", "months"], name="placement_checked_once"),
        ]
