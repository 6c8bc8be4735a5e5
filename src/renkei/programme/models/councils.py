"""Councils: who belongs to them, when they meet, with which papers, and what they decided.

The bodies themselves stand in the charter; here they are known by their keys. Initiatives are kept
as in the journal: " II-1 II-3 ".
"""

from datetime import date

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from renkei.core.keys import LENGTH, KeyField
from renkei.core.rights import RuledManager
from renkei.core.sides import Side
from renkei.core.writing import is_english
from renkei.programme.states import (
    FOLLOW_UP_MOVES,
    MEETING_MOVES,
    MINUTES_MOVES,
    PAPER_MOVES,
    Audience,
    FollowUpState,
    MeetingState,
    MemberRole,
    MinutesState,
    PaperState,
    Reply,
    Ruling,
)


def in_language(ja: str, en: str) -> str:
    """The English where the reader reads English and there is some."""
    return en if en and is_english() else ja


class CouncilMember(models.Model):
    """Who belongs to a body, as what, from a day to a day; both count.

    A person of the directory, an organisation for which its own people answer, or a unit of a
    government. `post` is what is published; the name of a person only where that was agreed.
    """

    key = KeyField(primary_key=True)
    body = models.CharField(max_length=40)
    side = models.CharField(max_length=10, choices=Side)  # of the body
    role = models.CharField(max_length=10, choices=MemberRole, default=MemberRole.MEMBER)
    post_ja = models.CharField(max_length=120)
    post_en = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=80, blank=True)
    person = models.CharField(max_length=LENGTH, blank=True)
    organisation = models.CharField(max_length=LENGTH, blank=True)
    unit = models.ForeignKey(
        "directory.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_public = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = RuledManager()

    class Meta:
        ordering = ["body", "role", "made_at", "key"]
        indexes = [
            models.Index(fields=["person"], name="council_member_person"),
            models.Index(fields=["body", "valid_from"], name="council_member_of_body"),
        ]
        constraints = [
            CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="council_member_ends_after_start",
            ),
            CheckConstraint(
                condition=(Q(person="") | Q(organisation=""))
                & (Q(unit=None) | Q(person="", organisation="")),
                name="council_member_is_one_thing",
            ),
            UniqueConstraint(
                fields=["body"],
                condition=Q(role=MemberRole.CHAIR, valid_to=None),
                name="council_one_open_chair",
            ),
            UniqueConstraint(
                fields=["body", "person"],
                condition=Q(valid_to=None) & ~Q(person=""),
                name="council_person_once",
            ),
            UniqueConstraint(
                fields=["body", "organisation"],
                condition=Q(valid_to=None) & ~Q(organisation=""),
                name="council_organisation_once",
            ),
            UniqueConstraint(
                fields=["body", "unit"],
                condition=Q(valid_to=None) & ~Q(unit=None),
                name="council_unit_once",
            ),
        ]

    @property
    def post(self) -> str:
        return in_language(self.post_ja, self.post_en)

    @property
    def is_secretary(self) -> bool:
        return self.role == MemberRole.SECRETARY

    def belongs_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Meeting(models.Model):
    """One meeting of a body. Before it is called only its secretaries know of it."""

    MOVES = MEETING_MOVES

    key = KeyField(primary_key=True)
    body = models.CharField(max_length=40)
    side = models.CharField(max_length=10, choices=Side)  # of the body
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    title_ja = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place_ja = models.CharField(max_length=200, blank=True)
    place_en = models.CharField(max_length=200, blank=True)
    is_online = models.BooleanField(default=False)
    link = models.URLField(blank=True)  # to take part from afar; for those who were asked
    is_public = models.BooleanField(default=False)
    shown_from = models.DateTimeField(null=True, blank=True)  # since it was called
    version = models.PositiveIntegerField(default=0)  # counts what changed since it was called
    note = models.CharField(max_length=400, blank=True)  # why it was cancelled
    made_at = models.DateTimeField(auto_now_add=True)
    held_at = models.DateTimeField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-starts_at", "key"]
        indexes = [models.Index(fields=["body", "-starts_at"], name="meeting_of_body")]
        constraints = [
            CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start"
            ),
            CheckConstraint(
                condition=Q(state__in=[MeetingState.PLANNED, MeetingState.CANCELLED])
                | Q(shown_from__isnull=False),
                name="meeting_shown_once_called",
            ),
        ]

    @property
    def title(self) -> str:
        return in_language(self.title_ja, self.title_en)

    @property
    def place(self) -> str:
        return in_language(self.place_ja, self.place_en)

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)


class AgendaItem(models.Model):
    """What is talked about, in order; shown with its meeting."""

    key = KeyField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    title_ja = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300, blank=True)
    initiatives = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=80, blank=True)  # a review or decision: "review 01k…"

    class Meta:
        ordering = ["number", "key"]
        constraints = [
            UniqueConstraint(fields=["meeting", "number"], name="agenda_item_number_once")
        ]

    @property
    def title(self) -> str:
        return in_language(self.title_ja, self.title_en)

    @property
    def references(self) -> tuple[str, ...]:
        return tuple(self.initiatives.split())


class Paper(models.Model):
    """A paper for a meeting: awaited from a unit, then given. Its files are attachments.

    `side`, `circle`, `is_public` and `shown_from` follow from `audience`, embargo and state; they
    are what the rules compare.
    """

    MOVES = PAPER_MOVES
    AT_REST = frozenset({PaperState.GIVEN})

    key = KeyField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="papers"
    )
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=PaperState, default=PaperState.AWAITED)
    title_ja = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300, blank=True)
    audience = models.CharField(max_length=10, choices=Audience)
    due_on = models.DateField(null=True, blank=True)
    embargo_until = models.DateTimeField(null=True, blank=True)
    side = models.CharField(max_length=10, choices=Side)
    circle = models.CharField(max_length=40, blank=True)
    is_public = models.BooleanField(default=False)
    shown_from = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    given_at = models.DateTimeField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["item__number", "made_at", "key"]
        constraints = [
            CheckConstraint(
                condition=~Q(state=PaperState.GIVEN) | Q(given_at__isnull=False),
                name="paper_given_at_a_moment",
            ),
            CheckConstraint(
                condition=Q(shown_from=None) | Q(state=PaperState.GIVEN),
                name="paper_shown_once_given",
            ),
            CheckConstraint(
                condition=Q(shown_from=None)
                | Q(embargo_until=None)
                | Q(shown_from__gte=F("embargo_until")),
                name="paper_not_shown_under_embargo",
            ),
        ]

    @property
    def title(self) -> str:
        return in_language(self.title_ja, self.title_en)


class Attendance(models.Model):
    """Somebody asked to a meeting: what was answered, and who was there."""

    key = KeyField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="attendances")
    reply = models.CharField(max_length=8, choices=Reply, blank=True)
    deputy = models.CharField(max_length=120, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.CharField(max_length=LENGTH, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    has_attended = models.BooleanField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["member__role", "member__made_at", "key"]
        constraints = [
            UniqueConstraint(fields=["meeting", "member"], name="attendance_asked_once"),
            CheckConstraint(
                condition=Q(reply="", replied_at=None)
                | (~Q(reply="") & Q(replied_at__isnull=False)),
                name="attendance_answered_at_a_moment",
            ),
        ]


class Minutes(models.Model):
    """What was said, as plain paragraphs: drafted by one, checked by another, then published."""

    MOVES = MINUTES_MOVES

    key = KeyField(primary_key=True)
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="minutes")
    state = models.CharField(max_length=10, choices=MinutesState, default=MinutesState.DRAFT)
    text_ja = models.TextField()
    text_en = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    drafted_by = models.CharField(max_length=LENGTH)
    drafted_at = models.DateTimeField(auto_now=True)
    checked_by = models.CharField(max_length=LENGTH, blank=True)
    shown_from = models.DateTimeField(null=True, blank=True)  # since they were checked
    return_reason = models.CharField(max_length=400, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    is_public = models.BooleanField(default=False)

    objects = RuledManager()

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(state=MinutesState.DRAFT, shown_from=None)
                | (~Q(state=MinutesState.DRAFT) & Q(shown_from__isnull=False) & ~Q(checked_by="")),
                name="minutes_checked_by_somebody",
            ),
            CheckConstraint(
                condition=Q(is_public=False) | Q(published_at__isnull=False),
                name="minutes_public_once_published",
            ),
        ]

    @property
    def text(self) -> str:
        return in_language(self.text_ja, self.text_en)


class CouncilDecision(models.Model):
    """What a meeting decided, bound to the initiatives that it concerns."""

    key = KeyField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=10, choices=Side)  # of the body
    kind = models.CharField(max_length=10, choices=Ruling)
    text_ja = models.TextField()
    text_en = models.TextField(blank=True)
    carried_by = models.CharField(max_length=10, choices=Side)  # who carries it out
    initiatives = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField()
    is_public = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-decided_on", "meeting", "number"]
        constraints = [
            UniqueConstraint(fields=["meeting", "number"], name="council_decision_number_once")
        ]

    @property
    def text(self) -> str:
        return in_language(self.text_ja, self.text_en)

    @property
    def references(self) -> tuple[str, ...]:
        return tuple(self.initiatives.split())


class FollowUp(models.Model):
    """What a unit has to do after a decision, until it is done or dropped with a reason."""

    MOVES = FOLLOW_UP_MOVES

    key = KeyField(primary_key=True)
    decision = models.ForeignKey(
        CouncilDecision, on_delete=models.CASCADE, related_name="follow_ups"
    )
    side = models.CharField(max_length=10, choices=Side)  # of the body
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=FollowUpState, default=FollowUpState.OPEN)
    text_ja = models.CharField(max_length=300)
    text_en = models.CharField(max_length=400, blank=True)
    due_on = models.DateField()
    result = models.CharField(max_length=600, blank=True)  # what came of it, or why not
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.CharField(max_length=LENGTH, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = RuledManager()

    class Meta:
        ordering = ["due_on", "key"]
        indexes = [models.Index(fields=["state", "due_on"], name="follow_up_due")]
        constraints = [
            CheckConstraint(
                condition=Q(state=FollowUpState.OPEN, closed_on=None)
                | (~Q(state=FollowUpState.OPEN) & Q(closed_on__isnull=False)),
                name="follow_up_closed_on_a_day",
            ),
            CheckConstraint(
                condition=~Q(state=FollowUpState.DROPPED) | ~Q(result=""),
                name="follow_up_dropped_with_a_reason",
            ),
        ]

    @property
    def text(self) -> str:
        return in_language(self.text_ja, self.text_en)

    def is_late(self, on: date) -> bool:
        return self.state == FollowUpState.OPEN and self.due_on < on
