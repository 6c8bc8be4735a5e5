"""Notices: what was written to whom, how it should reach them, and whether it left."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from renkei.core.keys import LENGTH, KeyField
from renkei.core.rights import RuledManager
from renkei.paperwork.states import (
    NOTICE_MOVES,
    DeliveryProblem,
    NoticeGroup,
    NoticeState,
    NoticeWay,
)


class Notice(models.Model):
    """One notice to one recipient, as it was written in the recipient's language on that day.

    Whoever has an account finds it in the inbox in any case; `state` tells of the e-mail alone.
    """

    MOVES = NOTICE_MOVES

    key = KeyField(primary_key=True)
    template = models.CharField(max_length=60)  # "directory.seat_given"
    version = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=10, choices=NoticeGroup)
    is_obligatory = models.BooleanField(default=False)
    person = models.CharField(max_length=LENGTH, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="ja")
    unit = models.CharField(max_length=LENGTH, blank=True)  # which sent it
    # Where letters like this one are ended by whoever has no account to decide it in.
    stop_address = models.URLField(max_length=500, blank=True)
    about_kind = models.CharField(max_length=30, blank=True)
    about_key = models.CharField(max_length=LENGTH, blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    way = models.CharField(max_length=8, choices=NoticeWay, default=NoticeWay.AT_ONCE)
    state = models.CharField(max_length=8, choices=NoticeState, default=NoticeState.QUEUED)
    problem = models.CharField(max_length=12, choices=DeliveryProblem, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # When it may be tried; empty where nothing is tried by itself.
    due_at = models.DateTimeField(null=True, blank=True)
    # By which worker, from when: of two workers one finds it free.
    claim = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-made_at", "-key"]
        indexes = [
            models.Index(fields=["person", "made_at"], name="notice_of_a_person"),
            models.Index(fields=["unit", "state", "made_at"], name="notice_of_a_unit"),
            models.Index(fields=["state", "due_at"], name="notice_due"),
            models.Index(fields=["about_kind", "about_key"], name="notice_about_a_record"),
        ]
        constraints = [
            CheckConstraint(
                condition=~Q(person="") | ~Q(email="") | Q(anonymised_at__isnull=False),
                name="notice_to_somebody",
            ),
            CheckConstraint(
                condition=~Q(state=NoticeState.SENT) | Q(sent_at__isnull=False),
                name="notice_sent_at_a_moment",
            ),
            CheckConstraint(
                condition=~Q(state__in=[NoticeState.FAILED, NoticeState.GIVEN_UP]) | ~Q(problem=""),
                name="notice_failed_for_a_reason",
            ),
            CheckConstraint(
                condition=Q(claim="", claimed_at=None)
                | (~Q(claim="") & Q(claimed_at__isnull=False)),
                name="notice_claimed_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class NoticePreference(models.Model):
    """How a person wants the notices of a group; without one, at once."""

    person = models.CharField(max_length=LENGTH)
    group = models.CharField(max_length=10, choices=NoticeGroup)
    way = models.CharField(max_length=8, choices=NoticeWay)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["person", "group"]
        constraints = [
            UniqueConstraint(fields=["person", "group"], name="notice_preference_once"),
        ]
