"""Seekers: a person, a student, a team, a company, a citizen, an expert who looks for something."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from renkei.core.keys import LENGTH, KeyField, new_pseudonym
from renkei.core.rights import RuledManager
from renkei.core.sides import Side
from renkei.opportunities.models.postings import OfAMarket
from renkei.opportunities.states import SEEKER_MOVES, SeekerState


class Seeker(OfAMarket):
    """What somebody looks for in one market; only what the market needs.

    Nothing here says age, sex or nationality: what is known of that stands in `SeekerProfile`,
    which nothing that scores may read. `who` is the key under which the journal knows the person:
    that of the account where there is one, else one that is given here.
    """

    MOVES = SEEKER_MOVES
    AT_REST = frozenset({SeekerState.PLACED, SeekerState.LEFT})

    key = KeyField(primary_key=True)
    token = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=8, choices=SeekerState, default=SeekerState.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side)
    organisation = models.ForeignKey(
        "directory.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    person = models.CharField(max_length=LENGTH, blank=True)  # key of an account
    who = models.CharField(max_length=LENGTH, default=new_pseudonym, editable=False)
    name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="ja")
    answers = models.JSONField(default=dict, blank=True)
    strengths = models.JSONField(
        default=dict, blank=True
    )  # condition: absolutely, would_consider …
    weights = models.JSONField(default=dict, blank=True)  # criterion: 0 to 10
    wishes = models.JSONField(default=list, blank=True)  # keys of postings, the best first
    # Whether the desk may tell name and contact to whom it introduces.
    may_tell = models.BooleanField(default=False)
    entered_by = models.CharField(max_length=LENGTH)
    # A form on paper is older than the day on which a desk typed it in.
    registered_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-key"]
        indexes = [
            models.Index(fields=["unit", "state", "-key"], name="seeker_of_a_unit"),
            models.Index(fields=["market", "state"], name="seeker_of_a_market"),
            models.Index(fields=["person"], name="seeker_of_an_account"),
        ]
        constraints = [
            UniqueConstraint(fields=["token"], condition=~Q(token=""), name="seeker_token_once"),
            UniqueConstraint(
                fields=["market", "person"],
                condition=~Q(person="") & ~Q(state=SeekerState.LEFT),
                name="seeker_once_in_a_market",
            ),
            CheckConstraint(
                condition=Q(anonymised_at=None) | Q(name="", email="", person=""),
                name="seeker_anonymised_entirely",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """By what people who may not read the name speak of somebody."""
        return f"No. {self.key[-6:].upper()}"

    @property
    def n_people(self) -> int:
        """How many people it stands for: the members of a team; elsewhere one."""
        question = self.asked_by.seeker.people
        told = self.answers.get(question) if question else None
        return told if isinstance(told, int) and told > 0 else 1

    @property
    def shown_name(self) -> str:
        return self.name or (self.organisation.name if self.organisation else "") or self.number
