"""Rounds: many seekers and postings of a market brought together on one day, by one desk."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from renkei.core.keys import LENGTH, KeyField
from renkei.core.rights import RuledManager
from renkei.core.sides import Side
from renkei.core.writing import as_read
from renkei.opportunities.models.placements import Placement
from renkei.opportunities.models.postings import OfAMarket, Posting
from renkei.opportunities.models.seekers import Seeker
from renkei.opportunities.states import ROUND_MOVES, RUNNING, RoundState, Ruled


class Round(OfAMarket):
    """One round of a market at a desk: its days, its bounds, the lottery, and what was proposed.

    The desk's own seekers take part with all open postings of the market. `revision` counts what
    was decided of it, `run_revision` says under which of these decisions the proposal was made:
    where they differ, the proposal is out of date and nobody can be told it.
    """

    MOVES = ROUND_MOVES
    AT_REST = frozenset({RoundState.CLOSED, RoundState.CANCELLED})

    key = KeyField(primary_key=True)
    token = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=9, choices=RoundState, default=RoundState.OPEN)
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side)
    title_ja = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200, blank=True)
    closes_on = models.DateField()  # the last day on which wishes are taken
    answer_by = models.DateField()  # the last day on which both sides say yes
    begins_on = models.DateField(null=True, blank=True)
    # Only postings that begin on one of these days; all where nothing is said.
    first_from = models.DateField(null=True, blank=True)
    first_to = models.DateField(null=True, blank=True)
    bounds = models.JSONField(default=list, blank=True)  # of groups: by, code, cap, floor
    may_fall_short = models.BooleanField(default=False)  # below a posting's minimum
    lottery = models.CharField(max_length=40)  # published before wishes close
    revision = models.PositiveIntegerField(default=1)
    rehearsal = models.JSONField(default=dict, blank=True)
    run_revision = models.PositiveIntegerField(default=0)
    wave = models.PositiveSmallIntegerField(default=0)  # how often people were told
    result = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    run_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)  # why it was cancelled
    entered_by = models.CharField(max_length=LENGTH)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-key"]
        indexes = [models.Index(fields=["unit", "state", "-key"], name="round_of_a_unit")]
        constraints = [
            UniqueConstraint(fields=["token"], condition=~Q(token=""), name="round_token_once"),
            # Nobody is promised two places at once.
            UniqueConstraint(
                fields=["market", "unit"],
                condition=Q(state__in=RUNNING),
                name="round_one_at_a_time",
            ),
            CheckConstraint(
                condition=Q(answer_by__gte=F("closes_on")), name="round_answered_after_it_closes"
            ),
            CheckConstraint(
                condition=~Q(state=RoundState.PROPOSED) | ~Q(digest=""),
                name="round_proposed_with_a_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.title_ja

    @property
    def title(self) -> str:
        return as_read(self.title_ja, self.title_en)

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_up_to_date(self) -> bool:
        """Whether the proposal heeds everything that was decided."""
        return self.run_revision == self.revision


class Ruling(models.Model):
    """What a desk decided of one pair, and why; two of one exchange share their reason."""

    key = KeyField(primary_key=True)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="rulings")
    seeker = models.ForeignKey(Seeker, on_delete=models.CASCADE, related_name="+")
    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="+")
    ruled = models.CharField(max_length=9, choices=Ruled)
    reason = models.CharField(max_length=300)
    said_by = models.CharField(max_length=LENGTH)
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            UniqueConstraint(fields=["round", "seeker", "posting"], name="ruling_once_for_a_pair"),
            CheckConstraint(condition=~Q(reason=""), name="ruling_with_a_reason"),
        ]


class Proposal(models.Model):
    """What a run gives a seeker, or that it gives nothing, with the reasons in both languages.

    `place_in_list` is the rank on the seeker's own list; `waits` are postings for which somebody
    waits, each with the place in the line. `placement` is there once people were told.
    """

    key = KeyField(primary_key=True)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="proposals")
    wave = models.PositiveSmallIntegerField(default=1)
    seeker = models.ForeignKey(Seeker, on_delete=models.CASCADE, related_name="+")
    posting = models.ForeignKey(
        Posting, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    place_in_list = models.PositiveSmallIntegerField(null=True, blank=True)
    score = models.PositiveIntegerField(null=True, blank=True)  # thousandths of a point
    reasons = models.JSONField(default=list, blank=True)
    waits = models.JSONField(default=list, blank=True)
    is_pinned = models.BooleanField(default=False)
    is_new = models.BooleanField(default=False)  # another than in the proposal before
    placement = models.OneToOneField(
        Placement, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposal"
    )

    class Meta:
        ordering = ["key"]
        indexes = [models.Index(fields=["round", "wave", "posting"], name="proposal_of_a_posting")]
        constraints = [
            UniqueConstraint(
                fields=["round", "wave", "seeker", "posting"], name="proposal_once_for_a_pair"
            ),
            UniqueConstraint(
                fields=["round", "wave", "seeker"],
                condition=Q(posting=None),
                name="proposal_nothing_once",
            ),
        ]
