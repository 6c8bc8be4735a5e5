"""Postings: a job, an internship course, a town's project, a day with volunteers."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from renkei.charter.market_reader import markets
from renkei.charter.markets import Market, MarketVersion
from renkei.core.keys import LENGTH, KeyField
from renkei.core.rights import RuledManager
from renkei.core.sides import Side
from renkei.core.writing import as_read
from renkei.opportunities.states import POSTING_MOVES, CloseReason, PostingState


class OfAMarket(models.Model):
    """What stands in a market, under the version of its file by which it was asked."""

    market = models.CharField(max_length=20)  # key of the charter's file
    version = models.CharField(max_length=10)

    class Meta:
        abstract = True

    @property
    def of_market(self) -> Market:
        return markets()[self.market]

    @property
    def asked_by(self) -> MarketVersion:
        """The version under which its answers were given."""
        found = self.of_market.version(self.version)
        assert found, f"the market {self.market} has no version {self.version}"
        return found


class Posting(OfAMarket):
    """One life: draft, checked, open, filled or closed. When it was published stands in the
    journal, entry by entry: grants are paid by it.

    `taken` counts the places that somebody has accepted. It is raised only while it is below the
    capacity, in one statement, so that of two people the last place goes to one.
    """

    MOVES = POSTING_MOVES
    # A unit may be closed although one of these may still be renewed.
    AT_REST = frozenset({PostingState.CLOSED})

    key = KeyField(primary_key=True)
    token = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=8, choices=PostingState, default=PostingState.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side)
    # The same once a desk has checked it: a draft is a matter of who writes it.
    shown_to = models.CharField(max_length=10, choices=Side, blank=True)
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    partners = models.JSONField(default=list, blank=True)  # keys of organisations of a course
    initiatives = models.CharField(max_length=80)  # " II-5 II-4 "
    title_ja = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=6)  # area code of the municipality
    region = models.CharField(max_length=6)  # of its bureau; Sapporo is a region of its own
    is_remote = models.BooleanField(default=False)  # from home, at least in part
    answers = models.JSONField(default=dict, blank=True)
    capacity = models.PositiveIntegerField(default=1)
    minimum = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0, editable=False)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    valid_until = models.DateField()  # the last day on which it is published
    is_public = models.BooleanField(default=False)
    close_reason = models.CharField(max_length=10, choices=CloseReason, blank=True)
    entered_by = models.CharField(max_length=LENGTH)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-key"]
        indexes = [
            # What the public searches: the newest first, of a market, of a region.
            models.Index(
                fields=["market", "region", "-key"],
                name="posting_public_by_region",
                condition=Q(is_public=True),
            ),
            models.Index(fields=["-key"], name="posting_public", condition=Q(is_public=True)),
            models.Index(
                fields=["region", "-key"],
                name="posting_public_in_region",
                condition=Q(is_public=True),
            ),
            models.Index(
                fields=["place", "-key"],
                name="posting_public_in_place",
                condition=Q(is_public=True),
            ),
            models.Index(
                fields=["-key"],
                name="posting_public_remote",
                condition=Q(is_public=True, is_remote=True),
            ),
            # Counted without looking at a row, by region and by municipality.
            models.Index(
                fields=["region", "place"], name="posting_by_place", condition=Q(is_public=True)
            ),
            models.Index(
                fields=["market", "region", "place"],
                name="posting_of_a_market_by_place",
                condition=Q(is_public=True),
            ),
            models.Index(fields=["unit", "state", "-key"], name="posting_of_a_unit"),
            models.Index(fields=["organisation", "-key"], name="posting_of_an_organisation"),
            models.Index(fields=["state", "valid_until"], name="posting_that_expires"),
        ]
        constraints = [
            UniqueConstraint(fields=["token"], condition=~Q(token=""), name="posting_token_once"),
            CheckConstraint(condition=Q(taken__lte=F("capacity")), name="posting_not_oversold"),
            CheckConstraint(
                condition=Q(minimum__lte=F("capacity")), name="posting_minimum_within_capacity"
            ),
            CheckConstraint(condition=Q(capacity__gte=1), name="posting_has_a_place"),
            CheckConstraint(
                condition=Q(last_day=None)
                | Q(first_day__isnull=False, last_day__gte=F("first_day")),
                name="posting_ends_after_it_begins",
            ),
            CheckConstraint(
                condition=Q(is_public=False)
                | Q(state__in=[PostingState.OPEN, PostingState.FILLED]),
                name="posting_public_while_open",
            ),
            CheckConstraint(
                condition=Q(close_reason="") ^ Q(state=PostingState.CLOSED),
                name="posting_closed_for_a_reason",
            ),
            CheckConstraint(
                condition=~Q(shown_to="") ^ Q(state=PostingState.DRAFT),
                name="posting_shown_once_checked",
            ),
        ]

    def __str__(self) -> str:
        return self.title_ja

    @property
    def title(self) -> str:
        return as_read(self.title_ja, self.title_en)

    @property
    def references(self) -> tuple[str, ...]:
        return tuple(self.initiatives.split())

    @property
    def places_left(self) -> int:
        return self.capacity - self.taken

    @property
    def is_open(self) -> bool:
        return self.state == PostingState.OPEN
