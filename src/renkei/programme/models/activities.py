"""What was done for initiatives: when, where, with whom, how many took part."""

from datetime import date

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext as _

from renkei.core.keys import LENGTH, KeyField
from renkei.core.rights import RuledManager
from renkei.core.sides import Side
from renkei.core.writing import as_read
from renkei.programme.states import ACTIVITY_MOVES, ActivityState, Form, OthersView


class Activity(models.Model):
    """Something that was held. What of it can be counted stands in the journal as one entry.

    Whoever corrects it reverses that entry and writes another; `version` tells a second person who
    had the same page open.
    """

    MOVES = ACTIVITY_MOVES
    # Nothing more has to happen with these: a unit may be closed, although one may be withdrawn.
    AT_REST = frozenset({ActivityState.RECORDED})

    key = KeyField(primary_key=True)
    # Comes with the form: the same form sent twice makes one record.
    token = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=ActivityState, default=ActivityState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side)  # joint where both governments held it
    # The same once it is recorded: a draft is a matter of its unit alone.
    shown_to = models.CharField(max_length=10, choices=Side, blank=True)
    # Of a joint one, the other government's unit in charge; it says that it has seen the record.
    other_unit = models.ForeignKey(
        "directory.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    others_view = models.CharField(max_length=10, choices=OthersView, blank=True)
    others_note = models.CharField(max_length=400, blank=True)
    others_by = models.CharField(max_length=LENGTH, blank=True)
    others_at = models.DateTimeField(null=True, blank=True)
    initiatives = models.CharField(max_length=200)  # " I-2 II-1 "
    form = models.CharField(max_length=12, choices=Form)
    title_ja = models.CharField(max_length=120, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    first_day = models.DateField()  # decides the period
    last_day = models.DateField()
    place = models.CharField(max_length=6, blank=True)  # area code
    venue = models.CharField(max_length=120, blank=True)
    is_online = models.BooleanField(default=False)
    participants = models.PositiveIntegerField(null=True, blank=True)
    firms = models.PositiveIntegerField(null=True, blank=True)
    municipalities = models.PositiveIntegerField(null=True, blank=True)
    is_with_business = models.BooleanField(default=False)
    is_with_universities = models.BooleanField(default=False)
    is_with_municipalities = models.BooleanField(default=False)
    partners = models.JSONField(default=list, blank=True)  # keys of organisations
    hours = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    cost_yen = models.PositiveBigIntegerField(null=True, blank=True)
    narrative = models.TextField(max_length=4000, blank=True)
    is_public = models.BooleanField(default=False)
    entry = models.BigIntegerField(null=True, blank=True)  # of the journal, as it stands now
    entered_by = models.CharField(max_length=LENGTH)
    made_at = models.DateTimeField(auto_now_add=True)
    recorded_at = models.DateTimeField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-first_day", "-key"]
        indexes = [
            models.Index(fields=["state", "-first_day", "-key"], name="activity_in_order"),
            models.Index(fields=["unit", "state"], name="activity_of_a_unit"),
            models.Index(fields=["entered_by", "-made_at"], name="activity_of_a_person"),
        ]
        constraints = [
            UniqueConstraint(fields=["token"], condition=~Q(token=""), name="activity_token_once"),
            CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="activity_ends_after_it_begins"
            ),
            CheckConstraint(
                condition=Q(entry=None) | Q(recorded_at__isnull=False),
                name="activity_in_the_journal_once_recorded",
            ),
            CheckConstraint(
                condition=~Q(state=ActivityState.RECORDED) | Q(entry__isnull=False),
                name="activity_recorded_with_an_entry",
            ),
            CheckConstraint(
                condition=Q(is_public=False) | Q(state=ActivityState.RECORDED),
                name="activity_public_when_recorded",
            ),
            CheckConstraint(
                condition=Q(other_unit=None) | Q(side=Side.JOINT), name="activity_joint_with_other"
            ),
            CheckConstraint(
                condition=Q(others_view="", others_at=None)
                | ~Q(others_view="") & Q(others_at__isnull=False, side=Side.JOINT),
                name="activity_seen_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiatives.strip()} {self.first_day}"

    @property
    def references(self) -> tuple[str, ...]:
        return tuple(self.initiatives.split())

    @property
    def name(self) -> str:
        """Its title; where nobody wrote one, its form."""
        return as_read(self.title_ja, self.title_en) or _("%(form)s（題名なし）") % {
            "form": self.get_form_display()
        }

    @property
    def is_joint(self) -> bool:
        return self.side == Side.JOINT

    @property
    def is_recorded(self) -> bool:
        return self.state == ActivityState.RECORDED

    def lasts_until(self) -> date | None:
        """None where it was over on the day on which it began."""
        return self.last_day if self.last_day != self.first_day else None
